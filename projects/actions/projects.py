"""Making, starting, pausing, prolonging and ending a project (3.6). Amounts in fen; what an end does to money is funding's."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from challenges.enums import ResolutionKind
from challenges.models import Resolution
from consortia.enums import BidState
from consortia.models import Bid
from core import clock, events, numbering
from core.actions import action, locked
from core.errors import Refused
from core.identifiers import is_project_number
from core.lifecycle import advance, begin
from core.outbox import notify
from core.permissions import require
from core.working_days import add_months, period_end
from projects import rules
from projects.actions.guards import passed, project_url, required_text
from projects.actions.races import step_out
from projects.enums import LaneState, MilestoneState, ProjectState, TerminationKind
from projects.models import Milestone, MilestoneTarget, Project
from projects.queries.agreements import agreement_template, date_of
from projects.queries.standing import unit_people

MAXIMUM_EXTENSION_MONTHS = 12  # R-TIM-10
OPEN_MILESTONES = (
    MilestoneState.PLANNED,
    MilestoneState.DUE,
    MilestoneState.OVERDUE,
    MilestoneState.SUBMITTED,
    MilestoneState.RECTIFYING,
)


@action
def create_project(
    *,
    bid: Bid,
    resolution: Resolution,
    fiscal_fen: int,
    self_fen: int,
    starts_on: date,
    ends_on: date,
    code: str | None = None,
    by,
    at: datetime | None = None,
) -> Project:
    """An awarded bid becomes a project: numbered without gaps by the year of the award, its milestones copied from the bid.

    Raises Refused: bid_not_awarded, bid_incomplete, resolution_*, project_period, project_code.
    """
    at = at or clock.now()
    require(rules.create_project, by)
    bid = locked(bid)
    passed(resolution, ResolutionKind.AWARD, ResolutionKind.RACE)
    if bid.state not in {BidState.IN_NOTICE, BidState.AWARDED}:
        raise Refused(
            "bid_not_awarded",
            _("揭榜方案 %(bid)s 尚未完成公示和立项，不能建立项目。") % {"bid": bid.number},
            bid=bid.pk,
        )
    if bid.leader_id is None or not bid.title:
        raise Refused("bid_incomplete", _("揭榜方案 %(bid)s 缺少项目名称或负责人。") % {"bid": bid.number}, bid=bid.pk)
    if starts_on >= ends_on:
        raise Refused("project_period", _("项目截止日期须晚于起始日期。"))
    challenge = bid.challenge
    today = clock.local(at).date()
    rule_set = challenge.batch.rule_set
    project = begin(
        Project,
        by=by,
        at=at,
        code=_code(code, today.year),
        title=bid.title,
        challenge=challenge,
        consortium=bid.consortium,
        bid=bid,
        lead=bid.consortium.lead,
        leader=bid.leader,
        chief_scientist=bid.chief_scientist,
        award_resolution=resolution,
        starts_on=starts_on,
        ends_on=ends_on,
        fiscal_total_fen=fiscal_fen,
        self_total_fen=self_fen,
        budget_mode=rule_set.budget_mode,
        chief_scientist_mode=challenge.chief_scientist_mode,
        sign_by_on=period_end(today, days=rule_set.agreement_days),
        next_check_at=at + timedelta(days=max(rule_set.agreement_days - 10, 1)),
    )
    write_milestones(project, agreement_template(project)["milestones"], by=by, at=at)
    words = {"code": project.code, "on": project.sign_by_on.isoformat()}
    for user in unit_people(project, on=today):
        notify(
            user,
            title=_("项目 %(code)s 已立项，请于 %(on)s 前签订任务书") % words,
            url=project_url(project),
            key=f"project:{project.pk}:created",
            at=at,
        )
    return project


def _code(code: str | None, year: int) -> str:
    if code is None:
        # Numbers that were given by hand (taken over from paper) are passed over.
        while Project.objects.filter(code=(found := f"{year}JBGS{numbering.take(f'project-{year}'):04d}")).exists():
            continue
        return found
    if not is_project_number(code) or Project.objects.filter(code=code).exists():
        raise Refused(
            "project_code", _("项目编号 %(code)s 不符合“年份JBGS四位序号”的格式，或已被使用。") % {"code": code}
        )
    return code


def write_milestones(project: Project, rows: list[dict], *, by, at: datetime) -> None:
    """Bring the milestones in line with the agreement's rows: closed ones stay as they are, missing ones are cancelled."""
    report_days = project.challenge.batch.rule_set.milestone_report_days
    standing = {row.number: row for row in project.milestones.exclude(state=MilestoneState.CANCELLED)}
    for row in rows:
        milestone = standing.pop(row["number"], None)
        if milestone is not None and milestone.state not in OPEN_MILESTONES:
            continue
        due_on = date_of(row["due_on"])
        fields = {
            "name": row["name"],
            "due_on": due_on,
            "report_by_on": due_on + timedelta(days=report_days),
            "requirement": row.get("requirement", ""),
            "deliverables": row.get("deliverables", ""),
        }
        if milestone is None:
            milestone = begin(Milestone, by=by, at=at, project=project, number=row["number"], **fields)
        else:
            Milestone.objects.filter(pk=milestone.pk).update(**fields)
        _write_targets(milestone, row.get("targets") or {})
    for milestone in standing.values():
        if milestone.state in OPEN_MILESTONES:
            advance(milestone, "cancel", by=by, at=at, note=_("任务书中已无此节点"))


