"""What browsers and caches are told beside the pages."""

import pytest
from django.urls import reverse

from tests.stories import challenges as stories
from tests.stories.cast import cast as make_cast


@pytest.fixture
def cast(db):
    return make_cast()


def test_no_cache_on_the_way_keeps_what_one_person_is_shown(client, cast):
    challenge = stories.open_challenge(cast)
    public = ["/", reverse("challenges:challenge", args=[challenge.code]), "/api/v1/challenges/"]
    for address in public:
        assert "Cache-Control" not in client.get(address), "a visitor is shown what everybody is shown"
    client.force_login(cast.applicant)
    for address in [*public, "/desk/", "/messages/", "/api/v1/bids/", "/nowhere/"]:
        assert client.get(address)["Cache-Control"] == "private, no-cache", address


def test_what_says_more_itself_is_left_alone(client, cast):
    client.force_login(cast.officer)
    assert "no-store" in client.get("/uploads/")["Cache-Control"]


def test_signing_out_clears_what_the_browser_keeps(client, cast):
    client.force_login(cast.applicant)
    answer = client.post(reverse("accounts:logout"))
    assert (answer.status_code, answer["Clear-Site-Data"]) == (302, '"cache"')
    assert client.get("/desk/").status_code == 302


@pytest.mark.parametrize("address", ["/", "/desk/", "/sign-in/", "/api/v1/challenges/", "/nowhere/"])
def test_every_answer_is_framed_by_nobody_and_read_as_what_it_is(client, cast, address):
    client.force_login(cast.applicant)
    answer = client.get(address)
    assert (answer["X-Frame-Options"], answer["X-Content-Type-Options"]) == ("DENY", "nosniff")
    assert answer["Referrer-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
