"""What keeps a batch from being finished."""

from challenges.enums import ChallengeState, Mechanism
from challenges.models import Batch, Challenge
from core import turns

RUNNING = (
    ChallengeState.PUBLISHED,
    ChallengeState.OPEN,
    ChallengeState.CLOSED,
    ChallengeState.UNDER_REVIEW,
    ChallengeState.IN_NOTICE,
)


def unfinished(batch: Batch) -> list[tuple[Challenge, str]]:
    """(challenge, what is still to be done) of every published one without an outcome.

    By the rules of 2021 a signed contract is the outcome: such a challenge stays closed (R-FUN-05). What was never
    published goes to a later batch and keeps nothing open.
    """
    rows = batch.challenges.filter(state__in=RUNNING).select_related("batch__programme__office", "batch__rule_set")
    if batch.rule_set.mechanism == Mechanism.ENTERPRISE_2021:
        rows = rows.exclude(state=ChallengeState.CLOSED, contracts__isnull=False)
    found = [(row, turns.of(row)) for row in rows.order_by("code")]
    return [(row, f"{step.by}：{step.what}" if step else "") for row, step in found]
