"""Score sheets: saved any number of times, locked once (R-REV-06 to R-REV-08, C09)."""

from datetime import datetime

from django.utils.translation import gettext as _

from consortia.models import Bid
from core import clock, events, lifecycle
from core.actions import action, locked
from core.errors import Refused
from core.permissions import require
from reviews import rules
from reviews.actions.sums import add_to_sums, fix_ranking, recount
from reviews.enums import PanelState, SeatState, SheetState
from reviews.models import Panel, Score, ScoreSheet, Seat
from reviews.queries.panels import open_sheets


@action
def save_sheet(
    *,
    seat: Seat,
    bid: Bid,
    by,
    values: dict,
    strengths: str = "",
    weaknesses: str = "",
    suggestion: str = "",
    suggested_fen: int | None = None,
    at: datetime | None = None,
) -> ScoreSheet:
    """Save a draft. `values`: {criterion or its id: (value 0–100, comment)}; criteria left out stay as they are."""
    require(rules.score, by, seat)
    at = at or clock.now()
    panel = Panel.objects.select_for_update(of=("self",), no_key=True).get(pk=seat.panel_id)
    seat = locked(seat)
    require(rules.score, by, seat)
    sheet = seat.sheets.filter(bid=bid).exclude(state=SheetState.VOID).select_for_update(of=("self",)).first()
    _refuse_closed(panel, sheet, at)
    if not panel.panel_bids.filter(bid=bid).exists():
        raise Refused("not_before_panel", _("该方案不在本评审组评审范围内。"), bid=bid.pk, panel=panel.pk)
    if sheet is not None and sheet.state == SheetState.LOCKED:
        raise Refused("sheet_locked", _("评分已锁定，不能修改；确需更正的，请向监督人员申请。"), sheet=sheet.pk)
    if suggested_fen is not None and suggested_fen < 0:
        raise Refused("amount", _("建议经费不能为负数。"))
    if sheet is None:
        sheet = lifecycle.begin(ScoreSheet, by=by, at=at, seat=seat, bid=bid)
    _write_values(panel, sheet, values)
    sheet.strengths, sheet.weaknesses, sheet.suggestion = strengths, weaknesses, suggestion
    sheet.suggested_fen, sheet.saved_at, sheet.saved_by = suggested_fen, at, by
    sheet.save(update_fields=["strengths", "weaknesses", "suggestion", "suggested_fen", "saved_at", "saved_by"])
    return sheet


@action
def lock_sheet(*, sheet: ScoreSheet, by, at: datetime | None = None) -> ScoreSheet:
    """Hand in one sheet for good: the total is fixed and the bid's sums are kept under its row's lock."""
    require(rules.score, by, sheet.seat)
    at = at or clock.now()
    panel = locked(sheet.seat.panel)
    seat = locked(sheet.seat)
    require(rules.score, by, seat)
    sheet = locked(sheet)
    _refuse_closed(panel, sheet, at)
    criteria = list(panel.rubric.criteria.order_by("number"))
    values = dict(sheet.scores.values_list("criterion_id", "value"))
    defects = [_("“%(name)s”还没有评分") % {"name": one.name} for one in criteria if one.pk not in values]
    if not sheet.strengths.strip():
        defects.append(_("请填写优点"))
    if not sheet.weaknesses.strip():
        defects.append(_("请填写不足"))
    if sheet.state == SheetState.DRAFT and defects:
        raise Refused("sheet_incomplete", _("评分还不完整，请补齐后再锁定。"), defects=defects, sheet=sheet.pk)
    total = sum(one.weight * values.get(one.pk, 0) for one in criteria)  # hundredths: weights add to 100, values to 100
    lifecycle.advance(sheet, "lock", by=by, at=at, changes={"total_hundredths": total}, restricted=True)
    add_to_sums(sheet=sheet, by=by)
    if panel.state == PanelState.LOCKED:
        fix_ranking(panel=panel, by=by, at=at, note=_("更正评分已锁定：%(bid)s") % {"bid": sheet.bid})
    if seat.state == SeatState.ACCEPTED and not open_sheets(seat).exists():
        lifecycle.advance(seat, "finish", by=by, at=at)
    return sheet


