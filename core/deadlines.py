"""Deadlines as one table: what ends when, for whom, and when people are warned (design §7, R-TIM-05).

Each app lists its own in `<app>/deadlines.py` as `DEADLINES`; core only collects them. The same row serves the warnings
(a sweep plans outbox rows, delivery asks again whether they still hold), the desk (我的截止日期) and the calendar feed.

A deadline that moves needs no re-planning by hand: its end is part of the key of each warning, so the new end has warnings
of its own, and a warning of the old end finds nothing to warn of when it is delivered.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from operator import attrgetter
from typing import NamedTuple

from django.apps import apps
from django.db.models import F, Q, QuerySet

from core import clock
from core.selecting import matching
from core.text import about
from core.working_days import BEIJING, end_of_day

MORNING = time(9)  # when warnings that count in days go out


@dataclass(frozen=True)
class Mark:
    """When to warn: `hours` before the instant, or on the morning `days` before the last day (-1: the day after)."""

    key: str
    hours: int = 0
    days: int = 0
    is_urgent: bool = False

    @property
    def is_after(self) -> bool:
        return self.days < 0

    def due(self, end: datetime) -> datetime:
        """The instant of the warning; `end` is exclusive, so the last day is the one before a midnight."""
        if self.hours:
            return end - timedelta(hours=self.hours)
        last = clock.local(end - timedelta(microseconds=1)).date()
        return datetime.combine(last - timedelta(days=self.days), MORNING, tzinfo=BEIJING)


HOURS = (Mark("72h", hours=72), Mark("24h", hours=24, is_urgent=True), Mark("1h", hours=1, is_urgent=True))
DAYS = (Mark("30d", days=30), Mark("7d", days=7), Mark("3d", days=3), Mark("1d", days=1), Mark("after", days=-1))


@dataclass(frozen=True)
class Audience:
    """Whom a deadline concerns: rows of `pairs()` join the row that ends (`row`) with its `holder`, and the accounts
    whose attribute `by` (organization_id, office_id, person_id, pk …) names that holder are concerned.

    An audience without `by` is everybody with the role. `concerns(user)` asks for the role; `people(on)` are all accounts
    that could be concerned on a day.
    """

    by: str
    pairs: Callable[[], QuerySet]
    row: str
    holder: str
    concerns: Callable
    people: Callable[[date], QuerySet]


@dataclass(frozen=True)
class Deadline:
    """One kind. `rows()` are what still waits; `end` the lookup of an exclusive instant or of an inclusive day.

    Rows of one `group` (a lookup) and `topic` are one matter: a person is warned once of it. `what` names it, a sentence
    with facts of the row (core.text.about); `then` says what happens at the end. `page` is the lookup of what the row
    belongs to and whose page is meant, where the row has none of its own. Without `marks` nobody is warned: it stands
    in calendars only. Deadlines that are `is_appointment` are no duty: they are listed, and they are not counted as something that runs out.
    """

    kind: str
    label: str
    rows: Callable[[], QuerySet]
    end: str
    audiences: tuple[Audience, ...]
    what: str
    then: str = ""
    marks: tuple[Mark, ...] = DAYS
    group: str = "pk"
    topic: str = ""
    page: str = ""
    is_appointment: bool = False

    @property
    def subject(self) -> str:
        return self.topic or self.kind

    def end_of(self, row) -> datetime:
        return instant_of(_found(row, self.end))

    def group_of(self, row) -> int:
        return _found(row, self.group)

    def text(self, row) -> str:
        return about(self.what, row)

    def url(self, row) -> str:
        return (_found(row, self.page) if self.page else row).get_absolute_url()


class Due(NamedTuple):
    """One deadline of one person. `until` is exclusive; `on` is the last day where the deadline is a day."""

    deadline: Deadline
    row: object
    until: datetime
    on: date | None
    text: str
    url: str

    @property
    def label(self) -> str:
        return str(self.deadline.label)


def _found(row, lookup: str):
    return attrgetter(lookup.replace("__", "."))(row)


def instant_of(end: datetime | date) -> datetime:
    return end if isinstance(end, datetime) else end_of_day(end)


@cache
def collected() -> tuple[Deadline, ...]:
    """The deadlines of every installed app that has a module `deadlines`."""
    found: list[Deadline] = []
    for app in apps.get_app_configs():
        name = f"{app.name}.deadlines"
        if app.name != "core" and find_spec(name):
            found += getattr(import_module(name), "DEADLINES", [])
    kinds = [one.kind for one in found]
    if len(kinds) != len(set(kinds)):
        raise ValueError(f"a kind of deadline is named twice: {sorted(kinds)}")
    return tuple(found)


def by_kind(kind: str) -> Deadline | None:
    return next((one for one in collected() if one.kind == kind), None)


def between(deadline: Deadline, since: datetime, until: datetime) -> QuerySet:
    """What of this kind ends after `since` and not after `until`."""
    rows = deadline.rows()
    if _is_day(deadline, rows.model):
        # The day ends with the midnight after it.
        low, high = clock.local(since).date() - timedelta(days=1), clock.local(until).date()
        return rows.filter(**{f"{deadline.end}__gte": low, f"{deadline.end}__lte": high})
    return rows.filter(**{f"{deadline.end}__gt": since, f"{deadline.end}__lte": until})


@cache
def _is_day(deadline: Deadline, model) -> bool:
    computed = deadline.rows().query.annotations.get(deadline.end)
    if computed is not None:
        return computed.output_field.get_internal_type() == "DateField"
    for name in deadline.end.split("__"):
        found = model._meta.get_field(name)
        model = found.related_model or model
    return found.get_internal_type() == "DateField"


def of_user(user, *, since: datetime, until: datetime, limit: int = 200) -> list[Due]:
    """What ends for this person after `since` and not after `until`, the soonest first: one query a kind."""
    found: list[Due] = []
    for deadline in collected():
        mine = _mine(deadline, user)
        if mine is None:
            continue
        rows = matching(between(deadline, since, until), mine).order_by(F(deadline.end).asc(), "pk")
        seen = set()
        for row in rows[:limit]:
            if deadline.topic and deadline.group_of(row) in seen:
                continue
            seen.add(deadline.group_of(row))
            found.append(_due(deadline, row))
    found = [one for one in found if since < one.until <= until]
    return sorted(found, key=lambda one: (one.until, one.deadline.kind, one.row.pk))[:limit]


def _due(deadline: Deadline, row) -> Due:
    end = _found(row, deadline.end)
    on = None if isinstance(end, datetime) else end
    return Due(deadline, row, instant_of(end), on, deadline.text(row), deadline.url(row))


def _mine(deadline: Deadline, user) -> Q | None:
    wanted = None
    for audience in deadline.audiences:
        if not audience.concerns(user):
            continue
        if not audience.by:
            return Q()
        holder = getattr(user, audience.by, None)
        if holder is None:
            continue
        keys = audience.pairs().filter(**{audience.holder: holder}).values(audience.row)
        wanted = Q(pk__in=keys) if wanted is None else wanted | Q(pk__in=keys)
    return wanted


def people(deadline: Deadline, rows: Iterable, *, on: date) -> dict:
    """account → the row that concerns it (of several the first), for every account that is concerned on a day."""
    order = {row.pk: row for row in rows}
    found: dict = {}
    for audience in deadline.audiences if order else ():
        if not audience.by:
            found |= {user: next(iter(order.values())) for user in audience.people(on)}
            continue
        pairs = audience.pairs().filter(**{f"{audience.row}__in": list(order)})
        holders: dict[int, int] = {}
        for pk, holder in pairs.values_list(audience.row, audience.holder).order_by(audience.row):
            holders.setdefault(holder, pk)
        for user in audience.people(on).filter(**{f"{audience.by}__in": [key for key in holders if key]}):
            found.setdefault(user, order[holders[getattr(user, audience.by)]])
    return found
