"""People and accounts (E-02, E-03)."""

from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from accounts import rules
from accounts.enums import IdentityKind, Role
from accounts.models import Division, Employment, Grant, Office, Organization, Person, User
from accounts.roles import GRANTED_BY_UNIT, conflict
from core import clock, events
from core.actions import action, locked
from core.errors import Forbidden, Refused
from core.fields import blind_index
from core.permissions import require
from core.text import no_blanks


@action
def add_person(
    *,
    name: str,
    organization: Organization,
    identity_kind: IdentityKind = IdentityKind.RESIDENT,
    identity_number: str = "",
    birth_year: int | None = None,
    title: str = "",
    degree: str = "",
    research_fields: str = "",
    is_academician: bool = False,
    orcid: str = "",
    phone: str = "",
    email: str = "",
    employed_since: date | None = None,
    by: User,
    at: datetime | None = None,
) -> Person:
    """Enter a person; one identity number is one person. `title`, `degree` are informative, never a guard (S36)."""
    require(rules.add_person, by, organization)
    at = at or clock.now()
    number = no_blanks(identity_number).upper()
    index = blind_index(number, purpose=identity_kind)
    known = Person.objects.filter(identity_hash=index).first() if index else None
    if known is not None:
        raise Refused(
            "person_exists", _("该证件号码已登记为其他人员；人员调动请由科技厅办理，不要重复登记。"), person=known.pk
        )
    person = Person.objects.create(
        name=name.strip(),
        organization=organization,
        identity_kind=identity_kind,
        identity_number=number,
        identity_hash=index,
        birth_year=birth_year,
        title=title,
        degree=degree,
        research_fields=research_fields,
        is_academician=is_academician,
        orcid=orcid,
        phone=phone,
        email=email,
    )
    if employed_since:
        Employment.objects.create(person=person, organization=organization, started_on=employed_since)
    events.record(person, "person.create", by=by, at=at, label=_("登记人员"))
    return person


@action
def add_employment(
    *,
    person: Person,
    organization: Organization,
    started_on: date,
    ended_on: date | None = None,
    by: User,
    at: datetime | None = None,
) -> Employment:
    """Where a person has worked; recusal looks back on it (R-REV-04)."""
    require(rules.add_person, by, person.organization)
    if ended_on is not None and ended_on < started_on:
        raise Refused("dates_reversed", _("任职结束日期不能早于开始日期。"))
    employment = Employment.objects.create(
        person=person, organization=organization, started_on=started_on, ended_on=ended_on
    )
    events.record(
        person, "person.employment", by=by, at=at or clock.now(), label=_("登记任职经历"), note=str(organization)
    )
    return employment


@action
def move_person(
    *, person: Person, organization: Organization, on: date, by: User, at: datetime | None = None
) -> Person:
    """A person changes employer: the former one stays in the employments, for the look-back of recusal."""
    require(rules.move_person, by, person)
    row = locked(person)
    at = at or clock.now()
    if row.organization_id == organization.pk:
        raise Refused("same_organization", _("该人员已在此单位。"), person=row.pk)
    current = (
        row.employments.filter(organization=row.organization_id, ended_on__isnull=True).order_by("-started_on").first()
    )
    if current is None:
        Employment.objects.create(person=row, organization=row.organization, started_on=on, ended_on=on)
    else:
        Employment.objects.filter(pk=current.pk).update(ended_on=max(on, current.started_on))
    Employment.objects.create(person=row, organization=organization, started_on=on)
    Person.objects.filter(pk=row.pk).update(organization=organization)
    note = _("由“%(old)s”调入“%(new)s”") % {"old": row.organization, "new": organization}
    events.record(row, "person.move", by=by, at=at, label=_("变更单位"), note=note)
    person.organization = organization
    return person


@action
def add_user(
    *,
    username: str,
    password: str | None = None,
    person: Person | None = None,
    name: str = "",
    organization: Organization | None = None,
    office: Office | None = None,
    division: Division | None = None,
    roles: tuple[str, ...] = (),
    valid_from: date | None = None,
    valid_to: date | None = None,
    by: User,
    at: datetime | None = None,
) -> User:
    """Open an account, with roles if named. Without a password nobody can sign in with it until one is set.

    `organization` defaults to the person's. Refused: username_taken, roles_apart; Forbidden for roles that are not his to give.
    """
    organization = organization or (person.organization if person else None)
    require(rules.add_user, by, organization)
    at = at or clock.now()
    if not by.has_role(Role.SYSADMIN) and set(roles) - set(GRANTED_BY_UNIT):
        raise Forbidden("forbidden", _("单位管理员只能授予申报人和发榜用户角色。"))
    if User.objects.filter(username=username).exists():
        raise Refused("username_taken", _("用户名“%(name)s”已被使用，请换一个。") % {"name": username})
    user = User.objects.create(
        username=username,
        password=make_password(password),
        first_name="" if person else name,
        person=person,
        organization=organization,
        office=office,
        division=division,
    )
    events.record(user, "user.create", by=by, at=at, label=_("开设账号"))
    held: frozenset[str] = frozenset()
    for role in roles:
        refuse_conflict(user, held, role)
        held |= {role}
        give(user, role, valid_from, valid_to, by, at)
    return user


