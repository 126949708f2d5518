"""The form field of an amount: typed in 万元 (or 元), cleaned to fen."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core import money


class MoneyField(forms.Field):
    """An amount in `unit`; `cleaned_data` holds whole fen or None.

    `min_fen` and `max_fen` are hard limits. `cap_fen` is what is usual: far beyond it the field says
    that 元 were probably typed as 万元.
    """

    widget = forms.TextInput
    default_error_messages = {"required": _("请填写金额。")}

    def __init__(self, *, unit="万元", min_fen=0, max_fen=None, cap_fen=None, **options):
        self.unit, self.min_fen, self.max_fen, self.cap_fen = unit, min_fen, max_fen, cap_fen
        super().__init__(**options)

    def widget_attrs(self, widget):
        return {"inputmode": "decimal", "autocomplete": "off", "data-unit": self.unit}

    def to_python(self, value):
        if value in self.empty_values or not str(value).strip():
            return None
        try:
            return money.parse_yuan(str(value)) if self.unit == "元" else money.parse_wan(str(value))
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def validate(self, value):
        super().validate(value)
        if value is None:
            return
        if self.cap_fen and money.looks_like_yuan(value, self.cap_fen):
            raise ValidationError(
                _("金额是上限的 50 倍以上，请检查是否把“元”当作“%(unit)s”填写。"),
                code="unit",
                params={"unit": self.unit},
            )
        if self.min_fen is not None and value < self.min_fen:
            raise ValidationError(_("金额不能小于 %(low)s。"), code="min", params={"low": self._text(self.min_fen)})
        if self.max_fen is not None and value > self.max_fen:
            raise ValidationError(_("金额不能大于 %(high)s。"), code="max", params={"high": self._text(self.max_fen)})

    def prepare_value(self, value):
        """Fen from the database become text; what the user typed is shown as typed."""
        return money.exact_text(value, self.unit) if isinstance(value, int) else value

    def has_changed(self, initial, data):
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True

    def _text(self, fen):
        return f"{money.format_fen(fen, self.unit)} {self.unit}"
