"""What a race's rounds do to money: continue, or eliminate — the lane out, the project ended, unpaid tranches released (S84, R-RAC)."""

from datetime import datetime

from django.utils.translation import gettext as _

from challenges.enums import RacePolicy, ResolutionKind
from challenges.models import Resolution
from core import clock
from core.actions import action, locked
from core.permissions import require
from funding import rules
from funding.actions.endings import end_project
from funding.actions.tranches import hold_tranche, unhold_tranche
from funding.enums import TrancheState as T
from projects import actions as project_actions
from projects.actions.guards import passed
from projects.actions.sweeps import each
from projects.enums import LaneOutcome, LaneState, RoundState, TerminationKind
from projects.models import Lane, RaceRound

HOLDABLE = (T.PLANNED, T.DUE, T.REQUESTED)


@action
def decide_round(
    *,
    round: RaceRound,
    resolution: Resolution | None,
    outcomes: dict[Lane, tuple[str, str]],
    by,
    at: datetime | None = None,
) -> RaceRound:
    """One decision for all lanes of a round: `outcomes` = {lane: (LaneOutcome, reason)}. TERMINATE eliminates at once; a
    lane that goes on gets the tranches back that the proposal held."""
    at = at or clock.now()
    require(rules.decide_round, by, round)
    project_actions.record_round_decision(round=round, resolution=resolution, outcomes=outcomes, by=by, at=at)
    for lane, (outcome, reason) in sorted(outcomes.items(), key=lambda pair: pair[0].number):
        lane = Lane.objects.select_related("project", "race").get(pk=lane.pk)
        if outcome == LaneOutcome.TERMINATE:
            eliminate(lane=lane, reason=reason, resolution=resolution, by=by, at=at)
        else:
            for tranche in lane.project.tranches.filter(state=T.HELD).order_by("stage"):
                unhold_tranche(tranche=tranche, note=reason, by=by, at=at)
    return round


@action
def eliminate(*, lane: Lane, reason: str, resolution: Resolution | None = None, by, at: datetime | None = None) -> Lane:
    """淘汰: the lane leaves the race, its project is terminated, what was not paid goes back (R-RAC-05). Being eliminated is
    no dishonesty by itself."""
    at = at or clock.now()
    require(rules.decide_round, by)
    if not (by.is_system and lane.race.policy == RacePolicy.AUTOMATIC):
        passed(resolution, ResolutionKind.RACE, ResolutionKind.TERMINATE)
    project_actions.eliminate_lane(lane=lane, reason=reason, resolution=resolution, by=by, at=at)
    end_project(project=lane.project, kind=TerminationKind.RACE, note=reason, resolution=resolution, by=by, at=at)
    lane.refresh_from_db()
    return lane


def apply_race_rules(*, by, at: datetime | None = None) -> int:
    """Sweep over computed rounds. AUTOMATIC: the rule's proposals are carried out. PROPOSE: the tranches of lanes proposed
    for elimination are held until a meeting decides."""
    at = at or clock.now()
    return each(RaceRound.objects.filter(state=RoundState.COMPUTED), lambda round: _apply(round, by=by, at=at), by=by)


def _apply(round: RaceRound, *, by, at: datetime) -> bool:
    race = locked(round.race)
    standings = list(round.standings.select_related("lane__project", "lane__race").order_by("lane__number"))
    if race.policy == RacePolicy.AUTOMATIC:
        outcomes = {row.lane: (row.proposal, row.proposal_reason) for row in standings}
        decide_round(round=round, resolution=None, outcomes=outcomes, by=by, at=at)
        return True
    held = 0
    for row in standings:
        if row.lane.state == LaneState.PROPOSED_OUT:
            for tranche in row.lane.project.tranches.filter(state__in=HOLDABLE).order_by("stage"):
                reason = _("考核点%(number)d 建议淘汰：%(reason)s") % {
                    "number": round.number,
                    "reason": row.proposal_reason,
                }
                hold_tranche(tranche=tranche, reason=reason, by=by, at=at)
                held += 1
    return bool(held)
