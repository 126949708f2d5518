"""Every address of the site × every role, by GET, with the objects of a whole story (R12); then every form that was shown,
filled with nonsense. One walk finds both: it is most of the time.

`expected.yaml` names every address; one that is not named there fails. It says who may see it, what its arguments are
taken from, and which readings are deliberately recorded.
"""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from accounts.models import User
from core.models import Event
from tests.reliability import spoiling
from tests.reliability import world as worlds

pytestmark = pytest.mark.django_db

EXPECTED = yaml.safe_load((Path(__file__).parent / "expected.yaml").read_text(encoding="utf-8"))
PAGES: dict[str, dict] = EXPECTED["pages"]
WRITES = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM|TRUNCATE)\s+\"?(\w+)", re.IGNORECASE)
#: Kept for every request by Django itself: the session's idle time, the limit of wrong passwords.
ALLOWED_WRITES = {"django_session"}
OBJECTS_A_PAGE = 2
#: Refused in its state, with a sentence: what is sealed is not read, not even by its own people.
SEALED = set(EXPECTED["sealed"])


def addresses(patterns=None, space: str = "") -> list[str]:
    """The name of every address, those of the API included; each once."""
    found = []
    for one in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(one, URLResolver):
            found += addresses(one.url_patterns, space + (f"{one.namespace}:" if one.namespace else ""))
        else:
            found.append(space + (one.name or str(one.pattern)))
    return sorted(set(found))


def arguments(page: dict, most: int = OBJECTS_A_PAGE) -> list[list]:
    """What the address is asked with: each row's attributes, or the words themselves. The first and the last rows (`most` in
    all; 0: every row)."""
    if "rows" not in page:
        return [page.get("words", [])]
    rows = list(apps.get_model(page["rows"])._default_manager.order_by("pk"))
    if most and len(rows) > most:
        rows = rows[: most // 2] + rows[-(most - most // 2) :]
    return [[getattr(row, name) for name in page.get("by", ["pk"])] + page.get("words", []) for row in rows]


@pytest.fixture(scope="module")
def world(committed):
    """`forms`: role → the forms that this person was shown; `spoiled`: those tried already."""
    told = worlds.world()
    told.forms, told.spoiled = {}, set()
    return told


def visitor(world, role: str) -> Client:
    client = Client(raise_request_exception=False)
    if world.people[role] is not None:
        client.force_login(world.people[role])
    return client


class Watch:
    """Which tables a request writes."""

    def __init__(self):
        self.tables: set[str] = set()

    def __call__(self, execute, sql, params, many, context):
        if found := WRITES.match(sql):
            self.tables.add(found[1])
        return execute(sql, params, many, context)


def ask(client: Client, address: str):
    """(answer, tables written)"""
    watch = Watch()
    with connection.execute_wrapper(watch):
        answer = client.get(address)
        if answer.streaming:
            b"".join(answer.streaming_content)  # the rest of its statements run while it is read
    return answer, watch.tables - ALLOWED_WRITES


def test_every_address_is_expected():
    """A new page must say who may see it; one that is gone must be taken off."""
    assert addresses() == sorted(PAGES)


def test_control_an_unlisted_address_fails():
    from django.urls import path

    extra = [*get_resolver().url_patterns, path("dummy/", lambda request: None, name="dummy")]
    assert addresses(extra) != sorted(PAGES)


class Text(HTMLParser):
    """Visible words, and what a strict policy forbids."""

    HIDDEN = {"script", "style", "template", "code", "kbd", "samp", "pre", "svg", "head"}

    def __init__(self, page: str):
        super().__init__()
        self.words: list[str] = []
        self.inline: list[str] = []
        self.depth = 0
        self.lang = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "html":
            self.lang = given.get("lang", "")
        self.depth += tag in self.HIDDEN
        if tag == "style" or (tag == "script" and not given.get("src") and "json" not in given.get("type", "")):
            self.inline.append(f"<{tag}>")
        self.inline += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]

    def handle_endtag(self, tag):
        self.depth -= tag in self.HIDDEN

    def handle_data(self, data):
        if not self.depth:
            self.words += re.findall(r"(?<![\w@./-])[A-Za-z]{4,}(?![\w@./-])", data)


