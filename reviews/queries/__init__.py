"""Reads over experts, panels, scores and votes, one module a subject."""

from reviews.queries.conflicts import competing_bids, conflicts, disclosures, interests, reasons_by_expert
from reviews.queries.panels import (
    active_seats,
    acts_as_expert,
    composition_gaps,
    find_experts,
    live_panel_bids,
    panels,
    panels_for,
    pool,
    progress,
    seat_of,
    seats_for,
    sitting_seats,
    waiting_seats,
)
from reviews.queries.ranking import Ranked, Tally, ranked, ranking, result_hundredths, spread, tallies

__all__ = [
    "Ranked",
    "Tally",
    "active_seats",
    "acts_as_expert",
    "competing_bids",
    "composition_gaps",
    "conflicts",
    "disclosures",
    "find_experts",
    "interests",
    "live_panel_bids",
    "panels",
    "panels_for",
    "pool",
    "progress",
    "ranked",
    "ranking",
    "reasons_by_expert",
    "result_hundredths",
    "seat_of",
    "seats_for",
    "sitting_seats",
    "spread",
    "tallies",
    "waiting_seats",
]
