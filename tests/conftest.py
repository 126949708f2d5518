"""Fixtures that every app uses. The servers of the run: tests/servers.py."""

import gc
import shutil
import threading

import pytest

from config import celery  # noqa: F401 - a task that a test sends finds the broker of the run
from tests import database


def pytest_collection_modifyitems(items):
    """Files with long tests first: a long one that begins last keeps one core waiting."""
    long = {
        item.path for item in items if any(item.get_closest_marker(name) for name in ("slow", "browser", "servers"))
    }
    items.sort(key=lambda item: item.path not in long)


def pytest_collection_finish():
    """What is imported by now stays to the end of the run: the garbage collector need not walk over it again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """After pytest-django's own set-up: the installation's row and a fast way to empty the tables."""
    with django_db_blocker.unblock():
        database.mark_as_test()
    database.patch_teardown()


@pytest.fixture(scope="module")
def committed(django_db_setup, django_db_blocker):
    """The database for a whole file: what its stories commit stays until the last of its tests. Its tests are
    marked `django_db`: what each of them does is rolled back."""
    with django_db_blocker.unblock():
        database.empty()
        yield
        database.empty()


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The Chromium of this machine; playwright's own download is not used."""
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        found = shutil.which(name)
        if found:
            return found
    pytest.fail("No Chromium found; install it (Debian, Ubuntu: apt-get install chromium) or google-chrome.")


@pytest.fixture
def run_in_threads(transactional_db):
    """`run_in_threads(n, fn)` calls fn(0) … fn(n-1) at the same moment, each on a database connection of its own.

    Answers a list in the order of the numbers; an exception stands in the place of a result.
    """
    from django.db import connections

    def run(count: int, function, *, timeout: float = 60):
        gate = threading.Barrier(count)
        results: list = [None] * count

        def body(number: int) -> None:
            try:
                gate.wait(timeout)
                results[number] = function(number)
            except Exception as error:
                results[number] = error
            finally:
                connections.close_all()

        threads = [threading.Thread(target=body, args=(number,), daemon=True) for number in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout)
        stuck = [number for number, thread in enumerate(threads) if thread.is_alive()]
        assert not stuck, f"threads {stuck} did not end in {timeout} s"
        return results

    return run
