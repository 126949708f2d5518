"""The outbox at work: due rows are found by query, claimed, tried, and pushed ahead when they fail."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from core.models import Message, Outbox

logger = logging.getLogger(__name__)
BATCH = 500
BACKOFF = (1, 2, 5, 10, 30, 60)  # minutes after the first, second … failed attempt

#: kind → what delivers it; must be harmless when called twice with the same row.
HANDLERS: dict[str, Callable[[Outbox, datetime], None]] = {}


def handler(kind: str):
    def register(function: Callable) -> Callable:
        HANDLERS[kind] = function
        return function

    return register


def deliver_due(*, at: datetime) -> int:
    """Deliver what is due, one row a transaction; answers how many went out. Two of these share the work."""
    due = Outbox.objects.filter(done_at__isnull=True, next_check_at__lte=at).order_by("next_check_at", "pk")
    delivered = 0
    for pk in list(due.values_list("pk", flat=True)[:BATCH]):
        try:
            with transaction.atomic():
                delivered += _deliver(pk, at)
        except Exception:
            # One bad row must not stop the others, nor come first for ever.
            logger.exception("outbox row %s failed", pk)
            row = Outbox.objects.get(pk=pk)
            wait = BACKOFF[min(row.attempt_count, len(BACKOFF) - 1)]
            Outbox.objects.filter(pk=pk, done_at__isnull=True).update(
                attempt_count=F("attempt_count") + 1,
                next_check_at=at + timedelta(minutes=wait),
                error="failed; see the log",
            )
    return delivered


def _deliver(pk: int, at: datetime) -> bool:
    row = (
        Outbox.objects.select_for_update(skip_locked=True)
        .filter(pk=pk, done_at__isnull=True, next_check_at__lte=at)
        .first()
    )
    if row is None:
        return False
    HANDLERS[row.kind](row, at)
    Outbox.objects.filter(pk=pk).update(done_at=at, next_check_at=None, attempt_count=F("attempt_count") + 1, error="")
    return True


@handler("message")
def deliver_message(row: Outbox, at: datetime) -> None:
    """Put a message into the recipient's in-box."""
    payload = row.payload
    Message.objects.bulk_create(
        [
            Message(
                recipient_id=payload["recipient"],
                title=payload["title"],
                body=payload["body"],
                url=payload["url"],
                key=row.key,
                created_at=row.created_at,
            )
        ],
        ignore_conflicts=True,
    )
