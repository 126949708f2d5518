"""People and accounts (E-02, E-03)."""

from datetime import date, datetime

from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts import rules
from accounts.enums import IdentityKind, Role
from accounts.models import Division, Employment, Grant, Office, Organization, Person, User
from accounts.roles import GRANTED_BY_UNIT, OF_A_UNIT, conflict
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
        return _taken_over(known, name, organization, employed_since, by, at)
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


def _taken_over(known: Person, name: str, organization: Organization, since: date | None, by: User, at) -> Person:
    """The same person is not entered twice: who has left a unit comes along with the history, anybody else is refused."""
    row = locked(known)
    if row.left_on is None or row.name != name.strip():
        sentence = (
            _("该证件号码在本单位已登记为“%(name)s”，请直接使用，不要重复登记。") % {"name": row.name}
            if row.organization_id == organization.pk
            else _("该证件号码已由其他单位登记。请其原单位先办理离职，再在本单位登记；也可由科技厅办理调动。")
        )
        raise Refused("person_exists", sentence, person=row.pk)
    start = since or clock.local(at).date()
    former = row.organization
    Employment.objects.create(person=row, organization=organization, started_on=start)
    Person.objects.filter(pk=row.pk).update(organization=organization, left_on=None)
    note = _("由“%(old)s”转入“%(new)s”") % {"old": former, "new": organization}
    events.record(row, "person.move", by=by, at=at, label=_("变更单位"), note=note)
    row.organization, row.left_on = organization, None
    return row


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
    if row.organization_id == organization.pk and row.left_on is None:
        raise Refused("same_organization", _("该人员已在此单位。"), person=row.pk)
    if row.left_on is None:
        _end_current_employment(row, on)
    _detach_accounts(row, organization, by=by, at=at, note=str(_("调离“%s”")) % row.organization)
    Employment.objects.create(person=row, organization=organization, started_on=on)
    Person.objects.filter(pk=row.pk).update(organization=organization, left_on=None)
    note = _("由“%(old)s”调入“%(new)s”") % {"old": row.organization, "new": organization}
    events.record(row, "person.move", by=by, at=at, label=_("变更单位"), note=note)
    person.organization, person.left_on = organization, None
    return person


@action
def end_employment(*, person: Person, on: date, reason: str = "", by: User, at: datetime | None = None) -> Person:
    """A person leaves the unit: the accounts lose the unit's roles at once, what they did stays.

    Drafts in hand are given to a successor by `consortia.actions.hand_over`. Refused: already_left, left_later.
    """
    require(rules.end_employment, by, person)
    at = at or clock.now()
    row = locked(person)
    if row.left_on is not None:
        raise Refused("already_left", _("该人员已于 %(day)s 离职。") % {"day": row.left_on}, person=row.pk)
    if on > clock.local(at).date():
        raise Refused("left_later", _("离职日期不能晚于今天；请在离职当日办理。"))
    _end_current_employment(row, on)
    Person.objects.filter(pk=row.pk).update(left_on=on)
    events.record(row, "person.leave", by=by, at=at, label=_("办理离职"), note=reason.strip())
    _detach_accounts(row, None, by=by, at=at, note=str(_("本人离职")))
    person.left_on = on
    return person


def _end_current_employment(row: Person, on: date) -> None:
    current = (
        row.employments.filter(organization=row.organization_id, ended_on__isnull=True).order_by("-started_on").first()
    )
    if current is None:
        Employment.objects.create(person=row, organization=row.organization, started_on=on, ended_on=on)
    else:
        Employment.objects.filter(pk=current.pk).update(ended_on=max(on, current.started_on))


def _detach_accounts(row: Person, goes_to: Organization | None, *, by: User, at: datetime, note: str) -> None:
    """The person's accounts no longer act for the unit. One that has another role (an expert's) stays open for it."""
    for user in row.users.filter(organization=row.organization_id).order_by("pk"):
        for grant in user.grants.filter(role__in=OF_A_UNIT, revoked_at__isnull=True):
            Grant.objects.filter(pk=grant.pk).update(revoked_at=at, revoked_by=by)
            data = {"role": grant.role}
            events.record(user, "grant.revoke", by=by, at=at, label=_("撤销角色"), note=note, data=data)
        if user.grants.filter(revoked_at__isnull=True).exists():
            User.objects.filter(pk=user.pk).update(organization=goes_to)
        elif user.is_active:
            _shut(user)
            events.record(user, "user.close", by=by, at=at, label=_("停用账号"), note=note)


def _shut(user: User) -> None:
    """Nobody gets in any more; who is in is out with the next request, also after a reopening."""
    User.objects.filter(pk=user.pk).update(is_active=False, closed_count=F("closed_count") + 1)
    _end_tokens(user)


def _end_tokens(user: User) -> int:
    """How many tokens of programs ended. Sessions hang on the password and end by themselves (`get_session_auth_hash`)."""
    return apps.get_model("authtoken.Token").objects.filter(user=user.pk).delete()[0]


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
    """Open an account, with roles if named. Without a password nobody can sign in with it until one is set; the one
    given here is for the first sign-in alone (R-SEC-03).

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
        must_choose_password=bool(password),
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
    """Nobody signs in with this account any more, and sessions and tokens end; what it did stays."""
    require(rules.close_user, by, user)
    row = locked(user)
    if not row.is_active:
        raise Refused("already_closed", _("该账号已停用。"), user=row.pk)
    if not reason.strip():
        raise Refused("reason_needed", _("请写明停用的理由。"))
    _shut(row)
    events.record(row, "user.close", by=by, at=at or clock.now(), label=_("停用账号"), note=reason)
    user.refresh_from_db(fields=["is_active", "closed_count"])
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
    """The holder changes the password (validated at the edge); an administrator sets one that was lost, with which the
    holder gets in once, to choose another (R-SEC-03). Sessions and tokens of the account end."""
    is_own = by.pk == user.pk
    if not is_own:
        require(rules.close_user, by, user)
    User.objects.filter(pk=user.pk).update(password=make_password(password), must_choose_password=not is_own)
    user.refresh_from_db(fields=["password", "must_choose_password"])
    note = _("接口令牌同时作废") if _end_tokens(user) else ""
    events.record(user, "user.password", by=by, at=at or clock.now(), label=_("修改密码"), note=note)
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
