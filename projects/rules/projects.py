"""Rules of projects, agreements, milestones and changes."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.queries import own_accounts
from core.permissions import Denied, rule
from projects.models import ChangeRequest, Milestone, Project, TaskAgreement
from projects.queries import projects_for, who_decides
from projects.queries.changes import CHIEF_SCIENTIST, LEADER
from projects.rules.relations import of_the_lead, of_the_office

APPLYING = (Role.APPLICANT, Role.UNIT_ADMIN)


@rule(_("查看项目"), relation=_("厅内人员、审计；联合体单位；发榜用户；归口管理部门；负责人和首席科学家"))
def view_project(actor: User, project: Project) -> Denied | None:
    if project is None or projects_for(actor).filter(pk=project.pk).exists():
        return None
    return Denied(str(_("您与该项目没有关系。")))


@rule(_("查看里程碑"), relation=_("能查看项目的人员"))
def view_milestone(actor: User, milestone: Milestone) -> Denied | None:
    return view_project(actor, milestone.project)


@rule(_("建立项目"), relation=_("经办人、发布审核人；系统账号"))
def create_project(actor: User, obj=None) -> Denied | None:
    if actor.is_system or actor.has_role(Role.OFFICER, Role.PUBLISHER):
        return None
    return Denied(str(_("项目由科技厅立项时建立。")))


@rule(_("管理项目（下达、暂停、恢复、延期、终止）"), roles=[Role.OFFICER], relation=_("主管处室"))
def manage_project(actor: User, project: Project) -> Denied | None:
    return None if project is None else of_the_office(actor, project.challenge)


@rule(_("下达任务与资金"), roles=[Role.OFFICER], relation=_("主管处室"))
def issue_project(actor: User, project: Project) -> Denied | None:
    return None if project is None else of_the_office(actor, project.challenge)


@rule(_("确认逾期未签失效"), roles=[Role.OFFICER], relation=_("主管处室"))
def confirm_lapse(actor: User, project: Project) -> Denied | None:
    return None if project is None else of_the_office(actor, project.challenge)


@rule(_("起草任务书"), roles=APPLYING, relation=_("牵头单位"))
def draft_agreement(actor: User, project: Project) -> Denied | None:
    return of_the_lead(actor, project)


@rule(_("修改任务书"), roles=APPLYING, relation=_("牵头单位"))
def edit_agreement(actor: User, agreement: TaskAgreement) -> Denied | None:
    return of_the_lead(actor, agreement.project)


@rule(_("代表牵头单位签署任务书"), roles=[Role.UNIT_ADMIN], relation=_("牵头单位"))
def sign_agreement_by_unit(actor: User, agreement: TaskAgreement) -> Denied | None:
    return of_the_lead(actor, agreement.project)


@rule(_("退回任务书"), roles=[Role.OFFICER, Role.PUBLISHER], relation=_("主管处室；发布审核人"))
def return_agreement(actor: User, agreement: TaskAgreement) -> Denied | None:
    return None if agreement is None else of_the_office(actor, agreement.project.challenge)


@rule(_("代表科技厅签署任务书"), roles=[Role.PUBLISHER], relation=_("不是起草人"))
def sign_agreement_by_department(actor: User, agreement: TaskAgreement) -> Denied | None:
    if own_accounts(actor) & {agreement.created_by_id, agreement.unit_signed_by_id}:
        return Denied(str(_("起草或已代表单位签署的人不能再代表科技厅签署。")))
    return None


@rule(_("报告里程碑"), roles=APPLYING, relation=_("牵头单位"))
def report_milestone(actor: User, milestone: Milestone) -> Denied | None:
    return of_the_lead(actor, milestone.project)


@rule(_("考核里程碑"), roles=[Role.OFFICER], relation=_("主管处室"))
def assess_milestone(actor: User, milestone: Milestone) -> Denied | None:
    return None if milestone is None else of_the_office(actor, milestone.project.challenge)


@rule(_("申请变更"), relation=_("牵头单位的申报人和管理员；负责人；首席科学家"))
def request_change(actor: User, project: Project) -> Denied | None:
    if actor.person_id and actor.person_id in {project.leader_id, project.chief_scientist_id}:
        return None
    return of_the_lead(actor, project) if actor.has_role(*APPLYING) else Denied(str(_("变更由牵头单位申请。")))


@rule(_("备案自主变更"), relation=_("首席科学家（技术路线）；项目负责人（科目间调剂）"))
def record_change(actor: User, change: ChangeRequest) -> Denied | None:
    decider, project = who_decides(change.project, change.kind), change.project
    if decider == CHIEF_SCIENTIST:
        if actor.person_id == project.chief_scientist_id:
            return None
        return Denied(str(_("该变更由首席科学家%(name)s决定。") % {"name": project.chief_scientist.name}))
    if decider == LEADER:
        deciders = {project.leader_id, project.chief_scientist_id if project.chief_scientist_mode else None} - {None}
        if actor.person_id in deciders:
            return None
        return Denied(str(_("该变更由项目负责人%(name)s决定。") % {"name": project.leader.name}))
    return Denied(str(_("该变更须由科技厅决定，不能自行备案。")))


@rule(_("决定变更"), roles=[Role.OFFICER], relation=_("主管处室"))
def decide_change(actor: User, change: ChangeRequest) -> Denied | None:
    return None if change is None else of_the_office(actor, change.project.challenge)
