"""A visitor over plain HTTP: cookies, the hidden fields of a form, and answers that may never come."""

import urllib.error
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.parse import urlencode, urljoin

from tests.stories.cast import PASSWORD


@dataclass
class Form:
    """One form of a page: where it goes and what stands in it."""

    action: str
    values: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """Every form of a page with the values of its inputs; buttons and unticked boxes left out."""

    def __init__(self, text: str):
        super().__init__()
        self.found: list[Form] = []
        self.inside = False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.found.append(Form(given.get("action") or ""))
            self.inside = True
        elif tag == "input" and self.inside and given.get("name"):
            kind = given.get("type", "text")
            if kind not in {"submit", "button", "file"} and (kind not in {"checkbox", "radio"} or "checked" in given):
                self.found[-1].values[given["name"]] = given.get("value") or ""

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False


class Visitor:
    def __init__(self, address: str):
        self.address = address
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> str:
        with self.opener.open(urljoin(self.address, path), timeout=30) as answer:
            return answer.read().decode()

    def form(self, path: str, *, action: str = "", holds: str = "") -> Form:
        """The form on a page whose address ends with `action` or that has a field `holds`."""
        for one in Forms(self.get(path)).found:
            if (action and one.action.endswith(action)) or (holds and holds in one.values):
                return Form(urljoin(path, one.action), one.values)
        raise AssertionError(f"no such form at {path}")

    def send(self, form: Form, **typed: str) -> tuple[int, str]:
        """(status, address arrived at). Raises OSError when the server dies meanwhile."""
        body = urlencode(form.values | typed).encode()
        request = urllib.request.Request(urljoin(self.address, form.action), body, {"Referer": self.address})
        try:
            with self.opener.open(request, timeout=60) as answer:
                answer.read()
                return answer.status, answer.url
        except urllib.error.HTTPError as error:
            return error.code, error.url

    def sign_in(self, username: str) -> "Visitor":
        form = self.form("/sign-in/", holds="username")
        status, url = self.send(form, username=username, password=PASSWORD)
        assert status == 200, url
        assert "sign-in" not in url
        return self
