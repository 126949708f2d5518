"""What forms of rows share: the choices of one bid, read once, and a row that may be half empty or taken out."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.enums import OrganizationKind
from accounts.models import Division, Person
from consortia import queries
from consortia.drafts import grid
from consortia.drafts.foundation import years_of_plan
from consortia.drafts.schema import blank
from consortia.forms.fields import Amount
from consortia.models import Bid, Platform
from core import clock, money


class Choices:
    """What the pickers of one bid offer. `content` is the section: years that have amounts stay columns."""

    def __init__(self, bid: Bid, content: dict, months: int | None = None, budget: dict | None = None):
        units = [one.organization for one in queries.confirmed(bid.consortium).order_by("role", "pk")]
        self.lead_id = bid.consortium.lead_id
        self.units = [(unit.pk, unit.name) for unit in units]
        self.enterprises = [(unit.pk, unit.name) for unit in units if unit.kind == OrganizationKind.ENTERPRISE]
        people = (
            Person.objects.filter(organization__in=units).select_related("organization").order_by("organization", "pk")
        )
        # Who left stays to be read in a draft that names him, and is marked.
        gone = _("，已离职")
        self.people = [
            (one.pk, f"{one.name}（{one.organization.name}{gone if one.left_on else ''}）") for one in people
        ]
        chief = bid.consortium.chief_scientist
        if chief and chief.pk not in dict(self.people):
            self.people.append((chief.pk, f"{chief.name}（{chief.organization.name}）"))
        self.owner = {one.pk: one.organization_id for one in [*people, *([chief] if chief else [])]}
        self.cap_fen = bid.challenge.fiscal_cap_fen
        places = Division.objects.filter(level__in=["PREFECTURE", "COUNTY"], code__startswith="15").order_by("code")
        self.divisions = [(one.pk, one.name) for one in places]
        self.indicators = {one.pk: one for one in bid.challenge.indicators.order_by("number")}
        budget = content if "sources" in content else budget or blank("budget")
        first, months = clock.today().year, months or bid.challenge.duration_months
        self.years = grid.years(first, months, budget)
        self.planned = years_of_plan(budget, months, first)
        self.spent = {one.year: one.came_fen for one in grid.balances(budget, self.years)}
        self.platforms = _platforms(units, content) if "platforms" in content else {}


def _platforms(units: list, content: dict) -> dict[int, Platform]:
    """What the members have entered, in an order in which new ones come last; chosen ones stay though they have ended."""
    chosen = [row["platform_id"] for row in content["platforms"] if row["platform_id"]]
    rows = Platform.objects.filter(organization__in=units).filter(Q(ended_on=None) | Q(pk__in=chosen))
    return {one.pk: one for one in rows.select_related("organization").order_by("pk")}


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
