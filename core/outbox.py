"""What must happen later is a row, written in the transaction that wants it."""

from datetime import datetime

from core.models import MessageKind, Outbox


def put(*, kind: str, key: str, payload: dict, at: datetime, due_at: datetime | None = None) -> None:
    """Write an outbox row; a second one with the same key is harmless. Ids in the payload, never personal data."""
    put_all([Outbox(kind=kind, key=key, payload=payload, created_at=at, next_check_at=due_at or at)])


def put_all(rows: list[Outbox]) -> None:
    """Many rows at once, with the same promise."""
    Outbox.objects.bulk_create(rows, ignore_conflicts=True)


def notify(
    user,
    *,
    title: str,
    body: str = "",
    url: str = "",
    key: str,
    at: datetime,
    kind: str = MessageKind.TASK,
    is_urgent: bool = False,
) -> None:
    """Tell a user; `key` makes a repeat harmless. An urgent message goes out as a text message too, where there is one."""
    put(
        kind="message",
        key=f"message:{user.pk}:{key}",
        payload={
            "recipient": user.pk,
            "title": str(title),
            "body": str(body),
            "url": url,
            "kind": str(kind),
            "is_urgent": is_urgent,
        },
        at=at,
    )
