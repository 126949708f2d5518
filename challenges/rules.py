"""Who may do what with programmes, needs, challenges, sittings, notices and objections."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.queries import in_charge_of, own_accounts
from challenges import queries
from challenges.models import (
    Batch,
    Challenge,
    Clue,
    Matchmaking,
    Need,
    Objection,
    Programme,
    PublicNotice,
    Question,
    Sitting,
)
from core.permissions import Denied, rule

_OFFICE = _("主管处室")


def of_office(actor: User, programme: Programme | None) -> Denied | None:
    """Row-level right by office (S57), the one place for all apps: the office of the programme acts, everybody on the
    staff reads. A substitute has the office of the person he acts for."""
    if programme is None or programme.office_id == actor.office_id:
        return None
    return Denied(str(_("该事项由“%(office)s”负责，请由该处室办理。") % {"office": programme.office}))


@rule(_("由系统按时办理"), relation=_("系统账号"))
def act_for_the_clock(actor: User, obj=None) -> Denied | None:
    return None if actor.is_system else Denied(str(_("此步骤由系统按时自动办理。")))


@rule(_("建立示范工程"), roles=[Role.OFFICER, Role.SYSADMIN], relation=_("本处室；系统管理员"))
def create_programme(actor: User, office) -> Denied | None:
    if actor.has_role(Role.SYSADMIN) or office is None or office.pk == actor.office_id:
        return None
    return Denied(str(_("只能为本处室建立示范工程。")))


@rule(_("维护规则集"), roles=[Role.OFFICER, Role.SYSADMIN], relation=_("未冻结的规则集"))
def keep_rule_set(actor: User, obj=None) -> Denied | None:
    return None


@rule(_("管理批次"), roles=[Role.OFFICER], relation=_OFFICE)
def manage_batch(actor: User, obj: Batch | Matchmaking | Programme | None) -> Denied | None:
    batch = obj.batch if isinstance(obj, Matchmaking) else obj
    return of_office(actor, batch.programme if isinstance(batch, Batch) else batch)


@rule(_("发布批次和榜单"), roles=[Role.PUBLISHER], relation=_("不是批次或榜单的起草人"))
def publish_batch(actor: User, batch: Batch) -> Denied | None:
    if batch is not None and queries.wrote(actor, batch):
        return Denied(str(_("发布人不能是起草人，请由另一位发布审核人办理。")))
    return None


@rule(_("维护需求征集"), roles=[Role.OFFICER], relation=_OFFICE)
def manage_call(actor: User, programme: Programme | None) -> Denied | None:
    return of_office(actor, programme)


@rule(_("填报需求"), roles=[Role.APPLICANT, Role.UNIT_ADMIN], relation=_("本单位"))
def write_need(actor: User, need: Need | None) -> Denied | None:
    if actor.organization_id is None:
        return Denied(str(_("您的账号没有所属单位，不能填报需求。")))
    if need is None or need.organization_id == actor.organization_id:
        return None
    return Denied(str(_("只能填报和修改本单位的需求。")))


@rule(_("推荐需求"), roles=[Role.PREFECTURE], relation=_("归口管理的单位"))
def forward_need(actor: User, need: Need) -> Denied | None:
    if in_charge_of(actor, need.organization):
        return None
    return Denied(str(_("该单位不归您所在的科技管理部门管理。")))


@rule(_("受理和退回需求"), roles=[Role.OFFICER, Role.PREFECTURE], relation=_("主管处室；归口管理部门仅可退回"))
def return_need(actor: User, need: Need) -> Denied | None:
    if actor.has_role(Role.OFFICER):
        return of_office(actor, need.call.programme)
    return forward_need(actor, need)


@rule(_("处理需求"), roles=[Role.OFFICER], relation=_OFFICE)
def decide_need(actor: User, need: Need) -> Denied | None:
    return of_office(actor, need.call.programme)


@rule(_("起草和凝练榜单"), roles=[Role.OFFICER], relation=_OFFICE)
def edit_challenge(actor: User, obj: Challenge | Batch) -> Denied | None:
    batch = obj.batch if isinstance(obj, Challenge) else obj
    return of_office(actor, batch.programme if batch is not None else None)


@rule(_("保密审查"), roles=[Role.OFFICER, Role.PUBLISHER], relation=_("不是榜单的起草人"))
def review_secrecy(actor: User, challenge: Challenge) -> Denied | None:
    if queries.wrote(actor, challenge):
        return Denied(str(_("起草人不能审查自己的榜单，请由另一人审查。")))
    return None


@rule(_("记录榜单审定"), roles=[Role.OFFICER], relation=_OFFICE)
def approve_challenge(actor: User, challenge: Challenge) -> Denied | None:
    return of_office(actor, challenge.batch.programme)


@rule(_("延长揭榜期限"), roles=[Role.PUBLISHER], relation=_("不是榜单的起草人"))
def extend_deadline(actor: User, challenge: Challenge) -> Denied | None:
    if queries.wrote(actor, challenge):
        return Denied(str(_("榜单的起草人不能延长期限，请由另一位发布审核人办理。")))
    return None


@rule(_("记录撤榜"), roles=[Role.OFFICER], relation=_OFFICE)
def withdraw_challenge(actor: User, challenge: Challenge) -> Denied | None:
    return of_office(actor, challenge.batch.programme)


@rule(_("记录流榜和重新张榜"), roles=[Role.OFFICER], relation=_OFFICE)
def relist_challenge(actor: User, challenge: Challenge) -> Denied | None:
    return of_office(actor, challenge.batch.programme)


@rule(_("组织会议和记录决议"), roles=[Role.OFFICER], relation=_("主管处室；不属于某一示范工程的会议由任一处室"))
def manage_sitting(actor: User, obj: Sitting | Programme | None) -> Denied | None:
    return of_office(actor, obj.programme if isinstance(obj, Sitting) else obj)


@rule(_("起草公示公告"), roles=[Role.OFFICER], relation=_OFFICE)
def draft_notice(actor: User, obj: PublicNotice | Batch | None) -> Denied | None:
    batch = obj.batch if isinstance(obj, PublicNotice) else obj
    return of_office(actor, batch.programme if batch is not None else None)


@rule(_("发布公示公告"), roles=[Role.PUBLISHER], relation=_("不是起草人"))
def publish_notice(actor: User, notice: PublicNotice | None) -> Denied | None:
    if notice is not None and queries.wrote(actor, notice):
        return Denied(str(_("发布人不能是起草人，请由另一位发布审核人办理。")))
    return None


@rule(_("提出异议"), relation=_("任何人，实名；访客以系统账号记录"))
def file_objection(actor: User, notice: PublicNotice | None) -> Denied | None:
    return None


@rule(_("登记书面异议"), roles=[Role.SUPERVISOR], relation=_("不是公示的起草人或发布人"))
def register_objection(actor: User, notice: PublicNotice | None) -> Denied | None:
    if notice is not None and {notice.created_by_id, notice.published_by_id} & own_accounts(actor):
        return Denied(str(_("您参与了该公示，应当回避，请由其他监督人员登记。")))
    return None


@rule(_("办理异议"), roles=[Role.SUPERVISOR], relation=_("不是公示的起草人或发布人，也不是异议人"))
def handle_objection(actor: User, objection: Objection | None) -> Denied | None:
    if objection is None:
        return None
    hands = {objection.notice.created_by_id, objection.notice.published_by_id}
    if not objection.is_on_paper:
        hands.add(objection.created_by_id)
    if hands & own_accounts(actor):
        return Denied(str(_("您参与了该公示或提出了该异议，应当回避，请由其他监督人员办理。")))
    return None


@rule(_("查看异议"), roles=[Role.SUPERVISOR, Role.AUDITOR])
def view_objection(actor: User, objection: Objection | None) -> Denied | None:
    return None


@rule(_("查看异议人身份"), roles=[Role.SUPERVISOR], relation=_("E-18：仅监督部门可见"))
def view_objector(actor: User, objection: Objection | None) -> Denied | None:
    return None


@rule(_("处理问题线索"), roles=[Role.SUPERVISOR], relation=_("不是公示的起草人或发布人"))
def handle_clue(actor: User, clue: Clue | None) -> Denied | None:
    if clue is not None and {clue.notice.created_by_id, clue.notice.published_by_id} & own_accounts(actor):
        return Denied(str(_("您参与了该公示，应当回避，请由其他监督人员办理。")))
    return None


@rule(_("报名对接活动"), roles=[Role.APPLICANT, Role.UNIT_ADMIN], relation=_("本单位"))
def sign_up(actor: User, matchmaking: Matchmaking | None) -> Denied | None:
    if actor.organization_id is None:
        return Denied(str(_("您的账号没有所属单位，不能报名。")))
    return None


@rule(_("查看对接报名名单"), roles=[Role.OFFICER, Role.AUDITOR], relation=_("主管处室；审计"))
def view_sign_ups(actor: User, matchmaking: Matchmaking | None) -> Denied | None:
    if matchmaking is None or actor.has_role(Role.AUDITOR):
        return None
    return of_office(actor, matchmaking.batch.programme)


@rule(_("提问"), roles=[Role.APPLICANT, Role.UNIT_ADMIN], relation=_("本单位"))
def ask_question(actor: User, challenge: Challenge | None) -> Denied | None:
    if actor.organization_id is None:
        return Denied(str(_("您的账号没有所属单位，不能提问。")))
    return None


@rule(_("答复提问"), roles=[Role.OFFICER], relation=_OFFICE)
def answer_question(actor: User, question: Question) -> Denied | None:
    return of_office(actor, question.challenge.batch.programme)


@rule(_("查看提问单位"), roles=[Role.OFFICER, Role.AUDITOR], relation=_("主管处室；审计"))
def view_asker(actor: User, question: Question | None) -> Denied | None:
    if question is None or actor.has_role(Role.AUDITOR):
        return None
    return of_office(actor, question.challenge.batch.programme)


@rule(_("查看工作台榜单"), relation=_("厅内人员、审计"))
def view_office_pages(actor: User, obj=None) -> Denied | None:
    return None if queries.is_department(actor) else Denied(str(_("此页面供厅内人员使用。")))


@rule(_("批量处理需求、凝练成榜单"), roles=[Role.OFFICER], relation=_("逐条核对主管处室"))
def decide_bulk(actor: User, obj=None) -> Denied | None:
    return None
