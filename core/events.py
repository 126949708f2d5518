"""Writing and reading events."""

from datetime import datetime

from django.db import models

from core import context_vars, news, outbox
from core.models import Event


def record(
    obj: models.Model,
    verb: str,
    *,
    by,
    at: datetime,
    label: str = "",
    note: str = "",
    from_state: str = "",
    to_state: str = "",
    data: dict | None = None,
    refused: bool = False,
    restricted: bool = False,
    traceless: bool = False,
) -> Event:
    """Write one event about `obj`. `by` is a user (the system's own for sweeps) or None for an anonymous visitor.

    `restricted` events are shown only to the supervision office and auditors (objectors' identities, sealed matter).
    `traceless`: neither the network address nor the request is kept, which would lead to whoever gave no name.
    """
    facts = context_vars.current.get()
    acting = getattr(by, "acting", None)
    if acting is not None:  # a substitute answers beside the person he stands in for
        data = {**(data or {}), "acting_for": acting.principal_id}
    organization = getattr(by, "organization", None)
    event = Event.objects.create(
        at=at,
        verb=verb,
        label=str(label),
        object_type=obj._meta.label_lower,
        object_id=obj.pk,
        object_name=str(obj)[:300],
        from_state=from_state,
        to_state=to_state,
        actor_id=getattr(by, "pk", None),
        actor_name=getattr(by, "signature", None) or str(by) if by is not None else "访客",
        organization_id=getattr(organization, "pk", None),
        organization_name=str(organization) if organization is not None else "",
        role="、".join(getattr(by, "role_labels", [])) if by is not None else "",
        note=note,
        data=data or {},
        result="REFUSED" if refused else "DONE",
        is_restricted=restricted,
        ip=None if traceless else facts.ip,
        request_id="" if traceless else facts.request_id,
    )
    if not refused and news.is_told(event.object_type, verb):
        outbox.put(kind="news", key=f"news:{event.pk}", payload={"event": event.pk}, at=at)
    return event


def of(obj: models.Model, *, restricted: bool = False) -> models.QuerySet[Event]:
    """The history of one object, newest first; restricted events only where asked for."""
    events = Event.objects.filter(object_type=obj._meta.label_lower, object_id=obj.pk).order_by("-id")
    return events if restricted else events.filter(is_restricted=False)
