"""Changes: asked for with a reason, recorded by those who decide alone, or decided by the department (3.7)."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import Person
from challenges.enums import ResolutionKind
from challenges.models import Resolution
from core import clock
from core.actions import action, locked
from core.errors import Refused
from core.lifecycle import advance, begin
from core.models import StoredFile
from core.outbox import notify
from core.permissions import require
from core.working_days import add_months
from projects import rules
from projects.actions.agreements import draft_next_version
from projects.actions.guards import passed, required_text
from projects.actions.projects import MAXIMUM_EXTENSION_MONTHS, extend_project
from projects.enums import AgreementState, ChangeKind, ChangeState, ProjectState
from projects.models import ChangeRequest, Project
from projects.queries.agreements import agreement_template, date_of, weaker_indicators
from projects.queries.changes import EXTENSION_NOTICE_MONTHS, OFFICE, current_values, who_decides
from projects.queries.standing import office_people


@action
def request_change(
    *,
    project: Project,
    kind: str,
    after: dict,
    reason: str,
    file: StoredFile | None = None,
    by,
    at: datetime | None = None,
) -> ChangeRequest:
    """Ask for a change. The shapes of `after`: PERIOD {"months"}; LEADER {"leader": id}; CHIEF_SCIENTIST
    {"chief_scientist": id}; MILESTONES {"milestones": [{"number", "due_on"}]}; INDICATORS {"indicators": [{"indicator",
    "target"}]}; the others {"text"}. A change of the lead unit is refused: that ends the project instead.
    """
    at = at or clock.now()
    require(rules.request_change, by, project)
    project = locked(project)
    if kind == "LEAD" or "lead" in after:
        raise Refused("lead_unit", _("牵头单位不能变更；确需更换的，请办理项目终止。"), project=project.pk)
    if kind not in ChangeKind.values:
        raise Refused("change_kind", _("没有“%(kind)s”这种变更。") % {"kind": kind})
    if project.state != ProjectState.IN_PROGRESS:
        raise Refused(
            "project_not_running",
            _("项目现为“%(state)s”，不能申请变更。") % {"state": project.get_state_display()},
            project=project.pk,
        )
    if project.change_requests.filter(kind=kind, state=ChangeState.SUBMITTED).exists():
        raise Refused("change_waits", _("同一事项已有一项变更待决定，请等待结果。"), project=project.pk)
    _check_after(project, kind, after, clock.local(at).date())
    change = begin(
        ChangeRequest, by=by, at=at, project=project, kind=kind, before=current_values(project, kind), after=after,
        reason=required_text(reason, _("变更理由")), file=file,
    )  # fmt: skip
    if who_decides(project, kind) == OFFICE:
        title = _("项目 %(code)s 申请变更：%(kind)s") % {"code": project.code, "kind": change.get_kind_display()}
        for user in office_people(project, on=clock.local(at).date()):
            notify(user, title=title, url=f"/changes/{change.pk}/", key=f"change:{change.pk}", at=at)
    return change


def _check_after(project: Project, kind: str, after: dict, today: date) -> None:
    if kind == ChangeKind.PERIOD:
        months = after.get("months")
        if not isinstance(months, int) or not 1 <= months <= MAXIMUM_EXTENSION_MONTHS or project.extended_months:
            raise Refused("extension_months", _("只能延期一次，且为 1 至 12 个月。"), project=project.pk)
        if add_months(today, EXTENSION_NOTICE_MONTHS) > project.ends_on:
            raise Refused(
                "extension_late",
                _("延期须在项目截止（%(on)s）前至少三个月申请。") % {"on": project.ends_on},
                project=project.pk,
            )
    elif kind in {ChangeKind.LEADER, ChangeKind.CHIEF_SCIENTIST}:
        person = Person.objects.filter(pk=after.get(kind.lower())).first()
        if person is None:
            raise Refused("person_unknown", _("请选择已登记的人员。"))
    elif kind == ChangeKind.MILESTONES:
        _check_milestones(project, after)
    elif kind == ChangeKind.INDICATORS:
        weaker = weaker_indicators(project, {"indicators": _merged_indicators(project, after)})
        if weaker:
            sentence = _("变更后的考核指标不得弱于榜单，请修改 %(count)d 项指标。") % {"count": len(weaker)}
            raise Refused("weaker_indicators", sentence, defects=weaker, project=project.pk)
    elif not str(after.get("text", "")).strip():
        raise Refused("text_needed", _("请说明变更后的内容。"))


def _check_milestones(project: Project, after: dict) -> None:
    open_numbers = set(
        project.milestones.filter(state__in=["PLANNED", "DUE", "OVERDUE"]).values_list("number", flat=True)
    )
    rows = after.get("milestones") or []
    for row in rows:
        due_on = date_of(row.get("due_on"))
        if row.get("number") not in open_numbers or due_on is None or not project.starts_on < due_on <= project.ends_on:
            words = {"start": project.starts_on, "end": project.ends_on}
            raise Refused(
                "milestone_dates", _("只能调整尚未考核的里程碑，日期须在 %(start)s 至 %(end)s 之间。") % words
            )
    if not rows:
        raise Refused("milestone_dates", _("请至少调整一个里程碑。"))


@action
def record_change(*, change: ChangeRequest, note: str = "", by, at: datetime | None = None) -> ChangeRequest:
    """The chief scientist's or the leader's own decision, put on record (S34); nobody approves it."""
    require(rules.record_change, by, change)
    return advance(change, "record", by=by, at=at, note=note, changes={"decision_note": note})


@action
def decide_change(
    *,
    change: ChangeRequest,
    approved: bool,
    note: str,
    resolution: Resolution | None = None,
    by,
    at: datetime | None = None,
) -> ChangeRequest:
    """The department decides. Period and indicators need a resolution (expert opinion, 3.7); an approved change is applied
    at once and, where it touches the agreement, opens its next version for both signatures."""
    at = at or clock.now()
    require(rules.decide_change, by, change)
    change = locked(change)
    project = locked(change.project)
    note = required_text(note, _("处理意见"))
    if who_decides(project, change.kind) != OFFICE:
        raise Refused(
            "self_governed", _("该变更由首席科学家或项目负责人自主决定，备案即可，不需科技厅审批。"), change=change.pk
        )
    if not approved:
        advance(change, "reject", by=by, at=at, note=note, changes={"decision_note": note})
    else:
        if change.kind in {ChangeKind.PERIOD, ChangeKind.INDICATORS}:
            passed(resolution, ResolutionKind.CHANGE)
        advance(change, "approve", by=by, at=at, note=note, changes={"decision_note": note, "resolution": resolution})
        _apply(change, project, resolution, by=by, at=at)
    return change


def _apply(change: ChangeRequest, project: Project, resolution: Resolution | None, *, by, at: datetime) -> None:
    kind, after = change.kind, change.after
    agreement = project.agreements.filter(state=AgreementState.SIGNED).order_by("-version").first()
    content = dict(agreement.content if agreement else agreement_template(project))
    if kind == ChangeKind.LEADER:
        Project.objects.filter(pk=project.pk).update(leader=after["leader"])
        return
    if kind == ChangeKind.CHIEF_SCIENTIST:
        Project.objects.filter(pk=project.pk).update(chief_scientist=after["chief_scientist"])
        return
    if kind == ChangeKind.PERIOD:
        project = extend_project(project=project, months=after["months"], resolution=resolution, by=by, at=at)
        dates = {row.number: row.due_on.isoformat() for row in project.milestones.exclude(state="CANCELLED")}
        content |= {"ends_on": project.ends_on.isoformat(), "milestones": _redated(content["milestones"], dates)}
    elif kind == ChangeKind.MILESTONES:
        content["milestones"] = _redated(
            content["milestones"], {row["number"]: row["due_on"] for row in after["milestones"]}
        )
    elif kind == ChangeKind.INDICATORS:
        content["indicators"] = _merged_indicators(project, after)
    else:
        return
    draft_next_version(project, content, by=by, at=at)


def _redated(rows: list[dict], dates: dict[int, str]) -> list[dict]:
    moved = [row | {"due_on": dates.get(row["number"], row["due_on"])} for row in rows]
    return sorted(moved, key=lambda row: row["due_on"])


def _merged_indicators(project: Project, after: dict) -> list[dict]:
    agreement = project.agreements.filter(state=AgreementState.SIGNED).order_by("-version").first()
    rows = (agreement.content if agreement else agreement_template(project))["indicators"]
    wanted = {row["indicator"]: str(row["target"]) for row in after.get("indicators", [])}
    return [row | {"target": wanted.get(row["indicator"], row["target"])} for row in rows]
