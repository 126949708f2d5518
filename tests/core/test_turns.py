"""Every state that somebody has to leave says who (C04)."""

import pytest

from consortia import actions
from core import lifecycle, turns
from tests.stories import challenges as challenge_stories
from tests.stories import consortia as story
from tests.stories.cast import cast as make_cast


def test_every_state_that_is_not_final_names_who_is_next():
    assert turns.missing() == {}


def test_only_lifecycles_are_named():
    assert set(turns.table()) == set(lifecycle.REGISTRY)


@pytest.mark.parametrize("label", sorted(lifecycle.REGISTRY))
def test_a_final_state_waits_for_nobody(label):
    machine = lifecycle.REGISTRY[label]
    final = [state for state in machine.states.values if not machine.steps_from(state)]
    assert [state for state in final if state in turns.table()[label]] == []


@pytest.fixture
def cast(db):
    return make_cast()


def test_a_bid_goes_from_hand_to_hand(cast):
    challenge = challenge_stories.open_challenge(cast)
    bid = story.drafted_bid(cast, challenge)
    found = turns.of(bid, cast.applicant)
    assert (found.by, found.is_mine, found.until) == (f"{cast.lead} · 申报人", True, challenge.deadline)
    assert not turns.of(bid, cast.rival_applicant).is_mine
    actions.sign_pledge(bid=bid, kind="LEADER", by=cast.applicant)
    actions.send_to_unit(bid=bid, by=cast.applicant)
    found = turns.of(bid, cast.applicant)
    assert (found.who, found.is_mine, found.since) == ("单位管理员", False, bid.state_at)
    assert turns.of(bid, cast.unitadmin).is_mine
    assert not turns.of(bid, cast.rival_admin).is_mine


def as_user(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_pages_and_lists_say_whose_turn_it_is(cast, client):
    challenge = challenge_stories.open_challenge(cast)
    bid = story.bid_at_unit(cast, challenge)
    rows = as_user(client, cast.applicant).get("/bids/").content.decode()
    assert f"由“{cast.lead} · 单位管理员”核对成员承诺，审核并密封提交" in rows
    actions.submit_bid(bid=bid, by=cast.unitadmin)
    page = as_user(client, cast.officer).get(bid.get_absolute_url()).content.decode()
    assert "两名开标人员" in page
    assert "轮到您办理" in page
    page = as_user(client, cast.auditor).get(bid.get_absolute_url()).content.decode()
    assert "两名开标人员" in page
    assert "轮到您办理" not in page
