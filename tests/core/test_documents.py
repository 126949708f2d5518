"""Text is data and never markup, the same content has the same bytes, nothing is missed where the fonts lack a character."""

import io
import logging
import time
from datetime import date

import pytest
from django.core.cache.backends.redis import RedisCache
from docx import Document as Docx
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from core import kept
from core.documents import (
    Annex,
    Column,
    Document,
    Facts,
    Heading,
    Layout,
    Paragraph,
    Parties,
    Party,
    Table,
    pictures,
    render,
    widths,
    word,
)
from core.documents.text import chinese_number, missing, printable, title_lines
from tests.documents.reading import words

DAY = date(2022, 3, 31)
HOSTILE = [
    "#let x = 1; #panic(1) #include \"/etc/passwd\" #read(\"x\")",
    "$ sum_(k=0)^n k $ *粗* _斜_ `码` = 标题 - 项 + 项 / 词: 义",
    "</p><script>alert(1)</script> &amp; <b>",
    '=HYPERLINK("http://a.example","x") @SUM(A1) +1 -1',
    "\\u{41} \\ // 注释 /* 注释 */ ~ -- --- ... 'a' \"b\" [c] {d} <label> @ref",
    "%PDF-1.7 endstream endobj {{ 模板 }} {% 标签 %}",
]  # fmt: skip
#: Rare characters of names (GB 18030), and place names written in Chinese for Mongolian ones.
RARE = (
    "㛃㐂䶮龘鿍喆堃燊淼犇骉翀翊昇甯媖彧珺玥赟璟頔颀旸瑨垚牪猋镕喆祎禤爨"
    "呼和浩特包头乌海赤峰通辽鄂尔多斯呼伦贝尔巴彦淖尔乌兰察布兴安盟锡林郭勒阿拉善鄂托克准格尔伊金霍洛杭锦乌审达拉特"
    "科尔沁翁牛特敖汉喀喇沁巴林克什克腾扎鲁特库伦奈曼鄂伦春莫力达瓦陈巴尔虎阿荣扎赉诺尔额济纳苏尼特四子王察哈尔达尔罕茂明安"
    "≥≤±×÷℃㎡㎏①⑳ⅠⅫαβμΩ²³½‰→←√∞≈≠「」『』【】《》〈〉〔〕……——·、。，；：？！“”‘’￥€"
)


def letter(text: str = "正文", layout: Layout = Layout.OFFICIAL, **more) -> Document:
    columns = (Column("序号", 1, "center"), Column(text[:20] or "列", 4), Column("金额", 2, "right"))
    blocks = (
        Paragraph(text),
        Heading(text[:40]),
        Heading("二级", 2),
        Facts([("标签", text), (text[:20], "值")]),
        Table(columns, [(1, text, "1,200")], caption=text[:30], unit="万元", totals=("", "合计", "1,200")),
        Parties((Party("甲方", text[:30], ("日期：",)),)),
    )
    values = {
        "issuer": "内蒙古自治区科学技术厅",
        "number": "内科发〔2022〕1号",
        "signatories": ("内蒙古自治区科学技术厅",),
    } | more
    return Document(title=values.pop("title", "关于测试的通知"), written_on=DAY, layout=layout, blocks=blocks,
                    annexes=(Annex("清单", (Paragraph(text),)),), **values)  # fmt: skip


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("layout", Layout)
@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_type_is_printed_and_never_run(layout, text):
    document = letter(text, layout, title=text)
    said = words(render(document))
    assert said.count(squeezed(text)) >= 3
    body = "\n".join(one.text for one in Docx(io.BytesIO(word(document))).paragraphs)
    assert text in body


def test_control_marks_go_and_lines_stay():
    assert "\x00" not in printable("甲\x00乙")
    assert printable("甲\r\n乙\r丙") == "甲\n乙\n丙"
    assert printable("左\u202e右\u2066") == "左右"
    assert printable("\ud83d\ude00") == "〔U+1F600〕"


def test_a_character_that_no_font_has_is_named_and_reported(caplog):
    assert missing("王𠮷😀👍🏽") == ["𠮷", "😀", "👍", "🏽"]
    with caplog.at_level(logging.WARNING, "core.documents.pdf"):
        said = words(render(letter("王𠮷😀")))
    assert "王〔U+20BB7〕〔U+1F600〕" in said
    assert "the fonts lack U+1F600 U+20BB7" in caplog.text


def test_names_of_people_and_places_are_drawn():
    assert missing(RARE) == []
    said = words(render(letter(RARE)))
    assert [one for one in RARE if one not in said and one not in "—…·"] == []


@pytest.mark.parametrize("layout", Layout)
@pytest.mark.parametrize("text", ["长" * 10_000, "x" * 10_000, "长 x，" * 2_500])
def test_ten_thousand_characters(layout, text):
    table = Table((Column("名称", 1), Column("说明", 3)), [("甲", text)])
    content = render(Document(title="长文", written_on=DAY, layout=layout, blocks=(Paragraph(text), table)))
    file = PdfReader(io.BytesIO(content))
    assert len(file.pages) > 5
    wanted = squeezed(text)[:200]
    assert wanted in squeezed(file.pages[0].extract_text()).replace("\u200b", "")
    assert text[:200] in squeezed_cells(word(Document(title="长文", written_on=DAY, layout=layout, blocks=(table,))))


