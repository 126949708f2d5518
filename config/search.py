"""One box for everything: numbers first, then parts of titles and names; each reader finds what he may see, asked in SQL.

One query a group, however much is found: the matches of each group are bounded and counted inside it.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, Count, F, Func, IntegerField, Model, Q, QuerySet, TextField, Value, When, Window
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from accounts.enums import Role
from accounts.models import Organization, Person, User
from accounts.queries import organizations_of, people_of, users_of
from accounts.roles import READERS
from challenges import queries as challenge_queries
from challenges.models import Batch, Challenge, Need, PublicNotice, Resolution
from consortia.models import Bid, Consortium
from consortia.queries import bids_of, consortia_of, shown_to
from projects.models import Project
from projects.queries import projects_for

#: Matches of one kind that are looked at; beyond them nobody reads on, they type more.
CAP = 1000
SHOWN, PER_PAGE = 5, 30
SHORTEST = 2


class Pairs(Func):
    """The pairs of neighbouring characters of a text: the indexed expression (config/migrations/0001_search.py)."""

    function = "core_pairs"
    output_field = ArrayField(TextField())


def like(rows: QuerySet, column: str, words: list[str]) -> QuerySet:
    """Rows whose column contains every word: found by the index, then compared letter by letter."""
    rows = rows.alias(pairs_of=Pairs(F(column)))
    for word in words:
        rows = rows.filter(pairs_of__contains=Pairs(Value(word)), **{f"{column}__icontains": word})
    return rows


@dataclass(frozen=True)
class Source:
    """One group. `numbers` are compared as a whole, `texts` in part, `units` are keys to a unit found by name or code,
    `people` keys to a person found by name. `about(row)` is the line under a hit."""

    key: str
    label: str
    model: type[Model]
    rows: Callable
    title: Callable
    about: Callable
    numbers: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    url: Callable = field(default=lambda row: row.get_absolute_url())
    shown: Callable = field(default=lambda _user, rows: rows)


def _staff(user, rows: QuerySet) -> QuerySet:
    return rows if user.has_role(*READERS) else rows.none()


def _batches(user) -> QuerySet[Batch]:
    return _staff(user, Batch.objects.all())


def _bid_title(row: Bid) -> str:
    return f"{row.number} {row.title}".strip()


def _bid_about(row: Bid) -> str:
    words = row.get_state_display() if row.opened_at else _("%(state)s，内容密封") % {"state": row.get_state_display()}
    return f"{row.consortium} · {words}"


SOURCES = (
    Source(
        "challenges", lazy("榜单"), Challenge, challenge_queries.challenges_for,
        lambda row: f"{row.code} {row.title}", lambda row: f"{row.batch} · {row.get_state_display()}",
        numbers=("code",), texts=("title",), units=("owner", "end_user"), related=("batch__programme",),
    ),
    Source(
        "needs", lazy("需求"), Need, challenge_queries.needs_for,
        lambda row: row.title, lambda row: f"{row.organization} · {row.get_state_display()}",
        texts=("title",), units=("organization",), related=("organization",),
    ),
    Source(
        "projects", lazy("项目"), Project, projects_for,
        lambda row: f"{row.code} {row.title}", lambda row: _("牵头单位：%(lead)s") % {"lead": row.lead} + f" · {row.get_state_display()}",
        numbers=("code",), texts=("title",), units=("lead",), people=("leader", "chief_scientist"), related=("lead",),
    ),
    Source(
        "bids", lazy("揭榜方案"), Bid, bids_of, _bid_title, _bid_about,
        numbers=("number",), texts=("title",), units=("consortium__lead",), related=("consortium",), shown=shown_to,
    ),
    Source(
        "consortia", lazy("创新联合体"), Consortium, consortia_of,
        lambda row: row.name, lambda row: f"{row.registration_number or _('未备案')} · {row.lead}",
        numbers=("registration_number",), texts=("name",), units=("lead",), people=("chief_scientist",), related=("lead",),
    ),
    Source(
        "units", lazy("单位"), Organization, organizations_of,
        lambda row: row.name, lambda row: f"{row.uscc} · {row.get_kind_display()}",
        numbers=("uscc",), texts=("name",),
    ),
    Source(
        "people", lazy("人员"), Person, people_of,
        lambda row: row.name, lambda row: " · ".join(filter(None, [str(row.organization), row.title])),
        numbers=("name", "orcid"), texts=("name",), related=("organization",),
    ),
    Source(
        "notices", lazy("公示公告"), PublicNotice, challenge_queries.notices_for,
        lambda row: row.title, lambda row: f"{row.get_kind_display()} · {row.document_number or row.issuer} · {row.get_state_display()}",
        numbers=("document_number",), texts=("title",),
    ),
    Source(
        "resolutions", lazy("会议决议"), Resolution, lambda user: _staff(user, Resolution.objects.all()),
        lambda row: f"{row.number} {row.title}", lambda row: f"{row.sitting} · {row.get_kind_display()}",
        numbers=("number",), texts=("title",), related=("sitting",),
    ),
    Source(
        "batches", lazy("批次"), Batch, _batches, str, lambda row: f"{row.document_number} · {row.get_state_display()}",
        numbers=("document_number", "name"), related=("programme",),
    ),
    Source(
        "accounts", lazy("账号"), User, lambda user: users_of(user) if user.has_role(Role.SYSADMIN, Role.AUDITOR) else User.objects.none(),
        lambda row: f"{row} {row.username}", lambda row: str(row.organization or _("科技厅")),
        numbers=("username",), people=("person",), related=("person", "organization"),
    ),
)  # fmt: skip
BY_KEY = {source.key: source for source in SOURCES}


@dataclass(frozen=True)
class Hit:
    text: str
    about: str
    url: str
    is_exact: bool


@dataclass(frozen=True)
class Group:
    key: str
    label: str
    hits: tuple[Hit, ...]
    total: int

    @property
    def is_capped(self) -> bool:
        return self.total >= CAP


def words_of(typed: str) -> list[str]:
    """What was typed, in one form: full-width letters and figures count as the plain ones."""
    return unicodedata.normalize("NFKC", typed.replace("\x00", " "))[:100].split()


def too_short(words: list[str]) -> bool:
    return any(len(word) < SHORTEST for word in words)


def matches(source: Source, user, words: list[str]) -> QuerySet:
    """What this person finds in one group; exact numbers first, then the newest. Permission is part of each subquery."""
    # The order of a list costs a sort of all its rows; here the bound comes first.
    rows = source.rows(user).order_by()
    whole = " ".join(words)
    exact = Q(pk__in=[])
    for name in source.numbers:
        exact |= Q(**{f"{name}__in": sorted({whole, whole.upper()})})
    parts = [rows.filter(exact)]
    parts += [like(rows, column, words) for column in source.texts]
    if source.units:
        # A code is compared as a whole; parts of one are typed by nobody.
        units = Organization.objects.filter(uscc=whole.upper()).values("pk")
        named = like(Organization.objects.all(), "name", words).order_by().values("pk")[:CAP]
        parts += [rows.filter(**{f"{key}__in": found}) for key in source.units for found in (units, named)]
    if source.people:
        people = Person.objects.filter(name=whole).values("pk")
        parts += [rows.filter(**{f"{key}__in": people}) for key in source.people]
    keys = [part.values("pk")[:CAP] for part in parts]  # what is there twice, the union takes once
    union = keys[0].union(*keys[1:]) if len(keys) > 1 else keys[0]
    found = source.shown(user, source.model._default_manager.filter(pk__in=union))
    if source.related:
        found = found.select_related(*source.related)
    rank = Case(When(exact, then=Value(0)), default=Value(1), output_field=IntegerField())
    return found.annotate(rank=rank, total=Window(Count("*"))).order_by("rank", "-pk")


def group_of(source: Source, user, words: list[str], *, offset: int = 0, limit: int = SHOWN) -> Group:
    """One query."""
    rows = list(matches(source, user, words)[offset : offset + limit])
    hits = tuple(Hit(str(source.title(row)), str(source.about(row)), source.url(row), row.rank == 0) for row in rows)
    return Group(source.key, str(source.label), hits, min(rows[0].total, CAP) if rows else 0)


def find(user, words: list[str]) -> list[Group]:
    """Every group in which something is found, those with an exact number first."""
    groups = [group for source in SOURCES if (group := group_of(source, user, words)).hits]
    return sorted(groups, key=lambda group: not group.hits[0].is_exact)
