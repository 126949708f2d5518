"""Recusal: every reason is found by query and named; a recused expert loses everything at once (R-REV-04, R-REV-05, R11)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts import actions as accounts
from accounts.models import Employment
from challenges.models import AdvisoryCommittee, CommitteeMember
from consortia.models import Membership, TeamMember
from core import clock, tasks
from core.errors import Forbidden, Refused
from core.lifecycle import advance, begin
from core.models import Message
from core.permissions import allows
from reviews import actions, queries, rules
from reviews.models import ScoreSheet, Seat
from tests.stories import challenges
from tests.stories import reviews as stories
from tests.stories.cast import another_person


def kinds(expert, challenge) -> list[str]:
    return [reason.kind for reason in queries.conflicts(expert, challenge)]


@pytest.fixture
def expert(cast):
    return stories.pool(cast)[0]


def employ(person, organization, *, until_days_ago: int) -> Employment:
    today = clock.today()
    ended = today - timedelta(days=until_days_ago)
    return Employment.objects.create(
        person=person, organization=organization, started_on=ended - timedelta(days=900), ended_on=ended
    )


def test_an_expert_without_any_tie_has_no_reason(cast, challenge, expert):
    assert queries.conflicts(expert, challenge) == []


def test_same_unit_as_any_member_of_any_bid(cast, challenge):
    person = another_person(cast.rival_institute, "季新", by=cast.sysadmin)
    expert = actions.admit_expert(person=person, kind="TECHNOLOGY", specialties=[], by=cast.officer)
    (reason,) = queries.conflicts(expert, challenge)
    assert reason.kind == "EMPLOYER"
    assert cast.rival_institute.name in reason.text


@pytest.mark.parametrize(("days_ago", "expected"), [(3 * 365 - 10, ["EMPLOYER"]), (3 * 366 + 10, [])])
def test_past_employment_counts_for_three_years(cast, challenge, expert, days_ago, expected):
    employ(expert.person, cast.university, until_days_ago=days_ago)
    assert kinds(expert, challenge) == expected


def test_the_look_back_is_the_rule_sets(cast, expert):
    challenge = stories.reviewed_challenge(cast, rules={"recusal_years": 5})
    employ(expert.person, cast.university, until_days_ago=4 * 365)
    assert kinds(expert, challenge) == ["EMPLOYER"]


def test_on_the_team_of_a_bid(cast, challenge, expert):
    bid = challenge.bids.first()
    TeamMember.objects.create(bid=bid, person=expert.person, organization=cast.lead, role="CORE")
    assert kinds(expert, challenge) == ["TEAM"]


def test_leader_of_a_bid(cast, challenge):
    expert = actions.admit_expert(person=cast.applicant.person, kind="INDUSTRY", specialties=[], by=cast.officer)
    assert set(kinds(expert, challenge)) == {"EMPLOYER", "TEAM"}


@pytest.mark.parametrize("kind", ["KINSHIP", "COOPERATION", "INTEREST"])
def test_declared_interest_in_a_unit_or_a_person_of_a_bid(cast, challenge, kind):
    first, second, third = stories.pool(cast)[:3]
    actions.declare_conflict(expert=first, kind=kind, organization=cast.rival, by=cast.experts[0])
    actions.declare_conflict(expert=second, kind=kind, person=cast.applicant.person, by=cast.experts[1])
    actions.declare_conflict(expert=third, kind=kind, organization=cast.user_unit, by=cast.experts[2])
    assert [kinds(one, challenge) for one in (first, second, third)] == [[kind], [kind], []]


def test_a_declared_interest_ends_with_its_last_day(cast, challenge, expert):
    yesterday = clock.today() - timedelta(days=1)
    actions.declare_conflict(
        expert=expert, kind="COOPERATION", organization=cast.lead, until=yesterday, by=cast.officer
    )
    assert kinds(expert, challenge) == []


def test_a_unit_may_ask_for_three_experts_and_no_more(cast, challenge):
    experts = stories.pool(cast)
    actions.record_recusal_request(
        challenge=challenge, organization=cast.lead, experts=experts[:3], note="存在竞争关系。", by=cast.officer
    )
    assert kinds(experts[0], challenge) == ["REQUEST"]
    assert cast.lead.name in queries.conflicts(experts[0], challenge)[0].text
    with pytest.raises(Refused) as refusal:
        actions.record_recusal_request(
            challenge=challenge, organization=cast.lead, experts=experts[3:4], note="存在竞争关系。", by=cast.officer
        )
    assert refusal.value.code == "too_many_requests"
    with pytest.raises(Refused) as refusal:
        actions.record_recusal_request(
            challenge=challenge,
            organization=cast.user_unit,
            experts=experts[3:4],
            note="存在竞争关系。",
            by=cast.officer,
        )
    assert refusal.value.code == "not_a_bidder"


def test_a_request_for_one_challenge_does_not_touch_another(cast, challenge, expert):
    actions.record_recusal_request(
        challenge=challenge, organization=cast.lead, experts=[expert], note="竞争。", by=cast.officer
    )
    other = challenges.drafted_challenge(cast, batch=challenge.batch, title="另一榜单")
    assert kinds(expert, other) == []


def test_who_refined_the_challenge_recuses_when_the_own_unit_was_asked_into_a_bid(cast):
    first, second = stories.pool(cast)[:2]
    challenge = stories.reviewed_challenge(cast, participants=[first.person, second.person])
    consortium = challenge.bids.first().consortium
    unit = first.person.organization
    membership = begin(
        Membership,
        by=cast.applicant,
        consortium=consortium,
        organization=unit,
        kind_at_signing=unit.kind,
        is_local_at_signing=False,
    )
    advance(membership, "refuse", by=cast.unitadmin)
    assert kinds(first, challenge) == ["COMMITTEE"]
    assert kinds(second, challenge) == []
    assert queries.disclosures(challenge, [second]) == [second]


def test_a_member_of_the_programmes_committee_counts_as_who_shaped_it(cast, challenge, expert):
    committee = AdvisoryCommittee.objects.create(programme=challenge.batch.programme, name="种业专家咨询委员会")
    CommitteeMember.objects.create(
        committee=committee, person=expert.person, valid_from=clock.today() - timedelta(days=400)
    )
    assert queries.disclosures(challenge, [expert]) == [expert]


def test_a_person_in_force_of_a_finding_is_barred(cast, challenge, expert):
    record = accounts.report_integrity(
        person=expert.person, fact="评审中泄露评审意见。", source="举报核实", by=cast.supervisor
    )
    accounts.investigate_integrity(record=record, by=cast.supervisor)
    accounts.decide_integrity(
        record=record,
        level="SERIOUS",
        years=3,
        decision_document="内科监字〔2022〕1号",
        by=cast.supervisor,
    )
    assert kinds(expert, challenge) == ["BARRED"]


def test_the_number_of_queries_does_not_grow_with_the_experts(cast, challenge, django_assert_max_num_queries):
    experts = list(queries.pool({}))
    assert len(experts) == 15
    with django_assert_max_num_queries(13):
        queries.reasons_by_expert(challenge, experts)


def test_the_secretary_may_not_score(cast, challenge):
    expert = actions.admit_expert(
        person=cast.officer.person
        or accounts.add_person(name="高经办", organization=cast.department, by=cast.sysadmin),
        kind="MANAGEMENT",
        specialties=[],
        by=cast.officer,
    )
    cast.officer.person = expert.person
    cast.officer.save(update_fields=["person"])
    panel = stories.panel(cast, challenge)
    draw = actions.commit_draw(panel=panel, by=cast.officer)
    assert {"expert": expert.pk, "kinds": ["SECRETARY"]}.items() <= draw.exclusions[0].items()
    with pytest.raises(Refused) as refusal:
        actions.pick_manually(panel=panel, expert=expert, reason="熟悉情况。", by=cast.officer)
    assert refusal.value.code in {"draw_committed", "must_recuse"}


def test_excluded_experts_stand_in_the_record_with_their_reasons(cast, challenge, expert):
    employ(expert.person, cast.lead, until_days_ago=100)
    panel = stories.panel(cast, challenge)
    draw = actions.commit_draw(panel=panel, by=cast.officer)
    (excluded,) = draw.exclusions
    assert excluded["expert"] == expert.pk
    assert cast.lead.name in excluded["reasons"][0]
    assert expert.pk not in [row["expert"] for row in draw.candidates]


def test_acceptance_needs_the_declaration_first_and_the_pledge(cast, challenge):
    panel = stories.drawn_panel(cast, challenge)
    actions.invite_seats(panel=panel, by=cast.officer)
    seat = queries.active_seats(panel).first()
    user = stories.user_of(cast, seat)
    with pytest.raises(Refused) as refusal:
        actions.accept_seat(seat=seat, by=user)
    assert refusal.value.code == "declare_first"
    actions.declare_interests(seat=seat, interests=[], by=user)
    with pytest.raises(Refused) as refusal:
        actions.accept_seat(seat=seat, agrees=False, by=user)
    assert refusal.value.code == "pledge_needed"
    seat = actions.accept_seat(seat=seat, by=user)
    assert seat.state == "ACCEPTED"
    assert len(seat.pledge.text_sha256) == 64


def test_a_declaration_that_bites_ends_the_invitation(cast, challenge):
    panel = stories.drawn_panel(cast, challenge)
    actions.invite_seats(panel=panel, by=cast.officer)
    seat = queries.active_seats(panel).first()
    interests = [{"kind": "COOPERATION", "organization": cast.rival, "note": "近三年合作发表论文"}]
    seat = actions.declare_interests(seat=seat, interests=interests, by=stories.user_of(cast, seat))
    assert seat.state == "RECUSED"
    assert seat.recusal_kind == "COOPERATION"
    assert cast.rival.name in seat.recusal_reason


def test_nobody_answers_for_another_expert(cast, challenge):
    panel = stories.drawn_panel(cast, challenge)
    actions.invite_seats(panel=panel, by=cast.officer)
    first, second = queries.active_seats(panel)[:2]
    with pytest.raises(Forbidden):
        actions.declare_interests(seat=first, interests=[], by=stories.user_of(cast, second))


def test_recusal_after_scoring_takes_access_at_once_and_voids_the_scores_visibly(cast, scoring):
    panel = stories.score_all(cast, scoring)
    seat = stories.sitting(panel)[1]
    user, bid = stories.user_of(cast, seat), stories.bids_of(panel)[0]
    before = panel.panel_bids.get(bid=bid)
    sheet = ScoreSheet.objects.get(seat=seat, bid=bid)
    assert rules.see_material(user, seat) is None
    actions.recuse_seat(seat=seat, kind="KINSHIP", reason="与1号方案负责人有亲属关系。", by=user)
    seat.refresh_from_db()
    assert seat.state == "RECUSED"
    for ask in (rules.see_material, rules.see_seat, rules.score, rules.vote, rules.assess):
        assert ask(user, seat) is not None
    assert rules.see_sheet(user, sheet) is not None
    assert rules.see_ranking(user, stories.fresh(panel)) is not None
    assert not queries.seats_for(user).exists()
    after = panel.panel_bids.get(bid=bid)
    assert after.score_count == before.score_count - 1
    assert after.score_sum == before.score_sum - sheet.total_hundredths
    line = next(line for line in queries.ranking(panel) if line.bid == bid)
    assert [one.pk for one in line.voided] == [sheet.pk]
    with pytest.raises(Forbidden):
        actions.save_sheet(seat=seat, bid=bid, values={}, by=user)


def test_an_interest_declared_later_empties_the_seat_at_once(cast, scoring):
    panel = scoring
    seat = stories.sitting(panel)[0]
    actions.declare_conflict(expert=seat.expert, kind="INTEREST", organization=cast.third, by=cast.supervisor)
    assert Seat.objects.get(pk=seat.pk).state == "RECUSED"
    assert stories.fresh(panel).chair is None  # the first seat was the chair


def test_the_sweep_finds_a_conflict_that_came_up_later_and_runs_twice_harmlessly(cast, scoring):
    panel = scoring
    seat = stories.sitting(panel)[2]
    employ(seat.expert.person, cast.rival, until_days_ago=30)
    assert [left.pk for left in actions.recheck_panels(by=cast.system)] == [seat.pk]
    assert actions.recheck_panels(by=cast.system) == []


def test_recusal_after_the_lock_computes_the_ranking_again(cast, locked):
    panel = locked
    seat, bid = stories.sitting(panel)[0], stories.bids_of(panel)[0]
    before = panel.panel_bids.get(bid=bid).result_hundredths
    actions.recuse_seat(seat=seat, kind="OTHER", reason="与参评单位有私下接触。", by=cast.supervisor)
    after = panel.panel_bids.get(bid=bid)
    assert after.score_count == 6
    assert after.result_hundredths != before


def test_no_recusal_after_the_report(cast, locked):
    panel = stories.report(cast, locked)
    with pytest.raises(Refused):
        actions.recuse_seat(seat=stories.sitting(panel)[0], kind="OTHER", reason="有接触。", by=cast.supervisor)


def test_a_second_account_that_an_employer_opened_is_no_expert(cast, scoring):
    """Whoever opens an account knows its password: the bids of the others stay closed to the expert's employer."""
    seat = stories.sitting(scoring)[0]
    person, own = seat.expert.person, stories.user_of(cast, seat)
    boss = accounts.add_user(
        username="employer", name="管理员", organization=person.organization, roles=("UNIT_ADMIN",), by=cast.sysadmin
    )
    planted = accounts.add_user(username="planted", person=person, roles=("APPLICANT",), by=boss)
    for ask in (rules.see_seat, rules.see_material, rules.score, rules.recuse_seat):
        assert allows(ask, own, seat)
        assert not allows(ask, planted, seat)
    assert not allows(rules.declare_conflict, planted, seat.expert)
    assert (queries.seats_for(planted).count(), queries.seat_of(planted, scoring)) == (0, None)
    client = Client()
    client.force_login(planted)
    bid = stories.bids_of(scoring)[0]
    for name, args in (("seat", [seat.pk]), ("material", [seat.pk, bid.pk]), ("expert", [seat.expert_id])):
        assert client.get(reverse(f"reviews:{name}", args=args)).status_code == 404, name
    Message.objects.all().delete()
    actions.recuse_seat(seat=seat, kind="OTHER", reason="本人申请", by=own)
    tasks.deliver_outbox()
    assert not Message.objects.filter(recipient_id=planted.pk).exists()
