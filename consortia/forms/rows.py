"""What forms of rows share: the choices of one bid, read once, and a row that may be half empty or taken out."""

from django import forms
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.enums import OrganizationKind
from accounts.models import Division, Organization, Person
from challenges.models import Indicator
from consortia import queries
from consortia.drafts import grid
from consortia.drafts.foundation import years_of_plan
from consortia.drafts.schema import blank
from consortia.forms.fields import Amount
from consortia.models import Bid, Platform
from core import clock, money

#: So many people of the members are offered as they are; beyond that the research team alone.
OFFERED = 120
#: No list is longer than this, whatever the research team.
MOST = 500


class Choices:
    """What the pickers of one bid offer, each read when a section asks for it.

    `content` is the section: years that have amounts stay columns.
    """

    def __init__(self, bid: Bid, content: dict, months: int | None = None, budget: dict | None = None):
        self.bid, self.content = bid, content
        self.lead_id = bid.consortium.lead_id
        self.cap_fen = bid.challenge.fiscal_cap_fen
        self._months = months or bid.challenge.duration_months
        self._budget = content if "sources" in content else budget or blank("budget")

    @cached_property
    def _units(self) -> list[Organization]:
        return [one.organization for one in queries.confirmed(self.bid.consortium).order_by("role", "pk")]

    @property
    def units(self) -> list[tuple[int, str]]:
        return [(unit.pk, unit.name) for unit in self._units]

    @property
    def enterprises(self) -> list[tuple[int, str]]:
        return [(unit.pk, unit.name) for unit in self._units if unit.kind == OrganizationKind.ENTERPRISE]

    @cached_property
    def _everybody(self) -> list[Person]:
        """The people of the members, and one more than are offered where there are too many to pick from."""
        found = Person.objects.filter(organization__in=self._units).select_related("organization")
        return list(found.order_by("organization", "pk")[: OFFERED + 1])

    @property
    def has_too_many(self) -> bool:
        return len(self._everybody) > OFFERED

    @cached_property
    def _people(self) -> list[Person]:
        """Everybody of the members; of large units those of the research team and whom the section names already."""
        people = self._everybody
        if self.has_too_many:
            named = [row.get("person_id") for row in self.content.get("rows", [])]
            named += [self.content.get("leader_id"), self.content.get("chief_scientist_id")]
            found = Person.objects.filter(organization__in=self._units).select_related("organization")
            team = Q(pk__in=self.bid.consortium.roster.values("person")) | Q(pk__in=[one for one in named if one])
            people = list(found.filter(team).order_by("organization", "pk")[:MOST])
        chief = self.bid.consortium.chief_scientist
        return people if chief is None or chief in people else [*people, chief]

    @cached_property
    def people(self) -> list[tuple[int, str]]:
        # Who left stays to be read in a draft that names him, and is marked.
        gone = _("，已离职")
        return [(one.pk, f"{one.name}（{one.organization.name}{gone if one.left_on else ''}）") for one in self._people]

    @property
    def owner(self) -> dict[int, int]:
        return {one.pk: one.organization_id for one in self._people}

    @cached_property
    def divisions(self) -> list[tuple[int, str]]:
        places = Division.objects.filter(level__in=["PREFECTURE", "COUNTY"], code__startswith="15").order_by("code")
        return [(one.pk, one.name) for one in places]

    @cached_property
    def indicators(self) -> dict[int, Indicator]:
        return {one.pk: one for one in self.bid.challenge.indicators.order_by("number")}

    @cached_property
    def platforms(self) -> dict[int, Platform]:
        """What the members have entered, new ones last; chosen ones stay though they have ended."""
        chosen = [row["platform_id"] for row in self.content.get("platforms", []) if row["platform_id"]]
        rows = Platform.objects.filter(organization__in=self._units).filter(Q(ended_on=None) | Q(pk__in=chosen))
        return {one.pk: one for one in rows.select_related("organization").order_by("pk")}

    @cached_property
    def _first_year(self) -> int:
        return clock.today().year

    @cached_property
    def years(self) -> list[int]:
        return grid.years(self._first_year, self._months, self._budget)

    @cached_property
    def planned(self) -> list[int]:
        return years_of_plan(self._budget, self._months, self._first_year)

    @cached_property
    def spent(self) -> dict[int, int]:
        return {one.year: one.came_fen for one in grid.balances(self._budget, self.years)}


class RowForm(forms.Form):
    """One row of a table. A row that says nothing is dropped; what cannot be read leaves its own cell empty, no other."""

    #: fields that alone do not make a row
    silent: tuple[str, ...] = ()
    #: every row is offered from the start (`offered`); none is added or taken out
    is_fixed = False
    #: many columns: a row stands as a card with its labels, at any width
    is_card = False

    @staticmethod
    def offered(choices: "Choices", rows: list[dict]) -> list[dict]:
        """All rows of a fixed table, those that were saved with what they say."""
        return rows

    def __init__(self, *args, choices: Choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.cap_fen = choices.cap_fen
        self.offer(choices)

    def offer(self, choices: Choices) -> None:
        pass

    def row(self) -> dict:
        return {name: self.cleaned_data.get(name, self.nothing(name)) for name in self.fields if name != "DELETE"}

    def nothing(self, name: str):
        """What an unreadable cell holds."""
        return "" if isinstance(self.fields[name], forms.CharField) else getattr(self.fields[name], "empty_value", None)

    def says_something(self) -> bool:
        return any(value not in ("", None) for name, value in self.row().items() if name not in self.silent)

    @property
    def is_removed(self) -> bool:
        return self.is_bound and bool(self.cleaned_data.get("DELETE"))

    def value_of(self, name: str):
        """The cell's value as far as it can be read."""
        if self.is_bound:
            return self.cleaned_data.get(name) if hasattr(self, "cleaned_data") else None
        return self.initial.get(name)

    @property
    def cells(self) -> list[tuple]:
        """Each visible field beside what was probably meant (text in 万元), where the amount looks like 元."""
        found = []
        for field in self.visible_fields():
            meant = None
            if isinstance(field.field, Amount):
                value = self.value_of(field.name)
                meant = grid.doubtful(value if isinstance(value, int) else None, self.cap_fen)
            found.append((field, money.exact_text(meant) if meant is not None else ""))
        return found
