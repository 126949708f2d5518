"""Registration of units and what follows (E-01, R-ROL-01)."""

from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts import queries, rules
from accounts.enums import OrganizationKind, OrganizationState, Role
from accounts.models import Division, Grant, Organization, Person, User
from core import clock, events, outbox
from core.actions import action, locked
from core.crowd import refuse_flood
from core.errors import Refused
from core.identifiers import normalise_uscc, uscc_warnings
from core.lifecycle import advance, begin
from core.permissions import require

#: What a unit may change about itself; its code only while the registration is open.
EDITABLE = (
    "name",
    "kind",
    "division",
    "address",
    "established_on",
    "tags",
    "legal_representative",
    "contact_name",
    "contact_phone",
)


@action
def register_organization(
    *,
    name: str,
    uscc: str,
    kind: OrganizationKind,
    division: Division,
    uscc_reason: str = "",
    address: str = "",
    established_on: date | None = None,
    tags: list[str] | None = None,
    legal_representative: str = "",
    contact_name: str = "",
    contact_phone: str = "",
    contact_email: str = "",
    username: str = "",
    password: str = "",
    by: User,
    at: datetime | None = None,
) -> Organization:
    """A unit asks for entry; with `username` and `password` its future administrator's account is made too.

    That account may sign in and see the registration, and nothing more until it is approved (R-ROL-01).
    A code that fails its check needs `uscc_reason` (appendix D: warn, not block). Refused: uscc_taken, uscc_length,
    uscc_reason_needed, username_taken.
    """
    require(rules.register_organization, by)
    at = at or clock.now()
    refuse_flood("organization.create", by=by, at=at)
    code = checked_uscc(uscc, uscc_reason)
    organization = _begun(
        code,
        by=by,
        at=at,
        name=name.strip(),
        uscc=code,
        uscc_reason=uscc_reason.strip() if uscc_warnings(code) else "",
        kind=kind,
        division=division,
        supervising_division=queries.supervising_division(division),
        address=address,
        established_on=established_on,
        tags=tags or [],
        legal_representative=legal_representative,
        contact_name=contact_name,
        contact_phone=contact_phone,
    )
    if username:
        _future_administrator(organization, username, password, contact_email, by, at)
    _tell_bureau(organization, at)
    return organization


def _begun(code: str, **fields) -> Organization:
    """The row, or the same refusal as ever where somebody registered this code in the same moment."""
    try:
        with transaction.atomic():
            return begin(Organization, label=_("收到单位注册"), **fields)
    except IntegrityError:
        taken = queries.holder_of(code)
        if taken is None:
            raise
    raise Refused("uscc_taken", taken_sentence(taken, code), organization=taken.pk)


def checked_uscc(uscc: str, reason: str) -> str:
    """The code as stored. Refused where the column cannot hold it, or where a doubtful code has no reason, or is taken."""
    code = normalise_uscc(uscc)
    if not code or len(code) > 18:
        raise Refused("uscc_length", _("统一社会信用代码应为 18 位，请核对后重新填写。"))
    warnings = uscc_warnings(code)
    if warnings and not reason.strip():
        raise Refused(
            "uscc_reason_needed",
            _("统一社会信用代码未通过校验。请核对；确认无误的，请填写校验说明后继续。"),
            defects=warnings,
        )
    taken = queries.holder_of(code)
    if taken is not None:
        raise Refused("uscc_taken", taken_sentence(taken, code), organization=taken.pk)
    return code


def taken_sentence(organization: Organization, code: str) -> str:
    """Where a code already is, and what whoever typed it does now (F04: nobody registers a unit twice)."""
    name = {"name": organization.name, "bureau": organization.bureau}
    if organization.uscc != code:
        return _("该代码是“%(name)s”更换前的原代码，该单位已使用新代码；请联系该单位管理员开设账号。") % name
    if organization.state == OrganizationState.ACTIVE:
        return _("“%(name)s”已用该代码注册，不要重复注册；请联系本单位管理员，由其为您开设申报人账号。") % name
    if organization.state == OrganizationState.SUSPENDED:
        return _("“%(name)s”已用该代码注册，现已停用；请与%(bureau)s联系恢复。") % name
    return _("“%(name)s”的注册已经提交，正由%(bureau)s办理；请用注册时填写的用户名登录查看进度。") % name


def _future_administrator(organization, username: str, password: str, email: str, by: User, at: datetime) -> User:
    if User.objects.filter(username=username).exists():
        raise Refused("username_taken", _("用户名“%(name)s”已被使用，请换一个。") % {"name": username})
    person = Person.objects.create(
        name=organization.contact_name or username,
        organization=organization,
        phone=organization.contact_phone,
        email=email,
    )
    user = User.objects.create(
        username=username,
        password=make_password(password),
        must_choose_password=not by.is_system,  # a visitor chose it himself
        person=person,
        organization=organization,
        email=email,
    )
    events.record(user, "user.create", by=by, at=at, label=_("开设账号"))
    return user


def _tell_bureau(organization: Organization, at: datetime) -> None:
    """Whoever decides on the registration learns of it."""
    on = clock.local(at).date()
    if organization.supervising_division_id:
        recipients = queries.users_with_role(Role.PREFECTURE, on=on, division=organization.supervising_division)
    else:
        recipients = queries.users_with_role(Role.OFFICER, on=on)
    for user in recipients:
        outbox.notify(
            user,
            title=_("单位注册待审核：%(name)s") % {"name": organization.name},
            url=organization.get_absolute_url(),
            key=f"organization:{organization.pk}:{at.isoformat()}",
            at=at,
        )


def _tell_unit(organization: Organization, title: str, body: str, at: datetime) -> None:
    for user in organization.users.filter(is_active=True):
        key = f"organization:{organization.pk}:{organization.state}:{at.isoformat()}"
        outbox.notify(user, title=title, body=body, url=organization.get_absolute_url(), key=key, at=at)


