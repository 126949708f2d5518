"""What waits for whom in this app."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from consortia.models import Membership
from core import clock
from core.desk import Own, OwnRow, Row, Waiting
from core.selecting import matching
from core.working_days import end_of_day
from projects.enums import AgreementState, ChangeKind, ChangeState, LaneState, MilestoneState, ProjectState, RoundState
from projects.models import ChangeRequest, Lane, LaneValue, Milestone, Project, RaceRound, TaskAgreement

APPLYING = (Role.APPLICANT, Role.UNIT_ADMIN)
REPORTABLE = (MilestoneState.DUE, MilestoneState.OVERDUE, MilestoneState.RECTIFYING)
RUNNING = (LaneState.RUNNING, LaneState.PROPOSED_OUT)


def own(user) -> QuerySet[Project]:
    return Project.objects.filter(lead=user.organization_id) if user.organization_id else Project.objects.none()


# The lead's side.


def to_sign(user) -> QuerySet[Project]:
    """Awarded projects of the unit whose agreement is not yet with the department."""
    waiting = own(user).filter(state=ProjectState.AWARDED).exclude(agreements__state=AgreementState.UNIT_SIGNED)
    return waiting.select_related("challenge").order_by("sign_by_on", "pk")


def to_sign_rows(user, limit: int) -> list[Row]:
    text = _("签订任务书：%(code)s %(title)s")
    return [
        Row(text % {"code": row.code, "title": row.title}, row.get_absolute_url(), end_of_day(row.sign_by_on))
        for row in to_sign(user)[:limit]
    ]


def to_report(user) -> QuerySet[Milestone]:
    rows = Milestone.objects.filter(
        project__in=own(user), project__state=ProjectState.IN_PROGRESS, state__in=REPORTABLE
    )
    return rows.select_related("project").order_by("report_by_on", "pk")


def to_report_rows(user, limit: int) -> list[Row]:
    return [
        Row(
            _("报告里程碑：%(code)s %(name)s") % {"code": row.project.code, "name": row.name},
            row.get_absolute_url(),
            end_of_day(row.rectify_by_on or row.report_by_on),
            str(row.get_state_display()),
        )
        for row in to_report(user)[:limit]
    ]


def lanes_to_report(user) -> QuerySet[Lane]:
    """Own lanes in an open round with an indicator still unreported."""
    rows = matching(Lane.objects.all(), project__in=own(user), state__in=RUNNING, race__rounds__state=RoundState.OPEN)
    return rows.select_related("race__challenge").order_by("pk")


def lanes_to_report_rows(user, limit: int) -> list[Row]:
    rows = []
    for lane in lanes_to_report(user)[:limit]:
        round = lane.race.rounds.filter(state=RoundState.OPEN).order_by("number").first()
        text = _("填报考核点 %(number)d：%(title)s") % {"number": round.number, "title": lane.race}
        rows.append(Row(text, lane.get_absolute_url(), round.grace_until))
    return rows


def to_record(user) -> QuerySet[ChangeRequest]:
    """Changes that are this person's own decision (3.7)."""
    if not user.person_id:
        return ChangeRequest.objects.none()
    route = Q(
        kind=ChangeKind.TECHNICAL_ROUTE, project__chief_scientist_mode=True, project__chief_scientist=user.person_id
    )
    inside = Q(kind=ChangeKind.BUDGET_WITHIN, project__leader=user.person_id)
    rows = ChangeRequest.objects.filter(route | inside, state=ChangeState.SUBMITTED)
    return rows.select_related("project").order_by("created_at", "pk")


# The department's side.


def of_office(rows: QuerySet, user, programme: str) -> QuerySet:
    """What the officer's own office runs (S57); supervision, and officers of no office, look over all of it."""
    if user.office_id is None or user.has_role(Role.SUPERVISOR):
        return rows
    return rows.filter(**{f"{programme}__office": user.office_id})


def to_countersign(user) -> QuerySet[TaskAgreement]:
    rows = TaskAgreement.objects.filter(state=AgreementState.UNIT_SIGNED)
    return rows.select_related("project").order_by("state_at", "pk")


def to_countersign_rows(user, limit: int) -> list[Row]:
    return [
        Row(
            _("签署任务书：%(code)s %(title)s") % {"code": row.project.code, "title": row.project.title},
            row.get_absolute_url(),
            end_of_day(row.project.sign_by_on) if row.project.state == ProjectState.AWARDED else None,
        )
        for row in to_countersign(user)[:limit]
    ]


def project_steps(user) -> QuerySet[Project]:
    """Projects that wait for an officer: to issue, to lapse, to conclude, to close."""
    ends = [ProjectState.ACCEPTED, ProjectState.CONCLUDED, ProjectState.FAILED, ProjectState.SETTLED]
    waiting = Q(state__in=[ProjectState.SIGNED, ProjectState.USER_EVALUATED, *ends])
    waiting |= Q(state=ProjectState.AWARDED, sign_by_on__lt=clock.today())
    rows = of_office(Project.objects.filter(waiting), user, "challenge__batch__programme")
    return rows.order_by("state_at", "pk")


