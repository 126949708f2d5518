"""What a panel found, and who sat in it, stays the department's until it is announced (R-REV-12): on no page, in no list,
filter, search or answer of the API does a bidder read it."""

import pytest
from django.test import Client
from django.urls import reverse

from consortia.enums import BidState
from consortia.models import Bid
from core import events
from tests.stories import reviews as stories

FOUND = ("建议立项", "建议赛马立项", "不建议立项", "已评分", "评分完成")


@pytest.fixture
def reported(locked, cast):
    return stories.report(cast, locked)


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def own_bid(cast) -> Bid:
    return Bid.objects.get(consortium__lead=cast.lead)


def test_the_department_reads_what_the_panel_found(cast, reported):
    bid = own_bid(cast)
    assert bid.state in {BidState.RECOMMENDED, BidState.RACE_RECOMMENDED, BidState.NOT_RECOMMENDED}
    page = client_of(cast.officer).get(bid.get_absolute_url()).content.decode()
    assert bid.get_state_display() in page
    assert reported.chair.expert.person.name in page


@pytest.mark.parametrize("who", ["applicant", "unitadmin", "member", "prefecture"])
def test_nobody_else_reads_it_anywhere(cast, reported, who):
    bid, client = own_bid(cast), client_of(getattr(cast, who))
    judges = [seat.expert.person.name for seat in reported.seats.select_related("expert__person")]
    addresses = [
        bid.get_absolute_url(), reverse("consortia:bids"), reverse("desk"), bid.consortium.get_absolute_url(),
        f"/search/?q={bid.number}", reverse("consortia:opening", args=[bid.challenge_id]), "/api/v1/bids/",
        f"/api/v1/bids/{bid.pk}/",
    ]  # fmt: skip
    answered = 0
    for address in addresses:
        answer = client.get(address)
        if answer.status_code in {403, 404}:
            continue
        answered += 1
        text = answer.content.decode().partition("<main")[2].replace(_choices(answer), "")
        for word in (*FOUND, *judges):
            assert word not in text, f"{address}: {word}"
    assert answered >= 4
    assert client.get(f"/api/v1/bids/{bid.pk}/").json()["state"] == "IN_REVIEW"


def _choices(answer) -> str:
    """The list of a filter names every state there is."""
    before, _select, rest = answer.content.decode().partition('<select name="state"')
    return rest.partition("</select>")[0] or "\x00"


def test_a_filter_tells_no_more_than_the_list(cast, reported):
    bid, client = own_bid(cast), client_of(cast.applicant)

    def numbers(state: str) -> list[str]:
        return [row["number"] for row in client.get("/api/v1/bids/", {"state": state}).json()["results"]]

    assert numbers("IN_REVIEW") == [bid.number]
    assert [numbers(state) for state in ("SCORED", "RECOMMENDED", "RACE_RECOMMENDED", "NOT_RECOMMENDED")] == [[]] * 4
    office = client_of(cast.officer).get("/api/v1/bids/", {"state": bid.state}).json()["results"]
    assert bid.number in [row["number"] for row in office]


def test_what_is_shown_is_never_kept(cast, reported):
    """The masked row is a picture: an action on it reads the true one."""
    bid = own_bid(cast)
    client = client_of(cast.unitadmin)
    page = client.post(f"{bid.get_absolute_url()}do/withdraw/", {"reason": "资金未落实"})
    assert page.status_code == 302
    moved = events.of(bid).filter(verb="bid.withdraw").get()
    assert (moved.from_state, moved.to_state) == (bid.state, BidState.WITHDRAWN)
