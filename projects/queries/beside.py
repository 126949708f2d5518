"""Running projects of the department beside a bid: what may be funded twice (E-13, R-CON-10 as a hint, never a bar)."""

from dataclasses import dataclass

from django.db.models import Q

from consortia.enums import MembershipState
from consortia.models import Bid, RunningProject
from consortia.queries import confirmed
from projects.enums import ProjectState
from projects.models import Project

RUNNING = (
    ProjectState.AWARDED,
    ProjectState.SIGNED,
    ProjectState.IN_PROGRESS,
    ProjectState.SUSPENDED,
    ProjectState.ACCEPTANCE,
    ProjectState.USER_EVALUATED,
    ProjectState.RECTIFYING,
)


@dataclass(frozen=True)
class Beside:
    """A running project that shares its leader or units (`shared`, by name) with the bid; `declared` is what the bid says of it."""

    project: Project
    shared: list[str]
    is_same_leader: bool
    declared: RunningProject | None


def beside(bid: Bid) -> list[Beside]:
    """The same leader first, then the same units."""
    units = _units(bid)
    declared = list(bid.running_projects.order_by("pk"))
    # A subquery: a project of two shared members is one project.
    joined = Q(
        consortium__memberships__organization__in=units, consortium__memberships__state=MembershipState.CONFIRMED
    )
    own = Q(leader=bid.leader_id) | Q(lead__in=units) | joined
    near = Project.objects.filter(own, state__in=RUNNING).exclude(bid=bid).values("pk")
    rows = Project.objects.filter(pk__in=near).select_related("lead", "leader", "challenge").order_by("code")
    found = []
    for project in rows.prefetch_related("consortium__memberships"):
        members = {
            one.organization_id
            for one in project.consortium.memberships.all()
            if one.state == MembershipState.CONFIRMED
        }
        is_same_leader = project.leader_id == bid.leader_id
        shared = [name for pk, name in units.items() if pk == project.lead_id or pk in members]
        said = next((one for one in declared if is_about(one, project)), None)
        found.append(Beside(project, shared, is_same_leader, said))
    return sorted(found, key=lambda one: not one.is_same_leader)


def is_about(said: RunningProject, project: Project) -> bool:
    """Whether a declared project is this one: by its number, else by its title."""
    number = said.number.strip()
    return number == project.code if number else said.title.strip() == project.title


def _units(bid: Bid) -> dict[int, str]:
    """Members of the bid's consortium as it was sent."""
    found = {row["organization"]: row["name"] for row in bid.consortium_snapshot.get("members", [])}
    return found or {one.organization_id: one.organization.name for one in confirmed(bid.consortium)}
