"""The mechanism of 2021 on the same code: an enterprise poses, a research unit answers, contracts are signed, 30 % with the cap
(S20, S67, R-FUN-05)."""

from datetime import datetime

import pytest
from django.core.management import call_command

from accounts.queries import system_user
from challenges.enums import IssueMode, Mechanism
from consortia import actions as bid_actions
from consortia import drafts
from consortia.enums import PledgeKind
from consortia.models import Bid
from core import clock
from core.errors import Refused
from funding import actions, ledger
from funding.enums import DecisionResult as R
from funding.models import Decision
from projects import actions as project_actions
from reviews import actions as review_actions
from tests.stories import challenges, consortia, funding, reviews
from tests.stories.cast import cast as make_cast

WAN = funding.WAN
DAY = datetime(2021, 4, 1, 9, tzinfo=clock.BEIJING)


def refused(call, **arguments) -> str:
    with pytest.raises(Refused) as refusal:
        call(**arguments)
    return refusal.value.code


def posed_challenge(cast):
    """The enterprise's own problem; it names the budget and will use the result."""
    batch = challenges.batch(cast, mechanism=Mechanism.ENTERPRISE_2021, year=2021)
    return challenges.open_challenge(
        cast,
        batch=batch,
        issue_mode=IssueMode.ENTERPRISE,
        owner=cast.user_unit,
        announced_budget_fen=4000 * WAN,
        fiscal_cap_fen=None,
    )


def research_bid(cast, challenge) -> Bid:
    """A university leads, an institute joins; nobody has to be registered and no enterprise has to lead."""
    consortium = bid_actions.create_consortium(
        name="青城农业大学攻关团队", lead=cast.university, programme=challenge.batch.programme, by=cast.member
    )
    bid_actions.invite_member(consortium=consortium, organization=cast.institute, tasks="中试", by=cast.member)
    for membership in consortium.memberships.order_by("pk"):
        by = cast.member_admin if membership.organization_id == cast.university.pk else cast.member2_admin
        bid_actions.confirm_membership(membership=membership, by=by)
    bid_actions.agree_consortium(
        consortium=consortium, agreement_number="XY-2021", signed_on=clock.today(), by=cast.member
    )
    bid_actions.file_consortium(consortium=consortium, by=cast.member)
    bid_actions.register_consortium(consortium=consortium, by=cast.officer)
    bid = bid_actions.start_bid(challenge=challenge, consortium=consortium, by=cast.member)
    sections = drafts.example(challenge=challenge, consortium=consortium, fiscal_fen=900 * WAN, self_fen=0)
    bid_actions.save_draft(bid=bid, sections=sections, by=cast.member)
    bid_actions.sign_pledge(bid=bid, kind=PledgeKind.LEADER, by=cast.member)
    bid_actions.send_to_unit(bid=bid, by=cast.member)
    for admin in (cast.member_admin, cast.member2_admin):
        bid_actions.sign_pledge(bid=bid, kind=PledgeKind.ORGANIZATION, by=admin)
    bid_actions.submit_bid(bid=bid, by=cast.member_admin)
    consortia.open_challenge_bids(cast, challenge)
    bid.refresh_from_db()
    bid_actions.decide_eligibility(bid=bid, results=consortia.answers(bid), by=cast.officer)
    assert refused(review_actions.begin_review, challenge=challenge, by=cast.officer) == "single_bid"
    bid_actions.review_single_bid(challenge=challenge, note="条件不限于一家，同意继续评审。", by=cast.publisher)
    return bid


def reviewed(cast, challenge) -> Bid:
    review_actions.begin_review(challenge=challenge, by=cast.officer)
    panel = reviews.locked_panel(cast, funding.fresh(challenge), points=(86,))
    reviews.report(cast, panel, award=("FOR",), race=("AGAINST",))
    return funding.fresh_bids(reviews.bids_of(panel))[0]


def awarded(cast, bid: Bid):
    """Never more than the cap of the rules: 1000 万 for technology; no 2:1 here."""
    resolution = funding.resolution(cast)
    too_much = {"bid": bid, "resolution": resolution, "result": R.AWARD, "fiscal_fen": 1001 * WAN, "by": cast.officer}
    assert refused(actions.decide, **too_much) == "over_cap"
    actions.decide(bid=bid, resolution=resolution, result=R.AWARD, fiscal_fen=900 * WAN, self_fen=0, by=cast.officer)
    assert Decision.objects.get().is_ratio_met
    funding.end_notice(funding.noticed(cast, [bid]))
    assert actions.award_due(by=system_user()) == 1
    return funding.project_of(bid)


def test_an_enterprise_poses_and_research_units_answer(transactional_db):
    clock.move(to=DAY)
    cast = make_cast()
    challenge = posed_challenge(cast)
    bid = reviewed(cast, funding.fresh(research_bid(cast, challenge).challenge))
    project = awarded(cast, bid)
    signing = {
        "challenge": funding.fresh(challenge), "enterprise": cast.user_unit,
        "research_units": [cast.university, cast.institute], "signed_on": clock.today(), "by": cast.officer,
    }  # fmt: skip
    contract = project_actions.sign_contract(amount_fen=3000 * WAN, registration_number="2021150000000001", **signing)
    assert contract.support_fen == 900 * WAN == project.fiscal_total_fen
    second = project_actions.sign_contract(amount_fen=2000 * WAN, **signing)
    assert second.support_fen == 100 * WAN  # 30 % would be 600 万; the cap of 1000 万 leaves 100
    special = {"is_exceptional": True, "exception_reason": "", "support_fen": 600 * WAN}
    assert refused(project_actions.sign_contract, amount_fen=2000 * WAN, **signing, **special)
    assert ledger.awarded(project) == 900 * WAN
    call_command("check_books")
    call_command("seal_audit")
    call_command("verify_audit")
