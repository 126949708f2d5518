"""R2: sixteen submitters, the close in the middle. With the lock nothing comes in after the close; without it something does."""

import time
from datetime import timedelta

import pytest

from accounts import actions as account_actions
from accounts.enums import OrganizationKind, Role
from accounts.queries import system_user
from challenges import actions as challenge_actions
from challenges.models import Challenge
from consortia import actions, drafts
from consortia.enums import BidState, PledgeKind
from consortia.models import Bid, Consortium, Envelope
from core import clock
from core.errors import Refused
from tests.stories import challenges as challenge_stories
from tests.stories.cast import PASSWORD, SINCE, uscc
from tests.stories.cast import cast as make_cast

SUBMITTERS = 16


def waiting_bids(cast, challenge) -> list[tuple[Bid, object]]:
    """Sixteen enterprises, each alone in its consortium (the rules of this batch allow it), each ready to submit."""
    ready = []
    for number in range(SUBMITTERS):
        lead = account_actions.register_organization(
            name=f"赛跑企业{number}", uscc=uscc("150105", 500 + number), kind=OrganizationKind.ENTERPRISE,
            division=cast.divisions["150105"], legal_representative="示例", contact_name="示例",
            contact_phone="13800000000", by=cast.system,
        )  # fmt: skip
        account_actions.approve_organization(organization=lead, by=cast.officer)
        users = {}
        for role in (Role.UNIT_ADMIN, Role.APPLICANT):
            person = account_actions.add_person(name=f"人员{number}", organization=lead, by=cast.sysadmin)
            users[role] = account_actions.add_user(
                username=f"race{number}{role.lower()}", password=PASSWORD, person=person, roles=(role,),
                valid_from=SINCE, by=cast.sysadmin,
            )  # fmt: skip
        admin, author = users[Role.UNIT_ADMIN], users[Role.APPLICANT]
        consortium = actions.create_consortium(
            name=f"赛跑联合体{number}", lead=lead, programme=challenge.batch.programme, by=author
        )
        actions.confirm_membership(membership=consortium.memberships.get(), by=admin)
        actions.agree_consortium(consortium=consortium, agreement_number="XY", signed_on=clock.today(), by=author)
        actions.file_consortium(consortium=consortium, by=author)
        actions.register_consortium(consortium=consortium, by=cast.officer)
        bid = actions.start_bid(challenge=challenge, consortium=Consortium.objects.get(pk=consortium.pk), by=author)
        actions.save_draft(bid=bid, sections=drafts.example(challenge=challenge, consortium=consortium), by=author)
        actions.sign_pledge(bid=bid, kind=PledgeKind.LEADER, by=author)
        actions.send_to_unit(bid=bid, by=author)
        actions.sign_pledge(bid=bid, kind=PledgeKind.ORGANIZATION, by=admin)
        ready.append((bid.pk, admin))
    return ready


def race(run_in_threads, monkeypatch, *, with_lock: bool) -> dict:
    cast = make_cast()
    batch = challenge_stories.batch(cast, rules={"minimum_members": 1, "needs_research_member": False})
    challenge = challenge_stories.open_challenge(cast, batch=batch)
    ready, system = waiting_bids(cast, challenge), system_user()
    if not with_lock:
        monkeypatch.setattr("challenges.locks.share", lambda challenge: None)
    real = actions.submission._seal

    def slow(*args):
        time.sleep(0.4)  # between reading the clock and the commit: the moment a race is lost in
        return real(*args)

    monkeypatch.setattr("consortia.actions.submission._seal", slow)
    clock.move(to=challenge.deadline - timedelta(seconds=1.5))
    seen = {}

    def body(number: int):
        if number < SUBMITTERS:
            pk, admin = ready[number]
            time.sleep(number * 0.12)
            return actions.submit_bid(bid=Bid.objects.get(pk=pk), by=admin)
        while not challenge_actions.close_due(by=system):
            time.sleep(0.005)
        seen["at_close"] = set(Envelope.objects.values_list("bid_id", flat=True))
        return None

    results = run_in_threads(SUBMITTERS + 1, body, timeout=120)
    fresh = Challenge.objects.get(pk=challenge.pk)
    return {
        "results": results[:SUBMITTERS],
        "late": set(Envelope.objects.values_list("bid_id", flat=True)) - seen["at_close"],
        "after_deadline": Envelope.objects.filter(sealed_at__gte=fresh.deadline).count(),
        "state": fresh.state,
    }


@pytest.mark.slow
def test_nothing_comes_in_after_the_close(run_in_threads, monkeypatch):
    outcome = race(run_in_threads, monkeypatch, with_lock=True)
    assert outcome["state"] == "CLOSED"
    assert (outcome["late"], outcome["after_deadline"]) == (set(), 0)
    refused = [one for one in outcome["results"] if isinstance(one, Exception)]
    assert {type(one) for one in refused} <= {Refused}
    assert {one.code for one in refused} == {"deadline_passed"}
    receipts = [one for one in outcome["results"] if not isinstance(one, Exception)]
    assert 0 < len(receipts) < SUBMITTERS
    sealed = Bid.objects.filter(state=BidState.SUBMITTED)
    assert sealed.count() == len(receipts) == Envelope.objects.count() / 2


@pytest.mark.slow
def test_control_without_the_lock_bids_come_in_after_the_close(run_in_threads, monkeypatch):
    outcome = race(run_in_threads, monkeypatch, with_lock=False)
    assert outcome["late"], "the control must lose the race"
