"""Each task calls its sweep; each sweep twice gives the same."""

import pytest

from core import clock, events
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
