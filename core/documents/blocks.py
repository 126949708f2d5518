"""What a document is made of. Plain records of text: no markup, no style; both outputs read the same `plain()`."""

from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from core.digests import canonical_json, of_bytes
from core.documents import widths
from core.documents.text import chinese_date, chinese_number, printable, title_lines


class Layout(StrEnum):
    OFFICIAL = "official"  # 公文, GB/T 9704-2012
    REPORT = "report"  # records, reports, receipts: header, page x of y, digest


@dataclass(frozen=True)
class Heading:
    """Numbered by its level: 一、 and （一）. `is_numbered=False` for a part that stands outside the count."""

    text: str
    level: int = 1
    is_numbered: bool = True


@dataclass(frozen=True)
class Paragraph:
    """A text; its line breaks are kept as paragraphs."""

    text: str
    is_indented: bool = True
    is_strong: bool = False
    is_small: bool = False


@dataclass(frozen=True)
class Column:
    """`share`: the width beside the other columns; `align`: left, center or right (figures)."""

    label: str
    share: int = 1
    align: str = "left"


@dataclass(frozen=True)
class Table:
    """Cells are text. `totals` is the last row, printed strong. `empty` stands there when there is no row."""

    columns: tuple[Column, ...]
    rows: list[tuple]
    caption: str = ""
    unit: str = ""
    totals: tuple = ()
    empty: str = "（无）"


@dataclass(frozen=True)
class Facts:
    """Label and value, two columns."""

    rows: list[tuple[str, str]]
    caption: str = ""


@dataclass(frozen=True)
class Party:
    """One who signs: what stands for the name, then lines such as 代表人 and 日期."""

    label: str
    name: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Parties:
    """The signatures under an agreement."""

    parties: tuple[Party, ...]


@dataclass(frozen=True)
class NewPage:
    pass


@dataclass(frozen=True)
class Annex:
    """附件: named in the letter, begins a page of its own."""

    title: str
    blocks: tuple = ()


@dataclass(frozen=True)
class Document:
    """`written_on` is the document's date and the only time in its bytes. `mark` stands across every page (草稿)."""

    title: str
    written_on: date
    layout: Layout = Layout.OFFICIAL
    blocks: tuple = ()
    issuer: str = ""  # 发文机关标志
    head: str = ""  # what stands in red instead of it: 纪要标志
    number: str = ""  # 发文字号
    addressees: str = ""  # 主送机关
    roll: tuple[tuple[str, str], ...] = ()  # under the text of minutes: (出席, names)
    annexes: tuple[Annex, ...] = ()
    signatories: tuple[str, ...] = ()
    copies_to: str = ""  # 抄送
    printed_by: str = ""  # 印发机关
    subtitle: str = ""
    mark: str = ""
    note: str = ""  # last line of a report: how it may be checked
    is_landscape: bool = False
    language: str = field(default="zh")

    def plain(self) -> dict:
        """JSON of cleaned text: what the outputs draw and what the digest is of."""
        return self._plain

    @cached_property
    def _plain(self) -> dict:
        said = {name: _clean(getattr(self, name)) for name in _NAMES}
        said["layout"] = str(self.layout)
        longest = 19 if self.layout == Layout.OFFICIAL else 36 if self.is_landscape else 24
        said["title_lines"] = title_lines(said["title"], longest)
        for annex in said["annexes"]:
            annex["title_lines"] = title_lines(annex["title"], longest)
        said["date_text"] = chinese_date(self.written_on)
        room = widths.ROOM[said["layout"], self.is_landscape]
        for place in [said, *said["annexes"]]:
            place["blocks"] = _numbered(_paragraphs(place["blocks"]))
            for block in place["blocks"]:
                _measured(block, room)
        return said

    @property
    def digest(self) -> str:
        """SHA-256 over the cleaned content: the same document has the same digest wherever it is drawn."""
        return of_bytes(canonical_json(self.plain())).sha256

    @property
    def row_count(self) -> int:
        """Rows of its longest table."""
        blocks = [*self.blocks, *(one for annex in self.annexes for one in annex.blocks)]
        return max((len(one.rows) for one in blocks if isinstance(one, Table)), default=0)

    def names(self) -> list[str]:
        """The titles of the annexes."""
        return [annex.title for annex in self.annexes]


_SHORT = 10
_NAMES = tuple(one.name for one in fields(Document) if one.name != "layout")


def _clean(value):
    if is_dataclass(value):
        found = {one.name: _clean(getattr(value, one.name)) for one in fields(value)}
        return {"kind": type(value).__name__.lower(), **found}
    if isinstance(value, (list, tuple)):
        # A cell that is a number is a text like the others.
        return [printable(str(one)) if isinstance(one, int) else _clean(one) for one in value]
    if isinstance(value, bool | int):
        return value
    if isinstance(value, date):
        return value.isoformat()
    return printable("" if value is None else str(value))


def _measured(block: dict, room: float) -> None:
    """Widths of a table's columns, and whether it is short: such a one is not divided between two pages."""
    if block["kind"] == "table":
        rows = [*block["rows"], *([block["totals"]] if block["totals"] else [])]
        found = widths.of_table(block["columns"], rows, room)
        for row in block["rows"]:
            row[:] = [widths.fold(cell, wide) for cell, wide in zip(row, found, strict=True)]
        block["widths"] = [f"{one:.2f}" for one in found]
        block["is_short"] = widths.lines(rows, found) <= _SHORT
    elif block["kind"] == "facts":
        block["is_short"] = widths.lines(block["rows"], [room * 0.25, room * 0.7]) <= _SHORT + 3


def _paragraphs(blocks: list[dict]) -> list[dict]:
    """A text of several lines becomes as many paragraphs; empty lines go."""
    found = []
    for block in blocks:
        if block["kind"] == "paragraph":
            found += [block | {"text": line} for line in block["text"].split("\n") if line.strip()]
        else:
            found.append(block)
    return found


def _numbered(blocks: list[dict]) -> list[dict]:
    counts = [0, 0]
    for block in blocks:
        if block["kind"] != "heading" or not block.pop("is_numbered"):
            continue
        if block["level"] == 1:
            counts = [counts[0] + 1, 0]
            block["text"] = f"{chinese_number(counts[0])}、{block['text']}"
        else:
            counts[1] += 1
            block["text"] = f"（{chinese_number(counts[1])}）{block['text']}"
    return blocks
