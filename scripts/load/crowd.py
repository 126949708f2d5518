"""What each of the crowd does: save a section again and again, hand the bid over to the unit, submit it (for locust).

Told by the environment: LOAD_FILE (from seed.py, with the deadline), LOAD_LOG, where every answer that
promises something is written down as a line of JSON, to be compared with the database afterwards.
"""

import html.parser
import json
import os
import random
import time
from pathlib import Path

import gevent
from locust import FastHttpUser, constant, task

PLAN = json.loads(Path(os.environ["LOAD_FILE"]).read_text())
WAITING = list(PLAN["bids"])
PROMISES = open(os.environ["LOAD_LOG"], "a", encoding="utf-8", buffering=1)  # noqa: SIM115 - open as long as the crowd lives
#: Somebody who writes is saved by the page two seconds after each pause; a pause comes about every quarter of a minute.
PAUSE = (10, 20)
#: Submitting begins this long before the deadline; the last ones try shortly after it.
RUSH, LATE = 60, 3


class Forms(html.parser.HTMLParser):
    """The forms of a page: [(action, {name: value})]; `ticked` takes every box as ticked."""

    def __init__(self, text: str, *, ticked: bool = False):
        super().__init__()
        self.ticked = ticked
        self.found: list[tuple[str, dict]] = []
        self.area = self.choice = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.found.append((attrs.get("action") or "", {}))
        if not self.found:
            return
        fields, name = self.found[-1][1], attrs.get("name")
        if tag == "input" and name and attrs.get("type") not in {"submit", "file"}:
            if attrs.get("type") not in {"checkbox", "radio"} or "checked" in attrs or self.ticked:
                fields[name] = attrs.get("value", "on")
        elif tag == "textarea" and name:
            self.area, fields[name] = name, ""
        elif tag == "select" and name:
            self.choice = name
        elif tag == "option" and self.choice and ("selected" in attrs or self.choice not in fields):
            fields[self.choice] = attrs.get("value", "")

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = ""
        elif tag == "select":
            self.choice = ""

    def handle_data(self, data):
        if self.area:
            self.found[-1][1][self.area] += data


def left() -> float:
    """Seconds until the deadline."""
    return PLAN["deadline"] - time.time()


def promise(kind: str, **facts) -> None:
    PROMISES.write(json.dumps({"kind": kind, "left": round(left(), 3), **facts}) + "\n")


class Bidder(FastHttpUser):
    wait_time = constant(0)
    network_timeout = connection_timeout = 60.0

    def on_start(self):
        self.own = WAITING.pop()
        self.address = f"/bids/{self.own['bid']}/"
        self.saved = 0

    def ask(self, method: str, path: str, name: str, who: str = "author", **options):
        headers = {"Cookie": f"{PLAN['cookie']}={self.own[who]}; csrftoken={'a' * 32}", **options.pop("headers", {})}
        if method == "POST":
            headers |= {"Referer": f"{self.host}{path}", "X-CSRFToken": "a" * 32}
        return self.client.request(
            method, path, name=name, headers=headers, allow_redirects=False, catch_response=True, **options
        )

    @task
    def life(self):
        gevent.sleep(random.uniform(0, min(PAUSE[1], max(left() - RUSH, 1))))
        fields = self.open_section()
        until = random.uniform(-LATE, RUSH)
        while left() > until + 5:
            self.save(fields)
            gevent.sleep(min(random.uniform(*PAUSE), max(left() - until, 0)))
        self.hand_in()
        gevent.sleep(3600)  # done; the run ends by its own time

    def open_section(self) -> dict:
        with self.ask("GET", f"{self.address}sections/technical/", "page") as answer:
            forms = [fields for _action, fields in Forms(answer.text or "").found if "version" in fields]
            if answer.status_code != 200 or not forms:
                answer.failure(f"no section: {answer.status_code}")
                return {}
            return forms[0]

    def save(self, fields: dict) -> None:
        mark = f"〔{self.own['bid']}-{self.saved + 1}〕"
        fields["content"] = fields["content"].split("〔")[0] + mark
        ask = {"data": fields, "headers": {"Accept": "application/json"}}
        with self.ask("POST", f"{self.address}sections/technical/", "save", **ask) as answer:
            told = answer.json() if answer.status_code == 200 else {}
            if told.get("kind") != "saved":
                late = left() < 1 and answer.status_code == 409
                answer.success() if late else answer.failure(
                    f"not saved: {answer.status_code} {(answer.text or '')[:200]}"
                )
                return
        fields["version"] = str(told["version"])
        self.saved += 1
        promise("saved", bid=self.own["bid"], mark=mark)

    def hand_in(self) -> None:
        """The author hands over, the administrator submits and, not sure that it worked, presses again."""
        if self.press("send", "author") in {200, 302}:
            gevent.spawn(self.press, "submit", "admin", "again")
            self.press("submit", "admin")

    def press(self, step: str, who: str, name: str = "") -> int:
        with self.ask("GET", self.address, "bid page", who) as page:
            found = [
                fields
                for action, fields in Forms(page.text or "", ticked=True).found
                if action.endswith(f"/do/{step}/")
            ]
        if not found:
            promise("no button", bid=self.own["bid"], step=step)
            return 0
        with self.ask("POST", f"{self.address}do/{step}/", name or step, who, data=found[0]) as answer:
            # 409 is an answer too: handed in already, or the deadline has passed.
            ok = answer.status_code in {200, 302, 409}
            answer.success() if ok else answer.failure(f"{answer.status_code} {(answer.text or '')[:300]}")
            if answer.status_code == 302:
                promise("done", bid=self.own["bid"], step=step)
            return answer.status_code


class Bare(FastHttpUser):
    """The same number of people against a Django view that inserts one row: what the machine can do at all."""

    wait_time = constant(0)
    network_timeout = connection_timeout = 60.0

    @task
    def insert(self):
        gevent.sleep(random.uniform(*PAUSE))
        self.client.request("POST", "/", name="bare", data={"text": "x" * 2000})
