"""For whom a project exists (404 otherwise)."""

from django.db.models import Q, QuerySet

from accounts.enums import Role
from accounts.models import User
from accounts.roles import READERS
from consortia.enums import MembershipState
from projects.models import Project, Race


def _related(user: User, prefix: str = "") -> Q:
    """The relations that make a project somebody's own."""
    mine = Q(pk__in=[])
    if user.organization_id:
        member = {
            f"{prefix}consortium__memberships__organization": user.organization_id,
            f"{prefix}consortium__memberships__state": MembershipState.CONFIRMED,
        }
        mine |= Q(**{f"{prefix}lead": user.organization_id}) | Q(**member)
        mine |= Q(**{f"{prefix}challenge__end_user": user.organization_id})
    if user.person_id:
        mine |= Q(**{f"{prefix}leader": user.person_id}) | Q(**{f"{prefix}chief_scientist": user.person_id})
    if user.division_id and user.has_role(Role.PREFECTURE):
        mine |= Q(**{f"{prefix}lead__supervising_division": user.division_id})
        mine |= Q(**{f"{prefix}lead__division": user.division_id})
        mine |= Q(**{f"{prefix}lead__division__parent": user.division_id})
    return mine


def projects_for(user: User) -> QuerySet[Project]:
    """Staff and auditors: all. Units of the consortium, the end user, the bureau of the lead, its people: their own."""
    rows = Project.objects.select_related(
        "challenge__batch__programme__office", "challenge__end_user", "consortium", "lead__division", "leader"
    )
    if user.has_role(*READERS):
        return rows
    # A subquery instead of joins: a unit with two reasons to see a project sees it once.
    return rows.filter(pk__in=Project.objects.filter(_related(user)).values("pk"))


def races_for(user: User) -> QuerySet[Race]:
    rows = Race.objects.select_related("challenge__batch__programme", "challenge__batch__rule_set")
    if user.has_role(*READERS):
        return rows
    return rows.filter(pk__in=Race.objects.filter(lanes__project__in=projects_for(user).values("pk")).values("pk"))