def _write_targets(milestone: Milestone, targets: dict) -> None:
    wanted = {int(key): value for key, value in targets.items() if str(value).strip()}
    milestone.targets.exclude(indicator__in=wanted).filter(actual__isnull=True).delete()
    for indicator, target in wanted.items():
        MilestoneTarget.objects.update_or_create(
            milestone=milestone, indicator_id=indicator, defaults={"target": target}
        )


@action
def issue_project(
    *, project: Project, task_document_number: str, funding_document_number: str, by, at: datetime | None = None
) -> Project:
    """下达任务与资金, each project at its own time (S53), only after the agreement is signed (S52)."""
    at = at or clock.now()
    require(rules.issue_project, by, project)
    numbers = {
        "task_document_number": required_text(task_document_number, _("下达任务文号")),
        "funding_document_number": required_text(funding_document_number, _("下达资金文号")),
    }
    if project.state == ProjectState.AWARDED:
        raise Refused("agreement_not_signed", _("任务书尚未由双方签订，不能下达任务和资金。"), project=project.pk)
    advance(project, "start", by=by, at=at, changes=numbers)
    for user in unit_people(project, on=clock.local(at).date()):
        title = _("项目 %(code)s 的任务和资金已下达") % {"code": project.code}
        notify(user, title=title, url=project_url(project), key=f"project:{project.pk}:issued", at=at)
    return project


@action
def suspend_project(*, project: Project, reason: str, by, at: datetime | None = None) -> Project:
    require(rules.manage_project, by, project)
    return advance(project, "suspend", by=by, at=at, note=required_text(reason, _("暂停原因")))


@action
def resume_project(*, project: Project, note: str, by, at: datetime | None = None) -> Project:
    require(rules.manage_project, by, project)
    return advance(project, "resume", by=by, at=at, note=required_text(note, _("恢复说明")))


@action
def extend_project(*, project: Project, months: int, resolution: Resolution, by, at: datetime | None = None) -> Project:
    """Once, by at most twelve months (R-TIM-10). Milestones at the old end that are still open move with it."""
    at = at or clock.now()
    require(rules.manage_project, by, project)
    project = locked(project)
    passed(resolution, ResolutionKind.CHANGE)
    if project.extended_months:
        raise Refused(
            "extended_before",
            _("项目已延期过 %(months)d 个月，只能延期一次。") % {"months": project.extended_months},
            project=project.pk,
        )
    if not 1 <= months <= MAXIMUM_EXTENSION_MONTHS:
        raise Refused(
            "extension_months",
            _("延期须为 1 至 12 个月，不能为 %(months)d 个月。") % {"months": months},
            project=project.pk,
        )
    if clock.local(at).date() > project.ends_on:
        raise Refused(
            "project_ended", _("项目已于 %(on)s 到期，不能再延期。") % {"on": project.ends_on}, project=project.pk
        )
    old_end, new_end = project.ends_on, add_months(project.ends_on, months)
    report_days = project.challenge.batch.rule_set.milestone_report_days
    project.milestones.filter(state=MilestoneState.PLANNED, due_on=old_end).update(
        due_on=new_end, report_by_on=new_end + timedelta(days=report_days)
    )
    note = _("延期 %(months)d 个月，由 %(old)s 至 %(new)s") % {"months": months, "old": old_end, "new": new_end}
    return advance(
        project, "extend", by=by, at=at, note=note, changes={"ends_on": new_end, "extended_months": months},
        data={"resolution": resolution.pk},
    )  # fmt: skip


@action
def record_termination(
    *, project: Project, kind: str, note: str, resolution: Resolution | None = None, by, at: datetime | None = None
) -> Project:
    """The state's side of an end: open milestones are cancelled, a lane steps out. funding.terminate_project stops the money.

    A resolution is needed except where the race's own rule eliminates (policy AUTOMATIC, by the system).
    """
    at = at or clock.now()
    if not (by.is_system and kind == TerminationKind.RACE):
        require(rules.manage_project, by, project)
        passed(resolution, ResolutionKind.TERMINATE, ResolutionKind.RACE)
    note = required_text(note, _("终止说明"))
    changes = {
        "termination_kind": TerminationKind(kind),
        "termination_note": note,
        "termination_resolution": resolution,
    }
    advance(project, "terminate", by=by, at=at, note=note, changes=changes)
    for milestone in project.milestones.filter(state__in=OPEN_MILESTONES).order_by("number"):
        advance(milestone, "cancel", by=by, at=at, note=_("项目终止"))
    lane = getattr(project, "lane", None)
    if lane is not None and lane.state in {LaneState.RUNNING, LaneState.PROPOSED_OUT}:
        step_out(
            lane,
            reason=_("项目终止（%(kind)s）：%(note)s") % {"kind": TerminationKind(kind).label, "note": note},
            by=by,
            at=at,
        )
    return project


@action
def record_settlement(*, project: Project, is_faultless: bool, note: str, by, at: datetime | None = None) -> Project:
    """The state's side of the settlement after a termination; funding.settle_project decides who may and what is returned."""
    at = at or clock.now()
    advance(project, "settle", by=by, at=at, note=note, changes={"is_faultless": is_faultless})
    if is_faultless:
        events.record(project, "project.exempt", by=by, at=at, label=_("勤勉尽责免责"), note=note)
    return project
