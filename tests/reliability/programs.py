"""Real programs on the test's own database: workers and web servers that a test starts and kills.

Each gets a session of its own, so that killing one reaches its children and nobody else.
"""

import contextlib
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psutil
import redis
from celery import Celery
from django.conf import settings
from django.db import connection

from config.celery import TABLE

ROOT = Path(__file__).resolve().parents[2]


def database_url() -> str:
    """DATABASE_URL with the name of the test database of this process."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))


def redis_url() -> str:
    """REDIS_URL with a logical database that only this process of the run uses."""
    number = 8 + int(re.sub(r"\D", "", os.environ.get("PYTEST_XDIST_WORKER", "")) or 0) % 8
    return urlunsplit(urlsplit(settings.REDIS_URL)._replace(path=f"/{number}"))


def environment(**more: str) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": database_url(),
        "REDIS_URL": redis_url(),
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": "ignore",
        **more,
    }


class Program:
    """A program in a session of its own; its output is kept in a file."""

    def __init__(self, name: str, *command: str, folder: Path, **env: str):
        self.log = folder / f"{name}-{secrets.token_hex(3)}.log"
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=ROOT,
                env=environment(**env),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def children(self) -> list[psutil.Process]:
        """The pool of a worker, the workers of a web server."""
        try:
            return psutil.Process(self.process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            return []

    def kill(self) -> None:
        """SIGKILL for the parent and every child, at once."""
        if self.process.poll() is None:
            family = self.children()
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)
            psutil.wait_procs(family, timeout=10)

    def kill_children(self) -> None:
        """SIGKILL for the pool; the parent lives on."""
        for child in self.children():
            child.send_signal(signal.SIGKILL)

    def stop(self) -> None:
        """An orderly end, and a killing for what is left after it."""
        if self.process.poll() is None:
            family = [psutil.Process(self.process.pid), *self.children()]
            self.process.send_signal(signal.SIGTERM)
            _, left = psutil.wait_procs(family, timeout=8)
            for process in left:
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.kill()
            self.process.wait(10)

    def said(self) -> str:
        return self.log.read_text(errors="replace")[-4000:]


def worker(folder: Path, *, app: str = "config.celery", **env: str) -> Program:
    """The worker as production starts it, with a pool of two processes."""
    options = ("--concurrency", "2", "--without-gossip", "--without-mingle", "--loglevel", "INFO")
    return Program("worker", "celery", "--app", app, "worker", *options, folder=folder, **env)


def ready(program: Program, *, word: str = "ready.", seconds: float = 40) -> Program:
    until(lambda: word in program.said() or program.process.poll() is not None, "the program is ready", seconds)
    assert program.process.poll() is None, program.said()
    return program


class Web:
    """The site on a free port, as production serves it: several processes of gunicorn."""

    def __init__(self, folder: Path, **env: str):
        self.folder, self.env = folder, env
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.program = None

    def start(self) -> None:
        options = ["config.wsgi", "--preload", "--bind", f"127.0.0.1:{self.port}", "--workers", "2", "--threads", "4"]
        options += ["--worker-tmp-dir", str(self.folder), "--no-control-socket", "--access-logfile", "-"]
        self.program = Program("web", "gunicorn", *options, folder=self.folder, **self.env)
        until(self._answers, "the web server answers", 40)

    def _answers(self) -> bool:
        assert self.program.process.poll() is None, self.program.said()
        try:
            with urllib.request.urlopen(f"{self.address}/sign-in/", timeout=10):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False

    def kill(self) -> None:
        self.program.kill()

    def stop(self) -> None:
        if self.program:
            self.program.stop()


def until(condition: Callable[[], object], what: str, seconds: float, *, pause: float = 0.02):
    """Ask again and again; answers the first true answer, and how long that took is the caller's to measure."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(pause)
    raise AssertionError(f"not within {seconds} s: {what}")


def send(*names: str) -> None:
    """What beat does when the time of these tasks has come: a message each."""
    with Celery("beat", broker=redis_url(), set_as_current=False) as beat:
        for name in names:
            beat.send_task(name, ignore_result=True)


def tick() -> None:
    send(*TABLE)


def flush_redis() -> None:
    with redis.Redis.from_url(redis_url()) as client:
        client.flushdb()


@contextlib.contextmanager
def ended(programs: list) -> Iterator[list]:
    """Whatever a test put into the list is killed at its end, even when it fails."""
    try:
        yield programs
    finally:
        for program in programs:
            program.kill() if isinstance(program, Program) else program.stop()
