"""Who decides a change, and what stood before it (3.7)."""

from django.db.models import DateField, F, Func, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from projects.enums import ChangeKind, ProjectState
from projects.models import Project

EXTENSION_NOTICE_MONTHS = 3  # 3.6: asked for at least three months before the end

CHIEF_SCIENTIST, LEADER, OFFICE = "CHIEF_SCIENTIST", "LEADER", "OFFICE"
DECIDER_LABELS = {
    CHIEF_SCIENTIST: _("首席科学家决定，备案即可"),
    LEADER: _("项目负责人决定，备案即可"),
    OFFICE: _("科技厅决定"),
}


def who_decides(project: Project, kind: str) -> str:
    """3.7, S34: with 首席科学家负责制 the route is the chief scientist's; moving money inside the direct costs is the
    leader's in either mode; everything else is the department's."""
    if kind == ChangeKind.TECHNICAL_ROUTE and project.chief_scientist_mode and project.chief_scientist_id:
        return CHIEF_SCIENTIST
    if kind == ChangeKind.BUDGET_WITHIN:
        return LEADER
    return OFFICE


def current_values(project: Project, kind: str) -> dict:
    """What a change of this kind would replace, for the record."""
    if kind == ChangeKind.LEADER:
        return {"leader": project.leader_id, "name": project.leader.name}
    if kind == ChangeKind.CHIEF_SCIENTIST:
        person = project.chief_scientist
        return {"chief_scientist": person.pk if person else None, "name": person.name if person else ""}
    if kind == ChangeKind.PERIOD:
        return {"starts_on": project.starts_on.isoformat(), "ends_on": project.ends_on.isoformat()}
    if kind == ChangeKind.MILESTONES:
        rows = project.milestones.order_by("number")
        return {
            "milestones": [{"number": row.number, "name": row.name, "due_on": row.due_on.isoformat()} for row in rows]
        }
    if kind == ChangeKind.INDICATORS:
        agreement = project.agreements.order_by("-version").first()
        rows = agreement.content.get("indicators", []) if agreement else []
        return {"indicators": [{"indicator": row["indicator"], "target": row["target"]} for row in rows]}
    if kind == ChangeKind.MEMBER:
        rows = project.consortium.memberships.filter(state="CONFIRMED").select_related("organization").order_by("pk")
        return {"members": [row.organization.name for row in rows]}
    if kind == ChangeKind.BUDGET_TOTAL:
        return {"fiscal_fen": project.fiscal_total_fen, "self_fen": project.self_total_fen}
    return {}


def extendable_projects() -> QuerySet[Project]:
    """Running and not extended yet, with `extension_by_on`: the last day on which an extension may be asked for (3.6)."""
    last = Func(
        F("ends_on"),
        Value(EXTENSION_NOTICE_MONTHS),
        template="(%(expressions)s))::date",
        arg_joiner=" - make_interval(months => ",
        output_field=DateField(),
    )
    rows = Project.objects.filter(state=ProjectState.IN_PROGRESS, extended_months=0)
    return rows.annotate(extension_by_on=last)
