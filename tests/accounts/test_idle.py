"""The end of a session moves on while somebody works, and only then (R-SEC-05)."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from core.idle import IdleTimeoutMiddleware
from tests.stories import cast as stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client):
    client.force_login(stories.cast().officer)
    client.get("/desk/")
    return client


def aged(client, seconds: int) -> Session:
    """The session as it stood that long ago."""
    store = client.session
    store[IdleTimeoutMiddleware.KEY] -= seconds
    store.save()
    row = Session.objects.get(pk=store.session_key)
    Session.objects.filter(pk=row.pk).update(expire_date=row.expire_date - timedelta(seconds=seconds))
    return Session.objects.get(pk=row.pk)


def test_work_moves_the_end_on(signed_in):
    before = aged(signed_in, 25 * 60)
    answer = signed_in.get("/desk/")
    after = Session.objects.get(pk=before.pk)
    assert after.expire_date - before.expire_date > timedelta(minutes=24)
    assert answer.cookies["sessionid"]["max-age"] == 30 * 60, "the browser keeps its cookie as long"


def test_the_session_is_not_written_with_every_request(signed_in):
    before = aged(signed_in, 10)
    assert "sessionid" not in signed_in.get("/desk/").cookies
    assert Session.objects.get(pk=before.pk).expire_date == before.expire_date


def test_half_an_hour_without_work_ends_it(signed_in):
    before = aged(signed_in, 30 * 60 + 1)
    assert before.expire_date < timezone.now()
    assert signed_in.get("/desk/").status_code == 302


def test_a_visitor_gets_no_session(client, db):
    client.get("/")
    assert not Session.objects.exists()
