"""Files in parts: resumed at the byte the server has, each for its owner and purpose, encrypted while they wait, cleared."""

import errno
import hashlib
import io
import os
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.storage import FileSystemStorage

from core import clock, content_types, storage, uploads
from core.errors import Conflict, Forbidden, Refused
from core.models import StoredFile, Upload

pytestmark = pytest.mark.django_db
BY, OTHER = SimpleNamespace(pk=41), SimpleNamespace(pk=42)
MB = 1024 * 1024
PDF = b"%PDF-1.7\n" + b"secret plan " * 20_000  # four parts of 64 KiB


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.CLAMAV_URL = ""
    return tmp_path


def ticket(by=BY, purpose="bid:7", limit_bytes=50 * MB, accept=content_types.DOCUMENTS, words=()):
    return uploads.ticket(by=by, purpose=purpose, limit_bytes=limit_bytes, accept=accept, words=words)


def begin(data=PDF, name="方案.pdf", by=BY, sha256="", **said):
    return uploads.begin(ticket=ticket(by, **said), by=by, name=name, size_bytes=len(data), sha256=sha256)


def send(upload, data=PDF, *, part=uploads.LEAST_PART_BYTES, by=BY, until=None):
    for start in range(upload.received_bytes, until or len(data), part):
        upload = uploads.append(token=upload.token, by=by, start=start, data=data[start : start + part])
    return upload


def whole(upload, by=BY, purpose="bid:7"):
    return uploads.received(token=upload.token, by=by, purpose=purpose)


def refused(run):
    with pytest.raises(Refused) as found:
        run()
    return found.value


def on_disk(media) -> list[Path]:
    return [path for path in Path(media).rglob("*") if path.is_file()]


def test_parts_become_the_file_that_was_sent(media):
    upload = send(begin(sha256=hashlib.sha256(PDF).hexdigest()))
    found = whole(upload)
    assert (found.name, found.size) == ("方案.pdf", len(PDF))
    assert b"".join(found.chunks(1000)) == PDF
    found.seek(0)
    assert (found.read(10), found.read()) == (PDF[:10], PDF[10:])
    file = storage.store(found, by=BY, kind="BID", limit_bytes=MB)
    assert (file.name, file.sha256) == ("方案.pdf", hashlib.sha256(PDF).hexdigest())
    assert found.stored_file() == file


def test_waiting_parts_are_encrypted_and_their_name_is_not_to_be_found(media):
    send(begin(name="金丝雀.pdf"))
    assert len(on_disk(media)) == 4
    for path in on_disk(media):
        assert b"secret plan" not in path.read_bytes()
        assert "金丝雀" not in str(path)


def test_the_same_file_goes_on_where_it_was_left():
    upload = send(begin(), until=2 * uploads.LEAST_PART_BYTES)
    again = begin()
    assert (again.pk, again.received_bytes) == (upload.pk, 2 * uploads.LEAST_PART_BYTES)
    assert whole(send(again)).read() == PDF


def test_another_content_of_the_same_name_is_another_upload():
    first = begin(sha256="a" * 64)
    assert begin(sha256="b" * 64).pk != first.pk
    assert begin(PDF + b"x", sha256="a" * 64).pk != first.pk
    assert begin(sha256="a" * 64, purpose="bid:8").pk != first.pk


def test_two_uploads_side_by_side_do_not_mix():
    one, two = begin(name="一.pdf"), begin(PDF[::-1], name="二.docx", accept=content_types.DOCUMENTS)
    one = send(one, until=uploads.LEAST_PART_BYTES)
    other = b"PK\x03\x04" + PDF[4:]
    send(two, other)
    assert whole(send(one)).read() == PDF
    assert whole(two).read() == other


