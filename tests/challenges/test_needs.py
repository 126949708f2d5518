"""Needs: a unit hands in, its prefecture forwards, the office decides (3.1)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from challenges import actions
from challenges.models import Need
from core import clock
from core.errors import Forbidden, Refused
from core.models import Outbox
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


def told(user) -> list[str]:
    return [row.payload["title"] for row in Outbox.objects.filter(payload__recipient=user.pk).order_by("pk")]


def test_a_need_is_withdrawn_until_the_office_accepts_it(cast, call):
    draft = actions.create_need(call=call, title="草稿", by=cast.applicant)
    assert actions.withdraw_need(need=draft, by=cast.applicant).state == "WITHDRAWN"
    need = submitted(cast, call)
    with pytest.raises(Refused) as refused:
        actions.withdraw_need(need=need, by=cast.applicant)
    assert refused.value.code == "reason_missing"
    for stranger in (cast.rival_applicant, cast.prefecture, cast.officer):
        with pytest.raises(Forbidden):
            actions.withdraw_need(need=need, reason="不再需要", by=stranger)
    actions.withdraw_need(need=need, reason="不再需要", by=cast.applicant)
    with pytest.raises(Refused) as refused:
        actions.withdraw_need(need=need, reason="再撤", by=cast.applicant)
    assert refused.value.code == "wrong_state"
    accepted = submitted(cast, call)
    actions.accept_need(need=accepted, by=cast.officer)
    with pytest.raises(Refused):
        actions.withdraw_need(need=accepted, reason="晚了", by=cast.applicant)


def test_whoever_handles_a_need_hears_of_every_step(cast, call):
    need = submitted(cast, call)
    actions.forward_need(need=need, by=cast.prefecture)
    actions.accept_need(need=need, by=cast.officer)
    actions.pool_need(need=need, by=cast.officer)
    actions.merge_need(need=need, challenge=stories.drafted_challenge(cast), by=cast.officer)
    titles = " ".join(told(cast.applicant))
    for words in ("盟市推荐", "已受理", "已入库", "已凝练入榜"):
        assert words in titles


def test_a_need_is_written_and_handed_in_by_one_button(client, cast, call):
    client.force_login(cast.applicant, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("challenges:new-need", args=[call.pk])
    answer = client.post(address, {"title": "抗寒苜蓿", "problem": "越冬率低", "then": "submit"})
    text = answer.content.decode()
    assert answer.status_code == 422
    for field in ("expected_indicators", "own_investment_fen", "contact_name", "contact_phone"):
        assert f'href="#id_{field}"' in text
    assert "越冬率低" in text
    assert Need.objects.count() == 0
    sent = {
        "title": "抗寒苜蓿", "problem": "越冬率低", "expected_indicators": "90%", "own_investment_fen": "０",
        "contact_name": "林管理", "contact_phone": "13800000000",
    }  # fmt: skip
    assert client.post(address, sent).status_code == 302
    assert Need.objects.get().state == "DRAFT"
    edit = reverse("challenges:edit-need", args=[Need.objects.get().pk])
    assert client.post(edit, sent | {"then": "submit"}).status_code == 302
    assert Need.objects.get().state == "SUBMITTED"
    listed = client.get(reverse("challenges:needs")).content.decode()
    assert "下一步由谁做" in listed
    page = client.get(Need.objects.get().get_absolute_url()).content.decode()
    assert "呼和浩特市科技局推荐" in page


def test_a_merged_need_leads_to_its_challenge(client, cast, call):
    need = submitted(cast, call)
    actions.accept_need(need=need, by=cast.officer)
    challenge = stories.drafted_challenge(cast)
    actions.merge_need(need=need, challenge=challenge, by=cast.officer)
    client.force_login(cast.applicant, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(need.get_absolute_url()).content.decode()
    assert "凝练中的榜单" in page  # what is not published is not named
    assert challenge.title not in page
