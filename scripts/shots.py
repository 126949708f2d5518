"""`make shots`: the pictures of the README, at 1440 and 390 pixels, from a demo of their own or a running one (--address).

A picture is a name, who looks (nobody: the public), and where: an address, then the text of links to follow.
"""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SHOTS = ROOT / "docs" / "shots"
PASSWORD = "jiebang-2022"
WIDTHS = {"wide": (1440, 1000), "narrow": (390, 844)}

# name, account, address, then selectors to click one after another
PICTURES = [
    ("home", "", "/", []),
    ("challenges", "", "/challenges/", []),
    ("challenge", "", "/challenges/", ["main table a, main .card a"]),
    ("press", "", "/press/", []),
    ("desk-officer", "officer", "/desk/", []),
    ("desk-expert", "expert1", "/desk/", []),
    ("desk-applicant", "applicant", "/desk/", []),
    ("sign-in-refused", "", "/accounts/login/", ["main form button[type=submit]"]),
    ("gallery", "", "/ui/", []),
]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("names", nargs="*", help="only these pictures")
    options.add_argument("--address", help="a running demo, for example http://127.0.0.1:8000")
    chosen = options.parse_args()
    SHOTS.mkdir(parents=True, exist_ok=True)
    demo = None if chosen.address else OwnDemo()
    try:
        failed = take(chosen.address or demo.address, chosen.names)
    finally:
        if demo:
            demo.stop()
    print(f"{len(list(SHOTS.glob('*.png')))} pictures in {SHOTS.relative_to(ROOT)}")
    return 1 if failed else 0


def take(address: str, names: list[str]) -> list[str]:
    failed = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--force-color-profile=srgb", "--hide-scrollbars"]
        )
        for width, (x, y) in WIDTHS.items():
            for account in dict.fromkeys(picture[1] for picture in PICTURES):
                context = browser.new_context(
                    viewport={"width": x, "height": y}, locale="zh-CN", timezone_id="Asia/Shanghai"
                )
                page = context.new_page()
                if account:
                    sign_in(page, address, account)
                for name, who, path, clicks in PICTURES:
                    if who == account and (not names or name in names):
                        failed += (
                            [name] if not shoot(page, address + path, clicks, SHOTS / f"{name}-{width}.png") else []
                        )
                context.close()
        browser.close()
    return failed


def shoot(page: Page, address: str, clicks: list[str], file: Path) -> bool:
    answer = page.goto(address, wait_until="networkidle")
    if answer.status >= 400:
        print(f"{file.stem}: {answer.status} at {address}", file=sys.stderr)
        return False
    for selector in clicks:
        page.locator(selector).first.click()
        page.wait_for_load_state("networkidle")
    page.screenshot(path=file, full_page=file.stem.endswith("wide"))
    return True


def sign_in(page: Page, address: str, account: str) -> None:
    page.goto(f"{address}/accounts/login/")
    page.fill("[name=username]", account)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_load_state("networkidle")


def chromium() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    sys.exit("No Chromium found; install it (Debian, Ubuntu: apt-get install chromium fonts-noto-cjk).")


class OwnDemo:
    """A demo in a temporary folder, so that pictures do not depend on what somebody clicked."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="jiebang-shots-")
        os.chmod(self.folder, 0o711)  # PostgreSQL may run as another account
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "demo"],
            cwd=ROOT,
            env={**os.environ, "JIEBANG_DATA": self.folder, "PORT": str(port)},
            stdout=subprocess.PIPE,
            text=True,
        )
        until = time.monotonic() + 1800
        for line in self.process.stdout:
            print(line, end="", flush=True)
            if "就绪" in line or time.monotonic() > until:
                return
        sys.exit("the demo did not start")

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate()
        shutil.rmtree(self.folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
