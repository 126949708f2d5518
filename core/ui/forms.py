"""Forms as the pages show them: which widget gets which class, and the list of all defects with their anchors."""

from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

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
    if is_rows(field):
        return field.auto_id
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
        if is_rows(field) and (cells := _of_rows(field, prefix)):
            found += cells
            continue
        target = "" if field.is_hidden else anchor(field)
        found += [Defect(text, f"{prefix}{field.label}", target) for text in error_texts(field)]
    return found


def is_rows(field: BoundField) -> bool:
    """A table of rows (core.forms_rows)."""
    return getattr(field.field, "is_rows", False)


def _of_rows(field: BoundField, prefix: str) -> list[Defect]:
    """The defects of single cells; none where the table as a whole is wrong."""
    table = field.data if field.errors else None
    if table is None or not any(form.errors for form in table.kept):
        return []
    kept = [(number, form) for number, form in enumerate(table.forms, 1) if not table.is_removed(form)]
    words = [(form, f"{prefix}{field.label}·{_('第 %(number)d 行') % {'number': number}}·") for number, form in kept]
    return [defect for form, said in words for defect in _of_form(form, said)]


def error_texts(field: BoundField) -> list[str]:
    """The field's errors as sentences that say what to do; Django's own wording only where it says more."""
    return [_sentence(error, field) for error in field.errors.as_data()]


def _sentence(error: forms.ValidationError, field: BoundField) -> str:
    plain = str(error.messages[0])
    if error.code == "required" and plain == str(forms.Field.default_error_messages["required"]):
        widget = field.field.widget
        if isinstance(widget, forms.CheckboxInput):
            return _("请勾选确认。")
        if isinstance(widget, forms.FileInput):
            return _("请上传文件。")
        return _("请选择。") if isinstance(widget, (forms.Select, *CHOICE_LISTS)) else _("请填写。")
    if error.code == "max_length" and error.params and "limit_value" in error.params:
        over = {"limit": error.params["limit_value"], "found": error.params.get("show_value")}
        return _("不能超过 %(limit)s 个字，现有 %(found)s 个字。") % over
    return plain


def css_of(widget: forms.Widget) -> str:
    if isinstance(widget, CHOICE_LISTS):
        return ""  # Django writes the class on the list as well; the boxes are styled through .jb-choices
    if isinstance(widget, forms.CheckboxInput):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"


def widget_html(field: BoundField) -> str:
    """The widget with our class and its help and errors named for a screen reader."""
    widget = field.field.widget
    css = f"{css_of(widget)} {widget.attrs.get('class', '')}".strip()
    attrs = {"class": css} if css else {}
    described = [
        f"{field.auto_id}_{name}" for name, there in (("error", field.errors), ("hint", field.help_text)) if there
    ]
    if described:
        attrs["aria-describedby"] = " ".join(described)
    # The browser's own pickers speak ISO only; the widget is this form's own copy.
    if isinstance(widget, forms.DateTimeInput):
        widget.input_type, widget.format = "datetime-local", "%Y-%m-%dT%H:%M"
    elif isinstance(widget, forms.DateInput):
        widget.input_type, widget.format = "date", "%Y-%m-%d"
    elif isinstance(widget, forms.Textarea):
        attrs["rows"] = 4 if widget.attrs.get("rows") in (None, "10") else widget.attrs["rows"]
    return field.as_widget(attrs=attrs)


def unit_of(field: BoundField) -> str:
    """The unit next to an amount: core.forms_money puts it on the widget; any field may carry `unit`."""
    return getattr(field.field, "unit", "") or field.field.widget.attrs.get("data-unit", "")


def kind_of(field: BoundField) -> str:
    """check (one box beside its label), choices (a group with a legend), rows (a table with a legend) or plain."""
    if is_rows(field):
        return "rows"
    if isinstance(field.field.widget, CHOICE_LISTS):
        return "choices"
    return "check" if isinstance(field.field.widget, forms.CheckboxInput) else "plain"


def upload_of(field: BoundField) -> dict | None:
    """What the script needs to send files of this field in parts (core.forms_uploads), and what has come already."""
    ticket = getattr(field.field.widget, "ticket", "")
    if not ticket:
        return None
    cleaned = getattr(field.form, "cleaned_data", {}).get(field.name) or []
    here = [one for one in (cleaned if isinstance(cleaned, list) else [cleaned]) if hasattr(one, "token")]
    return {"ticket": ticket, "name": field.html_name, "here": here, "limit_bytes": field.field.limit_bytes}
