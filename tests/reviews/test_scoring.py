"""Sheets, sums and results (R-REV-06 to R-REV-08, C17)."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from consortia.models import Bid
from core.errors import Forbidden, Refused
from reviews import actions, queries, rules
from reviews.models import PanelBid, Rubric, Score, ScoreSheet
from reviews.queries.ranking import result_hundredths
from tests.stories import reviews as stories


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 10000), min_size=1, max_size=12), st.integers(1, 9))
def test_result_is_the_trimmed_mean_half_up(scores, trim_from):
    found = result_hundredths(
        count=len(scores), total=sum(scores), highest=max(scores), lowest=min(scores), trim_from=trim_from
    )
    kept = sorted(scores)[1:-1] if len(scores) >= max(trim_from, 3) else scores
    exact = Fraction(sum(kept), len(kept))
    assert found == int(exact + Fraction(1, 2))


def test_the_total_weighs_every_criterion(cast, scoring):
    panel = scoring
    seat, bid = stories.sitting(panel)[0], stories.bids_of(panel)[0]
    points = (100, 80, 90, 70, 60, 50, 40)  # weights 25 25 20 10 10 5 5
    criteria = panel.rubric.criteria.order_by("number")
    values = {one: (value, "") for one, value in zip(criteria, points, strict=True)}
    user = stories.user_of(cast, seat)
    sheet = actions.save_sheet(seat=seat, bid=bid, values=values, strengths="好", weaknesses="少", by=user)
    sheet = actions.lock_sheet(sheet=sheet, by=user)
    assert sheet.total_hundredths == 8050


def test_a_draft_is_saved_any_number_of_times_and_locked_once(cast, scoring):
    panel = scoring
    seat, bid = stories.sitting(panel)[0], stories.bids_of(panel)[0]
    first = stories.score(cast, seat, bid, 60, lock=False)
    again = stories.score(cast, seat, bid, 77, lock=False)
    assert first.pk == again.pk
    user = stories.user_of(cast, seat)
    actions.lock_sheet(sheet=again, by=user)
    with pytest.raises(Refused) as refusal:
        actions.lock_sheet(sheet=again, by=user)
    assert refusal.value.code == "wrong_state"
    with pytest.raises(Refused) as refusal:
        stories.score(cast, seat, bid, 99, lock=False)
    assert refusal.value.code == "sheet_locked"


def test_locking_lists_every_gap_at_once(cast, scoring):
    panel = scoring
    seat, bid = stories.sitting(panel)[0], stories.bids_of(panel)[0]
    user = stories.user_of(cast, seat)
    sheet = actions.save_sheet(seat=seat, bid=bid, values={panel.rubric.criteria.first(): (80, "")}, by=user)
    with pytest.raises(Refused) as refusal:
        actions.lock_sheet(sheet=sheet, by=user)
    assert refusal.value.code == "sheet_incomplete"
    assert len(refusal.value.defects) == 8
    assert PanelBid.objects.get(bid=bid).score_count == 0


def test_the_database_refuses_to_change_a_locked_score(cast, scoring):
    panel = scoring
    sheet = stories.score(cast, stories.sitting(panel)[0], stories.bids_of(panel)[0], 80)
    attempts = (
        lambda: Score.objects.filter(sheet=sheet).update(value=100),
        lambda: Score.objects.filter(sheet=sheet).first().delete(),
        lambda: ScoreSheet.objects.filter(pk=sheet.pk).update(total_hundredths=9999),
        lambda: ScoreSheet.objects.filter(pk=sheet.pk).update(strengths="改"),
        lambda: ScoreSheet.objects.filter(pk=sheet.pk).update(state="DRAFT"),
        lambda: Rubric.objects.filter(pk=panel.rubric_id).update(name="改"),
        lambda: panel.rubric.criteria.update(weight=1),
    )
    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


@pytest.mark.parametrize("value", [-1, 101])
def test_a_value_outside_0_to_100_is_refused(cast, scoring, value):
    panel = scoring
    with pytest.raises(Refused) as refusal:
        stories.score(cast, stories.sitting(panel)[0], stories.bids_of(panel)[0], value)
    assert refusal.value.code == "score_range"


def test_scoring_ends_at_the_exclusive_closing_instant(cast, scoring):
    panel = scoring
    seat, bid = stories.sitting(panel)[0], stories.bids_of(panel)[0]
    sheet = stories.score(cast, seat, bid, 80, lock=False)
    user = stories.user_of(cast, seat)
    with pytest.raises(Refused) as refusal:
        actions.lock_sheet(sheet=sheet, by=user, at=panel.closes_at)
    assert refusal.value.code == "scoring_closed"
    actions.extend_scoring(
        panel=panel, closes_at=panel.closes_at + timedelta(days=1), reason="专家出差。", by=cast.officer
    )
    actions.lock_sheet(sheet=sheet, by=user, at=panel.closes_at)


def test_experts_see_nobody_elses_scores_or_order_before_the_panel_is_locked(cast, scoring):
    panel = stories.score_all(cast, scoring)
    first, second = stories.sitting(panel)[:2]
    mine, other = (ScoreSheet.objects.filter(seat=seat).first() for seat in (first, second))
    user = stories.user_of(cast, first)
    assert rules.see_sheet(user, mine) is None
    for actor in (user, cast.officer, cast.publisher, cast.supervisor, cast.auditor):
        assert rules.see_ranking(actor, panel) is not None
        assert rules.see_sheet(actor, other) is not None
    actions.lock_panel(panel=panel, by=cast.officer)
    panel = stories.fresh(panel)
    for actor in (user, cast.officer, cast.publisher, cast.supervisor, cast.auditor):
        assert rules.see_ranking(actor, panel) is None
    other.refresh_from_db()
    assert rules.see_sheet(cast.officer, ScoreSheet.objects.get(pk=other.pk)) is None
    assert rules.see_sheet(cast.applicant, other) is not None
    assert rules.see_ranking(cast.applicant, panel) is not None


def test_progress_counts_without_a_word_of_the_content(cast, scoring):
    panel = scoring
    seat = stories.sitting(panel)[0]
    stories.score(cast, seat, stories.bids_of(panel)[0], 80)
    stories.score(cast, seat, stories.bids_of(panel)[1], 80, lock=False)
    row = next(row for row in queries.progress(panel) if row.seat.pk == seat.pk)
    assert (row.locked_count, row.draft_count, row.total, row.is_done) == (1, 1, 3, False)


def level(panel) -> list[Bid]:
    """The panel's bids with the same money, so that only what a test changes tells them apart."""
    Bid.objects.filter(panel_bid__panel=panel).update(
        fiscal_fen=500 * stories.WAN, self_fen=1000 * stories.WAN, loan_fen=0, matching_fen=0
    )
    return stories.bids_of(panel)


