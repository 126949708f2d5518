"""Styles, fonts and the page of a letter as docx, by the names that offices know."""

from datetime import UTC, datetime, time

from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from lxml import etree  # comes with python-docx

from core.documents.blocks import Document

RED = RGBColor(0xD7, 0x00, 0x0F)
PITCH = Pt(28.95)  # 22 lines in 225 mm
#: The fonts of the standard by the names that offices have them under.
XIAOBIAOSONG, FANGSONG, KAITI, HEITI, SONGTI = "方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"
LATIN = "Times New Roman"
#: font -> (what Word takes where it is not installed, PANOSE): Windows has 仿宋 and 楷体 under these names.
OTHERWISE = {
    XIAOBIAOSONG: ("方正小标宋_GBK,FZXiaoBiaoSong-B05S,华文中宋,宋体", "03000509000000000000"),
    FANGSONG: ("仿宋,FangSong,华文仿宋", "02010609060101010101"),
    KAITI: ("楷体,KaiTi,华文楷体", "02010609060101010101"),
    HEITI: ("SimHei", "02010609060101010101"),
    SONGTI: ("SimSun", "02010600030101010101"),
}
#: What follows the borders of a paragraph in its properties; Word wants them in this order.
AFTER_BORDERS = (
    "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct", "w:topLinePunct", "w:autoSpaceDE",
    "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents",
    "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle",
    "w:rPr", "w:sectPr", "w:pPrChange",
)  # fmt: skip
#: style name -> (font, size in points, alignment, exact height of a line in points, space before and after in points)
STYLES = {
    "公文标题": (XIAOBIAOSONG, 22, ALIGN.CENTER, 34, 0, 16),
    "发文机关标志": (XIAOBIAOSONG, 40, ALIGN.CENTER, 46, Mm(33).pt, PITCH.pt),
    "发文字号": (FANGSONG, 16, ALIGN.CENTER, PITCH.pt, 0, 0),
    "主送机关": (FANGSONG, 16, ALIGN.LEFT, PITCH.pt, 0, 0),
    "署名": (FANGSONG, 16, ALIGN.RIGHT, PITCH.pt, 0, 0),
    "签署": (FANGSONG, 14, ALIGN.LEFT, 26.6, 0, 0),
    "附件说明": (FANGSONG, 16, ALIGN.LEFT, PITCH.pt, 0, 0),
    "附件标记": (HEITI, 16, ALIGN.LEFT, PITCH.pt, 0, 0),
    "表格文字": (SONGTI, 10.5, ALIGN.LEFT, 15.2, 2, 2),
    "表头": (HEITI, 10.5, ALIGN.CENTER, 15.2, 2, 2),
    "表题": (HEITI, 10.5, ALIGN.LEFT, 15.2, 6, 3),
    "要素文字": (SONGTI, 12, ALIGN.LEFT, 17.4, 2.3, 2.3),
    "要素名称": (HEITI, 12, ALIGN.LEFT, 17.4, 2.3, 2.3),
    "表后": (FANGSONG, 3, ALIGN.LEFT, 3, 0, 0),
    "小字": (FANGSONG, 12, ALIGN.LEFT, 20, 0, 0),
    "版记": (FANGSONG, 14, ALIGN.LEFT, 21, 0, 0),
}


def element(name: str, text: str = "", **attributes):
    found = OxmlElement(name)
    for key, value in attributes.items():
        found.set(qn(key), value)
    if text:
        found.text = text
        found.set(qn("xml:space"), "preserve")
    return found


def styles(file) -> None:
    normal = file.styles["Normal"]
    _dress(normal, FANGSONG, 16)
    measures(normal, ALIGN.JUSTIFY, PITCH.pt, 0, 0)
    normal.paragraph_format.first_line_indent = Pt(32)
    for name in ("w:autoSpaceDE", "w:autoSpaceDN"):  # no blanks between Chinese and figures
        off = element(name, **{"w:val": "0"})
        normal.element.get_or_add_pPr().insert_element_before(off, *AFTER_BORDERS[AFTER_BORDERS.index(name) + 1 :])
    for name, font in (("Heading 1", HEITI), ("Heading 2", KAITI)):
        style = file.styles[name]
        _dress(style, font, 16)
        style.font.bold, style.font.color.rgb = False, RGBColor(0, 0, 0)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    for name, (font, size, side, height, before, after) in STYLES.items():
        style = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        _dress(style, font, size)
        measures(style, side, height, before, after)
        style.paragraph_format.first_line_indent = Pt(0)
    _dress(file.styles.add_style("黑体字", WD_STYLE_TYPE.CHARACTER), HEITI, 16)
    file.styles["发文机关标志"].font.color.rgb = RED
    _font_table(file)
    _settings(file)


