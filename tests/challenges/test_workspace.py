"""Supervision's workspace: who objected is hidden from everybody else, on every way out; clues beside it (3.5, E-18)."""

from contextlib import closing
from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from accounts.queries import system_user
from challenges import actions, queries
from challenges.models import Clue, Objection
from challenges.views.notices import days_of
from challenges.views.objections import days_left
from core import clock, crowd
from core.errors import Forbidden, Refused
from core.models import Event, IdempotencyKey, Message, Outbox
from tests.challenges.objecting import PERSON
from tests.stories import challenges as stories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_may")]

SECRETS = (PERSON["party_name"], PERSON["party_contact"])
ADDRESSES = (
    "desk", "search", "challenges:notices", "challenges:list", "challenges:batches", "challenges:export",
    "challenges:objections",
)  # fmt: skip


@pytest.fixture
def objection(cast, item):
    return actions.file_objection(item=item, by=cast.rival_applicant, **PERSON)


def leaks(response) -> list[str]:
    text = b"".join(response.streaming_content) if response.streaming else response.content
    return [secret for secret in SECRETS if secret.encode() in text]


def test_no_page_export_or_interface_names_the_objector(cast, client, objection):
    actions.admit_objection(objection=objection, accepted=True, note="受理", by=cast.supervisor)
    everywhere = [reverse(name) for name in ADDRESSES]
    everywhere += [
        f"{reverse('search')}?q={PERSON['party_name']}",
        "/api/v1/notices/",
        f"/api/v1/notices/{objection.notice_id}/",
    ]
    everywhere += [
        objection.get_absolute_url(),
        objection.notice.get_absolute_url(),
        objection.item.challenge.get_absolute_url(),
    ]
    everywhere.append(objection.notice.batch.get_absolute_url())
    for user in (
        cast.officer,
        cast.publisher,
        cast.auditor,
        cast.finance,
        cast.applicant,
        cast.prefecture,
        cast.sysadmin,
    ):
        client.force_login(user)
        for address in everywhere:
            found = leaks(client.get(address))
            # A search page repeats what was typed.
            assert not found or "?q=" in address and found == [PERSON["party_name"]], (user.username, address)
    client.force_login(cast.auditor)
    assert "异议人身份已隐藏" in client.get(objection.get_absolute_url()).content.decode()
    client.force_login(cast.supervisor)
    assert leaks(client.get(objection.get_absolute_url())) == list(SECRETS)


def test_no_event_or_message_names_the_objector(cast, objection):
    actions.admit_objection(objection=objection, accepted=True, note="受理", by=cast.supervisor)
    actions.settle_objection(
        objection=objection,
        upheld=False,
        investigation_note="查赵敏所述不实",
        public_reply="经查不成立。",
        by=cast.supervisor,
    )
    open_events = Event.objects.filter(is_restricted=False)
    assert not open_events.filter(note__contains="赵敏").exists()
    assert not open_events.filter(object_type="challenges.objection").exists()
    told = [row.payload for row in Outbox.objects.filter(kind="message")]
    assert any(row["recipient"] == cast.officer.pk and "异议不成立" in row["title"] for row in told)
    assert not [row for row in told if any(secret in str(row) for secret in SECRETS)]
    assert not Message.objects.filter(body__contains="赵敏").exists()


def test_the_office_concerned_gets_no_file_and_no_page(cast, client, objection):
    made = actions.add_evidence(objection=objection, title="现场核查照片", file=_file(cast), by=cast.supervisor)
    for user in (cast.officer, cast.publisher, cast.auditor):
        client.force_login(user)
        assert client.get(reverse("challenges:evidence-file", args=[made.pk])).status_code == 403
    client.force_login(cast.officer)
    assert client.get(objection.get_absolute_url()).status_code == 404
    client.force_login(cast.supervisor)
    with closing(client.get(reverse("challenges:evidence-file", args=[made.pk]))) as response:
        assert response.status_code == 200


def _file(cast):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from core import storage
    from tests.consortia.test_drafts import PDF

    return storage.store(SimpleUploadedFile("照片.pdf", PDF), by=cast.supervisor, kind="evidence", limit_bytes=10**7)


def test_the_result_is_public_without_the_objector(cast, client, objection):
    actions.admit_objection(objection=objection, accepted=True, note="受理", by=cast.supervisor)
    actions.settle_objection(
        objection=objection,
        upheld=True,
        investigation_note="内部核查",
        public_reply="项目名称重复，异议成立。",
        by=cast.supervisor,
    )
    page = client.get(objection.notice.get_absolute_url()).content.decode()
    assert "项目名称重复，异议成立。" in page
    assert "内部核查" not in page
    assert PERSON["content"] not in page


def test_the_reply_itself_must_not_name_the_objector(cast, objection):
    actions.admit_objection(objection=objection, accepted=True, note="受理", by=cast.supervisor)

    def settle(reply: str):
        return actions.settle_objection(
            objection=objection, upheld=True, investigation_note="核查", public_reply=reply, by=cast.supervisor
        )

    for reply in ("赵敏同志反映属实。", "赵 敏反映属实。", f"已函复{PERSON['party_contact']}。"):
        with pytest.raises(Refused) as refused:
            settle(reply)
        assert refused.value.code == "reply_names_objector"
    assert settle("反映属实，异议成立。").state == "UPHELD"
    assert not Message.objects.filter(body__contains="赵敏").exists()


