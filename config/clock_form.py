"""The form of the demo's clock."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from core.ui import values

SPANS = (
    ("1h", _("1 小时"), timedelta(hours=1)),
    ("1d", _("1 天"), timedelta(days=1)),
    ("3d", _("3 天"), timedelta(days=3)),
    ("7d", _("7 天"), timedelta(days=7)),
    ("30d", _("30 天"), timedelta(days=30)),
)
FARTHEST = timedelta(days=366)


class ClockForm(forms.Form):
    """How far, or to which instant; `cleaned_data["to"]` is the instant."""

    span = forms.ChoiceField(
        label=_("向前拨动"),
        choices=[*((code, label) for code, label, _span in SPANS), ("", _("拨到下面填写的时间"))],
        widget=forms.RadioSelect,
        required=False,
        initial="1d",
    )
    to = forms.DateTimeField(label=_("拨到（北京时间）"), required=False, widget=forms.DateTimeInput())

    def __init__(self, *args, now, **kwargs):
        self.now = now
        super().__init__(*args, **kwargs)

    def clean(self):
        cleaned = super().clean()
        spans = {code: span for code, _label, span in SPANS}
        span = cleaned.get("span")
        to = self.now + spans[span] if span else cleaned.get("to")
        if to is None:
            if "to" not in self.errors:
                self.add_error("to", _("请选择拨动多久，或填写拨到的时间。"))
        elif to <= self.now:
            self.add_error("to", _("只能向前拨动，请填写晚于演示时钟的时间。"))
        elif to > self.now + FARTHEST:
            self.add_error("to", _("一次最多向前拨动一年。"))
        cleaned["to"] = to
        return cleaned

    def shown(self) -> str:
        return values.instant_text(self.cleaned_data["to"])
