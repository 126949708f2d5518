"""Who hears what of consortia and bids, and what bidders hear of challenges, notices and objections."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.news import UNIT, office, unit
from accounts.queries import users_with_role
from challenges.enums import NoticeKind
from challenges.models import Challenge
from consortia.enums import BidState, MembershipState
from consortia.models import Bid
from core.models import MessageKind
from core.news import Case, News, nothing

LEAD, LEAD_AND_MEMBERS, BIDDERS = _("牵头单位"), _("牵头单位和成员单位"), _("揭榜的各单位")
_lead, _bids_lead, _members_unit = unit("lead"), unit("consortium.lead"), unit("organization")


def _of_bids(case: Case, bids):
    """Applicants and administrators of every unit that takes part in these bids."""
    units = set(bids.values_list("consortium__lead_id", flat=True))
    members = bids.filter(consortium__memberships__state=MembershipState.CONFIRMED)
    units |= set(members.values_list("consortium__memberships__organization_id", flat=True))
    return users_with_role(*UNIT, on=case.on).filter(organization__in=units)


def _of_bid(case: Case):
    return _of_bids(case, Bid.objects.filter(pk=case.obj.pk))


def _listeners(case: Case):
    """Everybody who bids on the challenge, or has begun to, and whoever asked a question: the same words at the same
    time (S19). The one who asked is told by his own answer."""
    challenge: Challenge = case.obj
    on_it = list(_of_bids(case, Bid.objects.filter(challenge=challenge).exclude(state=BidState.WITHDRAWN)))
    units = challenge.questions.values("organization")
    asking = users_with_role(*UNIT, on=case.on).filter(organization__in=units)
    question = challenge.questions.filter(pk=case.event.data.get("question")).first()
    told = question.asked_by_id if question else None
    return [user for user in dict.fromkeys([*on_it, *asking]) if user.pk != told]


def _question(case: Case) -> str:
    question = case.obj.questions.get(pk=case.event.data["question"])
    return _now("问：%(text)s 答：%(answer)s") % {"text": question.text, "answer": question.answer}


def _in_notice(case: Case):
    """Bidders whose award is in the notice."""
    if case.obj.kind != NoticeKind.PROPOSED_AWARD:
        return ()
    return _of_bids(case, Bid.objects.filter(notice_item__notice=case.obj))


def _objected_to(case: Case):
    return _of_bids(case, Bid.objects.filter(notice_item=case.obj.item_id))


def _reply(case: Case) -> str:
    """The public reply; who objected and what was found stay with supervision."""
    return case.obj.public_reply


def _members(case: Case):
    """Units of a consortium that is told on: each must know whether it may bid."""
    units = {one.organization_id for one in case.obj.memberships.filter(state=MembershipState.CONFIRMED)}
    return users_with_role(*UNIT, on=case.on).filter(organization__in=units | {case.obj.lead_id})


def _challenge(step: str, title: str, body=None) -> News:
    how = {"body": body} if body else {}
    return News("challenges.Challenge", (step,), BIDDERS, _listeners, title, kind=MessageKind.CHANGE, **how)


NEWS = [
    # Bids
    News("consortia.Bid", ("send_to_unit",), _("牵头单位的单位管理员")),
    News("consortia.Bid", ("return",), LEAD, _bids_lead, _("揭榜方案 %(obj.number)s 已退回修改")),
    News("consortia.Bid", ("submit", "expire"), LEAD_AND_MEMBERS),
    News(
        "consortia.Bid", ("recall",), LEAD_AND_MEMBERS, _of_bid,
        _("揭榜方案 %(obj.number)s 已撤回修改，截止前须重新提交，否则视为没有揭榜"),
    ),
    News("consortia.Bid", ("withdraw",), LEAD_AND_MEMBERS, _of_bid, _("揭榜方案 %(obj.number)s 已放弃揭榜")),
    News("consortia.Bid", ("open",), LEAD_AND_MEMBERS, _of_bid, _("揭榜方案 %(obj.number)s 已开封")),
    News(
        "consortia.Bid", ("ask_correction",), LEAD, _bids_lead,
        _("揭榜方案 %(obj.number)s 需要形式补正，请于 %(obj.correction_due_on)s 24:00 前一次补正"),
    ),
    News(
        "consortia.Bid", ("correct",), _("业务处室经办人"), office("challenge.batch.programme.office_id"),
        _("揭榜方案 %(obj.number)s 已提交补正"),
    ),
    News("consortia.Bid", ("correction_over",), LEAD, _bids_lead, _("揭榜方案 %(obj.number)s 补正期满未补正")),
    News(
        "consortia.Bid", ("pass_eligibility", "fail_eligibility", "enter_review", "decline", "notify", "award", "reject"),
        LEAD_AND_MEMBERS, _of_bid, _("揭榜方案 %(obj.number)s：%(state)s"),
    ),
    # Consortia
    News(
        "consortia.Consortium", ("return",), LEAD, _lead, _("联合体“%(obj.name)s”备案已退回补正"),
    ),
    News(
        "consortia.Consortium", ("register", "change", "suspend", "resume", "cancel", "expire"), LEAD_AND_MEMBERS,
        _members, _("联合体“%(obj.name)s”：%(step)s（%(state)s）"),
    ),
    News("consortia.ConsortiumChange", ("return", "approve"), LEAD, _bids_lead, _("“%(obj.consortium)s”备案变更：%(state)s")),
    News("consortia.Membership", ("confirm", "join", "refuse", "leave"), _("联合体经办人")),
    News("consortia.Membership", ("reinvite",), _("受邀单位")),
    News(
        "consortia.Membership", ("admit",), _("成员单位"), _members_unit,
        _("变更备案已准予，贵单位正式加入“%(obj.consortium)s”"), page="consortium",
    ),
    # What bidders hear of the challenge and of the notice
    _challenge("extend", _("“%(obj.title)s”揭榜期限延长")),
    _challenge("correct", _("“%(obj.title)s”榜单更正")),
    _challenge("withdraw", _("“%(obj.title)s”已撤榜")),
    _challenge("answer", _("“%(obj.title)s”有新的答疑"), _question),
    News("challenges.PublicNotice", ("end",), BIDDERS, _in_notice, _("公示期满：%(obj.title)s")),
    News(
        "challenges.PublicNotice", ("correct",), BIDDERS, _in_notice,
        _("“%(obj.title)s”已由更正公示替代，公示期重新计算"),
    ),
    News(
        "challenges.Objection", ("accept",), BIDDERS, _objected_to,
        _("“%(obj.item.project_title)s”的异议已受理，办结前不能立项"), body=nothing, page="notice",
    ),
    News(
        "challenges.Objection", ("uphold", "dismiss"), BIDDERS, _objected_to,
        _("“%(obj.item.project_title)s”的异议已办结：%(state)s"), body=_reply, page="notice",
    ),
]  # fmt: skip
