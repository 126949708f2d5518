"""Milestones, lanes and acceptance before a panel (3.6)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from core.errors import Forbidden, Refused
from projects import actions as project_actions
from projects.models import Milestone
from reviews import actions
from reviews.models import Panel
from reviews.queries.assessments import lane_summary
from tests.stories import projects as projects
from tests.stories import reviews as stories
from tests.stories.cast import cast as make_cast

OPINION = "指标已经第三方测产核实。"


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def panel(cast):
    """Five experts before the first milestone's report."""
    project = projects.running_project(cast)
    milestone = project.milestones.order_by("number").first()
    values = projects.good_values(milestone)
    project_actions.report_milestone(milestone=milestone, report_text="按期完成。", values=values, by=cast.applicant)
    milestone = Milestone.objects.get(pk=milestone.pk)
    return stories.assessing_panel(cast, purpose="MILESTONE", challenge=project.challenge, milestone=milestone)


def assess(cast, panel, verdicts) -> None:
    for seat, verdict in zip(stories.sitting(panel), verdicts, strict=False):
        actions.assess_milestone(
            seat=seat, milestone=panel.milestone, verdict=verdict, opinion=OPINION, by=stories.user_of(cast, seat)
        )


@pytest.mark.parametrize(
    ("verdicts", "state"),
    [
        (("PASS", "PASS", "PASS", "FAIL", "RECTIFY"), "PASSED"),
        (("FAIL", "FAIL", "FAIL", "PASS", "PASS"), "FAILED"),
        (("PASS", "PASS", "FAIL", "FAIL", "RECTIFY"), "RECTIFYING"),
    ],
)
def test_the_majority_of_experts_decides_a_milestone(cast, panel, verdicts, state):
    assess(cast, panel, verdicts)
    by_on = clock.today() + timedelta(days=60)
    actions.conclude_milestone(panel=panel, opinion=OPINION, rectify_by_on=by_on, by=cast.officer)
    assert Milestone.objects.get(pk=panel.milestone_id).state == state
    assert stories.fresh(panel).state == "REPORTED"


def test_a_conclusion_waits_for_every_expert_and_names_them(cast, panel):
    assess(cast, panel, ("PASS",) * 4)
    with pytest.raises(Refused) as refusal:
        actions.conclude_milestone(panel=panel, opinion=OPINION, by=cast.officer)
    assert refusal.value.code == "assessments_missing"
    assert stories.sitting(panel)[4].expert.person.name in refusal.value.sentence


def test_a_recused_expert_assesses_no_more_and_does_not_count(cast, panel):
    assess(cast, panel, ("FAIL", "PASS", "PASS", "PASS", "PASS"))
    seat = stories.sitting(panel)[0]
    user = stories.user_of(cast, seat)
    actions.recuse_seat(seat=seat, kind="INTEREST", reason="持有牵头单位股份。", by=user)
    with pytest.raises(Forbidden):
        actions.assess_milestone(seat=seat, milestone=panel.milestone, verdict="PASS", opinion=OPINION, by=user)
    actions.conclude_milestone(panel=panel, opinion=OPINION, by=cast.officer)
    assert Milestone.objects.get(pk=panel.milestone_id).state == "PASSED"


def test_an_assessment_needs_an_opinion_and_belongs_to_the_panels_milestone(cast, panel):
    seat = stories.sitting(panel)[0]
    user = stories.user_of(cast, seat)
    with pytest.raises(Refused) as refusal:
        actions.assess_milestone(seat=seat, milestone=panel.milestone, verdict="PASS", opinion=" ", by=user)
    assert refusal.value.code == "opinion_needed"
    other = panel.milestone.project.milestones.order_by("-number").first()
    with pytest.raises(Refused) as refusal:
        actions.assess_milestone(seat=seat, milestone=other, verdict="PASS", opinion=OPINION, by=user)
    assert refusal.value.code == "not_before_panel"