@action
def void_and_correct_sheet(*, sheet: ScoreSheet, reason: str, by, at: datetime | None = None) -> ScoreSheet:
    """A supervisor lets an expert correct a locked sheet: the old one is voided and stays, a new draft names it (R-REV-08)."""
    require(rules.correct_sheet, by, sheet)
    at = at or clock.now()
    if not reason.strip():
        raise Refused("reason_needed", _("更正评分须写明理由。"))
    panel = locked(sheet.seat.panel)
    if panel.state not in (PanelState.SCORING, PanelState.LOCKED):
        raise Refused("too_late", _("表决已经完成，不能再更正评分。"), panel=panel.pk)
    if panel.seats.filter(votes__isnull=False).exists():
        raise Refused("too_late", _("表决已经开始，不能再更正评分。"), panel=panel.pk)
    sheet = locked(sheet)
    if sheet.state != SheetState.LOCKED:
        raise Refused("not_locked", _("只有已锁定的评分需要更正。"), sheet=sheet.pk)
    if sheet.seat.state not in (SeatState.ACCEPTED, SeatState.DONE):
        raise Refused("left", _("该专家已不在评审组中，不能更正评分。"), seat=sheet.seat_id)
    values = list(sheet.scores.values("criterion_id", "value", "comment"))
    lifecycle.advance(sheet, "void", by=by, at=at, note=reason.strip())
    recount(bid=sheet.bid, by=by)
    fresh = lifecycle.begin(
        ScoreSheet,
        by=by,
        at=at,
        seat=sheet.seat,
        bid=sheet.bid,
        strengths=sheet.strengths,
        weaknesses=sheet.weaknesses,
        suggestion=sheet.suggestion,
        suggested_fen=sheet.suggested_fen,
        corrects=sheet,
        correction_reason=reason.strip(),
        note=reason.strip(),
    )
    Score.objects.bulk_create(Score(sheet=fresh, **row) for row in values)
    events.record(panel, "panel.correct_sheet", by=by, at=at, label=_("批准更正评分"), note=reason.strip())
    if panel.state == PanelState.LOCKED:
        fix_ranking(panel=panel, by=by, at=at, note=reason.strip())
    return fresh


def _refuse_closed(panel: Panel, sheet: ScoreSheet | None, at: datetime) -> None:
    """Scoring is open until `closes_at`; a correction approved by the supervision office is open until the votes."""
    if sheet is not None and sheet.corrects_id is not None and panel.state in (PanelState.SCORING, PanelState.LOCKED):
        return
    if panel.state != PanelState.SCORING:
        raise Refused(
            "not_scoring", _("评审组现为“%(state)s”，不能评分。") % {"state": panel.get_state_display()}, panel=panel.pk
        )
    if at >= panel.closes_at:
        until = clock.local(panel.closes_at).strftime("%Y-%m-%d %H:%M")
        raise Refused(
            "scoring_closed",
            _("评分已于%(until)s截止。如需补评，请联系评审秘书延长时间。") % {"until": until},
            panel=panel.pk,
        )


def _write_values(panel: Panel, sheet: ScoreSheet, values: dict) -> None:
    criteria = {one.pk: one for one in panel.rubric.criteria.all()}
    rows = []
    for key, (value, comment) in values.items():
        pk = getattr(key, "pk", key)
        if pk not in criteria:
            raise Refused("unknown_criterion", _("评分项不属于本评审组的评分表。"), criterion=pk)
        if not 0 <= value <= 100:
            raise Refused(
                "score_range", _("“%(name)s”的分值应在0到100之间。") % {"name": criteria[pk].name}, criterion=pk
            )
        rows.append(Score(sheet=sheet, criterion_id=pk, value=value, comment=comment))
    Score.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["sheet", "criterion"], update_fields=["value", "comment"]
    )
