"""A real Chromium, one window a person, and no fault on any page that a test opens."""

import os

import pytest
from django.db import connections
from playwright.sync_api import sync_playwright

from tests.browser.person import DESKTOP, Person
from tests.stories.cast import cast as make_cast

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="package")
def browser(chromium_path):
    """One browser for these tests. Its library runs a loop in this thread, where Django would refuse the database."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium_path, args=ARGS)
        yield found
        connections.close_all()  # those of the loop; nobody could reach them after it
        found.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    else:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture
def cast(transactional_db):
    return make_cast()


@pytest.fixture
def visit(browser, live_server, cast):
    """`visit("officer")`: that person, signed in by the form, in a window of his own that stays for the whole test;
    `visit()`: somebody without an account. Faults of the pages fail the test at its end."""
    faults: list[str] = []
    seen: set[str] = set()
    people: dict[str, Person] = {}
    contexts = []

    def open_window(username: str = "", *, fresh: bool = False, **options) -> Person:
        if username in people and not fresh:
            return people[username]
        # Without motion: a page that still glides to a field moves away from under the mouse.
        options = {
            "viewport": DESKTOP, "locale": "zh-CN", "timezone_id": "Asia/Shanghai", "reduced_motion": "reduce",
        } | options  # fmt: skip
        context = browser.new_context(**options)
        context.set_default_timeout(30_000)  # of a page on a busy machine, in milliseconds
        contexts.append(context)
        person = Person(context.new_page(), live_server.url, faults, seen, username or "visitor")
        if username:
            person.sign_in()
        people[username] = person
        return person

    open_window.people = people
    yield open_window
    for context in contexts:
        context.close()
    assert not faults, "\n".join(dict.fromkeys(faults))
