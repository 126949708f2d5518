"""Opening: after the deadline, two people, once; the record, the rows, the broken envelope."""

from datetime import timedelta

import pytest
from django.db import connection

from accounts.queries import system_user
from consortia import actions, drafts, queries, sealing
from consortia.enums import BidState, BudgetSide
from consortia.models import Bid, Opening
from core import clock, digests, events, merkle
from core.errors import Forbidden, Refused
from tests.consortia.test_drafts import PDF, upload
from tests.stories import challenges as challenge_stories
from tests.stories import consortia as stories

WAN = 1_000_000


def test_nobody_opens_before_the_deadline(cast, challenge):
    stories.submitted_bid(cast, challenge)
    clock.move(to=challenge.deadline - timedelta(minutes=1))
    for opener in (cast.officer, cast.supervisor, cast.publisher):
        with pytest.raises(Refused) as refused:
            actions.consent_to_opening(challenge=challenge, by=opener)
        assert (refused.value.code, refused.value.sensitive) == ("before_deadline", True)
    with pytest.raises(Refused):
        actions.publish_sealed_root(challenge=challenge, by=cast.officer)


def test_only_openers_consent(cast, challenge):
    stories.submitted_bid(cast, challenge)
    stories.pass_deadline(challenge)
    for stranger in (cast.unitadmin, cast.applicant, cast.sysadmin, cast.auditor, cast.finance, cast.experts[0]):
        with pytest.raises(Forbidden) as refused:
            actions.consent_to_opening(challenge=challenge, by=stranger)
        assert refused.value.sensitive


def test_two_different_people_open(cast, challenge):
    bid = stories.submitted_bid(cast, challenge)
    stories.pass_deadline(challenge)
    opening = actions.consent_to_opening(challenge=challenge, by=cast.officer)
    assert opening.opened_at is None
    with pytest.raises(Refused) as refused:
        actions.consent_to_opening(challenge=challenge, by=cast.officer)
    assert refused.value.code == "same_person"
    with pytest.raises(Refused) as refused:
        actions.open_consented(opening=opening, by=system_user())
    assert refused.value.code == "consent_missing"
    assert Bid.objects.get(pk=bid.pk).state == BidState.SUBMITTED
    opening = actions.consent_to_opening(challenge=challenge, by=cast.officer2)
    assert (opening.first_by, opening.second_by, opening.bid_count) == (cast.officer, cast.officer2, 1)
    assert Bid.objects.get(pk=bid.pk).state == BidState.OPENED


def test_the_record_proves_what_was_sealed(cast, challenge):
    stories.opened_bids(cast, challenge, ("lead", "rival", "third"))
    opening = Opening.objects.get()
    leaves = [
        {key: entry[key] for key in ("bid", "version", "content_sha256", "content_sm3", "envelope_sha256")}
        for entry in opening.entries
    ]
    root = merkle.root([merkle.leaf_hash(digests.canonical_json(leaf)) for leaf in leaves]).hex()
    assert root == opening.root == type(challenge).objects.get(pk=challenge.pk).sealed_root
    assert [entry["result"] for entry in opening.entries] == ["OPENED"] * 3
    assert opening.bid_count == 3


