"""The running sums of a bid before a panel: kept whenever a sheet is locked or voided, under the row's lock."""

from datetime import datetime

from django.db.models import Count, Max, Min, Sum
from django.utils.translation import gettext as _

from core import events, lifecycle
from reviews.enums import RANKED_PANELS, SheetState
from reviews.models import Panel, PanelBid, ScoreSheet, Seat
from reviews.queries.ranking import ranked


def add_to_sums(*, sheet: ScoreSheet, by) -> PanelBid:
    """Count a sheet that was just locked."""
    row = PanelBid.objects.select_for_update(of=("self",)).get(bid=sheet.bid_id)
    total = sheet.total_hundredths
    row.score_max = max(row.score_max, total) if row.score_count else total
    row.score_min = min(row.score_min, total) if row.score_count else total
    row.score_count += 1
    row.score_sum += total
    row.save(update_fields=["score_count", "score_sum", "score_max", "score_min"])
    return row


def void_sheets(*, seat: Seat, by, at: datetime, reason: str) -> list[ScoreSheet]:
    """Void every sheet of a seat that was left; they stay visible as void, and no longer count."""
    voided = []
    for sheet in ScoreSheet.objects.filter(seat=seat).exclude(state=SheetState.VOID).order_by("pk"):
        was_locked = sheet.state == SheetState.LOCKED
        lifecycle.advance(sheet, "void", by=by, at=at, note=reason)
        if was_locked:
            recount(bid=sheet.bid, by=by)
        voided.append(sheet)
    panel = seat.panel
    if voided and panel.state in RANKED_PANELS:
        fix_ranking(panel=panel, by=by, at=at, note=reason)
    return voided


def recount(*, bid, by) -> None:
    """Sums of one bid from its locked sheets: only needed when one of them is voided."""
    row = PanelBid.objects.select_for_update(of=("self",)).filter(bid=bid).first()
    if row is None:
        return
    found = ScoreSheet.objects.filter(bid=bid, state=SheetState.LOCKED, seat__panel=row.panel_id).aggregate(
        count=Count("pk"),
        total=Sum("total_hundredths"),
        highest=Max("total_hundredths"),
        lowest=Min("total_hundredths"),
    )
    row.score_count, row.score_sum = found["count"], found["total"] or 0
    row.score_max, row.score_min = found["highest"] or 0, found["lowest"] or 0
    row.save(update_fields=["score_count", "score_sum", "score_max", "score_min"])


def fix_ranking(*, panel: Panel, by, at: datetime, note: str = "") -> None:
    """Write result and rank of every bid; at the lock, and again only when a sheet is corrected or voided after it."""
    for row in ranked(PanelBid.objects.filter(panel=panel)):
        PanelBid.objects.filter(pk=row.pk).update(result_hundredths=row.result, rank=row.place)
    if note:
        events.record(panel, "panel.rank_again", by=by, at=at, label=_("重新计算名次"), note=note)