def test_the_same_experts_judge_all_lanes_of_a_round(cast):
    race = projects.race(cast)
    round = race.rounds.order_by("number").first()
    when = projects.at(2023, 8, 2)
    project_actions.open_due_rounds(by=cast.system, at=when)
    round.refresh_from_db()
    first, second = race.lanes.order_by("number")
    panel = stories.assessing_panel(cast, purpose="RACE", challenge=race.challenge, race_round=round)
    seats = stories.sitting(panel)
    for number, seat in enumerate(seats):
        user = stories.user_of(cast, seat)
        actions.assess_lane(
            seat=seat, lane=first, round=round, score=80 + number, can_finish=True, opinion=OPINION, by=user
        )
        if number < 4:
            actions.assess_lane(
                seat=seat, lane=second, round=round, score=50, can_finish=number == 0, opinion=OPINION, by=user
            )
    with pytest.raises(Refused) as refusal:
        actions.conclude_round(panel=panel, opinion=OPINION, by=cast.officer)
    assert refusal.value.code == "assessments_missing"
    actions.assess_lane(
        seat=seats[4],
        lane=second,
        round=round,
        score=53,
        can_finish=False,
        opinion=OPINION,
        by=stories.user_of(cast, seats[4]),
    )
    actions.conclude_round(panel=panel, opinion=OPINION, by=cast.officer)
    summary = [(row.lane.number, row.mean_hundredths, row.can_finish_count) for row in lane_summary(panel)]
    assert summary == [(1, 8200, 5), (2, 5060, 1)]
    assert stories.fresh(panel).state == "REPORTED"


def test_an_acceptance_panel_votes_and_its_chair_reports(cast):
    project = projects.finished_project(cast)
    panel = stories.assessing_panel(cast, purpose="ACCEPTANCE", challenge=project.challenge, project=project)
    seats = stories.sitting(panel)
    chair = stories.user_of(cast, panel.chair)
    for seat in seats[:4]:
        actions.cast_vote(seat=seat, bid=project.bid, kind="ACCEPTANCE", choice="FOR", by=stories.user_of(cast, seat))
    with pytest.raises(Refused) as refusal:
        actions.report_panel(panel=panel, text="同意通过验收。", by=chair)
    assert refusal.value.code == "votes_missing"
    actions.cast_vote(
        seat=seats[4], bid=project.bid, kind="ACCEPTANCE", choice="AGAINST", by=stories.user_of(cast, seats[4])
    )
    actions.report_panel(panel=panel, text="同意通过验收。", by=chair)
    assert stories.fresh(panel).state == "REPORTED"


def test_a_panel_for_a_reported_milestone_is_set_up_and_assessed_on_its_pages(cast, client):
    project = projects.running_project(cast)
    milestone = project.milestones.order_by("number").first()
    values = projects.good_values(milestone)
    project_actions.report_milestone(milestone=milestone, report_text="按期完成。", values=values, by=cast.applicant)
    stories.pool(cast)
    client.force_login(cast.officer)
    page = reverse("reviews:challenge", args=[project.challenge.code])
    assert milestone.name in client.get(page).content.decode()
    data = {"subject": f"milestone-{milestone.pk}", "secretary": cast.officer.pk, "size": 5, "form": "MEETING"}
    answer = client.post(f"{page}do/assess/", data)
    assert answer.status_code == 302
    panel = Panel.objects.get()
    assert answer["Location"] == panel.get_absolute_url()
    actions.run_draw(draw=actions.commit_draw(panel=panel, by=cast.officer), by=cast.officer)
    seats = stories.accept_all(cast, panel)
    actions.confirm_panel(panel=panel, chair=seats[0], by=cast.officer)
    actions.start_scoring(panel=stories.fresh(panel), closes_at=clock.now() + timedelta(days=3), by=cast.officer)
    for seat in stories.sitting(panel):
        client.force_login(stories.user_of(cast, seat))
        url = reverse("reviews:assess", args=[seat.pk])
        assert client.get(url).status_code == 200
        assert client.post(url, {"verdict": "PASS", "opinion": ""}).status_code == 422
        assert client.post(url, {"verdict": "PASS", "opinion": OPINION}).status_code == 302
    client.force_login(cast.officer)
    answer = client.post(f"{panel.get_absolute_url()}do/conclude-milestone/", {"opinion": OPINION})
    assert answer.status_code == 302
    assert Milestone.objects.get(pk=milestone.pk).state == "PASSED"
    assert OPINION in client.get(panel.get_absolute_url()).content.decode()


def test_an_expert_judges_each_lane_on_a_page_of_its_own(cast, client):
    race = projects.race(cast)
    round = race.rounds.order_by("number").first()
    project_actions.open_due_rounds(by=cast.system, at=projects.at(2023, 8, 2))
    round.refresh_from_db()
    panel = stories.assessing_panel(cast, purpose="RACE", challenge=race.challenge, race_round=round)
    seat = stories.sitting(panel)[0]
    client.force_login(stories.user_of(cast, seat))
    assert client.get(seat.get_absolute_url()).status_code == 200
    for lane in race.lanes.all():
        url = reverse("reviews:assess-lane", args=[seat.pk, lane.pk])
        assert client.get(url).status_code == 200
        assert client.post(url, {"score": 80, "can_finish": "yes", "opinion": OPINION}).status_code == 302
    assert seat.lane_assessments.count() == 2
