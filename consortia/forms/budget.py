"""The two grids of the budget: a line for each source or use, a column for each year (E-15)."""

from django.utils.translation import gettext_lazy as _

from consortia.drafts.grid import Line
from consortia.enums import FundingSource, UseCategory
from consortia.forms.fields import PICK, Amount, choice
from consortia.forms.rows import Choices, RowForm


class LineForm(RowForm):
    """`row()` answers a Line; a field `y2027` for each year."""

    keys: tuple[str, ...] = ()

    def offer(self, choices: Choices) -> None:
        self.years = choices.years
        for year in choices.years:
            label = _("%(year)s 年（万元）") % {"year": year}
            self.fields[f"y{year}"] = Amount(label=label)
            self.fields[f"y{year}"].head = str(year)
            self.fields[f"y{year}"].widget.attrs["data-year"] = str(year)

    def row(self) -> Line:
        cleaned = self.cleaned_data
        return Line(
            {key: cleaned.get(key) for key in self.keys}, {year: cleaned.get(f"y{year}") for year in self.years}
        )

    def says_something(self) -> bool:
        line = self.row()
        return any(line.keys.values()) or any(amount is not None for amount in line.amounts.values())

    @property
    def total_fen(self) -> int:
        return sum(self.value_of(f"y{year}") or 0 for year in self.years)

    @staticmethod
    def initial_of(line: Line) -> dict:
        return line.keys | {f"y{year}": amount for year, amount in line.amounts.items()}


class SourceForm(LineForm):
    keys = ("source", "organization_id")
    source = choice(_("资金来源"), FundingSource.choices)
    organization_id = choice(_("出资企业（自筹、贷款）"), [], is_id=True)

    def offer(self, choices):
        super().offer(choices)
        self.fields["organization_id"].choices = [*PICK, *choices.enterprises]


class UseForm(LineForm):
    keys = ("category", "source", "organization_id")
    category = choice(_("支出科目"), UseCategory.choices)
    source = choice(_("资金来源"), FundingSource.choices)
    organization_id = choice(_("使用单位"), [], is_id=True)

    def offer(self, choices):
        super().offer(choices)
        self.fields["organization_id"].choices = [*PICK, *choices.units]
