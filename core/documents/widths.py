"""Widths of a table's columns: by their shares, never so narrow that a code, a date or a short name is broken, and
never wider than the longest line of what stands in them while another column still needs the room.
"""

import math
import re

from core.documents.text import IN_CELLS, width

#: Room for all columns in full-width characters of the table's size: 10.5 pt in letters, 9.5 pt in reports.
ROOM = {("official", False): 42.0, ("official", True): 63.0, ("report", False): 49.0, ("report", True): 75.0}
PADDING = 0.9
#: What stays in one piece; a longer run (a digest) breaks anywhere.
_WHOLE = re.compile(f"{IN_CELLS}|[!-~]{{1,26}}(?![!-~])")
_LONGEST_NAME = 4
#: 额尔德尼·孟克巴雅尔: a Mongolian or other name in parts; a line of a cell ends behind a dot and nowhere else.
_PARTED = re.compile("[一-鿿㐀-䶿]{1,8}(?:·[一-鿿㐀-䶿]{1,8})+")


#: Where Chinese and figures meet, some offices' programs leave a blank that nobody wrote.
_SEAM = re.compile("(?<=[一-鿿])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?=[一-鿿])")


def of_table(columns: list[dict], rows: list[list[str]], room: float, *, seam: float = 0.0) -> list[float]:
    """One number a column; together they are the room. `seam`: a blank between Chinese and figures to reckon with."""
    places = range(len(columns))
    filled = [*rows, _heads(columns)]
    needed = [min(PADDING + max((_need(row[place], seam) for row in filled), default=1), room / 3) for place in places]
    if sum(needed) >= room:
        return [need * room / sum(needed) for need in needed]
    longest = [max(needed[place], PADDING + max(_line(row[place]) for row in filled)) for place in places]
    shares = [column["share"] for column in columns]
    if sum(longest) <= room:  # every line fits: what is left goes by the shares
        left = room - sum(longest)
        return [round(longest[place] + left * shares[place] / sum(shares), 2) for place in places]
    return [round(one, 2) for one in _between(needed, longest, shares, room)]


def lines(rows: list[list[str]], found: list[float]) -> int:
    """About how many lines of text the rows take in columns of these widths: whether a table is short."""
    return sum(
        max(
            sum(max(1, math.ceil(_ink(line) / (room - PADDING))) for line in cell.split("\n"))
            for cell, room in zip(row, found, strict=True)
        )
        for row in rows
    )


def fold(cell: str, room: float) -> str:
    """A name in parts in as many lines as it needs."""
    if not _PARTED.fullmatch(cell) or _ink(cell) <= room - PADDING:
        return cell
    found = [""]
    for part in _parts(cell):
        if found[-1] and _ink(found[-1] + part) > room - PADDING:
            found.append("")
        found[-1] += part
    return "\n".join(found)


def _parts(name: str) -> list[str]:
    *first, last = name.split("·")
    return [*(f"{part}·" for part in first), last]


def _between(least: list[float], most: list[float], shares: list[int], room: float) -> list[float]:
    """The shares of the room, each between its bounds (their sums are at most and at least the room)."""
    low, high = 0.0, max(limit / share for limit, share in zip(most, shares, strict=True))
    for _step in range(60):  # halving finds the one measure at which they fill the room
        measure = (low + high) / 2
        found = [min(max(a, measure * s), b) for a, b, s in zip(least, most, shares, strict=True)]
        low, high = (measure, high) if sum(found) < room else (low, measure)
    return found


def _heads(columns: list[dict]) -> list[str]:
    """A label may break before its unit."""
    return [column["label"].replace("（", "\n（") for column in columns]


def _need(cell: str, seam: float = 0.0) -> float:
    """The widest part of a cell that must stay in one piece."""
    if _PARTED.fullmatch(cell):
        return max(map(_ink, _parts(cell)))
    short = [line for line in cell.split("\n") if len(line) <= _LONGEST_NAME]
    return max((_ink(part) + seam * len(_SEAM.findall(part)) for part in [*short, *_WHOLE.findall(cell)]), default=0)


def _line(cell: str) -> float:
    return max(map(_ink, cell.split("\n")), default=0)


def _ink(text: str) -> float:
    """In full-width characters, by the Latin letters of Noto Serif SC."""
    return sum(width(one) if not one.isascii() else 0.72 if one.isupper() else 0.57 for one in text)
