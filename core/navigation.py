"""The words of the menus. Each app lists its own in `<app>/navigation.py` as `ENTRIES`; core only collects them.

An entry whose page does not exist, or that the user may not open, is not shown.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.urls import NoReverseMatch, reverse

from core.selecting import counted

PUBLIC, ACCOUNT = "PUBLIC", "ACCOUNT"


@dataclass(frozen=True)
class NavEntry:
    """One word of a menu.

    `group` is PUBLIC (the band of the public pages), ACCOUNT (the user's menu) or the words over a group of the side
    bar ("" for the first, unnamed one). `order` sorts within the group; groups stand in the order of their smallest.
    `permission(user) -> bool` decides whether it is shown; `count(user)` says how much waits there: a
    number, or the rows themselves (a QuerySet or a tuple of several), which are then counted with those of all entries.
    `under`: the address that its pages share, where the entry's own is not the beginning of theirs.
    """

    group: str
    label: str
    url_name: str
    icon: str = ""
    permission: Callable | None = None
    count: Callable | None = None
    order: int = 100
    args: tuple = ()
    under: str = ""


@dataclass(frozen=True)
class Shown:
    """An entry as a template shows it."""

    label: str
    url: str
    icon: str = ""
    count: int | None = None
    is_current: bool = False
    under: str = ""


@dataclass(frozen=True)
class Group:
    label: str
    entries: tuple[Shown, ...]


_REGISTERED: list[NavEntry] = []


def register(
    group: str, label: str, url_name: str, icon: str = "", *, permission=None, count=None, order: int = 100
) -> None:
    """For entries that no app owns (config)."""
    _REGISTERED.append(NavEntry(group, label, url_name, icon, permission, count, order))


@cache
def collected() -> tuple[NavEntry, ...]:
    """The entries of every installed app that has a module `navigation`."""
    found: list[NavEntry] = []
    for app in apps.get_app_configs():
        name = f"{app.name}.navigation"
        if app.name != "core" and find_spec(name):
            found += getattr(import_module(name), "ENTRIES", [])
    return tuple(found)


def entries() -> list[NavEntry]:
    return sorted([*collected(), *_REGISTERED], key=lambda entry: entry.order)


def address(url_name: str, *args) -> str:
    """The address of a named page, or nothing where there is no such page."""
    try:
        return reverse(url_name, args=args)
    except NoReverseMatch:
        return ""


def _shown(entry: NavEntry, user, with_count: bool) -> Shown | None:
    url = address(entry.url_name, *entry.args)
    is_known = bool(user) and user.is_authenticated
    if not url or (entry.permission and not (is_known and entry.permission(user))):
        return None
    count = entry.count(user) if with_count and entry.count and is_known else None  # not yet a number
    return Shown(str(entry.label), url, entry.icon, count, under=entry.under or url)


def _mark_current(rows: list[Shown], path: str) -> list[Shown]:
    """The entry with the longest address that the page's address starts with is where we are."""
    fitting = [row for row in rows if path == row.url or (row.under != "/" and path.startswith(row.under))]
    best = max(fitting, key=lambda row: len(row.under), default=None)
    return [replace(row, is_current=True) if row is best else row for row in rows]


def menu(group: str, user, path: str) -> list[Shown]:
    """A flat menu: PUBLIC or ACCOUNT."""
    rows = [_shown(entry, user, False) for entry in entries() if entry.group == group]
    return _mark_current([row for row in rows if row], path)


def side_bar(user, path: str) -> list[Group]:
    """The groups of the back office with what waits in each; asked for only where a side bar is drawn."""
    rows = [(entry.group, _shown(entry, user, True)) for entry in entries() if entry.group not in {PUBLIC, ACCOUNT}]
    rows = [(group, row) for group, row in rows if row]
    numbers = counted([row.count for _, row in rows])
    rows = [(group, replace(row, count=number)) for (group, row), number in zip(rows, numbers, strict=True)]
    current = {row.url for row in _mark_current([row for _, row in rows], path) if row.is_current}
    groups: dict[str, list[Shown]] = {}
    for group, row in rows:
        groups.setdefault(str(group), []).append(replace(row, is_current=row.url in current))
    return [Group(label, tuple(items)) for label, items in groups.items()]
