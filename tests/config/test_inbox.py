"""The in-box, what of it comes by mail, the calendar by a secret address, and the list of one's own on the desk."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actions import channels
from challenges import actions as challenge_actions
from core import clock, deadlines, delivery, outbox
from core.errors import Refused
from core.models import CalendarFeed, Message, MessageKind
from tests.stories import challenges as challenge_stories
from tests.stories import consortia as story
from tests.stories.cast import cast as make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return make_cast()


def signed_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def deliver():
    while delivery.deliver_due(at=clock.now()):
        pass


def with_mail(user):
    deliver()  # what the story of the cast itself tells
    user.person.email = "someone@example.com"
    user.person.save(update_fields=["email"])
    return user


# Mail and text messages


def test_a_message_comes_by_mail_too_once(people):
    user = with_mail(people.applicant)
    for _twice in range(2):
        outbox.notify(user, title="揭榜截止提醒", body="请提交。", url="/bids/1/", key="m", at=clock.now())
    deliver()
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["someone@example.com"], "揭榜截止提醒")
    assert "/bids/1/" in letter.body


def test_without_an_address_the_in_box_is_enough(people):
    outbox.notify(people.applicant, title="提醒", key="m", at=clock.now())
    deliver()
    assert Message.objects.filter(title="提醒").count() == 1
    assert mail.outbox == []


def test_a_muted_kind_stays_in_the_in_box_and_an_obligatory_one_is_sent(people):
    user = with_mail(people.applicant)
    channels.mute_kinds(kinds=[MessageKind.REMINDER], by=user)
    for number, kind in enumerate(MessageKind.values):
        outbox.notify(user, title=kind, key=str(number), at=clock.now(), kind=kind)
    deliver()
    assert Message.objects.filter(title__in=MessageKind.values).count() == 4
    assert sorted(letter.subject for letter in mail.outbox if letter.subject.isupper()) == ["CHANGE", "RESULT", "TASK"]
    with pytest.raises(Refused) as refusal:
        channels.mute_kinds(kinds=[MessageKind.RESULT], by=user)
    assert refusal.value.code == "obligatory"


def test_a_mail_server_that_is_down_holds_up_no_in_box(people, monkeypatch):
    user = with_mail(people.applicant)

    def down(self, messages):
        raise OSError("no route")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", down)
    outbox.notify(user, title="提醒", key="m", at=clock.now())
    deliver()
    assert Message.objects.filter(title="提醒").count() == 1
    monkeypatch.undo()
    delivery.deliver_due(at=clock.now() + timedelta(minutes=5))
    assert len(mail.outbox) == 1


class Sms:
    is_available = True
    sent: list = []

    def send(self, *, number, text):
        self.sent.append((number, text))


def test_urgent_messages_go_out_as_text_messages_where_there_is_a_provider(people, settings):
    settings.SMS_BACKEND = f"{__name__}.Sms"
    Sms.sent.clear()
    people.applicant.person.phone = "13900000000"
    people.applicant.person.save(update_fields=["phone"])
    for is_urgent in (True, False):
        outbox.notify(people.applicant, title="提醒", key=str(is_urgent), at=clock.now(), is_urgent=is_urgent)
    deliver()
    assert Sms.sent == [("13900000000", "提醒")]


# The in-box


def test_the_in_box_filters_counts_and_marks_one_or_all(client, people):
    user = people.applicant
    for number in range(35):
        kind = MessageKind.REMINDER if number % 2 else MessageKind.TASK
        Message.objects.create(
            recipient_id=user.pk, title=f"第{number}条。", key=str(number), kind=kind, created_at=clock.now()
        )
    signed_in(client, user)
    url = reverse("messages")
    text = client.get(url).content.decode()
    assert "第34条。" in text
    assert "第2条。" not in text  # on the second page
    assert "第2条。" in client.get(url, {"page": 2}).content.decode()
    assert "第33条。" not in client.get(url, {"show": "TASK"}).content.decode()
    client.post(url, {"message": Message.objects.get(key="34").pk})
    assert Message.objects.filter(read_at__isnull=True).count() == 34
    client.post(url)
    assert "没有消息" in client.get(url, {"show": "unread"}).content.decode()
    assert client.post(url, {"message": "x' OR 1"}).status_code == 400


def test_nobody_marks_another_persons_message(client, people):
    theirs = Message.objects.create(recipient_id=people.finance.pk, title="甲", key="a", created_at=clock.now())
    signed_in(client, people.officer).post(reverse("messages"), {"message": theirs.pk})
    theirs.refresh_from_db()
    assert theirs.read_at is None


# The calendar


def feed_of(client, user):
    feed = channels.renew_calendar(by=user)
    return client.get(reverse("calendar-feed"), {"key": feed.token})


def unfolded(answer) -> list[str]:
    raw = answer.content
    assert raw.endswith(b"\r\n")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    for line in raw.split(b"\r\n"):
        line.decode()  # no character is cut
    return raw.decode().replace("\r\n ", "").split("\r\n")


def value(lines, name):
    return [line.partition(":")[2] for line in lines if line.partition(":")[0].partition(";")[0] == name]


def test_the_feed_lists_what_ends_for_its_owner_in_utc(client, people):
    challenge = challenge_stories.open_challenge(people, title="很长的榜单名称" * 8)
    bid = story.drafted_bid(people, challenge)
    lines = unfolded(feed_of(client, people.applicant))
    assert lines[0] == "BEGIN:VCALENDAR"
    uids = value(lines, "UID")
    assert f"consortia.bid.{bid.pk}@jiebang" in uids
    place = uids.index(f"consortia.bid.{bid.pk}@jiebang")
    assert value(lines, "DTEND")[place] == f"{challenge.deadline:%Y%m%dT%H%M%S}Z"
    assert value(lines, "SEQUENCE")[place] == "0"
    assert challenge.title in value(lines, "SUMMARY")[place]


def test_a_moved_deadline_keeps_its_uid_and_raises_the_sequence(client, people):
    challenge = challenge_stories.open_challenge(people)
    bid = story.drafted_bid(people, challenge)
    for days in (3, 6):
        challenge_actions.extend_deadline(
            challenge=challenge, deadline=challenge.deadline + timedelta(days=days), reason="延长", by=people.publisher
        )
    lines = unfolded(feed_of(client, people.applicant))
    place = value(lines, "UID").index(f"consortia.bid.{bid.pk}@jiebang")
    assert value(lines, "SEQUENCE")[place] == "2"
    assert value(lines, "DTEND")[place] == f"{challenge.deadline:%Y%m%dT%H%M%S}Z"
    single = unfolded(client.get(reverse("challenges:deadline-event", args=[challenge.code])))
    assert value(single, "SEQUENCE") == ["2"]


def test_a_wrong_a_revoked_and_a_replaced_address_lead_nowhere(client, people):
    url = reverse("calendar-feed")
    old = channels.renew_calendar(by=people.applicant).token
    new = channels.renew_calendar(by=people.applicant).token
    assert [client.get(url, {"key": key}).status_code for key in (old, new, "", "x", "\0")] == [404, 200, 404, 404, 404]
    assert client.get(url).status_code == 404
    channels.revoke_calendar(by=people.applicant)
    assert client.get(url, {"key": new}).status_code == 404


def test_the_address_of_a_closed_account_leads_nowhere(client, people):
    token = channels.renew_calendar(by=people.applicant).token
    people.applicant.is_active = False
    people.applicant.save(update_fields=["is_active"])
    assert client.get(reverse("calendar-feed"), {"key": token}).status_code == 404


def test_the_feed_writes_nothing_and_keeps_the_secret_encrypted(client, people):
    token = channels.renew_calendar(by=people.applicant).token
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse("calendar-feed"), {"key": token}).status_code == 200
    assert [one["sql"] for one in asked if not one["sql"].upper().startswith("SELECT")] == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT token, token_index FROM core_calendarfeed")
        assert all(token not in cell for row in cursor.fetchall() for cell in row)


def test_the_feed_tells_nothing_of_a_sealed_bid_but_its_number(client, people):
    challenge = challenge_stories.open_challenge(people)
    bid = story.submitted_bid(people, challenge, title="机密的项目名称")
    answer = feed_of(client, people.applicant)
    text = "\n".join(unfolded(answer))
    assert bid.number in text
    assert "机密" not in text


def test_settings_are_kept_and_the_address_is_shown_to_its_owner(client, people):
    url = reverse("message-settings")
    signed_in(client, people.applicant)
    client.post(url, {"do": "renew"})
    token = CalendarFeed.objects.get().token
    assert token in client.get(url).content.decode()
    assert token not in signed_in(client, people.rival_applicant).get(url).content.decode()
    client.post(url, {"do": "mail", "kinds": ["TASK"]})
    assert channels.MutedKind.objects.get().kind == "REMINDER"
    assert [client.post(url, {"do": what}).status_code for what in ("", "x")] == [400, 400]
    assert client.post(url, {"do": "mail", "kinds": ["RESULT"]}).status_code == 400


# The desk


def test_the_desk_of_an_enterprise_shows_its_bids_its_deadlines_and_who_is_next(client, people):
    challenge = challenge_stories.open_challenge(people)
    bid = story.bid_at_unit(people, challenge)
    text = signed_in(client, people.applicant).get(reverse("desk")).content.decode()
    assert "我的揭榜" in text
    assert "我的项目" in text
    assert "我的截止日期" in text
    assert f"{people.lead} · 单位管理员" in text
    assert bid.number in text
    assert bid.number not in signed_in(client, people.rival_applicant).get(reverse("desk")).content.decode()


def test_the_desk_says_that_a_deadline_was_moved(client, people):
    challenge = challenge_stories.open_challenge(people)
    story.drafted_bid(people, challenge)
    assert "截止时间已延长" not in signed_in(client, people.applicant).get(reverse("desk")).content.decode()
    challenge_actions.extend_deadline(
        challenge=challenge, deadline=challenge.deadline + timedelta(days=3), reason="延长", by=people.publisher
    )
    assert "截止时间已延长" in client.get(reverse("desk")).content.decode()


def test_a_longer_desk_of_an_enterprise_asks_no_more_queries(client, people):
    signed_in(client, people.applicant)
    story.drafted_bid(people, challenge_stories.open_challenge(people))
    client.get(reverse("desk"))  # the first request of a minute moves the session's end on
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("desk"))
    for title in ("第二项榜单", "第三项榜单"):
        story.drafted_bid(people, challenge_stories.open_challenge(people, title=title))
    with CaptureQueriesContext(connection) as three:
        client.get(reverse("desk"))
    assert len(three) == len(one)


def test_an_unsent_bid_says_so_after_the_deadline_on_desk_list_and_page(client, people):
    challenge = challenge_stories.open_challenge(people)
    bid = story.drafted_bid(people, challenge)
    story.pass_deadline(challenge)
    signed_in(client, people.applicant)
    assert "截止前未提交，已失效" in client.get(reverse("desk")).content.decode()
    assert "逾期未提交" in client.get(reverse("consortia:bids")).content.decode()
    page = client.get(bid.get_absolute_url()).content.decode()
    assert "本方案没有在截止前提交" in page
    deliver()
    assert Message.objects.filter(recipient_id=people.applicant.pk, title__contains="没有在截止前提交").count() == 1


def test_everybody_with_a_bid_is_told_of_a_moved_deadline_once(people):
    challenge = challenge_stories.open_challenge(people)
    story.drafted_bid(people, challenge)
    story.submitted_bid(people, challenge, "rival")
    challenge_actions.extend_deadline(
        challenge=challenge, deadline=challenge.deadline + timedelta(days=3), reason="受疫情影响", by=people.publisher
    )
    deliver()
    told = Message.objects.filter(kind=MessageKind.CHANGE)
    people_told = set(told.values_list("recipient_id", flat=True))
    assert {people.applicant.pk, people.member.pk, people.rival_admin.pk} <= people_told
    assert told.count() == len(people_told)
    assert "受疫情影响" in told[0].body


# The table


def test_the_open_page_asks_for_the_time_without_a_session(client, people):
    challenge = challenge_stories.open_challenge(people)
    answer = client.get(reverse("challenges:now"), {"code": [challenge.code, "2099-XX-99", "\0"]})
    found = answer.json()
    assert list(found["challenges"]) == [challenge.code]
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies


def test_the_kinds_of_deadlines_name_what_happens(people):
    assert [
        one.kind for one in deadlines.collected() if one.marks and not one.then and one.marks != deadlines.DAYS[-1:]
    ] == []


def test_every_page_with_a_deadline_watches_it_and_shows_an_extension(client, people):
    challenge = challenge_stories.open_challenge(people)
    bid = story.drafted_bid(people, challenge)
    challenge_actions.extend_deadline(
        challenge=challenge, deadline=challenge.deadline + timedelta(days=3), reason="受疫情影响", by=people.publisher
    )
    pages = [challenge.get_absolute_url(), bid.get_absolute_url(), reverse("consortia:section", args=[bid.pk, "basic"])]
    signed_in(client, people.applicant)
    for address in pages:
        text = client.get(address).content.decode()
        assert f'data-watch="{challenge.code}"' in text, address
        assert "揭榜期限已延长" in text, address
        assert "原因：受疫情影响" in text, address
        assert "data-end=" in text, address
