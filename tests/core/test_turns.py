"""Every state that somebody has to leave says who (C04)."""

from datetime import timedelta

import pytest

from challenges import actions as challenge_actions
from consortia import actions
from core import lifecycle, turns
from reviews.actions import begin_review
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


def test_a_bid_waits_for_the_bureau_where_the_batch_asks_for_its_recommendation(cast):
    batch = challenge_stories.batch(cast, rules={"needs_recommendation": True})
    challenge = challenge_stories.open_challenge(cast, batch=batch)
    bid = story.submitted_bid(cast, challenge)
    assert turns.of(bid).who == "两名开标人员"
    story.pass_deadline(challenge)
    bid = type(bid).objects.get(pk=bid.pk)
    found = turns.of(bid, cast.prefecture)
    assert (found.by, found.is_mine) == (f"{bid.consortium.lead.supervising_division} · 归口管理部门", True)
    assert found.until == challenge.deadline + timedelta(days=batch.rule_set.recommendation_days)
    assert not turns.of(bid, cast.prefecture2).is_mine
    actions.recommend_bid(bid=bid, result="RECOMMENDED", by=cast.prefecture)
    assert turns.of(type(bid).objects.get(pk=bid.pk)).who == "两名开标人员"


def test_a_challenge_left_behind_by_its_batch_is_the_offices_turn(cast):
    batch = challenge_stories.batch(cast)
    first = challenge_stories.approved_challenge(cast, batch=batch)
    second = challenge_stories.approved_challenge(cast, batch=batch, title="另一项")
    assert turns.of(second).who == "发布审核人"
    challenge_actions.publish_batch(batch=batch, challenges=[first], by=cast.publisher)
    found = turns.of(type(second).objects.get(pk=second.pk), cast.officer)
    assert (found.who, found.what, found.is_mine) == ("业务处室经办人", "移到后续批次（本批次已发布）", True)


def test_a_closed_challenge_says_how_far_opening_and_eligibility_have_come(cast):
    challenge = challenge_stories.open_challenge(cast)
    story.submitted_bid(cast, challenge)
    story.pass_deadline(challenge)

    def said(obj=challenge) -> str:
        return str(turns.of(type(obj).objects.get(pk=obj.pk)).what)

    assert said() == "组织两人共同开标"
    assert said(challenge.batch) == "组织 1 项开标和资格审查"
    bid = challenge.bids.get()
    assert (said(bid), turns.of(bid).until) == ("共同开标", None)
    for person in (cast.officer, cast.supervisor):
        actions.consent_to_opening(challenge=challenge, by=person)
    assert said() == "逐份进行资格审查"
    bid.refresh_from_db()
    actions.decide_eligibility(bid=bid, results=story.answers(bid), by=cast.officer)
    assert said().startswith("资格审查已有结论")
    actions.review_single_bid(challenge=challenge, note="条件合理。", by=cast.publisher)
    begin_review(challenge=challenge, by=cast.officer)
    assert (said(), said(challenge.batch)) == ("组建评审组", "组织 1 项评审，提请会议决定")


def test_a_closed_challenge_without_bids_waits_for_nothing_but_its_end(cast):
    challenge = challenge_stories.open_challenge(cast)
    story.pass_deadline(challenge)
    assert turns.of(type(challenge).objects.get(pk=challenge.pk)).what == "截止时没有收到方案，办理流榜"
    actions.declare_unclaimed(challenge=challenge, by=cast.officer)
    assert turns.of(type(challenge.batch).objects.get(pk=challenge.batch_id)).what == "榜单均已办结，可办结本批次"


def test_an_announcement_has_no_period_and_a_proposal_has(cast):
    challenge = challenge_stories.published_challenge(cast)
    announced = turns.of(challenge.batch.notices.get())
    assert (announced.who, announced.what, announced.until) == ("", "已发布，长期公开。", None)
    proposed = challenge_stories.proposed_notice(cast, challenge)
    found = turns.of(proposed)
    assert (found.who, found.until) == ("系统", proposed.ends_at)


def test_a_higher_app_says_more_of_one_state_and_leaves_the_others(cast):
    said = turns.table()["challenges.challenge"]
    assert callable(said["CLOSED"])
    assert said["CLOSED"].__module__ == "projects.turns"  # contracts of 2021; the rest it leaves to the app of the bids
    assert said["UNDER_REVIEW"].__module__ == "reviews.turns"
    assert said["DRAFTING"].what == "写明需求来源后开始凝练"


def as_user(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_pages_and_lists_say_whose_turn_it_is(cast, client):
    challenge = challenge_stories.open_challenge(cast)
    bid = story.bid_at_unit(cast, challenge)
    rows = as_user(client, cast.applicant).get("/bids/").content.decode()
    assert f"由“{cast.lead} · 单位管理员”核对成员承诺，审核并密封提交" in rows
    rows = as_user(client, cast.unitadmin).get("/bids/").content.decode()
    assert '<b class="jb-mine">由您</b>核对成员承诺，审核并密封提交' in rows
    actions.submit_bid(bid=bid, by=cast.unitadmin)
    page = as_user(client, cast.officer).get(bid.get_absolute_url()).content.decode()
    assert "两名开标人员" in page
    assert "轮到您办理" in page
    page = as_user(client, cast.auditor).get(bid.get_absolute_url()).content.decode()
    assert "两名开标人员" in page
    assert "轮到您办理" not in page
