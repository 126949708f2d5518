"""What experts said of milestones and lanes."""

from dataclasses import dataclass

from django.db.models import QuerySet

from projects.enums import LaneState, MilestoneState, ProjectState, RoundState
from projects.models import Lane, Milestone, Project, RaceRound
from reviews.enums import SITTING_SEATS, PanelPurpose, PanelState
from reviews.models import Panel


def subjects(challenge) -> dict[str, dict]:
    """What of a challenge may go before a panel now: key -> the arguments of set_up_panel."""
    taken = Panel.objects.filter(challenge=challenge).exclude(state=PanelState.ARCHIVED)
    milestones = Milestone.objects.filter(project__challenge=challenge, state=MilestoneState.SUBMITTED).exclude(
        pk__in=taken.exclude(state=PanelState.REPORTED).filter(milestone__isnull=False).values("milestone")
    )
    rounds = RaceRound.objects.filter(race__challenge=challenge, state=RoundState.OPEN).exclude(
        pk__in=taken.filter(race_round__isnull=False).values("race_round")
    )
    projects = Project.objects.filter(
        challenge=challenge, state__in=[ProjectState.ACCEPTANCE, ProjectState.USER_EVALUATED]
    ).exclude(pk__in=taken.filter(purpose=PanelPurpose.ACCEPTANCE).values("project"))
    found = {}
    for row in milestones.select_related("project").order_by("pk"):
        found[f"milestone-{row.pk}"] = {"purpose": PanelPurpose.MILESTONE, "milestone": row}
    for row in rounds.select_related("race__challenge").order_by("pk"):
        found[f"round-{row.pk}"] = {"purpose": PanelPurpose.RACE, "race_round": row}
    for row in projects.order_by("pk"):
        found[f"project-{row.pk}"] = {"purpose": PanelPurpose.ACCEPTANCE, "project": row}
    return found


@dataclass(frozen=True)
class LaneSummary:
    """A lane as its judges see it: mean score in hundredths of a point (HALF_UP), and how many think it can finish."""

    lane: Lane
    mean_hundredths: int | None
    can_finish_count: int
    expert_count: int


def judged_lanes(panel: Panel) -> QuerySet[Lane]:
    """The lanes a race panel must judge: those still in the race."""
    return (
        Lane.objects.filter(race=panel.race_round.race_id, state__in=[LaneState.RUNNING, LaneState.PROPOSED_OUT])
        .select_related("project__consortium__lead")
        .order_by("number")
    )


def lane_summary(panel: Panel) -> list[LaneSummary]:
    rows = panel.lane_assessments.filter(seat__state__in=SITTING_SEATS)
    found: dict[int, list] = {}
    for lane, score, can_finish in rows.values_list("lane_id", "score", "can_finish"):
        found.setdefault(lane, []).append((score, can_finish))
    lanes = Lane.objects.filter(pk__in=found).select_related("project__consortium__lead").order_by("number")
    summary = []
    for lane in lanes:
        scores = [score for score, _ in found[lane.pk]]
        mean = (200 * sum(scores) + len(scores)) // (2 * len(scores))
        summary.append(LaneSummary(lane, mean, sum(able for _, able in found[lane.pk]), len(scores)))
    return summary
