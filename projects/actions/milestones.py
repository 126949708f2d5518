"""Milestones: reported with values and evidence, then passed, put right within months, or failed (S85, 3.6)."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from challenges.models import Indicator
from core import clock
from core.actions import action, locked
from core.errors import Refused
from core.lifecycle import advance
from core.models import StoredFile
from core.outbox import notify
from core.permissions import require
from core.working_days import add_months
from projects import rules
from projects.actions.guards import project_url, required_text
from projects.enums import ProjectState
from projects.models import Milestone, MilestoneTarget
from projects.queries.agreements import decimal_of, plain
from projects.queries.indicators import holds
from projects.queries.standing import office_people

MAXIMUM_RECTIFY_MONTHS = 3
Values = dict[Indicator | int, tuple[Decimal | str, str]]


def indicator_id(key: Indicator | int | str) -> int:
    return key.pk if isinstance(key, Indicator) else int(key)


@action
def report_milestone(
    *,
    milestone: Milestone,
    report_text: str,
    values: Values,
    file: StoredFile | None = None,
    by,
    at: datetime | None = None,
) -> Milestone:
    """The lead reports: a value with its evidence for every indicator of the node; `values` = {indicator: (actual, evidence)}."""
    at = at or clock.now()
    require(rules.report_milestone, by, milestone)
    milestone = locked(milestone)
    project = milestone.project
    if project.state != ProjectState.IN_PROGRESS:
        words = {"state": project.get_state_display()}
        raise Refused("project_not_running", _("项目现为“%(state)s”，不能报告里程碑。") % words, project=project.pk)
    report_text = required_text(report_text, _("进展报告"))
    given = {indicator_id(key): value for key, value in values.items()}
    found = []
    targets = list(milestone.targets.select_related("indicator").order_by("indicator__number"))
    for target in targets:
        actual, evidence = given.get(target.indicator_id, (None, ""))
        target.actual, target.evidence = decimal_of(actual), (evidence or "").strip()
        target.is_verified = False
        if target.actual is None:
            found.append(_("请填写指标“%(name)s”的实际值（数字）。") % {"name": target.indicator.name})
        elif not target.evidence:
            found.append(_("请说明指标“%(name)s”的佐证。") % {"name": target.indicator.name})
    if found:
        raise Refused(
            "milestone_report_incomplete",
            _("里程碑报告还不完整，请补充 %(count)d 处。") % {"count": len(found)},
            defects=found,
        )
    MilestoneTarget.objects.bulk_update(targets, ["actual", "evidence", "is_verified"])
    changes = {"report_text": report_text, "report_file": file, "rectify_by_on": None}
    advance(milestone, "report", by=by, at=at, changes=changes)
    for user in office_people(project, on=clock.local(at).date()):
        title = _("项目 %(code)s 报告了里程碑“%(name)s”，请组织考核") % {"code": project.code, "name": milestone.name}
        notify(user, title=title, url=project_url(project), key=f"milestone:{milestone.pk}:{at.isoformat()}", at=at)
    return milestone


@action
def pass_milestone(
    *,
    milestone: Milestone,
    opinion: str,
    verified: Iterable[Indicator | int] | None = None,
    form: str = "",
    by,
    at: datetime | None = None,
) -> Milestone:
    """Passed: every value of a hard indicator is verified and reaches the node's target. `verified=None` means all."""
    at = at or clock.now()
    require(rules.assess_milestone, by, milestone)
    milestone = locked(milestone)
    opinion = required_text(opinion, _("考核意见"))
    targets = list(milestone.targets.select_related("indicator").order_by("indicator__number"))
    good = {indicator_id(key) for key in verified} if verified is not None else {row.indicator_id for row in targets}
    found = []
    for target in targets:
        target.is_verified = target.indicator_id in good
        found += _shortfall(target) if target.indicator.is_hard else []
    if found:
        sentence = _("还有 %(count)d 项硬指标未核实或未达到节点目标，只能限期整改或判为不通过。") % {
            "count": len(found)
        }
        raise Refused("targets_not_met", sentence, defects=found, milestone=milestone.pk)
    MilestoneTarget.objects.bulk_update(targets, ["is_verified"])
    advance(milestone, "pass", by=by, at=at, note=opinion, changes={"opinion": opinion, "assessed_form": form})
    return milestone


def _shortfall(target: MilestoneTarget) -> list[str]:
    words = {"name": target.indicator.name, "target": plain(target.target), "unit": target.indicator.unit}
    if target.actual is None:
        return [_("指标“%(name)s”没有填报实际值。") % words]
    if not target.is_verified:
        return [_("指标“%(name)s”的实际值未经核实。") % words]
    if not holds(target.indicator, target.actual, target.target):
        words["actual"] = plain(target.actual)
        return [_("指标“%(name)s”实际 %(actual)s%(unit)s，节点目标 %(target)s%(unit)s。") % words]
    return []


@action
def rectify_milestone(*, milestone: Milestone, opinion: str, by_on: date, by, at: datetime | None = None) -> Milestone:
    """Put right by a date at most three months ahead (3.6)."""
    at = at or clock.now()
    require(rules.assess_milestone, by, milestone)
    opinion = required_text(opinion, _("整改要求"))
    today = clock.local(at).date()
    latest = add_months(today, MAXIMUM_RECTIFY_MONTHS)
    if not today < by_on <= latest:
        words = {"first": today, "last": latest}
        raise Refused("rectify_period", _("整改期限须晚于 %(first)s，且不超过三个月（%(last)s）。") % words)
    advance(milestone, "rectify", by=by, at=at, note=opinion, changes={"opinion": opinion, "rectify_by_on": by_on})
    return milestone


@action
def fail_milestone(*, milestone: Milestone, opinion: str, form: str = "", by, at: datetime | None = None) -> Milestone:
    """Failed: later tranches stay closed; whether the project ends is decided apart (funding.terminate_project)."""
    at = at or clock.now()
    require(rules.assess_milestone, by, milestone)
    opinion = required_text(opinion, _("考核意见"))
    advance(milestone, "fail", by=by, at=at, note=opinion, changes={"opinion": opinion, "assessed_form": form})
    return milestone


@action
def revoke_milestone(*, milestone: Milestone, reason: str, by, at: datetime | None = None) -> Milestone:
    """A conclusion taken back for a reason: assessed again; what was paid on it is found by the books' check."""
    at = at or clock.now()
    require(rules.assess_milestone, by, milestone)
    reason = required_text(reason, _("撤销原因"))
    milestone.targets.update(is_verified=False)
    changes = {"assessed_at": None, "assessed_by": None, "assessed_form": ""}
    advance(milestone, "revoke", by=by, at=at, note=reason, changes=changes)
    return milestone
