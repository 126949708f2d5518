"""Need calls after they were opened: longer, or closed early, with the reason in the history."""

from datetime import datetime

from django.utils.translation import gettext as _

from challenges import rules
from challenges.models import NeedCall
from core import clock, events
from core.actions import action, locked
from core.errors import Refused
from core.permissions import require


@action
def extend_call(*, call: NeedCall, closes_at: datetime, reason: str, by, at: datetime | None = None) -> NeedCall:
    """`closes_at` (exclusive) may be after or before the close that stood; an ended call may open again."""
    require(rules.manage_call, by, call.programme)
    at = at or clock.now()
    row = locked(call)
    if not reason.strip():
        raise Refused("reason_missing", _("请说明延长征集的原因。"))
    if closes_at <= max(row.closes_at, at):
        raise Refused("window_invalid", _("新的截止时间应晚于原截止时间和现在。"), call=row.pk)
    return _move(row, closes_at, "needcall.extend", _("延长征集"), reason, by=by, at=at)


@action
def close_call(*, call: NeedCall, reason: str, by, at: datetime | None = None) -> NeedCall:
    """Close it now. Needs returned for correction may still come back."""
    require(rules.manage_call, by, call.programme)
    at = at or clock.now()
    row = locked(call)
    if not reason.strip():
        raise Refused("reason_missing", _("请说明提前结束征集的原因。"))
    if not row.opens_at < at < row.closes_at:
        raise Refused("call_closed", _("不在需求征集期内，不能提前结束。"), call=row.pk)
    return _move(row, at, "needcall.close", _("提前结束征集"), reason, by=by, at=at)


def _move(row: NeedCall, closes_at: datetime, verb: str, label: str, reason: str, *, by, at: datetime) -> NeedCall:
    before = clock.local(row.closes_at)
    row.closes_at = closes_at
    row.save(update_fields=["closes_at"])
    words = {"before": f"{before:%Y-%m-%d %H:%M}", "after": f"{clock.local(closes_at):%Y-%m-%d %H:%M}"}
    note = reason.strip() + _("（截止时间由 %(before)s 改为 %(after)s）") % words
    events.record(row, verb, by=by, at=at, label=label, note=note)
    return row
