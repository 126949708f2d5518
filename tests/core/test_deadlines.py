"""The table of deadlines, the marks before them, and warnings that go out once (design §7, R-TIM-05)."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import FieldDoesNotExist

from challenges import actions as challenge_actions
from consortia import actions as bid_actions
from core import clock, deadlines, delivery, reminders
from core.deadlines import DAYS, HOURS, Mark
from core.models import Message, Outbox
from core.working_days import BEIJING, end_of_day
from tests.stories import challenges as challenge_stories
from tests.stories import consortia as story
from tests.stories.cast import cast as make_cast


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def challenge(cast):
    return challenge_stories.open_challenge(cast)


def run(at):
    """What the two sweeps do, until nothing is left."""
    reminders.plan(at=at)
    while delivery.deliver_due(at=at):
        pass


def warnings(user=None):
    rows = Message.objects.filter(kind="REMINDER").order_by("pk")
    return rows.filter(recipient_id=user.pk) if user else rows


def before(challenge, **span):
    return challenge.deadline - timedelta(**span)


# Marks


def test_hours_count_from_the_exclusive_instant():
    end = end_of_day(date(2022, 5, 10))  # 24:00 of the 10th
    assert [mark.due(end) for mark in HOURS] == [
        datetime(2022, 5, 8, 0, 0, tzinfo=BEIJING),
        datetime(2022, 5, 10, 0, 0, tzinfo=BEIJING),
        datetime(2022, 5, 10, 23, 0, tzinfo=BEIJING),
    ]


def test_days_are_warned_of_in_the_morning_and_once_the_day_after():
    end = end_of_day(date(2022, 5, 10))
    assert [mark.due(end) for mark in DAYS] == [
        datetime(2022, month, day, 9, 0, tzinfo=BEIJING) for month, day in ((4, 10), (5, 3), (5, 7), (5, 9), (5, 11))
    ]


def test_beijing_has_no_summer_time_so_a_mark_is_as_long_before_in_any_month():
    for month in (1, 4, 7, 10):
        end = datetime(2022, month, 1, 16, 0, tzinfo=BEIJING)
        assert end - Mark("24h", hours=24).due(end) == timedelta(hours=24)
        assert Mark("24h", hours=24).due(end).hour == 16


def test_every_kind_is_named_once_and_every_lookup_works(cast):
    now = clock.now()
    kinds = [one.kind for one in deadlines.collected()]
    assert len(kinds) == len(set(kinds)) >= 18
    for user in [cast.applicant, cast.unitadmin, cast.officer, cast.supervisor, cast.publisher, cast.experts[0]]:
        assert deadlines.of_user(user, since=now, until=now + timedelta(days=400)) == []
    for one in deadlines.collected():
        assert deadlines.people(one, [], on=now.date()) == {}


def attribute(model, name: str):
    """What an attribute of a row leads to: a model, or None where it is a value. Raises AttributeError."""
    try:
        return model._meta.get_field(name).related_model
    except FieldDoesNotExist:
        getattr(model, name)
        return None


@pytest.mark.parametrize("one", deadlines.collected(), ids=lambda one: one.kind)
def test_a_deadline_is_named_by_facts_that_its_rows_have(one):
    computed = set(one.rows().query.annotations)
    for path in {*re.findall(r"%\((.+?)\)", str(one.what)), one.page} - {"", *computed}:
        model = one.rows().model
        for name in path.replace("self", "pk").split("."):
            model = attribute(model, name)
    page = attribute(one.rows().model, one.page) if one.page else one.rows().model
    assert hasattr(page, "get_absolute_url")


# Warnings of a challenge's deadline


def test_a_writer_is_warned_at_72_24_and_1_hours_once_each(cast, challenge):
    story.drafted_bid(cast, challenge)
    for hours in (73, 72, 50, 24, 10, 1, 0.5):
        for _twice in range(2):
            run(before(challenge, hours=hours))
    told = warnings(cast.applicant)
    assert [row.key.rpartition(":")[2] for row in told] == ["72h", "24h", "1h"]
    assert [
        word in row.title for row, word in zip(told, ("还有 72 小时", "还有 24 小时", "还有 1 小时"), strict=True)
    ] == [True] * 3
    assert challenge.title in told[0].title
    assert "北京时间" in told[0].title


def test_everybody_with_an_unsent_draft_hears_of_it_and_nobody_else(cast, challenge):
    story.drafted_bid(cast, challenge)
    run(before(challenge, hours=24))
    told = {row.recipient_id for row in warnings()}
    assert told == {
        user.pk
        for user in (
            cast.applicant,
            cast.unitadmin,
            cast.member,
            cast.member_admin,
            cast.member2_applicant,
            cast.member2_admin,
        )
    }


def test_who_has_submitted_hears_nothing_even_where_the_warning_was_planned(cast, challenge):
    bid = story.bid_at_unit(cast, challenge)
    assert reminders.plan(at=before(challenge, hours=80))  # the 72 h mark lies within a day
    bid_actions.submit_bid(bid=bid, by=cast.unitadmin)
    run(before(challenge, hours=72))
    assert warnings().count() == 0


def test_a_recalled_bid_is_warned_of_again(cast, challenge):
    bid = story.submitted_bid(cast, challenge)
    bid_actions.recall_bid(bid=bid, by=cast.unitadmin)
    run(before(challenge, hours=24))
    assert warnings(cast.unitadmin).count() == 1


def test_an_invited_unit_is_warned_of_its_answer_at_the_same_marks(cast, challenge):
    consortium = story.registered_consortium(cast)
    bid_actions.invite_member(
        consortium=consortium, organization=cast.third_university, tasks="补充攻关", by=cast.applicant
    )
    story.drafted_bid(cast, challenge, consortium=consortium)
    run(before(challenge, hours=24))
    (told,) = warnings(cast.third_member_admin)
    assert "邀请贵单位加入" in told.title


def test_a_moved_deadline_has_warnings_of_its_own_and_the_old_ones_say_nothing(cast, challenge):
    story.drafted_bid(cast, challenge)
    old = challenge.deadline
    run(before(challenge, hours=72))
    reminders.plan(at=old - timedelta(hours=30))  # the 24 h row of the old end is written
    challenge_actions.extend_deadline(
        challenge=challenge, deadline=old + timedelta(days=5), reason="受疫情影响", by=cast.publisher
    )
    run(old - timedelta(hours=24))
    assert [row.key.rpartition(":")[2] for row in warnings(cast.applicant)] == ["72h"]
    new = old + timedelta(days=5)
    for hours in (72, 24, 1):
        run(new - timedelta(hours=hours))
    assert [row.key.rpartition(":")[2] for row in warnings(cast.applicant)] == ["72h", "72h", "24h", "1h"]


def test_sweeps_that_slept_tell_the_last_mark_only_and_what_is_really_left(cast, challenge):
    story.drafted_bid(cast, challenge)
    run(before(challenge, hours=20))
    (told,) = warnings(cast.applicant)
    assert told.key.endswith(":24h")
    assert "还剩 20 小时" in told.title


def test_a_row_that_comes_after_the_end_says_nothing(cast, challenge):
    story.drafted_bid(cast, challenge)
    reminders.plan(at=before(challenge, hours=2))
    run(challenge.deadline)
    assert warnings().count() == 0


@pytest.mark.django_db(transaction=True)
def test_planned_and_delivered_by_eight_at_once_each_person_hears_once(run_in_threads):
    cast = make_cast()
    challenge = challenge_stories.open_challenge(cast)
    story.drafted_bid(cast, challenge)
    story.drafted_bid(cast, challenge, "rival")
    at = before(challenge, hours=24)

    def both(_number):
        reminders.plan(at=at)
        for _again in range(3):
            delivery.deliver_due(at=at)

    assert run_in_threads(8, both) == [None] * 8
    run(at)
    told = list(warnings().values_list("recipient_id", flat=True))
    assert len(told) == len(set(told)) == 12  # two leads and four members, each with a writer and an administrator
    assert Outbox.objects.filter(kind="warning", next_check_at__lte=at, done_at__isnull=True).count() == 0


# The list of one person


def test_my_deadlines_the_soonest_first_with_the_same_number_of_queries(cast, challenge, django_assert_num_queries):
    story.drafted_bid(cast, challenge)
    now = clock.now()

    def mine():
        return deadlines.of_user(cast.applicant, since=now, until=now + timedelta(days=400))

    cast.applicant.role_codes  # noqa: B018 - read once a request
    found = mine()
    assert [one.deadline.kind for one in found][:1] == ["consortia.bid"]
    assert found == sorted(found, key=lambda one: one.until)
    assert deadlines.of_user(cast.rival_applicant, since=now, until=now + timedelta(days=60)) == []
    kinds = sum(1 for one in deadlines.collected() if deadlines._mine(one, cast.applicant) is not None)
    with django_assert_num_queries(kinds):
        mine()
    other = challenge_stories.open_challenge(cast, title="第二项榜单")
    story.drafted_bid(cast, other)
    with django_assert_num_queries(kinds):
        assert len([one for one in mine() if one.deadline.kind == "consortia.bid"]) == 2


def test_a_person_is_listed_exactly_where_a_warning_would_reach(cast, challenge):
    """Both ways of asking, from the row and from the person, agree."""
    story.drafted_bid(cast, challenge)
    story.submitted_bid(cast, challenge, "rival")
    now = clock.now()
    everyone = [cast.applicant, cast.unitadmin, cast.member, cast.rival_applicant, cast.officer, cast.auditor]
    for one in deadlines.collected():
        rows = list(deadlines.between(one, now, now + timedelta(days=60)))
        reached = {user.pk for user in deadlines.people(one, rows, on=now.date())} if rows else set()
        listed = {
            user.pk
            for user in everyone
            if any(due.deadline is one for due in deadlines.of_user(user, since=now, until=now + timedelta(days=60)))
        }
        assert listed == reached & {user.pk for user in everyone}, one.kind
