"""`make bench`: seconds of what every installation pays, on servers of its own. Believe ratios of one run, not seconds.

Prints one line a measurement: NAME median min max. `make bench ARGS=start` chooses.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
for name in ("DATABASE_URL", "REDIS_URL"):
    os.environ.pop(name, None)
os.environ["JIEBANG_MODE"] = "test"

from config import embedded  # noqa: E402


def measure(name: str, times: int, work: Callable[[], None]) -> None:
    seconds = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begun)
    print(
        f"{name:24} median={statistics.median(seconds):.3f} min={min(seconds):.3f} max={max(seconds):.3f} s", flush=True
    )


def start(folder: Path) -> None:
    """Start and stop of both servers on data that are there."""
    servers = embedded.Servers(root=folder)

    def once():
        servers.start()
        servers.stop()

    once()
    measure("servers_start_and_stop", 5, once)


def migrate(folder: Path) -> None:
    """An empty database brought up to date, and one that is up to date already."""
    servers = embedded.Servers(root=folder)
    variables = {**os.environ, **servers.start(), "JIEBANG_DATA": str(folder)}

    def once():
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=variables, check=True)

    try:
        measure("migrate_empty", 1, once)
        measure("migrate_again", 3, once)
    finally:
        servers.stop()


def at_the_deadline(folder: Path) -> None:
    """Two hundred people in the last five minutes: scripts/load/."""
    from scripts.load import deadline

    deadline.run(folder)


MEASUREMENTS = {"start": start, "migrate": migrate, "deadline": at_the_deadline}


def main() -> None:
    for name in sys.argv[1:] or MEASUREMENTS:
        with tempfile.TemporaryDirectory(prefix="jiebang-bench-") as folder:
            os.chmod(folder, 0o711)  # PostgreSQL may run as another account
            MEASUREMENTS[name](Path(folder))


if __name__ == "__main__":
    main()
