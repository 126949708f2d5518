"""Votes and the panel's report (R-REV-09, S81, C16)."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from consortia.enums import BidState
from consortia.models import Bid
from core import clock, events, lifecycle
from core.actions import action, locked
from core.errors import Refused
from core.permissions import require
from reviews import queries, rules
from reviews.enums import PanelPurpose, PanelState, SeatState, SheetState, VoteKind
from reviews.models import Panel, PanelBid, ScoreSheet, Seat, Vote
from reviews.queries.panels import race_kinds
from reviews.queries.ranking import proposal


@action
def cast_vote(*, seat: Seat, bid: Bid, kind: str, choice: str, by, at: datetime | None = None) -> Vote:
    """One vote a seat, a bid and a kind; never changed."""
    require(rules.vote, by, seat)
    at = at or clock.now()
    panel = Panel.objects.select_for_update(of=("self",), no_key=True).get(pk=seat.panel_id)
    seat = locked(seat)
    require(rules.vote, by, seat)
    if panel.state != (PanelState.SCORING if panel.purpose == PanelPurpose.ACCEPTANCE else PanelState.LOCKED):
        raise Refused(
            "not_voting", _("评审组现为“%(state)s”，不能表决。") % {"state": panel.get_state_display()}, panel=panel.pk
        )
    if kind not in race_kinds(panel):
        raise Refused("wrong_kind", _("本评审组不就此事项表决。"), kind=kind)
    _refuse_not_before(panel, bid, seat)
    _refuse_open_correction(panel)
    try:
        with transaction.atomic():
            vote = Vote.objects.create(seat=seat, bid=bid, kind=kind, choice=choice, cast_at=at, cast_by=by)
    except IntegrityError:
        raise Refused(
            "already_voted", _("您已就该方案的此事项表决，表决不能更改。"), bid=bid.pk, seat=seat.pk
        ) from None
    events.record(
        seat, "seat.vote", by=by, at=at, label=_("表决"), note=f"{bid} {vote.get_kind_display()}", restricted=True
    )
    return vote


@action
def cast_votes(*, seat: Seat, choices: dict[tuple[Bid, str], str], by, at: datetime | None = None) -> list[Vote]:
    """All of an expert's votes at once, or none: {(bid, kind): choice}."""
    at = at or clock.now()
    return [
        cast_vote(seat=seat, bid=bid, kind=kind, choice=choice, by=by, at=at) for (bid, kind), choice in choices.items()
    ]


@action
def close_votes(*, panel: Panel, by, at: datetime | None = None) -> Panel:
    """The chair ends the voting when every expert has voted on everything. Votes settle what results and preference left equal."""
    require(rules.chair_panel, by, panel)
    at = at or clock.now()
    panel = locked(panel)
    if panel.state == PanelState.LOCKED:
        _refuse_open_correction(panel)
        missing = _missing_votes(panel)
        if missing:
            raise Refused(
                "votes_missing",
                _("还有专家未完成表决：%(names)s。") % {"names": "、".join(str(seat.expert) for seat in missing)},
                panel=panel.pk,
            )
    lifecycle.advance(panel, "vote", by=by, at=at)
    _settle_ties(panel)
    return panel


@action
def report_panel(*, panel: Panel, text: str, by, at: datetime | None = None) -> Panel:
    """The chair signs the report; with it the bids become recommended, recommended for a race, or not recommended."""
    require(rules.chair_panel, by, panel)
    at = at or clock.now()
    if not text.strip():
        raise Refused("text_needed", _("请填写评审意见。"))
    panel = locked(panel)
    if panel.purpose == PanelPurpose.ACCEPTANCE and panel.state == PanelState.SCORING:
        _refuse_missing_acceptance(panel)
        lifecycle.advance(panel, "lock", by=by, at=at, changes={"next_check_at": None})
        lifecycle.advance(panel, "vote", by=by, at=at)
    lifecycle.advance(panel, "report", by=by, at=at, changes={"report_text": text.strip()})
    if panel.purpose == PanelPurpose.BID:
        _recommend(panel, by, at)
    return panel


def _recommend(panel: Panel, by, at: datetime) -> None:
    lines = queries.ranking(panel)
    steps = proposal(panel, lines)
    for line in lines:
        if line.bid.state == BidState.SCORED and line.bid.pk in steps:
            lifecycle.advance(line.bid, steps[line.bid.pk], by=by, at=at)


def _settle_ties(panel: Panel) -> None:
    """Bids that share a rank are parted by the panel's vote for support (R-REV-06); only they move."""
    counts = queries.tallies(panel)
    rows = list(queries.live_panel_bids(panel).filter(rank__isnull=False))
    shared: dict[int, list[PanelBid]] = {}
    for row in rows:
        shared.setdefault(row.rank, []).append(row)
    for rank, tied in shared.items():
        if len(tied) < 2:
            continue
        votes = {row.pk: getattr(counts.get((row.bid_id, VoteKind.AWARD)), "votes_for", 0) for row in tied}
        for row in tied:
            ahead = sum(votes[other.pk] > votes[row.pk] for other in tied)
            PanelBid.objects.filter(pk=row.pk).update(rank=rank + ahead)


def _missing_votes(panel: Panel) -> list[Seat]:
    """Sitting experts with a vote still to cast."""
    bids = list(queries.live_panel_bids(panel).values_list("bid_id", flat=True))
    wanted = {(bid, kind) for bid in bids for kind in race_kinds(panel)}
    cast: dict[int, set] = {}
    for seat, bid, kind in Vote.objects.filter(seat__panel=panel).values_list("seat_id", "bid_id", "kind"):
        cast.setdefault(seat, set()).add((bid, kind))
    return [seat for seat in queries.sitting_seats(panel) if not wanted <= cast.get(seat.pk, set())]


def _refuse_missing_acceptance(panel: Panel) -> None:
    voted = set(Vote.objects.filter(seat__panel=panel, kind=VoteKind.ACCEPTANCE).values_list("seat_id", flat=True))
    missing = [seat for seat in queries.sitting_seats(panel) if seat.pk not in voted]
    if missing:
        raise Refused(
            "votes_missing",
            _("还有专家未完成表决：%(names)s。") % {"names": "、".join(str(seat.expert) for seat in missing)},
            panel=panel.pk,
        )


def _refuse_not_before(panel: Panel, bid: Bid, seat: Seat) -> None:
    if panel.purpose == PanelPurpose.ACCEPTANCE:
        if bid.pk != panel.project.bid_id:
            raise Refused("not_before_panel", _("该方案不在本评审组评审范围内。"), bid=bid.pk)
        return
    if not queries.live_panel_bids(panel).filter(bid=bid).exists():
        raise Refused("not_before_panel", _("该方案不在本评审组评审范围内。"), bid=bid.pk)
    if seat.state != SeatState.DONE:
        raise Refused("finish_first", _("完成全部评分后才能表决。"), seat=seat.pk)


def _refuse_open_correction(panel: Panel) -> None:
    if ScoreSheet.objects.filter(seat__panel=panel, state=SheetState.DRAFT, corrects__isnull=False).exists():
        raise Refused("correction_open", _("还有获准更正的评分没有锁定，请先完成更正。"), panel=panel.pk)