def project_steps_rows(user, limit: int) -> list[Row]:
    words = {
        ProjectState.AWARDED: _("确认是否逾期失效"),
        ProjectState.SIGNED: _("下达任务与资金"),
        ProjectState.USER_EVALUATED: _("作出验收结论"),
    }
    rows = []
    for row in project_steps(user)[:limit]:
        what = words.get(row.state, _("归档"))
        rows.append(Row(f"{what}：{row.code} {row.title}", row.get_absolute_url(), None, str(row.get_state_display())))
    return rows


def to_assess(user) -> QuerySet[Milestone]:
    rows = Milestone.objects.filter(state=MilestoneState.SUBMITTED)
    rows = of_office(rows, user, "project__challenge__batch__programme")
    return rows.select_related("project").order_by("reported_at", "pk")


def overdue(user) -> QuerySet[Milestone]:
    rows = Milestone.objects.filter(state=MilestoneState.OVERDUE)
    rows = of_office(rows, user, "project__challenge__batch__programme")
    return rows.select_related("project").order_by("report_by_on", "pk")


def milestone_rows(rows: QuerySet[Milestone], limit: int, text: str) -> list[Row]:
    return [
        Row(f"{text}：{row.project.code} {row.name}", row.get_absolute_url(), None, str(row.project.title))
        for row in rows[:limit]
    ]


def to_decide(user) -> QuerySet[ChangeRequest]:
    """Changes that the department decides; those of the leader and the chief scientist are not its business."""
    own_matters = Q(kind=ChangeKind.BUDGET_WITHIN)
    own_matters |= Q(
        kind=ChangeKind.TECHNICAL_ROUTE, project__chief_scientist_mode=True, project__chief_scientist__isnull=False
    )
    rows = ChangeRequest.objects.filter(state=ChangeState.SUBMITTED).exclude(own_matters)
    rows = of_office(rows, user, "project__challenge__batch__programme")
    return rows.select_related("project").order_by("created_at", "pk")


def change_rows(rows: QuerySet[ChangeRequest], limit: int) -> list[Row]:
    return [
        Row(f"{row.project.code}：{row.get_kind_display()}", row.get_absolute_url(), None, row.reason[:40])
        for row in rows[:limit]
    ]


def to_verify(user) -> QuerySet[Lane]:
    values = LaneValue.objects.filter(round__state=RoundState.OPEN, is_verified=False)
    rows = of_office(Lane.objects.filter(pk__in=values.values("lane")), user, "race__challenge__batch__programme")
    return rows.select_related("race__challenge", "project").order_by("pk")


def to_verify_rows(user, limit: int) -> list[Row]:
    return [
        Row(_("核实赛道指标：%(lane)s") % {"lane": row}, row.get_absolute_url(), None, row.project.code)
        for row in to_verify(user)[:limit]
    ]


def to_settle(user) -> QuerySet[RaceRound]:
    """Rounds with proposals that a sitting has to decide."""
    rows = of_office(RaceRound.objects.filter(state=RoundState.COMPUTED), user, "race__challenge__batch__programme")
    return rows.select_related("race__challenge").order_by("computed_at", "pk")


def to_settle_rows(user, limit: int) -> list[Row]:
    text = _("考核点 %(number)d 待决定：%(title)s")
    return [
        Row(text % {"number": row.number, "title": row.race}, row.get_absolute_url()) for row in to_settle(user)[:limit]
    ]


# The end user's side.


def to_evaluate(user) -> QuerySet[Project]:
    rows = Project.objects.filter(state=ProjectState.ACCEPTANCE, challenge__end_user=user.organization_id)
    return rows.order_by("state_at", "pk") if user.organization_id else rows.none()


def to_evaluate_rows(user, limit: int) -> list[Row]:
    text = _("评价项目：%(code)s %(title)s")
    return [
        Row(
            text % {"code": row.code, "title": row.title},
            row.get_absolute_url(),
            end_of_day(row.evaluate_by_on) if row.evaluate_by_on else None,
        )
        for row in to_evaluate(user)[:limit]
    ]


# The unit's own projects.

ENDED = (ProjectState.CLOSED, ProjectState.LAPSED)


def own_live(user) -> QuerySet[Project]:
    """Projects that the unit leads or takes part in, until they are filed away."""
    if not user.organization_id:
        return Project.objects.none()
    members = Membership.objects.filter(organization=user.organization_id, state="CONFIRMED")
    mine = Q(lead=user.organization_id) | Q(consortium__in=members.values("consortium"))
    return Project.objects.filter(mine).exclude(state__in=ENDED)


def own_rows(user, limit: int) -> list[OwnRow]:
    rows = own_live(user).select_related("lead", "challenge__batch__programme__office", "challenge__end_user")
    rows = list(rows.order_by("-state_at", "pk")[:limit])
    waiting = Milestone.objects.filter(project__in=rows, state__in=[*REPORTABLE, MilestoneState.PLANNED])
    nearest = {one.project_id: one for one in waiting.order_by("-due_on")}
    return [OwnRow(row, row.title, row.get_absolute_url(), None, own_note(row, nearest.get(row.pk))) for row in rows]


