"""Sittings, resolutions, questions and matchmaking."""

from datetime import date

import pytest

from challenges import actions
from challenges.enums import ResolutionKind, SittingKind
from challenges.models import Question, Resolution
from core import clock
from core.errors import Forbidden, Refused
from tests.stories import challenges as stories
from tests.stories.cast import cast as make_cast


@pytest.fixture
def cast(db):
    return make_cast()


def planned(cast, on=date(2022, 6, 1)):
    return actions.plan_sitting(kind=SittingKind.JOINT, title="联席会议", planned_on=on, by=cast.officer)


def decide(cast, sitting, **votes):
    values = {"votes_for": 5, **votes}
    return actions.pass_resolution(
        sitting=sitting, kind=ResolutionKind.APPROVE_LIST, title="同意", by=cast.officer, **values
    )


def test_resolutions_are_numbered_by_year_without_gaps(cast):
    sitting = actions.hold_sitting(sitting=planned(cast), by=cast.officer)
    later = actions.hold_sitting(sitting=planned(cast, date(2023, 1, 5)), by=cast.officer)
    numbers = [decide(cast, row).number for row in (sitting, sitting, later)]
    assert numbers == ["内科决〔2022〕1号", "内科决〔2022〕2号", "内科决〔2023〕1号"]


def test_a_sitting_that_was_not_held_decides_nothing(cast):
    sitting = planned(cast)
    with pytest.raises(Refused) as refused:
        decide(cast, sitting)
    assert refused.value.code == "sitting_not_held"
    actions.cancel_sitting(sitting=sitting, reason="延期", by=cast.officer)
    with pytest.raises(Refused):
        actions.hold_sitting(sitting=sitting, by=cast.officer)


@pytest.mark.parametrize(("votes_for", "votes_against", "passed"), [(5, 4, True), (4, 4, False), (0, 0, False)])
def test_more_votes_for_than_against_pass(cast, votes_for, votes_against, passed):
    sitting = actions.hold_sitting(sitting=planned(cast), by=cast.officer)
    assert decide(cast, sitting, votes_for=votes_for, votes_against=votes_against).is_passed is passed


@pytest.mark.django_db(transaction=True)
def test_two_resolutions_at_once_get_two_numbers(run_in_threads):
    people = make_cast()
    sittings = [actions.hold_sitting(sitting=planned(people), by=people.officer) for _ in range(2)]
    made = run_in_threads(2, lambda number: decide(people, sittings[number]))
    assert sorted(row.number for row in made) == ["内科决〔2022〕1号", "内科决〔2022〕2号"]
    assert Resolution.objects.count() == 2


def test_an_answer_is_public_once_and_the_asker_is_not_in_its_events(cast):
    challenge = stories.open_challenge(cast)
    question = actions.ask_question(challenge=challenge, text="指标是否含示范面积？", by=cast.rival_applicant)
    with pytest.raises(Forbidden):
        actions.answer_question(question=question, answer="含。", by=cast.officer2)
    actions.answer_question(question=question, answer="含。", by=cast.officer)
    with pytest.raises(Refused) as refused:
        actions.answer_question(question=question, answer="不含。", by=cast.officer)
    assert refused.value.code == "answered"
    assert Question.objects.get().answer == "含。"


def test_questions_end_at_the_deadline(cast):
    challenge = stories.open_challenge(cast)
    with pytest.raises(Refused) as refused:
        actions.ask_question(challenge=challenge, text="还能问吗？", by=cast.applicant, at=challenge.deadline)
    assert refused.value.code == "not_open"


def test_matchmaking_names_the_units_present(cast):
    batch = stories.batch(cast)
    event = actions.record_matchmaking(
        batch=batch,
        title="供需对接会",
        held_on=clock.today(),
        place="呼和浩特",
        organizations=[cast.lead],
        by=cast.officer,
    )
    assert list(event.organizations.all()) == [cast.lead]