def squeezed_cells(content: bytes) -> str:
    return "".join(cell.text for row in Docx(io.BytesIO(content)).tables[0].rows for cell in row.cells)


@pytest.mark.parametrize("layout", Layout)
def test_the_same_content_has_the_same_bytes(layout):
    first, second, other = (render(letter(text, layout)) for text in ("正文", "正文", "另文"))
    assert first == second
    assert first != other
    assert letter("正文", layout).digest == letter("正文", layout).digest != letter("另文", layout).digest
    # Midnight in Beijing at the beginning of the document's date.
    assert PdfReader(io.BytesIO(first)).metadata["/CreationDate"] == "D:20220330160000Z"


def test_a_warm_rendering_takes_less_than_a_third_of_a_second():
    rows = [(place, "优质苜蓿新品种选育及产业化示范", "7,300") for place in range(200)]
    columns = (Column("序号", 1), Column("名称", 5), Column("金额", 2, "right"))
    render(letter())

    def long(mark: str) -> Document:
        return Document(title=f"清单{mark}", written_on=DAY, blocks=(Paragraph("正文" * 500), Table(columns, rows)))

    taken = []
    for mark in "甲乙丙丁戊":  # each another document, or the compiler would answer what it has laid out before
        start = time.process_time()
        render(long(mark))
        taken.append(time.process_time() - start)
    assert min(taken) < 0.3


@given(st.text(max_size=300))
@settings(max_examples=15, deadline=None)
def test_any_text_makes_a_document(text):
    document = letter(text or "空", title=text.strip() or "题")
    assert render(document).startswith(b"%PDF")
    assert Docx(io.BytesIO(word(document))).tables


def test_the_letter_has_the_measures_of_the_standard():
    page = PdfReader(io.BytesIO(render(letter("正文" * 200)))).pages[0]
    assert [round(float(one) / 72 * 25.4) for one in page.mediabox[2:]] == [210, 297]
    section = Docx(io.BytesIO(word(letter()))).sections[0]
    assert [
        round(one.mm) for one in (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    ] == [37, 35, 28, 26]


def test_twenty_eight_characters_a_line_and_twenty_two_lines():
    line = "一二三四五六七八九十" * 3
    text = (line[:26] + line * 30)[: 26 + 28 * 25]
    document = Document(title="题", written_on=DAY, blocks=(Paragraph(text), Paragraph(text)))
    pages = PdfReader(io.BytesIO(render(document))).pages
    lines = [one.strip() for one in pages[1].extract_text().split("\n") if len(one.strip()) > 20]
    assert len(lines) == 22
    # Lines that end one paragraph and begin the next are shorter.
    assert sum(len(one) == 28 for one in lines) >= 20


def test_pages_are_counted_and_pictures_are_drawn():
    document = letter("正文" * 900, Layout.REPORT)
    count = len(PdfReader(io.BytesIO(render(document))).pages)
    assert f"第{count}页共{count}页" in words(render(document))
    assert len(pictures(document, ppi=20)) == count
    assert pictures(document, ppi=20)[0].startswith(b"\x89PNG")


def test_a_title_breaks_where_the_sense_allows():
    title = "内蒙古自治区科学技术厅关于种业2022年首批“揭榜挂帅”项目立项的通知"
    lines = title_lines(title, 19)
    assert "".join(lines) == title
    assert len(lines) == 2
    assert not lines[1].startswith(("年", "”", "的", "、"))


def test_numbers_of_headings():
    assert [chinese_number(one) for one in (1, 10, 11, 20, 23)] == ["一", "十", "十一", "二十", "二十三"]


def test_a_column_is_as_wide_as_its_codes():
    columns = [{"label": "序号", "share": 1}, {"label": "编号", "share": 1}, {"label": "名称", "share": 8}]
    found = widths.of_table(columns, [["1", "91150105MATE50004P", "很长的名称" * 5]], 42)
    assert sum(found) == pytest.approx(42, abs=0.1)
    assert found[1] > 10
    assert found[2] > found[1]


def test_the_docx_has_styles_pages_and_a_head_row_that_repeats():
    file = Docx(io.BytesIO(word(letter())))
    assert {"公文标题", "发文机关标志", "署名"} <= {one.name for one in file.styles}
    assert any(one.style.name == "公文标题" for one in file.paragraphs)
    assert "tblHeader" in file.tables[1]._tbl.xml
    assert "PAGE" in file.sections[0].footer.paragraphs[0]._p.xml
    assert file.core_properties.created.date() == DAY


def test_a_public_document_is_drawn_while_the_cache_is_away(monkeypatch):
    monkeypatch.setattr(kept, "cache", RedisCache("redis://127.0.0.1:1/0", {}))
    assert render(letter(), is_public=True).startswith(b"%PDF")
    assert kept.get("bid-copy:00") is None