def refuse_conflict(user: User, held: frozenset[str], role: str) -> None:
    """Refused where one account would hold two roles that must stay apart (R-ROL-02, R-ROL-05, R-ROL-07)."""
    other = conflict(held, role)
    if other is not None:
        raise Refused(
            "roles_apart",
            _("“%(one)s”与“%(other)s”不能由同一账号担任，请另设账号或先撤销原角色。")
            % {"one": Role(role).label, "other": Role(other).label},
            user=user.pk,
        )


def give(user: User, role: str, valid_from: date | None, valid_to: date | None, by: User, at: datetime) -> Grant:
    """Write the grant and its event; asks nothing."""
    grant = Grant.objects.create(
        user=user,
        role=role,
        valid_from=valid_from or clock.local(at).date(),
        valid_to=valid_to,
        granted_at=at,
        granted_by=by,
    )
    events.record(
        user, "grant.create", by=by, at=at, label=_("授予角色"), note=str(Role(role).label), data={"role": role}
    )
    user.__dict__.pop("role_codes", None)  # what it may do is counted anew
    return grant


@action
def close_user(*, user: User, reason: str, by: User, at: datetime | None = None) -> User:
    """Nobody signs in with this account any more; what it did stays."""
    require(rules.close_user, by, user)
    row = locked(user)
    if not row.is_active:
        raise Refused("already_closed", _("该账号已停用。"), user=row.pk)
    if not reason.strip():
        raise Refused("reason_needed", _("请写明停用的理由。"))
    User.objects.filter(pk=row.pk).update(is_active=False)
    events.record(row, "user.close", by=by, at=at or clock.now(), label=_("停用账号"), note=reason)
    user.is_active = False
    return user


@action
def reopen_user(*, user: User, by: User, at: datetime | None = None) -> User:
    require(rules.close_user, by, user)
    row = locked(user)
    if row.is_active:
        raise Refused("already_open", _("该账号正在使用。"), user=row.pk)
    User.objects.filter(pk=row.pk).update(is_active=True)
    events.record(row, "user.reopen", by=by, at=at or clock.now(), label=_("恢复账号"))
    user.is_active = True
    return user


@action
def change_password(*, user: User, password: str, by: User, at: datetime | None = None) -> User:
    """The holder changes the password (validated at the edge); a system administrator sets one that was lost."""
    if by.pk != user.pk:
        require(rules.close_user, by, user)
    User.objects.filter(pk=user.pk).update(password=make_password(password))
    user.refresh_from_db(fields=["password"])
    events.record(user, "user.password", by=by, at=at or clock.now(), label=_("修改密码"))
    return user


@action
def edit_profile(*, person: Person, changes: dict, by: User, at: datetime | None = None) -> Person:
    """The person, or the unit's administrator, keeps title, degree, fields, ORCID and contact up to date."""
    require(rules.edit_person, by, person)
    row = locked(person)
    strange = set(changes) - {"title", "degree", "research_fields", "orcid", "phone", "email", "birth_year"}
    if strange:
        raise Refused("not_editable", _("姓名、证件和单位的变更请由科技厅办理。"), fields=sorted(strange))
    changed = sorted(key for key, value in changes.items() if getattr(row, key) != value)
    if changed:
        Person.objects.filter(pk=row.pk).update(**changes)
        words = "、".join(str(Person._meta.get_field(name).verbose_name) for name in changed)
        events.record(row, "person.edit", by=by, at=at or clock.now(), label=_("修改个人信息"), note=words)
    for key, value in changes.items():
        setattr(person, key, value)
    return person


@action
def record_sign_in(*, by: User, at: datetime | None = None) -> None:
    """The log of sign-ins (R-SEC-02): who, when, from where; failures are kept by the lock."""
    events.record(by, "user.sign_in", by=by, at=at or clock.now(), label=_("登录"))
