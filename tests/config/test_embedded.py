"""The embedded servers: start, stop, recover, refuse. Real programs in folders of their own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import psutil
import psycopg2
import pytest
import redis

from config import embedded, env, processes
from config.embedded import trouble
from config.embedded.redis import redis_program

pytestmark = pytest.mark.servers
CODE = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A place as unfriendly as a person's: spaces, Chinese, longer than a socket's path may be; open to any account."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)
    path = tmp_path / "我的 项目" / ("很长的路径" * 6) / "data"
    path.mkdir(parents=True)
    for parent in (path, *path.parents):
        if parent.stat().st_uid == os.geteuid() and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o011)
    yield path
    processes.end(alive(path))


def alive(folder: Path) -> list[psutil.Process]:
    """Every process that works in the folder or was started with it."""
    found = []
    for process in psutil.process_iter():
        try:
            words = [process.cwd(), *process.cmdline()]
        except (psutil.Error, OSError):
            continue
        if any(str(folder) in word for word in words) and process.pid != os.getpid():
            found.append(process)
    return found


def connect(url: str):
    facts = env.database(url)
    return psycopg2.connect(host=facts["HOST"], user=facts["USER"], dbname=facts["NAME"])


def run(url: str, sql: str) -> list:
    connection = connect(url)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


class Served:
    """The driver of tests/config/serve.py."""

    def __init__(self, folder: Path, *words: str):
        kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.config.serve", str(folder), *words],
            cwd=CODE,
            env=kept,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.said = json.loads(self.process.stdout.readline() or "{}")

    def leave(self) -> int:
        self.process.stdin.close()
        self.process.stdout.close()
        return self.process.wait(60)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


def test_data_are_kept_and_no_process_is_left(folder):
    servers = embedded.Servers(root=folder)
    url = servers.start()["DATABASE_URL"]
    run(url, "CREATE TABLE kept (word text)")
    run(url, "INSERT INTO kept VALUES ('榜单')")
    servers.stop()
    servers.stop()
    assert alive(folder) == []

    begun = time.monotonic()
    again = embedded.Servers(root=folder)
    try:
        assert run(again.start()["DATABASE_URL"], "SELECT word FROM kept") == [("榜单",)]
        assert time.monotonic() - begun < 10
    finally:
        again.stop()
    assert alive(folder) == []


def test_an_ordinary_user_can_run_them(folder):
    if os.geteuid() == 0:
        os.chown(folder, 65534, -1)
    served = Served(folder, "nobody")
    assert served.said["uid"] != 0
    assert run(served.said["DATABASE_URL"], "SELECT current_database()") == [("jiebang",)]
    assert served.leave() == 0
    assert alive(folder) == []


def test_postgres_never_runs_as_root(folder):
    servers = embedded.Servers(root=folder)
    servers.start()
    try:
        assert psutil.Process(servers.postgres.process.pid).uids().real != 0
    finally:
        servers.stop()


def test_a_killed_program_recovers_at_the_next_start(folder):
    served = Served(folder)
    run(served.said["DATABASE_URL"], "CREATE TABLE kept AS SELECT 7 AS number")
    served.kill()
    left = alive(folder)
    assert {process.name().split()[0] for process in left} >= {"postgres", "redis-server"}

    again = embedded.Servers(root=folder)
    try:
        assert run(again.start()["DATABASE_URL"], "SELECT number FROM kept") == [(7,)]
        assert not {process.pid for process in left} & {process.pid for process in alive(folder)}
    finally:
        again.stop()
    assert alive(folder) == []


def test_a_killed_postgres_recovers_what_was_committed(folder):
    servers = embedded.Servers(root=folder)
    url = servers.start()["DATABASE_URL"]
    idle = connect(url)  # a session of the killed server lives on for a moment and holds its memory
    run(url, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS number")
    os.kill(servers.postgres.process.pid, signal.SIGKILL)
    servers.stop()
    idle.close()

    again = embedded.Servers(root=folder)
    try:
        assert run(again.start()["DATABASE_URL"], "SELECT count(*) FROM kept") == [(1000,)]
    finally:
        again.stop()


def test_a_pid_file_that_means_a_stranger_is_cleared(folder):
    """After a restart of the machine the old number may belong to any process; it is not touched."""
    servers = embedded.Servers(root=folder)
    servers.start()
    servers.stop()
    stranger = subprocess.Popen(["sleep", "60"])
    try:
        (folder / "postgres" / "postmaster.pid").write_text(
            f"{stranger.pid}\n{folder}/postgres\n1\n5432\n\n\n  1  1\nready\n"
        )
        servers = embedded.Servers(root=folder)
        servers.start()
        servers.stop()
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_second_program_is_told_who_runs_and_where(folder):
    served = Served(folder)
    try:
        with pytest.raises(embedded.Trouble) as refused:
            embedded.Servers(root=folder).start()
        assert f"进程 {served.process.pid}" in str(refused.value)
        assert "http://127.0.0.1:8123/" in str(refused.value)
        assert run(served.said["DATABASE_URL"], "SELECT 1") == [(1,)]  # the first one is not disturbed
    finally:
        assert served.leave() == 0


def test_a_command_borrows_the_servers_that_run(folder, monkeypatch):
    served = Served(folder)
    try:
        with monkeypatch.context() as patch:
            patch.setenv("DATABASE_URL", "")
            patch.setenv("REDIS_URL", "")
            with embedded.lent(folder):
                assert os.environ["DATABASE_URL"] == served.said["DATABASE_URL"]
        assert run(served.said["DATABASE_URL"], "SELECT 1") == [(1,)]
    finally:
        assert served.leave() == 0


def test_a_crash_while_the_cluster_is_made_leaves_nothing_half_done(folder):
    half = folder / "postgres.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    servers = embedded.Servers(root=folder)
    try:
        assert run(servers.start()["DATABASE_URL"], "SELECT 1") == [(1,)]
    finally:
        servers.stop()
    assert not half.exists()


def test_data_of_another_version_are_refused_with_a_way_out(folder):
    servers = embedded.Servers(root=folder)
    servers.start()
    servers.stop()
    (folder / "postgres" / "PG_VERSION").write_text("14\n")
    with pytest.raises(embedded.Trouble, match="RESET=1"):
        embedded.Servers(root=folder).start()
    assert alive(folder) == []


def test_a_folder_that_cannot_be_written_is_named(folder):
    folder.chmod(0o555)
    served = Served(folder, "nobody")
    assert "不可写" in served.said["trouble"]
    assert str(folder) in served.said["trouble"]
    assert "not writable" in served.said["trouble"]
    served.leave()
    folder.chmod(0o755)


def test_a_full_disk_is_named(folder, monkeypatch):
    monkeypatch.setattr(trouble.shutil, "disk_usage", lambda path: SimpleNamespace(free=10**6))
    with pytest.raises(embedded.Trouble, match="空间不足"):
        embedded.Servers(root=folder).start()
    said = "PANIC:  could not write to file: No space left on device"
    assert "is full" in str(trouble.diagnosis("PostgreSQL", said, folder))


def test_a_platform_without_redis_is_told_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(embedded.Trouble, match="apt-get install redis-server"):
        redis_program()


def test_no_row_and_no_statement_reaches_the_log(folder):
    servers = embedded.Servers(root=folder)
    url = servers.start()["DATABASE_URL"]
    try:
        run(url, "CREATE TABLE sealed (word text CHECK (word <> '秘密报价'))")
        with pytest.raises(psycopg2.errors.CheckViolation):
            run(url, "INSERT INTO sealed VALUES ('秘密报价')")
    finally:
        servers.stop()
    log = (folder / "log" / "postgres.log").read_text()
    assert "violates check constraint" in log
    assert "秘密报价" not in log


def test_strangers_on_the_machine_stay_out(folder):
    """The socket's folder is private, Redis asks for a password, and neither listens beyond this machine."""
    servers = embedded.Servers(root=folder)
    urls = servers.start()
    try:
        sockets = Path(env.database(urls["DATABASE_URL"])["HOST"])
        assert sockets.stat().st_mode & 0o077 == 0
        assert len(os.fsencode(sockets / ".s.PGSQL.5432")) <= 103
        with redis.Redis.from_url(urls["REDIS_URL"]) as client:
            assert client.ping()
        with socket.create_connection(("127.0.0.1", servers.redis.port)) as link:
            link.sendall(b"PING\r\n")
            assert link.recv(64).startswith(b"-NOAUTH")
        assert servers.lock.path.stat().st_mode & 0o077 == 0
        for server in (servers.postgres, servers.redis):
            listening = [
                link for link in psutil.Process(server.process.pid).net_connections("inet") if link.status == "LISTEN"
            ]
            assert {link.laddr.ip for link in listening} <= {"127.0.0.1"}
    finally:
        servers.stop()


def test_named_servers_are_used_as_they_are(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://somebody@db.example/name")
    monkeypatch.setenv("REDIS_URL", "redis://redis.example/0")
    servers = embedded.Servers(root=tmp_path / "data")
    assert servers.start() == {}
    servers.stop()
    assert not (tmp_path / "data").exists()
