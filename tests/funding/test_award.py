"""From the panel's report to a project: decisions, waivers, the notice, the award (E-21, R-FUN-01, R-RAC-01, S52)."""

import pytest

from accounts.queries import system_user
from challenges import actions as challenge_actions
from consortia.models import Bid
from core.errors import Refused
from funding import actions, ledger
from funding.enums import DecisionResult as R
from funding.models import Decision, FundingPlan, Transfer
from funding.queries.books import faults
from projects.models import Project, Race
from tests.stories import funding as stories

WAN = stories.WAN


@pytest.fixture(scope="module")
def made(told):
    """Two challenges whose panels have reported: one with a winner, one with a race."""
    return stories.judged(told), stories.raced(told)


@pytest.fixture
def judged(made, cast):
    return stories.fresh_bids(made[0])


@pytest.fixture
def raced(made, cast):
    return stories.fresh_bids(made[1])


def refused(call, **arguments) -> Refused:
    with pytest.raises(Refused) as refusal:
        call(**arguments)
    return refusal.value


def decide(cast, bid, result=R.AWARD, **values):
    values.setdefault("resolution", stories.resolution(cast))
    return actions.decide(bid=bid, result=result, by=cast.officer, **values)


def test_decision_proposes_the_first_and_declines_the_others(cast, judged):
    bids = stories.decide_all(cast, judged)
    assert [bid.state for bid in bids] == ["PROPOSED", "REJECTED", "REJECTED"]
    assert (bids[0].decision.fiscal_fen, bids[0].decision.is_ratio_met) == (400 * WAN, True)
    assert bids[1].decline_reason


@pytest.mark.parametrize(("self_fen", "is_met"), [(1460_0000, True), (1459_9900, False)])
def test_ratio_boundary_is_exact(cast, judged, self_fen, is_met):
    bid = judged[0]
    values = {"fiscal_fen": 730_0000, "self_fen": self_fen}
    if is_met:
        assert decide(cast, bid, **values).is_ratio_met
    else:
        refusal = refused(decide, cast=cast, bid=bid, **values)
        assert refusal.code == "ratio"
        assert "1.99999:1" in refusal.sentence


def test_below_the_ratio_only_with_an_approved_waiver_of_other_hands(cast, judged):
    bid = judged[0]
    values = {"fiscal_fen": 500 * WAN, "self_fen": 900 * WAN}
    waiver = actions.propose_waiver(
        kind="RATIO", bid=bid, reason="地方配套充足，企业为初创。", by=cast.officer, **values
    )
    assert refused(decide, cast=cast, bid=bid, waiver=waiver, **values).code == "waiver"
    assert refused(actions.decide_waiver, waiver=waiver, is_approved=True, by=cast.officer).code == "forbidden"
    actions.decide_waiver(waiver=waiver, is_approved=True, note="同意", by=cast.publisher)
    worse = {"fiscal_fen": 500 * WAN, "self_fen": 899 * WAN}
    assert refused(decide, cast=cast, bid=bid, waiver=waiver, **worse).code == "waiver_figures"
    decision = decide(cast, bid, waiver=waiver, **values)
    assert (decision.is_ratio_met, decision.waiver) == (False, waiver)
    waiver.refresh_from_db()
    assert waiver.resolution == decision.resolution
    assert [fault.code for fault in faults()] == []


def test_a_rejected_waiver_needs_a_reason_and_lifts_nothing(cast, judged):
    bid = judged[0]
    waiver = actions.propose_waiver(kind="RATIO", bid=bid, reason="理由", by=cast.officer)
    assert refused(actions.decide_waiver, waiver=waiver, is_approved=False, by=cast.publisher).code == "text_needed"
    actions.decide_waiver(waiver=waiver, is_approved=False, note="依据不足", by=cast.publisher)
    low = {"fiscal_fen": 500 * WAN, "self_fen": 1 * WAN}
    assert refused(decide, cast=cast, bid=bid, waiver=waiver, **low).code == "waiver"


def test_leaving_the_panels_order_needs_a_reason(cast, judged):
    bids = judged
    refusal = refused(decide, cast=cast, bid=bids[1], fiscal_fen=400 * WAN)
    assert refusal.code == "departure_reason"
    decision = decide(cast, bids[1], fiscal_fen=400 * WAN, departure_reason="第一名团队已承担同类任务。")
    assert decision.departure_reason
    assert refused(decide, cast=cast, bid=bids[0], result=R.DECLINE).code == "departure_reason"


