"""Working days by the calendars of the State Council (R-TIM-02 to R-TIM-06, appendix C of the domain notes).

Functions over a `Calendar`; where none is passed, the loaded one (`default_calendar`) is asked.
A year without a calendar is refused, never guessed: computing past the last announced year must fail loudly.
"""

import json
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from django.apps import apps

from core.errors import Refused

BEIJING = ZoneInfo("Asia/Shanghai")
SHIPPED = Path(__file__).resolve().parent / "data" / "holidays"
ONE_DAY = timedelta(days=1)


class CalendarNotLoaded(Refused):
    """A day was asked for in a year whose calendar is not loaded (R-TIM-04)."""

    def __init__(self, year: int):
        super().__init__(
            "calendar_not_loaded",
            f"{year} 年的工作日历尚未载入，无法计算工作日。"
            f"请在国务院办公厅公布放假安排后执行 manage.py load_calendar {year}。",
            year=year,
        )


@dataclass(frozen=True)
class Calendar:
    """For each loaded year the days that differ from the plain week: True is off, False is worked."""

    years: Mapping[int, Mapping[date, bool]]

    def is_working_day(self, day: date) -> bool:
        """Raises CalendarNotLoaded; a year with no holiday at all counts as not loaded."""
        special = self.years.get(day.year)
        if not special:
            raise CalendarNotLoaded(day.year)
        is_off = special.get(day)
        return day.weekday() < 5 if is_off is None else not is_off


def is_working_day(day: date, *, calendar: Calendar | None = None) -> bool:
    return (calendar or default_calendar()).is_working_day(day)


def count_inclusive(start: date, end: date, *, calendar: Calendar | None = None) -> int:
    """Working days from `start` to `end`, both counted; 0 when the end lies before the start."""
    calendar = calendar or default_calendar()
    return sum(calendar.is_working_day(start + n * ONE_DAY) for n in range((end - start).days + 1))


def notice_end(start: date, n: int, *, calendar: Calendar | None = None) -> date:
    """The last day of a public notice of `n` working days; the start day counts if it is worked (R-TIM-02)."""
    return _nth_working_day(start, n, calendar or default_calendar())


def notice_end_instant(start: date, n: int, *, calendar: Calendar | None = None) -> datetime:
    """The exclusive end of such a notice: midnight in Beijing after its last day."""
    return end_of_day(notice_end(start, n, calendar=calendar))


def add_working_days(start: date, n: int, *, calendar: Calendar | None = None) -> date:
    """The n-th working day after `start`; the start day does not count (R-TIM-03, R-TIM-08, R-TIM-09)."""
    return _nth_working_day(start + ONE_DAY, n, calendar or default_calendar())


def period_end(start: date, *, days: int = 0, months: int = 0, calendar: Calendar | None = None) -> date:
    """The last day of a period of calendar days or months (Civil Code 201 to 203, R-TIM-03).

    The start day does not count; a month ends on the day of the same number, or on its last day;
    a last day that is a rest day moves to the next working day. The period ends at 24:00 of the answer.
    """
    if (days > 0) == (months > 0) or days < 0 or months < 0:
        raise ValueError("a period is a positive number of days or of months")
    last = start + days * ONE_DAY if days else add_months(start, months)
    return next_working_day(last, calendar=calendar)


def next_working_day(day: date, *, calendar: Calendar | None = None) -> date:
    """`day` itself if it is worked, else the next one that is."""
    return _nth_working_day(day, 1, calendar or default_calendar())


def end_of_day(day: date) -> datetime:
    """“18 日 24:00” as an exclusive instant: 00:00 of the 19th in Beijing (R-TIM-05)."""
    return datetime.combine(day + ONE_DAY, time(), tzinfo=BEIJING)


def recommender_deadline(applicant_deadline: datetime) -> datetime:
    """Recommending bodies have two more days than applicants (R-TIM-06)."""
    return applicant_deadline + 2 * ONE_DAY


def _nth_working_day(start: date, n: int, calendar: Calendar) -> date:
    if n < 1:
        raise ValueError("the number of working days must be at least 1")
    day, left = start, n
    while True:
        left -= calendar.is_working_day(day)
        if left == 0:
            return day
        day += ONE_DAY


def add_months(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def default_calendar() -> Calendar:
    """The shipped years, replaced year by year by what an administrator loaded into the database."""
    years = {year: dict(days) for year, days in _shipped().items()}
    # By name: this module stays importable where Django's models are not ready.
    rows = list(
        apps.get_model("core", "Holiday").objects.values_list("calendar_year__year", "on", "is_off").order_by("on")
    )
    for year in {on.year for loaded, on, _ in rows if loaded == on.year}:
        years[year] = {}
    for loaded, on, is_off in rows:
        # A year's notice may also rule the last days of December before it. Such days alone do not load a year.
        if on.year in years or loaded == on.year:
            years.setdefault(on.year, {})[on] = is_off
    return Calendar(years)


def shipped_calendar() -> Calendar:
    """Only the files that come with the software; asks no database."""
    return Calendar(_shipped())


def read_year(document: dict) -> tuple[int, str, list[tuple[date, bool, str]]]:
    """Year, source and days `(date, is_off, name)` of a calendar document, the shape of the holiday-cn files:
    `{"year": 2027, "papers"|"source": …, "days": [{"name": …, "date": "2027-01-01", "isOffDay": true}]}`.

    Raises ValueError in Chinese: an empty year is not a year without holidays.
    """
    try:
        year = int(document["year"])
        source = str(document.get("source") or "、".join(document.get("papers") or []))
        days = [
            (date.fromisoformat(entry["date"]), bool(entry["isOffDay"]), str(entry["name"]))
            for entry in document["days"]
        ]
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"日历文件格式不正确：{error!r}。") from error
    if not any(is_off and on.year == year for on, is_off, _ in days):
        raise ValueError(f"{year} 年的日历文件中没有放假日期，视为尚未公布，不予载入。")
    if not source:
        raise ValueError("日历文件缺少依据（source 或 papers）。")
    if len({on for on, _, _ in days}) != len(days):
        raise ValueError("日历文件中有重复的日期。")
    strays = [on for on, _, _ in days if on.year != year and (on.year, on.month) != (year - 1, 12)]
    if strays:
        raise ValueError(f"日历文件中有不属于 {year} 年的日期：{strays[0]}。")
    idle = [on for on, is_off, _ in days if not is_off and on.weekday() < 5]
    if idle:
        raise ValueError(f"{idle[0]} 不是周末，不能标为调休上班日。")
    return year, source, days


@lru_cache(maxsize=1)
def _shipped() -> dict[int, dict[date, bool]]:
    years = {}
    for path in sorted(SHIPPED.glob("[0-9][0-9][0-9][0-9].json")):
        year, _source, days = read_year(json.loads(path.read_text(encoding="utf-8")))
        years[year] = {on: is_off for on, is_off, _ in days}
    return years
