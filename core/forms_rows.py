"""A form field of rows: a table with a field for each column, to which rows are added and out of which they are taken.

With script (static/js/rows-field.js) a row comes and goes on the spot and the sum follows what is typed. Without it the
same buttons send the form, and the page comes again with everything that was typed and a row more or less (`retyped`).
"""

import re

from django import forms
from django.forms.formsets import TOTAL_FORM_COUNT
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

MORE, REMOVE = "more", "remove"  # names of the buttons
_REMOVED = re.compile(r"(?P<name>\w+)-(?P<place>\d{1,3})")


class _Rows(forms.BaseFormSet):
    """Every row may stay empty, and a row that is taken out is not looked at."""

    deletion_widget = forms.HiddenInput

    def is_removed(self, form: forms.Form) -> bool:
        if self.is_bound:
            _ = form.errors  # cleans once
        return self.is_bound and bool(form.cleaned_data.get("DELETE"))

    @property
    def kept(self) -> list[forms.Form]:
        return [form for form in self.forms if not self.is_removed(form)]


class RowsInput(forms.Widget):
    """The table. Its value is a list of rows, or what was sent: a bound formset."""

    rows: "RowsField"

    def value_from_datadict(self, data, files, name):
        return self.rows.table(data, prefix=name) if f"{name}-{TOTAL_FORM_COUNT}" in data else None

    def value_omitted_from_data(self, data, files, name):
        return f"{name}-{TOTAL_FORM_COUNT}" not in data

    def id_for_label(self, id_):
        return ""  # the label is a legend

    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        table = value if isinstance(value, _Rows) else self.rows.table(initial=self.rows.filled(value), prefix=name)
        rows = [(form, _cells(form, number), table.is_removed(form)) for number, form in enumerate(table.forms, 1)]
        context = {"name": name, "rows": rows, "empty": table.empty_form, "is_card": self.rows.is_card}
        context["empty_cells"] = _cells(table.empty_form, "__number__")
        if self.rows.sum_of:
            context |= {"sum_of": self.rows.sum_of, "sum_to": self.rows.sum_to, "sum": self.rows.sum_in(table)}
        return render_to_string("ui/rows.html", context)


def _cells(form: forms.Form, number) -> list[tuple]:
    """(field, label): the labels of a column differ by the number of the row, for whoever hears them."""
    return [(field, f"{field.label} {number}") for field in form.visible_fields()]


class RowsField(forms.Field):
    """Cleans to a list of what the rows of `row` (a Form) clean to, empty rows left out.

    `sum_of` names a column of whole numbers whose sum is shown below and must be `sum_to`. At least `least` rows are
    shown, empty ones if need be. With `is_card` a row of many columns stands as a card with its labels. `mark` replaces
    必填 or 选填.
    """

    widget = RowsInput
    is_rows = True
    default_error_messages = {
        "rows": _("请改正标出的各行。"),
        "many": _("最多 %(most)d 行。"),
        "sum": _("%(column)s合计应为 %(to)d，现为 %(now)d。"),
    }

    def __init__(
        self,
        row: type[forms.Form],
        *,
        sum_of: str = "",
        sum_to: int = 0,
        least: int = 1,
        most: int = 40,
        is_card: bool = False,
        mark: str | None = None,
        **options,
    ):
        self.row, self.sum_of, self.sum_to, self.least, self.most = row, sum_of, sum_to, least, most
        self.is_card, self.mark = is_card, mark
        self.table = forms.formset_factory(
            row, formset=_Rows, extra=0, can_delete=True, max_num=most, absolute_max=most + 20
        )
        super().__init__(**options)
        self.widget.rows = self

    def __deepcopy__(self, memo):
        copied = super().__deepcopy__(memo)
        copied.widget.rows = copied
        return copied

    def to_python(self, value) -> list[dict]:
        if not isinstance(value, _Rows):
            return value or []
        if len(value.kept) > self.most:
            raise forms.ValidationError(self.error_messages["many"], code="many", params={"most": self.most})
        if any(form.errors for form in value.kept):
            raise forms.ValidationError(self.error_messages["rows"], code="rows")
        found = [form.cleaned_data for form in value.kept]
        return [{name: one for name, one in row.items() if name != "DELETE"} for row in found if row]

    def clean(self, value) -> list[dict]:
        rows = super().clean(value)
        now = sum(row[self.sum_of] for row in rows) if self.sum_of else self.sum_to
        if rows and now != self.sum_to:
            words = {"column": self.row.base_fields[self.sum_of].label, "to": self.sum_to, "now": now}
            raise forms.ValidationError(self.error_messages["sum"], code="sum", params=words)
        return rows

    def filled(self, rows: list[dict] | None) -> list[dict]:
        """The rows to be shown of what is known."""
        known = list(rows or [])
        return known + [{}] * (self.least - len(known))

    def has_changed(self, initial, data) -> bool:
        return True

    def sum_in(self, table: _Rows) -> int:
        """The sum of what can be read."""
        typed = [form[self.sum_of].value() for form in table.kept]
        return sum(int(one) for one in map(str, typed) if one.isdecimal() and len(one) <= 6)

    def typed(self, table: _Rows | None, *, without: int | None = None, and_one: bool = False) -> list[dict]:
        """What stands in the rows, unread, to be shown again."""
        forms_kept = table.kept if table is not None else []
        rows = [
            {name: form[name].data for name in form.fields if name != "DELETE"}
            for form in forms_kept
            if form.prefix != f"{table.prefix}-{without}"
        ]
        return [*rows, {}] if and_one and len(rows) < self.most else rows


def asks_for_rows(post) -> bool:
    """A row is asked for, or to be taken out: nothing is to be saved yet."""
    return MORE in post or REMOVE in post


def retyped(form: forms.Form) -> dict:
    """The values of a form that was sent with such a button, as initial values of a new one."""
    found = {one.name: one.data for one in form if not isinstance(one.field, RowsField)}
    removed = _REMOVED.fullmatch(form.data.get(REMOVE, ""))
    for name, field in form.fields.items():
        if isinstance(field, RowsField):
            place = int(removed["place"]) if removed and removed["name"] == name else None
            found[name] = field.typed(form[name].data, without=place, and_one=form.data.get(MORE) == name)
    return found
