"""Calendars as RFC 5545: lines of at most 75 octets ending in CRLF, text escaped, every instant in UTC.

An instant in UTC needs no zone table and is right wherever the reader lives; days stand without a zone.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import models
from django.http import HttpResponse

LINE = 75  # octets, RFC 5545 3.1
HALF_HOUR = timedelta(minutes=30)


@dataclass(frozen=True)
class Event:
    """One entry: a day (`on`), or the half hour before the exclusive instant `until`. `uid` never changes; `sequence`
    grows when the time moves."""

    uid: str
    summary: str
    until: datetime
    on: date | None = None
    description: str = ""
    url: str = ""
    sequence: int = 0
    is_cancelled: bool = False
    reminds: bool = False


def uid(kind: str, pk: int) -> str:
    """The same for ever, whatever name the site is reached by."""
    return f"{kind}.{pk}@jiebang"


def fold(line: str) -> bytes:
    """One content line with its CRLF; a character of several octets is never cut."""
    parts, part = [], b""
    for sign in line:
        octets = sign.encode()
        # Continued lines begin with a blank, which counts.
        if len(part) + len(octets) > LINE - bool(parts):
            parts.append(part)
            part = b""
        part += octets
    return b"\r\n ".join([*parts, part]) + b"\r\n"


def escape(text: str) -> str:
    """Text as a value; control characters, which the format has no sign for, are left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(sign for sign in text if sign == "\n" or (ord(sign) >= 32 and ord(sign) != 127))
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def stamp(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def calendar(events: list[Event], *, name: str, at: datetime) -> bytes:
    """A whole calendar object; `at` is when it was made."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//jiebang//deadlines 1//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escape(name)}",
        "X-WR-TIMEZONE:Asia/Shanghai",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ]
    for event in events:
        lines += _lines(event, at)
    return b"".join(fold(line) for line in [*lines, "END:VCALENDAR"])


def _lines(event: Event, at: datetime) -> list[str]:
    if event.on is not None:
        when = [f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}", f"DTEND;VALUE=DATE:{event.on + timedelta(days=1):%Y%m%d}"]
    else:
        when = [f"DTSTART:{stamp(event.until - HALF_HOUR)}", f"DTEND:{stamp(event.until)}"]
    lines = [
        "BEGIN:VEVENT",
        f"UID:{escape(event.uid)}",
        f"DTSTAMP:{stamp(at)}",
        f"SEQUENCE:{event.sequence}",
        *when,
        f"SUMMARY:{escape(event.summary)}",
        f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}",
        "TRANSP:TRANSPARENT",
    ]
    if event.description:
        lines.append(f"DESCRIPTION:{escape(event.description)}")
    if event.url:
        lines.append(f"URL:{event.url}")
    if event.reminds and not event.is_cancelled:
        lines += [
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"DESCRIPTION:{escape(event.summary)}",
            "TRIGGER:-P1D",
            "END:VALARM",
        ]
    return [*lines, "END:VEVENT"]


def response(events: list[Event], *, name: str, at: datetime, filename: str) -> HttpResponse:
    answer = HttpResponse(calendar(events, name=name, at=at), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{filename}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def moves_of(rows, end: str) -> dict[int, int]:
    """id of a row → how often its end (a lookup) has moved since it was set, from the history that nobody can change.

    One query: the history rows of the model that holds the column.
    """
    rows = list(rows)
    if not rows:
        return {}
    *path, column = end.split("__")
    holders = {}
    for row in rows:
        holder = row
        for name in path:
            holder = getattr(holder, name)
        holders[row.pk] = holder
    model = type(next(iter(holders.values())))
    history = _history_of(model, column)
    if history is None:
        return {}
    keys = {holder.pk for holder in holders.values()}
    last: dict[int, object] = {}
    moves: dict[int, int] = {}
    for key, value in history.objects.filter(pgh_obj_id__in=keys).order_by("pgh_id").values_list("pgh_obj_id", column):
        if value is not None and last.get(key) not in (None, value):
            moves[key] = moves.get(key, 0) + 1
        last[key] = value if value is not None else last.get(key)
    return {pk: moves.get(holder.pk, 0) for pk, holder in holders.items()}


def _history_of(model: type[models.Model], column: str) -> type[models.Model] | None:
    """The model of the history rows, where the model is tracked and has the column (a computed end has none)."""
    for relation in model._meta.get_fields(include_hidden=True):
        history = relation.related_model if relation.auto_created and relation.is_relation else None
        if getattr(history, "pgh_tracked_model", None) is model:
            known = {field.name for field in history._meta.get_fields()}
            return history if column in known else None
    return None