def faults_of(answer, name: str, allowed_words: set[str]) -> list[str]:
    """What is wrong with one answered page, whoever asked."""
    found = []
    if answer.status_code not in {200, 302, 403, 404, 405} and not (answer.status_code == 409 and name in SEALED):
        found.append(f"status {answer.status_code}")
    if answer.status_code != 200 or not answer.get("Content-Type", "").startswith("text/html"):
        return found
    page = Text(answer.content.decode())
    policy = answer.get("Content-Security-Policy", "")
    if "script-src 'self'" not in policy or "unsafe-inline" in policy:
        found.append("no strict content security policy")
    if page.lang != "zh-Hans" and "<html" in answer.content.decode():  # a panel that another page loads has no frame
        found.append(f"lang={page.lang!r}")
    if page.inline:
        found.append(f"inline {sorted(set(page.inline))[:3]}")
    strange = [] if name in EXPECTED["for_programmers"] else sorted(set(page.words) - allowed_words)
    if strange:
        found.append(f"English: {' '.join(strange[:8])}")
    if "CANARY" in answer.content.decode() and name not in EXPECTED["shows_own_text"]:
        found.append("the text of a bid")
    return found


def plain(content: bytes) -> str:
    """The body without what differs from request to request: the tokens of the forms, the minute."""
    text = re.sub(r'(name="csrfmiddlewaretoken" value=|"X-CSRFToken": )"\w+"', "", content.decode())
    text = re.sub(r'name="once" value="\w+"', "", text)
    text = re.sub(r'data-now="[^"]*"', "", text)
    return re.sub(r"\d\d:\d\d(:\d\d)?", "", text)


def absent(client: Client, name: str, page: dict, args: list) -> tuple[list, object]:
    """(the same address with an object that nobody has, its answer)"""
    taken = len(args) - len(page.get("words", []))
    nobody = [EXPECTED["nobody"] if isinstance(one, int) else "2099-XX-99" for one in args[:taken]] + args[taken:]
    return nobody, client.get(reverse(name, args=nobody))


def wrong_for(role: str, page: dict, answer, written: set[str]) -> list[str]:
    """What the table says otherwise."""
    found = []
    # An attempt on sealed matter that was refused leaves an event; a reading only where the table says so.
    deliberate = {"core_event"} if page.get("records") or answer.status_code in {403, 409} else set()
    if written - deliberate:
        found.append(f"a GET writes {sorted(written)}")
    if role == "anonymous" and answer.status_code == 200 and page["who"] == "signed":
        found.append("a visitor sees it")
    if role == "anonymous" and answer.status_code != 200 and page["who"] == "all":
        found.append(f"a visitor gets {answer.status_code}")
    return found


@pytest.mark.slow
@pytest.mark.parametrize("role", worlds.ROLES)
def test_no_page_fails_writes_leaks_or_tells_what_is_there(world, role):
    """For one person: every address with objects of the story, and a foreign one has the bytes of an absent one."""
    client, wrong, foreign, forms = visitor(world, role), [], 0, {}
    words = set(EXPECTED["words"]) | set(User.objects.values_list("username", flat=True))
    events, recorded = Event.objects.count(), 0
    for name, page in PAGES.items():
        nothing = None
        for args in arguments(page)[: 1 if name.endswith("-do") else None]:
            address = reverse(name, args=args)
            answer, written = ask(client, address)
            recorded += "core_event" in written
            spoiling.collect(forms, name, address, answer)
            found = faults_of(answer, name, words) + wrong_for(role, page, answer, written)
            if answer.status_code == 404 and args:
                foreign += 1
                nothing = nothing or absent(client, name, page, args)
                place = reverse(name, args=nothing[0])
                if plain(answer.content).replace(address, "") != plain(nothing[1].content).replace(place, ""):
                    found.append("its 404 differs from that of what is not there")
            wrong += [f"{address}: {fault}" for fault in found]
    assert not wrong, "\n".join(wrong)
    assert Event.objects.count() == events + recorded
    assert foreign, "nothing was foreign to this person"
    world.forms[role] = forms


def forms_of(client: Client) -> dict[tuple, spoiling.Form]:
    """One of each shape that this person is shown: a walk of its own, where the tests above did not run."""
    found = {}
    for name, page in PAGES.items():
        for args in arguments(page)[: 1 if name.endswith("-do") else None]:
            address = reverse(name, args=args)
            spoiling.collect(found, name, address, client.get(address))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("role", worlds.ROLES)
def test_no_form_fails_or_loses_what_stands_beside(world, role):
    """A form that several people are shown is spoiled by the first of them."""
    client = visitor(world, role)
    shown = world.forms[role] if role in world.forms else forms_of(client)
    new = {key: form for key, form in shown.items() if key not in world.spoiled}
    world.spoiled |= set(new)
    wrong = [fault for form in new.values() for fault in spoiling.spoil(client, form)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow  # it sums up the walks above and goes where they go
def test_a_good_part_of_the_site_was_tried(world):
    assert len(world.spoiled) > 60


def test_a_name_of_fifty_megabytes_gets_a_sentence(world):
    answer = visitor(world, "applicant").post("/account/password/", {"old_password": "名" * 17_000_000})
    assert answer.status_code == 400
    assert "请用浏览器的“后退”回到上一页" in answer.content.decode()
