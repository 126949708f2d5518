"""Outcomes of a project (S90, E-32)."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from core import clock, events
from core.actions import action
from core.errors import Refused
from core.permissions import require
from projects import rules
from projects.actions.guards import required_text
from projects.enums import OutcomeKind, ProjectState
from projects.models import Outcome, Project

NOT_BEGUN = (ProjectState.AWARDED, ProjectState.LAPSED, ProjectState.SIGNED)


@action
def record_outcome(
    *,
    project: Project,
    kind: str,
    name: str,
    achieved_on: date,
    identifier: str = "",
    figure: str = "",
    income_fen: int | None = None,
    job_count: int | None = None,
    by,
    at: datetime | None = None,
) -> Outcome:
    """An outcome with its date and number; also after the project has ended."""
    at = at or clock.now()
    require(rules.record_outcome, by, project)
    if project.state in NOT_BEGUN:
        raise Refused("project_not_begun", _("项目尚未下达，不能登记成果。"), project=project.pk)
    if achieved_on > clock.local(at).date():
        raise Refused("outcome_in_future", _("取得日期不能晚于今天。"))
    identifier = (identifier or "").strip()
    if identifier and Outcome.objects.filter(project=project, kind=kind, identifier=identifier).exists():
        raise Refused("outcome_twice", _("编号 %(number)s 的成果已登记。") % {"number": identifier}, project=project.pk)
    outcome = Outcome.objects.create(
        project=project,
        kind=OutcomeKind(kind),
        name=required_text(name, _("成果名称")),
        identifier=identifier,
        achieved_on=achieved_on,
        figure=(figure or "").strip(),
        income_fen=income_fen,
        job_count=job_count,
        recorded_at=at,
        recorded_by=by,
    )
    events.record(
        project, "project.outcome", by=by, at=at, label=_("登记成果"), note=outcome.name, data={"outcome": outcome.pk}
    )
    return outcome
