"""Forms of decisions, waivers and award notices. Amounts are typed in 万元 and arrive in fen."""

from django import forms
from django.utils.translation import gettext_lazy as _

from challenges.enums import ResolutionKind
from consortia.enums import BidState
from consortia.models import Bid
from core.forms_money import MoneyField
from core.forms_plain import DateInput, text_area
from core.pages import ActForm
from funding.enums import DecisionResult, WaiverState
from funding.queries.conditions import MILESTONE, SELF_FUNDING
from funding.queries.decisions import cap_fen
from projects.forms.plain import resolution_field

YEARS = 5  # 种业: support rolls on for up to five years (S68)


class DecideForm(ActForm):
    """One bid: result, amount, self-funding, the yearly plan (empty: the rule set's template), reasons where needed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        bid = self.obj
        cap = cap_fen(bid.challenge)
        self.fields["resolution"] = resolution_field(ResolutionKind.AWARD, ResolutionKind.RACE)
        self.fields["result"] = forms.ChoiceField(
            label=_("决定"), choices=DecisionResult.choices, widget=forms.RadioSelect
        )
        self.fields["fiscal_fen"] = MoneyField(label=_("财政经费"), required=False, cap_fen=cap)
        self.fields["self_fen"] = MoneyField(label=_("企业自筹"), required=False)
        first = bid.challenge.batch.year
        for year in range(first, first + YEARS):
            label = _("其中 %(year)s 年") % {"year": year}
            self.fields[f"y{year}"] = MoneyField(
                label=label, required=False, help_text=_("不分年度时留空，按拨款模板和里程碑安排")
            )
        waivers = bid.waivers.filter(state=WaiverState.APPROVED).order_by("-pk")
        self.fields["waiver"] = forms.ModelChoiceField(
            waivers, label=_("比例豁免"), required=False, empty_label=_("无")
        )
        reasons = {
            "departure_reason": _("偏离评审意见或次序的理由"),
            "unequal_reason": _("赛马经费不等的理由"),
            "over_plan_reason": _("超出批次计划经费的理由"),
        }
        for name, label in reasons.items():
            self.fields[name] = text_area(label, required=False, rows=2, help_text=_("需要时填写"))

    def clean(self):
        cleaned = super().clean()
        yearly = {name[1:]: cleaned.pop(name) for name in list(cleaned) if name[0] == "y" and name[1:].isdigit()}
        cleaned["yearly_fen"] = {year: fen for year, fen in yearly.items() if fen}
        if cleaned.get("result") in {DecisionResult.AWARD, DecisionResult.RACE}:
            for name in ("fiscal_fen", "self_fen"):
                if cleaned.get(name) is None and name not in self.errors:
                    self.add_error(name, _("立项须填写此项。"))
        return cleaned


class RatioWaiverForm(ActForm):
    fiscal_fen = MoneyField(label=_("拟安排财政经费"))
    self_fen = MoneyField(label=_("企业自筹"))
    reason = text_area(_("豁免理由"))


class TrancheWaiverForm(ActForm):
    conditions = forms.MultipleChoiceField(
        label=_("豁免的条件"),
        choices=[(MILESTONE, _("里程碑考核通过")), (SELF_FUNDING, _("自筹资金到位"))],
        widget=forms.CheckboxSelectMultiple,
    )
    reason = text_area(_("豁免理由"))


class DraftNoticeForm(forms.Form):
    title = forms.CharField(label=_("公示标题"), max_length=200)
    body = text_area(_("正文"), required=False, rows=4)
    bids = forms.ModelMultipleChoiceField(None, label=_("拟立项方案"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, batch=None, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Bid.objects.filter(challenge__batch=batch, state=BidState.PROPOSED).select_related(
            "challenge", "consortium"
        )
        self.fields["bids"].queryset = rows.order_by("challenge__code", "number")
        self.fields["bids"].label_from_instance = lambda bid: (
            f"{bid.challenge.code} {bid.title}（{bid.consortium.name}）"
        )
        self.fields["bids"].initial = list(rows.values_list("pk", flat=True))


class PublishNoticeForm(forms.Form):
    starts_on = forms.DateField(
        label=_("公示起始日"), required=False, widget=DateInput(), help_text=_("不填为今天，首尾两日都计入")
    )


class FailForm(ActForm):
    resolution = resolution_field(ResolutionKind.AWARD)
    note = text_area(_("流榜原因"))
