"""Whose turn it is with batches, needs, challenges, sittings, notices and objections."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from challenges import checks
from challenges.enums import BatchState as B
from challenges.enums import ChallengeState as C
from challenges.enums import Mechanism
from challenges.enums import NeedState as N
from challenges.enums import NoticeState as P
from challenges.enums import ObjectionState as O
from challenges.enums import SittingState as S
from core import clock
from core.turns import Turn, department, rest
from core.working_days import end_of_day

OFFICER, PUBLISHER, SUPERVISOR = (Role.OFFICER,), (Role.PUBLISHER,), (Role.SUPERVISOR,)


def _office(row):
    """The office that runs the programme of a challenge."""
    return row.batch.programme.office


def _batch_office(row):
    return row.programme.office


def _call_office(need):
    return need.call.programme.office


def _notice_office(notice):
    return notice.batch.programme.office if notice.batch_id else _("科技厅")


def _sitting_office(sitting):
    return sitting.programme.office if sitting.programme_id else _("科技厅")


PERIOD = Turn(_("系统"), _("期满自动结束；期间可以实名提出异议"), until=lambda row: row.ends_at)
PUBLIC = rest(_("已发布，长期公开。"))


def _published(notice):
    """A notice of proposed awards has a period; an announcement stays as it is."""
    return PERIOD if notice.ends_at else PUBLIC


def _bureau(need):
    return need.organization.supervising_division


BY_BUREAU = Turn(_("归口管理部门"), _("审核并推荐需求，或退回补正"), unit=_bureau, roles=(Role.PREFECTURE,))
BY_OFFICE = Turn(_("业务处室经办人"), _("审核需求，决定是否受理"), unit=_call_office, roles=OFFICER)


def _submitted(need):
    """A unit with a bureau in charge goes through it first."""
    return BY_BUREAU if need.organization.supervising_division_id else BY_OFFICE


def _deadline(row):
    return row.deadline


CONTRACTS = _("登记已签的技术合同，未签约的按流榜办理")


def _after_closing(challenge):
    """By the rules of 2021 nothing is opened: the enterprise that posed the challenge signs a contract, or it fails.

    How far the opening has come is said by the app of the bids (consortia/turns.py); this holds for several at once.
    """
    if challenge.batch.rule_set.mechanism == Mechanism.ENTERPRISE_2021:
        return CONTRACTS
    return _("组织两人开标和资格审查")


#: What the office still does with the challenges of a batch that takes no more bids, in the order of the stages.
_PHASES = (
    ((C.DRAFTING, C.REFINING, C.APPROVED), _("把未随批次发布的 %(count)d 项移到后续批次")),
    ((C.CLOSED,), _("组织 %(count)d 项开标和资格审查")),
    ((C.UNDER_REVIEW,), _("组织 %(count)d 项评审，提请会议决定")),
    ((C.IN_NOTICE,), _("公示期满后办理 %(count)d 项立项")),
)


def _after_the_deadline(batch):
    """In which stages its challenges are; when all came to their end, the batch is finished."""
    if batch.rule_set.mechanism == Mechanism.ENTERPRISE_2021:
        return CONTRACTS
    states = list(batch.challenges.values_list("state", flat=True)) if batch.pk else []
    found = [(words, sum(state in stage for state in states)) for stage, words in _PHASES]
    waits = [words % {"count": count} for words, count in found if count]
    return "；".join(waits) or _("榜单均已办结，可办结本批次")


def _drafting(batch):
    """Whoever the first open point of the checklist waits for; once nothing is lacking, the publisher."""
    open_points = [point for point in checks.for_batch(batch, at=clock.now()) if point.gaps]
    if not open_points:
        what = _("核对公开页面和公告后发布（与起草人不能是同一人）")
        return Turn(_("发布审核人"), what, unit=department, roles=PUBLISHER)
    what = _("补齐：%(gaps)s") % {"gaps": "、".join(gap for point in open_points for gap in point.gaps)}
    if all(point.turn == checks.OTHER for point in open_points):
        return Turn(checks.OTHER, what, unit=department, roles=PUBLISHER)
    return Turn(_("业务处室经办人"), what, unit=_batch_office, roles=OFFICER)


PUBLISHING = Turn(_("发布审核人"), _("随批次发布榜单"), unit=department, roles=PUBLISHER)
LEFT_BEHIND = Turn(_("业务处室经办人"), _("移到后续批次（本批次已发布）"), unit=_office, roles=OFFICER)


def _approved(challenge):
    """Whatever was not ready when its batch went out waits for a later one (S14)."""
    return PUBLISHING if challenge.batch.state == B.DRAFTING else LEFT_BEHIND


TURNS = {
    "challenges.Batch": {
        B.DRAFTING: _drafting,
        B.PUBLISHED: Turn(_("系统"), _("到开放时间自动开放揭榜"), until=lambda row: row.open_at),
        B.OPEN: Turn(_("各创新联合体"), _("填报并提交揭榜方案"), until=_deadline),
        B.CLOSED: Turn(_("业务处室经办人"), _after_the_deadline, unit=_batch_office, roles=OFFICER),
    },
    "challenges.Need": {
        N.DRAFT: Turn(
            _("申报人"), _("填写并提交需求"), unit=lambda row: row.organization,
            until=lambda row: row.call.closes_at, roles=(Role.APPLICANT, Role.UNIT_ADMIN),
        ),
        N.SUBMITTED: _submitted,
        N.FORWARDED: Turn(_("业务处室经办人"), _("决定是否受理"), unit=_call_office, roles=OFFICER),
        N.RETURNED: Turn(
            _("申报人"), _("按补正清单修改后重新提交"), unit=lambda row: row.organization,
            until=lambda row: row.call.closes_at, roles=(Role.APPLICANT, Role.UNIT_ADMIN),
        ),
        N.ACCEPTED: Turn(_("业务处室经办人"), _("凝练入榜或入库待用"), unit=_call_office, roles=OFFICER),
        N.POOLED: rest(_("已入库，后续批次凝练时使用，提出单位无需再办理。")),
    },
    "challenges.Challenge": {
        C.DRAFTING: Turn(_("业务处室经办人"), _("写明需求来源后开始凝练"), unit=_office, roles=OFFICER),
        C.REFINING: Turn(_("业务处室经办人"), _("补齐内容、完成保密审查，提请会议审定"), unit=_office, roles=OFFICER),
        C.APPROVED: _approved,
        C.PUBLISHED: Turn(_("系统"), _("到开放时间自动开放揭榜"), until=lambda row: row.open_at),
        C.OPEN: Turn(_("各创新联合体"), _("填报并提交揭榜方案"), until=_deadline),
        C.CLOSED: Turn(_("业务处室经办人"), _after_closing, unit=_office, roles=OFFICER),
        C.UNDER_REVIEW: Turn(_("业务处室经办人"), _("组织专家评审，提请厅务会决定"), unit=_office, roles=OFFICER),
        C.IN_NOTICE: Turn(_("业务处室经办人"), _("公示期满且异议办结后办理立项"), unit=_office, roles=OFFICER),
    },
    "challenges.Sitting": {
        S.PLANNED: Turn(
            _("业务处室经办人"), _("会后记录召开情况和决议"), unit=_sitting_office, until=lambda row: end_of_day(row.planned_on), roles=OFFICER
        ),
    },
    "challenges.PublicNotice": {
        P.DRAFT: Turn(_("发布审核人"), _("审核并发布（与起草人不能是同一人）"), unit=department, roles=PUBLISHER),
        P.PUBLISHED: _published,
    },
    "challenges.Objection": {
        O.RECEIVED: Turn(
            _("监督人员"), _("决定是否受理"), until=lambda row: row.due_on and end_of_day(row.due_on), roles=SUPERVISOR
        ),
        O.ACCEPTED: Turn(
            _("监督人员"), _("核查并答复"), until=lambda row: row.due_on and end_of_day(row.due_on), roles=SUPERVISOR
        ),
    },
}  # fmt: skip
