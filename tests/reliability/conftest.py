"""Programs of a test end with it; their queue is one of its own. Long stories are told once a file."""

import pytest

from tests import database
from tests.reliability import programs


@pytest.fixture
def running(transactional_db):
    """A list: every program put into it is ended after the test, before the tables are emptied."""
    programs.flush_redis()
    with programs.ended([]) as started:
        yield started
    programs.flush_redis()


@pytest.fixture(scope="module")
def committed(django_db_setup, django_db_blocker):
    """The database for a whole file: what its stories commit stays until the last of its tests. Its tests are
    marked `django_db`: what each of them does is rolled back."""
    with django_db_blocker.unblock():
        database.empty()
        yield
        database.empty()
