"""The clock's part in milestones: due and overdue (3.6, design §7). Reminders on the way: projects/deadlines.py."""

from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from core import clock
from core.lifecycle import advance
from core.outbox import notify
from projects.actions.guards import project_url
from projects.actions.sweeps import each
from projects.enums import MilestoneState, ProjectState
from projects.models import Milestone
from projects.queries.standing import people_of, unit_people


def fall_due_milestones(*, by, at: datetime | None = None) -> int:
    """Sweep: PLANNED → DUE on the due date, DUE → OVERDUE after the last day for the report. Harmless twice: each message
    has a key, each step a source."""
    at = at or clock.now()
    today = clock.local(at).date()
    running = Milestone.objects.filter(project__state=ProjectState.IN_PROGRESS)
    due = running.filter(
        Q(state=MilestoneState.PLANNED, due_on__lte=today) | Q(state=MilestoneState.DUE, report_by_on__lt=today)
    )
    return each(due, lambda row: _fall(row, today, by=by, at=at), by=by)


def _fall(milestone: Milestone, today: date, *, by, at: datetime) -> bool:
    if milestone.state == MilestoneState.PLANNED:
        advance(milestone, "fall_due", by=by, at=at)
        _tell(milestone, _("已到期，请于 %(on)s 前报告") % {"on": milestone.report_by_on}, "due", at=at)
    if milestone.state == MilestoneState.DUE and milestone.report_by_on < today:
        advance(
            milestone, "fall_overdue", by=by, at=at, note=_("报告期限 %(on)s 已过") % {"on": milestone.report_by_on}
        )
        _tell(
            milestone, _("逾期未报，报告期限为 %(on)s") % {"on": milestone.report_by_on}, "overdue", at=at, office=True
        )
    return True


def _tell(milestone: Milestone, text: str, key: str, *, at: datetime, office: bool = False) -> None:
    project, today = milestone.project, clock.local(at).date()
    title = _("项目 %(code)s 里程碑“%(name)s”%(text)s") % {"code": project.code, "name": milestone.name, "text": text}
    for user in people_of(project, on=today) if office else unit_people(project, on=today):
        notify(
            user, title=title, url=project_url(project), key=f"milestone:{milestone.pk}:{milestone.due_on}:{key}", at=at
        )
