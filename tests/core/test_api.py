"""What every view of the API shares: pages by key, bodies of any shape."""

import base64

import pytest
from django.test import Client

from core.selecting import KEY_DIGITS, key_of, keys_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("place", ["p=abc", "p=%00", "p=-1", "p=1.5", "p=" + "9" * 5000, "r=1&p=²"])
@pytest.mark.parametrize("address", ["/api/v1/challenges/", "/api/v1/consortia/", "/api/v1/results/"])
def test_a_cursor_that_somebody_wrote_is_not_found(address, place):
    answer = Client().get(address, {"cursor": base64.b64encode(place.encode()).decode()})
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_our_own_cursor_is_followed():
    assert Client().get("/api/v1/challenges/", {"cursor": base64.b64encode(b"p=12").decode()}).status_code == 200


@pytest.mark.parametrize("body", ["[" * 200_000, '{"payload":' * 100_000])
def test_a_body_without_bottom_is_a_bad_request(body):
    answer = Client().post("/api/v1/verify/", body, content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_keys_are_told_from_what_only_looks_like_one():
    assert keys_of(["7", "007", "9" * KEY_DIGITS]) == [7, 7, int("9" * KEY_DIGITS)]
    assert keys_of(["", "x", "-1", "1.5", "²", "١", "1\x00", "9" * (KEY_DIGITS + 1), "9" * 5000, None]) == []
    assert key_of(12) == 12
