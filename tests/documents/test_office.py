"""Letters as offices meet them (variants.py): what every docx holds, and how LibreOffice lays it out beside our PDF.

The comparison needs `soffice` (libreoffice-writer-nogui). Where it is missing conftest.py leaves these tests out, unless
NEEDS_LIBREOFFICE=1 says that they must run, as .ci/run does.
"""

import io
import re
import shutil
import subprocess
import zipfile

import pytest
from docx import Document as Docx
from docx.oxml.ns import qn
from pypdf import PdfReader

from core.documents import Column, Document, Paragraph, Table, render, widths, word
from core.documents.text import IN_CELLS, IN_LINES, title_lines
from tests.documents.reading import pages, words
from tests.documents.variants import DAY, NAMES, RARE, VARIANTS

SQUEEZED = re.compile(r"[\s\u200b]+")
PAGE_MARK = re.compile(r"—\d+—")


@pytest.fixture(scope="module")
def drawn() -> dict[str, bytes]:
    return {name: render(document) for name, document in VARIANTS.items()}


@pytest.fixture(scope="module")
def written() -> dict[str, bytes]:
    return {name: word(document) for name, document in VARIANTS.items()}


@pytest.fixture(scope="module")
def laid_out(written, tmp_path_factory) -> dict[str, bytes]:
    """Each docx as PDF by LibreOffice, in one run."""
    program = shutil.which("soffice")
    if program is None:
        pytest.fail("No LibreOffice found; install it (Debian, Ubuntu: apt-get install libreoffice-writer-nogui).")
    folder = tmp_path_factory.mktemp("office")
    for name, content in written.items():
        (folder / f"{name}.docx").write_bytes(content)
    command = [
        program,
        "--headless",
        f"-env:UserInstallation=file://{folder}/profile",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
    ]
    subprocess.run([*command, *map(str, sorted(folder.glob("*.docx")))], check=True, timeout=180, capture_output=True)  # noqa: S603
    return {name: (folder / f"{name}.pdf").read_bytes() for name in written}


def landmarks(document: Document) -> list[str]:
    """What must stand in this order in every output."""
    said = document.plain()
    found = [said["title"], *_beginnings(said["blocks"])]
    for label, names in said["roll"]:
        found.append(f"{label}：{names[:10]}")
    found += [
        "附件：" if said["annexes"] else "",
        *said["signatories"],
        said["date_text"] if said["signatories"] else "",
    ]
    for annex in said["annexes"]:
        found += [annex["title"], *_beginnings(annex["blocks"])]
    return [SQUEEZED.sub("", one) for one in found if one]


def _beginnings(blocks: list[dict]) -> list[str]:
    found = []
    for one in blocks:
        if one["kind"] in {"heading", "paragraph"}:
            found.append(one["text"][:15])
        elif one["kind"] == "table":
            found += [row[1] for row in one["rows"] if len(row[1]) < 13] or [one["columns"][0]["label"]]
        elif one["kind"] == "facts":
            found += [label for label, _value in one["rows"]]
        elif one["kind"] == "parties":
            found += [f"{party['label']}：" for party in one["parties"]]
    return found


def in_order(said: str, marks: list[str]) -> list[str]:
    """Those that do not follow the one before."""
    place, lost = 0, []
    for mark in marks:
        found = said.find(mark, place)
        if found < 0:
            lost.append(mark)
        else:
            place = found + len(mark)
    return lost


def text_of(content: bytes) -> str:
    return PAGE_MARK.sub("", words(content))


@pytest.mark.parametrize("name", VARIANTS)
def test_the_pdf_says_everything_in_order(drawn, name):
    said = text_of(drawn[name])
    assert in_order(said, landmarks(VARIANTS[name])) == []
    assert "〔U+" not in said


@pytest.mark.parametrize("name", VARIANTS)
def test_libreoffice_lays_the_docx_out_as_the_pdf(drawn, laid_out, name):
    ours, theirs = pages(drawn[name]), pages(laid_out[name])
    # Its blanks between Chinese and figures make some cells a line longer; over three pages that may be one page more.
    assert abs(len(ours) - len(theirs)) <= len(ours) // 3
    assert in_order(text_of(laid_out[name]), landmarks(VARIANTS[name])) == []
    assert [page[-3:] for page in theirs][:1] == ["—1—"]
    assert ("草稿" in theirs[0]) == ("草稿" in ours[0]) == (VARIANTS[name].mark == "草稿")


@pytest.mark.parametrize("name", ["rare"])
def test_libreoffice_has_every_character(laid_out, name):
    said = text_of(laid_out[name])
    assert [one for one in RARE + "".join(NAMES) if one not in said and one != "·"] == []


