"""The same documents as docx, for offices that go on editing: real styles, real tables, page numbers that count."""

import io
from datetime import UTC, datetime, time

from docx import Document as Blank
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor

from core.documents.blocks import Document, Layout
from core.documents.text import width

RED = RGBColor(0xD7, 0x00, 0x0F)
PITCH = Pt(28.95)  # 22 lines in 225 mm
#: The fonts of the standard by the names that offices have them under.
XIAOBIAOSONG, FANGSONG, KAITI, HEITI, SONGTI = "方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"
SIDES = {"left": ALIGN.LEFT, "center": ALIGN.CENTER, "right": ALIGN.RIGHT}
#: What follows the borders of a paragraph in its properties; Word wants them in this order.
_AFTER_BORDERS = (
    "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct", "w:topLinePunct", "w:autoSpaceDE",
    "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents",
    "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle",
    "w:rPr", "w:sectPr", "w:pPrChange",
)  # fmt: skip
#: style name -> (font, size in points, alignment)
STYLES = {
    "公文标题": (XIAOBIAOSONG, 22, ALIGN.CENTER),
    "发文机关标志": (XIAOBIAOSONG, 40, ALIGN.CENTER),
    "发文字号": (FANGSONG, 16, ALIGN.CENTER),
    "主送机关": (FANGSONG, 16, ALIGN.LEFT),
    "署名": (FANGSONG, 16, ALIGN.RIGHT),
    "附件说明": (FANGSONG, 16, ALIGN.LEFT),
    "表格文字": (SONGTI, 10.5, ALIGN.LEFT),
    "表题": (HEITI, 10.5, ALIGN.LEFT),
    "小字": (FANGSONG, 12, ALIGN.LEFT),
    "版记": (FANGSONG, 14, ALIGN.LEFT),
}


def word(document: Document) -> bytes:
    """The docx. Its only time is the document's date."""
    said = document.plain()
    file = Blank()
    _styles(file)
    _page(file, said)
    _properties(file, document)
    has_head = said["issuer"] and said["layout"] == Layout.OFFICIAL
    if has_head:
        _red_head(file, said)
    file.add_paragraph("\n".join(said["title_lines"]), style="公文标题")
    if said["number"] and not has_head:
        file.add_paragraph(said["number"], style="发文字号")
    if said["addressees"]:
        file.add_paragraph(f"{said['addressees']}：", style="主送机关")
    _blocks(file, said["blocks"])
    if said["signatories"] and said["blocks"] and said["blocks"][-1]["kind"] == "paragraph":
        file.paragraphs[-1].paragraph_format.keep_with_next = True  # a signature never stands alone
    _annex_names(file, said["annexes"])
    _signature(file, said)
    if said["note"]:
        file.add_paragraph(said["note"], style="小字")
    for place, annex in enumerate(said["annexes"], 1):
        file.add_page_break()
        file.add_paragraph(f"附件{place if len(said['annexes']) > 1 else ''}", style="主送机关")
        file.add_paragraph(annex["title"], style="公文标题")
        _blocks(file, annex["blocks"])
    if said["printed_by"]:
        _imprint(file, said)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _styles(file) -> None:
    normal = file.styles["Normal"]
    _dress(normal, FANGSONG, 16)
    normal.paragraph_format.first_line_indent = Pt(32)
    normal.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    normal.paragraph_format.line_spacing = PITCH
    normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
    normal.paragraph_format.alignment = ALIGN.JUSTIFY
    for name in ("w:autoSpaceDE", "w:autoSpaceDN"):  # no blanks between Chinese and figures
        off = _element(name, **{"w:val": "0"})
        normal.element.get_or_add_pPr().insert_element_before(off, *_AFTER_BORDERS[_AFTER_BORDERS.index(name) + 1 :])
    for name, font in (("Heading 1", HEITI), ("Heading 2", KAITI)):
        style = file.styles[name]
        _dress(style, font, 16)
        style.font.bold, style.font.color.rgb = False, RGBColor(0, 0, 0)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    for name, (font, size, side) in STYLES.items():
        style = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        _dress(style, font, size)
        style.paragraph_format.alignment = side
        style.paragraph_format.first_line_indent = Pt(0)
        if size > 16 or size < 14:
            style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    file.styles["公文标题"].paragraph_format.space_after = PITCH
    file.styles["发文机关标志"].font.color.rgb = RED


