"""One password tried on many names from one address: slower than the lock, and no office is shut out."""

from datetime import timedelta

import pytest
from axes.models import AccessFailureLog, AccessLog
from django.urls import reverse

from accounts.checks import AT_HOME, MOST_NAMES, WITHIN
from core import clock
from tests.stories.cast import PASSWORD, cast

pytestmark = pytest.mark.django_db

OFFICE, ELSEWHERE = "203.0.113.7", "203.0.113.8"


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def tries(client):
    """`tries("officer", "nonsense")` → the status; from the office unless another address is named."""

    def post(name: str, password: str = "nonsense", address: str = OFFICE):
        body = {"username": name, "password": password}
        answer = client.post(reverse("accounts:login"), body, REMOTE_ADDR=address)
        if answer.status_code == 302:
            client.logout()
        return answer

    return post


def guess(tries, count: int = MOST_NAMES) -> None:
    assert {tries(f"name{number}").status_code for number in range(count)} == {422}


def aged(rows, span: timedelta) -> None:
    rows.update(attempt_time=clock.real() - span)


def test_many_names_from_one_address_are_refused_with_a_sentence(people, tries):
    guess(tries)
    answer = tries("officer", PASSWORD)
    page = answer.content.decode()
    assert answer.status_code == 429
    assert "登录失败的用户名过多" in page
    assert "一小时后再试" in page
    assert 'value="officer"' in page, "the name that was typed stays"
    assert PASSWORD not in page
    assert AccessFailureLog.objects.count() == MOST_NAMES, "what is refused is not counted on"
    assert tries("officer", PASSWORD, address=ELSEWHERE).status_code == 302


def test_one_name_less_is_let_in(people, tries):
    guess(tries, MOST_NAMES - 1)
    assert tries("officer", PASSWORD).status_code == 302


def test_it_ends_by_itself(people, tries):
    guess(tries)
    aged(AccessFailureLog.objects.all(), WITHIN + timedelta(seconds=1))
    assert tries("officer", PASSWORD).status_code == 302


def test_an_office_that_mistypes_and_gets_in_is_never_counted(people, tries):
    names = {row.username for row in [*vars(people).values(), *people.experts] if hasattr(row, "username")} - {"system"}
    assert len(names) > MOST_NAMES
    for name in sorted(names):
        assert tries(name).status_code == 422
        assert tries(name, PASSWORD).status_code == 302


def test_who_is_at_home_here_goes_on(people, tries):
    assert tries("officer", PASSWORD).status_code == 302
    assert tries("finance", PASSWORD).status_code == 302
    aged(AccessLog.objects.filter(username="officer"), AT_HOME - timedelta(days=1))
    aged(AccessLog.objects.filter(username="finance"), AT_HOME + timedelta(days=1))
    guess(tries)
    assert tries("officer", PASSWORD).status_code == 302
    assert tries("finance", PASSWORD).status_code == 429


def test_a_moved_demo_clock_changes_nothing(people, tries):
    """Attempts are of the real day: their window is too."""
    guess(tries)
    clock.move(to=clock.real() + timedelta(days=400))
    assert tries("officer", PASSWORD).status_code == 429
    aged(AccessFailureLog.objects.all(), WITHIN + timedelta(seconds=1))
    clock.move(to=clock.real() - timedelta(days=400))
    assert tries("officer", PASSWORD).status_code == 302


def test_one_name_many_times_is_the_locks_matter(people, tries):
    for _turn in range(5):
        answer = tries("officer")
    assert answer.status_code == 429
    assert "账号已暂时锁定" in answer.content.decode()
    assert tries("finance", PASSWORD).status_code == 302
