"""Challenges from draft to closed: works, refused, repeated."""


import pytest

from accounts.queries import system_user
from challenges.enums import ChallengeState
from core import events
from tests.stories import challenges as stories
from tests.stories.cast import cast as make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db):
    return make_cast()


def test_a_challenge_goes_from_draft_to_closed(cast):
    challenge = stories.closed_challenge(cast)
    assert challenge.state == ChallengeState.CLOSED
    assert challenge.closed_by == system_user()
    assert challenge.code == f"{challenge.batch.year}-ZY-01"
    assert challenge.batch.state == "CLOSED"
    steps = [event.verb for event in events.of(challenge)]
    assert steps[:3] == ["challenge.close", "challenge.open", "challenge.publish"]
