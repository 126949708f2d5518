"""Who gets which document: the rules of the pages, nothing wider."""

import pytest
from django.test import Client
from django.urls import reverse

from challenges import actions as challenge_actions
from tests.documents.reading import words
from tests.documents.test_letters import DOCUMENTS, address, reader
from tests.stories import challenges

PEOPLE = ("", "officer", "officer2", "publisher", "supervisor", "finance", "prefecture", "applicant", "member", "third_applicant", "enduser",
          "auditor", "expert")  # fmt: skip
STAFF = {"officer", "officer2", "publisher", "supervisor", "finance", "auditor"}
#: Who gets 200; everybody else 302 (visitors), 403 or 404.
READERS = {
    "challenges:batch-document": set(PEOPLE),
    "challenges:notice-document": set(PEOPLE),
    "challenges:sitting-document": STAFF,
    "consortia:receipt-document": STAFF | {"applicant", "member"},
    "consortia:certificate": STAFF | {"applicant", "member"},
    "consortia:bid-document": {"applicant", "member"},
    "consortia:opening-document": STAFF | {"prefecture", "applicant", "member", "third_applicant"},
    "projects:award-letter": STAFF | {"prefecture", "applicant", "member", "enduser"},
    "projects:award-list": STAFF,
    "projects:agreement-document": STAFF | {"prefecture", "applicant", "member", "enduser"},
    "reviews:panel-report": {"officer", "publisher", "supervisor", "auditor"},
    "funding:decision-pack": {"officer", "publisher", "supervisor", "auditor"},
    "funding:money-report": STAFF | {"applicant", "member"},
    "funding:batch-report": STAFF,
}


def visitor(scene, who: str) -> Client:
    client = Client()
    if who == "expert":
        client.force_login(scene.cast.experts[0])
    elif who:
        client.force_login(getattr(scene.cast, who))
    return client


@pytest.mark.parametrize("name", DOCUMENTS)
def test_only_its_readers_get_it(scene, name):
    place = address(scene, name)
    found = {who for who in PEOPLE if visitor(scene, who).get(place).status_code == 200}
    # An expert who chairs the panel reads its report; the cast's first expert may be that chair.
    chairs = scene.panel.chair.expert.person_id == scene.cast.experts[0].person_id
    wanted = READERS[name] | ({"expert"} if chairs and name == "reviews:panel-report" else set())
    assert found == wanted


def test_a_sealed_bid_is_nobodys_document(scene):
    place = reverse("consortia:bid-document", args=[scene.sealed.pk])
    assert visitor(scene, "rival_applicant").get(place).status_code == 409
    assert visitor(scene, "officer").get(place).status_code == 403
    assert visitor(scene, "applicant").get(place).status_code == 404


def test_drafts_of_notices_are_the_departments(scene):
    batch = challenges.batch(scene.cast, name="第三批")
    challenges.approved_challenge(scene.cast, batch=batch, title="尚未公布的榜单")
    notice = challenge_actions.draft_notice(
        kind="AWARD", batch=batch, title="立项公告", body="正文。", by=scene.cast.officer
    )
    for name, pk in (("challenges:batch-document", batch.pk), ("challenges:notice-document", notice.pk)):
        place = reverse(name, args=[pk])
        assert visitor(scene, "").get(place).status_code == 404
        answer = visitor(scene, "publisher").get(place)
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "private, no-store"
        assert "草稿" in words(answer.content)


def test_the_public_sees_no_amount_before_the_award(scene):
    assert "财政经费（万元）" not in words(reader(scene, "").get(address(scene, "challenges:notice-document")).content)


def test_a_bidder_finds_the_own_line_of_the_opening_alone(scene):
    said = words(reader(scene, "third_applicant").get(address(scene, "consortia:opening-document")).content)
    own = scene.challenge.bids.get(consortium__lead=scene.cast.third)
    assert own.number in said
    assert scene.bid.number not in said


def test_experts_have_no_names_in_the_decision_pack(scene):
    said = words(reader(scene, "officer").get(address(scene, "funding:decision-pack")).content)
    assert "1号席" in said
    assert str(scene.panel.seats.filter(state="DONE").first().expert) not in said
    report = words(reader(scene, "officer").get(address(scene, "reviews:panel-report")).content)
    assert str(scene.panel.seats.filter(state="DONE").first().expert) in report