def test_the_sealed_content_becomes_rows(cast, challenge):
    consortium = stories.registered_consortium(cast)
    chief = cast.institute.people.first()
    arguments = {"fiscal_fen": 300 * WAN, "self_fen": 500 * WAN, "loan_fen": 120 * WAN, "matching_fen": 80 * WAN}
    expected = drafts.example(challenge=challenge, consortium=consortium, chief_scientist=chief, **arguments)
    bid = stories.opened_bids(cast, challenge, ("lead",), examples={"lead": {**arguments, "chief_scientist": chief}})[0]
    basic = expected["basic"]
    assert (bid.title, bid.leader_id, bid.chief_scientist) == (basic["title"], basic["leader_id"], chief)
    assert (bid.fiscal_fen, bid.self_fen, bid.loan_fen, bid.matching_fen) == (300 * WAN, 620 * WAN, 120 * WAN, 80 * WAN)
    assert bid.narrative == expected["technical"]
    assert bid.team.count() == len(expected["team"]["rows"])
    assert bid.tasks.count() == 3
    assert sum(bid.tasks.values_list("amount_fen", flat=True)) == 1000 * WAN
    assert list(bid.milestones.order_by("number").values_list("fiscal_share_percent", flat=True)) == [50, 30, 20]
    assert bid.responses.count() == challenge.indicators.count()
    sides = {side: sum(bid.budget_lines.filter(side=side).values_list("amount_fen", flat=True)) for side in BudgetSide}
    assert sides == {BudgetSide.SOURCE: 1000 * WAN, BudgetSide.USE: 1000 * WAN}
    assert bid.matching_funds.get().amount_fen == 80 * WAN


def test_attachments_open_with_the_bid(cast, challenge):
    bid = stories.drafted_bid(cast, challenge)
    kept = actions.add_attachment(bid=bid, upload=upload(), by=cast.applicant, is_unclassified=True)
    gone = actions.add_attachment(bid=bid, upload=upload("旧稿.pdf"), by=cast.applicant, is_unclassified=True)
    actions.remove_attachment(attachment=gone, by=cast.applicant)
    stories.submit(cast, bid)
    stories.open_challenge_bids(cast, challenge)
    assert list(bid.attachments.order_by("pk").values_list("name", flat=True)) == ["自筹资金证明.pdf", ""]
    kept.refresh_from_db()
    kept.bid.refresh_from_db()
    name, stream = actions.open_attachment(attachment=kept, by=cast.officer)
    with stream:
        assert (name, stream.read()) == ("自筹资金证明.pdf", PDF)
    with pytest.raises(Forbidden):
        actions.open_attachment(attachment=kept, by=cast.rival_applicant)


def test_a_broken_envelope_is_named_and_does_not_stop_the_others(cast, challenge, monkeypatch):
    bids = [stories.submitted_bid(cast, challenge, side) for side in ("lead", "rival", "third")]
    stories.pass_deadline(challenge)
    real, broken = sealing.open_envelope, bids[1].pk

    def open_envelope(envelope, key):
        return real(envelope, b"\x01" * 32 if envelope.bid_id == broken else key)

    monkeypatch.setattr("consortia.sealing.open_envelope", open_envelope)
    actions.consent_to_opening(challenge=challenge, by=cast.officer)
    opening = actions.consent_to_opening(challenge=challenge, by=cast.supervisor)
    assert [entry["result"] for entry in opening.entries] == ["OPENED", "BROKEN", "OPENED"]
    assert opening.bid_count == 2
    assert "密封内容无法打开" in opening.entries[1]["reason"]
    assert Bid.objects.get(pk=broken).state == BidState.SUBMITTED
    # Mended, the same consents open what is left; the hour of the opening stays.
    monkeypatch.setattr("consortia.sealing.open_envelope", real)
    first = opening.opened_at
    again = actions.open_consented(opening=opening, by=cast.supervisor)
    assert [entry["result"] for entry in again.entries] == ["OPENED"] * 3
    assert (again.opened_at, again.bid_count) == (first, 3)


def test_opening_again_changes_nothing(cast, challenge):
    bids = stories.opened_bids(cast, challenge)
    before = Opening.objects.values().get()
    again = actions.consent_to_opening(challenge=challenge, by=cast.publisher)
    assert again.second_by == cast.supervisor
    assert Opening.objects.values().get() == before
    assert [events.of(bid).filter(verb="bid.open").count() for bid in bids] == [1, 1]
    assert bids[0].team.count() == bids[0].consortium.roster.count()


