"""After opening: correction once, the checklist with facts, recommendation, who reads what."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from consortia import actions, checks, queries, rules
from consortia.enums import BidState
from consortia.models import EligibilityCheck
from core import clock
from core.errors import Forbidden, Refused
from core.permissions import allows
from tests.consortia.test_drafts import upload
from tests.consortia.test_registration import barred
from tests.stories import challenges as challenge_stories
from tests.stories import consortia as stories

WAN = 1_000_000


@pytest.fixture
def bid(cast, challenge):
    return stories.opened_bids(cast, challenge, ("lead",))[0]


def test_the_checklist_has_every_condition_with_its_facts(bid):
    findings = checks.for_bid(bid, on=clock.today())
    codes = [one.code for one in findings]
    assert codes[: bid.challenge.conditions.count()] == [
        one.code for one in bid.challenge.conditions.order_by("number")
    ]
    assert {"R-CON-02", "R-CON-04", "R-CON-05", "R-CON-07", "R-CON-10"} <= set(codes)
    assert all(one.is_passed and one.facts for one in findings)


def test_passing_writes_one_check_a_condition(cast, bid):
    actions.decide_eligibility(bid=bid, results=stories.answers(bid), by=cast.officer)
    assert bid.state == BidState.ELIGIBLE
    assert bid.checks.count() == len(checks.for_bid(bid, on=clock.today()))
    assert set(bid.checks.values_list("checked_by", flat=True)) == {cast.officer.pk}


def test_every_condition_is_answered_and_reasons_are_given(cast, bid):
    with pytest.raises(Refused) as refused:
        actions.decide_eligibility(bid=bid, results=stories.answers(bid)[1:], by=cast.officer)
    assert refused.value.code == "unanswered"
    bare = stories.answers(bid, R_CON_04={"is_passed": False, "reason": ""})
    with pytest.raises(Refused) as refused:
        actions.decide_eligibility(bid=bid, results=bare, by=cast.officer)
    assert refused.value.code == "reason_missing"
    with pytest.raises(IntegrityError), transaction.atomic():
        EligibilityCheck.objects.create(
            bid=bid, code="X", text="x", is_passed=False, checked_at=clock.now(), checked_by=cast.officer
        )


def test_a_failed_condition_makes_the_bid_ineligible(cast, bid):
    results = stories.answers(bid, INTEGRITY={"is_passed": False, "reason": "列入严重失信名单。"})
    actions.decide_eligibility(bid=bid, results=results, by=cast.officer)
    assert bid.state == BidState.INELIGIBLE
    assert "失信" in bid.decline_reason


def test_a_member_barred_after_submitting_is_found(cast, challenge):
    bid = stories.opened_bids(cast, challenge, ("lead",))[0]
    barred(cast, cast.university)
    failed = {one.code for one in checks.failed(checks.for_bid(bid, on=clock.today()))}
    assert failed == {"INTEGRITY"}


def test_below_two_to_one_waits_for_its_waiver(cast, challenge):
    """R-FUN-01 is decided later by another person; the bid stays eligible."""
    bid = stories.opened_bids(cast, challenge, ("lead",), examples={"lead": {"self_fen": 999 * WAN}})[0]
    finding = next(one for one in checks.for_bid(bid, on=clock.today()) if one.code == "SELF_FUNDING")
    assert (finding.is_passed, finding.is_waivable) == (False, True)
    actions.decide_eligibility(bid=bid, results=stories.answers(bid), by=cast.officer)
    assert bid.state == BidState.ELIGIBLE
    assert not bid.checks.get(code="SELF_FUNDING").is_passed


def test_the_office_in_charge_checks(cast, bid):
    for stranger in (cast.officer2, cast.publisher, cast.supervisor, cast.unitadmin, cast.sysadmin):
        with pytest.raises(Forbidden):
            actions.decide_eligibility(bid=bid, results=stories.answers(bid), by=stranger)


def test_form_is_corrected_once_and_nothing_else(cast, bid):
    actions.ask_correction(bid=bid, defects=["公开摘要含单位内部名称"], by=cast.officer)
    assert (bid.state, bid.defects) == (BidState.CORRECTING, ["公开摘要含单位内部名称"])
    with pytest.raises(Refused) as refused:
        actions.correct_bid(bid=bid, content={"fiscal_fen": 1}, by=cast.unitadmin)
    assert refused.value.code == "not_correctable"
    attachment = actions.add_attachment(bid=bid, upload=upload("补正.pdf"), by=cast.unitadmin, is_unclassified=True)
    assert attachment.name == "补正.pdf"
    with actions.open_attachment(attachment=attachment.__class__.objects.get(pk=attachment.pk), by=cast.officer)[1]:
        pass
    actions.correct_bid(bid=bid, content={"public_summary": "更正后的摘要"}, by=cast.unitadmin)
    bid.refresh_from_db()
    assert (bid.state, bid.public_summary) == (BidState.OPENED, "更正后的摘要")
    with pytest.raises(Refused) as refused:
        actions.ask_correction(bid=bid, defects=["再补"], by=cast.officer)
    assert refused.value.code == "corrected_once"


def test_the_prefecture_recommends_within_its_days(cast):
    """R-ROL-03, R-TIM-06."""
    batch = challenge_stories.batch(cast, rules={"needs_recommendation": True})
    challenge = challenge_stories.open_challenge(cast, batch=batch)
    bid = stories.submitted_bid(cast, challenge)
    with pytest.raises(Refused):
        actions.recommend_bid(bid=bid, result="RECOMMENDED", by=cast.prefecture)
    stories.open_challenge_bids(cast, challenge)
    bid.refresh_from_db()
    assert {one.code for one in checks.failed(checks.for_bid(bid, on=clock.today()))} == {"R-ROL-03"}
    for stranger in (cast.prefecture2, cast.officer, cast.unitadmin):
        with pytest.raises(Forbidden):
            actions.recommend_bid(bid=bid, result="RECOMMENDED", by=stranger)
    with pytest.raises(Refused):
        actions.recommend_bid(bid=bid, result="NOT_RECOMMENDED", by=cast.prefecture)
    actions.recommend_bid(bid=bid, result="RECOMMENDED", by=cast.prefecture)
    bid.refresh_from_db()
    assert checks.failed(checks.for_bid(bid, on=clock.today())) == []
    with pytest.raises(Refused) as refused:
        actions.recommend_bid(bid=bid, result="RECOMMENDED", by=cast.prefecture)
    assert refused.value.code == "recommended"


def test_the_prefecture_recommends_a_bid_that_is_being_corrected(cast):
    """Its days run on meanwhile (R-TIM-06)."""
    batch = challenge_stories.batch(cast, rules={"needs_recommendation": True})
    challenge = challenge_stories.open_challenge(cast, batch=batch)
    bid = stories.submitted_bid(cast, challenge)
    stories.open_challenge_bids(cast, challenge)
    actions.ask_correction(bid=bid, defects=["摘要缺少量化目标"], by=cast.officer)
    assert list(queries.to_recommend(cast.prefecture, clock.now())) == [bid]
    assert actions.recommend_bid(bid=bid, result="RECOMMENDED", by=cast.prefecture).bid == bid


def test_recommendation_ends_with_its_days(cast, challenge):
    bid = stories.submitted_bid(cast, challenge)
    clock.move(to=challenge.deadline + timedelta(days=2))
    with pytest.raises(Refused) as refused:
        actions.recommend_bid(bid=bid, result="RECOMMENDED", by=cast.prefecture)
    assert refused.value.code == "recommendation_over"


def test_who_reads_a_bid_before_and_after_opening(cast, challenge):
    bid = stories.submitted_bid(cast, challenge)
    own = (cast.applicant, cast.unitadmin, cast.member, cast.member2_admin)
    staff = (cast.officer, cast.publisher, cast.supervisor, cast.finance, cast.auditor, cast.prefecture)
    strangers = (cast.rival_applicant, cast.rival_admin, cast.prefecture2, cast.enduser, cast.experts[0], cast.sysadmin)
    assert [allows(rules.read_bid, one, bid) for one in own] == [True] * len(own)
    assert [allows(rules.read_bid, one, bid) for one in (*staff, *strangers)] == [False] * 12
    assert all(bid in queries.bids_of(one) for one in (*own, *staff))
    assert not any(bid in queries.bids_of(one) for one in strangers)
    stories.open_challenge_bids(cast, challenge)
    bid.refresh_from_db()
    assert [allows(rules.read_bid, one, bid) for one in (*own, *staff)] == [True] * 10
    assert [allows(rules.read_bid, one, bid) for one in strangers] == [False] * 6


def test_a_draft_exists_for_its_own_people_alone(cast, challenge):
    bid = stories.drafted_bid(cast, challenge)
    assert bid in queries.bids_of(cast.member)
    for stranger in (cast.officer, cast.auditor, cast.prefecture, cast.rival_applicant, cast.sysadmin):
        assert bid not in queries.bids_of(stranger)
