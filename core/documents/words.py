"""Values as documents print them, and parts that many documents share."""

from datetime import date, datetime, timedelta

from core import clock, money
from core.documents.blocks import Heading, Paragraph
from core.documents.text import chinese_date

NOTHING = "—"


def amount(fen: int | None, unit: str = "万元") -> str:
    """`7,300` from whole fen; the unit stands in the column's head or is added by the caller."""
    return NOTHING if fen is None else money.format_fen(fen, unit)


def with_unit(fen: int | None, unit: str = "万元") -> str:
    return NOTHING if fen is None else money.with_unit(fen, unit)


def day(value: date | datetime | None) -> str:
    """`2022年5月10日`, in Beijing."""
    if value is None:
        return NOTHING
    return chinese_date(clock.local(value).date() if isinstance(value, datetime) else value)


def moment(value: datetime | None, *, seconds: bool = False) -> str:
    """`2022年5月10日17:30（北京时间）`."""
    if value is None:
        return NOTHING
    local = clock.local(value)
    return f"{chinese_date(local.date())}{local:{'%H:%M:%S' if seconds else '%H:%M'}}（北京时间）"


def deadline(value: datetime | None) -> str:
    """An exclusive instant at midnight belongs to the day before: `2022年5月10日24:00（北京时间）` (R-TIM-05)."""
    if value is None:
        return NOTHING
    local = clock.local(value)
    if (local.hour, local.minute, local.second, local.microsecond) == (0, 0, 0, 0):
        return f"{chinese_date(local.date() - timedelta(days=1))}24:00（北京时间）"
    return f"{chinese_date(local.date())}{local:%H:%M}（北京时间）"


def section(label: str, text: str, level: int = 1) -> tuple:
    """A heading and its text; nothing where there is no text."""
    return (Heading(str(label), level), Paragraph(text)) if str(text or "").strip() else ()


def sentence(text: str) -> str:
    """With a full stop at its end where nothing else ends it."""
    text = str(text or "").rstrip()
    return f"{text}。" if text and text[-1] not in "。！？；：…）」』”.!?;:" else text


def contact_lines(contacts: list[dict]) -> list[str]:
    """One line a contact, of whatever it holds: `农村科技处　0471-0000000`. Words come before numbers."""
    found = []
    for row in contacts or []:
        parts = [str(one) for one in row.values() if one]
        found.append("　".join(sorted(parts, key=lambda one: one.isascii())))
    return [line for line in found if line]
