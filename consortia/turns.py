"""Whose turn it is with consortia, memberships and bids."""

from datetime import timedelta

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from challenges.enums import ChallengeState, Mechanism, NoticeState
from challenges.queries import current_item
from challenges.turns import CONTRACTS
from consortia.enums import BidState as B
from consortia.enums import ChangeState as H
from consortia.enums import ConsortiumState as C
from consortia.enums import MembershipState as M
from consortia.models import Bid
from consortia.queries.consortia import UNSENT
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


OPENERS = (Role.OFFICER, Role.PUBLISHER, Role.SUPERVISOR)
SEALED = Turn(
    _("两名开标人员"), _("截止后共同开标；截止前可以撤回修改"), unit=department, until=_deadline, roles=OPENERS
)
OPENING = Turn(_("两名开标人员"), _("共同开标"), unit=department, roles=OPENERS)
RECOMMENDING = Turn(
    _("归口管理部门"),
    _("出具推荐意见；开标可同时进行"),
    unit=_recommending,
    until=_recommend_until,
    roles=(Role.PREFECTURE,),
)


def _sealed(bid):
    """After the deadline the bureau in charge of the lead recommends, where the batch asks for it (R-ROL-03)."""
    if bid.challenge.state in {ChallengeState.PUBLISHED, ChallengeState.OPEN}:
        return SEALED
    is_asked = bid.challenge.state == ChallengeState.CLOSED and bid.challenge.batch.rule_set.needs_recommendation
    if not is_asked or bid.consortium.lead.supervising_division_id is None or hasattr(bid, "recommendation"):
        return OPENING
    return RECOMMENDING


DRAFTING_NOTICE = Turn(_("业务处室经办人"), _("起草拟立项公示"), unit=_office, roles=OFFICER)
PUBLISHING_NOTICE = Turn(_("发布审核人"), _("发布拟立项公示"), unit=department, roles=(Role.PUBLISHER,))


def _proposed(bid):
    return PUBLISHING_NOTICE if bid.notice_item_id else DRAFTING_NOTICE


def notice_of(bid):
    """The notice in which it stands today: a correction takes the place of the first one."""
    item = bid.notice_item
    if item is not None and item.notice.state == NoticeState.CORRECTED:
        item = current_item(item)
    return item.notice if item is not None else None


def _notice_ends(bid):
    return notice_of(bid).ends_at


IN_NOTICE = Turn(_("系统"), _("公示期满且没有未办结异议的，自动办理立项"), until=_notice_ends)
AFTER_NOTICE = Turn(_("业务处室经办人"), _("公示已期满，待有关异议办结后办理立项"), unit=_office, roles=OFFICER)


def _in_notice(bid):
    notice = notice_of(bid)
    return IN_NOTICE if notice is not None and notice.state == NoticeState.PUBLISHED else AFTER_NOTICE


#: What the table reads of a challenge's bids; a list fetches it for all its rows (`prefetch_related_objects`).
BIDS_OF_CHALLENGE = Prefetch("bids", Bid.objects.only("challenge_id", "state"), to_attr="bids_in_brief")


def _of_office(what):
    return Turn(_("业务处室经办人"), what, unit=lambda row: row.batch.programme.office, roles=OFFICER)


CONTRACTS_2021 = _of_office(CONTRACTS)
IN_GENERAL = _of_office(_("组织两人开标和资格审查"))
NOTHING_CAME = _of_office(_("截止时没有收到方案，办理流榜"))
TO_OPEN = _of_office(_("组织两人共同开标"))
TO_CHECK = _of_office(_("逐份进行资格审查"))
CORRECTING = _of_office(_("等待牵头单位补正，补正后继续资格审查"))
# Says nothing of how many are eligible: bidders read it too.
CHECKED = _of_office(_("资格审查已有结论，合格的进入评审，没有合格方案的办理流榜"))


def _closed(challenge):
    """How far the opening and the eligibility have come."""
    if challenge.batch.rule_set.mechanism == Mechanism.ENTERPRISE_2021:
        return CONTRACTS_2021
    if challenge.pk is None:  # stands for all that are closed in a batch
        return IN_GENERAL
    prefetch_related_objects([challenge], BIDS_OF_CHALLENGE)
    states = {bid.state for bid in challenge.bids_in_brief} - {*UNSENT, B.WITHDRAWN}
    for state, turn in ((B.SUBMITTED, TO_OPEN), (B.OPENED, TO_CHECK), (B.CORRECTING, CORRECTING)):
        if state in states:
            return turn
    return CHECKED if states else NOTHING_CAME


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
        B.RECOMMENDED: Turn(_("业务处室经办人"), _("评审报告出具后提请厅务会作出立项决定"), unit=_office, roles=OFFICER),
        B.RACE_RECOMMENDED: Turn(
            _("业务处室经办人"), _("评审报告出具后提请厅务会作出赛马立项决定"), unit=_office, roles=OFFICER
        ),
        B.NOT_RECOMMENDED: Turn(_("业务处室经办人"), _("评审报告出具后提请厅务会作出决定"), unit=_office, roles=OFFICER),
        B.PROPOSED: _proposed,
        B.IN_NOTICE: _in_notice,
    },
    "challenges.Challenge": {ChallengeState.CLOSED: _closed},
}  # fmt: skip
