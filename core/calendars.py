"""Loading a year's working-day calendar into the database (R-TIM-04)."""

from datetime import datetime

from core import events
from core.actions import action
from core.models import CalendarYear, Holiday
from core.working_days import read_year


@action
def load_year(*, document: dict, by, at: datetime) -> CalendarYear:
    """Load or replace one year from a calendar document (the shape: `working_days.read_year`). Raises ValueError."""
    year, source, days = read_year(document)
    loaded, _ = CalendarYear.objects.update_or_create(year=year, defaults={"source": source[:200], "loaded_at": at})
    loaded.days.all().delete()
    # A day that another year's notice ruled before belongs to the latest notice.
    Holiday.objects.filter(on__in=[on for on, _, _ in days]).delete()
    Holiday.objects.bulk_create(
        Holiday(on=on, is_off=is_off, name=name[:50], calendar_year=loaded) for on, is_off, name in days
    )
    events.record(loaded, "load_calendar", by=by, at=at, label="载入工作日历", data={"year": year, "days": len(days)})
    return loaded
