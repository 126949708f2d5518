"""Rules of the end of a project, its outcomes, and the contracts of 2021."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.roles import READERS
from core.permissions import Denied, rule
from projects.models import Contract, Project
from projects.rules.relations import of_the_end_user, of_the_lead, of_the_office


@rule(_("发榜用户评价"), roles=[Role.END_USER], relation=_("榜单指定的发榜用户"))
def evaluate_by_user(actor: User, project: Project) -> Denied | None:
    return of_the_end_user(actor, project)


@rule(_("申请验收"), roles=[Role.APPLICANT, Role.UNIT_ADMIN], relation=_("牵头单位"))
def apply_acceptance(actor: User, project: Project) -> Denied | None:
    return of_the_lead(actor, project)


@rule(_("作出验收结论"), roles=[Role.OFFICER], relation=_("主管处室"))
def conclude_acceptance(actor: User, project: Project) -> Denied | None:
    return None if project is None else of_the_office(actor, project.challenge)


@rule(_("归档项目"), roles=[Role.OFFICER], relation=_("主管处室"))
def close_project(actor: User, project: Project) -> Denied | None:
    return None if project is None else of_the_office(actor, project.challenge)


@rule(_("登记成果"), roles=[Role.APPLICANT, Role.UNIT_ADMIN], relation=_("牵头单位"))
def record_outcome(actor: User, project: Project) -> Denied | None:
    return of_the_lead(actor, project)


@rule(_("登记 2021 年机制的技术合同"), roles=[Role.OFFICER], relation=_("主管处室"))
def sign_contract(actor: User, challenge) -> Denied | None:
    return of_the_office(actor, challenge)


@rule(_("查看技术合同"), relation=_("厅内人员、审计；合同各方"))
def view_contract(actor: User, contract: Contract) -> Denied | None:
    if contract is None or actor.has_role(*READERS):
        return None
    parties = {contract.enterprise_id, *contract.parties.values_list("organization_id", flat=True)}
    return None if actor.organization_id in parties else Denied(str(_("您与该合同没有关系。")))
