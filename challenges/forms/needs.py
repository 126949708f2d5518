"""Forms of need calls and needs."""

from django import forms
from django.utils.translation import gettext_lazy as _

from challenges.actions.needs import gaps_of
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
        self.fields["programme"].queryset = Programme.objects.filter(
            office=self.user.office_id, is_active=True
        ).order_by("name")


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
        "problem": _("现在卡在哪里，影响多大；可写关键数据。"),
        "expected_indicators": _("写明数值和单位，便于凝练为考核指标。"),
        "own_investment_fen": _("没有请填 0；不设投入门槛。"),
        "cooperation": _("例如：合作开发、委托开发、技术转让。"),
        "is_public": _("勾选后可在供需对接中公开需求名称和问题，不公开联系方式。"),
    }

    def __init__(self, *args, call: NeedCall | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        call = call or (self.obj.call if self.obj else None)
        self.call = call
        fields = Field.objects.filter(programme=call.programme_id) if call else Field.objects.none()
        self.fields["field"].queryset = fields.order_by("position")
        for name in ("problem", "expected_indicators", "own_investment_fen", "contact_name"):
            self.fields[name].mark = _("提交时必填")
        self.fields["contact_phone"] = forms.CharField(
            label=_("联系电话"), required=False, max_length=40, help_text=_("加密保存，不公开。")
        )
        self.fields["contact_phone"].mark = _("提交时必填")

    def clean(self):
        """Submitting names every gap at its field at once; saving a draft asks for the name alone."""
        cleaned = super().clean()
        if self.data.get("then") != "submit":
            return cleaned
        told = {
            "problem": _("请写明现在遇到的问题。"),
            "expected_indicators": _("请写明希望达到的指标，尽量有数值和单位。"),
            "own_investment_fen": _("请填写金额，没有请填 0。"),
            "contact_name": _("请填写联系人。"),
            "contact_phone": _("请填写联系电话。"),
        }
        typed = Need(**{name: cleaned.get(name) for name in told if cleaned.get(name) is not None})
        for name, _words in gaps_of(typed):
            if name not in self.errors:
                self.add_error(name, told[name])
        return cleaned


class WithdrawForm(ActForm):
    reason = forms.CharField(
        label=_("撤回原因"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=500,
        help_text=_("草稿可不填；已提交的须写明。"),
    )


class DefectsForm(ActForm):
    defects = LinesField(label=_("补正事项"), help_text=_("每行一项，请一次性列出全部需要补正的事项。"))
