"""The outbox at work: due rows are found by query, claimed, tried, and pushed ahead when they fail.

A message goes into the in-box first; the mail and the text message that follow it are rows of their own, so that a mail
server that is down holds up nobody's in-box.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache

from django.db import transaction
from django.db.models import F

from core import channels
from core.models import Message, MessageKind, Outbox
from core.outbox import put_all

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
    put_into_boxes([row], at)


def put_into_boxes(rows: list[Outbox], at: datetime) -> None:
    """Put messages into the recipients' in-boxes, and ask for the mail and the text messages that go with them."""
    Message.objects.bulk_create([_message(row) for row in rows], ignore_conflicts=True, batch_size=BATCH)
    wanted = cache(lambda recipient, kind, is_urgent: channels.wanted(recipient, kind=kind, is_urgent=is_urgent))
    put_all(
        [
            Outbox(kind=channel, key=f"{channel}:{row.key}"[:200], payload=row.payload, created_at=at, next_check_at=at)
            for row in rows
            for channel in wanted(row.payload["recipient"], _kind(row), row.payload.get("is_urgent", False))
        ]
    )


def _kind(row: Outbox) -> str:
    return row.payload.get("kind", MessageKind.TASK)


def _message(row: Outbox) -> Message:
    return Message(
        recipient_id=row.payload["recipient"],
        kind=_kind(row),
        title=row.payload["title"][:200],
        body=row.payload["body"],
        url=row.payload["url"],
        key=row.key,
        created_at=row.created_at,
    )


@handler("mail")
def deliver_mail(row: Outbox, at: datetime) -> None:
    channels.mail(row.payload)


@handler("sms")
def deliver_sms(row: Outbox, at: datetime) -> None:
    channels.sms(row.payload)
