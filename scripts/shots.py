"""The pictures of the README: a demo of its own (or --url of a running one), walked in Chromium, into docs/shots/.

Each picture is taken at 1440 px and at 390 px.
"""

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).resolve().parent.parent
TARGET = HERE / "docs" / "shots"
WIDTHS = {"wide": 1440, "phone": 390}
PASSWORD = "jiebang-2022"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def shots() -> list[tuple[str, str, str]]:
    """(name of the picture, who is signed in, address or the words of a link chain)."""
    return [
        ("home", "", "/"),
        ("challenge", "", "/challenges/?q=优质苜蓿 > 优质苜蓿新品种选育及产业化示范"),
        ("press", "", "/press/"),
        ("desk", "officer", "/desk/"),
        ("table", "auditor", "/funding/tranches/"),
        ("form", "officer", "/programmes/new/ !"),
        ("race", "officer", "/races/ > 优质苜蓿新品种选育及产业化示范"),
    ]


def sign_in(page: Page, url: str, who: str) -> None:
    page.goto(f"{url}/sign-in/")
    page.fill("input[name=username]", who)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_load_state()


def walk(page: Page, url: str, way: str) -> None:
    """`/address > words of a link`; a final `!` sends the form empty, to show its defects."""
    send_empty = way.endswith("!")
    first, *links = [part.strip() for part in way.rstrip(" !").split(">")]
    page.goto(url + first)
    for words in links:
        page.get_by_role("link", name=words).first.click()
        page.wait_for_load_state()
    if send_empty:
        page.locator("main form button[type=submit]").last.click()
        page.wait_for_load_state()


def take(url: str, only: str) -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    chromium = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if chromium is None:
        sys.exit("No Chromium found; install it (Debian, Ubuntu: apt-get install chromium).")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for size, width in WIDTHS.items():
            for name, who, way in shots():
                if only and only != name:
                    continue
                context = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN")
                page = context.new_page()
                if who:
                    sign_in(page, url, who)
                walk(page, url, way)
                page.screenshot(path=TARGET / f"{name}-{size}.png", full_page=size == "wide" and name in {"form"})
                print(f"{name}-{size}.png", flush=True)
                context.close()
        browser.close()


def own_demo() -> tuple[subprocess.Popen, str]:
    """Start a demo with data of its own and wait until it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"PORT": str(port), "JIEBANG_DATA": tempfile.mkdtemp(prefix="jiebang-shots-")}
    demo = subprocess.Popen([sys.executable, "manage.py", "demo"], cwd=HERE, env=environment)
    url = f"http://127.0.0.1:{port}"
    for _ in range(900):
        if demo.poll() is not None:
            sys.exit("The demo did not start.")
        try:
            urlopen(url, timeout=2)
            return demo, url
        except (URLError, OSError):
            time.sleep(1)
    demo.terminate()
    sys.exit("The demo did not answer in 15 minutes.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="a demo that runs already")
    parser.add_argument("--only", default="", help="one picture")
    options = parser.parse_args()
    if options.url:
        take(options.url.rstrip("/"), options.only)
        return
    demo, url = own_demo()
    try:
        take(url, options.only)
    finally:
        demo.terminate()
        demo.wait(60)


if __name__ == "__main__":
    main()
