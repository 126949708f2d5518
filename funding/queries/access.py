"""For whom money's rows exist (404 otherwise): staff and auditors all of it, a consortium's units their projects'."""

from django.db.models import QuerySet

from accounts.roles import READERS
from consortia.enums import MembershipState
from funding.models import ExpenditureReport, Tranche, Waiver
from projects.models import Project


def projects_with_money(user) -> QuerySet[Project]:
    rows = Project.objects.select_related(
        "challenge__batch__programme__office", "challenge__batch__rule_set", "consortium", "lead"
    )
    if user.has_role(*READERS):
        return rows
    if user.organization_id is None:
        return rows.none()
    member = {"memberships__organization": user.organization_id, "memberships__state": MembershipState.CONFIRMED}
    of_member = Project.objects.filter(**{f"consortium__{name}": value for name, value in member.items()})
    return rows.filter(lead=user.organization_id) | rows.filter(pk__in=of_member.values("pk"))


def tranches_for(user) -> QuerySet[Tranche]:
    rows = Tranche.objects.filter(project__in=projects_with_money(user).order_by().values("pk"))
    return rows.select_related(
        "project__challenge__batch__programme__office", "project__challenge__batch__rule_set", "project__lead",
        "milestone", "payee", "waiver",
    )  # fmt: skip


def reports_for(user) -> QuerySet[ExpenditureReport]:
    rows = ExpenditureReport.objects.filter(project__in=projects_with_money(user).order_by().values("pk"))
    return rows.select_related("project__challenge__batch__programme__office", "project__lead", "organization")


def waivers_for(user) -> QuerySet[Waiver]:
    rows = Waiver.objects.select_related(
        "bid__challenge__batch__programme__office", "project__challenge__batch__programme__office", "created_by__person",
        "decided_by__person", "resolution",
    )  # fmt: skip
    return rows if user.has_role(*READERS) else rows.none()
