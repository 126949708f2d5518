"""What experts said of milestones and lanes."""

from dataclasses import dataclass

from django.db.models import QuerySet

from projects.enums import LaneState
from projects.models import Lane
from reviews.enums import SITTING_SEATS
from reviews.models import Panel


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
