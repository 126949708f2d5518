"""The outbox: written with the change, delivered once, a failing row does not stop the others."""

from datetime import timedelta

import pytest

from core import clock, delivery, outbox
from core.models import Message, Outbox


@pytest.fixture
def recipient(db):
    from accounts.models import User

    return User.objects.create_user("somebody")


def test_a_message_arrives_once_however_often_it_is_put_and_delivered(recipient):
    now = clock.now()
    for _ in range(2):
        outbox.notify(recipient, title="揭榜截止提醒", key="bid:1", at=now)
    assert delivery.deliver_due(at=now) == 1
    assert delivery.deliver_due(at=now) == 0
    assert list(Message.objects.values_list("title", flat=True)) == ["揭榜截止提醒"]


def test_a_row_due_later_waits(recipient):
    now = clock.now()
    outbox.put(kind="message", key="later", payload={}, at=now, due_at=now + timedelta(days=1))
    assert delivery.deliver_due(at=now) == 0


def test_a_failing_row_is_pushed_ahead_and_the_next_goes_out(recipient, monkeypatch):
    now = clock.now()

    def explode(row, at):
        raise RuntimeError("broken")

    monkeypatch.setitem(delivery.HANDLERS, "broken", explode)
    outbox.put(kind="broken", key="first", payload={}, at=now - timedelta(minutes=1))
    outbox.notify(recipient, title="第二条", key="second", at=now)
    assert delivery.deliver_due(at=now) == 1
    broken = Outbox.objects.get(key="first")
    assert (broken.attempt_count, broken.done_at) == (1, None)
    assert broken.next_check_at > now


@pytest.mark.django_db(transaction=True)
def test_four_sweepers_deliver_each_row_once(run_in_threads):
    from accounts.models import User

    user, now = User.objects.create_user("somebody"), clock.now()
    for number in range(40):
        outbox.notify(user, title=str(number), key=str(number), at=now)
    assert sum(run_in_threads(4, lambda number: delivery.deliver_due(at=now))) == 40
    assert Message.objects.count() == 40
