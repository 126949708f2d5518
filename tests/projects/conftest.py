"""The cast and the rows that most tests of this app begin with."""

import pytest

from tests.stories import projects as story
from tests.stories.cast import cast as make_cast


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def project(cast):
    """Awarded, not yet signed."""
    return story.bare_project(cast)


@pytest.fixture
def running(cast):
    return story.running_project(cast)


@pytest.fixture
def race(cast):
    return story.race(cast)
