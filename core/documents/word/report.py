"""A report as docx: the margins, sizes, header and footer of templates/documents/report.typ. The digest of the content stands
in the PDF alone: what is edited has another."""

from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from core.documents.word.styles import AFTER_BORDERS, SONGTI, element, field, measures

#: Size of the text in points; a paragraph begins two characters in.
SIZE, SMALL = 11.5, 9.5
#: style name -> (size, alignment, exact height of a line, space before and after), all in points
_STYLES = {
    "Normal": (SIZE, ALIGN.JUSTIFY, 20, 0, 0),
    "Heading 1": (13, ALIGN.LEFT, 20, 12, 6),
    "Heading 2": (SIZE, ALIGN.LEFT, 20, 8, 5),
    "公文标题": (19, ALIGN.CENTER, 28, 4, 4),
    "发文字号": (11, ALIGN.CENTER, 18, 0, 10),
    "署名": (SIZE, ALIGN.RIGHT, 20, 0, 0),
    "签署": (SIZE, ALIGN.LEFT, 20, 0, 0),
    "表格文字": (SMALL, ALIGN.LEFT, 13.5, 1.5, 1.5),
    "表头": (SMALL, ALIGN.CENTER, 13.5, 1.5, 1.5),
    "表题": (SMALL, ALIGN.LEFT, 13.5, 6, 3),
    "要素文字": (10, ALIGN.LEFT, 14.5, 2, 2),
    "要素名称": (10, ALIGN.LEFT, 14.5, 2, 2),
    "小字": (SMALL, ALIGN.LEFT, 15, 0, 0),
}


def resize(file) -> None:
    for name, (size, side, height, before, after) in _STYLES.items():
        style = file.styles[name]
        style.font.size = Pt(size)
        measures(style, side, height, before, after)
        if name.startswith("Heading"):
            style.paragraph_format.first_line_indent = Pt(0)
    file.styles["Normal"].paragraph_format.first_line_indent = Pt(2 * SIZE)


def page(file, said: dict) -> None:
    """The title and number above every page; the note and 第 x 页 共 y 页 below."""
    section = file.sections[0]
    wide, high = (Mm(297), Mm(210)) if said["is_landscape"] else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if said["is_landscape"] else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = wide, high
    section.top_margin, section.bottom_margin = (Mm(22), Mm(20)) if said["is_landscape"] else (Mm(26), Mm(24))
    section.left_margin = section.right_margin = Mm(22)
    section.header_distance = section.footer_distance = Mm(9)
    room = section.page_width - section.left_margin - section.right_margin
    mark = f"【{said['mark']}】　" if said["mark"] else ""
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    for paragraph in (head, foot):
        paragraph.style = "小字"  # the program's own styles of these lines have stops of their own
    head.add_run(f"{mark}{said['title']}\t{said['number']}")
    _ruled(head, "w:bottom")
    foot.add_run(f"{said['note']}\t第 ")
    field(foot, "PAGE")
    foot.add_run(" 页　共 ")
    field(foot, "NUMPAGES")
    foot.add_run(" 页")
    _ruled(foot, "w:top")
    for paragraph in (head, foot):
        paragraph.alignment, paragraph.paragraph_format.first_line_indent = ALIGN.LEFT, Pt(0)
        paragraph.paragraph_format.tab_stops.add_tab_stop(room, alignment=2)
        for run in paragraph.runs:
            run.font.size = Pt(9)
            run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), SONGTI)


def _ruled(paragraph, side: str) -> None:
    borders = element("w:pBdr")
    borders.append(element(side, **{"w:val": "single", "w:sz": "4", "w:space": "3", "w:color": "000000"}))
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *AFTER_BORDERS)


def head(file, said: dict) -> None:
    if said["issuer"]:
        file.add_paragraph(said["issuer"], style="发文字号").paragraph_format.space_after = Pt(2)
    title = file.add_paragraph("\n".join(said["title_lines"]), style="公文标题")
    if said["subtitle"]:
        file.add_paragraph(said["subtitle"], style="发文字号")
    else:
        title.paragraph_format.space_after = Pt(10)
