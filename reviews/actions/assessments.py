"""Milestones and race lanes: each expert's verdict, then the panel's conclusion (3.6)."""

from collections import Counter
from datetime import date, datetime

from django.utils.translation import gettext as _

from core import clock, events, lifecycle
from core.actions import action, locked
from core.errors import Refused
from core.permissions import require
from projects import actions as projects
from projects.models import Lane, Milestone, RaceRound
from reviews import queries, rules
from reviews.enums import PanelPurpose, PanelState, Verdict
from reviews.models import LaneAssessment, MilestoneAssessment, Panel, Seat
from reviews.queries.assessments import judged_lanes


@action
def assess_milestone(
    *, seat: Seat, milestone: Milestone, verdict: str, opinion: str, by, at: datetime | None = None
) -> MilestoneAssessment:
    """One expert's verdict on a milestone report; it may be changed until the panel concludes."""
    require(rules.assess, by, seat)
    at = at or clock.now()
    panel = _assessing(seat, PanelPurpose.MILESTONE)
    if panel.milestone_id != milestone.pk:
        raise Refused("not_before_panel", _("该里程碑不在本评审组考核范围内。"), milestone=milestone.pk)
    _refuse_blank(opinion)
    row, _made = MilestoneAssessment.objects.update_or_create(
        seat=seat,
        milestone=milestone,
        defaults={"panel": panel, "verdict": verdict, "opinion": opinion.strip(), "assessed_at": at, "assessed_by": by},
    )
    events.record(seat, "seat.assess", by=by, at=at, label=_("提交考核意见"), restricted=True)
    return row


@action
def conclude_milestone(
    *, panel: Panel, opinion: str, by, verified=None, rectify_by_on: date | None = None, at: datetime | None = None
) -> Panel:
    """The panel's verdict by majority goes to the milestone: passed, to be rectified by a date, or failed."""
    require(rules.run_panel, by, panel)
    at = at or clock.now()
    panel = locked(panel)
    _refuse_blank(opinion)
    verdicts = dict(panel.milestone_assessments.values_list("seat_id", "verdict"))
    _refuse_waiting(panel, set(verdicts))
    sitting = set(queries.sitting_seats(panel).values_list("pk", flat=True))
    verdict = _majority([word for seat, word in verdicts.items() if seat in sitting])
    _walk_to_report(panel, opinion, by, at)
    milestone = panel.milestone
    if verdict == Verdict.PASS:
        projects.pass_milestone(milestone=milestone, opinion=opinion, verified=verified, by=by, at=at)
    elif verdict == Verdict.RECTIFY:
        if rectify_by_on is None:
            raise Refused("date_needed", _("评审结论为整改，请填写整改期限。"))
        projects.rectify_milestone(milestone=milestone, by_on=rectify_by_on, opinion=opinion, by=by, at=at)
    else:
        projects.fail_milestone(milestone=milestone, opinion=opinion, by=by, at=at)
    return panel


@action
def assess_lane(
    *,
    seat: Seat,
    lane: Lane,
    round: RaceRound,
    score: int,
    can_finish: bool,
    opinion: str,
    by,
    at: datetime | None = None,
) -> LaneAssessment:
    """One expert's judgement of one lane; the same experts judge all lanes, so a round ends only when all have."""
    require(rules.assess, by, seat)
    at = at or clock.now()
    panel = _assessing(seat, PanelPurpose.RACE)
    if panel.race_round_id != round.pk or lane.race_id != round.race_id:
        raise Refused("not_before_panel", _("该赛道不在本评审组考核范围内。"), lane=lane.pk)
    if not 0 <= score <= 100:
        raise Refused("score_range", _("评分应在0到100之间。"))
    _refuse_blank(opinion)
    row, _made = LaneAssessment.objects.update_or_create(
        seat=seat,
        lane=lane,
        round=round,
        defaults={
            "panel": panel,
            "score": score,
            "can_finish": can_finish,
            "opinion": opinion.strip(),
            "assessed_at": at,
            "assessed_by": by,
        },
    )
    events.record(seat, "seat.assess", by=by, at=at, label=_("提交考核意见"), restricted=True)
    return row


@action
def conclude_round(*, panel: Panel, opinion: str, by, verify_values: bool = False, at: datetime | None = None) -> Panel:
    """Every expert has judged every running lane: the panel reports. The standings are the race's own (projects);
    with `verify_values` the panel also verifies what every lane reported."""
    require(rules.run_panel, by, panel)
    at = at or clock.now()
    panel = locked(panel)
    _refuse_blank(opinion)
    lanes = set(judged_lanes(panel).values_list("pk", flat=True))
    judged: dict[int, set] = {}
    for seat, lane in panel.lane_assessments.values_list("seat_id", "lane_id"):
        judged.setdefault(seat, set()).add(lane)
    _refuse_waiting(panel, {seat for seat, seen in judged.items() if lanes <= seen})
    _walk_to_report(panel, opinion, by, at)
    if verify_values:
        for lane in judged_lanes(panel):
            projects.verify_lane_values(round=panel.race_round, lane=lane, note=opinion.strip(), by=by, at=at)
    return panel


def _majority(verdicts: list[str]) -> str:
    """More than half for one verdict gives it; without a majority the work is to be rectified."""
    count = Counter(verdicts)
    for verdict in (Verdict.PASS, Verdict.FAIL):
        if count[verdict] * 2 > len(verdicts):
            return verdict
    return Verdict.RECTIFY


def _assessing(seat: Seat, purpose: str) -> Panel:
    panel = Panel.objects.select_for_update(of=("self",), no_key=True).get(pk=seat.panel_id)
    if panel.purpose != purpose or panel.state != PanelState.SCORING:
        raise Refused(
            "not_scoring",
            _("评审组现为“%(state)s”，不能提交考核意见。") % {"state": panel.get_state_display()},
            panel=panel.pk,
        )
    return panel


def _walk_to_report(panel: Panel, opinion: str, by, at: datetime) -> None:
    lifecycle.advance(panel, "lock", by=by, at=at, changes={"next_check_at": None})
    lifecycle.advance(panel, "vote", by=by, at=at)
    lifecycle.advance(panel, "report", by=by, at=at, changes={"report_text": opinion.strip()})


def _refuse_waiting(panel: Panel, done: set[int]) -> None:
    missing = [seat for seat in queries.sitting_seats(panel) if seat.pk not in done]
    if panel.state == PanelState.SCORING and missing:
        raise Refused(
            "assessments_missing",
            _("还有专家未提交全部考核意见：%(names)s。") % {"names": "、".join(str(seat.expert) for seat in missing)},
            panel=panel.pk,
        )


def _refuse_blank(text: str) -> None:
    if not text.strip():
        raise Refused("opinion_needed", _("请填写意见。"))
