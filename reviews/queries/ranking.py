"""Results and order of bids (R-REV-06). Reads one row a bid: the sums are kept when a sheet is locked, so scores are not read."""

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from statistics import fmean, pstdev

from django.db.models import (
    BooleanField,
    Case,
    Count,
    DecimalField,
    ExpressionWrapper,
    F,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
    Window,
)
from django.db.models.functions import Cast, Coalesce, NullIf, Rank
from django.db.models.lookups import GreaterThan

from consortia.enums import BidState
from reviews.enums import SITTING_SEATS, SheetState, VoteChoice, VoteKind
from reviews.models import Panel, PanelBid, ScoreSheet, Vote

OUT = (BidState.WITHDRAWN,)


def result_hundredths(*, count: int, total: int, highest: int, lowest: int, trim_from: int) -> int | None:
    """The mean in hundredths of a point, HALF_UP; one highest and one lowest dropped from `trim_from` scores on."""
    if count >= max(trim_from, 3):
        count, total = count - 2, total - highest - lowest
    return None if count == 0 else (2 * total + count) // (2 * count)


def _integer(expression) -> ExpressionWrapper:
    return ExpressionWrapper(expression, output_field=IntegerField())


def ranked(panel_bids: QuerySet[PanelBid] | None = None) -> QuerySet[PanelBid]:
    """Every bid with `result`, `has_matching`, `ratio` and `place` within its panel, computed by the database in one pass.

    Order: result, then local matching money, then the ratio of self-funding to fiscal money. Equal bids share a place.
    Bids taken back are left out.
    """
    rows = (PanelBid.objects.all() if panel_bids is None else panel_bids).exclude(bid__state__in=OUT)
    trim = F("panel__challenge__batch__rule_set__trim_from_count")
    trimmed = Q(score_count__gte=trim) & Q(score_count__gte=3)
    own = Coalesce("bid__self_fen", 0)  # what counts for the 2:1, loans included where they do (consortia.drafts)
    count = Case(
        When(trimmed, then=_integer(F("score_count") - 2)), default=F("score_count"), output_field=IntegerField()
    )
    total = Case(
        When(trimmed, then=_integer(F("score_sum") - F("score_max") - F("score_min"))),
        default=F("score_sum"),
        output_field=IntegerField(),
    )
    exact = DecimalField(max_digits=40, decimal_places=20)
    return rows.annotate(
        used_count=count,
        used_sum=total,
        result=_integer((F("used_sum") * 2 + F("used_count")) / NullIf(F("used_count") * 2, Value(0))),
        has_matching=ExpressionWrapper(GreaterThan(Coalesce("bid__matching_fen", 0), 0), output_field=BooleanField()),
        ratio=ExpressionWrapper(Cast(own, exact) / NullIf(F("bid__fiscal_fen"), Value(0)), output_field=exact),
        place=Window(
            Rank(),
            partition_by="panel_id",
            order_by=[
                F("result").desc(nulls_last=True),
                F("has_matching").desc(),
                F("ratio").desc(nulls_first=True),  # no fiscal money at all stands above every ratio
            ],
        ),
    )


@dataclass
class Ranked:
    """One line of a panel's ranking, as pages and the decision pack show it."""

    panel_bid: PanelBid
    rank: int | None
    result_hundredths: int | None
    votes: dict[str, "Tally"] = field(default_factory=dict)
    normalised: float | None = None
    sheets: list[ScoreSheet] = field(default_factory=list)
    voided: list[ScoreSheet] = field(default_factory=list)

    @property
    def bid(self):
        return self.panel_bid.bid


@dataclass(frozen=True)
class Tally:
    """A vote's count; `seats` is the number of seats that had a vote."""

    votes_for: int = 0
    votes_against: int = 0
    abstained: int = 0
    seats: int = 0

    def passes(self, numerator: int, denominator: int) -> bool:
        """At least numerator/denominator of all seats with a vote; an abstention or a missing vote does not help."""
        return self.seats > 0 and self.votes_for * denominator >= self.seats * numerator


