"""Two people wrote one section: what differs, field by field and row by row, and one text made of both (C10)."""

import difflib
import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

from consortia.drafts import schema
from core.digests import canonical_json

MINE, THEIRS, BOTH = "mine", "theirs", "both"
#: Columns by which the rows of a table are recognized; rows of other tables are matched by their likeness.
ROW_KEYS: dict[tuple[str, str], tuple[str, ...]] = {
    ("responses", "rows"): ("indicator_id",),
    ("team", "rows"): ("person_id",),
    ("budget", "sources"): ("source", "organization_id", "year"),
    ("budget", "uses"): ("category", "source", "organization_id", "year"),
    ("matching", "rows"): ("division_id",),
    ("milestones", "years"): ("year",),
    ("foundation", "platforms"): ("platform_id",),
}
_WORD = re.compile(r"[A-Za-z0-9.]+|\s+|.", re.DOTALL)


@dataclass(frozen=True)
class Difference:
    """One place to decide. With a `column`: two values; without: a whole row that only one side has (the other is None)."""

    key: str
    table: str
    row: int | None  # number of the row in the joined table, from 1
    column: str
    mine: Any
    theirs: Any
    #: MINE or THEIRS where only that side changed it since both began; empty where a person must say.
    changed: str = ""

    @property
    def default(self) -> str:
        """Nothing is lost unless somebody says so: a row that one side has stays; else what is on the screen stays."""
        return self.changed or (THEIRS if self.mine is None and not self.column else MINE)

    @property
    def may_join(self) -> bool:
        """Two texts can both be kept, one after the other."""
        is_text = isinstance(self.mine, str) and isinstance(self.theirs, str)
        return bool(self.column and is_text and self.mine and self.theirs and len(self.mine + self.theirs) > 20)


def seen_of(name: str, content: dict) -> str:
    """What a page began with, in a few letters a value: carried in its form, it tells later who changed what."""
    section = schema.SECTIONS[name]
    said = {column: _short(content[column]) for column in section.fields}
    said |= {table: [_short(row) for row in content[table]] for table in section.tables}
    return json.dumps(said, separators=(",", ":"))


def _short(value) -> str:
    return hashlib.sha256(canonical_json(value)).hexdigest()[:12]


def _read(seen: str) -> dict:
    try:
        said = json.loads(seen)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def differences(name: str, mine: dict, theirs: dict, *, seen: str = "") -> list[Difference]:
    """Every place where the two differ, in the order of the form. `seen`: see `seen_of`."""
    section, began, found = schema.SECTIONS[name], _read(seen), []

    def add(table: str, row: int | None, column: str, own, other, changed: str) -> None:
        found.append(Difference(f"d{len(found)}", table, row, column, own, other, changed))

    for column in section.fields:
        if mine[column] != theirs[column]:
            changed = _changed({began.get(column)} - {None}, mine[column], theirs[column])
            add("", None, column, mine[column], theirs[column], changed)
    for table, columns in section.tables.items():
        rows = {one for one in began.get(table, []) if isinstance(one, str)}
        for number, (own, other) in enumerate(_pairs(name, table, mine[table], theirs[table]), 1):
            changed = _changed(rows, own, other)
            if own is None or other is None:
                add(table, number, "", own, other, changed)
                continue
            for column in columns:
                if own[column] != other[column]:
                    add(table, number, column, own[column], other[column], changed)
    return found


def _changed(began: set[str], mine, theirs) -> str:
    """Which side alone changed a value or row. A row that one side lacks was added by the other unless both began with it."""
    is_mine_old = mine is not None and _short(mine) in began
    is_theirs_old = theirs is not None and _short(theirs) in began
    if is_mine_old == is_theirs_old:
        return ""
    return THEIRS if is_mine_old else MINE


def merged(name: str, mine: dict, theirs: dict, chosen: dict[str, str], *, seen: str = "") -> dict:
    """The section as decided: `chosen` maps the key of a difference to MINE, THEIRS or BOTH."""
    section = schema.SECTIONS[name]
    found = differences(name, mine, theirs, seen=seen)
    picks = {(one.table, one.row, one.column): _pick(one, chosen) for one in found}
    result = {column: picks.get(("", None, column), mine[column]) for column in section.fields}
    for table, columns in section.tables.items():
        result[table] = []
        for number, (own, other) in enumerate(_pairs(name, table, mine[table], theirs[table]), 1):
            if own is None or other is None:
                row = picks[table, number, ""]
            else:
                row = {column: picks.get((table, number, column), own[column]) for column in columns}
            if row is not None:
                result[table].append(row)
    return result


def _pick(one: Difference, chosen: dict[str, str]):
    choice = chosen.get(one.key, one.default)
    if choice == BOTH and one.may_join:
        return f"{one.theirs}\n{one.mine}"
    return one.theirs if choice == THEIRS else one.mine


def _pairs(name: str, table: str, mine: list[dict], theirs: list[dict]) -> list[tuple[dict | None, dict | None]]:
    """Rows of both sides beside each other; None where one side has no such row."""
    keys = ROW_KEYS.get((name, table))
    return _by_key(keys, mine, theirs) if keys else _by_likeness(mine, theirs)


def _by_key(keys: tuple[str, ...], mine: list[dict], theirs: list[dict]) -> list[tuple[dict | None, dict | None]]:
    left = list(theirs)
    pairs: list[tuple[dict | None, dict | None]] = []
    for row in mine:
        same = [one for one in left if all(one[key] == row[key] for key in keys)]
        other = next((one for one in same if one == row), same[0] if same else None)
        if other is not None:
            left.remove(other)
        pairs.append((row, other))
    return pairs + [(None, row) for row in left]


def _by_likeness(mine: list[dict], theirs: list[dict]) -> list[tuple[dict | None, dict | None]]:
    own, other = ([canonical_json(row) for row in rows] for rows in (mine, theirs))
    pairs: list[tuple[dict | None, dict | None]] = []
    for _tag, a, b, c, d in difflib.SequenceMatcher(None, own, other, autojunk=False).get_opcodes():
        left, right = mine[a:b], theirs[c:d]
        both = min(len(left), len(right))
        pairs += list(zip(left[:both], right[:both], strict=True))
        pairs += [(row, None) for row in left[both:]] + [(None, row) for row in right[both:]]
    return pairs


def marked(mine: str, theirs: str) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Both texts in pieces, each beside whether it differs. Very long texts are compared line by line."""
    own, other = (_WORD.findall(text) for text in (mine, theirs))
    if len(own) * len(other) > 1_000_000:
        own, other = (text.splitlines(keepends=True) for text in (mine, theirs))
    pieces: tuple[list, list] = ([], [])
    for tag, a, b, c, d in difflib.SequenceMatcher(None, own, other, autojunk=False).get_opcodes():
        for side, words in ((0, own[a:b]), (1, other[c:d])):
            if words:
                pieces[side].append(("".join(words), tag != "equal"))
    return pieces