def measures(style, side, height: float, before: float, after: float) -> None:
    """Lines of an exact height, so that a page holds as many whatever font stands in."""
    form = style.paragraph_format
    form.alignment = side
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(height)
    form.space_before, form.space_after = Pt(before), Pt(after)


def _dress(style, font: str, size: float) -> None:
    """The name for Chinese text stands apart from that for Latin text."""
    style.font.name, style.font.size = LATIN, Pt(size)
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
    style.element.rPr.append(element("w:lang", **{"w:val": "en-US", "w:eastAsia": "zh-CN"}))


def _font_table(file) -> None:
    """Names what stands in for a font that a machine lacks, or Word would choose by itself."""
    root = OxmlElement("w:fonts")
    for name, (others, panose) in OTHERWISE.items():
        font = element("w:font", **{"w:name": name})
        font.append(element("w:altName", **{"w:val": others}))
        font.append(element("w:panose1", **{"w:val": panose}))
        font.append(element("w:charset", **{"w:val": "86"}))
        font.append(element("w:family", **{"w:val": "auto"}))
        font.append(element("w:pitch", **{"w:val": "variable"}))
        root.append(font)
    latin = element("w:font", **{"w:name": LATIN})
    latin.append(element("w:panose1", **{"w:val": "02020603050405020304"}))
    root.append(latin)
    part = next(one for one in file.part.package.iter_parts() if str(one.partname) == "/word/fontTable.xml")
    part._blob = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + etree.tostring(root, encoding="UTF-8")


def _settings(file) -> None:
    """Punctuation at the end of a line is squeezed as Chinese wants it; the template is Japanese."""
    root = file.settings.element
    root.find(qn("w:characterSpacingControl")).set(qn("w:val"), "compressPunctuation")
    root.find(qn("w:themeFontLang")).set(qn("w:eastAsia"), "zh-CN")


def page(file, said: dict) -> None:
    section = file.sections[0]
    width, height = Mm(210), Mm(297)
    if said["is_landscape"]:
        section.orientation, width, height = WD_ORIENT.LANDSCAPE, height, width
    section.page_width, section.page_height = width, height
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(24)
    file.settings.odd_and_even_pages_header_footer = True
    if said["mark"]:  # a draft must not pass for a letter
        for header in (section.header, section.even_page_header):
            header.paragraphs[0].style, header.paragraphs[0].alignment = "附件标记", ALIGN.CENTER
            header.paragraphs[0].add_run(f"【{said['mark']}】").font.color.rgb = RGBColor(0x80, 0x80, 0x80)
    for footer, side in ((section.footer, ALIGN.RIGHT), (section.even_page_footer, ALIGN.LEFT)):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = side
        paragraph.paragraph_format.first_line_indent = Pt(0)
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)
        paragraph.add_run("— ")
        field(paragraph, "PAGE")
        paragraph.add_run(" —")
        for run in paragraph.runs:
            run.font.size, run.font.name = Pt(14), SONGTI
            run._r.rPr.rFonts.set(qn("w:eastAsia"), SONGTI)


def field(paragraph, name: str) -> None:
    """A number that the program counts: PAGE, NUMPAGES."""
    for kind, text in (("begin", ""), ("", f" {name} "), ("end", "")):
        run = paragraph.add_run()
        part = element("w:fldChar", **{"w:fldCharType": kind}) if kind else element("w:instrText", text=text)
        run._r.append(part)


def properties(file, document: Document) -> None:
    core, said = file.core_properties, document.plain()
    core.title, core.author, core.language, core.comments = said["title"][:255], said["issuer"][:255], "zh-CN", ""
    core.created = core.modified = datetime.combine(document.written_on, time(), tzinfo=UTC)
    core.last_modified_by, core.identifier = "", document.digest
