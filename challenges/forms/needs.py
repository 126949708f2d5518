"""Forms of need calls and needs."""

from django import forms
from django.utils.translation import gettext_lazy as _

from challenges.forms.fields import ColumnForm, LinesField
from challenges.models import Field, Need, NeedCall, Programme
from core.pages import ActForm


class CallForm(ColumnForm):
    model = NeedCall
    names = ("programme", "title", "body", "opens_at", "closes_at")
    needed = ("programme", "title", "opens_at", "closes_at")
    helps = {"closes_at": _("北京时间，不含该时刻。")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = Programme.objects.filter(office=self.user.office_id).order_by("name")


class NeedForm(ColumnForm):
    """A draft may be saved with gaps; submitting names them all."""

    model = Need
    names = (
        "title",
        "field",
        "problem",
        "current_level",
        "expected_indicators",
        "own_investment_fen",
        "wished_period",
        "cooperation",
        "contact_name",
        "contact_phone",
        "is_public",
    )
    needed = ("title",)
    helps = {
        "problem": _("提交前必须填写。"),
        "expected_indicators": _("提交前必须填写；写明数值和单位，便于凝练为考核指标。"),
        "own_investment_fen": _("提交前必须填写，没有请填 0；不设投入门槛。"),
        "cooperation": _("例如：合作开发、委托开发、技术转让。"),
        "is_public": _("勾选后可在供需对接中公开需求名称和问题，不公开联系方式。"),
    }

    def __init__(self, *args, call: NeedCall | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        call = call or (self.obj.call if self.obj else None)
        fields = Field.objects.filter(programme=call.programme_id) if call else Field.objects.none()
        self.fields["field"].queryset = fields.order_by("position")
        self.fields["contact_phone"] = forms.CharField(label=_("联系电话"), required=False, max_length=40)


class DefectsForm(ActForm):
    defects = LinesField(label=_("补正事项"), help_text=_("每行一项，请一次性列出全部需要补正的事项。"))
