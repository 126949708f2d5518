"""One person at a browser: signs in by the form, fills forms by the words on the labels, and sees every fault of a page."""

import re
from datetime import date, datetime

from playwright.sync_api import Locator, Page

from core import clock
from tests.stories.cast import PASSWORD

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}

#: Of each label in a form: its words without the marks, and the id (or the legend's place) of what it names.
LABELS = """
(form, wanted) => {
  const words = (node) => {
    const copy = node.cloneNode(true);
    copy.querySelectorAll(".jb-must, .jb-may").forEach((mark) => mark.remove());
    return copy.textContent.replace(/\\s+/g, " ").trim();
  };
  const all = [...form.querySelectorAll("label[for], legend")].map((node) => [words(node), node]);
  const found = all.find(([text]) => text === wanted);
  if (!found) return {labels: all.map(([text]) => text)};
  const node = found[1];
  if (node.tagName === "LEGEND") {
    const name = node.closest("fieldset").querySelector("input").name;
    return {legend: name};
  }
  return {id: node.htmlFor};
}
"""


class Person:
    """`user` is None for a visitor. All people of a test share `faults` and the kinds of pages `seen`."""

    def __init__(self, page: Page, address: str, faults: list[str], seen: set[str], name: str = "visitor"):
        self.page, self.address, self.faults, self.name = page, address, faults, name
        self.expected: set[int] = set()  # answers that a test asks for on purpose
        self.seen = seen
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self._fault(f"script: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    def _fault(self, what: str) -> None:
        self.faults.append(f"{self.name} at {self.page.url.removeprefix(self.address)}: {what}")

    def _heard(self, message) -> None:
        # An answer that was asked for is also told on the console.
        if message.type == "error" and not any(f"status of {one}" in message.text for one in self.expected):
            self._fault(f"console: {message.text}")

    def _failed(self, request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a download, or a page left before it was whole
            self._fault(f"request: {request.url} {request.failure}")

    def _answered(self, response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self._fault(f"{response.status} for {response.url}")

    # Going about

    def go(self, path) -> "Person":
        """Open an address, or the page of a row."""
        path = path if isinstance(path, str) else path.get_absolute_url()
        self.page.goto(self.address + path)
        return self.look()

    def look(self) -> "Person":
        """What every page must keep, asked once for each kind of page: it fits a phone."""
        kind = re.sub(r"[\w-]*\d[\w-]*", "N", self.page.url.removeprefix(self.address).split("?")[0])
        if kind not in self.seen:
            self.seen.add(kind)
            self.page.set_viewport_size(PHONE)
            width = self.page.evaluate("document.documentElement.scrollWidth")
            if width > PHONE["width"]:
                self._fault(f"{width} px wide on a phone")
            self.page.set_viewport_size(DESKTOP)
        return self

    def sign_in(self, password: str = PASSWORD) -> "Person":
        self.go("/sign-in/")
        self.send(self.page.locator("form.jb-form"), {"用户名": self.name, "密码": password}, "登录")
        assert "/sign-in/" not in self.page.url, self.trouble()
        return self

    def click(self, words: str) -> "Person":
        """Follow a link by its words."""
        return self.follow(self.page.get_by_role("link", name=words, exact=True).first)

    def follow(self, control: Locator) -> "Person":
        """Press what leads to another page, and be there: a click alone returns while the old page still stands."""
        with self.page.expect_navigation():
            control.click()
        return self.look()

    def reads(self, *words: str) -> "Person":
        """The page says all of this."""
        text = self.page.locator("main").inner_text()
        missing = [one for one in words if one not in text]
        assert not missing, f"{self.page.url} does not say {missing}:\n{text}"
        return self

    # Forms

    def fill(self, form: Locator, values: dict) -> None:
        for label, value in values.items():
            found = form.evaluate(LABELS, label)
            assert "labels" not in found, f"{self.page.url}: no {label!r} among {found['labels']}"
            if "legend" in found:
                _tick(form.locator("fieldset").filter(has=self.page.locator(f'[name="{found["legend"]}"]')), value)
            else:
                _put(self.page.locator(f'[id="{found["id"]}"]'), value)

    def send(self, form: Locator, values: dict, button: str = "") -> "Person":
        """Fill and press; the next page must not be a refusal."""
        self.fill(form, values)
        press = (
            form.get_by_role("button", name=button, exact=True)
            if button
            else form.locator("button[type=submit]:not([formaction])")
        )
        self.follow(press.last)
        trouble = self.trouble()
        assert not trouble, f"{self.name} at {self.page.url}: {trouble}"
        return self

    def save(self, values: dict, button: str = "") -> "Person":
        """The form that this page is about."""
        return self.send(self.page.locator("main form[method=post]:not(ul.jb-actions form)").first, values, button)

    def trouble(self) -> str:
        """The refusal or the defects that the page shows, in one line; empty when there are none."""
        found = self.page.locator(".jb-notice[role=alert], .jb-error").all_inner_texts()
        return " / ".join(" ".join(one.split()) for one in found)

    def acts(self) -> list[str]:
        return self.page.locator("ul.jb-actions > li > h3").all_inner_texts()

    def act(self, name: str, values: dict | None = None, *, on=None) -> "Person":
        """Open an act of the action panel, fill by label, submit. `on`: the row whose page to open first."""
        if on is not None:
            self.go(on)
        chosen = self.page.locator("ul.jb-actions > li").filter(
            has=self.page.locator("h3", has_text=re.compile(f"^{re.escape(name)}$"))
        )
        assert chosen.count() == 1, f"{self.name} at {self.page.url}: {name!r} is not among {self.acts()}"
        details = chosen.locator("details")
        if details.count() and details.get_attribute("open") is None:
            details.locator("summary").click()
        return self.send(chosen.locator("form"), values or {})


def _put(control: Locator, value) -> None:
    tag = control.evaluate("node => node.tagName")
    kind = control.get_attribute("type") or ""
    if tag == "SELECT":
        wanted = value if isinstance(value, list) else [value]
        control.select_option(_options(control, wanted))
    elif kind == "checkbox":
        control.set_checked(bool(value))
    elif kind == "file":
        control.set_input_files(value)
    elif control.get_attribute("role") == "combobox":
        for one in value if isinstance(value, list) else [value]:
            _find(control, str(one))
    else:
        control.fill(_text(value, kind))


def _find(control: Locator, words: str) -> None:
    """Type into a field of core.forms_pick and take the first that is found; 某人（某单位） finds by both."""
    control.fill(re.sub("[（）]", " ", words))
    control.locator("xpath=..").locator("[role=option]").first.click()


def _tick(group: Locator, value) -> None:
    """Choose one of a few, or tick several."""
    labels = group.locator(".jb-choices label")
    words = [" ".join(one.split()) for one in labels.all_text_contents()]
    for one in value if isinstance(value, list) else [value]:
        place = next((at for at, text in enumerate(words) if text == one), None)
        if place is None:
            place = next((at for at, text in enumerate(words) if one in text), None)
        assert place is not None, f"no choice {one!r} among {words}"
        labels.nth(place).locator("input").check()


def _options(control: Locator, wanted: list) -> list[str]:
    """The values of the options whose words are these, or begin with these, or contain them."""
    options = control.locator("option").evaluate_all("all => all.map(one => [one.value, one.textContent.trim()])")
    found = []
    for one in wanted:
        words = str(one)
        ways = (lambda text: text == words, lambda text: text.startswith(words), lambda text: words in text)  # noqa: B023
        values = next((hits for way in ways if (hits := [value for value, text in options if way(text)])), None)
        assert values, f"no option {words!r} among {[text for _value, text in options]}"
        found.append(values[0])
    return found


def _text(value, kind: str) -> str:
    if isinstance(value, datetime):
        return clock.local(value).strftime("%Y-%m-%dT%H:%M" if kind == "datetime-local" else "%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
