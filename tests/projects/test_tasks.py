"""Each task calls its sweep; each sweep twice gives the same."""

from datetime import timedelta

import pytest

from core import clock, deadlines, delivery, events, reminders
from core.models import Message
from core.working_days import end_of_day
from projects import actions, tasks
from projects.models import LaneStanding, Milestone, RaceRound
from tests.stories import projects as story
from tests.stories.cast import cast as make_cast


def test_tasks_twice(cast):
    story.race(cast)
    late = story.bare_project(cast, story.bare_challenge(cast, code="2022-ZY-09"), lane=3)
    clock.move(to=story.at(2024, 9, 1, 9, 0))
    first = (tasks.open_due_rounds(), tasks.fall_due_milestones(), tasks.compute_due_rounds(), tasks.lapse_due())
    second = (tasks.open_due_rounds(), tasks.fall_due_milestones(), tasks.compute_due_rounds(), tasks.lapse_due())
    assert (first, second) == ((2, 4, 2, 1), (0, 0, 0, 0))
    assert LaneStanding.objects.count() == 4
    assert set(RaceRound.objects.values_list("state", flat=True)) == {"COMPUTED"}
    assert set(Milestone.objects.exclude(project=late).values_list("state", flat=True)) == {"OVERDUE", "PLANNED"}


def test_a_failing_row_does_not_stop_the_sweep(cast, monkeypatch):
    from projects.actions import rounds

    one = story.race(cast)
    real = rounds.advance

    def failing(row, step, **options):
        if step == "open" and row.number == 1:
            raise RuntimeError("planted")
        return real(row, step, **options)

    monkeypatch.setattr(rounds, "advance", failing)
    clock.move(to=story.at(2024, 9, 1, 9, 0))
    assert tasks.open_due_rounds() == 1
    assert list(one.rounds.order_by("number").values_list("state", flat=True)) == ["PLANNED", "OPEN"]


@pytest.mark.django_db(transaction=True)
def test_numbers_stay_without_gaps_when_made_at_once(run_in_threads):
    cast = make_cast()
    challenge = story.bare_challenge(cast)
    bids = [story.bare_bid(cast, challenge, **story.side(cast, lane)) for lane in (1, 2, 3)]
    resolution = story.bare_resolution(cast, "AWARD")
    options = {"fiscal_fen": 1, "self_fen": 2, "starts_on": story.STARTS_ON, "ends_on": story.ENDS_ON}

    def make(number):
        return actions.create_project(
            bid=bids[number], resolution=resolution, by=cast.officer, at=story.START, **options
        )

    made = run_in_threads(3, make)
    assert sorted(project.code for project in made) == ["2022JBGS0001", "2022JBGS0002", "2022JBGS0003"]


@pytest.mark.django_db(transaction=True)
def test_eight_sweepers_open_a_round_once(run_in_threads):
    cast = make_cast()
    race = story.race(cast)
    opened = run_in_threads(8, lambda _: actions.open_due_rounds(by=cast.system, at=story.at(2023, 8, 1, 0, 0)))
    assert sum(opened) == 1
    assert events.of(race.rounds.get(number=1)).filter(verb="raceround.open").count() == 1


def test_the_end_user_is_warned_of_the_evaluation_and_the_office_when_it_is_late(cast):
    project = story.finished_project(cast)
    last = clock.local(story.DONE).date() + timedelta(days=30)
    assert project.evaluate_by_on == last

    def warned(at):
        reminders.plan(at=at)
        for _twice in range(2):
            delivery.deliver_due(at=at)
        rows = Message.objects.filter(key__contains="projects.evaluation").order_by("pk")
        return [(row.key.split(":")[2], row.key.rpartition(":")[2], row.recipient_id) for row in rows]

    end = end_of_day(last)
    week, late = end - timedelta(days=7), end + timedelta(days=1)
    assert warned(week) == [("projects.evaluation", "7d", cast.enduser.pk)]
    heard = warned(late)[1:]
    assert {(kind, mark) for kind, mark, _who in heard} == {
        ("projects.evaluation", "after"),
        ("projects.evaluation_late", "after"),
    }
    assert cast.officer.pk in {who for kind, _mark, who in heard if kind == "projects.evaluation_late"}
    story.evaluated_project(cast, project)
    assert not deadlines.by_kind("projects.evaluation").rows().exists()
