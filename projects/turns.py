"""Whose turn it is with projects, agreements, milestones, races and changes."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from challenges.enums import BatchState, ChallengeState, Mechanism
from challenges.turns import TURNS as BELOW
from consortia.turns import TURNS as OF_BIDS
from core.turns import Turn, department, rest
from core.working_days import end_of_day
from projects.enums import AgreementState as A
from projects.enums import ChangeKind
from projects.enums import ChangeState as H
from projects.enums import LaneState as L
from projects.enums import MilestoneState as M
from projects.enums import ProjectState as P
from projects.enums import RaceState as R
from projects.enums import RoundState as D
from projects.queries import unfinished

BATCHES, CHALLENGES = BELOW["challenges.Batch"], OF_BIDS["challenges.Challenge"]
OFFICER, UNIT = (Role.OFFICER,), (Role.APPLICANT, Role.UNIT_ADMIN)


def _lead(project):
    return project.lead


def _office(project):
    return project.challenge.batch.programme.office


def _of_project(ask):
    return lambda row: ask(row.project)


def _day(name: str):
    """The exclusive end of a day of the row, where it has one."""

    def until(row):
        day = getattr(row, name)
        return end_of_day(day) if day else None

    return until


def _race_office(race):
    return race.challenge.batch.programme.office


def _decider(change):
    """Who decides follows from the kind and the chief scientist's mode (3.7)."""
    project = change.project
    if change.kind == ChangeKind.BUDGET_WITHIN:
        return project.leader
    if change.kind == ChangeKind.TECHNICAL_ROUTE and project.chief_scientist_mode and project.chief_scientist_id:
        return project.chief_scientist
    return _office(project)


UNDER_CONTRACT = rest(_("已签订技术合同，按合同实施。"))
MAY_FINISH = Turn(
    _("业务处室经办人"), _("榜单均有结果，可办结本批次"), unit=lambda row: row.programme.office, roles=OFFICER
)


def _closed_challenge(challenge):
    """By the rules of 2021 a signed contract is the outcome (R-FUN-05); all else is said below."""
    is_2021 = challenge.batch.rule_set.mechanism == Mechanism.ENTERPRISE_2021
    if is_2021 and challenge.pk and challenge.contracts.exists():
        return UNDER_CONTRACT
    return CHALLENGES[ChallengeState.CLOSED](challenge)


def _closed_batch(batch):
    if batch.rule_set.mechanism == Mechanism.ENTERPRISE_2021 and batch.pk and not unfinished(batch):
        return MAY_FINISH
    return BATCHES[BatchState.CLOSED]


TURNS = {
    "challenges.Batch": {BatchState.CLOSED: _closed_batch},
    "challenges.Challenge": {ChallengeState.CLOSED: _closed_challenge},
    "projects.Project": {
        P.AWARDED: Turn(
            _("申报人和单位管理员"), _("起草并签署任务书，再由科技厅签署"), unit=_lead, until=_day("sign_by_on"), roles=UNIT
        ),
        P.SIGNED: Turn(_("业务处室经办人"), _("下达任务与资金"), unit=_office, roles=OFFICER),
        P.IN_PROGRESS: Turn(
            _("项目组"), _("按里程碑实施并报告，期满前申请验收"), unit=_lead, until=_day("ends_on"), roles=UNIT
        ),
        P.SUSPENDED: Turn(_("业务处室经办人"), _("核查后恢复或终止"), unit=_office, roles=OFFICER),
        P.TERMINATED: Turn(_("财务人员"), _("清算并追回结余"), unit=department, roles=(Role.FINANCE,)),
        P.SETTLED: Turn(_("业务处室经办人"), _("归档"), unit=_office, roles=OFFICER),
        P.ACCEPTANCE: Turn(
            _("发榜用户"), _("评价使用效果"), unit=lambda row: row.challenge.end_user, until=_day("evaluate_by_on"),
            roles=(Role.END_USER,),
        ),
        P.USER_EVALUATED: Turn(_("业务处室经办人"), _("组织验收并作出结论"), unit=_office, roles=OFFICER),
        P.RECTIFYING: Turn(_("项目组"), _("整改后重新申请验收"), unit=_lead, roles=UNIT),
        P.ACCEPTED: Turn(_("业务处室经办人"), _("登记结余处理并归档"), unit=_office, roles=OFFICER),
        P.CONCLUDED: Turn(_("业务处室经办人"), _("登记结余处理并归档"), unit=_office, roles=OFFICER),
        P.FAILED: Turn(_("业务处室经办人"), _("登记结余处理并归档"), unit=_office, roles=OFFICER),
    },
    "projects.TaskAgreement": {
        A.DRAFT: Turn(_("单位管理员"), _("核对并签署任务书"), unit=_of_project(_lead), roles=(Role.UNIT_ADMIN,)),
        A.UNIT_SIGNED: Turn(_("发布审核人"), _("代表科技厅签署"), unit=department, roles=(Role.PUBLISHER,)),
        A.SIGNED: rest(_("双方已签，按任务书执行；变更后由新版本替代。")),
    },
    "projects.Milestone": {
        M.PLANNED: Turn(_("项目组"), _("按计划实施，到期报告"), unit=_of_project(_lead), until=_day("due_on"), roles=UNIT),
        M.DUE: Turn(
            _("申报人"), _("提交里程碑报告"), unit=_of_project(_lead), until=_day("report_by_on"), roles=UNIT
        ),
        M.OVERDUE: Turn(
            _("申报人"), _("尽快补报里程碑报告"), unit=_of_project(_lead), until=_day("report_by_on"), roles=UNIT
        ),
        M.SUBMITTED: Turn(_("业务处室经办人"), _("组织考核并作出结论"), unit=_of_project(_office), roles=OFFICER),
        M.RECTIFYING: Turn(
            _("申报人"), _("整改后重新报告"), unit=_of_project(_lead), until=_day("rectify_by_on"), roles=UNIT
        ),
        M.PASSED: rest(_("考核已通过，无需办理。")),
    },
    "projects.Race": {
        R.RUNNING: Turn(_("各赛道项目组"), _("并行攻关，按考核点填报进展")),
        R.NARROWED: Turn(_("业务处室经办人"), _("胜出项目办结后结束赛马"), unit=_race_office, roles=OFFICER),
        R.MERGED: Turn(_("业务处室经办人"), _("合并后的项目办结后结束赛马"), unit=_race_office, roles=OFFICER),
    },
    "projects.Lane": {
        L.RUNNING: Turn(_("项目组"), _("攻关，并在考核点填报指标"), unit=_of_project(_lead), roles=UNIT),
        L.PROPOSED_OUT: Turn(_("联席会议"), _("决定保留或淘汰"), unit=_of_project(_office), roles=OFFICER),
    },
    "projects.RaceRound": {
        D.PLANNED: Turn(_("系统"), _("到考核日期自动开启"), until=lambda row: row.opens_at),
        D.OPEN: Turn(_("各赛道项目组"), _("填报实际值，由经办人核实后计算名次"), until=lambda row: row.grace_until),
        D.COMPUTED: Turn(
            _("业务处室经办人"), _("提请联席会议作出决定"), unit=lambda row: _race_office(row.race), roles=OFFICER
        ),
    },
    "projects.ChangeRequest": {
        H.SUBMITTED: Turn(_("决定人"), _("决定变更申请"), unit=_decider, roles=OFFICER),
    },
}  # fmt: skip
