"""What waits for whom: each app lists its own in `<app>/desk.py` as `WAITING`; core only collects.

WAITING = [
    Waiting(
        _("待审核的单位注册"),
        count=lambda user: queries.waiting_organizations(user).count(),
        rows=waiting_registrations,  # (user, limit) -> [Row(text, url, until, who)]
        roles=(Role.OFFICER, Role.PREFECTURE),
        order=110,
    ),
]
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import NamedTuple

from django.apps import apps
from django.utils.translation import gettext as _

from core import turns
from core.navigation import address
from core.selecting import counted


class Row(NamedTuple):
    """One thing that waits: what, where ("" where no page can do it), until when (exclusive instant or None), who or why."""

    text: str
    url: str
    until: datetime | None = None
    who: str = ""


@dataclass(frozen=True)
class Waiting:
    """One panel of the desk. Shown to holders of any of `roles` (none named: everybody signed in) while something waits.

    `count(user)` answers a number, or the rows, which are then counted with those of all panels in one question;
    `rows(user, limit)` answers the most urgent first, as Row or tuples of the same shape.
    `url_name` leads to the whole list. `empty` keeps the panel on the desk with these words when nothing waits.
    What others have to do (`is_mine` False) is shown and not counted among what waits for the reader.
    """

    title: str
    count: Callable
    rows: Callable
    roles: tuple[str, ...] = ()
    url_name: str = ""
    order: int = 100
    empty: str = ""
    is_mine: bool = True

    def concerns(self, user) -> bool:
        return not self.roles or user.has_role(*self.roles)


@dataclass(frozen=True)
class OwnRow:
    """One of the reader's own matters: its state and whose turn it is come from `obj` itself."""

    obj: object
    text: str
    url: str
    until: datetime | None = None
    note: str = ""
    turn: object = None


@dataclass(frozen=True)
class Own:
    """A list of what belongs to the reader's unit, on the desk of holders of `roles` even where nothing waits for them.

    `rows(user, limit)` answers OwnRow, what moves first; `empty` says how such a thing comes to be.
    """

    title: str
    count: Callable
    rows: Callable
    roles: tuple[str, ...]
    url_name: str = ""
    order: int = 100
    empty: str = ""
    empty_url_name: str = ""
    empty_label: str = ""


#: How many rows are asked for, so that today's can be counted, and how many of them are shown.
ASKED, SHOWN = 30, 6


@dataclass(frozen=True)
class Panel:
    """A panel filled for one person."""

    title: str
    count: int
    rows: tuple[Row, ...]
    list_url: str = ""
    empty: str = ""
    is_mine: bool = True

    @property
    def shown(self) -> tuple[Row, ...]:
        return self.rows[:SHOWN]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return max(self.count - len(self.shown), 0)


@cache
def collected(kind: str = "WAITING") -> tuple:
    """The panels of every installed app that has a module `desk`: what waits (`WAITING`), or what is one's own (`OWN`)."""
    found: list = []
    for app in apps.get_app_configs():
        name = f"{app.name}.desk"
        if app.name != "core" and find_spec(name):
            found += getattr(import_module(name), kind, [])
    return tuple(sorted(found, key=lambda panel: panel.order))


def panels(user, limit: int = ASKED) -> list[Panel]:
    """What waits for this person, panel by panel."""
    shown = []
    concerned = [waiting for waiting in collected() if waiting.concerns(user)]
    for waiting, count in zip(concerned, counted([one.count(user) for one in concerned]), strict=True):
        if not count and not waiting.empty:
            continue
        rows = tuple(Row(*row) for row in waiting.rows(user, limit)) if count else ()
        list_url = address(waiting.url_name) if waiting.url_name else ""
        shown.append(Panel(str(waiting.title), count, rows, list_url, str(waiting.empty), waiting.is_mine))
    return shown


@dataclass(frozen=True)
class OwnPanel:
    """An `Own` filled for one person."""

    title: str
    count: int
    rows: tuple[OwnRow, ...]
    list_url: str = ""
    empty: str = ""
    empty_url: str = ""
    empty_label: str = ""

    @property
    def more(self) -> int:
        return max(self.count - len(self.rows), 0)

    @property
    def count_text(self) -> str:
        return _("%(count)d 项") % {"count": self.count} if self.count else ""


def own_panels(user) -> list[OwnPanel]:
    """The reader's own matters with whose turn it is, list by list: a fixed number of queries."""
    shown = []
    mine = [own for own in collected("OWN") if user.has_role(*own.roles)]
    for own, count in zip(mine, counted([one.count(user) for one in mine]), strict=True):
        rows = tuple(replace(row, turn=turns.of(row.obj, user)) for row in own.rows(user, SHOWN)) if count else ()
        addresses = [address(name) if name else "" for name in (own.url_name, own.empty_url_name)]
        shown.append(
            OwnPanel(str(own.title), count, rows, addresses[0], str(own.empty), addresses[1], str(own.empty_label))
        )
    return shown
