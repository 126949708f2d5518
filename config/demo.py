"""`manage.py demo`: servers, database, demo data, web, worker and beat in one go; Ctrl-C stops all of it.

PORT (8000) is where the web listens, RESET=1 starts over, EMPTY=1 tells no demo data, LOGS=1 shows what is logged.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from config import embedded, env, processes

OWN_FOLDERS = ("postgres", "postgres.new", "media", "keystore", "secrets", "static", "log")
ACCOUNTS = (
    "officer publisher supervisor finance prefecture unitadmin applicant member expert1…expert9 "
    "enduser auditor sysadmin"
)
ADMINISTRATOR = "sysadmin"  # the one account of an empty system
PASSWORD = "jiebang-2022"  # printed on purpose: demo data only


def main() -> int:
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        return Demo().run()
    except embedded.Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0


def _interrupt(_number, _frame):
    raise KeyboardInterrupt


class Demo:
    def __init__(self):
        if os.environ.get("JIEBANG_MODE", "demo") != "demo":
            raise embedded.Trouble(
                "演示只能在 JIEBANG_MODE=demo 下运行；正式部署见 README。",
                "The demo runs with JIEBANG_MODE=demo only; for production see the README.",
            )
        self.root = env.data_folder()
        self.port = env.number("PORT", default=8000, low=1, high=65535)
        self.reset = env.flag("RESET", default=False)
        self.address = f"http://127.0.0.1:{self.port}/"
        self.servers = embedded.Servers(root=self.root)
        self.children: dict[str, subprocess.Popen] = {}
        self.followed: dict[Path, int] = {}

    def run(self) -> int:
        started = time.monotonic()
        embedded.writable(self.root)
        lock = processes.Lock(self.root / "run" / "demo.lock")
        holder = lock.take()
        if holder is not None:
            raise embedded.running(holder, self.root)
        try:
            lock.write({"pid": os.getpid(), "address": self.address})
            self._clear_the_way()
            os.environ.update(self.servers.start())
            say(self.servers.announce(address=self.address))
            self._prepare()
            self._launch()
            say(f"就绪 / ready ({time.monotonic() - started:.1f} s)：{self.address}")
            if env.flag("EMPTY", default=False):
                say(f"空系统 / empty system：系统管理员 {ADMINISTRATOR}；密码 / password：{PASSWORD}")
            else:
                say(f"演示账户 / demo accounts：{ACCOUNTS}；密码 / password：{PASSWORD}")
            say(f"日志 / logs：{self.root / 'log'}；按 Ctrl-C 停止 / Ctrl-C stops.")
            return self._watch()
        finally:
            self._stop()
            lock.free()

    def _clear_the_way(self) -> None:
        """End what a killed demo left behind, find the port free, and forget the data when asked to."""
        orphans = processes.marked(self.root)
        if orphans:
            say(f"上次的演示被强行终止，正在清理其 {len(orphans)} 个进程 / ending what a killed demo left.")
            processes.end(orphans)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", self.port))
            except PermissionError as error:
                raise embedded.Trouble(
                    f"无权使用端口 {self.port}，请换一个：make demo PORT=8001",
                    f"Port {self.port} needs more rights; choose another: make demo PORT=8001",
                ) from error
            except OSError as error:
                raise embedded.Trouble(
                    f"端口 {self.port} 已被占用，请换一个：make demo PORT={self.port + 1}",
                    f"Port {self.port} is taken; choose another: make demo PORT={self.port + 1}",
                ) from error
        if self.reset:
            self._forget()

    def _forget(self) -> None:
        if not (self.servers.postgres and self.servers.redis):
            raise embedded.Trouble(
                "RESET=1 只清除内置服务器的数据；请先取消 DATABASE_URL 和 REDIS_URL。",
                "RESET=1 clears the embedded servers' data only; unset DATABASE_URL and REDIS_URL.",
            )
        if processes.held(self.servers.lock.path):
            return  # Servers.start will say who works on it
        for server in (self.servers.postgres, self.servers.redis):
            server.end_leftover()
        for name in OWN_FOLDERS:
            shutil.rmtree(self.root / name, ignore_errors=True)
        (self.root / "run" / "told").unlink(missing_ok=True)
        say("已清除演示数据，重新开始 / starting over.")

    def _prepare(self) -> None:
        """Bring the database up to date and tell the demo data, or one administrator's account, into an empty one."""
        import django
        from django.conf import settings
        from django.core.management import call_command, get_commands
        from django.db import connections

        django.setup()
        from django.contrib.auth import get_user_model

        from accounts import actions
        from config.story import telling

        call_command("migrate", interactive=False, verbosity=0)
        settings.STATIC_ROOT.mkdir(exist_ok=True)  # whitenoise looks for it, though it serves from the sources here
        told = self.root / "run" / "told"
        empty = not get_user_model()._default_manager.exists()
        if not empty and not told.exists() and self.servers.postgres:
            raise embedded.Trouble(
                "上次的演示数据没有写完。请运行 make demo RESET=1 重新开始。",
                "The demo data of last time are incomplete; run make demo RESET=1.",
            )
        if empty:
            telling.mark_as_demo()
        if empty and env.flag("EMPTY", default=False):
            actions.bootstrap(sysadmin=ADMINISTRATOR, password=PASSWORD, is_own_password=True, by=None)
        elif empty and "tell_demo" in get_commands():
            say("正在写入演示数据 / telling the demo data …")
            call_command("tell_demo")
        told.touch()
        connections.close_all()

    def _launch(self) -> None:
        python = [sys.executable, "-m"]
        celery = [*python, "celery", "--app", "config.celery", "--quiet"]
        run = self.root / "run"
        self._child(
            "web",
            [*python, "gunicorn", "config.wsgi", "--preload", "--bind", f"127.0.0.1:{self.port}"]
            + ["--workers", "2", "--threads", "4"]
            + ["--worker-tmp-dir", str(run), "--no-control-socket", "--graceful-timeout", "5"]
            # No address, no query string: what people look for is nobody's business.
            + ["--access-logfile", "-", "--access-logformat", "%(t)s %(m)s %(U)s %(s)s %(b)s %(M)s ms"],
        )
        self._child("worker", [*celery, "worker", "--concurrency", "2", "--without-gossip", "--without-mingle"])
        self._child("beat", [*celery, "beat", "--schedule", str(run / "beat"), "--pidfile="])
        until = time.monotonic() + 60
        while time.monotonic() < until:
            self._crashed()
            try:
                with urllib.request.urlopen(self.address, timeout=10):
                    return
            except urllib.error.HTTPError:
                return  # it answers; what it says is for the visitor to read
            except OSError:
                time.sleep(0.1)
        raise embedded.Trouble(
            "网页服务 60 秒内没有应答，见日志。", "The web server did not answer in 60 s; see its log."
        )

    def _child(self, name: str, command: list[str]) -> None:
        """Start a program that logs into its file by itself, so that it needs nobody to read a pipe."""
        path = self.root / "log" / f"{name}.log"
        with open(path, "ab") as log:
            self.followed[path] = log.tell()
            self.children[name] = subprocess.Popen(
                command,
                cwd=Path(__file__).resolve().parent.parent,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env={**os.environ, processes.MARK: str(self.root), "PYTHONUNBUFFERED": "1"},
            )

    def _watch(self) -> int:
        follow = env.flag("LOGS", default=False)
        while True:
            if follow:
                self._show()
            self._crashed()
            time.sleep(0.3)

    def _show(self) -> None:
        for path, seen in self.followed.items():
            with open(path, "rb") as log:
                log.seek(seen)
                for line in log:
                    sys.stdout.write(f"{path.stem:8}| {line.decode(errors='replace')}")
                self.followed[path] = log.tell()
        sys.stdout.flush()

    def _crashed(self) -> None:
        everyone = {**self.children}
        if self.servers.postgres:
            everyone["postgres"] = self.servers.postgres.process
        if self.servers.redis:
            everyone["redis"] = self.servers.redis.process
        for name, process in everyone.items():
            if process.poll() is None:
                continue
            path = self.root / "log" / f"{name}.log"
            said = path.read_text(encoding="utf-8", errors="replace")[-2000:] if path.exists() else ""
            raise embedded.Trouble(
                f"{name} 意外退出（{process.returncode}），已停止全部程序。日志：{path}",
                f"{name} ended by itself ({process.returncode}); everything was stopped.\n{said}",
            )

    def _stop(self) -> None:
        """Web and worker first, servers last; a second Ctrl-C does not leave anything running."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        if self.children:
            say("正在停止 / stopping …")
        for process in self.children.values():
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self.children.values():
            processes.end_child(process, ((signal.SIGTERM, 10), (signal.SIGKILL, 5)))
        if self.children:
            processes.end(processes.marked(self.root))  # grandchildren of one that crashed
        self.servers.stop()
        if self.children:
            say("已停止，数据已保留 / stopped; the data are kept.")


def say(text: str) -> None:
    print(f"[jiebang] {text}", flush=True)
