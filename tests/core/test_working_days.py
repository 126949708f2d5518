"""Working days: both mistakes of the plain week (holidays, make-up weekends) and the years nobody announced yet."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from core import calendars, working_days
from core.models import CalendarYear, Event, Holiday
from core.working_days import Calendar, CalendarNotLoaded

SHIPPED = working_days.shipped_calendar()
days = st.dates(date(2021, 1, 1), date(2026, 9, 1))


def d(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        ("2022-05-23", "2022-05-27", 5),
        ("2023-04-26", "2023-05-05", 5),
        ("2023-09-28", "2023-10-10", 5),
        ("2022-05-31", "2022-06-20", 14),
        ("2022-06-21", "2022-07-07", 13),
        ("2024-05-20", "2024-06-18", 21),
        ("2022-05-28", "2022-05-29", 0),
        ("2022-05-27", "2022-05-26", 0),
    ],
)
def test_working_days_counted_with_both_ends(start, end, count):
    assert working_days.count_inclusive(d(start), d(end), calendar=SHIPPED) == count


@pytest.mark.parametrize(
    ("start", "end"), [("2023-04-26", "2023-05-05"), ("2023-09-28", "2023-10-10"), ("2022-05-23", "2022-05-27")]
)
def test_real_notices_last_five_working_days_with_the_start_day(start, end):
    assert working_days.notice_end(d(start), 5, calendar=SHIPPED) == d(end)


def test_a_notice_ends_at_midnight_after_its_last_day():
    end = working_days.notice_end_instant(d("2022-05-23"), 5, calendar=SHIPPED)
    assert end == datetime(2022, 5, 27, 16, 0, tzinfo=UTC)
    assert end.isoformat() == "2022-05-28T00:00:00+08:00"


def test_a_notice_that_starts_on_a_rest_day_counts_from_the_first_worked_day():
    assert working_days.notice_end(d("2022-05-21"), 5, calendar=SHIPPED) == d("2022-05-27")


def test_make_up_weekends_are_worked_and_holidays_are_not():
    assert SHIPPED.is_working_day(d("2023-10-07"))
    assert SHIPPED.is_working_day(d("2023-10-08"))
    assert not SHIPPED.is_working_day(d("2023-10-06"))
    assert not SHIPPED.is_working_day(d("2023-10-14"))
    assert SHIPPED.is_working_day(d("2026-01-04"))


def test_days_after_a_date_leave_the_date_out():
    assert working_days.add_working_days(d("2023-09-28"), 1, calendar=SHIPPED) == d("2023-10-07")
    assert working_days.add_working_days(d("2022-05-23"), 4, calendar=SHIPPED) == d("2022-05-27")


@pytest.mark.parametrize(
    ("start", "period", "end"),
    [
        ("2024-06-03", {"days": 15}, "2024-06-18"),
        ("2024-06-01", {"days": 15}, "2024-06-17"),
        ("2024-01-31", {"months": 1}, "2024-02-29"),
        ("2023-01-31", {"months": 1}, "2023-02-28"),
        ("2022-12-30", {"months": 1}, "2023-01-30"),
        ("2023-09-04", {"months": 1}, "2023-10-07"),
    ],
)
def test_a_period_ending_on_a_rest_day_moves_to_the_next_worked_day(start, period, end):
    assert working_days.period_end(d(start), **period, calendar=SHIPPED) == d(end)


@pytest.mark.parametrize("period", [{}, {"days": 1, "months": 1}, {"days": -1}, {"days": 5, "months": -1}])
def test_a_period_is_days_or_months(period):
    with pytest.raises(ValueError):
        working_days.period_end(d("2024-06-03"), **period, calendar=SHIPPED)


def test_a_notice_has_at_least_one_day():
    with pytest.raises(ValueError):
        working_days.notice_end(d("2024-06-03"), 0, calendar=SHIPPED)


def test_deadline_at_24_is_the_next_midnight_and_recommenders_have_two_days_more():
    end = working_days.end_of_day(d("2024-06-18"))
    assert end.isoformat() == "2024-06-19T00:00:00+08:00"
    assert working_days.recommender_deadline(end).isoformat() == "2024-06-21T00:00:00+08:00"


def test_a_year_that_is_not_loaded_is_refused_by_name():
    last_known = max(SHIPPED.years)
    with pytest.raises(CalendarNotLoaded) as refusal:
        working_days.notice_end(date(last_known, 12, 30), 10, calendar=SHIPPED)
    assert refusal.value.code == "calendar_not_loaded"
    assert refusal.value.ids == {"year": last_known + 1}
    assert f"load_calendar {last_known + 1}" in refusal.value.sentence


def test_an_empty_year_is_not_loaded():
    with pytest.raises(CalendarNotLoaded):
        Calendar({2027: {}}).is_working_day(d("2027-03-01"))


@given(days, st.integers(1, 30))
def test_a_notice_holds_exactly_its_working_days_and_ends_on_one(start, n):
    end = working_days.notice_end(start, n, calendar=SHIPPED)
    assert working_days.count_inclusive(start, end, calendar=SHIPPED) == n
    assert SHIPPED.is_working_day(end)


@given(days, st.integers(1, 30))
def test_adding_working_days_counts_from_the_day_after(start, n):
    end = working_days.add_working_days(start, n, calendar=SHIPPED)
    assert working_days.count_inclusive(start + timedelta(days=1), end, calendar=SHIPPED) == n


@pytest.mark.parametrize("year", sorted(SHIPPED.years))
def test_shipped_years_agree_with_the_published_package(year):
    import chinese_calendar

    day = date(year, 1, 1)
    while day.year == year:
        assert SHIPPED.is_working_day(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


def test_2021_to_2026_are_shipped():
    assert set(SHIPPED.years) >= set(range(2021, 2027))


def document(year=2027, **changes):
    saturday = next(date(year, 1, n) for n in range(24, 32) if date(year, 1, n).weekday() == 5)
    entries = [
        {"name": "元旦", "date": f"{year}-01-01", "isOffDay": True},
        {"name": "元旦", "date": f"{year - 1}-12-31", "isOffDay": True},
        {"name": "春节", "date": saturday.isoformat(), "isOffDay": False},
    ]
    return {"year": year, "papers": ["国办发明电〔某年〕1号"], "days": entries, **changes}


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        ({"days": []}, "没有放假日期"),
        ({"papers": []}, "缺少依据"),
        ({"days": [{"name": "x", "date": "2027-01-01"}]}, "格式不正确"),
        ({"days": [{"name": "x", "date": "2027-01-01", "isOffDay": True}] * 2}, "重复"),
        (
            {"days": [{"name": "x", "date": f"{y}-01-01", "isOffDay": True} for y in (2027, 2028)]},
            "不属于 2027 年",
        ),
        (
            {"days": [{"name": "x", "date": f"2027-01-0{n}", "isOffDay": n == 1} for n in (1, 4)]},
            "不是周末",
        ),
    ],
)
def test_a_calendar_document_with_a_fault_is_refused(broken, sentence):
    with pytest.raises(ValueError, match=sentence):
        working_days.read_year(document(**broken))


AT = datetime(2026, 11, 30, tzinfo=UTC)


@pytest.mark.django_db
class TestLoadedInTheDatabase:
    def test_without_rows_the_shipped_years_hold(self):
        assert working_days.count_inclusive(d("2023-09-28"), d("2023-10-10")) == 5
        with pytest.raises(CalendarNotLoaded):
            working_days.is_working_day(d("2027-01-04"))

    def test_a_loaded_year_is_used_and_may_rule_the_december_before(self):
        calendars.load_year(document=document(), by=None, at=AT)
        assert not working_days.is_working_day(d("2027-01-01"))
        assert working_days.is_working_day(d("2027-01-30"))  # a Saturday
        assert not working_days.is_working_day(d("2026-12-31"))  # a Thursday
        assert not working_days.is_working_day(d("2026-10-01"))  # still from the shipped file
        assert Event.objects.get(verb="load_calendar").data == {"year": 2027, "days": 3}

    def test_december_alone_does_not_load_its_year(self):
        calendars.load_year(document=document(2029), by=None, at=AT)
        with pytest.raises(CalendarNotLoaded):
            working_days.is_working_day(d("2028-12-31"))

    def test_loading_again_replaces_the_year(self):
        calendars.load_year(document=document(), by=None, at=AT)
        again = {"days": [{"name": "元旦", "date": "2027-01-04", "isOffDay": True}]}
        calendars.load_year(document=document(**again), by=None, at=AT)
        assert working_days.is_working_day(d("2027-01-01"))
        assert not working_days.is_working_day(d("2027-01-04"))
        assert CalendarYear.objects.count() == 1
        assert Holiday.objects.count() == 1

    def test_the_database_replaces_a_shipped_year(self):
        calendars.load_year(document=document(2024), by=None, at=AT)
        assert working_days.is_working_day(d("2024-10-01"))

    def test_a_year_row_without_days_is_not_loaded(self):
        CalendarYear.objects.create(year=2027, source="x", loaded_at=AT)
        with pytest.raises(CalendarNotLoaded):
            working_days.is_working_day(d("2027-03-01"))

    def test_command_loads_a_file(self, tmp_path, capsys):
        path = tmp_path / "2027.json"
        path.write_text(json.dumps(document()), encoding="utf-8")
        call_command("load_calendar", "2027", "--file", str(path))
        assert "已载入 2027 年工作日历" in capsys.readouterr().out
        assert Event.objects.get().actor_name == "命令行维护"

    def test_command_loads_a_shipped_year(self, capsys):
        call_command("load_calendar", "2024")
        assert Holiday.objects.filter(on__year=2024).count() == len(SHIPPED.years[2024])

    def test_command_refuses_a_year_it_has_not(self):
        with pytest.raises(CommandError, match="没有随附 2099 年"):
            call_command("load_calendar", "2099")

    def test_command_refuses_another_years_file(self, tmp_path):
        path = tmp_path / "x.json"
        path.write_text(json.dumps(document()), encoding="utf-8")
        with pytest.raises(CommandError, match="不是 2028 年"):
            call_command("load_calendar", "2028", "--file", str(path))
        assert not CalendarYear.objects.exists()
