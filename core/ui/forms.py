"""Forms as the pages show them: which widget gets which class, and the list of all defects with their anchors."""

from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField

CHOICE_LISTS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


@dataclass(frozen=True)
class Defect:
    """One line of the error summary; `anchor` is the id of the field, empty where the whole form is meant."""

    text: str
    label: str = ""
    anchor: str = ""


def anchor(field: BoundField) -> str:
    """The id that the summary links to: for a list of choices its first box, which is what can take the focus."""
    if isinstance(field.field.widget, CHOICE_LISTS):
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


def defects(*parts) -> list[Defect]:
    """Every defect of the forms and formsets, in the order of the page."""
    found = []
    for part in parts:
        if part is None or not part.is_bound:
            continue
        if isinstance(part, forms.BaseFormSet):
            found += [Defect(str(text)) for text in part.non_form_errors()]
            for number, form in enumerate(part.forms, 1):
                found += _of_form(form, prefix=f"第 {number} 行·")
        else:
            found += _of_form(part)
    return found


def _of_form(form: forms.BaseForm, prefix: str = "") -> list[Defect]:
    found = [Defect(str(text), prefix.rstrip("·")) for text in form.non_field_errors()]
    for field in form:
        target = "" if field.is_hidden else anchor(field)
        found += [Defect(str(text), f"{prefix}{field.label}", target) for text in field.errors]
    return found


def css_of(widget: forms.Widget) -> str:
    if isinstance(widget, (forms.CheckboxInput, *CHOICE_LISTS)):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"


def widget_html(field: BoundField) -> str:
    """The widget with our class and its help and errors named for a screen reader."""
    widget = field.field.widget
    attrs = {"class": f"{css_of(widget)} {widget.attrs.get('class', '')}".strip()}
    described = [f"{field.auto_id}_{name}" for name, there in (("error", field.errors), ("hint", field.help_text)) if there]
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if isinstance(widget, forms.DateTimeInput):
        attrs.setdefault("type", "datetime-local")
    elif isinstance(widget, forms.DateInput):
        attrs.setdefault("type", "date")
    elif isinstance(widget, forms.Textarea):
        attrs["rows"] = 4 if widget.attrs.get("rows") in (None, "10") else widget.attrs["rows"]
    return field.as_widget(attrs=attrs)


def unit_of(field: BoundField) -> str:
    """The unit next to an amount: core.forms_money puts it on the widget; any field may carry `unit`."""
    return getattr(field.field, "unit", "") or field.field.widget.attrs.get("data-unit", "")


def kind_of(field: BoundField) -> str:
    """check (one box beside its label), choices (a group with a legend) or plain."""
    if isinstance(field.field.widget, CHOICE_LISTS):
        return "choices"
    return "check" if isinstance(field.field.widget, forms.CheckboxInput) else "plain"
