"""The servers and folders of one test run, made before Django reads its settings."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path


def start() -> None:
    """Give the run a PostgreSQL, a Redis and a folder of its own; the workers of xdist inherit them.

    DATABASE_URL and REDIS_URL, where set, name servers that are there already.
    """
    os.environ["JIEBANG_MODE"] = "test"
    if "JIEBANG_TEST_RUN" in os.environ:
        return  # a worker of xdist, or a process that a test started
    os.environ["JIEBANG_TEST_RUN"] = str(os.getpid())
    folder = tempfile.mkdtemp(prefix="jiebang-test-")
    os.environ["JIEBANG_DATA"] = folder
    stop = [lambda: shutil.rmtree(folder, ignore_errors=True)]
    if not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")):
        from config import embedded

        servers = embedded.Servers(root=Path(folder), durable=False)
        stop.append(servers.stop)
        os.environ.update(servers.start())
    atexit.register(_finish, os.getpid(), stop)


def _finish(owner: int, stop: list) -> None:
    """A forked child inherits the list of exits too: it must not stop its parent's servers."""
    while stop and os.getpid() == owner:
        stop.pop()()