def tallies(panel: Panel) -> dict[tuple[int, str], Tally]:
    """(bid id, kind) -> tally over seats that still sit; votes of recused experts do not count."""
    seats = panel.seats.filter(state__in=SITTING_SEATS).count()
    rows = (
        Vote.objects.filter(seat__panel=panel, seat__state__in=SITTING_SEATS)
        .values("bid_id", "kind")
        .annotate(
            yes=Count("pk", filter=Q(choice=VoteChoice.FOR)),
            no=Count("pk", filter=Q(choice=VoteChoice.AGAINST)),
            none=Count("pk", filter=Q(choice=VoteChoice.ABSTAIN)),
        )
    )
    return {(row["bid_id"], row["kind"]): Tally(row["yes"], row["no"], row["none"], seats) for row in rows}


def spread(panel: Panel) -> tuple[dict[int, tuple[float, float]], dict[int, float]]:
    """Information beside the ranking, never its order: seat -> (mean, deviation) in points, bid -> mean of z-scores.

    A strict and a generous expert become comparable; experts who give every bid the same count as zero.
    """
    totals = defaultdict(dict)
    rows = ScoreSheet.objects.filter(seat__panel=panel, state=SheetState.LOCKED)
    for seat, bid, total in rows.values_list("seat_id", "bid_id", "total_hundredths"):
        totals[seat][bid] = total / 100
    seats = {seat: (fmean(values.values()), pstdev(values.values())) for seat, values in totals.items()}
    scores = defaultdict(list)
    for seat, values in totals.items():
        mean, deviation = seats[seat]
        for bid, value in values.items():
            scores[bid].append((value - mean) / deviation if deviation else 0.0)
    return seats, {bid: fmean(values) for bid, values in scores.items()}


def ranking(panel: Panel) -> list[Ranked]:
    """The panel's bids in order with votes, spread, and every sheet, the voided ones apart.

    The stored rank once scoring is locked; a live one before (for the machine alone: rules.see_ranking keeps it from people).
    """
    live = {row.pk: row for row in ranked(panel.panel_bids.all())}
    rows = panel.panel_bids.select_related("bid__consortium__lead", "bid__leader")
    counts = tallies(panel)
    _, normalised = spread(panel)
    sheets = defaultdict(list)
    for sheet in (
        ScoreSheet.objects.filter(seat__panel=panel)
        .select_related("seat__expert__person")
        .order_by("seat__number", "pk")
    ):
        sheets[sheet.bid_id].append(sheet)
    lines = []
    for row in rows:
        now = live.get(row.pk)
        stands = panel.locked_at is not None
        line = Ranked(
            row,
            row.rank if stands else (now and now.place),
            row.result_hundredths if stands else (now and now.result),
            {kind: counts[row.bid_id, kind] for kind in VoteKind.values if (row.bid_id, kind) in counts},
            normalised.get(row.bid_id),
            [sheet for sheet in sheets[row.bid_id] if sheet.state != SheetState.VOID],
            [sheet for sheet in sheets[row.bid_id] if sheet.state == SheetState.VOID],
        )
        lines.append(line)
    return sorted(lines, key=lambda line: (line.rank is None, line.rank or 0, line.bid.number))


def proposal(panel: Panel, lines: list[Ranked]) -> dict[int, str]:
    """bid id -> lifecycle step that the rule set's threshold and the votes give (R-REV-09).

    A race needs its own vote for at least two bids, and takes as many as there may be lanes. Without a race one bid is
    recommended, the first in the order: two on one challenge would be a race (R-RAC-01).
    """
    rules_of = panel.challenge.batch.rule_set
    ratio_of = (rules_of.vote_numerator, rules_of.vote_denominator)

    def passed(line: Ranked, kind: str) -> bool:
        tally = line.votes.get(kind)
        return tally is not None and tally.passes(*ratio_of)

    standing = [line for line in lines if line.rank is not None]
    fit = [
        line
        for line in standing
        if (line.result_hundredths or 0) >= rules_of.award_threshold_hundredths and passed(line, VoteKind.AWARD)
    ]
    lanes = min(panel.challenge.maximum_lanes, rules_of.race_maximum_lanes)
    racers = [line for line in fit if passed(line, VoteKind.RACE)][:lanes]
    steps = {line.bid.pk: "not_recommend" for line in standing}
    if len(racers) >= 2:
        return steps | {line.bid.pk: "recommend_race" for line in racers}
    return steps | {line.bid.pk: "recommend" for line in fit[:1]}


def ratio(bid) -> Fraction | None:
    """Self-funding over fiscal money, exact; None without fiscal money."""
    if not bid.fiscal_fen:
        return None
    return Fraction(bid.self_fen or 0, bid.fiscal_fen)
