"""What two people do in the same moment, each on a connection of his own: one of them is second, and nothing is bent."""

import random
import threading

import pytest
from django.db import connections, transaction

from consortia import actions
from consortia.enums import BidState, MembershipState
from consortia.models import Bid, Membership
from core import numbering
from core.errors import Refused
from tests.stories import challenges as challenge_stories
from tests.stories import consortia as stories
from tests.stories.cast import cast as make_cast


def test_two_consortia_of_one_lead_start_one_bid(run_in_threads):
    """Q8: one lead, one bid a challenge. Each consortium has its own row to lock; the challenge's numbers are one row."""
    cast = make_cast()
    challenge = challenge_stories.open_challenge(cast)
    both = [stories.registered_consortium(cast, name=name) for name in ("第一联合体", "第二联合体")]
    results = run_in_threads(2, lambda n: actions.start_bid(challenge=challenge, consortium=both[n], by=cast.applicant))
    refused = [one.code for one in results if isinstance(one, Refused)]
    assert (refused, Bid.objects.count()) == (["bid_exists"], 1)
    assert Bid.objects.get().number.startswith(f"{challenge.code}-")


def test_bids_begun_at_once_have_numbers_of_their_own(run_in_threads, monkeypatch):
    """Three numbers for three: the row of the challenge's series is locked while each looks for one that is free."""
    cast = make_cast()
    challenge = challenge_stories.open_challenge(cast)
    sides = {"lead": cast.applicant, "rival": cast.rival_applicant, "third": cast.third_applicant}
    ready = [(stories.registered_consortium(cast, side), by) for side, by in sides.items()]
    chance = random.SystemRandom()
    monkeypatch.setattr(numbering.secrets, "randbelow", lambda _below: chance.randrange(3))
    bids = run_in_threads(
        3, lambda n: actions.start_bid(challenge=challenge, consortium=ready[n][0], by=ready[n][1]).number
    )
    assert sorted(bids) == [f"{challenge.code}-100{number}" for number in range(3)]


def test_a_bid_given_up_while_all_are_opened_is_in_the_record_as_given_up(transactional_db):
    cast = make_cast()
    challenge = challenge_stories.open_challenge(cast)
    bid = stories.submitted_bid(cast, challenge)
    other = stories.submitted_bid(cast, challenge, "rival")
    stories.pass_deadline(challenge)
    actions.consent_to_opening(challenge=challenge, by=cast.officer)
    found, withdrawn = [], threading.Event()

    def open_all():
        withdrawn.wait(20)
        found.append(actions.consent_to_opening(challenge=challenge, by=cast.supervisor))
        connections.close_all()

    thread = threading.Thread(target=open_all, daemon=True)
    thread.start()
    with transaction.atomic():
        actions.withdraw_bid(bid=bid, reason="资金未落实", by=cast.unitadmin)
        withdrawn.set()
        thread.join(1.5)
        assert thread.is_alive(), "the opening does not wait for the bid"
    thread.join(30)
    results = {entry["bid"]: entry["result"] for entry in found[0].entries}
    assert results == {bid.number: "WITHDRAWN", other.number: "OPENED"}
    assert Bid.objects.get(pk=bid.pk).state == BidState.WITHDRAWN


@pytest.mark.parametrize("step", ["suspend", "cancel"])
def test_nobody_joins_past_the_office_while_a_registration_is_suspended(cast, step):
    """Invited while it was registered; the office's word on the change would else not be asked."""
    consortium = stories.registered_consortium(cast)
    asked = actions.invite_member(consortium=consortium, organization=cast.third_institute, by=cast.applicant)
    decide = {"suspend": actions.suspend_consortium, "cancel": actions.cancel_consortium}[step]
    decide(consortium=consortium, reason="核查中", by=cast.officer)
    with pytest.raises(Refused) as refused:
        actions.confirm_membership(membership=asked, by=cast.third_member2_admin)
    assert refused.value.code == "wrong_state"
    assert Membership.objects.get(pk=asked.pk).state == MembershipState.INVITED


def test_a_unit_says_yes_while_the_lead_takes_its_invitation_back(run_in_threads):
    cast = make_cast()
    lead, _admin, author, _members = stories.people(cast)
    consortium = actions.create_consortium(name="同时联合体", lead=lead, by=author)
    asked = actions.invite_member(consortium=consortium, organization=cast.university, by=author)
    runs = [
        lambda: actions.confirm_membership(membership=Membership.objects.get(pk=asked.pk), by=cast.member_admin),
        lambda: actions.leave_consortium(membership=Membership.objects.get(pk=asked.pk), reason="另行安排", by=author),
    ]
    results = run_in_threads(2, lambda n: runs[n]())
    state = Membership.objects.get(pk=asked.pk).state
    # The invitation may be taken back after the yes too: either way it ends as left, and nothing failed.
    assert state == MembershipState.LEFT
    assert all(isinstance(one, Membership | Refused) for one in results), results
