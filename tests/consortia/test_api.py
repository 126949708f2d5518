"""The API: open register; bids with ETag and If-Match; one effect a key."""

import pytest
from django.test import Client

from consortia import drafts, queries
from consortia.enums import BidState
from consortia.models import Bid, SubmissionReceipt
from core.models import Event
from tests.consortia.test_views import client_of
from tests.stories import challenges as challenge_stories
from tests.stories import consortia as stories

JSON = {"content_type": "application/json"}


def key(name: str) -> dict:
    return {"HTTP_IDEMPOTENCY_KEY": name}


def test_the_register_is_open_and_holds_public_fields_only(cast):
    stories.registered_consortium(cast)
    stories.filed_consortium(cast, "rival")
    rows = Client().get("/api/v1/consortia/").json()["results"]
    assert len(rows) == 1
    assert set(rows[0]) == {
        "id", "name", "registration_number", "programme", "field", "lead", "valid_from", "valid_to", "state", "members",
    }  # fmt: skip
    assert len(rows[0]["members"]) == 3


def test_bids_need_a_sign_in_and_a_relation(cast, challenge):
    bid = stories.drafted_bid(cast, challenge)
    assert Client().get("/api/v1/bids/").status_code in {401, 403}
    assert [row["number"] for row in client_of(cast.member).get("/api/v1/bids/").json()["results"]] == [bid.number]
    for stranger in (cast.officer, cast.rival_applicant, cast.experts[0]):
        client = client_of(stranger)
        assert client.get("/api/v1/bids/").json()["results"] == []
        assert client.get(f"/api/v1/bids/{bid.pk}/sections/basic/").status_code == 404


def test_starting_twice_under_one_key_starts_once(cast, challenge):
    consortium = stories.registered_consortium(cast)
    client, body = client_of(cast.applicant), {"challenge": challenge.code, "consortium": consortium.pk}
    assert client.post("/api/v1/bids/", body, **JSON).status_code == 400
    first = client.post("/api/v1/bids/", body, **JSON, **key("k1"))
    again = client.post("/api/v1/bids/", body, **JSON, **key("k1"))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    other = client.post("/api/v1/bids/", body | {"consortium": consortium.pk + 0}, **JSON, **key("k2"))
    assert (other.status_code, other.json()["code"]) == (409, "bid_exists")
    assert Bid.objects.count() == 1


def test_starting_tells_nothing_of_what_one_may_not_see(cast, challenge):
    own, other = stories.registered_consortium(cast), stories.registered_consortium(cast, "rival")
    draft = challenge_stories.drafted_challenge(cast, title="尚未公开的榜单")
    client = client_of(cast.applicant)

    def answer(name: str, **changes) -> tuple[int, str]:
        body = {"challenge": challenge.code, "consortium": own.pk} | changes
        said = client.post("/api/v1/bids/", body, **JSON, **key(name))
        return said.status_code, said.content.decode().replace(str(body["challenge"]), "").replace(
            str(body["consortium"]), ""
        )

    hidden = answer("a", challenge=draft.code)
    assert hidden == answer("b", challenge="2099-XX-99")
    assert hidden[0] == 400
    assert draft.title not in hidden[1]
    foreign = answer("c", consortium=other.pk)
    assert foreign == answer("d", consortium=10**9)
    assert foreign[0] == 400


def test_a_section_is_saved_under_its_version(cast, challenge):
    bid = stories.drafted_bid(cast, challenge)
    address, client = f"/api/v1/bids/{bid.pk}/sections/technical/", client_of(cast.applicant)
    read = client.get(address)
    content = read.json() | {"route": "接口写入"}
    assert client.put(address, content, **JSON).status_code == 428
    saved = client.put(address, content, **JSON, HTTP_IF_MATCH=read["ETag"])
    assert (saved.status_code, saved.json()["route"]) == (200, "接口写入")
    assert saved["ETag"] != read["ETag"]
    late = client.put(address, content | {"route": "旧版本"}, **JSON, HTTP_IF_MATCH=read["ETag"])
    assert late.status_code == 412
    assert queries.sections(bid)["technical"]["route"] == "接口写入"
    assert client.put(address, {"route": 5}, **JSON, HTTP_IF_MATCH=saved["ETag"]).json()["code"] == "section_shape"
    assert client.put(address, [1], **JSON, HTTP_IF_MATCH=saved["ETag"]).status_code == 400
    assert client.get(f"/api/v1/bids/{bid.pk}/sections/attachments/").status_code == 404
    refused = client_of(cast.unitadmin).put(address, content, **JSON, HTTP_IF_MATCH=saved["ETag"])
    assert refused.status_code == 403


def test_defects_are_listed_with_their_places(cast, challenge):
    bid = stories.drafted_bid(cast, challenge, self_fen=0)
    found = client_of(cast.applicant).get(f"/api/v1/bids/{bid.pk}/defects/").json()
    assert [(row["code"], row["anchor"], row["is_waivable"]) for row in found] == [("R-FUN-01", "budget-ratio", True)]


def test_submitting_twice_under_one_key_gives_the_same_receipt(cast, challenge):
    bid = stories.bid_at_unit(cast, challenge)
    client, address = client_of(cast.unitadmin), f"/api/v1/bids/{bid.pk}/submit/"
    first, again = client.post(address, **JSON, **key("s")), client.post(address, **JSON, **key("s"))
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    assert again["Idempotent-Replay"] == "true"
    assert queries.matches_receipt({name: first.json()[name] for name in ("payload", "signature")}).is_genuine
    assert SubmissionReceipt.objects.count() == 1
    sealed = client.get(f"/api/v1/bids/{bid.pk}/sections/basic/")
    assert (sealed.status_code, sealed.json()["code"]) == (409, "sealed")
    assert client.post(f"/api/v1/bids/{bid.pk}/recall/", **JSON, **key("r")).json()["state"] == "DRAFT"
    assert client.get(f"/api/v1/bids/{bid.pk}/sections/basic/").json()["title"]


@pytest.mark.parametrize("path", ["sections/basic", "defects"])
def test_the_department_reads_nothing_of_a_sealed_bid(cast, challenge, path):
    bid = stories.submitted_bid(cast, challenge)
    response = client_of(cast.officer).get(f"/api/v1/bids/{bid.pk}/{path}/")
    assert response.status_code == 403
    assert Event.objects.filter(verb="attempt.refused", actor_id=cast.officer.pk).count() == 1


def test_after_opening_the_content_is_read(cast, challenge):
    bid = stories.opened_bids(cast, challenge, ("lead",))[0]
    assert bid.state == BidState.OPENED
    client = client_of(cast.officer)
    for name in drafts.schema.WRITTEN:
        assert client.get(f"/api/v1/bids/{bid.pk}/sections/{name}/").status_code == 200, name
    assert client.get(f"/api/v1/bids/{bid.pk}/receipt/").json()["number"] == bid.receipts.get().number
