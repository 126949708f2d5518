"""Processes that this program starts: told from strangers after a crash, and ended without leaving any."""

import fcntl
import json
import os
import signal
import subprocess
import time
from pathlib import Path

MARK = "JIEBANG_ROOT"  # in the environment of every process that belongs to a data folder


class Lock:
    """One program at a time works on a data folder; the kernel frees the lock even after kill -9."""

    def __init__(self, path: Path):
        self.path = path
        self._file = None

    def take(self) -> dict | None:
        """None when the lock is ours now, else what its holder wrote (possibly an empty dict)."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle = open(self.path, "a+", encoding="utf-8")  # noqa: SIM115 - held as long as the lock
        os.chmod(self.path, 0o600)  # it will hold the servers' addresses with their passwords
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            with handle:
                return _json(handle)
        self._file = handle
        self.write({"pid": os.getpid()})
        return None

    def write(self, facts: dict) -> None:
        self._file.seek(0)
        self._file.truncate()
        json.dump(facts, self._file, ensure_ascii=False)
        self._file.flush()

    def free(self) -> None:
        if self._file:
            self._file.truncate(0)
            self._file.close()
            self._file = None


def held(path: Path) -> dict:
    """What the living holder of the lock wrote; empty when nobody holds it."""
    if not path.exists():
        return {}
    with open(path, encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return _json(handle)
    return {}


def _json(handle) -> dict:
    handle.seek(0)
    try:
        return json.load(handle)
    except ValueError:
        return {}


def remember(path: Path, pid: int) -> None:
    """Write a process down so that a later program can end it: a number alone may belong to a stranger by then."""
    import psutil

    path.write_text(json.dumps({"pid": pid, "started": psutil.Process(pid).create_time()}), encoding="utf-8")


def remembered(path: Path):
    """The living psutil.Process written down in `path`, or None."""
    import psutil

    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
        process = psutil.Process(facts["pid"])
        return process if abs(process.create_time() - facts["started"]) < 2 else None
    except (OSError, ValueError, KeyError, psutil.Error):
        return None


def marked(root: Path) -> list:
    """Every living process that carries the mark of this data folder, except ourselves."""
    import psutil

    found = []
    for process in psutil.process_iter():
        try:
            if process.pid != os.getpid() and process.environ().get(MARK) == str(root):
                found.append(process)
        except (psutil.Error, OSError):
            continue  # another person's process, or one that just ended
    return found


def end(targets: list, *, signals=((signal.SIGTERM, 10), (signal.SIGKILL, 5))) -> bool:
    """Send each signal in turn and wait its seconds; True when all of them are gone. Takes psutil.Process objects."""
    import psutil

    left = list(targets)
    for number, seconds in signals:
        for process in left:
            try:
                process.send_signal(number)
            except psutil.NoSuchProcess:
                continue
        until = time.monotonic() + seconds
        while left and time.monotonic() < until:
            _, left = psutil.wait_procs(left, timeout=0.1)
            left = [process for process in left if process.is_running() and process.status() != psutil.STATUS_ZOMBIE]
        if not left:
            return True
    return not left


def end_child(process: subprocess.Popen, signals) -> None:
    """Send each (signal, seconds to wait) until our child has ended."""
    for number, seconds in signals:
        if process.poll() is not None:
            return
        process.send_signal(number)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
