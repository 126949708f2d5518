"""Tables out of a spreadsheet: bytes, cells, and what a spreadsheet spoils."""

import pytest

from core import pasted
from core.errors import Refused

TABLE = "姓名\t职称\n张三\t研究员\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"])
def test_the_encodings_of_spreadsheets_are_read(encoding):
    assert pasted.lines(pasted.decoded(TABLE.encode(encoding))) == [["姓名", "职称"], ["张三", "研究员"]]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04" + b"x" * 100, "workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "workbook"),
        (b"\xff\xff\xff\x00", "not_text"),
        (b"a\0b", "not_text"),
        (b"a" * (pasted.MOST_BYTES + 1), "too_large"),
    ],
)
def test_what_is_no_text_is_refused_with_what_to_do(data, code):
    with pytest.raises(Refused) as refused:
        pasted.decoded(data)
    assert refused.value.code == code


@pytest.mark.parametrize("separator", ["\t", ",", "，", ";", "；"])
def test_the_first_line_tells_the_separator(separator):
    text = f"姓名{separator}职称\r\n张三{separator} 研究员 \r\n"
    assert pasted.lines(text) == [["姓名", "职称"], ["张三", "研究员"]]


def test_quoted_cells_keep_separators_and_breaks_and_numbers_of_lines_stay():
    text = '姓名,研究领域\n"张三","草业,\n种业"\n\n李四,育种'
    assert pasted.lines(text) == [["姓名", "研究领域"], ["张三", "草业,\n种业"], [], ["李四", "育种"]]


def test_a_quotation_mark_without_its_partner_swallows_nobody():
    text = "姓名\t职称\n" + '"张三\t研究员\n' + "李四\t研究员\n" * 20
    with pytest.raises(Refused) as refused:
        pasted.lines(text)
    assert refused.value.code == "broken_quotes"
    with pytest.raises(Refused):
        pasted.lines('姓名\n"' + "长" * 200_000)


def test_written_is_read_again():
    rows = [["姓名", "研究领域"], ["张三", '草\t业 "种"\n业'], ["李四", ""]]
    assert pasted.lines(pasted.written(rows)) == rows


@pytest.mark.parametrize("cell", ["=A1", "=SUM(A1:A2)", "@SUM(A1)", "+A1*2", "-(1)", "#N/A", "#REF!", "########"])
def test_formulas_and_faults_are_no_values(cell):
    assert pasted.spoiled(cell)


@pytest.mark.parametrize("cell", ["+86 13800000000", "-", "-3", "张三", "C#", "", "5G"])
def test_plain_cells_are_values(cell):
    assert not pasted.spoiled(cell)


def test_cells_mean_what_people_mean():
    assert [pasted.value(cell) for cell in ("—", "/", "无", "'0123", " 张三 ")] == ["", "", "", "0123", "张三"]
    assert [pasted.number(cell) for cell in ("１９９０", "1990.0", "１.5")] == ["1990", "1990", "1.5"]
    dates = ("2019/3/1", "2019.03.01", "2019年3月1日", "２０１９-3-1", "2019-03-01 00:00:00", "43525", "2019-13-01")
    assert [pasted.iso_date(cell) for cell in dates] == ["2019-03-01"] * 5 + ["43525", "2019-13-01"]
    assert [pasted.is_rounded(cell) for cell in ("1.50105E+17", "1e17", "150105199001010018", "E12345678")] == [
        True, True, False, False,
    ]  # fmt: skip