def places(panel, bids: list[Bid]) -> list[tuple[int, int]]:
    """(rank, which of the bids, from 1); the ranking itself may name bids of one rank in any order."""
    lines = [(line.rank, bids.index(line.bid) + 1) for line in queries.ranking(stories.fresh(panel))]
    assert [rank for rank, _which in lines] == sorted(rank for rank, _which in lines)
    return sorted(lines)


def order_of(cast, panel, points: int = 80) -> list[tuple[int, int]]:
    """Everybody gives every bid the same points."""
    bids = stories.bids_of(panel)
    for seat in stories.sitting(panel):
        for bid in bids:
            stories.score(cast, seat, bid, points)
    actions.lock_panel(panel=stories.fresh(panel), by=cast.officer)
    return places(panel, bids)


def test_order_by_result_then_matching_then_ratio(cast, scoring):
    panel = scoring
    _first, second, third = level(panel)
    Bid.objects.filter(pk=second.pk).update(matching_fen=100)
    Bid.objects.filter(pk=third.pk).update(self_fen=1001 * stories.WAN)
    assert order_of(cast, panel) == [(1, 2), (2, 3), (3, 1)]


def test_equal_bids_share_a_rank_until_the_panels_vote_parts_them(cast, scoring):
    panel = scoring
    bids = level(panel)
    assert order_of(cast, panel) == [(1, 1), (1, 2), (1, 3)]
    stories.vote_all(cast, panel, award=("AGAINST", "FOR", "AGAINST"))
    assert places(panel, bids) == [(1, 2), (2, 1), (2, 3)]


