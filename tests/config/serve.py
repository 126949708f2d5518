"""Starts embedded servers in a process of its own, for the tests that kill it.

    python -m tests.config.serve FOLDER [nobody]

Prints one line of JSON when the servers run (or with the trouble), then waits for the end of its input and stops them.
"""

import json
import os
import pwd
import sys
from pathlib import Path

import psutil
import psycopg2

from config import embedded
from config.embedded.account import Account
from config.embedded.postgres import postgres_programs


def main() -> None:
    folder = Path(sys.argv[1])
    if sys.argv[2:] == ["nobody"] and os.geteuid() == 0:
        entry = pwd.getpwnam("nobody")
        Account(entry.pw_uid, entry.pw_gid).may_enter(postgres_programs() / "postgres")
        "localhost".encode("idna")  # loaded while the standard library may still be read
        os.setgroups([])
        os.setgid(entry.pw_gid)
        os.setuid(entry.pw_uid)
    servers = embedded.Servers(root=folder)
    try:
        urls = servers.start()
    except embedded.Trouble as trouble:
        print(json.dumps({"trouble": str(trouble), "uid": os.geteuid()}), flush=True)
        return
    servers.announce(address="http://127.0.0.1:8123/")
    print(
        json.dumps({**urls, "uid": os.geteuid(), "psutil": psutil.__version__, "driver": psycopg2.__version__}),
        flush=True,
    )
    sys.stdin.read()
    servers.stop()


if __name__ == "__main__":
    main()
