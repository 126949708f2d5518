"""What waits, and for whom."""

from datetime import date

from django.db.models import QuerySet

from accounts.enums import Role
from accounts.models import User
from accounts.queries import users_with_role
from projects.enums import MilestoneState, ProjectState
from projects.models import Milestone, Project


def unit_people(project: Project, *, on: date) -> QuerySet[User]:
    """Accounts of the lead unit that hear of the project's dates."""
    return users_with_role(Role.APPLICANT, Role.UNIT_ADMIN, on=on, organization=project.lead)


def office_people(project: Project, *, on: date) -> QuerySet[User]:
    """Officers of the office that runs the programme."""
    officers = users_with_role(Role.OFFICER, on=on)
    own = officers.filter(office=project.challenge.batch.programme.office_id)
    return own if own.exists() else officers


def people_of(project: Project, *, on: date) -> list[User]:
    return [*unit_people(project, on=on), *office_people(project, on=on)]


def lapsing_projects(on: date) -> QuerySet[Project]:
    """Awarded, not signed, and the period is over: an officer confirms the lapse or the parties sign late."""
    return Project.objects.filter(state=ProjectState.AWARDED, sign_by_on__lt=on)


def waiting_milestones(projects: QuerySet[Project]) -> QuerySet[Milestone]:
    """Milestones that somebody must act on."""
    waiting = [MilestoneState.DUE, MilestoneState.OVERDUE, MilestoneState.SUBMITTED, MilestoneState.RECTIFYING]
    return Milestone.objects.filter(project__in=projects.values("pk"), state__in=waiting)
