"""A form filled with what people and machines type: never a failure, and a refused one comes back with what stood in the
neighbouring fields.
"""

import html.parser
from dataclasses import dataclass, field

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

EXAMPLES_A_FORM = 5
NASTY = [
    "", " ", "　", "\x00", "正常文字\x00之后", "１２３４．５", "一百万", "-1", "-0.000001", "1e309", "NaN", "∞", "999999999999999999999",
    "0x1F", "1,234,56", "=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", "<script>alert(1)</script>", "</textarea><b>", "{{ 7*7 }}",
    "{% debug %}", "'; DROP TABLE accounts_user; --", "😀👨‍👩‍👧‍👦🏳️‍🌈", "ᠮᠣᠩᠭᠣᠯ", "𠮷野家", "\u202e倒着写", "\ud7ff\ufeff\u200b", "\r\n\t",
    "2024-02-30", "9999-12-31", "0000-00-00", "31/12/2026", "2026-11-22T25:61", "../../etc/passwd", "长" * 5000, "x" * 70000,
    "９１１５０１０５ＭＡＴＥ５Ｔ０１７Ｘ", "true", "null", "[]", '{"a": 1}', "%00", "%s%n", "\\", '"', "1" * 400,
]  # fmt: skip
SKIPPED = {"csrfmiddlewaretoken"}
#: Ends the session that the other forms need; the clock is of the demo alone.
NOT_POSTED = {"/sign-out/", "/demo/clock/"}


@dataclass
class Form:
    action: str
    values: dict[str, str] = field(default_factory=dict)
    typed: set[str] = field(default_factory=set)  # fields that take any text
    files: set[str] = field(default_factory=set)

    @property
    def shape(self) -> tuple:
        return tuple(sorted(self.values)), tuple(sorted(self.files))


class Reader(html.parser.HTMLParser):
    """The forms of a page that are sent by POST."""

    def __init__(self, text: str, address: str):
        super().__init__()
        self.address, self.forms, self.open, self.area, self.choice = address, [], None, "", ""
        self.inert = 0  # within a <template>: the row a script copies, which no browser sends
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.inert += tag == "template"
        if self.inert:
            return
        if tag == "form":
            self.open = Form(attrs.get("action") or self.address)
            if attrs.get("method", "").lower() == "post":
                self.forms.append(self.open)
        if self.open is None:
            return
        name, kind = attrs.get("name"), attrs.get("type", "text")
        if tag == "input" and name and name not in SKIPPED:
            self._input(name, kind, attrs)
        elif tag == "textarea" and name:
            self.area = name
            self.open.values[name] = ""
            self.open.typed.add(name)
        elif tag == "select" and name:
            self.choice = name
        elif tag == "option" and self.choice and ("selected" in attrs or self.choice not in self.open.values):
            self.open.values[self.choice] = attrs.get("value", "")

    def _input(self, name: str, kind: str, attrs: dict) -> None:
        if kind == "file":
            self.open.files.add(name)
        elif kind in {"checkbox", "radio"}:
            if "checked" in attrs or name not in self.open.values:
                self.open.values[name] = attrs.get("value", "on")
        elif kind not in {"submit", "button", "reset"}:
            self.open.values[name] = attrs.get("value", "")
            if kind not in {"hidden", "password"}:
                self.open.typed.add(name)

    def handle_endtag(self, tag):
        self.inert -= tag == "template"
        if tag == "form":
            self.open = None
        elif tag == "textarea":
            self.area = ""
        elif tag == "select":
            self.choice = ""

    def handle_data(self, data):
        if self.area and self.open is not None:
            self.open.values[self.area] += data


def collect(found: dict[tuple, Form], name: str, address: str, answer) -> None:
    """Add the forms of one answered page; one of each shape."""
    if answer.status_code != 200 or answer.streaming or "text/html" not in answer.headers["Content-Type"]:
        return
    for form in Reader(answer.content.decode(), address).forms:
        if form.action not in NOT_POSTED:
            found.setdefault((name, form.action.rstrip("/").rpartition("/")[2], form.shape), form)


words = st.one_of(st.sampled_from(NASTY), st.text(max_size=300))
names = st.one_of(
    st.sampled_from(["", "空.pdf", "../x.pdf", "a" * 300 + ".docx", "恶意.exe", "\x00.pdf", "😀.png"]),
    st.text(max_size=80),
)


@st.composite
def filled(draw, form: Form) -> tuple[dict, set[str]]:
    """(what is posted, the fields that were spoiled)"""
    values = {name: value or "示例" for name, value in form.values.items()}
    spoiled = set()
    if form.values:
        among = sorted(form.typed) or sorted(form.values)
        spoiled = draw(st.sets(st.sampled_from(among), min_size=1, max_size=3))
        values |= {name: draw(words) for name in sorted(spoiled)}
    for name in sorted(form.files):
        body = draw(st.sampled_from([b"", b"%PDF-1.4", b"MZ\x90\x00", b"\xff\xd8\xff\xe0", "文字".encode()]))
        values[name] = SimpleUploadedFile(draw(names) or "x", body)
    return values, spoiled


def lost(form: Form, sent: dict, spoiled: set[str], page: str) -> list[str]:
    """Neighbours of the spoiled fields that did not come back as they were sent."""
    again = [one for one in Reader(page, form.action).forms if one.action == form.action]
    if not again:
        return []
    kept = again[0]
    for one in again:
        kept.values.update({name: value for name, value in one.values.items() if name not in kept.values})
    return [
        name
        for name in form.typed - spoiled
        if name in kept.values and kept.values[name].strip() != str(sent[name]).strip() and not picked(kept, name)
    ]


def picked(kept: Form, name: str) -> bool:
    """The word of a picker that found one row has become a choice below the box."""
    return name.endswith("-word") and kept.values.get(name.removesuffix("-word"), "").isdigit()


def post(client: Client, form: Form, sent: dict):
    """The answer; whatever it did is taken back."""
    with transaction.atomic():
        answer = client.post(form.action, sent)
        transaction.set_rollback(True)
    return answer


def spoil(client: Client, form: Form) -> list[str]:
    """What went wrong in some tries with one form."""
    wrong = []

    @settings(max_examples=EXAMPLES_A_FORM, deadline=None, derandomize=True, database=None)
    @given(filled(form))
    def spoil_once(drawn):
        sent, spoiled = drawn
        answer = post(client, form, sent)
        what = f"{form.action} {sorted(spoiled)}"
        if answer.status_code >= 500:
            wrong.append(f"{what} {[sent[name] for name in spoiled]!r:.200}: {answer.status_code}")
        elif answer.status_code in {200, 422} and not answer.streaming:
            gone = lost(form, sent, spoiled, answer.content.decode())
            if gone:
                wrong.append(f"{what}: lost {gone}")

    spoil_once()
    return wrong
