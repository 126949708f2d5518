"""What an account decides about its own messages: which kinds come by mail too, and its calendar address."""

import secrets
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import clock, digests, events
from core.actions import action
from core.errors import Refused
from core.models import OBLIGATORY_KINDS, CalendarFeed, MutedKind


@action
def mute_kinds(*, kinds, by: User, at: datetime | None = None) -> None:
    """Exactly these kinds come no more by mail; all of them still stand in the in-box."""
    kinds = {str(kind) for kind in kinds}
    if kinds & {str(kind) for kind in OBLIGATORY_KINDS}:
        raise Refused("obligatory", _("期限变动、回执和办理结果的邮件不能关闭。"))
    MutedKind.objects.filter(owner_id=by.pk).exclude(kind__in=kinds).delete()
    MutedKind.objects.bulk_create([MutedKind(owner_id=by.pk, kind=kind) for kind in kinds], ignore_conflicts=True)
    note = "、".join(sorted(kinds))
    events.record(by, "user.mute_kinds", by=by, at=at or clock.now(), label=_("设置邮件提醒"), note=note)


@action
def renew_calendar(*, by: User, at: datetime | None = None) -> CalendarFeed:
    """A new secret address; the one before ends at once."""
    at = at or clock.now()
    token = secrets.token_urlsafe(32)
    feed, _made = CalendarFeed.objects.update_or_create(
        owner_id=by.pk, defaults={"token": token, "token_index": _index(token), "since": at}
    )
    events.record(by, "user.renew_calendar", by=by, at=at, label=_("启用日历订阅"))
    return feed


@action
def revoke_calendar(*, by: User, at: datetime | None = None) -> None:
    """The address leads nowhere any more."""
    if CalendarFeed.objects.filter(owner_id=by.pk).delete()[0]:
        events.record(by, "user.revoke_calendar", by=by, at=at or clock.now(), label=_("停用日历订阅"))


def owner_of(*, token: str) -> User | None:
    """Whose calendar a token opens: an active account's, or nobody's."""
    feed = CalendarFeed.objects.filter(token_index=_index(token)).first()
    return User.objects.filter(pk=feed.owner_id, is_active=True).first() if feed else None


def _index(token: str) -> str:
    return digests.of_bytes(token.encode()).sha256
