"""What a decision on a bid is measured against: the panel's order, the ratio, the cap, the batch's plan."""

from django.db.models import QuerySet

from challenges.enums import Mechanism
from challenges.models import Batch, Challenge
from consortia.enums import BidState
from consortia.models import Bid
from funding.enums import DecisionResult
from funding.models import Decision

#: Bids that a panel has judged and a sitting has not decided yet.
JUDGED = (BidState.RECOMMENDED, BidState.RACE_RECOMMENDED, BidState.NOT_RECOMMENDED)
#: Bids on their way to an award.
PENDING = (BidState.PROPOSED, BidState.IN_NOTICE)
#: Bids that keep their challenge from being called unawarded.
UNFINISHED = (
    BidState.OPENED,
    BidState.CORRECTING,
    BidState.ELIGIBLE,
    BidState.IN_REVIEW,
    BidState.SCORED,
)


def is_ratio_met(bid: Bid, *, fiscal_fen: int, self_fen: int) -> bool:
    """self ≥ percent/100 × fiscal over the whole period, in whole fen (R-FUN-01): 1460.00 to 730.00 passes, 1459.99 fails.

    `self_fen` is what counts: loans are in it where the rule set says so (Q3), local matching never is (Q4).
    """
    return self_fen * 100 >= bid.challenge.batch.rule_set.self_funding_percent * fiscal_fen


def cap_fen(challenge: Challenge) -> int | None:
    """The most a bid may be given: the challenge's cap; in the 2021 mechanism also the rule set's cap (R-FUN-05)."""
    caps = [challenge.fiscal_cap_fen] if challenge.fiscal_cap_fen is not None else []
    rules = challenge.batch.rule_set
    if rules.mechanism == Mechanism.ENTERPRISE_2021:
        transfer = challenge.category == "TRANSFER"
        caps.append(rules.support_cap_transfer_fen if transfer else rules.support_cap_technology_fen)
    return min(caps, default=None)


def passed_over(bid: Bid, result: str) -> list[Bid]:
    """Bids the panel placed before this one that are left out by its award; not empty means a departure (R-REV-10)."""
    mine = getattr(bid, "panel_bid", None)
    if mine is None or mine.rank is None:
        return []
    better = Bid.objects.filter(panel_bid__panel=mine.panel, panel_bid__rank__lt=mine.rank)
    taken = [*PENDING, BidState.AWARDED, BidState.WITHDRAWN]
    if result == DecisionResult.RACE:
        taken.append(BidState.RACE_RECOMMENDED)
    return list(better.exclude(state__in=taken).order_by("panel_bid__rank"))


def is_departure(bid: Bid, result: str) -> bool:
    """Whether the sitting decides otherwise than the panel advised."""
    if result == DecisionResult.DECLINE:
        first = getattr(bid, "panel_bid", None) is not None and bid.panel_bid.rank == 1
        return bid.state == BidState.RACE_RECOMMENDED or (bid.state == BidState.RECOMMENDED and first)
    if bid.state == BidState.NOT_RECOMMENDED:
        return True
    if result == DecisionResult.AWARD and bid.state == BidState.RACE_RECOMMENDED:
        return True
    return bool(passed_over(bid, result))


def year_total_fen(batch: Batch) -> int:
    """What was decided for the batch's own year; the horizon of its planned budget (D2, D17)."""
    decided = Decision.objects.filter(bid__challenge__batch=batch).exclude(result=DecisionResult.DECLINE)
    year = str(batch.year)
    rows = decided.values_list("yearly_fen", "fiscal_fen")
    return sum(yearly.get(year, 0) if yearly else fiscal for yearly, fiscal in rows)


def undecided(challenge: Challenge) -> QuerySet[Bid]:
    return challenge.bids.filter(state__in=[*JUDGED, *UNFINISHED])


def in_the_way_of_failing(challenge) -> QuerySet[Bid]:
    """Bids on their way to an award, or awarded: with one of these a challenge is no 流榜."""
    return challenge.bids.filter(state__in=[*PENDING, *UNFINISHED, BidState.AWARDED])
