"""What is told to whom when something happens: one row a step, beside the lifecycle that takes it.

Each app lists its own in `<app>/news.py` as `NEWS`; a row may be about an object of an app below. The event asks for the
telling by an outbox row in its own transaction (core.events); the worker looks up the people and the next step when it
delivers (core.telling), so that no action waits for it, and nobody who has joined meanwhile is left out.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import models

from core.models import Event, MessageKind


@dataclass(frozen=True)
class Case:
    """An event with its object, for the words and the people of a telling."""

    event: Event
    obj: models.Model
    on: date

    @property
    def step(self) -> str:
        """What was done, in words."""
        return self.event.label

    @property
    def state(self) -> str:
        """The state that the event led to, in words; the object may have gone on since."""
        labels = dict(self.obj._meta.get_field("state").flatchoices)
        return str(labels.get(self.event.to_state, self.event.to_state))


def reason(case: Case) -> str:
    """The note of the event; what is restricted is not told on."""
    return "" if case.event.is_restricted else case.event.note


def nothing(_case: Case) -> str:
    return ""


@dataclass(frozen=True)
class News:
    """Steps (or other verbs) of a model, and who hears of them; `to` says it in docs/lifecycles.md.

    `title` is a sentence with facts of the case (core.text.about: `%(obj.number)s`, `%(state)s`). The next step follows
    the body by itself (core.turns). `page` is the lookup of what the object belongs to, where it has no page of its own.
    Without `people` the action tells them itself, in words that it alone knows.
    """

    model: str
    steps: tuple[str, ...]
    to: str
    people: Callable[[Case], Iterable] | None = None
    title: str = ""
    body: Callable[[Case], str] = reason
    page: str = ""
    kind: str = MessageKind.RESULT


@cache
def table() -> dict[tuple[str, str], tuple[News, ...]]:
    """(model's label in lower case, verb) → the rows of every installed app about it."""
    found: dict[tuple[str, str], tuple[News, ...]] = {}
    for app in apps.get_app_configs():
        name = f"{app.name}.news"
        if app.name != "core" and find_spec(name):
            for one in import_module(name).NEWS:
                label = one.model.lower()
                for step in one.steps:
                    key = (label, f"{label.partition('.')[2]}.{step}")
                    found[key] = (*found.get(key, ()), one)
    return found


def of(label: str, verb: str) -> tuple[News, ...]:
    return table().get((label, verb), ())


def is_told(label: str, verb: str) -> bool:
    """Whether anything is left for the worker to tell."""
    return any(one.people for one in of(label, verb))
