"""Who may do what with consortia and bids (R-ROL-01 to R-ROL-06). Sealed content: nobody but its own people."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import Organization, User
from challenges.models import Challenge
from challenges.queries import wrote
from challenges.rules import of_office
from consortia import queries
from consortia.models import Bid, Consortium, Membership, Platform
from core.permissions import Denied, rule

OPENERS = (Role.OFFICER, Role.PUBLISHER, Role.SUPERVISOR)


def _denied(sentence: str) -> Denied:
    return Denied(str(sentence))


# Consortia


@rule(_("组建联合体"), roles=[Role.APPLICANT, Role.UNIT_ADMIN], relation=_("牵头单位自己的人员"))
def found_consortium(actor: User, lead: Organization | None) -> Denied | None:
    if lead is not None and actor.organization_id != lead.pk:
        return _denied(_("只能以本单位为牵头单位组建联合体。"))
    return None


@rule(_("办理联合体事务"), roles=[Role.APPLICANT, Role.UNIT_ADMIN], relation=_("牵头单位的人员"))
def manage_consortium(actor: User, consortium: Consortium) -> Denied | None:
    return None if actor.organization_id == consortium.lead_id else _denied(_("联合体事务由牵头单位办理。"))


@rule(_("确认加入联合体"), roles=[Role.UNIT_ADMIN], relation=_("成员单位自己的单位管理员"))
def answer_invitation(actor: User, membership: Membership) -> Denied | None:
    if actor.organization_id == membership.organization_id:
        return None
    return _denied(_("须由成员单位自己的单位管理员确认。"))


@rule(
    _("退出联合体"),
    roles=[Role.UNIT_ADMIN, Role.APPLICANT],
    relation=_("成员单位的单位管理员；牵头单位的人员（移出名单）"),
)
def end_membership(actor: User, membership: Membership) -> Denied | None:
    if actor.organization_id == membership.consortium.lead_id:
        return None
    if actor.organization_id == membership.organization_id and actor.has_role(Role.UNIT_ADMIN):
        return None
    return _denied(_("须由成员单位的单位管理员或牵头单位办理。"))


@rule(_("登记创新平台"), roles=[Role.UNIT_ADMIN, Role.APPLICANT], relation=_("本单位"))
def add_platform(actor: User, organization: Organization) -> Denied | None:
    return None if actor.organization_id == organization.pk else _denied(_("只能登记本单位的平台。"))


@rule(_("修改和撤销创新平台"), roles=[Role.UNIT_ADMIN, Role.APPLICANT], relation=_("本单位"))
def edit_platform(actor: User, platform: Platform) -> Denied | None:
    return None if actor.organization_id == platform.organization_id else _denied(_("只能维护本单位的平台。"))


@rule(_("填写本单位在联合体中的部分"), roles=[Role.UNIT_ADMIN, Role.APPLICANT], relation=_("受邀和成员单位自己的人员"))
def fill_part(actor: User, membership: Membership) -> Denied | None:
    if actor.organization_id == membership.organization_id:
        return None
    return _denied(_("各单位只填写自己的部分。"))


@rule(_("交接申报人在办事项"), roles=[Role.UNIT_ADMIN, Role.SYSADMIN], relation=_("本单位的申报人；系统管理员"))
def hand_over(actor: User, user: User) -> Denied | None:
    if actor.has_role(Role.SYSADMIN) or (user.organization_id and user.organization_id == actor.organization_id):
        return None
    return _denied(_("只能交接本单位申报人的事项。"))


@rule(_("办理联合体备案"), roles=[Role.OFFICER], relation=_("主管处室；未列示范工程的任一处室"))
def decide_registration(actor: User, consortium: Consortium) -> Denied | None:
    return of_office(actor, consortium.programme)


# Bids before opening


@rule(_("填报揭榜方案"), roles=[Role.APPLICANT], relation=_("牵头单位发起，成员单位共同填写；单位管理员除外"))
def author_bid(actor: User, bid: Bid) -> Denied | None:
    return _may_author(actor, bid.consortium, starts=False)


@rule(_("发起揭榜"), roles=[Role.APPLICANT], relation=_("牵头单位；单位管理员除外"))
def start_bid(actor: User, consortium: Consortium | None) -> Denied | None:
    return _may_author(actor, consortium, starts=True)


def _may_author(actor: User, consortium: Consortium | None, *, starts: bool) -> Denied | None:
    if actor.has_role(Role.UNIT_ADMIN):
        return _denied(_("单位管理员不能填报揭榜方案，请由本单位申报人填报。"))
    if consortium is None or (starts and actor.organization_id == consortium.lead_id):
        return None
    if starts:
        return _denied(_("揭榜由牵头单位的申报人发起。"))
    return None if queries.is_own(actor, consortium) else _denied(_("您的单位不是该联合体的成员。"))


@rule(_("审核并提交揭榜方案"), roles=[Role.UNIT_ADMIN], relation=_("牵头单位的单位管理员"))
def submit_bid(actor: User, bid: Bid) -> Denied | None:
    if actor.organization_id == bid.consortium.lead_id:
        return None
    return _denied(_("须由牵头单位的单位管理员办理。"))


@rule(_("签署单位承诺"), roles=[Role.UNIT_ADMIN], relation=_("联合体成员单位自己的单位管理员"))
def sign_for_organization(actor: User, bid: Bid) -> Denied | None:
    return None if queries.is_own(actor, bid.consortium) else _denied(_("您的单位不是该联合体的成员。"))


@rule(_("签署负责人承诺"), roles=[Role.APPLICANT], relation=_("牵头单位的申报人"))
def sign_for_leader(actor: User, bid: Bid) -> Denied | None:
    return _may_author(actor, bid.consortium, starts=True)


@rule(_("查看揭榜方案内容"), relation=_("开封前只限本联合体成员；开封后加上厅内人员、审计和主管盟市"))
def read_bid(actor: User, bid: Bid) -> Denied | None:
    if queries.is_own(actor, bid.consortium):
        return None
    if bid.opened_at is None:
        return _denied(_("方案密封中，开封前任何人不得查看内容。"))
    if actor.has_role(*queries.STAFF):
        return None
    if actor.has_role(Role.PREFECTURE) and _leads_from(actor, bid):
        return None
    return _denied(_("您与该方案没有关系，不能查看。"))


# Opening and after


@rule(_("同意开封"), roles=OPENERS, relation=_("两名不同的人员"))
def consent_to_opening(actor: User, challenge: Challenge | None) -> Denied | None:
    return None


@rule(_("资格审查"), roles=[Role.OFFICER], relation=_("主管处室"))
def check_eligibility(actor: User, bid: Bid) -> Denied | None:
    return of_office(actor, bid.challenge.batch.programme)


@rule(_("复核单一合格方案"), roles=[Role.PUBLISHER, Role.SUPERVISOR], relation=_("不是榜单的起草人"))
def review_single_bid(actor: User, challenge: Challenge | None) -> Denied | None:
    if challenge is not None and wrote(actor, challenge):
        return _denied(_("榜单的起草人不能复核单一方案，请由另一人复核。"))
    return None


@rule(_("查看资格审查总表"), roles=queries.STAFF)
def view_checking(actor: User, challenge: Challenge | None) -> Denied | None:
    return None


@rule(_("批量审查资格"), roles=[Role.OFFICER], relation=_("主管处室"))
def check_several(actor: User, challenge: Challenge | None) -> Denied | None:
    if challenge is None or actor.office_id in (None, challenge.batch.programme.office_id):
        return None
    return _denied(_("该榜单由“%(office)s”主管。") % {"office": challenge.batch.programme.office})


@rule(_("推荐揭榜方案"), roles=[Role.PREFECTURE], relation=_("牵头单位的归口盟市"))
def recommend_bid(actor: User, bid: Bid) -> Denied | None:
    return None if _leads_from(actor, bid) else _denied(_("牵头单位不归您所在的盟市管理。"))


def _leads_from(actor: User, bid: Bid) -> bool:
    return actor.division_id is not None and bid.consortium.lead.supervising_division_id == actor.division_id


# The same questions asked about a consortium, for its page


@rule(_("答复联合体邀请"), roles=[Role.UNIT_ADMIN], relation=_("收到邀请的单位自己的单位管理员"))
def answer_for_unit(actor: User, consortium: Consortium) -> Denied | None:
    asked = consortium.memberships.filter(organization=actor.organization_id, state="INVITED").first()
    return answer_invitation(actor, asked) if asked else _denied(_("贵单位没有待答复的邀请。"))


@rule(_("签署本单位的组建协议"), roles=[Role.UNIT_ADMIN], relation=_("已确认而尚未签署的单位自己的单位管理员"))
def sign_for_unit(actor: User, consortium: Consortium) -> Denied | None:
    own = consortium.memberships.filter(organization=actor.organization_id, state="CONFIRMED").first()
    if own is None:
        return _denied(_("贵单位尚未确认加入该联合体。"))
    is_signed = consortium.agreement_id and own.signed_sha256 == consortium.agreement.sha256
    return _denied(_("贵单位已签署该协议。")) if is_signed else None


@rule(_("移出成员单位"), roles=[Role.UNIT_ADMIN, Role.APPLICANT], relation=_("牵头单位；已备案的须办理备案变更"))
def remove_members(actor: User, consortium: Consortium) -> Denied | None:
    return manage_consortium(actor, consortium)


@rule(_("本单位退出联合体"), roles=[Role.UNIT_ADMIN], relation=_("成员单位自己的单位管理员"))
def leave_as_unit(actor: User, consortium: Consortium) -> Denied | None:
    is_member = consortium.memberships.filter(organization=actor.organization_id, state="CONFIRMED", role="MEMBER")
    return None if is_member.exists() else _denied(_("贵单位不是该联合体的成员单位。"))


@rule(_("放弃组建联合体"), roles=[Role.APPLICANT, Role.UNIT_ADMIN], relation=_("尚未备案的联合体的牵头单位"))
def give_up_consortium(actor: User, consortium: Consortium) -> Denied | None:
    if consortium.registration_number is not None:
        return _denied(_("已备案的联合体由主管处室注销。"))
    return manage_consortium(actor, consortium)


@rule(_("查看开标记录"), relation=_("厅内人员、审计；开封后加上揭榜的联合体"))
def read_opening(actor: User, challenge: Challenge) -> Denied | None:
    if actor.has_role(*queries.STAFF):
        return None
    is_bidder = queries.bids_of(actor).filter(challenge=challenge, opened_at__isnull=False).exists()
    return None if is_bidder else _denied(_("您与该榜单没有关系，不能查看开标记录。"))


@rule(_("登记本单位创新平台"), roles=[Role.UNIT_ADMIN, Role.APPLICANT], relation=_("联合体的成员单位"))
def register_platform(actor: User, consortium: Consortium) -> Denied | None:
    return None if queries.is_own(actor, consortium) else _denied(_("只能登记本单位的平台。"))


@rule(_("签署本单位承诺"), roles=[Role.UNIT_ADMIN], relation=_("尚未签署的联合体成员单位的单位管理员"))
def pledge_for_unit(actor: User, bid: Bid) -> Denied | None:
    denied = sign_for_organization(actor, bid)
    if denied is None and queries.has_pledged(bid, actor.organization_id, "ORGANIZATION"):
        return _denied(_("本单位已签署信用承诺。"))
    return denied


@rule(_("签署本方案的负责人承诺"), roles=[Role.APPLICANT], relation=_("尚未签署时，牵头单位的申报人"))
def pledge_for_leader(actor: User, bid: Bid) -> Denied | None:
    denied = sign_for_leader(actor, bid)
    if denied is None and queries.has_pledged(bid, actor.organization_id, "LEADER"):
        return _denied(_("负责人信用承诺已签署。"))
    return denied


@rule(_("查看回执"), relation=_("本联合体成员、厅内人员、审计"))
def read_receipt(actor: User, bid: Bid) -> Denied | None:
    if actor.has_role(*queries.STAFF) or queries.is_own(actor, bid.consortium):
        return None
    return _denied(_("回执只对本联合体成员和厅内人员开放。"))
