"""What waits for whom in this app, as the desk shows it."""

from datetime import timedelta

from django.db.models import Case, F, Q, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from challenges.deadlines import moved
from consortia import queries
from consortia.deadlines import WRITING
from consortia.enums import BidState, ConsortiumState, MembershipRole
from consortia.models import Bid, Consortium, ConsortiumChange, Membership
from core import clock
from core.desk import Own, OwnRow, Row, Waiting
from core.ui import values


def _bids(rows, limit: int, *, until: bool = True) -> list[Row]:
    found = rows.select_related("challenge", "consortium__lead").order_by("challenge__deadline", "pk")[:limit]
    return [
        Row(
            f"{bid.number} {bid.challenge.title}",
            bid.get_absolute_url(),
            bid.challenge.deadline if until else None,
            bid.consortium.lead.name,
        )
        for bid in found
    ]


def _invitations(user, limit: int) -> list[Row]:
    rows = queries.invitations(user).select_related("consortium__lead").order_by("created_at")[:limit]
    return [
        Row(one.consortium.name, reverse("consortia:part", args=[one.consortium_id]), None, _invited_by(one))
        for one in rows
    ]


def _invited_by(membership: Membership) -> str:
    if membership.role == MembershipRole.LEAD:
        return str(_("本单位牵头，请填写任务分工和自筹承诺并确认"))
    return str(_("%(lead)s邀请本单位加入")) % {"lead": membership.consortium.lead.name}


def _to_sign(user, limit: int) -> list[Row]:
    rows = queries.parts_to_fill(user).select_related("consortium__lead").order_by("pk")[:limit]
    return [
        Row(one.consortium.name, reverse("consortia:part", args=[one.consortium_id]), None, one.consortium.lead.name)
        for one in rows
    ]


def _changes(user, limit: int) -> list[Row]:
    rows = queries.changes_to_decide(user).select_related("consortium__lead").order_by("state_at", "pk")[:limit]
    return [Row(str(one), one.get_absolute_url(), None, one.consortium.lead.name) for one in rows]


def _returned_changes(user):
    if not queries.acts_for_unit(user):
        return ConsortiumChange.objects.none()
    return ConsortiumChange.objects.filter(consortium__lead=user.organization_id, state="RETURNED")


def _mend_changes(user, limit: int) -> list[Row]:
    rows = _returned_changes(user).select_related("consortium").order_by("state_at", "pk")[:limit]
    return [Row(str(one), one.get_absolute_url(), None, one.get_state_display()) for one in rows]


def _to_register(user, limit: int) -> list[Row]:
    rows = queries.to_register(user).select_related("lead").order_by("filed_at")[:limit]
    return [Row(one.name, one.get_absolute_url(), None, one.lead.name) for one in rows]


def _to_open(user, limit: int) -> list[Row]:
    rows = queries.to_open(user).order_by("deadline", "pk")[:limit]
    return [Row(str(one), reverse("consortia:opening", args=[one.pk]), None, str(_("已截止"))) for one in rows]


def _to_recommend(user, limit: int) -> list[Row]:
    rows = queries.to_recommend(user, clock.now()).select_related("challenge__batch__rule_set", "consortium__lead")
    return [
        Row(
            f"{bid.number} {bid.challenge.title}",
            bid.get_absolute_url(),
            bid.challenge.deadline + timedelta(days=bid.challenge.batch.rule_set.recommendation_days),
            bid.consortium.lead.name,
        )
        for bid in rows.order_by("challenge__deadline", "pk")[:limit]
    ]


def _returned(user):
    if not queries.acts_for_unit(user):
        return Consortium.objects.none()
    return Consortium.objects.filter(lead=user.organization_id, state__in=["RETURNED", "AGREED"])


def _forming(user, limit: int) -> list[Row]:
    rows = _returned(user).order_by("state_at")[:limit]
    return [Row(one.name, one.get_absolute_url(), None, one.get_state_display()) for one in rows]


WRITERS = (Role.APPLICANT, Role.UNIT_ADMIN)
#: How long a bid that was not sent in time stays on the desk.
EXPIRED_SHOWN = timedelta(days=30)


def own_bids(user):
    """The unit's bids that are still on their way, and those that were lately not sent in time."""
    if not queries.acts_for_unit(user):
        return Bid.objects.none()
    lately = Q(state=BidState.EXPIRED, state_at__gte=clock.now() - EXPIRED_SHOWN)
    unit = user.organization_id
    mine = Q(consortium__lead=unit) | Q(
        pk__in=Membership.objects.filter(organization=unit, state="CONFIRMED").values("consortium__bids")
    )
    ended = [BidState.WITHDRAWN, BidState.EXPIRED, BidState.INELIGIBLE, BidState.REJECTED, BidState.AWARDED]
    return queries.shown_to(user, Bid.objects.filter(mine).filter(lately | ~Q(state__in=ended)))


def _own_bids(user, limit: int) -> list[OwnRow]:
    rows = own_bids(user).select_related(*queries.TURN_OF_BID)
    urgent = Case(When(state__in=["DRAFT", "UNIT_REVIEW"], then=0), default=1)
    rows = list(rows.order_by(urgent, F("challenge__deadline").asc(nulls_last=True), "-state_at", "pk")[:limit])
    news = moved([row.challenge for row in rows])
    return [
        OwnRow(
            bid,
            bid.challenge.title,
            bid.get_absolute_url(),
            bid.challenge.deadline if bid.state in WRITING or bid.state == BidState.SUBMITTED else None,
            own_note(bid, news.get(bid.challenge_id)),
        )
        for bid in rows
    ]