def own_note(project: Project, milestone: Milestone | None) -> str:
    """The number, and the next milestone while the project runs."""
    if milestone is None or project.state != ProjectState.IN_PROGRESS:
        return project.code
    words = {"code": project.code, "name": milestone.name, "on": milestone.due_on.isoformat()}
    if milestone.state == MilestoneState.PLANNED:
        return _("%(code)s · 下一里程碑“%(name)s”%(on)s 到期") % words
    words["state"] = milestone.get_state_display()
    return _("%(code)s · 里程碑“%(name)s”%(state)s") % words


OWN = [
    Own(
        gettext_lazy("我的项目"),
        count=lambda user: own_live(user),
        rows=own_rows,
        roles=APPLYING,
        url_name="projects:projects",
        order=30,
        empty=gettext_lazy("本单位还没有立项的项目。方案经评审、公示并立项后显示在这里。"),
    ),
]


# Counts of the side bar.


def _for(user, *chosen: tuple) -> tuple[QuerySet, ...]:
    """Of (rows of a user, roles) those that a holder of the roles has to look after."""
    return tuple(rows(user) for rows, roles in chosen if user.has_role(*roles))


OFFICER = (Role.OFFICER,)


def projects_waiting(user) -> tuple[QuerySet, ...]:
    chosen = ((to_sign, APPLYING), (to_countersign, (Role.PUBLISHER,)), (to_evaluate, (Role.END_USER,)))
    return _for(user, *chosen, (project_steps, OFFICER))


def races_waiting(user) -> tuple[QuerySet, ...]:
    return _for(user, (lanes_to_report, APPLYING), (to_verify, OFFICER), (to_settle, OFFICER))


def milestones_waiting(user) -> tuple[QuerySet, ...]:
    return _for(user, (to_report, APPLYING), (to_assess, OFFICER))


def changes_waiting(user) -> tuple[QuerySet, ...]:
    return (to_record(user), *_for(user, (to_decide, OFFICER)))


WAITING = [
    Waiting(
        gettext_lazy("待签订的任务书"), lambda user: to_sign(user), to_sign_rows, roles=APPLYING,
        url_name="projects:projects", order=200,
    ),
    Waiting(
        gettext_lazy("待报告的里程碑"), lambda user: to_report(user), to_report_rows, roles=APPLYING,
        url_name="projects:milestones", order=205,
    ),
    Waiting(
        gettext_lazy("待填报的赛马考核点"), lambda user: lanes_to_report(user), lanes_to_report_rows, roles=APPLYING,
        url_name="projects:races", order=206,
    ),
    Waiting(
        gettext_lazy("由我决定并备案的变更"), lambda user: to_record(user),
        lambda user, limit: change_rows(to_record(user), limit), url_name="projects:changes", order=207,
    ),
    Waiting(
        gettext_lazy("待签署的任务书"), lambda user: to_countersign(user), to_countersign_rows,
        roles=(Role.PUBLISHER,), url_name="projects:projects", order=210,
    ),
    Waiting(
        gettext_lazy("待办理的项目"), lambda user: project_steps(user), project_steps_rows, roles=(Role.OFFICER,),
        url_name="projects:projects", order=211,
    ),
    Waiting(
        gettext_lazy("待考核的里程碑"), lambda user: to_assess(user),
        lambda user, limit: milestone_rows(to_assess(user), limit, _("考核里程碑")), roles=(Role.OFFICER,),
        url_name="projects:milestones", order=212,
    ),
    Waiting(
        gettext_lazy("待核实的赛道指标"), lambda user: to_verify(user), to_verify_rows, roles=(Role.OFFICER,),
        url_name="projects:races", order=213,
    ),
    Waiting(
        gettext_lazy("待决定的赛马考核点"), lambda user: to_settle(user), to_settle_rows, roles=(Role.OFFICER,),
        url_name="projects:races", order=214,
    ),
    Waiting(
        gettext_lazy("待决定的变更"), lambda user: to_decide(user),
        lambda user, limit: change_rows(to_decide(user), limit), roles=(Role.OFFICER,), url_name="projects:changes", order=215,
    ),
    Waiting(
        gettext_lazy("逾期未报的里程碑"), lambda user: overdue(user),
        lambda user, limit: milestone_rows(overdue(user), limit, _("催报")), roles=(Role.OFFICER, Role.SUPERVISOR),
        url_name="projects:milestones", order=216,
    ),
    Waiting(
        gettext_lazy("待评价的项目"), lambda user: to_evaluate(user), to_evaluate_rows, roles=(Role.END_USER,),
        url_name="projects:projects", order=220, empty=gettext_lazy("目前没有申请验收、等待您评价的项目。"),
    ),
]  # fmt: skip
