"""Fields of a draft: they keep whatever can be kept. What is missing, too long or doubtful is said beside, not refused."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from consortia.drafts.schema import LIMITS
from core.forms_money import MoneyField

PICK = [("", _("请选择"))]


class Words(forms.CharField):
    """Text of any length; `limit` is what the bid may hold in the end, shown as a counter."""

    def __init__(self, *, limit: int = 0, **options):
        super().__init__(**options)
        if limit:
            self.widget.attrs["data-limit"] = str(limit)

    def to_python(self, value):
        # A browser sends line ends in two ways, by script and without: one text must stay one text.
        return super().to_python(value).replace("\x00", "").replace("\r\n", "\n")


class Count(forms.IntegerField):
    """A whole number typed as text: a browser's number box silently drops what it cannot read."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    default_error_messages = {"invalid": _("请填写整数，例如 12；这一格没有保存。")}

    def to_python(self, value):
        value = "".join(str(value or "").split()).replace("\x00", "")
        try:
            return super().to_python(value)
        except ValueError as error:  # thousands of digits
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


class Amount(MoneyField):
    """万元 in a draft. Far above the cap it is kept, and a question stands beside it (core.money.looks_like_yuan)."""

    def __init__(self, **options):
        super().__init__(required=False, **options)

    def widget_attrs(self, widget):
        return super().widget_attrs(widget) | {"data-wan": ""}

    def to_python(self, value):
        try:
            return super().to_python(str(value or "").replace("\x00", ""))
        except ValidationError as error:
            raise ValidationError(_("%(why)s这一格没有保存。") % {"why": error.messages[0]}, code="invalid") from error


def whole(label: str, **options) -> Count:
    return Count(label=label, min_value=0, max_value=100_000, required=False, **options)


def text(label: str, rows: int = 0, *, of: str = "", **options) -> Words:
    """`of` names the field in drafts.schema.LIMITS, like "basic.title"."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput
    limit = LIMITS[tuple(of.split("."))][0] if of else 0
    return Words(label=label, required=False, widget=widget, limit=limit, **options)


class PlainSelect(forms.Select):
    """A select written in one go: a team of fifty that picks from a hundred people has five thousand options, and a
    template for each of them takes longer than the rest of the page."""

    def render(self, name, value, attrs=None, renderer=None):
        said = "" if value is None else str(value)
        options = "".join(
            f'<option value="{escape(key)}"{" selected" if str(key) == said else ""}>{escape(words)}</option>'
            for key, words in self.choices
        )
        given = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        return mark_safe(f"<select{given}>{options}</select>")  # every word of it was escaped above


def choice(label: str, choices, *, is_id: bool = False) -> forms.TypedChoiceField:
    """A pick that may stay open; `is_id` answers a number or None, else text."""
    coerce, empty = (int, None) if is_id else (str, "")
    return forms.TypedChoiceField(
        label=label, choices=[*PICK, *choices], coerce=coerce, empty_value=empty, required=False, widget=PlainSelect
    )
