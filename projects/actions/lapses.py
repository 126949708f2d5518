"""The month for signing: a proposal to lapse, and the officer who confirms it (R-TIM-07)."""

from datetime import datetime

from django.utils.translation import gettext as _

from core import clock, events
from core.actions import action, locked
from core.errors import Refused
from core.lifecycle import advance
from core.outbox import notify
from core.permissions import require
from core.working_days import end_of_day
from projects import rules
from projects.actions.guards import project_url, required_text
from projects.actions.races import step_out
from projects.actions.sweeps import each
from projects.enums import AgreementState, LaneState, ProjectState
from projects.models import Project
from projects.queries.standing import office_people


def lapse_due(*, by, at: datetime | None = None) -> int:
    """Sweep: when the period is over propose the lapse to the office. Answers how many rows moved."""
    at = at or clock.now()
    rows = Project.objects.filter(state=ProjectState.AWARDED, next_check_at__lte=at)
    return each(rows, lambda project: _look_at(project, by=by, at=at), by=by)


def _look_at(project: Project, *, by, at: datetime) -> bool:
    end = end_of_day(project.sign_by_on)
    today = clock.local(at).date()
    words = {"code": project.code, "on": project.sign_by_on.isoformat()}
    if at >= end:
        events.record(
            project,
            "project.lapse_proposed",
            by=by,
            at=at,
            label=_("建议按逾期未签失效办理"),
            note=_("签订期限 %(on)s 已过") % words,
        )
        title = _("项目 %(code)s 逾期未签任务书，请确认是否失效") % words
        for user in office_people(project, on=today):
            notify(user, title=title, url=project_url(project), key=f"project:{project.pk}:lapse", at=at)
        Project.objects.filter(pk=project.pk).update(next_check_at=None)
        return True
    # The unit's reminders on the way are rows of projects/deadlines.py.
    Project.objects.filter(pk=project.pk).update(next_check_at=end)
    return False


@action
def confirm_lapse(*, project: Project, reason: str, by, at: datetime | None = None) -> Project:
    """An officer confirms: the award lapses, drafts of the agreement with it; a lane steps out of its race."""
    at = at or clock.now()
    require(rules.confirm_lapse, by, project)
    reason = required_text(reason, _("失效说明"))
    project = locked(project)
    if project.state == ProjectState.AWARDED and at < end_of_day(project.sign_by_on):
        raise Refused(
            "sign_period_open",
            _("签订期限为 %(on)s 24:00，期满前不能按失效办理。") % {"on": project.sign_by_on},
            project=project.pk,
        )
    advance(project, "lapse", by=by, at=at, note=reason)
    for agreement in project.agreements.filter(state__in=[AgreementState.DRAFT, AgreementState.UNIT_SIGNED]):
        advance(agreement, "lapse", by=by, at=at, note=reason)
    lane = getattr(project, "lane", None)
    if lane is not None and lane.state in {LaneState.RUNNING, LaneState.PROPOSED_OUT}:
        step_out(lane, reason=_("逾期未签任务书：%(reason)s") % {"reason": reason}, by=by, at=at)
    return project
