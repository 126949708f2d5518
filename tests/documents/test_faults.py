"""What a reader is told when a document cannot be made, and what `manage.py check` says of fonts."""

import logging

import pytest

from core import checks
from core.documents import Column, Document, Paragraph, Table, fonts, pdf, render
from core.documents import pages as document_pages
from core.errors import Refused
from tests.documents.test_letters import address, reader
from tests.documents.variants import DAY


def letter(title: str = "题") -> Document:
    return Document(title=title, written_on=DAY, blocks=(Paragraph("正文。"),))


def test_a_broken_template_is_refused_with_a_sentence(tmp_path, monkeypatch, caplog):
    (tmp_path / "official.typ").write_text("#let x = (")
    monkeypatch.setattr(pdf, "TEMPLATES", tmp_path)
    monkeypatch.setattr(pdf, "_own", type(pdf._own)())
    with (
        caplog.at_level(logging.ERROR, "core.documents.pdf"),
        pytest.raises(Refused, match="版式模板有故障") as refusal,
    ):
        render(letter("坏模板"))
    assert refusal.value.code == "not-drawn"
    assert "cannot be drawn" in caplog.text


def test_a_missing_template_is_refused_with_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "TEMPLATES", tmp_path / "nowhere")
    monkeypatch.setattr(pdf, "_own", type(pdf._own)())
    with pytest.raises(Refused, match="请联系系统管理员"):
        render(letter("缺模板"))


def test_without_the_compiler_pages_go_on_and_say_what_to_do(scene, monkeypatch):
    monkeypatch.setattr(pdf, "typst", None)
    place = address(scene, "challenges:sitting-document")
    answer = reader(scene, "officer").get(place)
    assert answer.status_code == 409
    assert "没有安装排版程序" in answer.content.decode()
    assert reader(scene, "officer").get(place, {"format": "docx"}).status_code == 200


def test_a_list_too_long_for_a_page_is_refused(scene, monkeypatch):
    monkeypatch.setattr(document_pages, "MOST_ROWS", 0)
    answer = reader(scene, "officer").get(address(scene, "funding:batch-report"))
    assert answer.status_code == 409
    assert "导出 Excel" in answer.content.decode()


def test_the_longest_table_counts():
    table = Table((Column("列"),), [("甲",)] * 7)
    assert Document(title="题", written_on=DAY, blocks=(table, Paragraph("文"))).row_count == 7


def found(settings, folder) -> dict[str, str]:
    settings.DOCUMENT_FONTS = str(folder)
    return {one.id: f"{one.msg} {one.hint}" for one in checks.document_fonts()}


def test_no_fonts_of_the_office_are_no_fault(settings):
    assert found(settings, "") == {}


def test_the_check_says_what_is_wrong_with_the_folder_of_fonts(settings, tmp_path):
    assert "no such folder" in found(settings, tmp_path / "nowhere")["core.E001"]
    assert "Noto" in found(settings, tmp_path)["core.W001"]
    (tmp_path / "bad.ttf").write_bytes(b"nonsense")
    said = found(settings, tmp_path)
    assert "bad.ttf cannot be read" in said["core.W003"]
    assert "no 仿宋" in said["core.W002"]


def test_the_check_names_characters_that_a_font_lacks(settings, tmp_path, monkeypatch):
    (tmp_path / "simfang.ttf").write_bytes(b"")
    monkeypatch.setattr(fonts, "points_of", lambda _path: frozenset(map(ord, checks.COMMON[5:])))
    said = found(settings, tmp_path)["core.W004"]
    assert "simfang.ttf lacks 5 of the 6763 common characters, such as 啊阿埃挨哎" in said
    assert "Noto Serif SC" in said


def test_the_shipped_faces_have_every_common_character():
    assert [one for one in checks.COMMON if ord(one) not in fonts.covered()] == []


def test_without_the_compiler_the_check_names_the_package(settings, monkeypatch):
    monkeypatch.setattr(fonts, "typst", None)
    assert "pip install typst" in found(settings, "")["core.W005"]
