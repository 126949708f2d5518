"""How the deadlines of every app name the people they concern: by their unit, office, jurisdiction, person or account."""

from collections.abc import Callable

from django.db.models import QuerySet

from accounts.models import User
from accounts.queries import users_with_role
from core.deadlines import Audience

#: What an audience is found by -> the attribute of the account.
BY = {
    "unit": "organization_id",
    "office": "office_id",
    "division": "division_id",
    "person": "person_id",
    "account": "pk",
}


def audience(by: str, pairs: Callable[[], QuerySet], holder: str, *roles: str, row: str = "pk") -> Audience:
    """Accounts with one of `roles` (none named: any) whose unit, office … is the `holder` of a row (core.deadlines)."""
    return Audience(
        by=BY[by],
        pairs=pairs,
        row=row,
        holder=holder,
        concerns=lambda user: not roles or user.has_role(*roles),
        people=lambda on: users_with_role(*roles, on=on) if roles else User.objects.filter(is_active=True),
    )


def everybody(*roles: str) -> Audience:
    """Every account with one of `roles`."""
    return Audience(
        by="",
        pairs=User.objects.none,
        row="pk",
        holder="pk",
        concerns=lambda user: user.has_role(*roles),
        people=lambda on: users_with_role(*roles, on=on),
    )


DEADLINES: list = []
