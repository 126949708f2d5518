"""kill -9 of the web server in the middle of a submission: all of it is there or nothing, and a retry has one effect.

The middle is made certain: the test holds a table that the request writes last, waits until the request stands before
it, and kills then. A second killing strikes after the commit and before the answer.
"""

import threading
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from accounts.models import Person
from consortia.models import Bid, BidSection, Envelope, SubmissionReceipt
from core import audit
from core.models import Event, IdempotencyKey
from tests.reliability import programs
from tests.reliability.visitor import Form, Visitor
from tests.stories import challenges as challenge_stories
from tests.stories import consortia as consortia_stories
from tests.stories.cast import cast as make_cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.servers, pytest.mark.slow]


@pytest.fixture
def web(running, tmp_path):
    site = programs.Web(tmp_path)
    running.append(site)
    return site


def answer_of(visitor: Visitor, form: Form, typed: dict) -> tuple[threading.Thread, list]:
    """Send in a thread; the list gets the answer, or the error of a connection that broke."""
    got: list = []

    def body() -> None:
        try:
            got.append(visitor.send(form, **typed))
        except OSError as error:
            got.append(error)

    thread = threading.Thread(target=body, daemon=True)
    thread.start()
    return thread, got


@contextmanager
def held(table: str):
    """Nobody writes this table while the test holds it. The lock ends with a rollback."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
        yield


def somebody_waits_for(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = %s::regclass", [table])
        return cursor.fetchone()[0] > 0


def killed_before_writing(web, visitor: Visitor, form: Form, typed: dict, *, table: str) -> None:
    """The request has written everything that comes before `table` when its server dies."""
    with held(table):
        thread, got = answer_of(visitor, form, typed)
        programs.until(lambda: somebody_waits_for(table), f"the request stands before {table}", 30)
        web.kill()
        thread.join(30)
    assert isinstance(got[0], OSError), f"the client was answered: {got}"
    # The server's transaction is still waiting in PostgreSQL until it finds that nobody listens.
    programs.until(lambda: not backends_of_the_dead(), "its transaction has ended", 10)


def killed_after_the_commit(web, visitor: Visitor, form: Form, typed: dict, *, done) -> None:
    """The effect is there, the answer is lost."""
    thread, _got = answer_of(visitor, form, typed)
    programs.until(done, "the submission is committed", 30, pause=0.002)
    web.kill()
    thread.join(30)


def backends_of_the_dead() -> int:
    """Transactions on this database that are not this connection's."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND xact_start IS NOT NULL AND backend_type = 'client backend'"
        )
        return cursor.fetchone()[0]


def test_a_plain_form_is_done_wholly_or_not_at_all(web):
    cast = make_cast()
    web.start()
    visitor = Visitor(web.address).sign_in("unitadmin")
    page = f"/organizations/{cast.lead.pk}/people/new/"
    form, typed = visitor.form(page, holds="name"), {"name": "新来人", "identity_kind": "RESIDENT"}
    events = Event.objects.count()
    killed_before_writing(web, visitor, form, typed, table="core_event")
    assert not Person.objects.filter(name="新来人").exists()
    assert not IdempotencyKey.objects.exists()
    assert Event.objects.count() == events

    web.start()
    killed_after_the_commit(web, visitor, form, typed, done=lambda: Person.objects.filter(name="新来人").exists())
    web.start()
    status, _address = visitor.send(form, **typed)
    assert status == 200
    assert visitor.send(form, **typed)[0] == 200
    person = Person.objects.get(name="新来人")
    assert Event.objects.filter(object_type="accounts.person", object_id=person.pk).count() == 1
    assert IdempotencyKey.objects.count() == 1
    assert visitor.send(form, **(typed | {"name": "另一人"}))[0] == 409, "the same key with another body"
    assert not Person.objects.filter(name="另一人").exists()


def sealed_state(bid: Bid) -> dict:
    """Everything that one submission writes."""
    return {
        "state": Bid.objects.values_list("state", flat=True).get(pk=bid.pk),
        "sections": BidSection.objects.filter(bid=bid).count(),
        "envelopes": Envelope.objects.filter(bid=bid).count(),
        "receipts": SubmissionReceipt.objects.filter(bid=bid).count(),
        "events": Event.objects.filter(verb="bid.submit").count(),
        "keys": IdempotencyKey.objects.count(),
    }


@pytest.mark.parametrize("table", ["consortia_envelope", "core_outbox"])
def test_a_sealed_bid_is_there_wholly_or_not_at_all(web, table):
    """Killed after its first row or before its last, then after its commit; the retry ends with one bid."""
    cast = make_cast()
    challenge = challenge_stories.open_challenge(cast)
    bid = consortia_stories.bid_at_unit(cast, challenge)
    web.start()
    visitor = Visitor(web.address).sign_in("unitadmin")
    form, typed = visitor.form(f"/bids/{bid.pk}/", action="do/submit/"), {"sure": "on"}
    before = sealed_state(bid)
    assert before | {"state": "UNIT_REVIEW", "envelopes": 0, "receipts": 0, "events": 0, "keys": 0} == before
    assert before["sections"] > 0
    killed_before_writing(web, visitor, form, typed, table=table)
    assert sealed_state(bid) == before, "a part of the submission is there, or the draft is gone"

    web.start()
    killed_after_the_commit(web, visitor, form, typed, done=lambda: SubmissionReceipt.objects.filter(bid=bid).exists())
    after = {"state": "SUBMITTED", "sections": 0, "envelopes": 2, "receipts": 1, "events": 1, "keys": 1}
    assert sealed_state(bid) == after
    number = SubmissionReceipt.objects.get().number
    web.start()
    for _again in range(2):
        status, address = visitor.send(form, **typed)
        assert status == 200
        assert number in visitor.get(f"/receipts/{number}/"), address
    assert sealed_state(bid) == after
    audit.seal()
    assert audit.verify() == []
