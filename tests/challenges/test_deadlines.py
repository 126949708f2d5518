"""Opening, closing and extending by the database's clock."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from accounts.queries import system_user
from challenges import actions, locks, tasks
from challenges.enums import ChallengeState
from challenges.models import Challenge, PublicNotice
from core import clock
from core.errors import Forbidden, Refused
from core.models import Event
from tests.stories import challenges as stories
from tests.stories.cast import cast as make_cast

SECOND = timedelta(seconds=1)


@pytest.fixture
def cast(db):
    return make_cast()


def test_a_batch_opens_when_its_time_has_come(cast):
    now = clock.now()
    batch = stories.batch(cast, open_at=now + timedelta(days=2), deadline=now + timedelta(days=30))
    challenge = stories.published_challenge(cast, batch=batch)
    assert actions.open_due(by=system_user(), at=challenge.open_at - SECOND) == 0
    assert actions.open_due(by=system_user(), at=challenge.open_at) == 2
    assert actions.open_due(by=system_user(), at=challenge.open_at) == 0
    assert Challenge.objects.get().state == ChallengeState.OPEN


def test_the_deadline_is_exclusive(cast):
    challenge = stories.open_challenge(cast)
    assert actions.close_due(by=system_user(), at=challenge.deadline - SECOND) == 0
    assert actions.close_due(by=system_user(), at=challenge.deadline) == 2
    assert Challenge.objects.get().state == ChallengeState.CLOSED


def test_the_tasks_sweep_twice_with_the_same_result(cast):
    challenge = stories.published_challenge(cast)
    assert (tasks.open_due(), tasks.open_due()) == (2, 0)
    clock.move(to=challenge.deadline)
    assert (tasks.close_due(), tasks.close_due()) == (2, 0)
    assert (tasks.end_due_notices(), tasks.end_due_notices()) == (0, 0)


def test_only_the_system_sweeps(cast):
    for sweep in (actions.open_due, actions.close_due, actions.end_due_notices):
        with pytest.raises(Forbidden):
            sweep(by=cast.publisher)


def test_one_broken_row_does_not_hold_up_the_others(cast, monkeypatch):
    first, second = stories.open_challenges(cast, 2)
    exclude = locks.exclude

    def broken(challenge):
        if challenge.pk == first.pk:
            raise RuntimeError("broken")
        exclude(challenge)

    monkeypatch.setattr(locks, "exclude", broken)
    at = first.deadline
    assert actions.close_due(by=system_user(), at=at) == 1
    states = list(Challenge.objects.order_by("pk").values_list("state", flat=True))
    assert states == [ChallengeState.OPEN, ChallengeState.CLOSED]
    monkeypatch.setattr(locks, "exclude", exclude)
    assert actions.close_due(by=system_user(), at=at) == 0  # pushed behind
    assert actions.close_due(by=system_user(), at=at + timedelta(minutes=5)) == 2


def test_extending_moves_the_deadline_and_tells_the_public(cast):
    challenge = stories.open_challenge(cast)
    later = challenge.deadline + timedelta(days=5)
    actions.extend_deadline(challenge=challenge, deadline=later, reason="应多家单位请求。", by=cast.publisher)
    row = Challenge.objects.get()
    assert (row.deadline, row.next_check_at, row.state) == (later, later, ChallengeState.OPEN)
    notice = PublicNotice.objects.get(kind="CORRECTION")
    assert notice.state == "PUBLISHED"
    assert "应多家单位请求。" in notice.body
    assert actions.close_due(by=system_user(), at=challenge.batch.deadline) == 0
    assert row.batch.state == "OPEN"
    assert actions.close_due(by=system_user(), at=later) == 2


def test_extending_is_refused_from_the_deadline_on(cast):
    challenge = stories.open_challenge(cast)
    at, later = challenge.deadline, challenge.deadline + timedelta(days=1)
    with pytest.raises(Refused) as refused:
        actions.extend_deadline(challenge=challenge, deadline=later, reason="晚了", by=cast.publisher, at=at)
    assert refused.value.code == "deadline_passed"
    actions.extend_deadline(challenge=challenge, deadline=later, reason="来得及", by=cast.publisher, at=at - SECOND)
    assert Challenge.objects.get().deadline == later


def test_a_deadline_does_not_move_back(cast):
    challenge = stories.open_challenge(cast)
    with pytest.raises(Refused) as refused:
        actions.extend_deadline(
            challenge=challenge, deadline=challenge.deadline - SECOND, reason="提前", by=cast.publisher
        )
    assert refused.value.code == "deadline_not_later"


def test_the_author_does_not_extend(cast):
    challenge = stories.open_challenge(cast)
    with pytest.raises(Forbidden):
        actions.extend_deadline(
            challenge=challenge, deadline=challenge.deadline + SECOND, reason="自行延长", by=cast.officer
        )


@pytest.mark.django_db(transaction=True)
def test_closing_waits_for_submissions_under_way(run_in_threads):
    """Who holds the shared lock finishes first; closing sees the world after it."""
    challenge = stories.open_challenge(make_cast())
    order, system = [], system_user()
    held = threading.Event()

    def body(number):
        if number == 0:
            with transaction.atomic():
                locks.share(challenge)
                held.set()
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_sleep(0.5)")
                order.append("submitted")
        else:
            held.wait(10)
            actions.close_due(by=system, at=challenge.deadline)
            order.append("closed")

    results = run_in_threads(2, body)
    assert results == [None, None]
    assert order == ["submitted", "closed"]


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_close_once(run_in_threads):
    challenge = stories.open_challenge(make_cast())
    system = system_user()
    results = run_in_threads(2, lambda number: actions.close_due(by=system, at=challenge.deadline))
    assert all(isinstance(result, int) for result in results), results
    actions.close_due(by=system, at=challenge.deadline)
    assert Event.objects.filter(verb="challenge.close").count() == 1
    assert Event.objects.filter(verb="batch.close").count() == 1


def test_a_lock_outside_a_transaction_is_an_error(cast, transactional_db):
    challenge = stories.drafted_challenge(make_cast())
    with pytest.raises(RuntimeError):
        locks.share(challenge)


def test_midnight_is_written_as_an_exclusive_instant(cast):
    """“6月20日24:00” = 2022-06-21 00:00 (R-TIM-05): one second before it is still in time."""
    deadline = datetime(2022, 6, 21, tzinfo=clock.BEIJING)
    clock.move(to=datetime(2022, 5, 30, 9, tzinfo=clock.BEIJING))
    open_at = datetime(2022, 5, 31, tzinfo=clock.BEIJING)
    challenge = stories.published_challenge(cast, batch=stories.batch(cast, open_at=open_at, deadline=deadline))
    actions.open_due(by=system_user(), at=open_at)
    assert actions.close_due(by=system_user(), at=deadline - SECOND) == 0
    assert actions.close_due(by=system_user(), at=deadline) == 2
    assert challenge.code == "2022-ZY-01"


@pytest.mark.django_db(transaction=True)
def test_two_publishers_at_once_publish_once(run_in_threads):
    cast = make_cast()
    challenge = stories.approved_challenge(cast)
    results = run_in_threads(2, lambda number: actions.publish_batch(batch=challenge.batch, by=cast.publisher))
    refused = [result for result in results if isinstance(result, Refused)]
    assert [result.code for result in refused] == ["wrong_state"]
    assert PublicNotice.objects.count() == 1