def own_note(bid, news) -> str:
    """The bid's number, and what must be known of its deadline."""
    notes = [bid.number]
    if bid.state in WRITING and bid.version:
        notes.append(str(_("已撤回，须在截止前重新提交才有效")))
    if bid.state == BidState.EXPIRED:
        notes.append(str(_("截止前未提交，已失效；草稿仍可查看，可在其他榜单中沿用")))
    elif news and bid.state in (*WRITING, BidState.SUBMITTED):
        old = values.instant_text(news.old, deadline=True)
        notes.append(str(_("截止时间已延长，原为 %(old)s") % {"old": old}))
    return " · ".join(notes)


def _own_consortia(user, limit: int) -> list[OwnRow]:
    rows = queries.own_consortia(user).select_related("lead", "programme__office")
    underway = Case(When(state=ConsortiumState.REGISTERED, then=1), default=0)
    rows = rows.order_by(underway, "-state_at", "pk")[:limit]
    return [OwnRow(one, one.name, one.get_absolute_url(), note=_standing(one, user)) for one in rows]


def _standing(consortium: Consortium, user) -> str:
    role = _("牵头单位") if consortium.lead_id == user.organization_id else _("成员单位")
    return " · ".join(str(one) for one in (role, consortium.registration_number) if one)


OWN = [
    Own(
        _("我的创新联合体"),
        count=lambda user: queries.own_consortia(user),
        rows=_own_consortia,
        roles=WRITERS,
        url_name="consortia:mine",
        order=10,
        empty=_("本单位还没有创新联合体。揭榜前须由区内企业牵头组建联合体并备案。"),
        empty_url_name="consortia:new",
        empty_label=_("组建联合体"),
    ),
    Own(
        _("我的揭榜"),
        count=lambda user: own_bids(user),
        rows=_own_bids,
        roles=WRITERS,
        url_name="consortia:bids",
        order=20,
        empty=_("本单位还没有在办的揭榜方案。在揭榜中的榜单页面由申报人发起揭榜。"),
        empty_url_name="challenges:list",
        empty_label=_("查看榜单"),
    ),
]

UNIT = (Role.UNIT_ADMIN,)
WAITING = [
    Waiting(
        _("待提交的揭榜方案"),
        count=lambda user: queries.waiting_at_unit(user),
        rows=lambda user, limit: _bids(queries.waiting_at_unit(user), limit),
        roles=UNIT,
        url_name="consortia:bids",
        order=30,
    ),
    Waiting(
        _("待签署的单位承诺"),
        count=lambda user: queries.to_pledge(user),
        rows=lambda user, limit: _bids(queries.to_pledge(user), limit),
        roles=UNIT,
        url_name="consortia:bids",
        order=32,
    ),
    Waiting(
        _("填报中的揭榜方案"),
        count=lambda user: queries.to_write(user),
        rows=lambda user, limit: _bids(queries.to_write(user), limit),
        roles=(Role.APPLICANT,),
        url_name="consortia:bids",
        order=34,
    ),
    Waiting(
        _("待补正的揭榜方案"),
        count=lambda user: queries.to_correct(user),
        rows=lambda user, limit: _bids(queries.to_correct(user), limit, until=False),
        roles=(Role.UNIT_ADMIN, Role.APPLICANT),
        url_name="consortia:bids",
        order=36,
    ),
    Waiting(
        _("待确认的联合体"),
        count=lambda user: queries.invitations(user),
        rows=_invitations,
        roles=UNIT,
        url_name="consortia:mine",
        order=40,
    ),
    Waiting(
        _("待提交备案的联合体"),
        count=lambda user: _returned(user),
        rows=_forming,
        roles=(Role.UNIT_ADMIN, Role.APPLICANT),
        url_name="consortia:mine",
        order=42,
    ),
    Waiting(
        _("待签署的组建协议"),
        count=lambda user: queries.parts_to_fill(user),
        rows=_to_sign,
        roles=UNIT,
        url_name="consortia:mine",
        order=41,
    ),
    Waiting(
        _("待修改的备案变更"),
        count=lambda user: _returned_changes(user),
        rows=_mend_changes,
        roles=(Role.UNIT_ADMIN, Role.APPLICANT),
        url_name="consortia:mine",
        order=43,
    ),
    Waiting(
        _("待审核的备案变更"),
        count=lambda user: queries.changes_to_decide(user),
        rows=_changes,
        roles=(Role.OFFICER,),
        url_name="consortia:mine",
        order=115,
    ),
    Waiting(
        _("待开标的榜单"),
        count=lambda user: queries.to_open(user),
        rows=_to_open,
        roles=(Role.OFFICER, Role.PUBLISHER, Role.SUPERVISOR),
        url_name="consortia:openings",
        order=110,
    ),
    Waiting(
        _("待资格审查的方案"),
        count=lambda user: queries.to_check(user),
        rows=lambda user, limit: _bids(queries.to_check(user), limit, until=False),
        roles=(Role.OFFICER,),
        url_name="consortia:bids",
        order=112,
    ),
    Waiting(
        _("待备案的联合体"),
        count=lambda user: queries.to_register(user),
        rows=_to_register,
        roles=(Role.OFFICER,),
        url_name="consortia:mine",
        order=114,
    ),
    Waiting(
        _("待推荐的揭榜方案"),
        count=lambda user: queries.to_recommend(user, clock.now()),
        rows=_to_recommend,
        roles=(Role.PREFECTURE,),
        url_name="consortia:bids",
        order=116,
    ),
]