def test_an_auditor_reads_the_case_without_the_names_in_it(cast, client, item):
    words = "我叫赵敏，住呼和浩特市新城区示例路1号，项目内容重复。"
    objection = actions.file_objection(item=item, by=cast.rival_applicant, **{**PERSON, "content": words})
    actions.admit_objection(objection=objection, accepted=True, note="赵敏所述具体，受理。", by=cast.supervisor)
    client.force_login(cast.auditor)
    response = client.get(objection.get_absolute_url())
    assert "项目内容重复" in response.content.decode()
    assert leaks(response) == []
    client.force_login(cast.supervisor)
    assert leaks(client.get(objection.get_absolute_url())) == list(SECRETS)


def test_a_clue_has_no_name_and_blocks_nothing(cast, client, item):
    address = reverse("challenges:new-clue", args=[item.notice_id])
    client.force_login(cast.rival_applicant)
    assert client.post(address, {"content": "太短"}).status_code == 422
    sent = client.post(address, {"item": item.pk, "content": "该项目与在研项目内容重复，请核查。", "once": "a1b2c3"})
    clue = Clue.objects.get()
    assert not IdempotencyKey.objects.exists(), "its key would stand beside the account"
    event = Event.objects.get(verb="clue.file")
    assert (event.ip, event.request_id) == (None, "")
    assert clue.number in sent.content.decode()
    assert list(queries.open_objections(item)) == []
    assert not Event.objects.filter(object_type="challenges.clue", actor_id=cast.rival_applicant.pk).exists()
    for user in (cast.officer, cast.publisher, cast.auditor):
        client.force_login(user)
        assert client.get(clue.get_absolute_url()).status_code == 404
        with pytest.raises(Forbidden):
            actions.handle_clue(clue=clue, note="已核查", by=user)
    client.force_login(cast.supervisor)
    assert client.post(f"{clue.get_absolute_url()}do/handle/", {"note": "查无此事。"}).status_code == 302
    with pytest.raises(Refused):
        actions.handle_clue(clue=clue, note="再来", by=cast.supervisor)


def test_a_program_does_not_hold_up_awards_by_made_up_objections(cast, client, item, monkeypatch):
    """Each one that is filed holds its award up until supervision has looked at it."""
    monkeypatch.setattr(crowd, "MOST_AN_HOUR", 2)
    address = reverse("challenges:object", args=[item.notice_id])
    sent = {
        "item": item.pk,
        "party_kind": "PERSON",
        "party_name": "张三",
        "party_contact": "13900000000",
        "content": "有异议。",
    }
    assert [client.post(address, sent).status_code for _turn in range(3)] == [200, 200, 409]
    assert Objection.objects.count() == 2
    client.force_login(cast.rival_applicant)
    assert client.post(address, sent).status_code == 200, "who signs in is known and not counted"


def test_the_period_is_shown_day_by_day(cast, client):
    clock.move(to=datetime(2023, 9, 28, 10, tzinfo=clock.BEIJING))
    notice = stories.proposed_notice(cast, stories.drafted_challenge(cast))
    days = days_of(notice)
    assert [one["number"] for one in days if one["number"]] == [1, 2, 3, 4, 5]
    assert (days[0]["day"], days[-1]["day"]) == (date(2023, 9, 28), date(2023, 10, 10))
    words = {one["day"]: one["word"] for one in days}
    assert words[date(2023, 10, 7)] == "调休上班"
    assert words[date(2023, 10, 2)] == "放假"
    page = client.get(notice.get_absolute_url()).content.decode()
    assert "第 5 个工作日" in page
    assert "调休上班" in page


def test_terms_are_counted_in_working_days(cast):
    assert days_left(date(2022, 5, 26)) == 3
    assert days_left(date(2022, 5, 23)) == 0
    clock.move(to=datetime(2022, 5, 30, 9, tzinfo=clock.BEIJING))
    assert days_left(date(2022, 5, 26)) == -2
    assert days_left(None) is None


def test_only_the_project_concerned_is_held_up(cast, client, objection, item):
    other = item.notice.items.get(number=2)
    assert queries.open_objections(item).exists()
    assert not queries.open_objections(other).exists()
    client.force_login(cast.supervisor)
    assert "其余 1 项照常" in client.get(objection.get_absolute_url()).content.decode()
    end = item.notice.ends_at
    assert actions.end_due_notices(by=system_user(), at=end - timedelta(seconds=1)) == 0
    assert actions.end_due_notices(by=system_user(), at=end) == 1
    assert queries.open_objections(item).exists()


def test_a_wrong_line_is_corrected_at_the_page_and_the_period_begins_anew(cast, client, item):
    notice = item.notice
    clock.move(to=datetime(2022, 5, 26, 10, tzinfo=clock.BEIJING))
    form = {"reason": "牵头单位名称有误"}
    for line in notice.items.all():
        for name in ("project_title", "consortium_name", "lead_name", "note"):
            form[f"{name}_{line.number}"] = getattr(line, name)
    form["lead_name_1"] = "更正后的牵头单位"
    client.force_login(cast.officer)
    sent = client.post(f"{notice.get_absolute_url()}do/correct/", form)
    assert sent.status_code == 302
    new = notice.replaced_by.get()
    assert client.post(f"{new.get_absolute_url()}do/publish/").status_code == 403
    client.force_login(cast.publisher)
    assert client.post(f"{new.get_absolute_url()}do/publish/").status_code == 302
    new.refresh_from_db()
    assert (new.starts_on, new.ends_on) == (date(2022, 5, 26), date(2022, 6, 1))
    client.logout()
    page = client.get(new.get_absolute_url()).content.decode()
    assert "更正对照" in page
    assert item.lead_name in page
    assert "更正后的牵头单位" in page
    assert "本公示已被更正" in client.get(notice.get_absolute_url()).content.decode()
