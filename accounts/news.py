"""How the news of every app name the people they concern, and the news of this app."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.queries import users_with_role
from core.news import Case, News

UNIT = (Role.APPLICANT, Role.UNIT_ADMIN)


def found(obj, path: str):
    """What the object names by `path`, or None where the way there ends."""
    for name in path.split("."):
        obj = getattr(obj, name) if obj is not None else None
    return obj


def unit(path: str, *roles: str) -> Callable:
    """Accounts of the unit that the object names by `path`; those of a unit's people unless other roles are named."""

    def people(case: Case):
        organization = found(case.obj, path)
        return users_with_role(*(roles or UNIT), on=case.on, organization=organization) if organization else ()

    return people


def office(path: str) -> Callable:
    """Officers of the office that the object names by `path`."""
    return lambda case: users_with_role(Role.OFFICER, on=case.on).filter(office=found(case.obj, path))


def everybody(*roles: str) -> Callable:
    return lambda case: users_with_role(*roles, on=case.on)


def account(path: str) -> Callable:
    """One account, where the object names one."""

    def people(case: Case):
        user = found(case.obj, path)
        return [user] if user is not None else []

    return people


def _subject(case: Case):
    """The unit's administrators, or the person's accounts."""
    record = case.obj
    if record.organization_id:
        return users_with_role(Role.UNIT_ADMIN, on=case.on, organization=record.organization)
    return User.objects.filter(person=record.person_id, is_active=True).order_by("pk")


NEWS = [
    News("accounts.Organization", ("approve", "return"), _("单位管理员")),
    News(
        "accounts.Organization", ("suspend", "resume"), _("单位管理员"), unit("pk", Role.UNIT_ADMIN),
        _("“%(obj.name)s”：%(state)s"),
    ),
    News(
        "accounts.IntegrityRecord", ("punish", "expire", "repair"), _("当事单位或当事人"), _subject,
        _("信用记录：%(state)s"),
    ),
]  # fmt: skip
