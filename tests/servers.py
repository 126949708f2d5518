"""The servers and folders of one test run, made before Django reads its settings."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from config import embedded, processes

PREFIX, OWNER = "jiebang-test-", "owner.json"


def start() -> None:
    """Give the run a PostgreSQL, a Redis and a folder of its own; the workers of xdist inherit them.

    DATABASE_URL and REDIS_URL, where set, name servers that are there already.
    """
    os.environ["JIEBANG_MODE"] = "test"
    if "JIEBANG_TEST_RUN" in os.environ:
        return  # a worker of xdist, or a process that a test started
    os.environ["JIEBANG_TEST_RUN"] = str(os.getpid())
    _clear_killed_runs()
    folder = tempfile.mkdtemp(prefix=PREFIX)
    os.chmod(folder, 0o711)  # started by root, PostgreSQL runs as an ordinary account that must pass through
    processes.remember(Path(folder) / OWNER, os.getpid())
    os.environ["JIEBANG_DATA"] = folder
    (Path(folder) / "static").mkdir()  # whitenoise warns where it is missing
    stop = [lambda: shutil.rmtree(folder, ignore_errors=True)]
    if not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")):
        servers = embedded.Servers(root=Path(folder), durable=False)
        stop.append(servers.stop)
        os.environ.update(servers.start())
    atexit.register(_finish, os.getpid(), stop)


def _finish(owner: int, stop: list) -> None:
    """A forked child inherits the list of exits too: it must not stop its parent's servers."""
    while stop and os.getpid() == owner:
        stop.pop()()


def _clear_killed_runs() -> None:
    """A run that was killed could stop nothing: end its servers and remove its folder."""
    for owner in Path(tempfile.gettempdir()).glob(f"{PREFIX}*/{OWNER}"):
        folder = owner.parent
        if folder.stat().st_uid != os.geteuid() or processes.remembered(owner):
            continue
        embedded.Postgres(root=folder, durable=False).end_leftover()
        embedded.Redis(root=folder).end_leftover()
        shutil.rmtree(folder, ignore_errors=True)