def test_amounts_are_checked_against_cap_year_and_plan(cast, judged):
    bid = judged[0]
    assert refused(decide, cast=cast, bid=bid, fiscal_fen=0).code == "amount_needed"
    refusal = refused(decide, cast=cast, bid=bid, fiscal_fen=500 * WAN * 10_000, self_fen=1)
    assert (refusal.code, "元当作万元" in refusal.sentence) == ("over_cap", True)
    wrong = {"fiscal_fen": 400 * WAN, "yearly_fen": {"2022": 100 * WAN}}
    assert refused(decide, cast=cast, bid=bid, **wrong).code == "yearly_sum"
    type(bid.challenge.batch).objects.filter(pk=bid.challenge.batch_id).update(planned_fiscal_fen=399 * WAN)
    bid = stories.fresh_bids([bid])[0]
    assert refused(decide, cast=cast, bid=bid, fiscal_fen=400 * WAN).code == "over_plan"
    assert decide(cast, bid, fiscal_fen=400 * WAN, over_plan_reason="联席会议同意增加安排。").fiscal_fen == 400 * WAN


def test_a_decision_is_made_once_and_needs_a_passed_resolution(cast, judged):
    bid = judged[0]
    lost = stories.challenges.resolution(cast, "AWARD", votes_for=2, votes_against=5)
    assert refused(decide, cast=cast, bid=bid, fiscal_fen=400 * WAN, resolution=lost).code == "resolution_not_passed"
    decide(cast, bid, fiscal_fen=400 * WAN)
    assert refused(decide, cast=cast, bid=bid, fiscal_fen=400 * WAN).code == "decided_already"
    assert Decision.objects.count() == 1


def test_only_the_office_in_charge_decides(cast, judged):
    bid = judged[0]
    arguments = {"bid": bid, "resolution": stories.resolution(cast), "result": R.AWARD, "fiscal_fen": 400 * WAN}
    for actor in (cast.officer2, cast.publisher, cast.applicant, cast.auditor):
        assert refused(actions.decide, by=actor, **arguments).code == "forbidden"


def test_a_second_award_on_one_challenge_is_refused(cast, judged):
    bids = judged
    decide(cast, bids[0], fiscal_fen=400 * WAN)
    second = {"bid": bids[1], "fiscal_fen": 100 * WAN, "departure_reason": "两个方案各有特色。"}
    assert refused(decide, cast=cast, **second).code == "second_award"


def test_a_race_needs_two_recommended_bids_and_equal_money(cast, raced):
    bids = raced
    assert [bid.state for bid in bids] == ["RACE_RECOMMENDED", "RACE_RECOMMENDED", "NOT_RECOMMENDED"]
    alone = {"bid": bids[2], "result": R.RACE, "fiscal_fen": 200 * WAN, "departure_reason": "有特色。"}
    assert refused(decide, cast=cast, **alone).code == "race_needs_two"
    decide(cast, bids[0], R.RACE, fiscal_fen=200 * WAN)
    assert refused(decide, cast=cast, bid=bids[1], result=R.RACE, fiscal_fen=201 * WAN).code == "race_unequal"
    decide(cast, bids[1], R.RACE, fiscal_fen=201 * WAN, unequal_reason="第二条赛道含大型试验。")
    assert [fault.code for fault in faults()] == []


def test_a_notice_takes_a_challenge_whole(cast, raced):
    bids = raced
    decide(cast, bids[0], R.RACE, fiscal_fen=200 * WAN)
    batch = bids[0].challenge.batch
    arguments = {"batch": batch, "bids": bids[:1], "title": "公示", "by": cast.officer}
    refusal = refused(actions.draft_award_notice, **arguments)
    assert refusal.code == "notice_not_ready"
    assert len(refusal.defects) == 2  # bids without a decision; a race of one
    decide(cast, bids[1], R.RACE, fiscal_fen=200 * WAN)
    decide(cast, bids[2], R.DECLINE)
    assert (
        len(refused(actions.draft_award_notice, **arguments).defects) == 2
    )  # one lane alone, and not all that are proposed
    notice = actions.draft_award_notice(**{**arguments, "bids": bids[:2]}, **stories.DETAILS)
    assert refused(actions.publish_award_notice, notice=notice, by=cast.officer).code == "forbidden"
    actions.publish_award_notice(notice=notice, by=cast.publisher)
    assert {bid.state for bid in stories.fresh_bids(bids[:2])} == {"IN_NOTICE"}
    assert stories.fresh(bids[0].challenge).state == "IN_NOTICE"


