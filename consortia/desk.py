"""What waits for whom in this app, as the desk shows it."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from consortia import queries
from consortia.models import Consortium, ConsortiumChange
from core import clock
from core.desk import Row, Waiting


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
    return [Row(one.consortium.name, one.consortium.get_absolute_url(), None, one.consortium.lead.name) for one in rows]


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


UNIT = (Role.UNIT_ADMIN,)
WAITING = [
    Waiting(
        _("待提交的揭榜方案"),
        count=lambda user: queries.waiting_at_unit(user).count(),
        rows=lambda user, limit: _bids(queries.waiting_at_unit(user), limit),
        roles=UNIT,
        url_name="consortia:bids",
        order=30,
    ),
    Waiting(
        _("待签署的单位承诺"),
        count=lambda user: queries.to_pledge(user).count(),
        rows=lambda user, limit: _bids(queries.to_pledge(user), limit),
        roles=UNIT,
        url_name="consortia:bids",
        order=32,
    ),
    Waiting(
        _("填报中的揭榜方案"),
        count=lambda user: queries.to_write(user).count(),
        rows=lambda user, limit: _bids(queries.to_write(user), limit),
        roles=(Role.APPLICANT,),
        url_name="consortia:bids",
        order=34,
    ),
    Waiting(
        _("待补正的揭榜方案"),
        count=lambda user: queries.to_correct(user).count(),
        rows=lambda user, limit: _bids(queries.to_correct(user), limit, until=False),
        roles=(Role.UNIT_ADMIN, Role.APPLICANT),
        url_name="consortia:bids",
        order=36,
    ),
    Waiting(
        _("邀请本单位加入的联合体"),
        count=lambda user: queries.invitations(user).count(),
        rows=_invitations,
        roles=UNIT,
        url_name="consortia:mine",
        order=40,
    ),
    Waiting(
        _("待提交备案的联合体"),
        count=lambda user: _returned(user).count(),
        rows=_forming,
        roles=(Role.UNIT_ADMIN, Role.APPLICANT),
        url_name="consortia:mine",
        order=42,
    ),
    Waiting(
        _("待签署的组建协议"),
        count=lambda user: queries.parts_to_fill(user).count(),
        rows=_to_sign,
        roles=UNIT,
        url_name="consortia:mine",
        order=41,
    ),
    Waiting(
        _("待修改的备案变更"),
        count=lambda user: _returned_changes(user).count(),
        rows=_mend_changes,
        roles=(Role.UNIT_ADMIN, Role.APPLICANT),
        url_name="consortia:mine",
        order=43,
    ),
    Waiting(
        _("待审核的备案变更"),
        count=lambda user: queries.changes_to_decide(user).count(),
        rows=_changes,
        roles=(Role.OFFICER,),
        url_name="consortia:mine",
        order=115,
    ),
    Waiting(
        _("待开标的榜单"),
        count=lambda user: queries.to_open(user).count(),
        rows=_to_open,
        roles=(Role.OFFICER, Role.PUBLISHER, Role.SUPERVISOR),
        url_name="consortia:openings",
        order=110,
    ),
    Waiting(
        _("待资格审查的方案"),
        count=lambda user: queries.to_check(user).count(),
        rows=lambda user, limit: _bids(queries.to_check(user), limit, until=False),
        roles=(Role.OFFICER,),
        url_name="consortia:bids",
        order=112,
    ),
    Waiting(
        _("待备案的联合体"),
        count=lambda user: queries.to_register(user).count(),
        rows=_to_register,
        roles=(Role.OFFICER,),
        url_name="consortia:mine",
        order=114,
    ),
    Waiting(
        _("待推荐的揭榜方案"),
        count=lambda user: queries.to_recommend(user, clock.now()).count(),
        rows=_to_recommend,
        roles=(Role.PREFECTURE,),
        url_name="consortia:bids",
        order=116,
    ),
]
