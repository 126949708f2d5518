"""The same documents as docx, for offices that go on editing: real styles, real tables, page numbers that count."""

import io

from docx import Document as Blank
from docx.enum.text import WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Emu, Pt

from core.documents.blocks import Document, Layout
from core.documents.text import width
from core.documents.word import report
from core.documents.word.styles import AFTER_BORDERS, PITCH, element, page, properties, styles
from core.documents.word.tables import facts, table

LINE = 16  # one character of 三号 in points


def word(document: Document) -> bytes:
    """The docx. Its only time is the document's date."""
    said = document.plain()
    file = Blank()
    styles(file)
    properties(file, document)
    if said["layout"] == Layout.OFFICIAL:
        page(file, said)
        _letter_head(file, said)
    else:
        report.resize(file)
        report.page(file, said)
        report.head(file, said)
    if said["addressees"]:
        file.add_paragraph(f"{said['addressees']}：", style="主送机关")
    _blocks(file, said["blocks"], said)
    if said["signatories"] and said["blocks"] and said["blocks"][-1]["kind"] == "paragraph":
        file.paragraphs[-1].paragraph_format.keep_with_next = True  # a signature never stands alone
    _roll(file, said["roll"])
    _annex_names(file, said["annexes"])
    _signature(file, said)
    if said["note"] and said["layout"] == Layout.OFFICIAL:
        file.add_paragraph(said["note"], style="小字")
    for place, annex in enumerate(said["annexes"], 1):
        mark = file.add_paragraph(f"附件{place if len(said['annexes']) > 1 else ''}", style="附件标记")
        mark.paragraph_format.page_break_before = True
        title = file.add_paragraph("\n".join(annex["title_lines"]), style="公文标题")
        title.paragraph_format.space_before = PITCH
        _blocks(file, annex["blocks"], said)
    if said["printed_by"]:
        _imprint(file, said)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _letter_head(file, said: dict) -> None:
    has_head = bool(said["head"] or said["issuer"])
    if has_head:
        _red_head(file, said)
    file.add_paragraph("\n".join(said["title_lines"]), style="公文标题")
    if said["number"] and not has_head:
        file.add_paragraph(said["number"], style="发文字号").paragraph_format.space_after = Pt(PITCH.pt / 2)


def _red_head(file, said: dict) -> None:
    text = said["head"] or said["issuer"]
    head = file.add_paragraph(style="发文机关标志")
    head.add_run(text).font.size = Pt(min(40, int(430 / max(len(text), 4))))
    if said["head"]:  # minutes name who keeps them, and the day
        number = file.add_paragraph(f"　{said['issuer']}\t{said['date_text']}", style="主送机关")
        _tab_at_the_right(file, number)
    else:
        number = file.add_paragraph(said["number"], style="发文字号")
    _line(number, "D7000F", 12)
    number.paragraph_format.space_after = PITCH


def _tab_at_the_right(file, paragraph) -> None:
    """What follows a tab ends one character before the margin."""
    section = file.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    paragraph.paragraph_format.tab_stops.add_tab_stop(room - Pt(LINE), alignment=2)


def _line(paragraph, color: str, eighths: int, side: str = "w:bottom", *, space: int = 8) -> None:
    properties = paragraph._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = element("w:pBdr")
        properties.insert_element_before(borders, *AFTER_BORDERS)
    borders.append(element(side, **{"w:val": "single", "w:sz": str(eighths), "w:space": str(space), "w:color": color}))


def _blocks(file, blocks: list[dict], said: dict) -> None:
    breaks = False
    for one in blocks:
        if one["kind"] == "newpage":
            breaks = True
            continue
        first = _DRAWN[one["kind"]](file, one, said)
        if breaks:
            if hasattr(first, "paragraph_format"):
                first.paragraph_format.page_break_before = True
            else:  # a table has no break of its own
                paragraph = file.add_paragraph(style="表后")
                paragraph.add_run().add_break(WD_BREAK.PAGE)
                first.addprevious(paragraph._p)
            breaks = False


def _paragraph(file, one: dict, said: dict):
    paragraph = file.add_paragraph(style="小字" if one["is_small"] else None)
    sizes = (12, LINE) if said["layout"] == Layout.OFFICIAL else (report.SMALL, report.SIZE)
    indent = 2 * sizes[0 if one["is_small"] else 1]
    paragraph.paragraph_format.first_line_indent = Pt(indent if one["is_indented"] else 0)
    paragraph.add_run(one["text"]).bold = one["is_strong"] or None
    return paragraph


