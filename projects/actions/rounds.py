"""Rounds of a race: opened by the clock, reported by the lanes, verified by the assessors, computed, decided (R-RAC-03)."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, Q
from django.utils.translation import gettext as _

from challenges.enums import RacePolicy, ResolutionKind
from challenges.models import Indicator, Resolution
from core import clock, events
from core.actions import action, locked
from core.errors import Refused
from core.lifecycle import advance
from core.outbox import notify
from core.permissions import require
from core.ui.values import instant_text
from projects import rules
from projects.actions.guards import passed
from projects.actions.milestones import Values, indicator_id
from projects.actions.sweeps import each
from projects.enums import LaneOutcome, LaneState, RaceState, RoundState
from projects.models import Lane, LaneStanding, LaneValue, RaceRound
from projects.queries.agreements import decimal_of
from projects.queries.races import RUNNING, lanes_in, race_is_complete, standings
from projects.queries.standing import office_people, unit_people


def race_url(round: RaceRound) -> str:
    return f"/races/{round.race.challenge.code}/"


def open_due_rounds(*, by, at: datetime | None = None) -> int:
    """Sweep: a round opens at its checkpoint; every lane in the race is told to report."""
    at = at or clock.now()
    rows = RaceRound.objects.filter(state=RoundState.PLANNED, opens_at__lte=at, race__state=RaceState.RUNNING)
    return each(rows, lambda round: _open(round, by=by, at=at), by=by)


def _open(round: RaceRound, *, by, at: datetime) -> bool:
    advance(round, "open", by=by, at=at, changes={"next_check_at": round.grace_until})
    words = {
        "title": round.race.challenge.title,
        "number": round.number,
        "until": instant_text(round.grace_until, deadline=True),
    }
    title = _("“%(title)s”考核点 %(number)d 已开启，请于 %(until)s 前填报指标") % words
    for lane in lanes_in(round):
        for user in unit_people(lane.project, on=clock.local(at).date()):
            notify(user, title=title, url=race_url(round), key=f"round:{round.pk}:open", at=at)
    return True


@action
def report_lane(*, round: RaceRound, lane: Lane, values: Values, by, at: datetime | None = None) -> list[LaneValue]:
    """A lane reports while the round is open and the grace runs; `values` = {indicator: (actual, evidence)}, may be in parts.
    A verified value stands."""
    at = at or clock.now()
    require(rules.report_lane, by, lane)
    round = locked(round)
    if lane.race_id != round.race_id or lane.state not in RUNNING:
        raise Refused("lane_not_running", _("该赛道不在赛，不能填报。"), lane=lane.pk)
    if round.state != RoundState.OPEN:
        words = {"number": round.number, "state": round.get_state_display()}
        raise Refused("round_not_open", _("考核点 %(number)d 现为“%(state)s”，不能填报。") % words, round=round.pk)
    if at >= round.grace_until:
        until = instant_text(round.grace_until, deadline=True)
        raise Refused("grace_over", _("填报已于 %(until)s 截止。") % {"until": until}, round=round.pk)
    known = {row.pk: row for row in round.race.challenge.indicators.all()}
    standing = {row.indicator_id: row for row in LaneValue.objects.filter(round=round, lane=lane)}
    given = {indicator_id(key): value for key, value in values.items()}
    found = _report_defects(known, standing, given)
    if found:
        raise Refused("lane_values", _("填报有 %(count)d 处需要改正。") % {"count": len(found)}, defects=found)
    rows = []
    for key, (actual, evidence) in given.items():
        if (old := standing.get(key)) is not None and old.is_verified:
            continue
        fields = {
            "actual": decimal_of(actual),
            "evidence": (evidence or "").strip(),
            "reported_at": at,
            "reported_by": by,
        }
        row, _made = LaneValue.objects.update_or_create(round=round, lane=lane, indicator_id=key, defaults=fields)
        rows.append(row)
    events.record(
        lane, "lane.report", by=by, at=at, label=_("填报赛道指标"), data={"round": round.number, "count": len(rows)}
    )
    return rows


def _report_defects(known: dict, standing: dict, given: dict) -> list[str]:
    found = []
    for key, (actual, evidence) in given.items():
        if key not in known:
            found.append(_("该榜单没有编号为 %(id)s 的指标。") % {"id": key})
            continue
        value, name = decimal_of(actual), {"name": known[key].name}
        if value is None:
            found.append(_("请填写指标“%(name)s”的实际值（数字）。") % name)
        elif not (evidence or "").strip():
            found.append(_("请说明指标“%(name)s”的佐证。") % name)
        elif key in standing and standing[key].is_verified and standing[key].actual != value:
            found.append(_("指标“%(name)s”已经核实，不能再改。") % name)
    return found


@action
def verify_lane_values(
    *,
    round: RaceRound,
    lane: Lane,
    indicators: Iterable[Indicator | int] | None = None,
    note: str = "",
    by,
    at: datetime | None = None,
) -> int:
    """The assessors confirm reported values (all, or those named). What is not confirmed counts 0 at the computation."""
    at = at or clock.now()
    require(rules.verify_lane, by, lane)
    round = locked(round)
    if round.state != RoundState.OPEN:
        words = {"number": round.number, "state": round.get_state_display()}
        raise Refused("round_not_open", _("考核点 %(number)d 现为“%(state)s”，不能核实。") % words, round=round.pk)
    rows = LaneValue.objects.filter(round=round, lane=lane, is_verified=False)
    if indicators is not None:
        rows = rows.filter(indicator__in=[indicator_id(key) for key in indicators])
    names = list(rows.order_by("indicator__number").values_list("indicator__name", flat=True))
    count = rows.update(is_verified=True)
    data = {"round": round.number, "indicators": names}
    events.record(lane, "lane.verify", by=by, at=at, label=_("核实赛道指标"), note=note, data=data)
    if race_is_complete(round):
        # The next sweep computes without waiting for the grace to end.
        RaceRound.objects.filter(pk=round.pk).update(next_check_at=at)
    return count


def compute_due_rounds(*, by, at: datetime | None = None) -> int:
    """Sweep: compute what is complete, or whose grace has passed."""
    at = at or clock.now()
    rows = RaceRound.objects.filter(state=RoundState.OPEN).filter(Q(next_check_at__lte=at) | Q(grace_until__lte=at))
    return each(rows, lambda round: _compute_if_due(round, by=by, at=at), by=by)


def _compute_if_due(round: RaceRound, *, by, at: datetime) -> bool:
    if at < round.grace_until and not race_is_complete(round):
        RaceRound.objects.filter(pk=round.pk).update(next_check_at=F("grace_until"))
        return False
    compute_standings(round=round, by=by, at=at)
    return True


@action
def compute_standings(*, round: RaceRound, by, at: datetime | None = None) -> list[LaneStanding]:
    """Fix progress, rank and proposal of every lane in the race. Refused while lanes are incomplete and the grace runs."""
    at = at or clock.now()
    require(rules.run_race, by, round.race)
    round = locked(round)
    if round.state == RoundState.OPEN and at < round.grace_until and not race_is_complete(round):
        until = instant_text(round.grace_until, deadline=True)
        sentence = _("仍有赛道未填报或未核实，宽限至 %(until)s；届时按未填报计 0。") % {"until": until}
        raise Refused("round_incomplete", sentence, round=round.pk)
    computed = standings(round)
    advance(round, "compute", by=by, at=at, changes={"next_check_at": None})
    rows = LaneStanding.objects.bulk_create(
        LaneStanding(
            round=round,
            lane=row.lane,
            progress_hundredths=row.progress_hundredths,
            rank=row.rank,
            proposal=row.proposal,
            proposal_reason=row.reason,
        )
        for row in computed
    )
    for row in computed:
        if row.proposal == LaneOutcome.TERMINATE and row.lane.state == LaneState.RUNNING:
            advance(row.lane, "propose_out", by=by, at=at, note=row.reason)
    title = _("“%(title)s”考核点 %(number)d 已出名次和建议") % {
        "title": round.race.challenge.title,
        "number": round.number,
    }
    for user in office_people(computed[0].lane.project, on=clock.local(at).date()) if computed else []:
        notify(user, title=title, url=race_url(round), key=f"round:{round.pk}:computed", at=at)
    return rows


@action
def record_round_decision(
    *,
    round: RaceRound,
    resolution: Resolution | None,
    outcomes: dict[Lane, tuple[str, str]],
    by,
    at: datetime | None = None,
) -> RaceRound:
    """What was decided for every lane, in one meeting: `outcomes` = {lane: (LaneOutcome, reason)}.

    With AUTOMATIC the system itself records the rule's own proposals; everybody else needs a passed resolution. A lane
    proposed out and kept runs on; a terminated one is left for funding.eliminate, which also stops its money.
    """
    at = at or clock.now()
    require(rules.decide_round, by, round)
    round = locked(round)
    rows = {row.lane_id: row for row in round.standings.select_related("lane")}
    decided = {lane.pk: (LaneOutcome(outcome), (reason or "").strip()) for lane, (outcome, reason) in outcomes.items()}
    automatic = by.is_system and round.race.policy == RacePolicy.AUTOMATIC
    if automatic:
        if any(rows[key].proposal != outcome for key, (outcome, _reason) in decided.items() if key in rows):
            raise Refused("not_the_proposal", _("系统只能按规则建议办理，不能作出其他决定。"), round=round.pk)
    else:
        passed(resolution, ResolutionKind.RACE)
    if set(decided) != set(rows):
        raise Refused("lanes_together", _("同一考核点须在一次会议上对所有赛道作出决定。"), round=round.pk)
    if all(outcome == LaneOutcome.MERGE for outcome, _reason in decided.values()):
        raise Refused("merge_all", _("合并须保留至少一条赛道继续。"), round=round.pk)
    missing = [rows[key].lane.number for key, (_outcome, reason) in decided.items() if not reason]
    if missing:
        numbers = "、".join(str(number) for number in sorted(missing))
        raise Refused("reason_needed", _("请填写第 %(numbers)s 道的决定理由。") % {"numbers": numbers}, round=round.pk)
    for key, (outcome, reason) in decided.items():
        LaneStanding.objects.filter(pk=rows[key].pk).update(outcome=outcome, outcome_reason=reason)
        lane = rows[key].lane
        if outcome != LaneOutcome.TERMINATE and lane.state == LaneState.PROPOSED_OUT:
            advance(lane, "keep", by=by, at=at, note=reason)
    advance(round, "decide", by=by, at=at, changes={"resolution": resolution})
    return round
