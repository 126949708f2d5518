"""Forms of a lane: its values at the open round, what of them is verified, merging."""

from django import forms
from django.utils.translation import gettext_lazy as _

from challenges.enums import ResolutionKind
from core.forms_plain import text_area
from core.pages import ActForm
from projects.enums import RoundState
from projects.forms.milestones import add_values
from projects.forms.plain import resolution_field
from projects.queries.agreements import plain
from projects.queries.races import RUNNING


def open_round(lane):
    """The round that is open for a lane's race, if any."""
    return lane.race.rounds.filter(state=RoundState.OPEN).order_by("number").first()


class LaneReportForm(ActForm):
    """Values may come in parts; verified ones are not asked for again."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        round = open_round(self.obj)
        values = {row.indicator_id: row for row in round.values.filter(lane=self.obj)} if round else {}
        rows = []
        for indicator in self.obj.race.challenge.indicators.order_by("number"):
            value = values.get(indicator.pk)
            if value is None or not value.is_verified:
                wanted = _("目标 %(target)s") % {
                    "target": f"{indicator.get_comparator_display()} {plain(indicator.target)}"
                }
                rows.append((indicator, wanted, value.actual if value else None, value.evidence if value else ""))
        add_values(self, rows, required=False)


class VerifyForm(ActForm):
    indicators = forms.ModelMultipleChoiceField(
        None,
        label=_("核实的指标"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("未核实的指标在计算名次时按 0 计。"),
    )
    note = text_area(_("核实说明"), required=False, rows=2)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        round = open_round(self.obj)
        reported = round.values.filter(lane=self.obj, is_verified=False).values("indicator") if round else []
        self.fields["indicators"].queryset = self.obj.race.challenge.indicators.filter(pk__in=reported).order_by(
            "number"
        )


class MergeForm(ActForm):
    into = forms.ModelChoiceField(None, label=_("并入赛道"), empty_label=_("请选择"))
    reason = text_area(_("合并理由"))
    resolution = resolution_field(ResolutionKind.RACE)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = (
            self.obj.race.lanes.filter(state__in=RUNNING).exclude(pk=self.obj.pk).order_by("number")
        )
