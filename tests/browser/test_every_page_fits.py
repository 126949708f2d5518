"""Every page that answers a GET, as a person to whom it says something, on a phone and on a desk: nothing runs over
the edge, no text lies on text, axe finds nothing grave, no error on the console, one h1 and a title.

The addresses are those of tests/reliability/test_every_page.py. The browser asks no server: the answers of Django's
test client and the static files go to it straight, so that one walk over all pages takes less than two minutes.
"""

import mimetypes
from contextvars import copy_context
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from consortia.drafts.schema import WRITTEN
from tests.browser import axe
from tests.browser.person import DESKTOP, PHONE
from tests.reliability import world as worlds
from tests.reliability.test_every_page import PAGES, arguments, visitor

pytestmark = [pytest.mark.django_db, pytest.mark.browser, pytest.mark.slow]

HOST = "http://localhost"  # a secure context to the browser; never asked
WIDTHS = {PHONE["width"]: PHONE, DESKTOP["width"]: DESKTOP}
#: Who is asked first, by the app of the address: the people whose work it is. Then everybody else.
FIRST = {
    "accounts": ("sysadmin", "unitadmin", "officer"),
    "consortia": ("applicant", "rival_applicant", "unitadmin", "officer"),
    "reviews": ("expert", "voter", "assessor", "officer"),
    "": ("officer", "applicant", "finance", "supervisor"),
}
#: The description of the API is a page of programmers, in a frame of its own.
FOREIGN = {"api-docs", "schema"}
#: Files, streams and ways on, of which this world has none to show.
FILES = {
    "accounts:own", "calendar-feed", "challenges:clue-file", "challenges:evidence-file", "challenges:objection-file",
    "challenges:objection-reply", "challenges:refinement-file", "challenges:sitting-file", "consortia:agreement",
    "consortia:attachment", "reviews:material", "uploads:one",
}  # fmt: skip
#: Pages of states that this world does not reach: a unit sent back, a round of a race being judged, the demo's own clock.
UNREACHED = {"accounts:correct", "clock", "funding:decide-round", "reviews:assess-lane"}
LOOK = (Path(__file__).parent / "look.js").read_text(encoding="utf-8")


@dataclass
class Visit:
    name: str
    address: str
    role: str
    answer: HttpResponse = field(repr=False)

    def __str__(self):
        return f"{self.name} {self.address} as {self.role}"


class NotAPage(Exception):
    """A file, a stream, an address for POST."""


def is_page(answer) -> bool:
    """A whole page; a panel that another page loads has no frame."""
    html = answer.status_code == 200 and answer.get("Content-Type", "").startswith("text/html")
    return html and b"<html" in answer.content


def best(client: Client, name: str, page: dict, role: str, most: int = 2) -> Visit | None:
    """Of `most` objects (0: all), the one of two about which this person is told more."""
    found = []
    for args in arguments(page, most):
        address = reverse(name, args=args)
        answer = client.get(address)
        if is_page(answer):
            found.append(Visit(name, address, role, answer))
            if len(found) == 2:
                break
        elif answer.status_code in {200, 405}:
            raise NotAPage
    return max(found, key=lambda one: len(one.answer.content), default=None)


def visits(clients: dict[str, Client]) -> tuple[list[Visit], set[str]]:
    """Each page once, for the first person who may see it; what the public may see, for a visitor too. And the names of
    those that nobody was shown."""
    found, unseen = [], set()
    for name, page in PAGES.items():
        if name.endswith("-do") or name.startswith("v1:") or name in FOREIGN | FILES:
            continue
        first = FIRST.get(name.partition(":")[0], FIRST[""])
        try:
            for role in dict.fromkeys((*first, *clients)):
                if one := best(clients[role], name, page, role, most=0 if role in first else 2):
                    found.append(one)
                    break
            else:
                unseen.add(name)
            if page["who"] != "signed" and (one := best(clients["anonymous"], name, page, "anonymous")):
                found.append(one)
        except NotAPage:
            continue
    (begun,) = (one for one in found if one.name == "consortia:section")
    return found + [section(clients[begun.role], begun, name) for name in WRITTEN[1:]], unseen


