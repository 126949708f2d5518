"""The one clock: `core_now()` in the database, which only a demo database can move (docs/adr)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection

BEIJING = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The instant by the database clock, aware."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT core_now()")
        return cursor.fetchone()[0].astimezone(BEIJING)


def today() -> date:
    """The date in Beijing by the database clock."""
    return now().date()


def real() -> datetime:
    """The instant by the clock of the database server, without the demo's offset; decides nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0].astimezone(BEIJING)


def local(instant: datetime) -> datetime:
    return instant.astimezone(BEIJING)


def move(*, to: datetime) -> None:
    """Move the clock of a demo database so that now is `to`. The database refuses it anywhere else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT core_move_clock(%s - clock_timestamp())", [to])


def move_on(*, by: timedelta) -> None:
    """Move the demo clock forward by a span."""
    move(to=now() + by)


def reset() -> None:
    """Back to the real time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT core_move_clock(interval '0')")
