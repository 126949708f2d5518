"""Files are what their bytes say, keep their digests, and read back only with their key."""

import hashlib
import io
import os
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from core import content_types, scan, sealing, storage
from core.errors import Refused
from core.models import StoredFile

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n" + b"content of the plan " * 50
BY = SimpleNamespace(pk=41)
AT = datetime(2022, 5, 31, 17, 0, tzinfo=UTC)  # 1 June in Beijing


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.CLAMAV_URL = ""
    return tmp_path


def keep(data=PDF, name="方案.pdf", **options):
    options = {"by": BY, "kind": "BID", "limit_bytes": 1024**2, "at": AT, **options}
    return storage.store(SimpleUploadedFile(name, data, content_type="text/html"), **options)


def archive(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return out.getvalue()


def refused(code, **options):
    with pytest.raises(Refused) as refusal:
        keep(**options)
    assert refusal.value.code == code
    assert not StoredFile.objects.exists()
    assert not [path for path in Path(default_storage.location).rglob("*") if path.is_file()]
    return refusal.value.sentence


def test_a_file_is_kept_with_its_digests_and_the_name_it_had():
    file = keep()
    file.refresh_from_db()
    assert (file.name, file.kind, file.content_type) == ("方案.pdf", "BID", "application/pdf")
    assert file.sha256 == hashlib.sha256(PDF).hexdigest()
    assert len(file.sm3) == 64
    assert file.size_bytes == len(PDF)
    assert (file.stored_by_id, file.stored_at, file.is_encrypted) == (41, AT, False)
    assert file.scan_result == "NOT_CONFIGURED"
    assert file.path.startswith("bid/2022/06/")
    assert "方案" not in file.path
    with storage.open_stored(file) as stream:
        assert stream.read() == PDF
    assert storage.is_intact(file)


def test_without_an_instant_the_database_clock_is_asked():
    assert keep(at=None).stored_at is not None


def test_an_encrypted_file_reads_back_only_with_its_key(media):
    key = sealing.new_file_key()
    file = keep(key=key)
    assert file.is_encrypted
    assert file.sha256 == hashlib.sha256(PDF).hexdigest()
    assert b"content of the plan" not in (media / file.path).read_bytes()
    with storage.open_stored(file, key=key) as stream:
        assert stream.read() == PDF
    with pytest.raises(Refused) as refusal:
        storage.open_stored(file)
    assert refusal.value.code == "file_sealed"
    with pytest.raises(sealing.SealBroken):
        storage.open_stored(file, key=sealing.new_file_key())
    assert storage.is_intact(file, key=key)


def test_encrypted_content_does_not_open_at_another_place(media):
    key = sealing.new_file_key()
    one, two = keep(key=key), keep(key=key, data=PDF + b"2")
    (media / one.path).write_bytes((media / two.path).read_bytes())
    assert not storage.is_intact(one, key=key)


def test_changed_or_lost_content_is_noticed(media):
    file = keep()
    (media / file.path).write_bytes(PDF + b" ")
    assert not storage.is_intact(file)
    (media / file.path).unlink()
    assert not storage.is_intact(file)


def test_a_file_at_the_limit_passes_and_one_byte_more_does_not():
    assert "超过 1 KB 的上限" in refused("file_too_large", data=PDF.ljust(1025), limit_bytes=1024)
    assert keep(PDF.ljust(1024), limit_bytes=1024).size_bytes == 1024


def test_a_large_file_streams_through():
    data = PDF + os.urandom(5 * 1024**2)
    file = keep(data, limit_bytes=50 * 1024**2, key=bytes(32))
    with storage.open_stored(file, key=bytes(32)) as stream:
        assert hashlib.sha256(stream.read()).hexdigest() == file.sha256


def test_an_empty_file_is_refused():
    refused("file_empty", data=b"")


@pytest.mark.parametrize(
    ("data", "name", "content_type"),
    [
        (PDF, "a.PDF", content_types.PDF),
        (b"\x89PNG\r\n\x1a\n....", "a.png", content_types.PNG),
        (b"\xff\xd8\xff\xe0....", "a.jpeg", content_types.JPEG),
        (archive("OFD.xml", "Doc_0/Document.xml"), "a.ofd", content_types.OFD),
        (archive("[Content_Types].xml", "word/document.xml"), "a.docx", content_types.DOCX),
        (archive("[Content_Types].xml", "xl/workbook.xml"), "a.xlsx", content_types.XLSX),
    ],
)
def test_the_type_is_told_by_content(data, name, content_type):
    assert keep(data, name).content_type == content_type


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<html><script>", "a.pdf"),
        (b"MZ\x90\x00", "a.pdf"),
        (archive("readme.txt"), "a.docx"),
        (b"PK\x03\x04 broken", "a.docx"),
        (b" %PDF-1.7", "a.pdf"),
    ],
)
def test_other_content_is_refused_whatever_its_name(data, name):
    assert "不是可接受的格式（DOCX、JPG、OFD、PDF、PNG、XLSX）" in refused("file_type", data=data, name=name)


