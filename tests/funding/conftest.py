"""A story is told once a module, on a fixed day, and every test of the module undoes what it did to it."""

from datetime import datetime

import pytest
from django.db import transaction

from core import clock
from tests.stories.cast import cast as make_cast

DAY = datetime(2022, 3, 1, 9, tzinfo=clock.BEIJING)


@pytest.fixture(scope="module")
def module_db(django_db_setup, django_db_blocker):
    """One transaction for the whole module, undone at its end. Not for tests that need commits."""
    with django_db_blocker.unblock(), transaction.atomic():
        clock.move(to=DAY)
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def told(module_db):
    """The cast; a module tells its story on top of it."""
    return make_cast()


@pytest.fixture
def cast(told, db):
    """`db` undoes what the test did: inside the module's transaction its own is a savepoint."""
    return told
