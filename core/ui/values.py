"""Values as every page shows them: money, instants, dates, ratios. Tags and views call the same functions."""

from datetime import date as Date
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock
from core import money as amounts

NOTHING = "—"
MINUTE, HOUR, DAY = 60, 3600, 86400


def money(fen: int | None, unit: str = "万元", places: int | None = None, plain: bool = False) -> str:
    """`1,200 万元` from whole fen; `plain` leaves the unit to the column's header."""
    if fen is None:
        return NOTHING
    number = amounts.format_fen(fen, unit, places)
    tone = " jb-neg" if fen < 0 else ""
    if plain:
        return format_html('<span class="jb-num{}">{}</span>', tone, number)
    return format_html('<span class="jb-num{}">{} <span class="jb-unit">{}</span></span>', tone, number, unit)


def ratio(part_fen: int | None, base_fen: int | None, floor: int | None = None) -> str:
    """`2.26 : 1`; red and with a word where it is below the floor."""
    if part_fen is None or base_fen is None:
        return NOTHING
    shown = amounts.ratio_text(part_fen, base_fen).replace(":", " : ")
    if floor is not None and base_fen and part_fen < floor * base_fen:
        text = _("低于 %(floor)s : 1") % {"floor": floor}
        return format_html('<span class="jb-num jb-neg">{}（{}）</span>', shown, text)
    return format_html('<span class="jb-num">{}</span>', shown)


def date(value: Date | datetime | None) -> str:
    """`2022-05-10`, in Beijing."""
    if not value:
        return NOTHING
    day = clock.local(value).date() if isinstance(value, datetime) else value
    return format_html('<time class="jb-num" datetime="{}">{}</time>', day.isoformat(), day.isoformat())


def instant_text(value: datetime, deadline: bool = False, seconds: bool = False) -> str:
    """`2022-05-10 24:00`: an exclusive deadline at midnight belongs to the day before (R-TIM-05)."""
    local = clock.local(value)
    if deadline and (local.hour, local.minute, local.second, local.microsecond) == (0, 0, 0, 0):
        return f"{local.date() - timedelta(days=1)} 24:00"
    return local.strftime("%Y-%m-%d %H:%M:%S" if seconds else "%Y-%m-%d %H:%M")


def instant(value: datetime | None, deadline: bool = False, seconds: bool = False, zone: bool = True) -> str:
    """`2022-05-10 24:00（北京时间）`."""
    if not value:
        return NOTHING
    return format_html(
        '<time class="jb-num" datetime="{}">{}</time>{}',
        clock.local(value).isoformat(timespec="seconds"),
        instant_text(value, deadline, seconds),
        _("（北京时间）") if zone else "",
    )


def span_text(span: timedelta) -> str:
    """`2 天 6 小时`, `45 分钟`: the two largest units, rounded down, so that nobody is promised time there is not."""
    seconds = int(span.total_seconds())
    days, hours, minutes = seconds // DAY, seconds % DAY // HOUR, seconds % HOUR // MINUTE
    if days:
        text = ngettext("%(days)d 天", "%(days)d 天", days) % {"days": days}
        return text + (_(" %(hours)d 小时") % {"hours": hours} if hours and days < 30 else "")
    if hours:
        text = _("%(hours)d 小时") % {"hours": hours}
        return text + (_(" %(minutes)d 分钟") % {"minutes": minutes} if minutes else "")
    if minutes:
        return _("%(minutes)d 分钟") % {"minutes": minutes}
    return _("不足 1 分钟")


def relative_text(value: datetime, now: datetime) -> str:
    """`还剩 2 天 6 小时` or `已截止 3 天`: the deadline itself is already too late."""
    if now < value:
        return _("还剩 %(span)s") % {"span": span_text(value - now)}
    return _("已截止 %(span)s") % {"span": span_text(now - value)}


def days_text(value: Date, today: Date) -> str:
    """`还有 12 天`, `今天`, `已过 3 天` for dates."""
    days = (value - today).days
    if days == 0:
        return _("今天")
    return _("还有 %(days)d 天") % {"days": days} if days > 0 else _("已过 %(days)d 天") % {"days": -days}


def percent(value) -> str:
    """A length inside an SVG: 0 % to 100 %, with a point whatever the locale."""
    number = min(max(Decimal(str(value or 0)), Decimal(0)), Decimal(100))
    return f"{number.quantize(Decimal('0.01')).normalize():f}%"
