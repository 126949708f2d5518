"""What must happen later is a row, written in the transaction that wants it."""

from datetime import datetime

from core.models import Outbox


def put(*, kind: str, key: str, payload: dict, at: datetime, due_at: datetime | None = None) -> None:
    """Write an outbox row; a second one with the same key is harmless. Ids in the payload, never personal data."""
    Outbox.objects.bulk_create(
        [Outbox(kind=kind, key=key, payload=payload, created_at=at, next_check_at=due_at or at)], ignore_conflicts=True
    )


def notify(user, *, title: str, body: str = "", url: str = "", key: str, at: datetime) -> None:
    """Tell a user; `key` makes a repeat harmless."""
    put(
        kind="message",
        key=f"message:{user.pk}:{key}",
        payload={"recipient": user.pk, "title": str(title), "body": str(body), "url": url},
        at=at,
    )