def section(client: Client, begun: Visit, name: str) -> Visit:
    """Every section of a bid is a page of its own."""
    address = begun.address.replace(f"/{WRITTEN[0]}/", f"/{name}/")
    return Visit(begun.name, address, begun.role, client.get(address))


@cache
def static_file(path: str) -> tuple[bytes, str]:
    found = finders.find(path)
    return (Path(found).read_bytes(), mimetypes.guess_type(found)[0] or "") if found else (b"", "")


class Window:
    """One page of the browser, answered by the client of whoever looks."""

    def __init__(self, browser, clients: dict[str, Client]):
        context = browser.new_context(viewport=PHONE, locale="zh-CN", timezone_id="Asia/Shanghai")
        context.add_init_script(axe.SCRIPT)  # before the policy of the page, which stays in force
        self.page, self.clients, self.visit = context.new_page(), clients, None
        self.here = copy_context()  # with the connection of the test: an answer is made in a frame of its own
        self.faults: list[str] = []
        self.page.on("console", lambda said: said.type == "error" and self.faults.append(f"console: {said.text}"))
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.route("**/*", self._answer)

    def _answer(self, route) -> None:
        place = urlsplit(route.request.url)
        if place.path.startswith("/static/"):
            body, kind = static_file(place.path.removeprefix("/static/"))
            route.fulfill(status=200 if body else 404, body=body, content_type=kind)
            return
        asked = f"{place.path}?{place.query}" if place.query else place.path
        if asked == self.visit.address:
            answer = self.visit.answer
        else:
            answer = self.here.run(self.clients[self.visit.role].get, asked)
        route.fulfill(status=answer.status_code, body=answer.content, headers=dict(answer.headers))

    def faults_of(self, visit: Visit) -> list[str]:
        """What is wrong with one page, at each width."""
        self.visit, self.faults = visit, []
        self.page.goto(HOST + visit.address)
        for width, size in WIDTHS.items():
            if self.page.viewport_size != size:
                self.page.set_viewport_size(size)
            self.faults += [f"{width} px: {fault}" for fault in self.look(asks_axe=size is PHONE)]
        return list(dict.fromkeys(self.faults))

    def look(self, asks_axe: bool = True) -> list[str]:
        """axe takes a third of the time, and the widths differ in their places, not in their words."""
        return self.page.evaluate(LOOK, axe.GRAVE if asks_axe else None)


@pytest.fixture(scope="module")
def told(committed):
    return worlds.world()


@pytest.fixture
def window(told, browser):
    made = Window(browser, {role: visitor(told, role) for role in told.people})
    yield made
    made.page.context.close()


def test_every_page_fits(window):
    asked, unseen = visits(window.clients)
    assert unseen == UNREACHED, "pages that nobody in this world is shown"
    wrong = [f"{one}: {fault}" for one in asked for fault in window.faults_of(one)]
    assert not wrong, "\n".join(wrong)


#: What is planted into a sound page -> the words under which it is found.
PLANTED = {
    "document.querySelector('main').insertAdjacentHTML('beforeend', '<p id=planted>' + '宽'.repeat(80) + '</p>');"
    "planted.style.whiteSpace = 'nowrap'": "wide",
    "document.querySelector('h1').insertAdjacentHTML('afterend', '<b id=planted>压在上面的字</b>');"
    "planted.style.cssText = 'display: block; margin-top: -24px'": "text on text",
    "document.querySelector('main').append(document.createElement('h1'))": "h1",
    "document.title = ''": "title",
    "document.querySelector('main').append(document.createElement('input'))": "label",
    "const low = document.createElement('button'); low.textContent = '提交'; low.style.height = '24px';"
    "document.querySelector('main').append(low)": "low for a thumb",
    "console.error('planted')": "planted",
}


@pytest.mark.parametrize(("script", "words"), PLANTED.items(), ids=PLANTED.values())
def test_control_a_planted_fault_is_found(window, script, words):
    sound = best(window.clients["anonymous"], "accounts:login", PAGES["accounts:login"], "anonymous")
    assert window.faults_of(sound) == []
    window.page.set_viewport_size(PHONE)
    window.page.evaluate(script)
    found = window.look() + window.faults
    assert any(words in fault for fault in found), found
