"""Two versions of a section side by side, in words people read; and the plain values of a form for the script."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from challenges.models import Challenge
from consortia.drafts import comparison
from consortia.drafts.comparison import Difference
from consortia.drafts.schema import SECTIONS
from consortia.forms.sections import SectionForms
from consortia.views import reading


@dataclass(frozen=True)
class Row:
    """One thing to decide: `mine` and `theirs` are pieces of text, each beside whether it differs."""

    difference: Difference
    label: str
    mine: list[tuple[str, bool]]
    theirs: list[tuple[str, bool]]

    @property
    def is_whole_row(self) -> bool:
        return not self.difference.column


def rows(challenge: Challenge, name: str, mine: dict, theirs: dict, *, seen: str) -> list[Row]:
    """What a person must decide; what only one side changed is joined without asking."""
    found = [one for one in comparison.differences(name, mine, theirs, seen=seen) if not one.changed]
    names = reading.Names(challenge, {"mine": mine, "theirs": theirs})
    return [_row(names, name, one, mine, theirs) for one in found]


def _row(names: reading.Names, name: str, one: Difference, mine: dict, theirs: dict) -> Row:
    if not one.column:
        label = _("%(table)s第 %(row)d 行") % {"table": reading.CAPTIONS[one.table], "row": one.row}
        return Row(
            one, label, [(_whole(names, name, one, one.mine), True)], [(_whole(names, name, one, one.theirs), True)]
        )
    label = str(reading.SAID[one.column]) if not one.table else reading.column_label(one.table, one.column)
    if one.table:
        label = _("%(table)s第 %(row)d 行：%(what)s") % {
            "table": reading.CAPTIONS[one.table],
            "row": one.row,
            "what": label,
        }
    own, other = comparison.marked(_text(names, one.column, one.mine), _text(names, one.column, one.theirs))
    return Row(one, label, own, other)


def _whole(names: reading.Names, name: str, one: Difference, row: dict | None) -> str:
    if row is None:
        return _("没有这一行")
    columns = SECTIONS[name].tables[one.table]
    said = [
        f"{reading.column_label(one.table, key)}：{_text(names, key, row[key])}"
        for key in columns
        if row[key] not in (None, "")
    ]
    return "；".join(said) or _("空行")


def _text(names: reading.Names, column: str, value) -> str:
    if isinstance(value, bool):
        return _("已勾选") if value else _("未勾选")
    return names.plain(column, value)


def values(forms: SectionForms) -> dict[str, str]:
    """Element name -> value of an unbound form, as its controls would hold them."""
    boxes = [forms.form] if forms.form is not None else []
    for _table, made in forms.tables:
        boxes += made.forms
    found = {}
    for box in boxes:
        for bound in box:
            value = bound.field.prepare_value(bound.value())
            if isinstance(value, bool):
                value = "on" if value else ""
            found[bound.html_name] = "" if value is None else str(value)
    return found
