"""What a figure is about: programme, batch, field, year, and the day it was true."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from challenges.models import Challenge, Programme
from consortia.enums import BidState, ConsortiumState, MembershipState
from consortia.models import Bid, Consortium, Membership
from core import clock
from core.working_days import end_of_day
from projects.enums import ProjectState
from projects.models import Project

NOT_HANDED_IN = (BidState.DRAFT, BidState.UNIT_REVIEW, BidState.EXPIRED, BidState.WITHDRAWN)
POPULATIONS = ("registered", "bids", "projects")


@dataclass(frozen=True)
class Scope:
    """`year` is the batch's year, `budget_year` that of the money; `of` is the population units and people are counted in:
    the registered consortia, the bids handed in, or the projects awarded. Empty means all."""

    as_of: date
    programme: str = ""
    year: int | None = None
    batch: int | None = None
    field: str = ""
    budget_year: int | None = None
    of: str = ""

    @classmethod
    def parse(cls, text: str, *, as_of: date) -> "Scope":
        """`programme=ZY,year=2022,of=bids`. Raises ValueError on an unknown name or value."""
        scope = cls(as_of=as_of)
        for part in filter(None, (part.strip() for part in text.split(","))):
            name, _, value = part.partition("=")
            if name not in {"programme", "year", "batch", "field", "budget_year", "of"} or not value:
                raise ValueError(f"not a scope: {part}")
            if name == "of" and value not in POPULATIONS:
                raise ValueError(f"not a population: {value}")
            scope = replace(scope, **{name: int(value) if name in {"year", "batch", "budget_year"} else value})
        return scope

    def key(self) -> str:
        """The text that `parse` reads back; the day stands apart."""
        names = ("programme", "year", "batch", "field", "budget_year", "of")
        return ",".join(f"{name}={getattr(self, name)}" for name in names if getattr(self, name))

    @property
    def end(self) -> datetime:
        """The exclusive instant after the day."""
        return end_of_day(self.as_of)

    @classmethod
    def today(cls, **fields) -> "Scope":
        return cls(as_of=clock.today(), **fields)

    def about(self, prefix: str = "") -> Q:
        """The filter on challenges, reached over `prefix`."""
        wanted = Q()
        if self.programme:
            wanted &= Q(**{f"{prefix}batch__programme__short_code": self.programme})
        if self.year:
            wanted &= Q(**{f"{prefix}batch__year": self.year})
        if self.batch:
            wanted &= Q(**{f"{prefix}batch": self.batch})
        if self.field:
            wanted &= Q(**{f"{prefix}field__name": self.field}) | Q(**{f"{prefix}field__parent__name": self.field})
        return wanted

    def challenges(self) -> QuerySet[Challenge]:
        return Challenge.objects.filter(self.about(), published_at__lt=self.end)

    def bids(self) -> QuerySet[Bid]:
        """Handed in before the day's end and not taken back."""
        rows = Bid.objects.filter(self.about("challenge__"), submitted_at__lt=self.end)
        return rows.exclude(state__in=NOT_HANDED_IN)

    def projects(self) -> QuerySet[Project]:
        rows = Project.objects.filter(self.about("challenge__"), created_at__lt=self.end)
        return rows.exclude(Q(state=ProjectState.LAPSED) & Q(state_at__lt=self.end))

    def consortia(self) -> QuerySet[Consortium]:
        """Registered on the day (default), or those with a bid or a project in the scope."""
        if self.of == "bids":
            return Consortium.objects.filter(Exists(self.bids().filter(consortium=OuterRef("pk"))))
        if self.of == "projects":
            return Consortium.objects.filter(Exists(self.projects().filter(consortium=OuterRef("pk"))))
        rows = Consortium.objects.filter(registered_at__lt=self.end)
        rows = rows.filter(Q(programme__short_code=self.programme)) if self.programme else rows
        rows = rows.filter(Q(field__name=self.field) | Q(field__parent__name=self.field)) if self.field else rows
        gone = Q(state__in=[ConsortiumState.CANCELLED, ConsortiumState.EXPIRED], state_at__lt=self.end)
        return rows.exclude(gone)

    def memberships(self) -> QuerySet[Membership]:
        rows = Membership.objects.filter(consortium__in=self.consortia().values("pk"), confirmed_at__lt=self.end)
        return rows.filter(state=MembershipState.CONFIRMED)


WORDS = {"year": "{}年批次", "budget_year": "{}年度预算", "field": "{}", "batch": "批次{}"}
OF_WORDS = {"registered": "备案联合体", "bids": "揭榜单位", "projects": "立项项目单位"}


def scope_words(text: str) -> str:
    """The key of a scope as people read it; an unknown part stays as it is."""
    names = dict(Programme.objects.values_list("short_code", "short_name")) if "programme=" in text else {}
    words = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, value = part.partition("=")
        if name == "programme":
            words.append(names.get(value, value))
        elif name == "of":
            words.append(OF_WORDS.get(value, value))
        else:
            words.append(WORDS[name].format(value) if name in WORDS else part)
    return "，".join(words) or "全区"
