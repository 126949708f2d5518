"""What the tests of review share: scenes told once a module, in a transaction that every test only branches from."""

import contextlib

import pytest
from django.db import transaction

from challenges.models import Challenge
from tests.stories import reviews as stories
from tests.stories.cast import cast as make_cast

SCENES = ("reviewed_scene", "scoring_scene", "locked_scene")


def pytest_collection_modifyitems(items):
    """A later scene goes on from the one before: within a module its tests come after."""
    order = {item.nodeid: number for number, item in enumerate(items)}
    modules = {}
    for item in items:
        modules.setdefault(item.module.__name__, len(modules))
    items.sort(
        key=lambda item: (
            modules[item.module.__name__],
            max((SCENES.index(name) + 1 for name in item.fixturenames if name in SCENES), default=0)
            if item.module.__name__.startswith("tests.reviews.")
            else 0,
            order[item.nodeid],
        )
    )


@contextlib.contextmanager
def told(blocker, story):
    """Tell a story inside a transaction that lasts as long as the module; each test's own transaction lies within it."""
    with blocker.unblock(), transaction.atomic():
        yield story().pk
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def reviewed_scene(django_db_setup, django_db_blocker):
    def story():
        cast = make_cast()
        stories.pool(cast)
        return stories.reviewed_challenge(cast)

    with told(django_db_blocker, story) as pk:
        yield pk


@pytest.fixture(scope="module")
def scoring_scene(reviewed_scene, django_db_blocker):
    def story():
        return stories.scoring_panel(make_cast(), Challenge.objects.get(pk=reviewed_scene))

    with told(django_db_blocker, story) as pk:
        yield pk


@pytest.fixture(scope="module")
def locked_scene(scoring_scene, django_db_blocker):
    def story():
        cast = make_cast()
        panel = stories.score_all(cast, stories.fresh(scoring_scene))
        return stories.actions.lock_panel(panel=panel, by=cast.officer)

    with told(django_db_blocker, story) as pk:
        yield pk


@pytest.fixture
def cast(reviewed_scene, db):
    return make_cast()


@pytest.fixture
def challenge(reviewed_scene, cast):
    """UNDER_REVIEW with three eligible bids."""
    return Challenge.objects.select_related("batch__rule_set", "batch__programme").get(pk=reviewed_scene)


@pytest.fixture
def scoring(scoring_scene, cast):
    """A panel that scores."""
    return stories.fresh(scoring_scene)


@pytest.fixture
def locked(locked_scene, cast):
    """A panel whose ranking is fixed: 1, 2, 3."""
    return stories.fresh(locked_scene)
