"""A panel from its draw to its report (R-REV-06, R-REV-09, S80, C16)."""

import pytest

from consortia.actions import decide_eligibility, withdraw_bid
from consortia.models import Bid
from consortia.queries import is_single
from core import clock
from core.errors import Forbidden, Refused
from core.models import Event
from reviews import actions, queries
from reviews.models import PanelBid, Vote
from tests.stories import challenges, consortia
from tests.stories import reviews as stories


def states(panel) -> list[str]:
    return [bid.state for bid in stories.bids_of(panel)]


def test_a_panel_is_walked_from_draw_to_report(cast, locked):
    panel = stories.report(cast, locked)
    assert panel.state == "REPORTED"
    assert states(panel) == ["RECOMMENDED", "NOT_RECOMMENDED", "NOT_RECOMMENDED"]
    assert [row.rank for row in queries.ranking(panel)] == [1, 2, 3]
    # Three were eligible: that two were not recommended makes no single bid of the third (C07).
    assert not is_single(panel.challenge)


def test_a_race_is_recommended_when_two_bids_have_their_own_vote(cast, locked):
    panel = stories.report(cast, locked, race=("FOR", "FOR", "AGAINST"))
    assert states(panel) == ["RACE_RECOMMENDED", "RACE_RECOMMENDED", "NOT_RECOMMENDED"]


def test_a_race_vote_for_one_bid_alone_makes_no_race(cast, locked):
    panel = stories.report(cast, locked, race=("FOR", "AGAINST", "AGAINST"))
    assert states(panel) == ["RECOMMENDED", "NOT_RECOMMENDED", "NOT_RECOMMENDED"]


def test_no_bid_is_recommended_below_the_threshold_whatever_the_votes(cast, scoring):
    panel = stories.score_all(cast, scoring, (70, 65, 60))
    actions.lock_panel(panel=panel, by=cast.officer)
    stories.report(cast, panel, award=("FOR", "FOR", "FOR"))
    assert states(panel) == ["NOT_RECOMMENDED"] * 3


def test_votes_against_outweigh_a_high_score(cast, locked):
    panel = stories.report(cast, locked, award=("AGAINST", "FOR", "AGAINST"))
    assert states(panel) == ["NOT_RECOMMENDED", "RECOMMENDED", "NOT_RECOMMENDED"]


def test_two_thirds_of_seven_is_five(cast, locked):
    panel = locked
    for place, seat in enumerate(stories.sitting(panel)):
        user = stories.user_of(cast, seat)
        for number, bid in enumerate(stories.bids_of(panel)):
            choice = "FOR" if place < 4 + number else "ABSTAIN"
            actions.cast_vote(seat=seat, bid=bid, kind="AWARD", choice=choice, by=user)
            actions.cast_vote(seat=seat, bid=bid, kind="RACE", choice="AGAINST", by=user)
    tallies = queries.tallies(panel)
    passed = [tallies[bid.pk, "AWARD"].passes(2, 3) for bid in stories.bids_of(panel)]
    assert passed == [False, True, True]  # 4, 5 and 6 of 7


def test_begin_review_is_refused_while_a_bid_is_undecided(cast):
    challenge = challenges.open_challenge(cast)
    first, undecided = consortia.opened_bids(cast, challenge)
    decide_eligibility(bid=first, results=consortia.answers(first), by=cast.officer)
    with pytest.raises(Refused) as refusal:
        actions.begin_review(challenge=challenge, by=cast.officer)
    assert refusal.value.code == "undecided_bids"
    assert undecided.number in refusal.value.sentence
    decide_eligibility(bid=undecided, results=consortia.answers(undecided), by=cast.officer)
    assert actions.begin_review(challenge=challenge, by=cast.officer).state == "UNDER_REVIEW"


def test_begin_review_is_refused_without_an_eligible_bid_and_for_another_office(cast):
    challenge = challenges.closed_challenge(cast)
    with pytest.raises(Refused) as refusal:
        actions.begin_review(challenge=challenge, by=cast.officer)
    assert refusal.value.code == "no_eligible_bid"
    with pytest.raises(Forbidden):
        actions.begin_review(challenge=challenge, by=cast.officer2)


