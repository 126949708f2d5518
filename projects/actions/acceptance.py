"""Acceptance: applied for, judged by the user, concluded, closed (3.6, S41, S77)."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.queries import users_with_role
from challenges.enums import ResolutionKind, SittingKind
from challenges.models import Resolution
from core import clock
from core.actions import action, locked
from core.errors import Refused
from core.lifecycle import advance
from core.models import StoredFile
from core.outbox import notify
from core.permissions import require
from core.working_days import add_months
from projects import rules
from projects.actions.guards import passed, project_url, required_text
from projects.actions.projects import OPEN_MILESTONES
from projects.enums import BalanceTreatment, ChangeState, Conclusion, Grade, ProjectState
from projects.models import Acceptance, Project, UserEvaluation
from projects.queries.agreements import decimal_of, indicators_of, plain
from projects.queries.indicators import is_met
from projects.queries.standing import office_people

MAXIMUM_RECTIFY_MONTHS = 6
STEPS = {
    Conclusion.PASSED: "accept",
    Conclusion.CONCLUDED: "conclude",
    Conclusion.FAILED: "fail",
    Conclusion.RECTIFY: "rectify",
}


@action
def apply_acceptance(
    *,
    project: Project,
    science_report_number: str,
    outcome_registration_number: str,
    audit_report_number: str,
    audit_report: StoredFile | None = None,
    by,
    at: datetime | None = None,
) -> Acceptance:
    """All milestones closed, no change undecided; science report, outcome registration and audit at hand (R-SEC-12)."""
    at = at or clock.now()
    require(rules.apply_acceptance, by, project)
    project = locked(project)
    found = [
        _("请填写%(label)s。") % {"label": label}
        for text, label in (
            (science_report_number, _("科技报告编号")),
            (outcome_registration_number, _("成果登记号")),
            (audit_report_number, _("专项审计报告编号")),
        )
        if not (text or "").strip()
    ]
    for milestone in project.milestones.filter(state__in=OPEN_MILESTONES).order_by("number"):
        words = {"name": milestone.name, "state": milestone.get_state_display()}
        found.append(_("里程碑“%(name)s”尚未办结（%(state)s）。") % words)
    if project.change_requests.filter(state=ChangeState.SUBMITTED).exists():
        found.append(_("还有变更申请未决定。"))
    if found:
        raise Refused(
            "acceptance_incomplete",
            _("尚不具备申请验收的条件，共 %(count)d 处。") % {"count": len(found)},
            defects=found,
            project=project.pk,
        )
    today = clock.local(at).date()
    until = today + timedelta(days=project.challenge.batch.rule_set.evaluation_days)
    advance(project, "apply_acceptance", by=by, at=at, changes={"evaluate_by_on": until})
    acceptance = Acceptance.objects.create(
        project=project,
        science_report_number=science_report_number.strip(),
        outcome_registration_number=outcome_registration_number.strip(),
        audit_report_number=audit_report_number.strip(),
        audit_report=audit_report,
        applied_at=at,
        applied_by=by,
    )
    end_user = project.challenge.end_user
    if end_user is not None:
        words = {"code": project.code, "on": until}
        title = _("项目 %(code)s 申请验收，请于 %(on)s 前作用户评价") % words
        for user in users_with_role(Role.END_USER, on=today, organization=end_user):
            notify(user, title=title, url=project_url(project), key=f"acceptance:{acceptance.pk}:evaluate", at=at)
    return acceptance


@action
def evaluate_by_user(
    *,
    project: Project,
    grade: str,
    results: list[dict],
    opinion: str,
    use_site: str = "",
    report: StoredFile | None = None,
    by,
    at: datetime | None = None,
) -> UserEvaluation:
    """The named user judges every indicator: `results` = [{"indicator": id, "measured": text, "is_passed": bool}] (S41)."""
    at = at or clock.now()
    require(rules.evaluate_by_user, by, project)
    project = locked(project)
    rows = _evaluated(project, results)
    advance(project, "evaluate", by=by, at=at, note=Grade(grade).label)
    evaluation = UserEvaluation.objects.create(
        project=project,
        organization=project.challenge.end_user,
        results=rows,
        grade=Grade(grade),
        use_site=use_site.strip(),
        opinion=required_text(opinion, _("评价意见")),
        report=report,
        evaluated_at=at,
        evaluated_by=by,
    )
    acceptance = project.acceptances.order_by("-pk").first()
    Acceptance.objects.filter(pk=acceptance.pk).update(evaluation=evaluation)
    for user in office_people(project, on=clock.local(at).date()):
        title = _("项目 %(code)s 已有用户评价，请作验收结论") % {"code": project.code}
        notify(user, title=title, url=project_url(project), key=f"evaluation:{evaluation.pk}", at=at)
    return evaluation


def _evaluated(project: Project, results: list[dict]) -> list[dict]:
    given = {row.get("indicator"): row for row in results}
    rows, found = [], []
    for indicator in indicators_of(project):
        row = given.get(indicator.pk, {})
        measured = decimal_of(row.get("measured"))
        if measured is None:
            found.append(_("请填写指标“%(name)s”的实测值（数字）。") % {"name": indicator.name})
            continue
        is_passed = row.get("is_passed", is_met(indicator, measured))
        rows.append(
            {
                "indicator": indicator.pk,
                "name": indicator.name,
                "measured": plain(measured),
                "is_passed": bool(is_passed),
            }
        )
    if found:
        raise Refused(
            "evaluation_incomplete",
            _("用户评价还缺 %(count)d 项指标。") % {"count": len(found)},
            defects=found,
            project=project.pk,
        )
    return rows


@action
def conclude_acceptance(
    *,
    project: Project,
    conclusion: str,
    opinion: str,
    resolution: Resolution | None = None,
    rectify_by_on: date | None = None,
    score_hundredths: int | None = None,
    by,
    at: datetime | None = None,
) -> Acceptance:
    """通过, 结题, 不通过 or 整改. Never a pass without the user's evaluation, and over 不合格 only by a resolution of the
    joint sitting; put right once, within six months (3.6)."""
    at = at or clock.now()
    require(rules.conclude_acceptance, by, project)
    project = locked(project)
    conclusion = Conclusion(conclusion)
    opinion = required_text(opinion, _("验收意见"))
    acceptance = project.acceptances.select_related("evaluation").order_by("-pk").first()
    if acceptance is None or (acceptance.evaluation is None and project.state == ProjectState.ACCEPTANCE):
        raise Refused("evaluation_missing", _("尚无发榜用户评价，不能作出验收结论。"), project=project.pk)
    if conclusion == Conclusion.PASSED and acceptance.evaluation and acceptance.evaluation.grade == Grade.UNQUALIFIED:
        if resolution is None:
            raise Refused("user_says_no", _("发榜用户评价为不合格，须有联席会议决议才能通过验收。"), project=project.pk)
        passed(resolution, ResolutionKind.ACCEPTANCE)
        if resolution.sitting.kind != SittingKind.JOINT:
            raise Refused(
                "joint_sitting_needed",
                _("发榜用户评价为不合格，须由联席会议（不是厅务会）决议。"),
                resolution=resolution.pk,
            )
    if conclusion == Conclusion.RECTIFY:
        _check_rectify(project, rectify_by_on, clock.local(at).date())
    advance(project, STEPS[conclusion], by=by, at=at, note=opinion)
    fields = {
        "conclusion": conclusion,
        "opinion": opinion,
        "resolution": resolution,
        "rectify_by_on": rectify_by_on if conclusion == Conclusion.RECTIFY else None,
        "score_hundredths": score_hundredths,
        "concluded_at": at,
        "concluded_by": by,
    }
    Acceptance.objects.filter(pk=acceptance.pk).update(**fields)
    for name, value in fields.items():
        setattr(acceptance, name, value)
    return acceptance


def _check_rectify(project: Project, by_on: date | None, today: date) -> None:
    if project.acceptances.filter(conclusion=Conclusion.RECTIFY).exists():
        raise Refused("rectified_before", _("验收整改只有一次，请作出通过、结题或不通过的结论。"), project=project.pk)
    latest = add_months(today, MAXIMUM_RECTIFY_MONTHS)
    if by_on is None or not today < by_on <= latest:
        words = {"first": today, "last": latest}
        raise Refused("rectify_period", _("整改期限须晚于 %(first)s，且不超过六个月（%(last)s）。") % words)


@action
def close_project(
    *, project: Project, balance_treatment: str, note: str = "", by, at: datetime | None = None
) -> Project:
    """Archived with what becomes of the balance (S77)."""
    require(rules.close_project, by, project)
    treatment = BalanceTreatment(balance_treatment)
    note = note or treatment.label
    return advance(project, "close", by=by, at=at, note=note, changes={"balance_treatment": treatment})
