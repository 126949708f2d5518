"""The mechanism of 2022 from a need to the archive, with every hand that takes part; afterwards the books are right, the
audit chain holds, and each planted fault is found or refused (design §12)."""

from datetime import datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from accounts.queries import system_user
from challenges import actions as challenge_actions
from challenges.models import Need, Objection
from consortia import actions as bid_actions
from consortia.models import Bid
from core import clock
from core.errors import Refused
from core.models import Event
from funding import actions
from funding.models import Decision, Transfer
from projects import actions as project_actions
from projects.models import Project, Race
from reviews import actions as review_actions
from reviews.models import Score, Seat
from tests.stories import challenges, consortia, funding, projects, reviews
from tests.stories.cast import cast as make_cast

WAN = funding.WAN
DAY = datetime(2022, 3, 1, 9, tzinfo=clock.BEIJING)


def refused(call, **arguments) -> str:
    with pytest.raises(Refused) as refusal:
        call(**arguments)
    return refusal.value.code


def need_to_list(cast):
    """A unit's need, forwarded by its prefecture, accepted, and merged into a challenge that a sitting approves."""
    now = clock.now()
    call = challenge_actions.open_call(
        programme=challenges.programme(cast),
        title="2022 年度需求征集",
        opens_at=now,
        closes_at=now + timedelta(days=30),
        by=cast.officer,
    )
    need = challenge_actions.create_need(
        call=call, title="抗寒苜蓿品种不足", problem="草种依赖进口。", expected_indicators="育成新品种 3 个。",
        current_level="国产品种产量低。", own_investment_fen=500 * WAN, contact_name="牧青", contact_phone="13800000000", by=cast.applicant,
    )  # fmt: skip
    challenge_actions.submit_need(need=need, by=cast.applicant)
    challenge_actions.forward_need(need=need, by=cast.prefecture)
    challenge_actions.accept_need(need=need, by=cast.officer)
    challenge = challenges.refined_challenge(cast, maximum_lanes=3, race_planned=True)
    challenge_actions.merge_need(need=need, challenge=challenge, by=cast.officer)
    assert Need.objects.get(pk=need.pk).state == "MERGED"
    assert refused(challenge_actions.review_secrecy, challenge=challenge, by=cast.officer) in {
        "forbidden",
        "same_person",
    }
    challenge_actions.review_secrecy(challenge=challenge, by=cast.publisher)
    challenge_actions.approve_challenge(challenge=challenge, resolution=challenges.resolution(cast), by=cast.officer)
    batch = funding.fresh(challenge).batch
    assert refused(challenge_actions.publish_batch, batch=batch, by=cast.officer) == "forbidden"
    challenge_actions.publish_batch(batch=batch, by=cast.publisher)
    challenge_actions.open_due(by=system_user())
    return funding.fresh(challenge)


def three_sealed_bids(cast, challenge):
    """Three consortia bid sealed; one is late by nothing but the deadline; two people open."""
    for side in ("lead", "rival", "third"):
        consortia.submitted_bid(cast, challenge, side, fiscal_fen=200 * WAN, self_fen=400 * WAN)
    bid = Bid.objects.filter(challenge=challenge).order_by("pk").first()
    assert (bid.title, bid.fiscal_fen) == ("", None)
    assert refused(bid_actions.consent_to_opening, challenge=challenge, by=cast.officer)
    consortia.pass_deadline(challenge)
    assert refused(bid_actions.recall_bid, bid=bid, by=cast.unitadmin)
    bid_actions.consent_to_opening(challenge=challenge, by=cast.officer)
    assert refused(bid_actions.consent_to_opening, challenge=challenge, by=cast.officer)
    bid_actions.consent_to_opening(challenge=challenge, by=cast.supervisor)
    for bid in Bid.objects.filter(challenge=challenge).order_by("pk"):
        bid_actions.decide_eligibility(bid=bid, results=consortia.answers(bid), by=cast.officer)


