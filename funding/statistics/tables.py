"""Figures that are tables: outcomes by kind, and how long each stage took."""

from statistics import median

from django.db.models import Count, Sum

from core import clock
from core.models import Event
from core.working_days import CalendarNotLoaded, count_inclusive
from funding.statistics.scope import Scope
from funding.statistics.table import STATISTICS
from projects.enums import OutcomeKind


def outcomes_by_kind(scope: Scope) -> list[dict]:
    """[{kind, label, count, income_fen}], kinds without outcomes left out."""
    rows = (
        STATISTICS["outcomes"]
        .rows(scope)
        .values("kind")
        .annotate(count=Count("pk"), income_fen=Sum("income_fen", default=0))
    )
    return [{**row, "label": OutcomeKind(row["kind"]).label} for row in rows.order_by("-count", "kind")]


def days_by_stage(scope: Scope) -> list[dict]:
    """[{from_state, to_state, label, days, count}]: the median of working days between two steps of a challenge (S99).

    One query for the challenges and one for their events. A year whose calendar is not loaded leaves its pairs out.
    """
    ids = list(scope.challenges().values_list("pk", flat=True))
    events = Event.objects.filter(
        object_type="challenges.challenge", object_id__in=ids, at__lt=scope.end, result="DONE"
    )
    last: dict[int, tuple[str, object]] = {}
    spans: dict[tuple[str, str], list[int]] = {}
    for pk, to_state, at in (
        events.exclude(to_state="").order_by("object_id", "id").values_list("object_id", "to_state", "at")
    ):
        before = last.get(pk)
        last[pk] = (to_state, at)
        if before is None or before[0] == to_state:
            continue
        try:
            days = count_inclusive(clock.local(before[1]).date(), clock.local(at).date())
        except CalendarNotLoaded:
            continue
        spans.setdefault((before[0], to_state), []).append(days)
    return [
        {"from_state": start, "to_state": end, "days": median(days), "count": len(days)}
        for (start, end), days in sorted(spans.items())
    ]
