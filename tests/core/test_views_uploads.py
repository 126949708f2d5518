"""The addresses of uploads: JSON answers with sentences, to be signed in is asked by a code, the owner alone, never a failure."""

import json

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from core import content_types, uploads, views_uploads
from core.models import Upload
from tests.stories.cast import cast as make_cast

PDF = b"%PDF-1.7\n" + b"x" * 200_000
PART = uploads.LEAST_PART_BYTES


@pytest.fixture
def cast(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_cast()


def client_of(user) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def ticket(user, **said):
    said = {"purpose": "bid:7", "limit_bytes": 50 * 1024**2, "accept": content_types.DOCUMENTS} | said
    return uploads.ticket(by=user, **said)


def begin(client, user, **asked):
    body = {"ticket": ticket(user), "name": "方案.pdf", "size": len(PDF), **asked}
    return client.post(reverse("uploads:begin"), body, content_type="application/json")


def patch(client, url, start, data):
    return client.patch(url, data, content_type="application/octet-stream", headers={"Upload-Offset": str(start)})


def test_the_way_of_a_file(cast):
    client = client_of(cast.applicant)
    begun = begin(client, cast.applicant)
    assert begun.status_code == 201
    told = begun.json()
    assert (told["offset"], told["size"], told["name"], told["part_bytes"]) == (0, len(PDF), "方案.pdf", 1024**2)
    assert patch(client, told["url"], 0, PDF[:PART]).json()["offset"] == PART
    gap = patch(client, told["url"], 2 * PART, PDF[2 * PART : 3 * PART])
    assert (gap.status_code, gap.json()["offset"]) == (409, PART)
    assert client.get(told["url"]).json()["offset"] == PART
    waiting = client.get(reverse("uploads:begin"), {"ticket": ticket(cast.applicant)}).json()["waiting"]
    assert [one["token"] for one in waiting] == [told["token"]]
    assert begin(client, cast.applicant).json()["offset"] == PART
    assert patch(client, told["url"], PART, PDF[PART:]).json()["offset"] == len(PDF)
    assert client.post(told["url"]).status_code == 204
    assert client.get(told["url"]).json()["code"] == "upload_unknown"


def test_a_session_that_ended_is_told_and_loses_nothing(cast):
    told = begin(client_of(cast.applicant), cast.applicant).json()
    answer = patch(Client(), told["url"], 0, PDF[:PART])
    assert (answer.status_code, answer.json()["code"]) == (403, "signed_out")
    assert patch(client_of(cast.applicant), told["url"], 0, PDF[:PART]).json()["offset"] == PART


def test_another_persons_upload_is_like_none(cast):
    told = begin(client_of(cast.applicant), cast.applicant).json()
    client = client_of(cast.rival_applicant)
    assert client.get(told["url"]).json()["code"] == "upload_unknown"
    assert patch(client, told["url"], 0, PDF[:PART]).json()["code"] == "upload_unknown"
    assert client.post(told["url"]).status_code == 204
    assert Upload.objects.count() == 1
    foreign = client.post(
        reverse("uploads:begin"),
        {"ticket": ticket(cast.applicant), "name": "a.pdf", "size": 5},
        content_type="application/json",
    )
    assert foreign.status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b"\xff", b'{"ticket": 1, "name": "a.pdf", "size": 1}', b'"x"', b"[" * 50_000,
        json.dumps({"name": "a.pdf", "size": "5", "ticket": ""}).encode(),
        json.dumps({"name": "a.pdf", "size": True, "ticket": ""}).encode(),
        json.dumps({"name": "a.pdf", "size": 1e300, "ticket": ""}).encode(),
        json.dumps({"name": "a.pdf", "size": 10**400, "ticket": ""}).encode(),
        json.dumps({"name": "\ud800.pdf", "size": 5, "ticket": ""}).encode(),
        json.dumps({"name": "a.pdf", "size": 5, "ticket": "", "sha256": "x"}).encode(),
        json.dumps({"name": "x" * 70_000, "size": 5, "ticket": ""}).encode(),
    ],
)  # fmt: skip
def test_a_beginning_that_makes_no_sense_is_a_sentence(cast, body):
    answer = client_of(cast.applicant).post(reverse("uploads:begin"), body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (409, "upload_request")


def test_parts_that_make_no_sense_are_sentences(cast):
    client = client_of(cast.applicant)
    url = begin(client, cast.applicant).json()["url"]
    for start in ("", "-1", "x", "1" * 40, "１"):
        sent = {"Upload-Offset": start.encode().decode("latin-1")}
        answer = client.patch(url, PDF[:PART], content_type="application/octet-stream", headers=sent)
        assert (answer.status_code, answer.json()["code"]) == (409, "upload_part")
    assert patch(client, url, 0, bytes(uploads.MOST_PART_BYTES + 1)).json()["code"] == "upload_part"
    assert patch(client, url, 0, b"%PDF").json()["code"] == "upload_part"
    assert patch(client, url, 0, b"MZ" + PDF[:PART]).json()["code"] == "file_type"
    assert client.get(url).json()["offset"] == 0


def test_a_part_that_was_cut_off_is_not_taken(cast):
    url = begin(client_of(cast.applicant), cast.applicant).json()["url"]
    request = RequestFactory().patch(
        url, PDF[:PART], content_type="application/octet-stream", headers={"Upload-Offset": "0"}
    )
    request.user = cast.applicant
    request.META["CONTENT_LENGTH"] = str(PART + 7)
    answer = views_uploads.OneUpload.as_view()(request, token=url.rstrip("/").rpartition("/")[2])
    assert json.loads(answer.content)["code"] == "upload_cut"
    assert Upload.objects.get().received_bytes == 0
