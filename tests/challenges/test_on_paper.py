"""An objection by letter or at the door: supervision registers it, and the day on which it came decides (3.5, E-18)."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.queries import system_user
from challenges import actions, queries
from challenges.findings.objections import look_up, own
from challenges.models import Objection
from core import clock, events
from core.errors import Forbidden, Refused
from core.models import Event
from tests.challenges.objecting import PDF, PERSON, file, register, settled
from tests.documents.reading import words
from tests.stories import challenges as stories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_may")]

LAST = date(2022, 5, 27)


def test_the_terms_run_from_the_day_on_which_it_came(cast, item):
    clock.move(to=datetime(2022, 5, 25, 16, tzinfo=clock.BEIJING))
    objection = register(item, cast.supervisor, received_on=date(2022, 5, 23))
    assert (objection.state, objection.came_on, objection.due_on) == ("RECEIVED", date(2022, 5, 23), date(2022, 5, 26))
    assert file(item).due_on == date(2022, 5, 30), "what comes over the web counts from its hour"


@pytest.mark.parametrize(
    ("received_on", "today", "code"),
    [
        (LAST, date(2022, 5, 30), ""),
        (date(2022, 5, 28), date(2022, 5, 30), "notice_over"),
        (date(2022, 5, 22), date(2022, 5, 23), "notice_not_begun"),
        (date(2022, 5, 24), date(2022, 5, 23), "not_yet"),
    ],
)
def test_the_day_of_receipt_decides_and_not_that_of_registration(cast, item, received_on, today, code):
    clock.move(to=datetime(today.year, today.month, today.day, 11, tzinfo=clock.BEIJING))
    if today > LAST:
        actions.end_due_notices(by=system_user())
    if not code:
        assert register(item, cast.supervisor, received_on=received_on).item == item
        assert queries.open_objections(item).exists(), "it holds the award up like any other"
        return
    with pytest.raises(Refused) as refused:
        register(item, cast.supervisor, received_on=received_on)
    assert refused.value.code == code
    assert not Objection.objects.exists()


def test_after_a_correction_it_is_registered_for_the_notice_that_stands(cast, item):
    clock.move(to=datetime(2022, 5, 25, 10, tzinfo=clock.BEIJING))
    new = actions.correct_notice(notice=item.notice, reason="笔误", by=cast.officer)
    actions.publish_notice(notice=new, by=cast.publisher)
    clock.move(to=datetime(2022, 5, 26, 10, tzinfo=clock.BEIJING))
    early = register(item, cast.supervisor, received_on=date(2022, 5, 25))
    with pytest.raises(Refused) as refused:
        register(item, cast.supervisor, received_on=date(2022, 5, 26))
    assert refused.value.code == "notice_corrected"
    late = register(new.items.get(number=1), cast.supervisor, received_on=date(2022, 5, 26))
    assert set(queries.open_objections(item)) == {early, late}


def test_real_names_and_a_scan_all_defects_at_once(cast, item):
    with pytest.raises(Refused) as refused:
        register(
            item, cast.supervisor, received_on=LAST - timedelta(days=4), file=None, way="", party_kind="ORGANIZATION",
            party_name="匿名", party_contact="", content=" ",
        )  # fmt: skip
    assert len(refused.value.defects) == 7


def test_supervision_alone_registers_and_not_whoever_published(cast, item):
    for user in (cast.officer, cast.publisher, cast.auditor, cast.applicant, cast.finance):
        with pytest.raises(Forbidden):
            register(item, user, received_on=date(2022, 5, 23), file=None)
    announcement = stories.published_challenge(cast).batch.notices.get()
    line = announcement.items.create(
        number=1, challenge=item.challenge, project_title="甲", consortium_name="乙", lead_name="丙"
    )
    with pytest.raises(Refused) as refused:
        register(line, cast.supervisor, received_on=date(2022, 5, 23))
    assert refused.value.code == "notice_over"


def test_whoever_registered_it_handles_it_and_the_history_says_who_did(cast, client, item):
    objection = register(item, cast.supervisor, received_on=date(2022, 5, 23))
    settled(cast, objection)
    assert list(own(cast.supervisor)) == [], "it is not an objection of his own"
    first = events.of(objection, restricted=True).last()
    assert (first.label, first.actor_id) == ("登记书面异议", cast.supervisor.pk)
    assert first.note == "来信，2022-05-23 收到"
    assert not Event.objects.filter(object_type="challenges.objection", is_restricted=False).exists()
    client.force_login(cast.supervisor)
    page = client.get(objection.get_absolute_url()).content.decode()
    assert [word in page for word in ("2022-05-23（来信）", "登记书面异议", "赵敏")] == [True] * 3
    assert "您于2022年5月23日" in words(
        client.get(reverse("challenges:objection-reply", args=[objection.pk])).content
    ).replace(" ", "")


def test_the_office_learns_no_name_and_opens_no_scan(cast, client, item):
    objection = register(item, cast.supervisor, received_on=date(2022, 5, 23))
    pages = [objection.get_absolute_url(), reverse("challenges:objection-file", args=[objection.pk])]
    pages += [reverse("challenges:paper-notices"), reverse("challenges:register-objection", args=[item.notice_id])]
    for user in (cast.officer, cast.publisher, cast.applicant):
        client.force_login(user)
        assert [client.get(page).status_code for page in pages] == [404, 403, 403, 403]
        assert "赵敏" not in client.get(item.notice.get_absolute_url()).content.decode()


def test_at_the_page_the_code_stands_on_a_slip_once(cast, client, item):
    client.force_login(cast.supervisor)
    address = reverse("challenges:register-objection", args=[item.notice_id])
    assert address in client.get(reverse("challenges:paper-notices")).content.decode()
    assert address in client.get(item.notice.get_absolute_url()).content.decode()
    typed = {**PERSON, "item": item.pk, "way": "IN_PERSON", "received_on": "2022-05-23", "once": "a1b2c3"}
    assert client.post(address, typed).status_code == 422, "the scan is missing"

    def send():
        return client.post(address, {**typed, "file": SimpleUploadedFile("异议书.pdf", PDF)})

    slip = send()
    assert (slip.status_code, slip["Cache-Control"]) == (200, "no-store")
    said, objection = slip.content.decode(), Objection.objects.get()
    code = re.search(r"[2-9A-Z]{5}-[2-9A-Z]{5}", said).group()
    assert [word in said for word in (objection.number, "当面递交", "赵敏", "/objections/track/")] == [True] * 4
    assert look_up(number=objection.number, code=code) == objection
    again = send()
    assert (again.status_code, again.url) == (302, objection.get_absolute_url()), "the same sending has one effect"
    assert Objection.objects.count() == 1


def test_a_lost_code_is_replaced_and_the_old_one_opens_nothing(cast, client, item):
    objection = file(item)
    client.force_login(cast.supervisor)
    told = client.post(f"{objection.get_absolute_url()}do/code/")
    assert (told.status_code, told["Cache-Control"]) == (200, "no-store")
    code = re.search(r"[2-9A-Z]{5}-[2-9A-Z]{5}", told.content.decode()).group()
    assert look_up(number=objection.number, code=code) == objection
    assert look_up(number=objection.number, code=objection.lookup_code) is None
    assert code not in str(list(Event.objects.values()))
    with pytest.raises(Forbidden):
        actions.renew_code(objection=objection, by=cast.officer)
