"""The very first accounts: nobody is there yet who could make them."""

from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from accounts.actions.organizations import register_organization
from accounts.actions.reference import load_divisions, load_offices
from accounts.enums import DivisionLevel, OrganizationKind, Role
from accounts.models import HOME_REGION, Division, Grant, User
from accounts.queries import SYSTEM_USERNAME
from core import clock, events
from core.actions import action
from core.errors import Refused
from core.lifecycle import advance


@action
def bootstrap(
    *,
    sysadmin: str,
    password: str,
    name: str = "",
    unit: str = "",
    uscc: str = "",
    is_own_password: bool = False,
    valid_from: date | None = None,
    by: None = None,
    at: datetime | None = None,
) -> User:
    """Make the system account, the first system administrator and the reference data; answers the administrator.

    With `is_own_password` the administrator typed it himself; else another one is asked for at the first sign-in (R-SEC-03).
    `unit` and `uscc` enter the department's own unit, let in at once: nobody is there yet who could.
    Works once, in an empty table of accounts: Refused("already_bootstrapped") afterwards.
    """
    at = at or clock.now()
    if User.objects.exists():
        raise Refused("already_bootstrapped", _("系统已初始化，请由系统管理员开设账号。"))
    system = User.objects.create(
        username=SYSTEM_USERNAME, first_name="系统", is_system=True, password=make_password(None)
    )
    events.record(system, "user.create", by=system, at=at, label=_("开设账号"))
    load_divisions(by=system, at=at)
    load_offices(by=system, at=at)
    first = User.objects.create(
        username=sysadmin,
        first_name=name or sysadmin,
        password=make_password(password),
        must_choose_password=not is_own_password,
    )
    events.record(first, "user.create", by=system, at=at, label=_("开设账号"))
    Grant.objects.create(
        user=first,
        role=Role.SYSADMIN,
        valid_from=valid_from or clock.local(at).date(),
        granted_at=at,
        granted_by=system,
    )
    events.record(first, "grant.create", by=system, at=at, label=_("授予角色"), data={"role": Role.SYSADMIN})
    if unit:
        _enter_department(unit, uscc, system, at)
    return first


def _enter_department(name: str, uscc: str, system: User, at: datetime) -> None:
    region = Division.objects.get(level=DivisionLevel.REGION, code__startswith=HOME_REGION)
    department = register_organization(
        name=name, uscc=uscc, kind=OrganizationKind.GOVERNMENT, division=region, by=system, at=at
    )
    advance(department, "approve", by=system, at=at, note=_("系统初始化时登记的本单位"))
