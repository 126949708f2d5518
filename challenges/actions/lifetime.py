"""A published challenge: opening, closing at the deadline, extending, withdrawing, re-listing (3.2)."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.queries import system_user
from challenges import defaults, locks, queries, rules
from challenges.actions.refining import draft_challenge
from challenges.enums import BatchState, ChallengeState, NoticeKind, ResolutionKind
from challenges.lifecycle import FAILED
from challenges.models import (
    Batch,
    Challenge,
    Condition,
    Indicator,
    MilestoneRequirement,
    NeedLink,
    PublicNotice,
    Resolution,
)
from core import clock, events, lifecycle
from core.actions import action, locked
from core.errors import Refused
from core.permissions import require

RELISTED_STATES = (*FAILED, ChallengeState.WITHDRAWN)


@action
def extend_deadline(
    *, challenge: Challenge, deadline: datetime, reason: str, by, at: datetime | None = None
) -> Challenge:
    """Only before the deadline, by the database's clock under the exclusive lock; a public correction goes out with it."""
    require(rules.extend_deadline, by, challenge)
    if not reason.strip():
        raise Refused("reason_missing", _("请说明延长期限的原因，原因将公开。"))
    locks.exclude(challenge)
    row = locked(challenge)
    now = at or clock.now()
    if row.state == ChallengeState.OPEN and now >= row.deadline:
        raise Refused("deadline_passed", _("揭榜已截止，不能再延长期限。"), challenge=row.pk)
    if row.deadline is not None and deadline <= row.deadline:
        raise Refused("deadline_not_later", _("新的截止时间应晚于原截止时间。"), challenge=row.pk)
    note = _("截止时间由 %(old)s 延至 %(new)s（北京时间）。原因：%(reason)s") % {
        "old": _minute(row.deadline),
        "new": _minute(deadline),
        "reason": reason,
    }
    title = _("关于延长“%(title)s”揭榜期限的更正公告") % {"title": row.title}
    notice = _released(row, NoticeKind.CORRECTION, title, note, by=by, at=now)
    old = row.deadline.isoformat() if row.deadline else ""
    data = {"old": old, "new": deadline.isoformat(), "reason": reason, "notice": notice.pk}
    changes = {"deadline": deadline, "next_check_at": deadline}
    lifecycle.advance(challenge, "extend", by=by, at=now, note=note, changes=changes, data=data)
    return challenge


def _minute(instant: datetime | None) -> str:
    return "—" if instant is None else f"{clock.local(instant):%Y-%m-%d %H:%M}"


def _released(challenge: Challenge, kind: str, title: str, body: str, *, by, at: datetime) -> PublicNotice:
    """Written by the system from the decision and released with it: an extension without its notice cannot be."""
    notice = lifecycle.begin(
        PublicNotice,
        by=system_user(),
        at=at,
        kind=kind,
        batch=challenge.batch,
        title=title,
        body=f"{challenge.code} {challenge.title}\n{body}",
        issuer=str(defaults.ISSUER),
        written_on=clock.local(at).date(),
        contacts=challenge.batch.contacts,
    )
    return lifecycle.advance(notice, "publish", by=by, at=at, changes={"starts_on": clock.local(at).date()})


@action
def withdraw_challenge(
    *, challenge: Challenge, resolution: Resolution, reason: str, by, at: datetime | None = None
) -> Challenge:
    """By a passed resolution of kind WITHDRAW; the reason is public, in a notice of its own (3.2)."""
    require(rules.withdraw_challenge, by, challenge)
    queries.check_resolution(resolution, ResolutionKind.WITHDRAW)
    if not reason.strip():
        raise Refused("reason_missing", _("请说明撤榜原因，原因将公开。"))
    locks.exclude(challenge)
    row = locked(challenge)
    now = at or clock.now()
    if row.state == ChallengeState.OPEN and now >= row.deadline:
        raise Refused("deadline_passed", _("揭榜已截止，不能撤榜。"), challenge=row.pk)
    title = _("关于撤销“%(title)s”榜单的公告") % {"title": row.title}
    body = _("经会议研究（决议 %(number)s），撤销该榜单，不再接受揭榜；已密封的方案不予开封。原因：%(reason)s") % {
        "number": resolution.number,
        "reason": reason,
    }
    notice = _released(row, NoticeKind.TERMINATION, title, body, by=by, at=now)
    data = {"resolution": resolution.number, "notice": notice.pk}
    changes = {"withdrawal": resolution, "next_check_at": None}
    return lifecycle.advance(challenge, "withdraw", by=by, at=now, note=reason, changes=changes, data=data)


@action
def mark_unclaimed(
    *, challenge: Challenge, by, note: str = "", had_bids: bool = False, at: datetime | None = None
) -> Challenge:
    """Nobody bid, or (`had_bids`) none of the bids was eligible. Whoever calls has looked: this app does not know bids."""
    require(rules.relist_challenge, by, challenge)
    step, usual = ("unqualified", _("无合格方案。")) if had_bids else ("unclaimed", _("截止时无人揭榜。"))
    return lifecycle.advance(challenge, step, by=by, at=at, note=note or usual)


@action
def relist_challenge(*, challenge: Challenge, batch: Batch, by, at: datetime | None = None) -> Challenge:
    """A new draft in a later batch with everything copied, linked to the one that failed or was withdrawn (3.2)."""
    require(rules.relist_challenge, by, challenge)
    row = locked(challenge)
    if row.state not in RELISTED_STATES:
        raise Refused("wrong_state", _("只有流榜或已撤的榜单可以重新张榜。"), challenge=row.pk, state=row.state)
    if row.relisted_as.exists():
        raise Refused("already_relisted", _("这项榜单已重新张榜：%(code)s。") % {"code": row.relisted_as.first().code})
    if batch.programme_id != row.batch.programme_id or batch.state != BatchState.DRAFTING:
        raise Refused("batch_unfit", _("只能在同一示范工程尚未发布的批次中重新张榜。"), batch=batch.pk)
    written = {name: getattr(row, name) for name in Challenge.WRITTEN}
    copy = draft_challenge(batch=batch, by=by, at=at, **written)
    copy.relisted_from = row
    copy.save(update_fields=["relisted_from"])
    for model in (Indicator, MilestoneRequirement, Condition, NeedLink):
        _copy_rows(model, row, copy)
    events.record(
        copy, "challenge.relist", by=by, at=at or clock.now(), label=_("重新张榜"), note=f"{row.code} → {copy.code}"
    )
    return copy


def _copy_rows(model, old: Challenge, new: Challenge) -> None:
    rows = list(model.objects.filter(challenge=old).order_by("pk"))
    for row in rows:
        row.pk, row.challenge = None, new
    model.objects.bulk_create(rows)
