"""Forms of the table of eligibility: several bids at once, a single bid, nobody left."""

from django import forms
from django.utils.translation import gettext_lazy as _

from challenges.forms.challenges import OtherBatchForm
from consortia.enums import BidState
from consortia.models import Bid
from core.pages import ActForm


class SeveralForm(ActForm):
    bids = forms.ModelMultipleChoiceField(
        label=_("方案"), queryset=Bid.objects.none(), widget=forms.CheckboxSelectMultiple,
        help_text=_("只有系统核查全部符合的方案能批量通过，其余逐份审查；办理结果逐份列出。"),
    )  # fmt: skip
    note = forms.CharField(
        label=_("须人工判断条件的理由"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("所选方案有须人工判断的条件时填写，逐条记入审查结论。"),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = self.obj.bids.filter(state=BidState.OPENED).select_related("consortium__lead").order_by("number")
        self.fields["bids"].queryset = rows
        self.fields["bids"].label_from_instance = lambda bid: f"{bid.number} {bid.consortium.lead.name}"


class SingleForm(ActForm):
    note = forms.CharField(
        label=_("复核意见"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("揭榜条件是否只适合一家、宣传和对接是否充分、是否继续评审。"),
    )  # fmt: skip


class UnclaimedForm(OtherBatchForm):
    """流榜, and in the same step again in a later batch where one is chosen."""

    note = forms.CharField(label=_("流榜说明"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["batch"].required = False
        self.fields["batch"].label = _("同时列入后续批次")
        self.fields["batch"].empty_label = _("暂不重新张榜")
