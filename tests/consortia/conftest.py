"""An open challenge and the cast, for the tests of consortia and bids."""

import pytest

from tests.stories import challenges as challenge_stories
from tests.stories.cast import cast as make_cast


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def challenge(cast):
    return challenge_stories.open_challenge(cast)
