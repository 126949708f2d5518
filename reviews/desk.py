"""What waits for whom in this app, as the desk shows it."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from core.desk import Row, Waiting
from reviews import queries
from reviews.queries import desks


def _challenges(user, limit: int) -> list[Row]:
    rows = desks.waiting_challenges(user).order_by("state_at", "pk")[:limit]
    return [Row(str(row), reverse("reviews:challenge", args=[row.code]), None, row.get_state_display()) for row in rows]


def _panels(user, limit: int) -> list[Row]:
    rows = desks.waiting_panels(user).order_by("state_at", "pk")[:limit]
    return [Row(str(row), row.get_absolute_url(), None, row.get_state_display()) for row in rows]


def _seats(user, limit: int) -> list[Row]:
    rows = queries.waiting_seats(user).order_by("panel__closes_at", "pk")[:limit]
    return [Row(str(row.panel), row.get_absolute_url(), row.panel.closes_at, _why(row)) for row in rows]


def _why(seat) -> str:
    if seat.state == "INVITED":
        return _("请答复邀请") if seat.declared_at else _("请申明利益关系")
    if seat.panel.state == "LOCKED":
        return _("请表决")
    return _("请评分") if seat.panel.purpose == "BID" else _("请提交考核意见")


def _chaired(user, limit: int) -> list[Row]:
    rows = desks.chaired_panels(user).order_by("pk")[:limit]
    return [Row(str(row), row.get_absolute_url(), None, row.get_state_display()) for row in rows]


WAITING = [
    Waiting(
        gettext_lazy("可进入评审的榜单"),
        count=lambda user: desks.waiting_challenges(user),
        rows=_challenges,
        roles=(Role.OFFICER,),
        url_name="reviews:panels",
        order=140,
    ),
    Waiting(
        gettext_lazy("待办理的评审组"),
        count=lambda user: desks.waiting_panels(user),
        rows=_panels,
        roles=(Role.OFFICER,),
        url_name="reviews:panels",
        order=145,
    ),
    Waiting(
        gettext_lazy("我的评审"),
        count=lambda user: queries.waiting_seats(user),
        rows=_seats,
        roles=(Role.EXPERT,),
        url_name="reviews:mine",
        order=10,
        empty=gettext_lazy("目前没有待答复的邀请或待完成的评审。"),
    ),
    Waiting(
        gettext_lazy("由我主持的评审组"),
        count=lambda user: desks.chaired_panels(user),
        rows=_chaired,
        roles=(Role.EXPERT,),
        url_name="reviews:mine",
        order=12,
    ),
]
