"""How whoever objected learns the outcome, and nobody else who he is (E-18)."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.queries import system_user
from challenges import actions
from challenges.findings.objections import look_up
from challenges.models import Objection
from core import clock, deadlines
from core.errors import Forbidden, Refused
from core.models import Event, Outbox
from tests.challenges.objecting import PERSON, settled
from tests.documents.reading import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_may")]


def test_a_visitor_looks_the_outcome_up_by_number_and_code(cast, client, item):
    filed = client.post(reverse("challenges:object", args=[item.notice_id]), {**PERSON, "item": item.pk})
    code = re.search(r"[2-9A-Z]{5}-[2-9A-Z]{5}", filed.content.decode()).group()
    objection = Objection.objects.get()
    assert code not in str(Objection.objects.values().get())
    address = reverse("challenges:track-objection")
    settled(cast, objection)
    typed = objection.number.replace("〔", "[").replace("〕", " ]")
    shown = client.post(address, {"number": typed, "code": code.lower().replace("-", "")})
    body = shown.content.decode()
    assert shown.status_code == 200
    assert "经核查不重复，异议不成立。" in body
    assert "内部核查经过" not in body
    assert "赵敏" not in body
    for number, wrong in ((objection.number, "AAAAA-AAAAA"), ("内科异〔2022〕9号", code), (objection.number, "")):
        answer = client.post(address, {"number": number, "code": wrong})
        assert (answer.status_code, answer.context["outcomes"]) == (422, [])


def test_an_objection_of_before_has_no_code_and_opens_to_none(item):
    objection = actions.file_objection(item=item, by=system_user(), **PERSON)
    assert look_up(number=objection.number, code=objection.lookup_code) == objection
    Objection.objects.filter(pk=objection.pk).update(lookup_hash="")
    assert look_up(number=objection.number, code="") is None


def test_the_desk_of_whoever_objected_tells_and_no_message_does(cast, client, item):
    objection = actions.file_objection(item=item, by=cast.rival_applicant, **PERSON)
    settled(cast, objection)
    address = reverse("challenges:track-objection")
    for user, knows in ((cast.rival_applicant, True), (cast.applicant, False), (cast.officer, False)):
        client.force_login(user)
        assert (objection.number in client.get(reverse("desk")).content.decode()) is knows
        assert [one for one, _lines in client.get(address).context["outcomes"]] == ([objection] if knows else [])
    assert not Outbox.objects.filter(payload__recipient=cast.rival_applicant.pk).exists()
    clock.move(to=clock.now() + timedelta(days=16))
    client.force_login(cast.rival_applicant)
    assert objection.number not in client.get(reverse("desk")).content.decode()


def test_supervision_answers_by_letter_and_records_it_once(cast, client, item):
    objection = actions.file_objection(item=item, by=system_user(), **PERSON)
    letter = reverse("challenges:objection-reply", args=[objection.pk])
    client.force_login(cast.supervisor)
    assert client.get(letter).status_code == 404  # nothing is decided yet
    with pytest.raises(Refused) as refused:
        actions.record_reply(objection=objection, way="电话", by=cast.supervisor)
    assert refused.value.code == "wrong_state"
    settled(cast, objection)
    assert client.get(reverse("challenges:objections")).context["counts"]["unanswered"] == 1
    said = words(client.get(letter).content)
    assert [part in said for part in ("赵敏：", "异议不成立", objection.number)] == [True] * 3
    answer = client.post(f"{objection.get_absolute_url()}do/reply/", {"way": "挂号信"})
    assert answer.status_code == 302
    row = Objection.objects.get()
    assert (row.reply_way, row.replied_by) == ("挂号信", cast.supervisor)
    with pytest.raises(Refused):
        actions.record_reply(objection=objection, way="电话", by=cast.supervisor)
    assert not Event.objects.filter(object_type="challenges.objection", is_restricted=False).exists()
    for user in (cast.officer, cast.auditor, cast.publisher):
        client.force_login(user)
        assert client.get(letter).status_code == 403
        with pytest.raises(Forbidden):
            actions.record_reply(objection=objection, way="电话", by=user)


def test_supervision_sees_the_term_to_admit_and_then_the_term_to_settle(cast, item):
    objection = actions.file_objection(item=item, by=system_user(), **PERSON)

    def kinds() -> list[str]:
        now = clock.now()
        due = deadlines.of_user(cast.supervisor, since=now, until=now + timedelta(days=60))
        return [one.deadline.kind for one in due if one.deadline.kind != "challenges.notice"]

    assert kinds() == ["challenges.objection"]
    actions.admit_objection(objection=objection, accepted=True, note="受理", by=cast.supervisor)
    assert kinds() == ["challenges.settle"]
    actions.settle_objection(objection=objection, upheld=True, investigation_note="属实", by=cast.supervisor)
    assert kinds() == []