def test_a_web_process_without_keys_leaves_the_opening_to_the_worker(cast, challenge, settings):
    bid = stories.submitted_bid(cast, challenge)
    stories.pass_deadline(challenge)
    settings.KEYSTORE_READER = False
    actions.consent_to_opening(challenge=challenge, by=cast.officer)
    opening = actions.consent_to_opening(challenge=challenge, by=cast.supervisor)
    assert opening.second_at is not None
    assert opening.opened_at is None
    assert actions.open_due_consented(by=system_user()) == 0
    settings.KEYSTORE_READER = True
    assert actions.open_due_consented(by=system_user()) == 1
    assert actions.open_due_consented(by=system_user()) == 0
    assert Bid.objects.get(pk=bid.pk).opened_by == cast.supervisor


def test_two_consents_at_once_open_once(run_in_threads):
    from tests.stories.cast import cast as make_cast

    cast = make_cast()
    challenge = challenge_stories.open_challenge(cast)
    bid = stories.submitted_bid(cast, challenge)
    stories.pass_deadline(challenge)
    openers = [cast.officer, cast.officer2, cast.supervisor, cast.publisher]
    results = run_in_threads(4, lambda n: actions.consent_to_opening(challenge=challenge, by=openers[n]))
    assert all(isinstance(one, Opening) for one in results)
    assert events.of(bid).filter(verb="bid.open").count() == 1
    assert Opening.objects.get().bid_count == 1


def test_a_challenge_without_bids_has_nothing_to_open(cast, challenge):
    stories.pass_deadline(challenge)
    assert challenge.sealed_root == merkle.root([]).hex()
    with pytest.raises(Refused) as refused:
        actions.consent_to_opening(challenge=challenge, by=cast.officer)
    assert refused.value.code == "nothing_sealed"


def test_the_root_is_published_once(cast, challenge):
    stories.submitted_bid(cast, challenge)
    stories.pass_deadline(challenge)
    assert actions.publish_due_roots(by=system_user()) == 0
    root = challenge.sealed_root
    assert len(root) == 64
    assert actions.publish_sealed_root(challenge=challenge, by=system_user()) == root
    assert events.of(challenge).filter(verb="challenge.sealed_root").count() == 1
    assert queries.to_open(cast.officer).get() == challenge


NOBODY = 10**12


def test_a_unit_that_is_not_there_is_a_defect(cast, challenge):
    """What a form does not offer still comes by the API: a key of no unit in a table of money or people."""
    bid = stories.drafted_bid(cast, challenge)
    sections = queries.sections(bid)
    team, budget = sections["team"], sections["budget"]
    team["rows"][0] |= {"organization_id": NOBODY, "role": "CHIEF_SCIENTIST"}
    budget["uses"][0]["organization_id"] = NOBODY
    budget["sources"][0]["organization_id"] = NOBODY
    found = drafts.defects(challenge=challenge, consortium=bid.consortium, sections=sections)
    places = {one.anchor for one in found}
    assert {
        "team-rows-0-organization_id",
        "budget-uses-0-organization_id",
        "budget-sources-0-organization_id",
    } <= places


def test_a_bid_that_names_what_is_not_there_does_not_keep_the_others_shut(cast, challenge, monkeypatch):
    """Sealed before this was a defect, or past it: its envelope is named as broken, the others open."""
    hostile = stories.drafted_bid(cast, challenge, "rival")
    budget = queries.sections(hostile)["budget"]
    budget["uses"][0]["organization_id"] = NOBODY
    actions.save_draft(bid=hostile, sections={"budget": budget}, by=cast.rival_applicant)
    monkeypatch.setattr(drafts, "defects", lambda **_asked: [])
    stories.submit(cast, hostile, "rival")
    honest = stories.submitted_bid(cast, challenge)
    opening = stories.open_challenge_bids(cast, challenge)
    connection.check_constraints()
    results = {entry["bid"]: entry["result"] for entry in opening.entries}
    assert results == {hostile.number: "BROKEN", honest.number: "OPENED"}
    assert (opening.bid_count, Bid.objects.get(pk=hostile.pk).state) == (1, BidState.SUBMITTED)