def review(cast, challenge):
    """Drawn experts; one recuses himself after the draw and is replaced; all three bids are fit for a race."""
    review_actions.begin_review(challenge=challenge, by=cast.officer)
    panel = reviews.drawn_panel(cast, funding.fresh(challenge))
    review_actions.invite_seats(panel=panel, by=cast.officer)
    seats = list(Seat.objects.filter(panel=panel, state="INVITED").select_related("expert__person").order_by("number"))
    leaving = next(seat for seat in seats if seat.expert.kind == "TECHNOLOGY")
    review_actions.recuse_seat(
        seat=leaving, kind="COOPERATION", reason="近三年与揭榜单位合作。", by=reviews.user_of(cast, leaving)
    )
    review_actions.replace_seat(panel=panel, by=cast.officer)
    chair = reviews.accept_all(cast, panel)[0]
    review_actions.confirm_panel(panel=reviews.fresh(panel), chair=chair, by=cast.officer)
    panel = reviews.fresh(panel)
    review_actions.start_scoring(panel=panel, closes_at=clock.now() + timedelta(days=7), by=cast.officer)
    panel = reviews.score_all(cast, reviews.fresh(panel), (88, 84, 80))
    assert not Seat.objects.get(pk=leaving.pk).sheets.exists()
    review_actions.lock_panel(panel=panel, by=cast.officer)
    reviews.report(cast, reviews.fresh(panel), award=("FOR",) * 3, race=("FOR",) * 3)
    bids = funding.fresh_bids(reviews.bids_of(panel))
    assert {bid.state for bid in bids} == {"RACE_RECOMMENDED"}
    return bids


def object_to(cast, bid, *, upheld: bool) -> Objection:
    made = challenge_actions.file_objection(
        item=bid.notice_item,
        party_kind="PERSON",
        party_name="王实名",
        party_contact="0471-1111111",
        content="成员情况不实。",
        by=system_user(),
    )
    challenge_actions.admit_objection(objection=made, accepted=True, note="实名，受理。", by=cast.supervisor)
    challenge_actions.settle_objection(
        objection=made, upheld=upheld, investigation_note="已核查。", public_reply="已答复。", by=cast.supervisor
    )
    return made


def award(cast, bids) -> list[Project]:
    """A resolution for three lanes, a notice with two objections: one upheld, one dismissed; two lanes are awarded as a race."""
    funding.decide_all(cast, bids, awarded=3, fiscal_fen=200 * WAN)
    notice = funding.noticed(cast, bids)
    bids = funding.fresh_bids(bids)
    object_to(cast, bids[1], upheld=False)
    object_to(cast, bids[2], upheld=True)
    assert refused(actions.award, bid=bids[0], by=cast.officer) == "notice_running"
    funding.end_notice(notice)
    assert actions.award_due(by=system_user()) == 0  # the rivals set out the same day
    actions.reject_after_objection(bid=bids[2], by=cast.officer)
    assert actions.award_due(by=system_user()) == 2
    assert funding.fresh_bids(bids)[2].state == "REJECTED"
    return [funding.project_of(bid) for bid in bids[:2]]


def first_round(cast, winner, loser):
    """Agreements, first tranches, round 1: the second lane falls behind, is proposed, held, eliminated and settled."""
    for project in (winner, loser):
        funding.running(cast, project)
        funding.received(cast, project)
    race = Race.objects.get(challenge=winner.challenge)
    first = race.rounds.get(number=1)
    clock.move(to=datetime.combine(first.checkpoint_on, datetime.min.time(), tzinfo=clock.BEIJING) + timedelta(hours=9))
    project_actions.open_due_rounds(by=system_user())
    for lane, values in zip(race.lanes.order_by("number"), ((2, 10), (0, 1)), strict=True):
        projects.reported(cast, race.rounds.get(number=1), lane, values, when=clock.now())
    project_actions.compute_due_rounds(by=system_user())
    actions.apply_race_rules(by=system_user())
    assert list(loser.tranches.order_by("stage").values_list("state", flat=True)) == ["RECEIVED", "HELD", "HELD"]
    lanes = list(race.lanes.order_by("number"))
    outcomes = {lanes[0]: ("CONTINUE", "达到计划。"), lanes[1]: ("TERMINATE", "预计难以按期完成。")}
    actions.decide_round(
        round=race.rounds.get(number=1), resolution=funding.resolution(cast, "RACE"), outcomes=outcomes, by=cast.officer
    )
    assert list(loser.tranches.order_by("stage").values_list("state", flat=True)) == [
        "RECEIVED",
        "CANCELLED",
        "CANCELLED",
    ]
    settlement = actions.settle_project(
        project=funding.project_of(loser.bid), spent_fen=60 * WAN, is_faultless=True,
        audit_report_number="审字〔2023〕1号", opinion="勤勉尽责，未支出经费收回。", by=cast.finance,
    )  # fmt: skip
    assert settlement.clawed_back_fen == 40 * WAN
    project_actions.close_project(project=funding.project_of(loser.bid), balance_treatment="RETURNED", by=cast.officer)


