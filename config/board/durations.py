"""How long the challenges of a batch stood in each stage, in working days (S99: 落实慢 is measured, not felt)."""

from dataclasses import dataclass
from statistics import median

from django.db import connection

from challenges.models import Batch
from config.board.stages import STAGES, Limit, elapsed, limit_of
from core import clock
from core.working_days import default_calendar

#: One row for each pair of days, not for each challenge: most of a batch moves together.
_SPANS = """
    WITH moves AS (
        SELECT event.object_id, event.to_state, event.at,
               coalesce(
                   lead(event.at) OVER (PARTITION BY event.object_id ORDER BY event.id),
                   -- By the rules of 2021 a contract settles what stays closed (stages.staged).
                   CASE WHEN event.to_state = 'CLOSED' THEN (
                       SELECT min(signed_on)::timestamp AT TIME ZONE 'Asia/Shanghai'
                       FROM projects_contract WHERE challenge_id = event.object_id
                   ) END
               ) AS left_at
        FROM core_event AS event JOIN challenges_challenge AS challenge ON challenge.id = event.object_id
        WHERE event.object_type = 'challenges.challenge' AND challenge.batch_id = %s
          AND event.to_state <> '' AND event.to_state <> event.from_state AND event.result = 'DONE'
    ), stays AS (
        SELECT moves.object_id, stages.key, min(moves.at) AS came,
               CASE WHEN bool_or(moves.left_at IS NULL) THEN NULL ELSE max(moves.left_at) END AS went
        FROM moves JOIN unnest(%s::text[], %s::text[]) AS stages(state, key) ON stages.state = moves.to_state
        GROUP BY moves.object_id, stages.key
    )
    SELECT key, (came AT TIME ZONE 'Asia/Shanghai')::date, (went AT TIME ZONE 'Asia/Shanghai')::date, count(*)
    FROM stays GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""


@dataclass(frozen=True)
class Duration:
    """One stage: how many passed it, the median and the longest stay in working days, and how many stand in it now."""

    label: str
    passed: int
    middle: int | None
    longest: int | None
    waiting: int
    waiting_longest: int | None
    limit: Limit | None

    @property
    def is_over(self) -> bool:
        days = [day for day in (self.longest, self.waiting_longest) if day is not None]
        return bool(self.limit and self.limit.days and days and max(days) > self.limit.days)


def durations(batch: Batch) -> list[Duration]:
    """The open stages in their order."""
    pairs = [(str(state), stage.key) for stage in STAGES if stage.is_open for state in stage.states]
    with connection.cursor() as cursor:
        cursor.execute(_SPANS, [batch.pk, [state for state, _key in pairs], [key for _state, key in pairs]])
        spans = cursor.fetchall()
    calendar, today = default_calendar(), clock.today()
    found = []
    for stage in STAGES:
        if not stage.is_open:
            continue
        passed: list[int] = []
        waiting: list[int] = []
        for key, came, went, number in spans:
            days = elapsed(came, went or today, calendar)
            if key == stage.key and days is not None:
                (passed if went else waiting).extend([days] * number)
        found.append(
            Duration(
                str(stage.label),
                len(passed),
                round(median(passed)) if passed else None,
                max(passed, default=None),
                len(waiting),
                max(waiting, default=None),
                limit_of(stage, batch),
            )
        )
    return found
