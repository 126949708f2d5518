"""Small forms that several pages share."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.forms_plain import text_area


class InstantInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, **options):
        super().__init__(format="%Y-%m-%dT%H:%M", **options)


class InstantField(forms.DateTimeField):
    """Typed in Beijing time."""

    widget = InstantInput

    def to_python(self, value):
        found = super().to_python(value)
        if found is None:
            return None
        return found.replace(tzinfo=clock.BEIJING) if found.tzinfo is None else found.astimezone(clock.BEIJING)


class ReasonForm(forms.Form):
    reason = text_area(_("理由"))


class TextForm(forms.Form):
    text = text_area(_("评审意见"), rows=6, help_text=_("写明总体评价、各方案排序依据和建议；提交后不能修改。"))


class ClosingForm(forms.Form):
    closes_at = InstantField(label=_("评分截止（北京时间）"), help_text=_("到时系统停止接收评分。"))


class ExtensionForm(ClosingForm):
    reason = text_area(_("延长理由"))
