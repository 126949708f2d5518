"""Widths of a table's columns: by their shares, but never so narrow that a code, a date or a short name is broken."""

import re

#: Room for all columns in full-width characters of the table's size: 10.5 pt in letters, 9.5 pt in reports.
ROOM = {("official", False): 42.0, ("official", True): 63.0, ("report", False): 49.0, ("report", True): 75.0}
PADDING = 0.9
#: Numbers of papers, dates and codes; a longer run (a digest) breaks anywhere.
_WHOLE = re.compile(r"[一-鿿]{1,8}〔\d{4}〕\d{1,5}号|\d{4}年\d{1,2}月\d{1,2}日|[!-~]{1,26}(?![!-~])")
_LONGEST_NAME = 4


def of_table(columns: list[dict], rows: list[list[str]], room: float) -> list[float]:
    """One number a column; together they are the room."""
    needed = [
        min(PADDING + max((_need(row[place]) for row in [*rows, _heads(columns)]), default=1), room / 3)
        for place in range(len(columns))
    ]
    if sum(needed) >= room:
        return [need * room / sum(needed) for need in needed]
    fixed: dict[int, float] = {}
    while True:
        free = [place for place in range(len(columns)) if place not in fixed]
        left = room - sum(fixed.values())
        shares = sum(columns[place]["share"] for place in free)
        wished = {place: left * columns[place]["share"] / shares for place in free}
        narrow = [place for place in free if wished[place] < needed[place]]
        if not narrow:
            return [round({**wished, **fixed}[place], 2) for place in range(len(columns))]
        fixed |= {place: needed[place] for place in narrow}


def _heads(columns: list[dict]) -> list[str]:
    """A label may break before its unit."""
    return [column["label"].partition("（")[0] for column in columns]


def _need(cell: str) -> float:
    """The widest part of a cell that must stay in one piece."""
    lines = cell.split("\n")
    short = max((_ink(line) for line in lines if len(line) <= _LONGEST_NAME), default=0)
    return max([short, *(_ink(found) for found in _WHOLE.findall(cell))], default=0)


def _ink(text: str) -> float:
    """In full-width characters, by the Latin letters of Noto Serif SC."""
    return sum(1 if not one.isascii() else 0.72 if one.isupper() else 0.57 for one in text)