@pytest.mark.parametrize("name", VARIANTS)
def test_tables_of_the_docx_are_whole(written, name):
    file = Docx(io.BytesIO(written[name]))
    for table in file.tables:
        count = len(table._tbl.tblGrid.findall(qn("w:gridCol")))
        assert all(len(row.cells) == count for row in table.rows)
        room = sum(int(one.get(qn("w:w"))) for one in table._tbl.tblGrid)
        assert room <= (210 - 28 - 26) / 25.4 * 1440 + 1
        if count > 2:
            assert "w:tblHeader" in table.rows[0]._tr.xml
        assert all("w:cantSplit" in row._tr.xml for row in table.rows)


def test_the_docx_names_the_fonts_of_the_standard_and_their_substitutes(written):
    with zipfile.ZipFile(io.BytesIO(written["three-annexes"])) as file:
        styles, fonts, settings = (
            file.read(f"word/{part}.xml").decode() for part in ("styles", "fontTable", "settings")
        )
    for name in ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"):
        assert f'w:eastAsia="{name}"' in styles
        assert f'w:name="{name}"' in fonts
    assert 'w:altName w:val="仿宋,FangSong' in fonts
    assert 'w:val="compressPunctuation"' in settings
    assert "ja-JP" not in settings


def test_the_docx_has_its_imprint_at_the_foot_and_a_short_table_in_one_piece(written):
    file = Docx(io.BytesIO(written["three-annexes"]))
    framed = [one.text for one in file.paragraphs if "w:framePr" in one._p.xml]
    assert len(framed) == 2
    assert framed[0].startswith("抄送：")
    assert framed[1].endswith("2022年10月31日印发")
    short = Docx(io.BytesIO(written["long-names"])).tables[0]
    assert "w:keepNext" in short.rows[0]._tr.xml
    assert "w:keepNext" not in short.rows[-1]._tr.xml


def test_sums_never_stand_alone_on_a_page(drawn):
    for name in ("one-annex", "three-annexes", "long-names"):
        for page in pages(drawn[name]):
            if "合计" in page:
                assert "2022JBGS" in page


def test_all_who_sign_stand_on_one_page(drawn):
    last = [page for page in pages(drawn["agreement"]) if "甲方：" in page]
    assert len(last) == 1
    assert "三、签署" in last[0]
    assert "乙方：" in last[0]


def test_numbers_keep_their_units():
    found = re.findall(
        IN_LINES, "自2022年10月31日起，1,250.5万元、≥120万亩、15.5%以上、编号2026-HH-04、〔2021〕12号、24:00前"
    )
    assert {"10月31日", "1,250.5万元", "≥120万亩", "15.5%", "2026-HH-04", "〔2021〕12号", "2022年"} <= set(found)
    assert "内党发〔2021〕12号" in re.findall(IN_CELLS, "见：内党发〔2021〕12号")


def test_a_name_in_parts_breaks_behind_its_dot():
    assert widths.fold("额尔德尼·孟克巴雅尔", 6.5) == "额尔德尼·\n孟克巴雅尔"
    assert widths.fold("额尔德尼·孟克巴雅尔", 20) == "额尔德尼·孟克巴雅尔"
    assert widths.fold("其他文字，不是姓名", 3) == "其他文字，不是姓名"


def test_a_column_is_no_wider_than_what_stands_in_it_while_another_needs_room():
    columns = [{"label": "金额", "share": 9}, {"label": "名称", "share": 1}]
    figures, names = widths.of_table(columns, [["2,200", "很长的名称" * 10]], 42)
    assert figures < 5
    assert names > 36


def test_a_long_title_of_an_annex_is_broken_by_its_sense(drawn):
    annex = VARIANTS["three-annexes"].annexes[1]
    assert len(title_lines(annex.title, 19)) == 3
    assert SQUEEZED.sub("", annex.title) in text_of(drawn["three-annexes"])


def test_a_row_of_ten_thousand_characters_and_a_thousand_rows_are_drawn():
    columns = (Column("序号", 1, "center"), Column("名称", 6), Column("金额", 2, "right"))
    rows = [(place, "优质苜蓿新品种选育及产业化示范", "7,300") for place in range(1, 1001)]
    document = Document(title="清单", written_on=DAY, blocks=(Paragraph("正文。"), Table(columns, rows)))
    found = PdfReader(io.BytesIO(render(document))).pages
    assert 20 < len(found) < 60
    assert "序号" in found[-1].extract_text()
    assert len(Docx(io.BytesIO(word(document))).tables[0]._tbl.tr_lst) == 1001