@action
def approve_organization(
    *, organization: Organization, note: str = "", by: User, at: datetime | None = None
) -> Organization:
    """The bureau in charge lets a unit in; the account that registered it becomes its administrator."""
    require(rules.decide_organization, by, organization)
    at = at or clock.now()
    advance(organization, "approve", by=by, at=at, note=note, changes={"defects": []})
    today = clock.local(at).date()
    for user in organization.users.filter(grants__isnull=True):
        Grant.objects.create(user=user, role=Role.UNIT_ADMIN, valid_from=today, granted_at=at, granted_by=by)
        events.record(user, "grant.create", by=by, at=at, label=_("授予角色"), data={"role": Role.UNIT_ADMIN})
    _tell_unit(organization, _("单位注册已审核通过"), _("您现在可以为本单位人员开设账号。"), at)
    return organization


@action
def return_organization(
    *, organization: Organization, defects: list[str], by: User, at: datetime | None = None
) -> Organization:
    """Send a registration back with all its defects at once (R-TIM-09)."""
    require(rules.decide_organization, by, organization)
    at = at or clock.now()
    named = [defect.strip() for defect in defects if defect.strip()]
    if not named:
        raise Refused("defects_needed", _("退回时请一次性列明全部需要补正的内容。"))
    note = "；".join(named)
    advance(organization, "return", by=by, at=at, note=note, changes={"defects": named}, data={"defects": named})
    _tell_unit(organization, _("单位注册已退回修改"), note, at)
    return organization


@action
def edit_organization(
    *, organization: Organization, changes: dict, by: User, at: datetime | None = None
) -> Organization:
    """Change what a unit says about itself (`EDITABLE`); `uscc` and `uscc_reason` only before it is approved."""
    row = locked(organization)
    require(rules.edit_organization, by, row)
    at = at or clock.now()
    is_open = row.state in {OrganizationState.PENDING, OrganizationState.RETURNED}
    allowed = {*EDITABLE, *(("uscc", "uscc_reason") if is_open else ())}
    strange = set(changes) - allowed
    if strange:
        raise Refused(
            "not_editable",
            _("审核通过后不能修改统一社会信用代码；合并、换照后的新代码由系统管理员更换。"),
            fields=sorted(strange),
        )
    changes = dict(changes)
    if "uscc" in changes:
        reason = changes.get("uscc_reason", row.uscc_reason)
        if normalise_uscc(changes["uscc"]) != row.uscc:
            changes["uscc"] = checked_uscc(changes["uscc"], reason)
        else:
            changes["uscc"] = row.uscc
    if is_open and "division" in changes:
        changes["supervising_division"] = queries.supervising_division(changes["division"])
    changed = sorted(key for key, value in changes.items() if getattr(row, key) != value)
    if changed:
        Organization.objects.filter(pk=row.pk).update(**changes)
        events.record(
            row,
            "organization.edit",
            by=by,
            at=at,
            label=_("修改单位信息"),
            note=_changed_words(changed),
            data={"fields": changed},
        )
    for key, value in changes.items():
        setattr(organization, key, value)
    return organization


def _changed_words(names: list[str]) -> str:
    return "、".join(str(Organization._meta.get_field(name).verbose_name) for name in names)


@action
def resubmit_organization(
    *, organization: Organization, changes: dict | None = None, by: User, at: datetime | None = None
) -> Organization:
    """The unit hands its registration in again, with `changes` (see edit_organization) in the same breath.

    What was asked for stays beside it until the bureau decides anew.
    """
    require(rules.edit_organization, by, organization)
    at = at or clock.now()
    if changes:
        edit_organization(organization=organization, changes=changes, by=by, at=at)
    advance(organization, "resubmit", by=by, at=at)
    _tell_bureau(organization, at)
    return organization


@action
def replace_uscc(
    *, organization: Organization, uscc: str, reason: str, uscc_reason: str = "", by: User, at: datetime | None = None
) -> Organization:
    """A unit was merged or got a new code: the old one stays known, so that nobody registers under it again."""
    require(rules.replace_uscc, by, organization)
    if not reason.strip():
        raise Refused("reason_needed", _("请写明更换代码的依据，例如合并、换照。"))
    row, at = locked(organization), at or clock.now()
    if normalise_uscc(uscc) == row.uscc:
        raise Refused("same_code", _("新代码与现代码相同。"))
    code = checked_uscc(uscc, uscc_reason)
    changes = {
        "uscc": code,
        "uscc_reason": uscc_reason.strip() if uscc_warnings(code) else "",
        "former_usccs": [*row.former_usccs, row.uscc],
    }
    Organization.objects.filter(pk=row.pk).update(**changes)
    note = _("由 %(old)s 换为 %(new)s：%(reason)s") % {"old": row.uscc, "new": code, "reason": reason.strip()}
    events.record(row, "organization.replace_uscc", by=by, at=at, label=_("更换统一社会信用代码"), note=note)
    organization.refresh_from_db()
    return organization


@action
def suspend_organization(
    *, organization: Organization, reason: str, by: User, at: datetime | None = None
) -> Organization:
    """The unit's accounts stay and can read; lead and member rules of other apps ask for an active unit."""
    require(rules.suspend_organization, by, organization)
    if not reason.strip():
        raise Refused("reason_needed", _("请写明停用的理由。"))
    return advance(organization, "suspend", by=by, at=at or clock.now(), note=reason)


@action
def resume_organization(
    *, organization: Organization, reason: str = "", by: User, at: datetime | None = None
) -> Organization:
    require(rules.suspend_organization, by, organization)
    return advance(organization, "resume", by=by, at=at or clock.now(), note=reason)
