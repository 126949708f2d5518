"""Calendars as other people's programs read them (RFC 5545)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from challenges import actions
from challenges.models import Challenge
from core import clock, ical
from core.ical import Event, calendar, escape, fold
from tests.stories import challenges as stories
from tests.stories.cast import cast as make_cast

AT = datetime(2022, 4, 1, 1, tzinfo=UTC)
END = datetime(2022, 4, 20, 9, 30, tzinfo=UTC)


def lines_of(*events: Event) -> list[str]:
    """As a reader sees them: folded lines put together again."""
    return calendar(list(events), name="我的期限", at=AT).decode().replace("\r\n ", "").split("\r\n")


@given(st.text(max_size=300))
def test_no_line_is_longer_than_75_octets_and_no_character_is_cut(text):
    folded = fold(f"SUMMARY:{escape(text)}")
    assert all(len(line) <= 75 for line in folded.split(b"\r\n"))
    assert folded.replace(b"\r\n ", b"").decode() == f"SUMMARY:{escape(text)}\r\n"


@given(st.text(max_size=60))
def test_text_cannot_begin_a_line_of_its_own(text):
    """Whatever somebody wrote into a title, it adds no property to the calendar."""
    names = [line.partition(":")[0] for line in lines_of(Event("a@x", text, END))]
    assert names == [line.partition(":")[0] for line in lines_of(Event("a@x", "", END))]


def test_signs_of_the_format_are_escaped():
    assert escape("甲,乙;丙\\丁\r\n戊\x07") == "甲\\,乙\\;丙\\\\丁\\n戊"


def test_an_instant_is_the_half_hour_before_it_in_utc():
    lines = lines_of(Event("a@x", "揭榜截止", END))
    assert {"DTSTART:20220420T090000Z", "DTEND:20220420T093000Z"} <= set(lines)


def test_a_day_stands_without_a_zone_and_ends_exclusively():
    lines = lines_of(Event("a@x", "公示", END, on=date(2022, 4, 30)))
    assert {"DTSTART;VALUE=DATE:20220430", "DTEND;VALUE=DATE:20220501"} <= set(lines)


def test_what_was_cancelled_reminds_nobody():
    assert "BEGIN:VALARM" in lines_of(Event("a@x", "截止", END, reminds=True))
    cancelled = lines_of(Event("a@x", "截止", END, reminds=True, is_cancelled=True))
    assert "STATUS:CANCELLED" in cancelled
    assert "BEGIN:VALARM" not in cancelled


@pytest.mark.django_db
def test_a_moved_deadline_is_counted_from_the_history():
    """Programs take a changed entry only when its number has grown."""
    cast = make_cast()
    challenge = stories.open_challenge(cast)
    before = challenge.deadline
    assert ical.moves_of([challenge], "deadline") == {challenge.pk: 0}
    actions.extend_deadline(
        challenge=challenge, deadline=before + timedelta(days=14), reason="疫情防控", by=cast.publisher
    )
    moved = Challenge.objects.get(pk=challenge.pk)
    assert moved.deadline > before > clock.now()
    assert ical.moves_of([moved], "deadline") == {challenge.pk: 1}
    assert ical.moves_of([], "deadline") == {}
