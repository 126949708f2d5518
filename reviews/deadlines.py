"""What ends for an expert: the scoring of a panel."""

from django.utils.translation import gettext_lazy as _

from accounts.deadlines import audience
from accounts.enums import Role
from core.deadlines import HOURS, Deadline
from reviews.enums import PanelState, SeatState
from reviews.models import Seat


def _seats():
    rows = Seat.objects.filter(
        state__in=[SeatState.INVITED, SeatState.ACCEPTED],
        panel__state__in=[PanelState.DRAWN, PanelState.CONFIRMED, PanelState.SCORING],
        panel__closes_at__isnull=False,
    )
    return rows.select_related("panel__challenge")


DEADLINES = [
    Deadline(
        kind="reviews.seat",
        label=_("提交评审意见"),
        rows=_seats,
        end="panel__closes_at",
        audiences=(audience("person", Seat.objects.all, "expert__person", Role.EXPERT),),
        what=_("评审“%(panel)s”尚未完成"),
        then=_("截止时未锁定的评分不计入结果。"),
        marks=HOURS,
    )
]