@pytest.mark.parametrize("size", [5, 8, 6])
def test_a_panel_that_awards_has_an_odd_size_of_at_least_seven(cast, challenge, size):
    with pytest.raises(Refused) as refusal:
        stories.panel(cast, challenge, size=size)
    assert refusal.value.code == "panel_size"


def test_bids_enter_review_only_when_scoring_starts(cast, challenge):
    panel = stories.confirmed_panel(cast, challenge)
    assert set(Bid.objects.filter(challenge=panel.challenge).values_list("state", flat=True)) == {"ELIGIBLE"}
    actions.start_scoring(panel=panel, closes_at=clock.now() + stories.timedelta(days=3), by=cast.officer)
    assert states(panel) == ["IN_REVIEW"] * 3


def test_nothing_moves_by_itself_when_the_last_sheet_is_locked(cast, scoring):
    panel = stories.score_all(cast, scoring)
    assert panel.state == "SCORING"
    assert states(panel) == ["IN_REVIEW"] * 3
    actions.lock_panel(panel=panel, by=cast.officer)
    assert states(panel) == ["SCORED"] * 3


def test_lock_names_the_experts_who_have_not_finished(cast, scoring):
    panel = scoring
    with pytest.raises(Refused) as refusal:
        actions.lock_panel(panel=panel, by=cast.officer)
    assert refusal.value.code == "sheets_open"
    assert "已锁定0/3份" in refusal.value.sentence


def test_only_the_secretary_locks_and_only_the_chair_reports(cast, locked):
    panel = locked
    with pytest.raises(Forbidden):
        actions.close_votes(panel=panel, by=cast.officer)
    stories.vote_all(cast, panel)
    panel = stories.fresh(panel)
    other = stories.user_of(cast, stories.sitting(panel)[-1])
    for user in (cast.officer, cast.publisher, other):
        with pytest.raises(Forbidden):
            actions.report_panel(panel=panel, text="同意", by=user)


def test_close_votes_names_who_has_not_voted(cast, locked):
    panel = locked
    with pytest.raises(Refused) as refusal:
        actions.close_votes(panel=panel, by=stories.user_of(cast, panel.chair))
    assert refusal.value.code == "votes_missing"


def test_a_vote_is_cast_once_and_never_changed(cast, locked):
    panel = locked
    seat, bid = stories.sitting(panel)[0], stories.bids_of(panel)[0]
    user = stories.user_of(cast, seat)
    actions.cast_vote(seat=seat, bid=bid, kind="AWARD", choice="FOR", by=user)
    with pytest.raises(Refused) as refusal:
        actions.cast_vote(seat=seat, bid=bid, kind="AWARD", choice="AGAINST", by=user)
    assert refusal.value.code == "already_voted"
    assert Vote.objects.get().choice == "FOR"


def test_a_bid_taken_back_during_review_leaves_the_ranking(cast, scoring):
    panel = scoring
    withdraw_bid(bid=stories.bids_of(panel)[0], reason="资金安排有变。", by=cast.unitadmin)
    for seat in stories.sitting(panel):
        for bid in stories.bids_of(panel)[1:]:
            stories.score(cast, seat, bid, 80)
    actions.lock_panel(panel=stories.fresh(panel), by=cast.officer)
    assert list(PanelBid.objects.filter(panel=panel).order_by("bid").values_list("rank", flat=True)) == [
        None,
        1,
        1,
    ]


def test_every_step_of_the_panel_left_an_event(cast, locked):
    panel = stories.report(cast, locked)
    verbs = list(
        Event.objects.filter(object_type="reviews.panel", object_id=panel.pk)
        .order_by("id")
        .values_list("verb", flat=True)
    )
    assert verbs == [
        "panel.create",
        "draw.commit",
        "panel.draw",
        "draw.run",
        "panel.name_chair",
        "panel.confirm",
        "panel.start",
        "panel.lock",
        "panel.vote",
        "panel.report",
    ]
