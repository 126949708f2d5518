"""The last five minutes before a deadline against the demo's programs: 200 people save and submit at once.

Counts what was lost or done twice (nothing may be), answers of 5xx (none may come), and how long 95 % of the saves and
submissions took, beside a bare Django view that inserts one row, asked by as many people in the same run.
PEOPLE (200) and SECONDS (300) make it smaller.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from config import embedded, env

ROOT = Path(__file__).resolve().parents[2]
START_UP = 25  # seconds that the programs may take until the crowd comes
AFTER = 20  # seconds after the deadline in which late attempts are answered


def run(folder: Path) -> None:
    people = env.number("PEOPLE", default=200, low=1, high=2000)
    seconds = env.number("SECONDS", default=300, low=20, high=3600)
    variables = os.environ | {
        "JIEBANG_MODE": "demo", "JIEBANG_DATA": str(folder), "EMPTY": "1", "PORT": str(free_port()),
        "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore",
    }  # fmt: skip
    plan, promises = folder / "plan.json", folder / "promises.jsonl"
    with serving(folder) as urls:
        python(["manage.py", "migrate", "-v0"], variables | urls)
        print(f"making {people} bids …", flush=True)
        python(["-m", "scripts.load.seed", str(people), str(seconds + START_UP), str(plan)], variables | urls)
    (folder / "run" / "told").touch()
    deadline = json.loads(plan.read_text())["deadline"]
    demo = subprocess.Popen([sys.executable, "manage.py", "demo"], cwd=ROOT, env=variables, stdout=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{variables['PORT']}"
        answers(address, demo)
        time.sleep(max(0, deadline - seconds - time.time()))
        told = {"LOAD_FILE": str(plan), "LOAD_LOG": str(promises)}
        site = crowd("Bidder", address, people, seconds + AFTER, folder / "site", variables | told)
    finally:
        demo.send_signal(signal.SIGTERM)  # started in the background it would never hear an interrupt
        demo.wait(60)
    with serving(folder) as urls:
        bare = bare_view(folder, people, variables | urls | told)
        checked = subprocess.run(
            [sys.executable, "-m", "scripts.load.check", str(plan), str(promises)],
            cwd=ROOT,
            env=variables | urls,
            check=False,
        )
    report(site, bare)
    errors = {code: count for code, count in site["errors"].items() if count}
    if checked.returncode or errors:
        sys.exit(f"the deadline was not stood: {errors}")


class serving:
    """The embedded servers, durable as in the demo; gives their addresses."""

    def __init__(self, folder: Path):
        self.servers = embedded.Servers(root=folder)

    def __enter__(self) -> dict[str, str]:
        return self.servers.start()

    def __exit__(self, *_error):
        self.servers.stop()


def bare_view(folder: Path, people: int, variables: dict) -> dict:
    port = free_port()
    python(["-c", "from scripts.load import bare; bare.connection.cursor().execute(bare.TABLE)"], variables)
    command = ["gunicorn", "scripts.load.bare", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4"]
    web = subprocess.Popen([sys.executable, "-m", *command, "--log-level", "error"], cwd=ROOT, env=variables)
    try:
        answers(f"http://127.0.0.1:{port}", web)
        return crowd("Bare", f"http://127.0.0.1:{port}", people, 40, folder / "bare", variables)
    finally:
        web.terminate()
        web.wait(20)


def crowd(who: str, address: str, people: int, seconds: int, name: Path, variables: dict) -> dict:
    """Run locust; answers {"rows": {name: {p50, p95, count}}, "errors": {message: count}}."""
    command = ["locust", "-f", "scripts/load/crowd.py", who, "--headless", "--host", address, "--users", str(people)]
    command += ["--spawn-rate", str(people), "--run-time", f"{seconds}s", "--stop-timeout", "1", "--csv", str(name)]
    subprocess.run(
        [sys.executable, "-m", *command, "--only-summary", "--loglevel", "ERROR"],
        cwd=ROOT, env=variables, check=False, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    rows = {row["Name"]: row for row in table(name.with_name(f"{name.name}_stats.csv"))}
    failures = table(name.with_name(f"{name.name}_failures.csv"))
    return {
        "rows": rows,
        "errors": {f"{row['Name']}: {row['Error'][:200]}": int(row["Occurrences"]) for row in failures},
    }


def table(path: Path) -> list[dict]:
    import csv

    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def report(site: dict, bare: dict) -> None:
    base = float(bare["rows"]["bare"]["95%"])
    print(f"{'':12} {'count':>7} {'p50 ms':>8} {'p95 ms':>8} {'p95 : bare':>10}")
    for name, row in {**site["rows"], **bare["rows"]}.items():
        if name != "Aggregated":
            print(
                f"{name:12} {row['Request Count']:>7} {row['50%']:>8} {row['95%']:>8} {float(row['95%']) / base:>10.1f}"
            )
    print(json.dumps(site["errors"], ensure_ascii=False) if site["errors"] else "no failed answer")


def python(arguments: list[str], variables: dict) -> None:
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=variables, check=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(address: str, process: subprocess.Popen) -> None:
    for _ in range(600):
        if process.poll() is not None:
            sys.exit("The program ended by itself.")
        try:
            urllib.request.urlopen(address, timeout=5)
            return
        except OSError:
            time.sleep(0.1)
    sys.exit("The program did not answer in a minute.")
