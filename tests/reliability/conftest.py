"""Programs of a test end with it; their queue is one of its own."""

import pytest

from tests.reliability import programs


@pytest.fixture
def running(transactional_db):
    """A list: every program put into it is ended after the test, before the tables are emptied."""
    programs.flush_redis()
    with programs.ended([]) as started:
        yield started
    programs.flush_redis()
