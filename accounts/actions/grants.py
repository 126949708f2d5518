"""Roles are given for a time and taken back; nobody gives one to himself (R-ROL-05)."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from accounts import rules
from accounts.actions.people import give, refuse_conflict
from accounts.models import Grant, User
from core import clock, events
from core.actions import action, locked
from core.errors import Refused
from core.permissions import require


@action
def grant_role(
    *,
    user: User,
    role: str,
    valid_from: date | None = None,
    valid_to: date | None = None,
    by: User,
    at: datetime | None = None,
) -> Grant:
    """Give `role` from `valid_from` (today) to `valid_to` (open), both inclusive.

    Refused: already_granted, roles_apart, dates_reversed.
    """
    require(rules.grant_this_role, by, Grant(user=user, role=role))
    at = at or clock.now()
    row = locked(user)
    start = valid_from or clock.local(at).date()
    if valid_to is not None and valid_to < start:
        raise Refused("dates_reversed", _("失效日期不能早于生效日期。"))
    current = row.grants.filter(role=role, revoked_at__isnull=True).first()
    if current is not None and (current.valid_to is None or current.valid_to >= start):
        raise Refused("already_granted", _("该账号已有此角色。"), grant=current.pk)
    if current is not None:  # run out: closed, so that one account has one grant a role
        Grant.objects.filter(pk=current.pk).update(revoked_at=at, revoked_by=by)
    held = frozenset(row.grants.filter(revoked_at__isnull=True).values_list("role", flat=True))
    refuse_conflict(row, held, role)
    return give(user, role, start, valid_to, by, at)


@action
def revoke_role(*, grant: Grant, reason: str = "", by: User, at: datetime | None = None) -> Grant:
    """Take a role back, from now on. Refused: already_revoked."""
    require(rules.grant_this_role, by, grant)
    at = at or clock.now()
    row = locked(grant)
    if row.revoked_at is not None:
        raise Refused("already_revoked", _("该授权已撤销。"), grant=row.pk)
    Grant.objects.filter(pk=row.pk).update(revoked_at=at, revoked_by=by)
    grant.revoked_at, grant.revoked_by = at, by
    note = row.get_role_display() + (f"：{reason}" if reason else "")
    events.record(row.user, "grant.revoke", by=by, at=at, label=_("撤销角色"), note=note, data={"role": row.role})
    grant.user.__dict__.pop("role_codes", None)
    return grant


@action
def renew_grant(*, grant: Grant, valid_to: date | None, by: User, at: datetime | None = None) -> Grant:
    """Let a grant that was not revoked run until another last day (None: open). Refused: already_revoked, dates_reversed."""
    require(rules.grant_this_role, by, grant)
    at = at or clock.now()
    row = locked(grant)
    if row.revoked_at is not None:
        raise Refused("already_revoked", _("该授权已撤销，请重新授权。"), grant=row.pk)
    if valid_to is not None and valid_to < max(row.valid_from, clock.local(at).date()):
        raise Refused("dates_reversed", _("失效日期不能早于生效日期和今天；要立即停止请撤销授权。"))
    Grant.objects.filter(pk=row.pk).update(valid_to=valid_to)
    grant.valid_to = valid_to
    note = _("%(role)s：有效期至 %(day)s") % {"role": row.get_role_display(), "day": valid_to or _("长期")}
    events.record(row.user, "grant.renew", by=by, at=at, label=_("调整授权有效期"), note=note, data={"role": row.role})
    grant.user.__dict__.pop("role_codes", None)
    return grant