def bomb(times=300, size=1024**2):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", "x")
        for number in range(times):
            packed.writestr(f"word/media/{number}.xml", bytes(size))
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (archive("word/document.xml", "word/vbaProject.bin"), "a.docx", "含有宏程序"),
        (bomb(), "a.docx", "可能是压缩炸弹"),
        (PDF + archive("x.exe"), "a.pdf", "夹带了另一种格式"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 99 + archive("x.exe"), "a.png", "夹带了另一种格式"),
        (b"\xff\xd8\xff\xe0" + b"0" * 2_000_000 + b"<ScRiPt>alert(1)</script>", "a.jpg", "夹带了另一种格式"),
        (b"\xff\xd8\xff\xe0" + b"0" * (1024**2 - 6) + b"%PDF-1.7", "a.jpg", "夹带了另一种格式"),
        (archive("word/document.xml", "xl/workbook.xml"), "a.docx", "夹带了另一种格式"),
        (archive("word/document.xml") + b"MZ program", "a.docx", "夹带了另一种格式"),
        (archive("readme.txt") + archive("word/document.xml"), "a.docx", "夹带了另一种格式"),
    ],
)
def test_bombs_programs_and_files_of_two_types_are_refused(data, name, words):
    assert words in refused("file_type", data=data, name=name, limit_bytes=50 * 1024**2)


def test_an_archive_whose_entries_overlap_is_a_bomb():
    """The directory names the same packed bytes many times."""
    data = archive("word/document.xml")
    start = data.index(b"PK\x01\x02")
    directory, end = data[start : data.index(b"PK\x05\x06")], bytearray(data[data.index(b"PK\x05\x06") :])
    many = directory[:20] + (500).to_bytes(4, "little") * 2 + directory[28:]
    end[8:12] = (2).to_bytes(2, "little") * 2
    end[12:16] = (2 * len(many)).to_bytes(4, "little")
    assert "压缩炸弹" in refused("file_type", data=data[:start] + many * 2 + bytes(end), name="a.docx")


def test_a_large_table_that_packs_well_passes():
    assert keep(bomb(times=20), "a.docx", limit_bytes=50 * 1024**2).content_type == content_types.DOCX


def test_a_name_must_fit_the_content():
    assert "扩展名与内容（PDF）不符" in refused("file_type", name="plan.exe")


def test_a_caller_may_accept_more():
    assert keep(archive("a"), "a.zip", accept=frozenset({content_types.ZIP})).content_type == content_types.ZIP


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\文件\\方案.pdf", "方案.pdf"),
        ("../../etc/方案.pdf", "方案.pdf"),
        ("a\x00b\u202ec.pdf", "abc.pdf"),
        ("e\u0301.pdf", "é.pdf"),
        ("x" * 300 + ".pdf", "x" * 251 + ".pdf"),
    ],
)
def test_names_are_kept_without_what_could_harm(given, kept):
    assert storage.clean_name(given) == kept


@pytest.mark.parametrize("name", ["", "pdf", ".pdf", "../", "a." + "x" * 260])
def test_a_name_without_stem_or_ending_is_refused(name):
    with pytest.raises(Refused) as refusal:
        storage.clean_name(name)
    assert refusal.value.code == "file_name"


def test_an_infected_file_is_not_kept(monkeypatch):
    monkeypatch.setattr(scan, "scan", lambda stream: scan.Verdict("INFECTED", "Eicar"))
    assert "含有病毒（Eicar）" in refused("file_infected")


def test_the_scanner_sees_the_plain_content(monkeypatch):
    seen = []

    def look(stream):
        seen.append(stream.read())
        return scan.Verdict("CLEAN")

    monkeypatch.setattr(scan, "scan", look)
    assert keep(key=bytes(32)).scan_result == "CLEAN"
    assert seen == [PDF]


def test_a_kind_is_no_path():
    with pytest.raises(ValueError, match="no kind"):
        keep(kind="../x")


def test_bytes_without_a_row_are_found_after_a_day(media):
    kept = keep()
    (media / "bid/2022/06/stray").write_bytes(b"x")
    now = datetime.now(UTC)
    assert list(storage.unclaimed(now=now)) == []
    later = now + timedelta(days=1, minutes=1)
    assert list(storage.unclaimed(now=later)) == ["bid/2022/06/stray"]
    assert storage.is_intact(kept)
