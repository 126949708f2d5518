"""Forms whose fields are those of a model's columns; saving is the action's business, never the form's."""

from functools import partial

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import forms_uploads
from core.forms_money import MoneyField
from core.forms_uploads import UploadField
from core.pages import ActForm


class ColumnForm(ActForm):
    """Fields made from the columns `names` of `model`; `needed` must be filled, `helps` are hints, `labels` other words."""

    model = None
    names: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    helps: dict = {}
    labels: dict = {}
    rows = 4

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        made = forms.fields_for_model(
            self.model, self.names, labels=self.labels, help_texts=self.helps, formfield_callback=_form_field
        )
        for name in self.names:
            self.fields[name] = self._money(name, made[name]) if name.endswith("_fen") else made[name]
            field = self.fields[name]
            if not isinstance(field, forms.BooleanField):
                field.required = name in self.needed
            if isinstance(field, forms.ModelChoiceField) and field.empty_label is not None:
                field.empty_label = _("请选择")
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = self.rows
        # Columns first, then what the class declares itself.
        declared = [name for name in self.fields if name not in self.names]
        self.order_fields([*self.names, *declared])

    def _money(self, name: str, made: forms.Field) -> MoneyField:
        label = str(made.label).replace("（分）", "").replace("(分)", "")
        return MoneyField(label=label, help_text=made.help_text, required=False)


def _form_field(column: models.Field, **options) -> forms.Field | None:
    if isinstance(column, models.URLField):
        options["assume_scheme"] = "https"
    made = column.formfield(**options)
    if isinstance(made, forms.TypedChoiceField):
        made.choices = [(value, label if value else _("请选择")) for value, label in made.choices]
    return made


class ReasonForm(ActForm):
    reason = forms.CharField(label=_("原因"), widget=forms.Textarea(attrs={"rows": 3}))


class NoteForm(ActForm):
    note = forms.CharField(label=_("说明"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class LinesField(forms.CharField):
    """One entry a line; cleans to a list of stripped lines."""

    widget = forms.Textarea

    def to_python(self, value):
        if isinstance(value, list):
            return value
        return [line.strip() for line in (super().to_python(value) or "").splitlines() if line.strip()]

    def validate(self, value):
        if self.required and not value:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value):
        pass

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list | tuple) else value


class DocumentField(UploadField):
    """A PDF, an office document or a scan; `stored` keeps it once the action runs.

    Forms of visitors leave it unbound: there the file comes with the form, and no account is noted beside it.
    """

    LIMIT_BYTES = 20 * 1024 * 1024

    def __init__(self, **options):
        options.setdefault("help_text", _("PDF、DOCX、JPG、PNG 或 OFD，不超过 20 MB。"))
        super().__init__(limit_bytes=self.LIMIT_BYTES, required=options.pop("required", False), **options)


#: `stored(upload, by=, kind=)`: the upload as a file row, or None where there is none.
stored = partial(forms_uploads.stored, limit_bytes=DocumentField.LIMIT_BYTES)