def _parties(file, one: dict, _said: dict):
    """Those who sign, on one page."""
    found = []
    for party in one["parties"]:
        head = file.add_paragraph(f"{party['label']}：{party['name']}", style="签署")
        head.paragraph_format.space_before = Pt(18)
        hang = Pt(14 * (width(party["label"]) + 1))
        head.paragraph_format.left_indent, head.paragraph_format.first_line_indent = hang, -hang
        found.append(head)
        for line in party["lines"]:
            paragraph = file.add_paragraph(line, style="签署")
            paragraph.paragraph_format.left_indent = Pt(42)
            found.append(paragraph)
    for paragraph in found[:-1]:
        paragraph.paragraph_format.keep_with_next = True
    return found[0] if found else None


_DRAWN = {
    "heading": lambda file, one, _said: file.add_paragraph(one["text"], style=f"Heading {one['level']}"),
    "paragraph": _paragraph,
    "table": table,
    "facts": facts,
    "parties": _parties,
}


def _roll(file, roll: list) -> None:
    for place, (label, names) in enumerate(roll):
        paragraph = file.add_paragraph(style="附件说明")
        paragraph.add_run(label, style="黑体字")
        paragraph.add_run(f"：{names}")
        hang = Pt(LINE * (width(label) + 1))
        paragraph.paragraph_format.left_indent = Pt(2 * LINE) + hang
        paragraph.paragraph_format.first_line_indent = -hang
        if place == 0:
            paragraph.paragraph_format.space_before = PITCH


def _annex_names(file, annexes: list[dict]) -> None:
    """附件说明: a long name goes on under its own beginning."""
    several = len(annexes) > 1
    for place, annex in enumerate(annexes, 1):
        head = "附件：" if place == 1 else ""
        number = f"{place}.\t" if several else ""
        paragraph = file.add_paragraph(f"{head}{number}{annex['title']}", style="附件说明")
        hang = Pt(LINE * (3 * (place == 1) + 1.5 * several))
        paragraph.paragraph_format.left_indent = Pt(LINE * (5 + 1.5 * several))
        paragraph.paragraph_format.first_line_indent = -hang
        paragraph.paragraph_format.keep_with_next = True
        if place == 1:
            paragraph.paragraph_format.space_before = PITCH


def _signature(file, said: dict) -> None:
    """The names centered above the date, the date four characters from the right: each line moved by what it is shorter."""
    if not said["signatories"]:
        return
    lines = [*said["signatories"], said["date_text"]]
    longest = max(width(line) for line in lines)
    for place, line in enumerate(lines):
        paragraph = file.add_paragraph(line, style="署名")
        paragraph.paragraph_format.right_indent = Pt(LINE * (4 + (longest - width(line)) / 2))
        paragraph.paragraph_format.keep_with_next = place < len(lines) - 1
        if place == 0:
            paragraph.paragraph_format.space_before = Pt(PITCH.pt * 2)


def _imprint(file, said: dict) -> None:
    """版记: at the foot of the text area of the last page. Two frames of one paragraph each, one upon the other:
    LibreOffice draws no others at the foot.
    """
    section = file.sections[0]
    room = int(Emu(section.page_width - section.left_margin - section.right_margin).twips)
    height = 37  # of the last line with its borders, in points
    if said["copies_to"]:
        text = f"抄送：{said['copies_to']}。"
        count = 1 + int((width(text) - 3) * 14 / (room / 20 - 28 - 42))
        top = Emu(section.page_height - section.bottom_margin).pt - height - count * 23 - 8
        copies = _framed(file, text, room, {"w:vAnchor": "page", "w:y": str(round(top * 20))})
        copies.paragraph_format.left_indent, copies.paragraph_format.first_line_indent = Pt(56), Pt(-42)
        _line(copies, "000000", 8, "w:top", space=4)
    text = f"{said['printed_by']}\t{said['date_text']}印发"
    last = _framed(file, text, room, {"w:vAnchor": "margin", "w:yAlign": "bottom"})
    last.paragraph_format.left_indent = Pt(14)
    last.paragraph_format.tab_stops.add_tab_stop(Emu(room * 635) - Pt(14), alignment=2)
    _line(last, "000000", 6 if said["copies_to"] else 8, "w:top", space=4)
    _line(last, "000000", 8, space=4)
    file.add_paragraph(style="表后")  # what the frames are anchored to


def _framed(file, text: str, room: int, place: dict):
    paragraph = file.add_paragraph(text, style="版记")
    paragraph.paragraph_format.right_indent = Pt(14)
    frame = {"w:w": str(room), "w:hSpace": "0", "w:wrap": "notBeside", "w:hAnchor": "margin", "w:xAlign": "center"}
    paragraph._p.get_or_add_pPr().insert_element_before(
        element("w:framePr", **frame, **place),
        "w:widowControl",
        "w:numPr",
        "w:suppressLineNumbers",
        "w:pBdr",
        *AFTER_BORDERS,
    )
    return paragraph