def finish(cast, winner) -> Project:
    """The winner goes on alone: nodes, tranches, expenditure, the user's word, acceptance, archive."""
    funding.receive_self(cast, winner, winner.self_total_fen)
    for tranche in winner.tranches.exclude(state="RECEIVED").order_by("stage"):
        funding.pass_node(cast, winner, tranche.milestone.number)
        funding.received(cast, winner, tranche.stage)
    for milestone in winner.milestones.exclude(state__in=["PASSED", "CANCELLED"]).order_by("number"):
        funding.pass_node(cast, winner, milestone.number)
    lane = Race.objects.get().lanes.get(project=winner)
    project_actions.win_lane(lane=lane, note="另一赛道已淘汰。", by=cast.officer)
    applicant, _admin = funding.side_of(cast, winner)
    actions.record_sub_transfer(
        project=winner, organization=winner.consortium.memberships.exclude(organization=winner.lead).first().organization,
        amount_fen=50 * WAN, transferred_on=clock.today(), by=applicant,
    )  # fmt: skip
    report = actions.report_expenditure(
        project=winner, organization=winner.lead, period_from=winner.starts_on, period_to=clock.today(),
        lines=[{"source": "FISCAL", "category": "OPERATION", "amount_fen": 190 * WAN}], by=applicant,
    )  # fmt: skip
    actions.verify_expenditure(report=report, by=cast.finance)
    winner = funding.project_of(winner.bid)
    project_actions.apply_acceptance(
        project=winner,
        science_report_number="KJ-1",
        outcome_registration_number="CG-1",
        audit_report_number="SJ-1",
        by=applicant,
    )
    assert refused(
        project_actions.conclude_acceptance, project=winner, conclusion="PASSED", opinion="通过。", by=cast.officer
    )
    winner = projects.evaluated_project(cast, winner, when=clock.now())
    project_actions.conclude_acceptance(
        project=winner, conclusion="PASSED", opinion="达到任务书指标。", by=cast.officer
    )
    project_actions.close_project(project=funding.project_of(winner.bid), balance_treatment="RETAINED", by=cast.officer)
    return funding.project_of(winner.bid)


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


#: done to the tables while every trigger sleeps, as only a superuser can -> the command that names it
PLANTED = [
    ("UPDATE funding_transfer SET amount_fen = amount_fen + 1 WHERE code = 'PAY'", ("check_books", "verify_audit")),
    ("DELETE FROM core_event WHERE verb = 'tranche.pay'", ("verify_audit",)),
    ("UPDATE reviews_score SET value = value - 1", ("verify_audit",)),
    ("UPDATE funding_decision SET fiscal_fen = fiscal_fen + 1 WHERE result = 'RACE'", ("check_books", "verify_audit")),
    ("UPDATE projects_milestone SET state = 'FAILED' WHERE state = 'PASSED'", ("verify_audit",)),
]


def check_faults(winner) -> None:
    """What the tables refuse to everybody, and what the two commands name when somebody gets past the triggers."""
    for statement in (PLANTED[0][0], PLANTED[1][0], PLANTED[2][0], "DELETE FROM funding_transfer"):
        with pytest.raises(DatabaseError), transaction.atomic():
            run(statement)
    for statement, commands in PLANTED:
        for command in commands:
            with transaction.atomic():
                run("SET LOCAL session_replication_role = replica")
                run(statement)
                run("SET LOCAL session_replication_role = DEFAULT")
                with pytest.raises(CommandError):
                    call_command(command)
                transaction.set_rollback(True)
    tranche = winner.tranches.get(stage=1)
    again = {"tranche": tranche, "voucher_number": "PZ-另一张", "by": make_cast().finance}
    assert refused(actions.pay_tranche, **again) == "wrong_state"
    assert Transfer.objects.filter(tranche=tranche, code="PAY").count() == 1


def test_from_a_need_to_the_archive(transactional_db):
    clock.move(to=DAY)
    cast = make_cast()
    challenge = need_to_list(cast)
    three_sealed_bids(cast, challenge)
    bids = review(cast, challenge)
    winner, loser = award(cast, bids)
    assert funding.fresh(challenge).state == "RACING"
    first_round(cast, winner, loser)
    winner = finish(cast, winner)
    assert (winner.state, funding.project_of(loser.bid).state) == ("CLOSED", "CLOSED")
    assert Race.objects.get().state == "ENDED"
    assert Decision.objects.count() == 3
    assert Score.objects.exists()
    assert Event.objects.filter(verb="project.close").count() == 2
    call_command("check_books")
    call_command("seal_audit")
    call_command("verify_audit")
    check_faults(winner)
    call_command("check_books")
    call_command("verify_audit")
