"""Platforms of a unit: entered once, used by every consortium the unit is in (S32, E-04, R-BUR-01)."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import Organization, User
from consortia import rules
from consortia.models import Platform
from core import clock, events
from core.actions import action, locked
from core.errors import Refused
from core.permissions import require

EDITABLE = ("name", "level", "kind", "approved_by_name", "approved_year", "document_number")


@action
def add_platform(
    *,
    organization: Organization,
    name: str,
    level: str,
    by: User,
    kind: str = "",
    approved_by_name: str = "",
    approved_year: int | None = None,
    document_number: str = "",
    at: datetime | None = None,
) -> Platform:
    """A platform of the own unit, counted once however many consortia the unit is in (S32)."""
    require(rules.add_platform, by, organization)
    _refuse_double(organization.pk, name)
    platform = Platform.objects.create(
        organization=organization,
        name=name.strip(),
        level=level,
        kind=kind,
        approved_by_name=approved_by_name,
        approved_year=approved_year,
        document_number=document_number,
    )
    events.record(platform, "platform.create", by=by, at=at or clock.now(), label=_("登记创新平台"))
    return platform


@action
def edit_platform(*, platform: Platform, changes: dict, by: User, at: datetime | None = None) -> Platform:
    """Bring a platform's particulars up to date (`EDITABLE`)."""
    require(rules.edit_platform, by, platform)
    row = locked(platform)
    if row.ended_on is not None:
        raise Refused("platform_ended", _("该平台已于 %(day)s 撤销，不能修改。") % {"day": row.ended_on}, id=row.pk)
    unknown = sorted(set(changes) - set(EDITABLE))
    if unknown:
        raise Refused("not_editable", _("不能修改：%(names)s。") % {"names": "、".join(unknown)})
    changed = sorted(key for key, value in changes.items() if getattr(row, key) != value)
    if "name" in changed:
        changes = changes | {"name": changes["name"].strip()}
        _refuse_double(row.organization_id, changes["name"], but=row.pk)
    if changed:
        Platform.objects.filter(pk=row.pk).update(**changes)
        words = "、".join(str(Platform._meta.get_field(name).verbose_name) for name in changed)
        events.record(row, "platform.edit", by=by, at=at or clock.now(), label=_("修改创新平台"), note=words)
    for key, value in changes.items():
        setattr(platform, key, value)
    return platform


@action
def end_platform(*, platform: Platform, on: date, reason: str, by: User, at: datetime | None = None) -> Platform:
    """The platform was closed or withdrawn: it stays in the history and is counted no more."""
    require(rules.edit_platform, by, platform)
    row, at = locked(platform), at or clock.now()
    if row.ended_on is not None:
        raise Refused("platform_ended", _("该平台已于 %(day)s 撤销。") % {"day": row.ended_on}, id=row.pk)
    if on > clock.local(at).date():
        raise Refused("ended_later", _("撤销日期不能晚于今天。"), id=row.pk)
    if not reason.strip():
        raise Refused("reason_missing", _("请写明撤销的原因。"), id=row.pk)
    Platform.objects.filter(pk=row.pk).update(ended_on=on, end_reason=reason.strip())
    events.record(row, "platform.end", by=by, at=at, label=_("撤销创新平台"), note=f"{on} {reason.strip()}")
    platform.ended_on, platform.end_reason = on, reason.strip()
    return platform


def _refuse_double(organization_id: int, name: str, but: int | None = None) -> None:
    if Platform.objects.filter(organization=organization_id, name=name.strip()).exclude(pk=but).exists():
        raise Refused("platform_exists", _("该平台已经登记，请直接使用，不要重复登记。"), organization=organization_id)
