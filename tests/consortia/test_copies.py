"""The copy of a sealed bid where the web process may not read keys: a worker makes it, for the asker's browser alone."""

from datetime import timedelta

import pytest
from django.urls import reverse

from consortia import actions, queries
from consortia import sealing as sealed
from core import clock, delivery, sealing
from core.errors import Forbidden, Refused
from core.models import Event, Outbox
from tests.stories import consortia as stories


@pytest.fixture
def bid(cast, challenge):
    return stories.submitted_bid(cast, challenge)


def work(settings, at=None):
    """What the worker does: it alone reads keys."""
    settings.KEYSTORE_READER = True
    delivery.deliver_due(at=at or clock.now())
    settings.KEYSTORE_READER = False


@pytest.fixture(autouse=True)
def web(settings, bid):
    settings.KEYSTORE_READER = False


def page(bid) -> str:
    return reverse("consortia:copy", args=[bid.pk])


def test_the_asker_is_told_when_the_copy_is_ready_and_takes_the_sealed_bytes(client, cast, bid, settings):
    client.force_login(cast.applicant)
    assert "申请密封副本" in client.get(page(bid)).content.decode()
    assert client.post(page(bid)).url == page(bid)
    assert "正在制作" in client.get(page(bid)).content.decode()
    assert client.post(page(bid)).url == page(bid)  # pressed again: the same request
    assert Outbox.objects.filter(kind="copy").count() == 1
    work(settings)
    assert "已就绪" in client.get(page(bid)).content.decode()
    taken = client.post(page(bid))
    assert queries.matches_receipt(taken.content).what == "CONTENT"
    assert (taken["Cache-Control"], taken["Content-Type"].split(";")[0]) == ("no-store", "application/json")
    verbs = Event.objects.filter(object_id=bid.pk, verb__in=["bid.ask_copy", "bid.copy"]).order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["bid.ask_copy", "bid.copy"]


def test_the_key_lies_in_the_askers_browser_and_nowhere_else(client, cast, bid, settings):
    client.force_login(cast.applicant)
    client.post(page(bid))
    cookie = client.cookies["bid_copy_key"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", page(bid))
    work(settings)
    row = Outbox.objects.get(kind="copy")
    assert cookie.value not in str(row.payload)
    kept = sealed.kept_copy(bytes.fromhex(cookie.value))
    assert b"sections" not in bytes(kept.data)
    with pytest.raises(sealing.SealBroken):
        sealed.open_copy(bid, kept, b"\1" * 32)


def test_only_the_consortiums_own_people_ask(client, cast, bid):
    for user in (cast.officer, cast.rival_applicant):
        with pytest.raises(Forbidden) as refused:
            actions.ask_for_copy(bid=bid, by=user)
        assert refused.value.sensitive
    client.force_login(cast.rival_applicant)
    assert client.get(page(bid)).status_code == 404
    key = actions.ask_for_copy(bid=bid, by=cast.member)
    with pytest.raises(Refused) as early:
        actions.take_copy(bid=bid, key=key, by=cast.member)
    assert early.value.code == "copy_not_ready"


def test_a_request_that_is_stale_or_overtaken_makes_nothing(cast, bid, settings):
    key = actions.ask_for_copy(bid=bid, by=cast.applicant)
    work(settings, clock.now() + timedelta(hours=2))
    assert sealed.kept_copy(key) is None
    again = actions.ask_for_copy(bid=bid, by=cast.applicant)
    type(bid).objects.filter(pk=bid.pk).update(version=bid.version + 1)
    work(settings)
    assert sealed.kept_copy(again) is None


def test_a_process_with_the_keys_answers_at_once(client, cast, bid, settings):
    settings.KEYSTORE_READER = True
    client.force_login(cast.applicant)
    assert queries.matches_receipt(client.post(page(bid)).content).what == "CONTENT"
    assert not Outbox.objects.filter(kind="copy").exists()
