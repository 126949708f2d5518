"""Races begin, lanes leave them or win, and they end (R-RAC). Money follows in funding."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from challenges.enums import RacePolicy, ResolutionKind
from challenges.models import Challenge, Resolution
from core import clock
from core.actions import action, locked
from core.errors import Refused
from core.lifecycle import advance, begin
from core.permissions import require
from projects import rules
from projects.actions.guards import passed, required_text
from projects.enums import LaneState, RaceState, RoundState
from projects.models import Lane, Project, Race, RaceRound

IN_RACE = (LaneState.RUNNING, LaneState.PROPOSED_OUT)


@action
def start_race(
    *,
    challenge: Challenge,
    projects: Sequence[Project],
    starts_on: date,
    rounds: Sequence[dict],
    by,
    at: datetime | None = None,
) -> Race:
    """Two or three projects of one challenge set out together; `rounds` = [{"checkpoint_on": date, "planned_percent": int}].

    Policy, elimination line and grace come from the batch's rules. Raises Refused: lane_count, lane_challenge,
    lane_consortium, lane_start, round_dates.
    """
    at = at or clock.now()
    require(rules.run_race, by)
    rule_set = challenge.batch.rule_set
    projects, rounds = list(projects), sorted(rounds, key=lambda row: row["checkpoint_on"])
    _check_lanes(challenge, projects, starts_on, rule_set.race_maximum_lanes)
    _check_rounds(projects, starts_on, rounds)
    race = begin(
        Race,
        by=by,
        at=at,
        challenge=challenge,
        starts_on=starts_on,
        policy=rule_set.race_policy,
        elimination_percent=rule_set.race_elimination_percent,
        grace_days=rule_set.race_grace_days,
    )
    for number, project in enumerate(projects, 1):
        begin(Lane, by=by, at=at, race=race, project=project, number=number)
    for number, row in enumerate(rounds, 1):
        opens_at = datetime.combine(row["checkpoint_on"], time(), tzinfo=clock.BEIJING)
        begin(
            RaceRound,
            by=by,
            at=at,
            race=race,
            number=number,
            checkpoint_on=row["checkpoint_on"],
            planned_percent=row["planned_percent"],
            opens_at=opens_at,
            grace_until=opens_at + timedelta(days=max(race.grace_days, 1)),
            next_check_at=opens_at,
        )
    return race


def _check_lanes(challenge: Challenge, projects: list[Project], starts_on: date, most: int) -> None:
    if not 2 <= len({project.pk for project in projects}) == len(projects) <= most:
        words = {"count": len(projects), "most": most}
        raise Refused(
            "lane_count", _("赛马须有 2 至 %(most)d 个不同的项目，现为 %(count)d 个。") % words, challenge=challenge.pk
        )
    strangers = [project.code for project in projects if project.challenge_id != challenge.pk]
    if strangers:
        raise Refused("lane_challenge", _("项目 %(codes)s 不属于该榜单。") % {"codes": "、".join(strangers)})
    if len({project.consortium_id for project in projects}) < len(projects):
        raise Refused("lane_consortium", _("各赛道须由不同的创新联合体承担。"), challenge=challenge.pk)
    late = [project.code for project in projects if project.starts_on != starts_on]
    if late:
        words = {"codes": "、".join(late), "on": starts_on}
        raise Refused("lane_start", _("各赛道须同日起跑（%(on)s），项目 %(codes)s 的起始日期不同。") % words)


def _check_rounds(projects: list[Project], starts_on: date, rounds: list[dict]) -> None:
    ends_on = min(project.ends_on for project in projects)
    days = [row["checkpoint_on"] for row in rounds]
    if not rounds or len(set(days)) < len(days) or not all(starts_on < day <= ends_on for day in days):
        words = {"start": starts_on, "end": ends_on}
        raise Refused("round_dates", _("考核点至少一个，日期互不相同，且在 %(start)s 之后、%(end)s 以前。") % words)
    plans = [row["planned_percent"] for row in rounds]
    if plans != sorted(plans) or not all(0 < plan <= 100 for plan in plans):
        raise Refused("round_plans", _("各考核点的计划完成度须在 1% 至 100% 之间，并逐点不减。"))


@action
def eliminate_lane(
    *, lane: Lane, reason: str, resolution: Resolution | None = None, by, at: datetime | None = None
) -> Lane:
    """淘汰, the state alone: by a resolution, or by the system where the race's rule is AUTOMATIC. The project's end and
    its money are funding.eliminate."""
    at = at or clock.now()
    require(rules.run_race, by, lane.race)
    if not (by.is_system and lane.race.policy == RacePolicy.AUTOMATIC):
        passed(resolution, ResolutionKind.RACE, ResolutionKind.TERMINATE)
    step_out(lane, reason=required_text(reason, _("淘汰原因")), by=by, at=at)
    return lane


def step_out(lane: Lane, *, reason: str, by, at: datetime) -> None:
    """A lane leaves the race and stays visible; what is left of the race follows from how many still run."""
    race = locked(lane.race)
    advance(lane, "eliminate", by=by, at=at, note=reason, changes={"elimination_reason": reason})
    _draw_consequences(race, by=by, at=at)


def _draw_consequences(race: Race, *, by, at: datetime) -> None:
    """One lane left: decided, the rounds to come fall away. None left: ended (the other lane may fail too)."""
    left = race.lanes.filter(state__in=IN_RACE).count()
    won = race.lanes.filter(state=LaneState.WON).exists()
    if left == 1 and not won and race.state == RaceState.RUNNING:
        advance(race, "narrow", by=by, at=at, note=_("只剩一条赛道"))
        _cancel_rounds(race, _("已决出，不再考核"), by=by, at=at)
    if left == 0 and race.state != RaceState.ENDED:
        _cancel_rounds(race, _("赛马已结束"), by=by, at=at)
        advance(race, "end", by=by, at=at, note="" if won else _("各赛道均已退出，无胜出者"))


def _cancel_rounds(race: Race, note: str, *, by, at: datetime) -> None:
    for row in race.rounds.filter(state__in=[RoundState.PLANNED, RoundState.OPEN]).order_by("number"):
        advance(row, "cancel", by=by, at=at, note=note, changes={"next_check_at": None})


@action
def merge_lane(*, lane: Lane, into: Lane, reason: str, resolution: Resolution, by, at: datetime | None = None) -> Lane:
    """Lanes that complement each other go on as one (R-RAC-04); decided by a resolution."""
    at = at or clock.now()
    require(rules.run_race, by, lane.race)
    passed(resolution, ResolutionKind.RACE)
    race = locked(lane.race)
    if into.race_id != race.pk or into.pk == lane.pk or into.state not in IN_RACE:
        raise Refused("merge_into", _("只能并入同一赛马中仍在赛的另一条赛道。"), lane=lane.pk)
    note = _("并入第 %(number)d 道：%(reason)s") % {
        "number": into.number,
        "reason": required_text(reason, _("合并理由")),
    }
    advance(lane, "merge", by=by, at=at, note=note)
    if race.lanes.filter(state__in=IN_RACE).count() == 1 and race.state == RaceState.RUNNING:
        advance(race, "merge", by=by, at=at, note=note)
        _cancel_rounds(race, _("赛道已合并，不再考核"), by=by, at=at)
    return lane


@action
def win_lane(*, lane: Lane, note: str, by, at: datetime | None = None) -> Lane:
    """The last lane standing wins; the race is over."""
    at = at or clock.now()
    require(rules.run_race, by, lane.race)
    race = locked(lane.race)
    others = race.lanes.filter(state__in=IN_RACE).exclude(pk=lane.pk)
    if others.exists():
        numbers = "、".join(_("第 %(number)d 道") % {"number": other.number} for other in others.order_by("number"))
        raise Refused("lanes_still_running", _("%(lanes)s仍在赛，不能宣布胜出。") % {"lanes": numbers}, race=race.pk)
    advance(lane, "win", by=by, at=at, note=required_text(note, _("胜出说明")))
    _draw_consequences(race, by=by, at=at)
    return lane


@action
def end_race(*, race: Race, note: str, by, at: datetime | None = None) -> Race:
    """End a race whose lanes are all decided, or whose rounds are all over while several lanes finish side by side."""
    at = at or clock.now()
    require(rules.run_race, by, race)
    race = locked(race)
    waiting = race.rounds.filter(state__in=[RoundState.OPEN, RoundState.COMPUTED]).order_by("number").first()
    if waiting is not None:
        raise Refused(
            "round_waits",
            _("考核点 %(number)d 尚未作出决定，不能结束赛马。") % {"number": waiting.number},
            round=waiting.pk,
        )
    _cancel_rounds(race, _("赛马已结束"), by=by, at=at)
    return advance(race, "end", by=by, at=at, note=required_text(note, _("结束说明")))
