"""Eligibility of all bids of a challenge: several at once, a term for corrections, a single bid, nobody left; news told alike."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.queries import system_user
from challenges import actions as challenge_actions
from challenges.enums import ResolutionKind
from challenges.models import Challenge
from consortia import actions, checks, queries
from consortia.enums import BidState
from consortia.models import Bid
from core import clock, deadlines, delivery, events, reminders, turns
from core.errors import Forbidden, Refused
from core.models import Message, Outbox
from core.working_days import add_working_days, end_of_day
from reviews import actions as review_actions
from tests.consortia.test_registration import barred
from tests.stories import challenges as challenge_stories
from tests.stories import consortia as stories


def do(client, challenge, act, **data):
    return client.post(f"{reverse('consortia:checking', args=[challenge.pk])}do/{act}/", data)


def test_several_pass_at_once_and_each_is_reported(cast, challenge, client):
    bids = stories.opened_bids(cast, challenge, ("lead", "rival"))
    barred(cast, cast.rival_university)
    client.force_login(cast.officer)
    page = client.get(reverse("consortia:checking", args=[challenge.pk])).content.decode()
    assert "全部不符合项" in page
    assert cast.rival_university.name in page
    sent = do(client, challenge, "several", bids=[bid.pk for bid in bids], note="")
    assert sent.status_code == 302
    reported = client.get(sent.url).content.decode()
    assert f"{bids[0].number}：资格审查通过" in reported
    assert "须逐条判断" in reported
    assert list(Bid.objects.order_by("pk").values_list("state", flat=True)) == [BidState.ELIGIBLE, BidState.OPENED]
    client.force_login(cast.officer2)
    assert do(client, challenge, "several", bids=[bids[1].pk]).status_code == 403


def test_a_correction_has_a_term_that_ends_by_itself(cast, challenge):
    bid = stories.opened_bids(cast, challenge, ("lead",))[0]
    actions.ask_correction(bid=bid, defects=["缺签字页", "公开摘要为空"], by=cast.officer)
    bid.refresh_from_db()
    due = add_working_days(clock.today(), 5)
    assert (bid.correction_due_on, bid.next_check_at) == (due, end_of_day(due))
    clock.move(to=end_of_day(due) - timedelta(seconds=1))
    assert actions.end_due_corrections(by=system_user()) == 0
    clock.move(to=end_of_day(due))
    with pytest.raises(Refused) as refused:
        actions.correct_bid(bid=bid, content={"summary": "补"}, by=cast.unitadmin)
    assert refused.value.code == "correction_over"
    assert actions.end_due_corrections(by=system_user()) == 1
    assert actions.end_due_corrections(by=system_user()) == 0
    assert Bid.objects.get(pk=bid.pk).state == BidState.OPENED
    with pytest.raises(Refused) as refused:
        actions.ask_correction(bid=bid, defects=["又一处"], by=cast.officer)
    assert refused.value.code == "corrected_once"


def test_a_single_bid_is_reviewed_by_somebody_else_before_review_begins(cast, challenge):
    bid = stories.opened_bids(cast, challenge, ("lead",))[0]
    actions.decide_eligibility(bid=bid, results=stories.answers(bid), by=cast.officer)
    assert queries.needs_single_review(challenge)
    with pytest.raises(Refused) as refused:
        review_actions.begin_review(challenge=challenge, by=cast.officer)
    assert refused.value.code == "single_bid"
    with pytest.raises(Forbidden):
        actions.review_single_bid(challenge=challenge, note="可以", by=cast.officer)
    with pytest.raises(Refused):
        actions.review_single_bid(challenge=challenge, note=" ", by=cast.publisher)
    actions.review_single_bid(challenge=challenge, note="条件不限于一家。", by=cast.publisher)
    assert review_actions.begin_review(challenge=challenge, by=cast.officer).state == "UNDER_REVIEW"


def test_authors_among_the_bidders_are_named(cast):
    challenge = challenge_stories.open_challenge(cast, owner=cast.university, participants=[cast.member.person])
    stories.opened_bids(cast, challenge, ("lead", "rival"))
    found = queries.overlaps(challenge)
    assert len(found) == 2
    assert any("出题单位" in one for one in found)
    assert any(cast.member.person.name in one for one in found)


def test_an_unclaimed_challenge_is_taken_up_again_in_one_step(cast, challenge, client):
    stories.pass_deadline(challenge)
    later = challenge_stories.batch(cast, name="第二批", open_at=None, deadline=None)
    client.force_login(cast.officer)
    sent = do(client, challenge, "unclaimed", batch=later.pk, note="")
    assert sent.status_code == 302
    challenge.refresh_from_db()
    copy = Challenge.objects.get(relisted_from=challenge)
    assert (challenge.state, copy.batch, copy.state) == ("UNCLAIMED", later, "DRAFTING")
    assert sent.url == copy.get_absolute_url()
    assert copy.indicators.count() == challenge.indicators.count()


def test_all_ineligible_is_not_the_same_as_nobody_bid_and_a_running_bid_is_in_the_way(cast, client, challenge):
    bid = stories.opened_bids(cast, challenge, ("lead",))[0]
    with pytest.raises(Refused) as refused:
        actions.declare_unclaimed(challenge=challenge, by=cast.officer)
    assert refused.value.code == "bids_in_the_way"
    results = stories.answers(bid, INTEGRITY={"is_passed": False, "reason": "失信。"})
    actions.decide_eligibility(bid=bid, results=results, by=cast.officer)
    failed = actions.declare_unclaimed(challenge=challenge, by=cast.officer)
    assert failed.state == "UNQUALIFIED"
    assert events.of(failed).first().note == "收到的 1 份方案均未通过资格审查。"
    for user in (None, cast.officer):
        client.logout()
        if user:
            client.force_login(user)
        for address in (failed.get_absolute_url(), reverse("challenges:list"), reverse("home")):
            page = client.get(address).content.decode()
            assert "流榜（无合格方案）</span>" in page, address
            assert "流榜（无人揭榜）</span>" not in page, address


def test_a_draft_that_was_never_sent_is_no_bid(cast, challenge, client):
    """Between the deadline and the sweep that ends it: it neither makes one bid of none nor keeps a challenge from 流榜."""
    stories.drafted_bid(cast, challenge)
    bid = stories.submitted_bid(cast, challenge, "rival")
    clock.move(to=challenge.deadline)
    challenge_actions.close_due(by=system_user())
    for person in (cast.officer, cast.supervisor):
        actions.consent_to_opening(challenge=challenge, by=person)
    bid.refresh_from_db()
    assert challenge.bids.filter(state=BidState.DRAFT).exists()
    results = stories.answers(bid, INTEGRITY={"is_passed": False, "reason": "失信。"})
    actions.decide_eligibility(bid=bid, results=results, by=cast.officer)
    assert not queries.is_single(challenge)
    client.force_login(cast.officer)
    page = client.get(reverse("consortia:checking", args=[challenge.pk])).content.decode()
    assert "只有一份合格方案" not in page
    assert do(client, challenge, "unclaimed", note="无合格方案").status_code == 302
    challenge.refresh_from_db()
    assert challenge.state == "UNQUALIFIED"


def test_every_bidder_is_told_the_same_once(cast, challenge):
    stories.drafted_bid(cast, challenge)
    stories.submitted_bid(cast, challenge, "rival")
    question = challenge_actions.ask_question(challenge=challenge, text="可否延长？", by=cast.third_applicant)
    later = challenge.deadline + timedelta(days=3)
    challenge_actions.extend_deadline(challenge=challenge, deadline=later, reason="便于准备", by=cast.publisher)
    delivery.deliver_due(at=clock.now())

    def told(user, word):
        rows = Outbox.objects.filter(kind="message", payload__recipient=user.pk, payload__title__icontains=word)
        return [row.payload["body"] for row in rows]

    heard = [
        told(user, "揭榜期限延长") for user in (cast.applicant, cast.member, cast.rival_admin, cast.third_applicant)
    ]
    assert heard == [heard[0]] * 4
    assert len(heard[0]) == 1
    challenge_actions.answer_question(question=question, answer="已延长。", by=cast.officer)
    delivery.deliver_due(at=clock.now())
    assert "可否延长？" in told(cast.applicant, "答疑")[0]
    assert told(cast.third_applicant, "答疑") == []  # who asked was told by himself
    assert cast.third.name not in str(told(cast.applicant, "答疑"))
    decided = challenge_stories.resolution(cast, ResolutionKind.WITHDRAW)
    challenge_actions.withdraw_challenge(challenge=challenge, resolution=decided, reason="停产", by=cast.officer)
    actions.expire_due_bids(by=system_user())
    delivery.deliver_due(at=clock.now())
    assert told(cast.applicant, "已撤榜") == told(cast.rival_admin, "已撤榜") == ["停产"]


def test_the_public_part_of_the_record_names_nobody(cast, challenge, client):
    address = reverse("consortia:public-opening", args=[challenge.pk])
    assert client.get(address).status_code == 404
    bids = stories.opened_bids(cast, challenge, ("lead", "rival"))
    page = client.get(address).content.decode()
    challenge.refresh_from_db()
    assert challenge.sealed_root in page
    for bid in bids:
        assert bid.number in page
        assert bid.consortium.lead.name not in page
    assert str(cast.officer) not in page


def test_a_second_account_of_the_first_person_does_not_open(cast, challenge):
    stories.submitted_bid(cast, challenge)
    stories.pass_deadline(challenge)
    type(cast.publisher).objects.filter(pk=cast.supervisor.pk).update(person=cast.publisher.person)
    cast.supervisor.refresh_from_db()
    actions.consent_to_opening(challenge=challenge, by=cast.publisher)
    with pytest.raises(Refused) as refused:
        actions.consent_to_opening(challenge=challenge, by=cast.supervisor)
    assert refused.value.code == "same_person"


def test_the_end_of_a_correction_stands_on_the_desk_in_the_calendar_and_is_warned_of(cast, challenge, client):
    bid = stories.opened_bids(cast, challenge, ("lead",))[0]
    kind = deadlines.by_kind("consortia.correction")
    assert kind.rows().count() == 0
    actions.ask_correction(bid=bid, defects=["缺签字页"], by=cast.officer)
    bid.refresh_from_db()
    end = end_of_day(bid.correction_due_on)
    assert turns.of(bid).until == end
    for user in (cast.unitadmin, cast.applicant):
        client.force_login(user)
        desk = client.get(reverse("desk")).content.decode()
        assert f"方案 {bid.number} 的形式缺陷须补正" in desk
    client.force_login(cast.rival_applicant)
    assert "形式缺陷须补正" not in client.get(reverse("desk")).content.decode()
    for mark in kind.marks:
        for _twice in range(2):
            at = mark.due(end)
            reminders.plan(at=at)
            while delivery.deliver_due(at=at):
                pass
    told = Message.objects.filter(kind="REMINDER", title__contains="形式缺陷须补正")
    assert {row.recipient_id for row in told} == {cast.unitadmin.pk, cast.applicant.pk}
    assert told.filter(recipient_id=cast.unitadmin.pk).count() == len(kind.marks)
    actions.correct_bid(bid=bid, content={"summary": "补"}, by=cast.unitadmin)
    assert kind.rows().count() == 0


def test_the_report_costs_no_more_queries_for_more_bids(cast, challenge, client):
    first, second = stories.opened_bids(cast, challenge, ("lead", "rival"))

    def cost(run) -> int:
        with CaptureQueriesContext(connection) as seen:
            run()
        return len(seen)

    alone = cost(lambda: checks.for_bids([first], on=clock.today()))
    assert cost(lambda: checks.for_bids([first, second], on=clock.today())) == alone <= 14
    assert checks.for_bids([first, second], on=clock.today())[second.pk] == checks.for_bid(second, on=clock.today())
    client.force_login(cast.officer)
    page = reverse("consortia:checking", args=[challenge.pk])
    client.get(page)
    both = cost(lambda: client.get(page))
    actions.decide_eligibility(bid=second, results=stories.answers(second), by=cast.officer)
    assert both <= cost(lambda: client.get(page)) + 2  # one to be examined costs what two cost
