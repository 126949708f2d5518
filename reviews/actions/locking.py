"""The end of scoring: by the secretary when every sheet is locked, by the clock after `closes_at` (R-REV-08, C16)."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.rules import act_for_the_clock
from consortia.enums import BidState
from core import clock, events, lifecycle
from core.actions import action, locked
from core.errors import Refused
from core.outbox import notify
from core.permissions import require
from reviews import queries, rules
from reviews.actions.sums import fix_ranking, void_sheets
from reviews.enums import PanelPurpose, PanelState, SeatState
from reviews.models import Panel
from reviews.queries.draws import MINIMUM_SIZE
from reviews.queries.panels import due_panels

log = logging.getLogger(__name__)
RETRY = timedelta(days=1)


@action
def lock_panel(*, panel: Panel, by, at: datetime | None = None) -> Panel:
    """Fix the ranking once every sitting expert has locked every sheet. Nothing happens by itself when the last one is in."""
    require(rules.run_panel, by, panel)
    at = at or clock.now()
    panel = _bid_panel(panel)
    waiting = [row for row in queries.progress(panel) if not row.is_done]
    if waiting and panel.state == PanelState.SCORING:
        names = "、".join(
            _("%(name)s（已锁定%(done)s/%(all)s份）")
            % {"name": row.seat.expert, "done": row.locked_count, "all": row.total}
            for row in waiting
        )
        raise Refused(
            "sheets_open",
            _("还有专家未完成评分：%(names)s。请等待其锁定，或替换专家。") % {"names": names},
            seats=",".join(str(row.seat.pk) for row in waiting),
            panel=panel.pk,
        )
    return _lock(panel, by, at, note="")


@action
def lock_overdue_panel(*, panel: Panel, by, at: datetime | None = None) -> Panel:
    """After `closes_at`: experts who have not finished are named and leave; the rest must still make a valid panel."""
    require(act_for_the_clock, by)
    at = at or clock.now()
    panel = _bid_panel(panel)
    if panel.state != PanelState.SCORING or panel.closes_at > at:
        raise Refused("not_due", _("评分尚未截止。"), panel=panel.pk)
    missing = [row.seat for row in queries.progress(panel) if not row.is_done]
    names = "、".join(str(seat.expert) for seat in missing)
    for seat in missing:
        lifecycle.advance(seat, "replace", by=by, at=at, note=_("评分截止时未完成评分"))
        void_sheets(seat=seat, by=by, at=at, reason=_("评分截止时未完成评分"))
        Panel.objects.filter(pk=panel.pk, chair=seat).update(chair=None)
    return _lock(locked(panel), by, at, note=_("未完成评分的专家：%(names)s") % {"names": names} if names else "")


def lock_due_panels(*, by, at: datetime | None = None) -> int:
    """Lock every panel whose time is over, one a transaction; a panel that cannot be locked is put off a day and its
    secretary told. Returns how many were locked. Harmless twice, late, and beside another sweeper."""
    at = at or clock.now()
    done, tried = 0, set()
    while True:
        with transaction.atomic():
            panel = (
                due_panels(at=at)
                .exclude(pk__in=tried)
                .select_for_update(skip_locked=True, of=("self",))
                .select_related("challenge__batch__rule_set", "secretary")
                .first()
            )
            if panel is None:
                return done
            tried.add(panel.pk)
            try:
                with transaction.atomic():
                    lock_overdue_panel(panel=panel, by=by, at=at)
                done += 1
            except Refused as refusal:
                _put_off(panel, refusal, by, at)
            except Exception:
                log.exception("panel %s could not be locked", panel.pk)
                Panel.objects.filter(pk=panel.pk).update(next_check_at=at + RETRY)


def _bid_panel(panel: Panel) -> Panel:
    panel = locked(panel)
    if panel.purpose != PanelPurpose.BID:
        raise Refused("not_a_bid_panel", _("里程碑、赛马和验收评审在全部意见提交后直接出具结论。"), panel=panel.pk)
    return panel


def _lock(panel: Panel, by, at: datetime, *, note: str) -> Panel:
    if panel.state == PanelState.SCORING:
        done = [seat for seat in queries.sitting_seats(panel) if seat.state == SeatState.DONE]
        gaps = queries.composition_gaps(panel, done, minimum=MINIMUM_SIZE)
        if gaps:
            raise Refused(
                "composition",
                _("完成评分的专家不符合评审组组成要求，不能锁定评分。请补抽专家或延长评分时间。"),
                defects=gaps,
                panel=panel.pk,
            )
    lifecycle.advance(panel, "lock", by=by, at=at, note=note, changes={"next_check_at": None})
    fix_ranking(panel=panel, by=by, at=at)
    for row in queries.live_panel_bids(panel):
        if row.bid.state == BidState.IN_REVIEW:
            lifecycle.advance(row.bid, "finish_scoring", by=by, at=at)
    notify(
        panel.secretary,
        title=_("评分已锁定：%(panel)s") % {"panel": panel},
        body=note,
        url=panel.get_absolute_url(),
        key=f"panel:{panel.pk}:locked",
        at=at,
    )
    return panel


def _put_off(panel: Panel, refusal: Refused, by, at: datetime) -> None:
    Panel.objects.filter(pk=panel.pk).update(next_check_at=at + RETRY)
    events.record(panel, "panel.lock_failed", by=by, at=at, label=_("到期未能锁定"), note=str(refusal), refused=True)
    notify(
        panel.secretary,
        title=_("评分到期未能锁定：%(panel)s") % {"panel": panel},
        body=str(refusal),
        url=panel.get_absolute_url(),
        key=f"panel:{panel.pk}:lock_failed:{at.date()}",
        at=at,
    )
