"""The time that is left, as markup that static/js/countdown.js keeps moving by the server's clock."""

from datetime import datetime, timedelta

from django.utils.html import format_html
from django.utils.translation import gettext as _

from core import clock
from core.ui import values

#: Below these spans the tone changes; the words and the absolute time say the same without color.
TONES = ((timedelta(0), "is-over"), (timedelta(hours=1), "is-hour"), (timedelta(hours=24), "is-day"))
TONES = (*TONES, (timedelta(hours=72), "is-days"))


def tone(left: timedelta) -> str:
    return next((name for span, name in TONES if left <= span), "")


def left(value: datetime, now: datetime) -> str:
    """`还剩 2 天 6 小时`, ticking. The deadline itself is already too late (R-TIM-05)."""
    return format_html(
        '<b class="jb-left {}" data-end="{}">{}</b>',
        tone(value - now),
        clock.local(value).isoformat(timespec="milliseconds"),
        values.relative_text(value, now),
    )


def closing(value: datetime | None, now: datetime, *, row: bool = False, word: str = "") -> str:
    """Relative, then absolute; `row` keeps both on one line."""
    if not value:
        return values.NOTHING
    return format_html(
        '<span class="jb-closing{}">{} <span class="jb-muted">{} {}{}</span></span>',
        " jb-closing--row" if row else "",
        left(value, now),
        values.instant(value, deadline=True, zone=False),
        word or _("截止"),
        _("（北京时间）"),
    )