def _dress(style, font: str, size: float) -> None:
    """The name for Chinese text stands apart from that for Latin text."""
    style.font.name, style.font.size = "Times New Roman", Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        if fonts.get(qn(name)) is not None:
            del fonts.attrib[qn(name)]
    fonts.set(qn("w:eastAsia"), font)
    # Quotation marks and dashes belong to both scripts: here they are Chinese.
    fonts.set(qn("w:hint"), "eastAsia")
    language = style.element.rPr.find(qn("w:lang"))
    if language is not None:
        style.element.rPr.remove(language)
    style.element.rPr.append(_element("w:lang", **{"w:val": "en-US", "w:eastAsia": "zh-CN"}))


def _page(file, said: dict) -> None:
    section = file.sections[0]
    width, height = Mm(210), Mm(297)
    if said["is_landscape"]:
        section.orientation, width, height = WD_ORIENT.LANDSCAPE, height, width
    section.page_width, section.page_height = width, height
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(24)
    file.settings.odd_and_even_pages_header_footer = True
    for footer, side in ((section.footer, ALIGN.RIGHT), (section.even_page_footer, ALIGN.LEFT)):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = side
        paragraph.paragraph_format.first_line_indent = Pt(0)
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)
        for kind, text in (("", "— "), ("begin", ""), ("", "PAGE"), ("end", ""), ("", " —")):
            run = paragraph.add_run("" if text == "PAGE" else text)
            run.font.size = Pt(14)
            if kind:
                run._r.append(_element("w:fldChar", **{"w:fldCharType": kind}))
            elif text == "PAGE":
                run._r.append(_element("w:instrText", text=" PAGE "))


def _properties(file, document: Document) -> None:
    core, said = file.core_properties, document.plain()
    core.title, core.author, core.language, core.comments = said["title"][:255], said["issuer"][:255], "zh-CN", ""
    core.created = core.modified = datetime.combine(document.written_on, time(), tzinfo=UTC)
    core.last_modified_by, core.identifier = "", document.digest


def _red_head(file, said: dict) -> None:
    head = file.add_paragraph(style="发文机关标志")
    head.paragraph_format.space_before, head.paragraph_format.space_after = Mm(30), PITCH
    run = head.add_run(said["issuer"])
    run.font.size = Pt(min(40, int(430 / max(len(said["issuer"]), 4))))
    number = file.add_paragraph(said["number"], style="发文字号")
    _line_below(number, "D7000F", 12)
    number.paragraph_format.space_after = PITCH


def _line_below(paragraph, color: str, eighths: int, side: str = "w:bottom") -> None:
    properties = paragraph._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = _element("w:pBdr")
        properties.insert_element_before(borders, *_AFTER_BORDERS)
    borders.append(_element(side, **{"w:val": "single", "w:sz": str(eighths), "w:space": "8", "w:color": color}))


def _blocks(file, blocks: list[dict]) -> None:
    draw = {
        "heading": lambda one: file.add_paragraph(one["text"], style=f"Heading {one['level']}"),
        "paragraph": lambda one: _paragraph(file, one),
        "table": lambda one: _table(file, one),
        "facts": lambda one: _facts(file, one),
        "parties": lambda one: _parties(file, one),
        "newpage": lambda one: file.add_page_break(),
    }
    for one in blocks:
        draw[one["kind"]](one)


def _paragraph(file, one: dict) -> None:
    paragraph = file.add_paragraph(style="小字" if one["is_small"] else None)
    paragraph.paragraph_format.first_line_indent = Pt((24 if one["is_small"] else 32) if one["is_indented"] else 0)
    paragraph.add_run(one["text"]).bold = one["is_strong"] or None


def _table(file, one: dict) -> None:
    columns = one["columns"]
    if one["caption"] or one["unit"]:
        unit = f"（单位：{one['unit']}）" if one["unit"] else ""
        file.add_paragraph(f"{one['caption']}{unit}", style="表题").paragraph_format.keep_with_next = True
    rows = [*one["rows"], *([one["totals"]] if one["totals"] else [])]
    table = _grid(file, 1 + max(len(rows), 1), len(columns))
    room = file.sections[0].page_width - file.sections[0].left_margin - file.sections[0].right_margin
    widths = [float(one) for one in one["widths"]]
    for place in range(len(columns)):
        wide = Emu(int(room * widths[place] / sum(widths)))
        table.columns[place].width = wide
        for cell in table.columns[place].cells:
            cell.width = wide
    for cell, column in zip(table.rows[0].cells, columns, strict=True):
        _cell(cell, column["label"], ALIGN.CENTER, is_head=True)
    _repeat(table.rows[0])
    if not rows:
        _cell(table.rows[1].cells[0].merge(table.rows[1].cells[-1]), one["empty"], ALIGN.CENTER)
    for line, row in zip(table.rows[1:], rows, strict=False):
        strong = bool(one["totals"]) and row is one["totals"]
        for cell, column, text in zip(line.cells, columns, row, strict=True):
            _cell(cell, text, SIDES[column["align"]], is_strong=strong)
    _after(file)