def test_award_waits_for_the_end_of_the_notice(cast, judged):
    bids = stories.decide_all(cast, judged)
    notice = stories.noticed(cast, bids)
    bid = stories.fresh_bids(bids)[0]
    assert refused(actions.award, bid=bid, by=cast.officer).code == "notice_running"
    assert actions.award_due(by=system_user()) == 0
    stories.end_notice(notice)
    assert actions.award_due(by=system_user()) == 1
    assert actions.award_due(by=system_user()) == 0
    project = Project.objects.get()
    assert (project.fiscal_total_fen, project.self_total_fen) == (400 * WAN, 1000 * WAN)
    assert [(row.stage, row.planned_fen // WAN) for row in project.tranches.order_by("stage")] == [
        (1, 200),
        (2, 120),
        (3, 80),
    ]
    assert [row.milestone_id is None for row in project.tranches.order_by("stage")] == [True, False, False]
    assert ledger.awarded(project) == 400 * WAN
    assert sum(FundingPlan.objects.values_list("planned_fen", flat=True)) == 1000 * WAN
    assert stories.fresh(project.challenge).state == "AWARDED"
    assert [fault.code for fault in faults()] == []


def test_award_by_a_yearly_plan(cast, judged):
    bids = judged
    yearly = {"2022": 100 * WAN, "2023": 250 * WAN, "2024": 50 * WAN}
    stories.decide_all(cast, bids, yearly_fen=yearly)
    stories.end_notice(stories.noticed(cast, bids))
    actions.award_due(by=system_user())
    project = Project.objects.get()
    assert [row.planned_fen // WAN for row in project.tranches.order_by("stage")] == [100, 250, 50]
    assert [row.year for row in project.tranches.order_by("stage")] == [2022, 2023, 2024]
    assert sorted(Transfer.objects.values_list("amount_fen", flat=True)) == [50 * WAN, 100 * WAN, 250 * WAN]
    assert [fault.code for fault in faults()] == []


def objection(cast, bid: Bid, *, upheld: bool | None):
    item = bid.notice_item
    made = challenge_actions.file_objection(
        item=item,
        party_kind="PERSON",
        party_name="王实名",
        party_contact="0471-1111111",
        content="团队成员重复。",
        by=system_user(),
    )
    challenge_actions.admit_objection(objection=made, accepted=True, note="实名，受理。", by=cast.supervisor)
    if upheld is not None:
        challenge_actions.settle_objection(
            objection=made, upheld=upheld, investigation_note="已核查。", public_reply="已答复。", by=cast.supervisor
        )
    return made


def test_an_open_objection_blocks_its_own_award_alone(cast, judged):
    bids = stories.decide_all(cast, judged)
    notice = stories.noticed(cast, bids)
    bid = stories.fresh_bids(bids)[0]
    made = objection(cast, bid, upheld=None)
    stories.end_notice(notice)
    assert refused(actions.award, bid=bid, by=cast.officer).code == "objection_open"
    assert actions.award_due(by=system_user()) == 0
    challenge_actions.settle_objection(
        objection=made, upheld=False, investigation_note="查无实据。", public_reply="异议不成立。", by=cast.supervisor
    )
    assert actions.award_due(by=system_user()) == 1


def test_an_upheld_objection_ends_in_rejection_and_an_unawarded_challenge(cast, judged):
    bids = stories.decide_all(cast, judged)
    notice = stories.noticed(cast, bids)
    bid = stories.fresh_bids(bids)[0]
    assert refused(actions.reject_after_objection, bid=bid, by=cast.officer).code == "no_upheld_objection"
    objection(cast, bid, upheld=True)
    stories.end_notice(notice)
    assert refused(actions.award, bid=bid, by=cast.officer).code == "objection_upheld"
    challenge = stories.fresh(bid.challenge)
    failing = {"challenge": challenge, "resolution": stories.resolution(cast), "by": cast.officer}
    assert refused(actions.fail_challenge, **failing).code == "bids_in_the_way"
    actions.reject_after_objection(bid=bid, by=cast.officer)
    actions.fail_challenge(**failing)
    assert stories.fresh(challenge).state == "UNAWARDED"
    assert not Project.objects.exists()


def test_fail_challenge_declines_what_the_panel_judged(cast):
    bids = stories.judged(cast, award=("AGAINST",) * 3)
    actions.fail_challenge(challenge=bids[0].challenge, resolution=stories.resolution(cast), by=cast.officer)
    assert {bid.state for bid in stories.fresh_bids(bids)} == {"REJECTED"}
    assert Decision.objects.filter(result=R.DECLINE).count() == 3


def test_two_lanes_become_a_race_that_starts_the_same_day(cast):
    projects = stories.race_projects(cast)
    race = Race.objects.get()
    assert {project.starts_on for project in projects} == {race.starts_on}
    assert [lane.project for lane in race.lanes.order_by("number")] == projects
    assert race.rounds.count() == 2
    assert stories.fresh(projects[0].challenge).state == "RACING"
    assert [fault.code for fault in faults()] == []


def test_a_lane_waits_for_its_rivals_objection_and_runs_alone_when_it_is_upheld(cast, raced):
    bids = stories.decide_all(cast, raced, awarded=2, fiscal_fen=200 * WAN)
    notice = stories.noticed(cast, bids)
    bids = stories.fresh_bids(bids)
    made = objection(cast, bids[1], upheld=None)
    stories.end_notice(notice)
    assert refused(actions.award, bid=bids[0], by=cast.officer).code == "race_waits"
    assert actions.award_due(by=system_user()) == 0
    challenge_actions.settle_objection(
        objection=made, upheld=True, investigation_note="属实。", public_reply="异议成立。", by=cast.supervisor
    )
    actions.reject_after_objection(bid=bids[1], by=cast.officer)
    assert actions.award_due(by=system_user()) == 1
    assert stories.fresh(bids[0].challenge).state == "AWARDED"
    assert not Race.objects.exists()
