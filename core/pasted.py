"""A table out of a spreadsheet, pasted or saved as text: its bytes, its cells, and what a spreadsheet spoils in them."""

import csv
import io
import re

from django.utils.translation import gettext as _

from core.errors import Refused
from core.text import nfkc

MOST_BYTES = 2 * 1024 * 1024
#: A workbook is an archive, the older kind a compound file; both begin like nothing that is text.
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SEPARATORS = ("\t", ",", "，", ";", "；")
_MOST_BREAKS = 5  # of a line within one cell
_EMPTY = frozenset({"-", "—", "——", "/", "无", "N/A", "n/a"})
_FORMULA = re.compile(r"[=@]|[+-]\s*[A-Za-z(]")
_FAULT = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|#+)", re.ASCII)
_STRAY = re.compile(r"[\u200b\ufeff\0]+")


def decoded(data: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 with its mark, or GBK. Refused: too_large, workbook, not_text."""
    if len(data) > MOST_BYTES:
        raise Refused("too_large", _("文件超过 2 MB。请只留下要登记的人员，或分次登记。"))
    if data.startswith(_WORKBOOKS):
        raise Refused(
            "workbook",
            _(
                "这是 Excel 工作簿，不能直接读取。请在 Excel 中选中表格后复制，粘贴到框中；或另存为“CSV UTF-8”后再上传。"
            ),
        )
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refused("not_text", _("看不懂文件的文字。请在 Excel 中另存为“CSV UTF-8”后再上传，或复制后粘贴到框中。"))


def lines(text: str) -> list[list[str]]:
    """The cells by line; blank lines stay, so that the numbers are those of the spreadsheet. Refused: broken_quotes."""
    plain = _STRAY.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip("\n")
    first = plain.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)  # of equal counts the first in the list
    try:
        found = [[cell.strip() for cell in line] for line in csv.reader(io.StringIO(plain), delimiter=separator)]
    except csv.Error:
        found = None
    # A quotation mark without its partner swallows the lines after it.
    if found is None or any(cell.count("\n") > _MOST_BREAKS for line in found for cell in line):
        raise Refused("broken_quotes", _("表格中有一格过长，多半是引号没有成对。请检查引号后再试。"))
    return found


def written(rows: list[list[str]]) -> str:
    """The cells as a spreadsheet copies them."""
    file = io.StringIO()
    csv.writer(file, delimiter="\t", lineterminator="\n").writerows(rows)
    return file.getvalue()


def value(cell: str) -> str:
    """What a cell means: signs for "nothing" are nothing, the sign that marks text in a spreadsheet goes."""
    plain = cell.strip().removeprefix("'").strip()
    return "" if plain in _EMPTY else plain


def spoiled(cell: str) -> str:
    """Why a cell holds no value, or nothing."""
    if _FAULT.match(cell):
        return _("是 Excel 的错误值，请改为实际内容")
    if _FORMULA.match(cell):
        return _("像是公式，请粘贴为数值")
    return ""


def number(cell: str) -> str:
    """Digits as typed: half-width, without the ".0" that a spreadsheet adds."""
    return re.sub(r"\.0+$", "", nfkc(cell))


def is_rounded(cell: str) -> bool:
    """A long number that a spreadsheet has turned into 1.5E+17: its digits are lost."""
    return bool(re.fullmatch(r"\d(\.\d+)?E\+?\d+", nfkc(cell), re.IGNORECASE | re.ASCII))


def iso_date(cell: str) -> str:
    """2019/3/1, 2019.3.1, 2019年3月1日 as 2019-03-01; anything else as it is."""
    found = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(\s+[0:]+)?", nfkc(cell), re.ASCII)
    return f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}" if found else nfkc(cell)
