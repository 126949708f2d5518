"""What the clock does: open, close, end notices. One row a transaction; late, doubled or twice at once does no harm."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from challenges import locks, queries, rules
from challenges.enums import BatchState, ChallengeState, NoticeState
from challenges.models import Batch, Challenge, PublicNotice
from core import clock, lifecycle
from core.permissions import require

_RETRY = timedelta(minutes=5)
log = logging.getLogger(__name__)


def open_due(*, by, at: datetime | None = None) -> int:
    """Open batches and challenges whose `open_at` has come. Answers how many moved."""
    require(rules.act_for_the_clock, by)
    return _sweep(Batch, BatchState.PUBLISHED, _open_batch, by=by, at=at) + _sweep(
        Challenge, ChallengeState.PUBLISHED, _open_challenge, by=by, at=at
    )


def close_due(*, by, at: datetime | None = None) -> int:
    """Close challenges whose deadline has passed, then batches that have none open. Answers how many moved."""
    require(rules.act_for_the_clock, by)
    closed = _sweep(Challenge, ChallengeState.OPEN, _close_challenge, by=by, at=at)
    return closed + _sweep(Batch, BatchState.OPEN, _close_batch, by=by, at=at)


def end_due_notices(*, by, at: datetime | None = None) -> int:
    """End notices whose last day is over (R-TIM-02). Answers how many moved."""
    require(rules.act_for_the_clock, by)
    return _sweep(PublicNotice, NoticeState.PUBLISHED, _end_notice, by=by, at=at)


def _sweep(model, state: str, step: Callable, *, by, at: datetime | None) -> int:
    moved = 0
    for pk in list(queries.due(model, state, at=at or clock.now()).values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                moved += bool(step(pk, by=by, at=at))
        except Exception:
            log.exception("sweep of %s %s failed", model._meta.label, pk)
            # Behind the others, so that one broken row cannot hold up the rest for ever.
            model.objects.filter(pk=pk).update(next_check_at=(at or clock.now()) + _RETRY)
    return moved


def _claimed(model, pk: int, state: str):
    """The row locked, or None where another sweep has it or it has moved."""
    return model.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=pk, state=state).first()


def _open_batch(pk: int, *, by, at: datetime | None) -> bool:
    batch = _claimed(Batch, pk, BatchState.PUBLISHED)
    now = at or clock.now()
    if batch is None or now < batch.open_at:
        return False
    lifecycle.advance(batch, "open", by=by, at=now, changes={"next_check_at": batch.deadline})
    return True


def _open_challenge(pk: int, *, by, at: datetime | None) -> bool:
    challenge = _claimed(Challenge, pk, ChallengeState.PUBLISHED)
    now = at or clock.now()
    if challenge is None or now < challenge.open_at:
        return False
    lifecycle.advance(challenge, "open", by=by, at=now, changes={"next_check_at": challenge.deadline})
    return True


def _close_challenge(pk: int, *, by, at: datetime | None) -> bool:
    # The lock first: submissions under way end before the clock is read, later ones find the challenge closed.
    locks.exclude(Challenge(pk=pk))
    challenge = _claimed(Challenge, pk, ChallengeState.OPEN)
    now = at or clock.now()
    if challenge is None or now < challenge.deadline:
        return False
    lifecycle.advance(challenge, "close", by=by, at=now, changes={"next_check_at": None})
    return True


def _close_batch(pk: int, *, by, at: datetime | None) -> bool:
    batch = _claimed(Batch, pk, BatchState.OPEN)
    now = at or clock.now()
    if batch is None or now < batch.deadline:
        return False
    running = batch.challenges.filter(state__in=[ChallengeState.PUBLISHED, ChallengeState.OPEN])
    latest = running.order_by("-deadline").values_list("deadline", flat=True).first()
    if latest is not None:
        # An extended challenge keeps its batch open; a failing one is asked for again soon.
        Batch.objects.filter(pk=pk).update(next_check_at=max(latest, now + _RETRY))
        return False
    lifecycle.advance(batch, "close", by=by, at=now, changes={"next_check_at": None})
    return True


def _end_notice(pk: int, *, by, at: datetime | None) -> bool:
    notice = _claimed(PublicNotice, pk, NoticeState.PUBLISHED)
    now = at or clock.now()
    if notice is None or notice.ends_at is None or now < notice.ends_at:
        return False
    lifecycle.advance(notice, "end", by=by, at=now, changes={"next_check_at": None})
    return True
