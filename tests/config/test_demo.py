"""`manage.py demo` as a person uses it: started, visited, doubled, killed, crashed, stopped. In a path with a space."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil
import pytest

from config import processes

pytestmark = [pytest.mark.servers, pytest.mark.slow]
CODE = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Demo:
    """A running demo and what it said so far."""

    def __init__(self, folder: Path, port: int, **variables: str):
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "JIEBANG_TEST_RUN"}
        }
        own = {"JIEBANG_MODE": "demo", "JIEBANG_DATA": str(folder), "PORT": str(port), "EMPTY": "1"}
        self.address = f"http://127.0.0.1:{port}/"
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "demo"],
            cwd=CODE,
            env={**kept, **own, **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.said = ""
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        for line in self.process.stdout:
            self.said += line

    def ready(self) -> "Demo":
        until = time.monotonic() + 90
        while "就绪 / ready" not in self.said:
            assert self.process.poll() is None, self.said
            assert time.monotonic() < until, self.said
            time.sleep(0.1)
        return self

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(self.address, timeout=30) as answer:
                return answer.status == 200
        except urllib.error.HTTPError as error:
            return error.code < 500

    def ended(self) -> int:
        code = self.process.wait(60)
        self.reader.join(10)
        self.process.stdout.close()
        return code

    def stop(self, number=signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.ended()


def left(folder: Path) -> list[psutil.Process]:
    """Everything that was started for this folder and still lives."""
    servers = []
    for process in psutil.process_iter():
        try:
            words = [process.cwd(), *process.cmdline()]
        except (psutil.Error, OSError):
            continue
        if process.pid != os.getpid() and any(str(folder) in word for word in words):
            servers.append(process)
    return servers + processes.marked(folder)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("demo") / "演示 数据"
    path.mkdir()
    yield path
    processes.end(left(path))


def test_a_day_in_the_life_of_a_demo(folder):
    port = free_port()
    first = Demo(folder, port).ready()
    assert first.answers()
    assert "内置服务器" in first.said
    assert first.address in first.said
    assert "系统管理员 sysadmin" in first.said, "an empty system says who may enter it"

    second = Demo(folder, free_port())
    assert second.ended() == 1
    assert f"进程 {first.process.pid}" in second.said
    assert first.address in second.said
    assert first.answers()

    first.process.kill()  # as hard as it gets: nobody is told to stop
    first.ended()
    orphans = left(folder)
    assert orphans

    begun = time.monotonic()
    third = Demo(folder, port).ready()
    assert "强行终止" in third.said
    assert third.answers()
    assert time.monotonic() - begun < 30
    assert not {process.pid for process in orphans} & {process.pid for process in left(folder)}
    assert third.stop(signal.SIGTERM) == 0
    assert "数据已保留" in third.said
    assert left(folder) == []


def test_a_taken_port_is_named_with_a_free_one(folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        demo = Demo(folder, port)
        assert demo.ended() == 1
    assert f"端口 {port} 已被占用" in demo.said
    assert f"make demo PORT={port + 1}" in demo.said
    assert left(folder) == []


def test_starting_over_keeps_nothing_and_a_crash_stops_everything(folder):
    (folder / "media").mkdir(exist_ok=True)
    (folder / "media" / "old.txt").write_text("old")
    demo = Demo(folder, free_port(), RESET="1").ready()
    assert not (folder / "media" / "old.txt").exists()
    worker = next(
        process
        for process in processes.marked(folder)
        if "worker" in process.cmdline() and process.ppid() == demo.process.pid
    )
    worker.kill()
    assert demo.ended() == 1
    assert "worker 意外退出" in demo.said
    assert left(folder) == []


def test_the_demo_refuses_production(folder):
    demo = Demo(folder, free_port(), JIEBANG_MODE="production")
    assert demo.ended() == 1
    assert "JIEBANG_MODE=demo" in demo.said
