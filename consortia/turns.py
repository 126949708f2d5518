"""Whose turn it is with consortia, memberships and bids."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from challenges.enums import ChallengeState
from consortia.enums import BidState as B
from consortia.enums import ChangeState as H
from consortia.enums import ConsortiumState as C
from consortia.enums import MembershipState as M
from core.turns import Turn, department, rest
from core.working_days import end_of_day

OFFICER, ADMIN, APPLICANT = (Role.OFFICER,), (Role.UNIT_ADMIN,), (Role.APPLICANT,)
UNIT = (*ADMIN, *APPLICANT)


def _lead(row):
    return row.lead


def _bid_lead(bid):
    return bid.consortium.lead


def _office(bid):
    return bid.challenge.batch.programme.office


def _registering(consortium):
    return consortium.programme.office if consortium.programme_id else _("科技厅")


def _deadline(bid):
    return bid.challenge.deadline


def _recommending(bid):
    return bid.consortium.lead.supervising_division


def _recommend_until(bid):
    return bid.challenge.deadline + timedelta(days=bid.challenge.batch.rule_set.recommendation_days)


OPENING = Turn(
    _("两名开标人员"), _("截止后共同开标；截止前可以撤回修改"), unit=department, until=_deadline,
    roles=(Role.OFFICER, Role.PUBLISHER, Role.SUPERVISOR),
)  # fmt: skip
RECOMMENDING = Turn(
    _("归口管理部门"),
    _("出具推荐意见；开标可同时进行"),
    unit=_recommending,
    until=_recommend_until,
    roles=(Role.PREFECTURE,),
)


def _sealed(bid):
    """After the deadline the bureau in charge of the lead recommends, where the batch asks for it (R-ROL-03)."""
    is_asked = bid.challenge.state == ChallengeState.CLOSED and bid.challenge.batch.rule_set.needs_recommendation
    if not is_asked or bid.consortium.lead.supervising_division_id is None or hasattr(bid, "recommendation"):
        return OPENING
    return RECOMMENDING


def _correction(bid):
    return end_of_day(bid.correction_due_on) if bid.correction_due_on else None


TURNS = {
    "consortia.Consortium": {
        C.DRAFT: Turn(_("申报人或单位管理员"), _("邀请成员；全部确认、签署后登记组建协议"), unit=_lead, roles=UNIT),
        C.AGREED: Turn(_("申报人或单位管理员"), _("提交备案"), unit=_lead, roles=UNIT),
        C.FILED: Turn(_("业务处室经办人"), _("审核备案"), unit=_registering, roles=OFFICER),
        C.RETURNED: Turn(_("申报人或单位管理员"), _("按补正清单修改后重新提交备案"), unit=_lead, roles=UNIT),
        C.REGISTERED: rest(_("备案有效，可以揭榜。")),
        C.SUSPENDED: Turn(_("业务处室经办人"), _("核实后恢复或注销备案"), unit=_registering, roles=OFFICER),
    },
    "consortia.ConsortiumChange": {
        H.PROPOSED: Turn(
            _("业务处室经办人"), _("审核备案变更"), unit=lambda row: _registering(row.consortium), roles=OFFICER
        ),
        H.RETURNED: Turn(
            _("申报人或单位管理员"), _("按补正清单修改后重新提交"), unit=lambda row: row.consortium.lead, roles=UNIT
        ),
    },
    "consortia.Membership": {
        M.INVITED: Turn(_("单位管理员"), _("答复是否加入"), unit=lambda row: row.organization, roles=ADMIN),
        M.JOINING: Turn(
            _("业务处室经办人"), _("随备案变更审核加入"), unit=lambda row: _registering(row.consortium), roles=OFFICER
        ),
        M.CONFIRMED: rest(_("已确认加入。")),
        M.REFUSED: Turn(
            _("申报人或单位管理员"), _("另选成员或重新邀请"), unit=lambda row: row.consortium.lead, roles=UNIT
        ),
        M.LEFT: rest(_("已退出；牵头单位可以重新邀请。")),
    },
    "consortia.Bid": {
        B.DRAFT: Turn(
            _("申报人"), _("填报方案、签署承诺，送单位审核"), unit=_bid_lead, until=_deadline, roles=APPLICANT
        ),
        B.UNIT_REVIEW: Turn(
            _("单位管理员"), _("核对成员承诺，审核并密封提交"), unit=_bid_lead, until=_deadline, roles=ADMIN
        ),
        B.SUBMITTED: _sealed,
        B.OPENED: Turn(_("业务处室经办人"), _("资格审查"), unit=_office, roles=OFFICER),
        B.CORRECTING: Turn(
            _("单位管理员"), _("按补正清单提交补正（仅限一次）"), unit=_bid_lead, until=_correction, roles=ADMIN
        ),
        B.ELIGIBLE: Turn(_("业务处室经办人"), _("组织专家评审"), unit=_office, roles=OFFICER),
        B.IN_REVIEW: Turn(_("评审组"), _("评分")),
        B.SCORED: Turn(_("评审组"), _("表决并出具评审报告")),
        B.RECOMMENDED: Turn(_("业务处室经办人"), _("提请厅务会作出立项决定"), unit=_office, roles=OFFICER),
        B.RACE_RECOMMENDED: Turn(_("业务处室经办人"), _("提请厅务会作出赛马立项决定"), unit=_office, roles=OFFICER),
        B.NOT_RECOMMENDED: Turn(_("业务处室经办人"), _("提请厅务会作出决定"), unit=_office, roles=OFFICER),
        B.PROPOSED: Turn(_("发布审核人"), _("发布拟立项公示"), unit=department, roles=(Role.PUBLISHER,)),
        B.IN_NOTICE: Turn(_("业务处室经办人"), _("公示期满且无未办结异议后办理立项"), unit=_office, roles=OFFICER),
    },
}  # fmt: skip
