"""Forms of tranches, waivers and race rounds."""

from django import forms
from django.utils.translation import gettext_lazy as _

from challenges.enums import ResolutionKind
from core import clock
from core.forms_money import MoneyField
from core.forms_plain import DateInput, text_area
from core.pages import ActForm
from projects.enums import LaneOutcome
from projects.forms.plain import resolution_field


class RequestForm(forms.Form):
    usage_plan = text_area(_("用款计划"), help_text=_("本期经费的主要用途和进度安排"))


class ApproveForm(ActForm):
    document_number = forms.CharField(label=_("下达文号"), max_length=60, help_text=_("例如 内财教〔2022〕88 号"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        planned = self.obj.planned_fen
        self.fields["approved_fen"] = MoneyField(label=_("批准金额"), initial=planned, max_fen=planned)


class PayForm(forms.Form):
    voucher_number = forms.CharField(label=_("拨款凭证号"), max_length=60)


class ConfirmForm(ActForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        paid = self.obj.approved_fen
        self.fields["received_fen"] = MoneyField(label=_("到账金额"), initial=paid, max_fen=paid)
        self.fields["received_on"] = forms.DateField(label=_("到账日期"), widget=DateInput(), initial=clock.today)


class WaiverDecisionForm(forms.Form):
    note = text_area(_("意见"), required=False, rows=2)
    resolution = resolution_field(ResolutionKind.WAIVER, ResolutionKind.AWARD, required=False)


class RoundForm(forms.Form):
    """One outcome and one reason for every lane of the round, in one decision."""

    def __init__(self, *args, round=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["resolution"] = resolution_field(ResolutionKind.RACE)
        rows = round.standings.select_related("lane__project").order_by("lane__number") if round else []
        self.lanes = {row.lane_id: row.lane for row in rows}
        for row in rows:
            words = {"number": row.lane.number, "code": row.lane.project.code}
            self.fields[f"o{row.lane_id}"] = forms.ChoiceField(
                label=_("第%(number)s道 %(code)s：决定") % words, choices=LaneOutcome.choices, initial=row.proposal
            )
            self.fields[f"r{row.lane_id}"] = text_area(
                _("第%(number)s道：理由") % words, rows=2, help_text=row.proposal_reason
            )

    def clean(self):
        cleaned = super().clean()
        cleaned["outcomes"] = {
            lane: (cleaned.pop(f"o{pk}", ""), cleaned.pop(f"r{pk}", "")) for pk, lane in self.lanes.items()
        }
        return cleaned
