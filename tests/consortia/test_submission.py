"""Submitting and taking back: the deadline exact, sealed at once, a receipt anybody can check."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.enums import Role
from accounts.models import Grant
from accounts.queries import system_user
from challenges import actions as challenge_actions
from consortia import actions, queries
from consortia.enums import BidState, PledgeKind
from consortia.models import Bid, Envelope, SubmissionReceipt
from core import clock, events, signing
from core.errors import Forbidden, Refused
from core.models import Event, Outbox
from tests.consortia.test_drafts import PDF, upload
from tests.consortia.test_registration import barred
from tests.stories import challenges as challenge_stories
from tests.stories import consortia as stories


def test_submitting_seals_and_answers_a_signed_receipt(cast, challenge):
    bid = stories.bid_at_unit(cast, challenge)
    receipt = actions.submit_bid(bid=bid, by=cast.unitadmin)
    bid = Bid.objects.get(pk=bid.pk)
    assert (bid.state, bid.version, bid.title, bid.fiscal_fen) == (BidState.SUBMITTED, 1, "", None)
    assert not bid.sections.exists()
    assert sorted(bid.envelopes.values_list("purpose", flat=True)) == ["OPENING", "RECALL"]
    assert bid.submitted_at == receipt.received_at == bid.envelopes.first().sealed_at
    payload = receipt.payload
    assert payload["number"] == receipt.number
    assert re.fullmatch(rf"{challenge.code}-[1-9]\d{{3}}", bid.number)
    assert receipt.number == f"{bid.number}-H1", "of the bid alone: no series that others take numbers of"
    assert (payload["content_sha256"], payload["content_sm3"]) == (bid.content_sha256, bid.content_sm3)
    assert signing.verify(payload, bytes(receipt.signature).decode(), signing.public_key())
    assert [member["role"] for member in bid.consortium_snapshot["members"]] == ["LEAD", "MEMBER", "MEMBER"]
    assert Outbox.objects.filter(key__endswith=f"receipt:{receipt.pk}").count() == 2


@pytest.mark.parametrize("late", [timedelta(0), timedelta(seconds=1), timedelta(days=1)])
def test_nobody_submits_at_or_after_the_deadline(cast, challenge, late):
    """R-TIM-05: the deadline is exclusive; the closing sweep need not have run."""
    bid = stories.bid_at_unit(cast, challenge)
    clock.move(to=challenge.deadline + late)
    with pytest.raises(Refused) as refused:
        actions.submit_bid(bid=bid, by=cast.unitadmin)
    assert refused.value.code == "deadline_passed"
    assert refused.value.sensitive
    assert not Envelope.objects.exists()
    assert Bid.objects.get(pk=bid.pk).state == BidState.UNIT_REVIEW


def test_one_second_late_is_refused_for_an_administrator_too(cast, challenge):
    bid = stories.bid_at_unit(cast, challenge)
    sysadmin = cast.sysadmin
    sysadmin.is_superuser = sysadmin.is_staff = True
    sysadmin.save(update_fields=["is_superuser", "is_staff"])
    clock.move(to=challenge.deadline + timedelta(seconds=1))
    with pytest.raises(Forbidden) as refused:
        actions.submit_bid(bid=bid, by=sysadmin)
    assert refused.value.sensitive
    # Even one who also administers the lead's account is only late.
    today = clock.today()
    Grant.objects.create(
        user=sysadmin, role=Role.UNIT_ADMIN, valid_from=today, granted_at=clock.now(), granted_by=sysadmin
    )
    sysadmin = type(sysadmin).objects.get(pk=sysadmin.pk)
    sysadmin.organization = cast.lead
    with pytest.raises(Refused) as refused:
        actions.submit_bid(bid=bid, by=sysadmin)
    assert refused.value.code == "deadline_passed"


def test_one_second_before_the_deadline_is_in_time(cast, challenge):
    bid = stories.bid_at_unit(cast, challenge)
    clock.move(to=challenge.deadline - timedelta(seconds=30))
    assert actions.submit_bid(bid=bid, by=cast.unitadmin).received_at < challenge.deadline


def test_the_database_refuses_an_envelope_sealed_at_the_deadline(cast, challenge):
    bid = stories.submitted_bid(cast, challenge)
    copy = bid.envelopes.get(purpose="OPENING")
    copy.pk, copy.version, copy.sealed_at = None, 2, copy.deadline
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save(force_insert=True)


def test_envelopes_and_receipts_never_change(cast, challenge):
    bid = stories.submitted_bid(cast, challenge)
    for rows, change in ((Envelope.objects, {"plain_sha256": "0" * 64}), (SubmissionReceipt.objects, {"number": "X"})):
        with pytest.raises(Exception, match="update or delete"), transaction.atomic():
            rows.filter(bid=bid).update(**change)
        with pytest.raises(Exception, match="update or delete"), transaction.atomic():
            rows.filter(bid=bid).delete()


def test_only_the_lead_administrator_submits(cast, challenge):
    bid = stories.bid_at_unit(cast, challenge)
    for stranger in (cast.applicant, cast.member_admin, cast.rival_admin, cast.officer, cast.sysadmin):
        with pytest.raises(Forbidden) as refused:
            actions.submit_bid(bid=bid, by=stranger)
        assert refused.value.sensitive


def test_a_repeat_answers_the_same_receipt_even_after_the_deadline(cast, challenge):
    """C13: whoever lost the answer asks again."""
    bid = stories.bid_at_unit(cast, challenge)
    first = actions.submit_bid(bid=bid, by=cast.unitadmin)
    again = actions.submit_bid(bid=Bid.objects.get(pk=bid.pk), by=cast.unitadmin)
    stories.pass_deadline(challenge)
    late = actions.submit_bid(bid=Bid.objects.get(pk=bid.pk), by=cast.unitadmin)
    assert first.pk == again.pk == late.pk
    assert events.of(bid).filter(verb="bid.submit").count() == 1


def test_eight_threads_submit_once(run_in_threads):
    from tests.stories.cast import cast as make_cast

    cast = make_cast()
    bid = stories.bid_at_unit(cast, challenge_stories.open_challenge(cast))
    results = run_in_threads(8, lambda _n: actions.submit_bid(bid=Bid.objects.get(pk=bid.pk), by=cast.unitadmin))
    assert len({receipt.number for receipt in results}) == 1
    assert SubmissionReceipt.objects.count() == 1
    assert Event.objects.filter(verb="bid.submit").count() == 1


def test_all_pledges_must_be_signed(cast, challenge):
    bid = stories.drafted_bid(cast, challenge)
    with pytest.raises(Refused) as refused:
        actions.send_to_unit(bid=bid, by=cast.applicant)
    assert refused.value.code == "pledge_missing"
    with pytest.raises(Forbidden):
        actions.sign_pledge(bid=bid, kind=PledgeKind.LEADER, by=cast.unitadmin)
    actions.sign_pledge(bid=bid, kind=PledgeKind.LEADER, by=cast.applicant)
    actions.send_to_unit(bid=bid, by=cast.applicant)
    with pytest.raises(Refused) as refused:
        actions.submit_bid(bid=bid, by=cast.unitadmin)
    assert refused.value.code == "pledge_missing"
    assert len(refused.value.defects) == 3
    with pytest.raises(Forbidden):
        actions.sign_pledge(bid=bid, kind=PledgeKind.ORGANIZATION, by=cast.rival_admin)
    with pytest.raises(Refused):
        actions.sign_pledge(bid=bid, kind=PledgeKind.ORGANIZATION, organization=cast.lead, by=cast.member_admin)
    one = actions.sign_pledge(bid=bid, kind=PledgeKind.ORGANIZATION, by=cast.member_admin)
    assert actions.sign_pledge(bid=bid, kind=PledgeKind.ORGANIZATION, by=cast.member_admin).pk == one.pk


def test_a_barred_member_stops_the_bid(cast, challenge):
    bid = stories.bid_at_unit(cast, challenge)
    barred(cast, cast.institute)
    with pytest.raises(Refused) as refused:
        actions.submit_bid(bid=bid, by=cast.unitadmin)
    assert refused.value.code == "barred"


def test_recall_brings_the_draft_back_and_keeps_both_envelopes(cast, challenge):
    bid = stories.drafted_bid(cast, challenge, text="第一稿")
    attachment = actions.add_attachment(bid=bid, upload=upload(), by=cast.applicant, is_unclassified=True)
    before = queries.sections(bid)
    actions.sign_pledge(bid=bid, kind=PledgeKind.LEADER, by=cast.applicant)
    actions.send_to_unit(bid=bid, by=cast.applicant)
    for admin in (cast.unitadmin, cast.member_admin, cast.member2_admin):
        actions.sign_pledge(bid=bid, kind=PledgeKind.ORGANIZATION, by=admin)
    first = actions.submit_bid(bid=bid, by=cast.unitadmin)
    with pytest.raises(Refused) as refused:
        actions.open_attachment(attachment=attachment, by=cast.applicant)
    assert refused.value.code == "sealed"
    actions.recall_bid(bid=bid, by=cast.unitadmin)
    bid = Bid.objects.get(pk=bid.pk)
    assert (bid.state, bid.content_sha256, bid.submitted_at) == (BidState.DRAFT, "", None)
    assert queries.sections(bid) == before
    with actions.open_attachment(attachment=attachment, by=cast.applicant)[1] as stream:
        assert stream.read() == PDF
    actions.save_draft(bid=bid, sections={"technical": before["technical"] | {"route": "第二稿"}}, by=cast.applicant)
    actions.send_to_unit(bid=bid, by=cast.applicant)
    second = actions.submit_bid(bid=bid, by=cast.unitadmin)
    assert (first.version, second.version) == (1, 2)
    assert (first.number, second.number) == (f"{bid.number}-H1", f"{bid.number}-H2")
    assert bid.envelopes.count() == 4
    assert first.payload["content_sha256"] != second.payload["content_sha256"]


def test_recall_is_refused_from_the_deadline_on(cast, challenge):
    bid = stories.submitted_bid(cast, challenge)
    clock.move(to=challenge.deadline)
    with pytest.raises(Refused) as refused:
        actions.recall_bid(bid=bid, by=cast.unitadmin)
    assert (refused.value.code, refused.value.sensitive) == ("deadline_passed", True)


def test_a_web_process_without_keys_leaves_the_restoring_to_the_worker(cast, challenge, settings):
    bid = stories.submitted_bid(cast, challenge)
    settings.KEYSTORE_READER = False
    actions.recall_bid(bid=bid, by=cast.unitadmin)
    assert not bid.sections.exists()
    with pytest.raises(Refused) as refused:
        actions.save_section(bid=bid, name="technical", content={}, version=0, by=cast.applicant)
    assert refused.value.code == "restoring"
    assert actions.restore_due(by=system_user()) == 0
    settings.KEYSTORE_READER = True
    assert actions.restore_due(by=system_user()) == 1
    assert actions.restore_due(by=system_user()) == 0
    assert queries.sections(bid)["basic"]["title"]


def test_anybody_can_check_a_file_against_a_receipt(cast, challenge):
    bid = stories.drafted_bid(cast, challenge)
    actions.add_attachment(bid=bid, upload=upload(), by=cast.applicant, is_unclassified=True)
    actions.sign_pledge(bid=bid, kind=PledgeKind.LEADER, by=cast.applicant)
    actions.send_to_unit(bid=bid, by=cast.applicant)
    for admin in (cast.unitadmin, cast.member_admin, cast.member2_admin):
        actions.sign_pledge(bid=bid, kind=PledgeKind.ORGANIZATION, by=admin)
    receipt = actions.submit_bid(bid=bid, by=cast.unitadmin)
    document = queries.receipt_document(receipt)
    proof = queries.matches_receipt(document)
    assert (proof.receipt, proof.what, proof.is_genuine) == (receipt, "RECEIPT", True)
    forged = {**document, "payload": {**document["payload"], "received_at": "2020-01-01T00:00:00+08:00"}}
    assert not queries.matches_receipt(forged).is_genuine
    content = actions.copy_of_submission(bid=bid, by=cast.member)
    assert queries.matches_receipt(content).what == "CONTENT"
    assert queries.matches_receipt(PDF, number=receipt.number).what == "ATTACHMENT"
    assert queries.matches_receipt(content + b" ").receipt is None
    assert queries.matches_receipt(b"\xff\x00").what == ""
    with pytest.raises(Forbidden) as refused:
        actions.copy_of_submission(bid=bid, by=cast.officer)
    assert refused.value.sensitive


def test_unsent_drafts_lapse_once(cast, challenge):
    """C12: nothing sits in limbo; a lapsed bid blocks nothing."""
    draft = stories.drafted_bid(cast, challenge)
    waiting = stories.bid_at_unit(cast, challenge, "rival")
    sealed = stories.submitted_bid(cast, challenge, "third")
    system = system_user()
    assert actions.expire_due_bids(by=system) == 0
    clock.move(to=challenge.deadline)
    assert actions.expire_due_bids(by=system) == 2
    assert actions.expire_due_bids(by=system) == 0
    states = {bid.pk: bid.state for bid in Bid.objects.all()}
    assert states == {draft.pk: "EXPIRED", waiting.pk: "EXPIRED", sealed.pk: "SUBMITTED"}
    with pytest.raises(Forbidden):
        actions.expire_due_bids(by=cast.officer)


def test_an_extended_deadline_needs_no_rescheduling(cast, challenge):
    bid = stories.bid_at_unit(cast, challenge)
    old = challenge.deadline
    challenge_actions.extend_deadline(
        challenge=challenge, deadline=old + timedelta(days=5), reason="补充答疑", by=cast.publisher
    )
    clock.move(to=old + timedelta(days=1))
    assert actions.expire_due_bids(by=system_user()) == 0
    assert actions.submit_bid(bid=bid, by=cast.unitadmin).received_at > old


def test_withdrawing_needs_a_reason_after_the_deadline(cast, challenge):
    bid, rival = stories.submitted_bid(cast, challenge), stories.submitted_bid(cast, challenge, "rival")
    actions.withdraw_bid(bid=rival, reason="", by=cast.rival_admin)
    stories.pass_deadline(challenge)
    with pytest.raises(Refused) as refused:
        actions.withdraw_bid(bid=bid, reason=" ", by=cast.unitadmin)
    assert refused.value.code == "reason_missing"
    root = challenge.sealed_root
    actions.withdraw_bid(bid=bid, reason="合作终止", by=cast.unitadmin)
    # It lay sealed at the deadline: the root published then still holds.
    assert queries.sealed_root(challenge)[1] == root


def test_a_plain_update_of_the_state_is_refused(cast, challenge):
    bid = stories.bid_at_unit(cast, challenge)
    with pytest.raises(IntegrityError), transaction.atomic():
        Bid.objects.filter(pk=bid.pk).update(state=BidState.SUBMITTED)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE consortia_bid SET state = 'SUBMITTED' WHERE id = %s", [bid.pk])