def _facts(file, one: dict) -> None:
    if one["caption"]:
        file.add_paragraph(one["caption"], style="表题").paragraph_format.keep_with_next = True
    if not one["rows"]:
        return
    table = _grid(file, len(one["rows"]), 2)
    for line, (label, value) in zip(table.rows, one["rows"], strict=True):
        line.cells[0].width, line.cells[1].width = Mm(42), Mm(114)
        _cell(line.cells[0], label, ALIGN.LEFT, is_head=True)
        _cell(line.cells[1], value, ALIGN.LEFT)
    table.columns[0].width, table.columns[1].width = Mm(42), Mm(114)
    _after(file)


def _grid(file, rows: int, columns: int):
    table = file.add_table(rows=rows, cols=columns, style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    margins = _element("w:tblCellMar")
    for side in ("w:left", "w:right"):
        margins.append(_element(side, **{"w:w": "60", "w:type": "dxa"}))
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription")
    for row in table.rows:
        row._tr.get_or_add_trPr().append(_element("w:cantSplit"))
    return table


def _cell(cell, text: str, side, *, is_head: bool = False, is_strong: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style, paragraph.alignment = "表题" if is_head else "表格文字", side
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    paragraph.add_run(text).bold = is_strong or None
    if is_head:
        shade = {"w:val": "clear", "w:color": "auto", "w:fill": "F0F0F0"}
        cell._tc.get_or_add_tcPr().append(_element("w:shd", **shade))
    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER


def _repeat(row) -> None:
    """The head of the table stands on each of its pages."""
    row._tr.get_or_add_trPr().append(_element("w:tblHeader", **{"w:val": "true"}))


def _after(file) -> None:
    file.add_paragraph(style="表格文字")


def _parties(file, one: dict) -> None:
    for party in one["parties"]:
        first = file.add_paragraph(style="主送机关")
        first.paragraph_format.space_before = Pt(18)
        first.paragraph_format.keep_with_next = True
        first.add_run(f"{party['label']}：{party['name']}")
        for line in party["lines"]:
            paragraph = file.add_paragraph(line, style="主送机关")
            paragraph.paragraph_format.left_indent = Pt(48)


def _annex_names(file, annexes: list[dict]) -> None:
    for place, annex in enumerate(annexes, 1):
        number = f"{place}." if len(annexes) > 1 else ""
        head = "附件：" if place == 1 else "　　　"
        paragraph = file.add_paragraph(f"{head}{number}{annex['title']}", style="附件说明")
        paragraph.paragraph_format.left_indent = Pt(32)
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
        paragraph.paragraph_format.right_indent = Pt(16 * (4 + (longest - width(line)) / 2))
        paragraph.paragraph_format.keep_with_next = place < len(lines) - 1
        if place == 0:
            paragraph.paragraph_format.space_before = Pt(PITCH.pt * 2)


def _imprint(file, said: dict) -> None:
    room = file.sections[0].page_width - file.sections[0].left_margin - file.sections[0].right_margin
    lines = [f"抄送：{said['copies_to']}。"] if said["copies_to"] else []
    lines.append(f"{said['printed_by']}\t{said['date_text']}印发")
    for place, line in enumerate(lines):
        paragraph = file.add_paragraph(line, style="版记")
        paragraph.paragraph_format.left_indent = Pt(14)
        paragraph.paragraph_format.tab_stops.add_tab_stop(room - Pt(14), alignment=2)
        if place == 0:
            paragraph.paragraph_format.space_before = Pt(PITCH.pt * 2)
            _line_below(paragraph, "000000", 8, "w:top")
        _line_below(paragraph, "000000", 8 if place == len(lines) - 1 else 6)


def _element(name: str, text: str = "", **attributes):
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(key), value)
    if text:
        element.text = text
        element.set(qn("xml:space"), "preserve")
    return element