def test_repeated_and_overlapping_parts_do_no_harm(media):
    part = uploads.LEAST_PART_BYTES
    upload = begin()
    for start, end in [(0, part), (0, part), (0, 2 * part), (part // 2, 2 * part), (part, 3 * part), (0, len(PDF))]:
        upload = uploads.append(token=upload.token, by=BY, start=start, data=PDF[start:end])
    assert upload.received_bytes == len(PDF)
    assert whole(upload).read() == PDF
    assert len(on_disk(media)) == 4


def test_a_gap_is_told_with_the_byte_that_is_expected():
    upload = send(begin(), until=uploads.LEAST_PART_BYTES)
    with pytest.raises(Conflict) as gap:
        uploads.append(token=upload.token, by=BY, start=uploads.LEAST_PART_BYTES + 1, data=PDF[:70_000])
    assert (gap.value.code, gap.value.ids["offset"]) == ("upload_gap", uploads.LEAST_PART_BYTES)


def test_more_than_was_announced_is_refused():
    upload = begin()
    assert refused(lambda: send(upload, PDF + b"more")).code == "upload_too_long"


@pytest.mark.parametrize("size", [1, uploads.LEAST_PART_BYTES - 1, uploads.MOST_PART_BYTES + 1])
def test_parts_of_odd_sizes_are_refused(size):
    data = b"%PDF-1.7" + bytes(3 * MB)
    upload = begin(data)
    assert refused(lambda: uploads.append(token=upload.token, by=BY, start=0, data=data[:size])).code == "upload_part"


def test_too_many_parts_are_refused(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_PARTS", 2)
    upload = begin()
    refusal = refused(lambda: send(upload))
    assert (refusal.code, refusal.sentence) == ("upload_part", "分片的大小或数量不合要求，请刷新页面后重新上传。")


def test_another_account_finds_nothing():
    upload = send(begin())
    for run in (
        lambda: uploads.find(token=upload.token, by=OTHER),
        lambda: uploads.append(token=upload.token, by=OTHER, start=0, data=b"x"),
        lambda: whole(upload, by=OTHER),
        lambda: uploads.find(token="\0" * 500, by=BY),
    ):
        assert refused(run).code == "upload_unknown"
    uploads.abandon(token=upload.token, by=OTHER)
    assert whole(upload).read() == PDF


def test_a_ticket_is_for_one_person_and_cannot_be_made_up():
    with pytest.raises(Forbidden):
        uploads.begin(ticket=ticket(OTHER), by=BY, name="a.pdf", size_bytes=1)
    assert refused(lambda: uploads.begin(ticket="x", by=BY, name="a.pdf", size_bytes=1)).code == "upload_ticket"


def test_an_upload_serves_the_purpose_it_was_begun_for():
    upload = send(begin())
    assert refused(lambda: whole(upload, purpose="bid:8")).code == "upload_unknown"


def test_half_a_file_cannot_be_used():
    upload = send(begin(), until=uploads.LEAST_PART_BYTES)
    refusal = refused(lambda: whole(upload))
    assert (refusal.code, refusal.ids["offset"]) == ("upload_incomplete", uploads.LEAST_PART_BYTES)
    assert "还没有传完" in refusal.sentence


@pytest.mark.parametrize(
    ("name", "size", "code"),
    [
        ("a.pdf", 0, "file_empty"),
        ("a.pdf", -5, "file_empty"),
        ("a.pdf", 50 * MB + 1, "file_too_large"),
        ("a.exe", 5, "file_type"),
        ("\0\0", 5, "file_name"),
        ("", 5, "file_name"),
        ("x" * 50_000, 5, "file_name"),
        ("机密.pdf", 5, "secret_name"),
    ],
)
def test_what_cannot_pass_is_refused_before_anything_is_sent(name, size, code):
    asked = ticket(words=("机密",))
    refusal = refused(lambda: uploads.begin(ticket=asked, by=BY, name=name, size_bytes=size))
    assert refusal.code == code
    assert refusal.sentence.endswith("。")
    assert not Upload.objects.exists()


def test_the_first_part_tells_a_wrong_content(media):
    upload = begin()
    refusal = refused(lambda: send(upload, b"MZ" + PDF[2:]))
    assert refusal.code == "file_type"
    assert "“方案.pdf”不是可接受的格式（DOCX、JPG、OFD、PDF、PNG、XLSX）" in refusal.sentence
    assert on_disk(media) == []


def test_content_that_changed_on_the_way_is_refused():
    upload = send(begin(sha256="0" * 64))
    assert refused(lambda: storage.store(whole(upload), by=BY, kind="BID", limit_bytes=MB)).code == "file_changed"


def test_a_lost_or_changed_part_is_a_sentence(media):
    upload = send(begin())
    path = sorted(on_disk(media))[1]
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    assert refused(lambda: whole(upload).read()).code == "upload_lost"
    path.unlink()
    assert refused(lambda: whole(upload).read()).code == "upload_lost"


def test_one_upload_makes_one_file(django_capture_on_commit_callbacks, media):
    upload = send(begin())
    first, second = whole(upload), whole(upload)
    with django_capture_on_commit_callbacks(execute=True):
        storage.store(first, by=BY, kind="BID", limit_bytes=MB, key=bytes(32))
    assert [path.parent.parent.parent.name for path in on_disk(media)] == ["bid"], "parts are gone"
    assert refused(lambda: storage.store(second, by=BY, kind="BID", limit_bytes=MB)).code in {
        "upload_used",
        "upload_lost",
    }
    assert StoredFile.objects.count() == 1
    again = uploads.append(token=upload.token, by=BY, start=0, data=PDF[: uploads.LEAST_PART_BYTES])
    assert again.received_bytes == len(PDF)


def test_what_one_may_have_waiting_is_bounded(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_WAITING", 2)
    begin(name="1.pdf")
    begin(name="2.pdf")
    assert refused(lambda: begin(name="3.pdf")).code == "upload_crowd"
    assert begin(name="3.pdf", by=OTHER).pk
    monkeypatch.setattr(uploads, "MOST_WAITING", 9)
    monkeypatch.setattr(uploads, "MOST_WAITING_BYTES", 3 * len(PDF) - 1)
    assert refused(lambda: begin(name="3.pdf")).code == "upload_crowd"


def test_giving_up_removes_the_parts_at_once(media):
    upload = send(begin(), until=uploads.LEAST_PART_BYTES)
    uploads.abandon(token=upload.token, by=BY)
    uploads.abandon(token=upload.token, by=BY)
    assert on_disk(media) == []
    assert not Upload.objects.exists()


def test_what_nobody_goes_on_with_is_cleared_after_a_day(media):
    old, used = send(begin(name="旧.pdf")), send(begin(name="用.pdf"))
    file = storage.store(whole(used), by=BY, kind="BID", limit_bytes=MB)
    now = clock.now()
    assert uploads.clear_abandoned(at=now + timedelta(hours=23)) == 0
    assert whole(old).read() == PDF
    stray = media / "uploads" / "999999"
    stray.mkdir(parents=True)
    (stray / "x").write_bytes(b"x")
    fresh = begin(name="新.pdf")
    Upload.objects.filter(pk=fresh.pk).update(last_at=now + timedelta(hours=20))
    send(Upload.objects.get(pk=fresh.pk))
    Upload.objects.filter(pk=fresh.pk).update(last_at=now + timedelta(hours=20))
    assert uploads.clear_abandoned(at=now + timedelta(days=1, minutes=1)) == 2
    assert uploads.clear_abandoned(at=now + timedelta(days=1, minutes=1)) == 0
    assert set(Upload.objects.values_list("pk", flat=True)) == {fresh.pk}
    assert {path.relative_to(media).parts[0] for path in on_disk(media)} == {"uploads", "bid"}
    assert whole(fresh).read() == PDF
    assert storage.is_intact(file)


def test_a_full_disk_is_a_sentence(monkeypatch):
    upload = begin()

    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(FileSystemStorage, "_save", full)
    for run in (
        lambda: send(upload),
        lambda: storage.store(_named(PDF), by=BY, kind="BID", limit_bytes=MB),
    ):
        refusal = refused(run)
        assert refusal.code == "storage_full"
        assert "存储空间不足" in refusal.sentence
    assert Upload.objects.get().received_bytes == 0


def _named(data: bytes):
    stream = io.BytesIO(data)
    stream.name = "方案.pdf"
    return stream
