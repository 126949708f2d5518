"""Who may do what with waivers, decisions, awards, tranches, reports of money, and the books (R-ROL-06, 3.6)."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.queries import own_accounts
from accounts.roles import READERS
from challenges.rules import of_office
from consortia.enums import MembershipState
from core.permissions import Denied, rule
from projects.models import Project

_OFFICE = _("主管处室")
_UNIT = (Role.APPLICANT, Role.UNIT_ADMIN)


def _office_of_project(actor: User, project: Project | None) -> Denied | None:
    return None if project is None else of_office(actor, project.challenge.batch.programme)


def _lead(actor: User, project: Project | None) -> Denied | None:
    if project is None or actor.organization_id == project.lead_id:
        return None
    return Denied(str(_("只能由项目牵头单位办理。")))


def is_partner(actor: User, project: Project) -> bool:
    """Of the lead or of a confirmed member of the consortium."""
    if actor.organization_id is None:
        return False
    members = project.consortium.memberships.filter(state=MembershipState.CONFIRMED)
    return actor.organization_id == project.lead_id or members.filter(organization=actor.organization_id).exists()


@rule(_("提出豁免"), roles=[Role.OFFICER], relation=_OFFICE)
def propose_waiver(actor: User, subject=None) -> Denied | None:
    return None if subject is None else of_office(actor, subject.challenge.batch.programme)


@rule(_("批准豁免"), roles=[Role.PUBLISHER], relation=_("不是提出豁免的人"))
def decide_waiver(actor: User, waiver=None) -> Denied | None:
    if waiver is not None and waiver.created_by_id in own_accounts(actor):
        return Denied(str(_("豁免的提出人与批准人不能是同一人，请由另一位发布审核人批准。")))
    return None


@rule(_("登记立项决定"), roles=[Role.OFFICER], relation=_OFFICE)
def decide(actor: User, bid=None) -> Denied | None:
    return None if bid is None else of_office(actor, bid.challenge.batch.programme)


@rule(_("起草拟立项公示"), roles=[Role.OFFICER], relation=_OFFICE)
def draft_award_notice(actor: User, batch=None) -> Denied | None:
    return None if batch is None else of_office(actor, batch.programme)


@rule(_("发布拟立项公示"), roles=[Role.PUBLISHER], relation=_("不是公示的起草人"))
def publish_award_notice(actor: User, notice=None) -> Denied | None:
    if notice is not None and notice.created_by_id in own_accounts(actor):
        return Denied(str(_("公示的起草人与发布人不能是同一人，请由另一位发布审核人发布。")))
    return None


@rule(_("立项"), relation=_("主管处室经办人；公示期满后由系统办理"))
def award(actor: User, bid=None) -> Denied | None:
    if actor.is_system:
        return None
    if not actor.has_role(Role.OFFICER):
        return Denied(str(_("立项由业务处室经办人办理。")))
    return None if bid is None else of_office(actor, bid.challenge.batch.programme)


@rule(_("异议成立后不予立项"), roles=[Role.OFFICER], relation=_OFFICE)
def reject_after_objection(actor: User, bid=None) -> Denied | None:
    return None if bid is None else of_office(actor, bid.challenge.batch.programme)


@rule(_("记录流榜"), roles=[Role.OFFICER], relation=_OFFICE)
def fail_challenge(actor: User, challenge=None) -> Denied | None:
    return None if challenge is None else of_office(actor, challenge.batch.programme)


@rule(_("申请拨款"), roles=_UNIT, relation=_("项目牵头单位"))
def request_tranche(actor: User, tranche=None) -> Denied | None:
    return None if tranche is None else _lead(actor, tranche.project)


@rule(_("退回、暂缓、恢复和取消拨款"), relation=_("主管处室经办人；赛马规则由系统执行"))
def manage_tranche(actor: User, tranche=None) -> Denied | None:
    if actor.is_system:
        return None
    if not actor.has_role(Role.OFFICER):
        return Denied(str(_("请由主管处室经办人办理。")))
    return None if tranche is None else _office_of_project(actor, tranche.project)


@rule(_("批准拨款"), roles=[Role.PUBLISHER], relation=_("不是拨款的申请人"))
def approve_tranche(actor: User, tranche=None) -> Denied | None:
    if tranche is not None and tranche.requested_by_id in own_accounts(actor):
        return Denied(str(_("拨款的申请人与批准人不能是同一人，请由另一位发布审核人批准。")))
    return None


@rule(_("拨付与撤销批准"), roles=[Role.FINANCE], relation=_("不是拨款的批准人"))
def pay_tranche(actor: User, tranche=None) -> Denied | None:
    if tranche is not None and tranche.approved_by_id in own_accounts(actor):
        return Denied(str(_("拨款的批准人与付款人不能是同一人，请由另一位财务人员付款。")))
    return None


@rule(_("确认到账"), roles=_UNIT, relation=_("项目牵头单位"))
def confirm_tranche(actor: User, tranche=None) -> Denied | None:
    return None if tranche is None else _lead(actor, tranche.project)


@rule(_("填报资金到位和支出"), roles=_UNIT, relation=_("联合体单位，只能填报本单位的数据；牵头单位可代填"))
def report_money(actor: User, project: Project | None = None) -> Denied | None:
    if project is None or is_partner(actor, project):
        return None
    return Denied(str(_("只能由联合体的牵头单位或成员单位填报。")))


@rule(_("登记外拨"), roles=_UNIT, relation=_("项目牵头单位"))
def record_sub_transfer(actor: User, project: Project | None = None) -> Denied | None:
    return _lead(actor, project)


@rule(_("核实支出报告"), roles=[Role.FINANCE])
def verify_expenditure(actor: User, report=None) -> Denied | None:
    return None


@rule(_("作出赛马考核决定"), relation=_("主管处室经办人（依据决议）；规则为自动淘汰时由系统办理"))
def decide_round(actor: User, round=None) -> Denied | None:
    if actor.is_system:
        return None
    if not actor.has_role(Role.OFFICER):
        return Denied(str(_("赛马考核决定由主管处室经办人登记。")))
    return None if round is None else of_office(actor, round.race.challenge.batch.programme)


@rule(_("终止项目"), relation=_("主管处室经办人；赛马自动淘汰由系统办理"))
def terminate_project(actor: User, project: Project | None = None) -> Denied | None:
    if actor.is_system:
        return None
    if not actor.has_role(Role.OFFICER):
        return Denied(str(_("终止项目由主管处室经办人办理。")))
    return _office_of_project(actor, project)


@rule(_("清算项目"), roles=[Role.FINANCE])
def settle_project(actor: User, project: Project | None = None) -> Denied | None:
    return None


@rule(_("登记地方奖励"), roles=[Role.OFFICER, Role.PREFECTURE], relation=_("经办人；盟市科技局限本辖区"))
def record_local_reward(actor: User, division=None) -> Denied | None:
    if actor.has_role(Role.OFFICER) or division is None:
        return None
    place = division
    while place is not None:
        if place.pk == actor.division_id:
            return None
        place = place.parent
    return Denied(str(_("只能登记本辖区给予的奖励。")))


@rule(_("登记政策落实"), roles=[Role.OFFICER, Role.PREFECTURE])
def record_policy_benefit(actor: User, organization=None) -> Denied | None:
    return None


@rule(_("登记新闻发布数据"), roles=[Role.OFFICER, Role.PUBLISHER])
def record_published_figure(actor: User, obj=None) -> Denied | None:
    return None


@rule(_("查看台账和拨款"), roles=READERS)
def view_ledger(actor: User, obj=None) -> Denied | None:
    return None


@rule(_("查看项目经费"), relation=_("厅内人员、审计；联合体单位"))
def view_money(actor: User, project: Project | None = None) -> Denied | None:
    if project is None or actor.has_role(*READERS) or is_partner(actor, project):
        return None
    return Denied(str(_("只有科技厅、审计和联合体单位可以查看项目经费。")))


@rule(_("导出审计经费表"), roles=[Role.AUDITOR, Role.FINANCE, Role.SUPERVISOR, Role.OFFICER])
def export_books(actor: User, obj=None) -> Denied | None:
    return None
