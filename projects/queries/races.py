"""Standings of a race round: how far each lane is, who leads, and what the rule proposes with the reason (R-RAC, S84)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from challenges.enums import RacePolicy
from challenges.models import Indicator
from projects.enums import LaneOutcome, LaneState
from projects.models import Lane, LaneValue, RaceRound
from projects.queries.indicators import weighted_hundredths

RUNNING = (LaneState.RUNNING, LaneState.PROPOSED_OUT)


@dataclass(frozen=True)
class Computed:
    """The standing of one lane; progress in hundredths of a per cent."""

    lane: Lane
    progress_hundredths: int
    rank: int
    proposal: str
    reason: str


def percent_text(hundredths: int) -> str:
    """`38%`, `57.25%`."""
    whole, part = divmod(hundredths, 100)
    return f"{whole}" + (f".{part:02d}".rstrip("0") if part else "") + "%"


def lanes_in(round: RaceRound) -> list[Lane]:
    """The lanes that a round is about."""
    lanes = round.race.lanes.filter(state__in=RUNNING).select_related("project", "project__consortium")
    return list(lanes.order_by("number"))


def _indicators(round: RaceRound) -> list[Indicator]:
    return list(round.race.challenge.indicators.order_by("number"))


def missing_values(round: RaceRound, lane: Lane) -> tuple[list[Indicator], list[Indicator]]:
    """Indicators of this lane not reported, and reported but not verified."""
    values = {row.indicator_id: row for row in round.values.filter(lane=lane)}
    unreported, unverified = [], []
    for indicator in _indicators(round):
        value = values.get(indicator.pk)
        if value is None:
            unreported.append(indicator)
        elif not value.is_verified:
            unverified.append(indicator)
    return unreported, unverified


def race_is_complete(round: RaceRound) -> bool:
    """Every running lane has reported every indicator and the assessors have verified all of it."""
    lanes = lanes_in(round)
    return bool(lanes) and all(missing_values(round, lane) == ([], []) for lane in lanes)


def standings(round: RaceRound) -> list[Computed]:
    """Computed from verified values alone; what is not reported or not verified counts 0, and the reason says so."""
    indicators, lanes = _indicators(round), lanes_in(round)
    verified: dict[tuple[int, int], Decimal] = {
        (row.lane_id, row.indicator_id): row.actual for row in LaneValue.objects.filter(round=round, is_verified=True)
    }
    points = {
        lane.pk: weighted_hundredths((one, verified.get((lane.pk, one.pk))) for one in indicators) for lane in lanes
    }
    rows = []
    for lane in lanes:
        mine = points[lane.pk]
        rank = 1 + sum(1 for other in points.values() if other > mine)
        proposal, reason = _proposal(round, lane, mine, rank)
        rows.append(Computed(lane, mine, rank, proposal, reason + _gaps(round, lane)))
    return sorted(rows, key=lambda row: (row.rank, row.lane.number))


def _proposal(round: RaceRound, lane: Lane, mine: int, rank: int) -> tuple[str, str]:
    """Out where the lane is below the elimination line and below the plan of this round: an early round, planned below
    the line, must not throw out a lane that keeps its plan."""
    race = round.race
    line, plan = race.elimination_percent * 100, round.planned_percent * 100
    words = {"done": percent_text(mine), "line": percent_text(line), "plan": percent_text(plan), "rank": rank}
    if mine < min(line, plan):
        if line <= plan:
            text = _("完成度 %(done)s 低于淘汰线 %(line)s，") % words
        else:
            text = _("完成度 %(done)s 低于本考核点计划 %(plan)s 和淘汰线 %(line)s，") % words
        text += _forecast(round, lane.project.starts_on, lane.project.ends_on, mine)
        if race.policy == RacePolicy.AUTOMATIC:
            return LaneOutcome.TERMINATE, text + _("按本批规则由系统淘汰。")
        return LaneOutcome.TERMINATE, text + _("属建议，须经联席会议决议。")
    if mine < plan:
        return LaneOutcome.CONTINUE, _(
            "完成度 %(done)s，低于计划 %(plan)s，未触及淘汰线 %(line)s，建议继续并限期赶上。"
        ) % words
    return LaneOutcome.CONTINUE, _("完成度 %(done)s，达到计划 %(plan)s，居第 %(rank)d 名，建议继续。") % words


def _forecast(round: RaceRound, starts_on: date, ends_on: date, mine: int) -> str:
    """Termination looks ahead (S84): where this pace would lead by the project's last day."""
    elapsed = max((round.checkpoint_on - starts_on).days, 1)
    expected = min(mine * max((ends_on - starts_on).days, 1) // elapsed, 10_000)
    if expected >= 10_000:
        return _("虽按目前进度可望到期完成，但落后过多。")
    words = {"on": ends_on.isoformat(), "expected": percent_text(expected // 100 * 100), "year": ends_on.year}
    return _("按目前进度到 %(on)s 约完成 %(expected)s，预计 %(year)d 年前难以完成。") % words


def _gaps(round: RaceRound, lane: Lane) -> str:
    unreported, unverified = missing_values(round, lane)
    total = len(unreported) + len(unverified)
    if unreported and not unverified and not round.values.filter(lane=lane).exists():
        return _("该赛道未填报，全部指标按 0 计。")
    text = ""
    if unreported:
        text += _("未填报的指标按 0 计：%(names)s。") % {"names": "、".join(one.name for one in unreported)}
    if unverified:
        text += _("未经核实的指标按 0 计：%(names)s。") % {"names": "、".join(one.name for one in unverified)}
    return text if total else ""