def test_loans_that_do_not_count_are_not_taken_off_a_second_time(cast):
    """`self_fen` is what counts for the 2:1 already; loans beside it change nothing."""
    challenge = stories.reviewed_challenge(cast, rules={"loan_counts_as_self": False}, bids=2)
    panel = stories.scoring_panel(cast, challenge)
    first, _second = level(panel)
    Bid.objects.filter(pk=first.pk).update(loan_fen=500 * stories.WAN)
    assert order_of(cast, panel) == [(1, 1), (1, 2)]


def test_seven_scores_lose_the_highest_and_the_lowest(cast, scoring):
    panel = scoring
    bid, *others = stories.bids_of(panel)
    for points, seat in zip((10, 80, 81, 82, 83, 84, 100), stories.sitting(panel), strict=True):
        stories.score(cast, seat, bid, points)
        for other in others:
            stories.score(cast, seat, other, 50)
    actions.lock_panel(panel=stories.fresh(panel), by=cast.officer)
    row = PanelBid.objects.get(bid=bid)
    assert (row.score_count, row.score_sum, row.score_max, row.score_min) == (7, 52000, 10000, 1000)
    assert row.result_hundredths == 8200


def test_a_correction_is_a_new_sheet_that_a_supervisor_approves(cast, locked):
    panel = locked
    seat, bid = stories.sitting(panel)[0], stories.bids_of(panel)[1]
    old = ScoreSheet.objects.get(seat=seat, bid=bid)
    user = stories.user_of(cast, seat)
    for actor in (user, cast.officer):
        with pytest.raises(Forbidden):
            actions.void_and_correct_sheet(sheet=old, reason="录入错误。", by=actor)
    with pytest.raises(Refused):
        actions.void_and_correct_sheet(sheet=old, reason=" ", by=cast.supervisor)
    fresh = actions.void_and_correct_sheet(sheet=old, reason="录入错误。", by=cast.supervisor)
    old.refresh_from_db()
    assert (old.state, fresh.state, fresh.corrects_id) == ("VOID", "DRAFT", old.pk)
    with pytest.raises(Refused) as refusal:
        actions.cast_vote(seat=seat, bid=bid, kind="AWARD", choice="FOR", by=user)
    assert refusal.value.code == "correction_open"
    stories.score(cast, seat, bid, 100)
    row = PanelBid.objects.get(bid=bid)
    assert row.score_count == 7
    assert row.score_max == 10000
    with pytest.raises(Refused):
        stories.score(cast, seat, stories.bids_of(panel)[0], 100)


def test_no_correction_once_the_votes_have_begun(cast, locked):
    panel = locked
    seat, bid = stories.sitting(panel)[0], stories.bids_of(panel)[0]
    actions.cast_vote(seat=seat, bid=bid, kind="AWARD", choice="FOR", by=stories.user_of(cast, seat))
    sheet = ScoreSheet.objects.get(seat=seat, bid=bid)
    with pytest.raises(Refused) as refusal:
        actions.void_and_correct_sheet(sheet=sheet, reason="录入错误。", by=cast.supervisor)
    assert refusal.value.code == "too_late"


def test_normalised_scores_are_information_beside_the_ranking(cast, locked):
    panel = locked
    seats, bids = queries.spread(panel)
    assert len(seats) == 7
    first, _second, third = (bids[bid.pk] for bid in stories.bids_of(panel))
    assert first > 0 > third


def test_ranking_reads_a_fixed_number_of_queries(locked, django_assert_max_num_queries):
    panel = locked
    with django_assert_max_num_queries(1):
        list(queries.ranked(PanelBid.objects.filter(panel=panel)))
    with django_assert_max_num_queries(8):
        queries.ranking(panel)


def test_weights_of_a_rubric_add_to_a_hundred(cast):
    with pytest.raises(Refused) as refusal:
        actions.create_rubric(
            name="评分表", criteria=[{"name": "甲", "weight": 60}, {"name": "乙", "weight": 30}], by=cast.officer
        )
    assert refusal.value.code == "weights"


def test_an_event_never_tells_a_score(cast, scoring):
    from core.models import Event

    panel = scoring
    stories.score(cast, stories.sitting(panel)[0], stories.bids_of(panel)[0], 83)
    for event in Event.objects.filter(object_type="reviews.scoresheet"):
        assert "8300" not in str(event.data) + event.note
