"""Needs: a unit hands in, its prefecture forwards, the office decides (3.1)."""

from datetime import timedelta

import pytest

from challenges import actions
from challenges.models import Need
from core import clock
from core.errors import Forbidden, Refused
from tests.stories import challenges as stories
from tests.stories.cast import cast as make_cast

pytestmark = pytest.mark.django_db

DETAILS = {
    "problem": "越冬率低，依赖进口种子。",
    "expected_indicators": "越冬率不低于 90%。",
    "own_investment_fen": 0,
    "contact_name": "林管理",
    "contact_phone": "13800000000",
}


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def call(cast):
    now = clock.now()
    return actions.open_call(
        programme=stories.programme(cast),
        title="种业创新需求征集",
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=20),
        by=cast.officer,
    )


def submitted(cast, call, **details):
    need = actions.create_need(call=call, title="抗寒苜蓿", by=cast.applicant, **{**DETAILS, **details})
    return actions.submit_need(need=need, by=cast.applicant)


def test_a_need_is_forwarded_accepted_and_merged_into_two_challenges(cast, call):
    need = submitted(cast, call)
    actions.forward_need(need=need, by=cast.prefecture)
    actions.accept_need(need=need, by=cast.officer)
    batch = stories.batch(cast)
    first = stories.drafted_challenge(cast, batch=batch, government_reason="")
    second = stories.drafted_challenge(cast, batch=batch, government_reason="")
    link = actions.merge_need(need=need, challenge=first, by=cast.officer, note="核心指标来源")
    assert actions.merge_need(need=need, challenge=first, by=cast.officer) == link
    actions.merge_need(need=need, challenge=second, by=cast.officer)
    assert (Need.objects.get().state, need.challenge_links.count()) == ("MERGED", 2)
    actions.start_refining(challenge=first, by=cast.officer)


def test_submitting_names_every_gap_at_once(cast, call):
    need = actions.create_need(call=call, title="空白", by=cast.applicant)
    with pytest.raises(Refused) as refused:
        actions.submit_need(need=need, by=cast.applicant)
    assert len(refused.value.defects) == 5


def test_no_threshold_on_own_investment(cast, call):
    assert submitted(cast, call, own_investment_fen=0).state == "SUBMITTED"


def test_a_need_comes_only_within_the_window(cast, call):
    with pytest.raises(Refused) as refused:
        actions.create_need(call=call, title="晚了", by=cast.applicant, at=call.closes_at)
    assert refused.value.code == "call_closed"
    need = actions.create_need(call=call, title="早建", by=cast.applicant, **DETAILS)
    with pytest.raises(Refused) as refused:
        actions.submit_need(need=need, by=cast.applicant, at=call.closes_at)
    assert refused.value.code == "call_closed"


def test_a_returned_need_lists_all_defects_and_comes_back_after_the_window(cast, call):
    need = submitted(cast, call)
    with pytest.raises(Refused) as refused:
        actions.return_need(need=need, defects=[" "], by=cast.officer)
    assert refused.value.code == "defects_missing"
    actions.return_need(need=need, defects=["指标不可考核", "联系人有误"], by=cast.prefecture)
    assert Need.objects.get().defects == ["指标不可考核", "联系人有误"]
    actions.edit_need(need=need, changes={"expected_indicators": "≥ 90%"}, by=cast.applicant)
    actions.submit_need(need=need, by=cast.applicant, at=call.closes_at + timedelta(days=1))
    row = Need.objects.get()
    assert (row.state, row.defects) == ("SUBMITTED", [])


def test_others_neither_write_nor_forward(cast, call):
    need = submitted(cast, call)
    with pytest.raises(Forbidden):
        actions.edit_need(need=need, changes={"title": "改"}, by=cast.rival_applicant)
    with pytest.raises(Forbidden):
        actions.forward_need(need=need, by=cast.prefecture2)
    with pytest.raises(Forbidden):
        actions.accept_need(need=need, by=cast.officer2)
    with pytest.raises(Refused):
        actions.edit_need(need=need, changes={"title": "改"}, by=cast.applicant)


def test_a_need_may_wait_for_a_later_batch(cast, call):
    need = submitted(cast, call)
    actions.accept_need(need=need, by=cast.officer)
    actions.pool_need(need=need, by=cast.officer)
    challenge = stories.drafted_challenge(cast)
    actions.merge_need(need=need, challenge=challenge, by=cast.officer)
    assert Need.objects.get().state == "MERGED"


def test_rejecting_needs_a_reason(cast, call):
    need = submitted(cast, call)
    with pytest.raises(Refused):
        actions.reject_need(need=need, reason="", by=cast.officer)
    actions.reject_need(need=need, reason="与本示范工程无关。", by=cast.officer)
    assert Need.objects.get().state == "REJECTED"
