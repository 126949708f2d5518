"""Files of a bid: limits by kind, names, the secrecy tick, parts that make one attachment, sentences instead of failures."""

import errno
import io
import os
import zipfile

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from consortia import actions, queries
from consortia.actions import attachments as files
from consortia.enums import AttachmentKind
from consortia.forms.attachments import purpose
from consortia.models import Attachment
from core import content_types, scan, uploads
from core.errors import Refused
from core.models import Event, StoredFile
from tests.stories import consortia as stories

PDF = b"%PDF-1.7\n" + b"0" * 200


def upload(name="方案.pdf", data=PDF):
    return SimpleUploadedFile(name, data)


def docx():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("word/document.xml", "x")
    return out.getvalue()


@pytest.fixture
def bid(cast, challenge):
    return stories.drafted_bid(cast, challenge)


@pytest.fixture
def client(cast):
    client = Client(raise_request_exception=True)
    client.force_login(cast.applicant, backend="django.contrib.auth.backends.ModelBackend")
    return client


def add(cast, bid, name="方案.pdf", data=PDF, **how):
    how = {"by": cast.applicant, "is_unclassified": True} | how
    return actions.add_attachment(bid=bid, upload=upload(name, data), **how)


def received(cast, bid, data=PDF, name="方案.pdf"):
    ticket = uploads.ticket(by=cast.applicant, purpose=purpose(bid), limit_bytes=10**9, accept=content_types.DOCUMENTS)
    begun = uploads.begin(ticket=ticket, by=cast.applicant, name=name, size_bytes=len(data))
    uploads.append(token=begun.token, by=cast.applicant, start=0, data=data)
    return uploads.received(token=begun.token, by=cast.applicant, purpose=purpose(bid))


def refused(run):
    with pytest.raises(Refused) as found:
        run()
    return found.value


def names(bid) -> list[str]:
    return [row["name"] for row in queries.sections(bid)["attachments"]["rows"]]


def address(bid):
    return reverse("consortia:attachments", args=[bid.pk])


def page(response) -> str:
    return response.content.decode()


def test_without_the_tick_nothing_is_kept(cast, bid, client):
    """R-CON-09."""
    refusal = refused(lambda: add(cast, bid, is_unclassified=False))
    assert (refusal.code, Attachment.objects.count()) == ("secrecy_not_declared", 0)
    answer = client.post(address(bid), {"kind": "OTHER", "upload": upload()})
    assert (answer.status_code, "请勾选确认" in page(answer)) == (422, True)
    assert "涉密材料严禁上传" in page(answer)


def test_the_tick_is_recorded_with_each_file(cast, bid):
    attachment = add(cast, bid)
    event = Event.objects.get(verb="bid.attach")
    assert event.note == "已确认本次上传的文件不涉及国家秘密"
    assert event.data == {"attachment": attachment.pk, "sha256": attachment.file.sha256}
    assert event.actor_id == cast.applicant.pk


def test_files_of_one_name_are_numbered(cast, bid):
    for name in ("方案.pdf", "方案.pdf", "C:\\桌面\\方案.pdf", "方案（2）.pdf", "x" * 300 + ".pdf", "x" * 300 + ".pdf"):
        add(cast, bid, name)
    long = "x" * 251
    assert names(bid) == [
        "方案.pdf", "方案（2）.pdf", "方案（3）.pdf", "方案（2）（2）.pdf", f"{long}.pdf", f"{'x' * 247}（2）.pdf",
    ]  # fmt: skip
    assert max(len(name) for name in names(bid)) <= 255


def test_the_limit_is_that_of_the_kind(cast, bid, settings):
    settings.ATTACHMENT_LIMITS_MB = dict.fromkeys(AttachmentKind.values, 1) | {"OTHER": 2}
    data = PDF.ljust(1024**2 + 1)
    assert "“方案.pdf”超过 1 MB 的上限" in refused(lambda: add(cast, bid, data=data, kind="AGREEMENT")).sentence
    assert add(cast, bid, data=data, kind="OTHER").file.size_bytes == len(data)
    assert add(cast, bid, data=data[:-1], kind="AGREEMENT").pk


def test_proofs_are_scans(cast, bid):
    assert add(cast, bid, "说明.docx", docx()).file.content_type == content_types.DOCX
    refusal = refused(lambda: add(cast, bid, "协议.docx", docx(), kind="AGREEMENT"))
    assert "“协议.docx”的内容不是可接受的格式（JPG、OFD、PDF、PNG）" in refusal.sentence


def test_the_limits_stand_beside_the_button(bid, client):
    text = page(client.get(address(bid)))
    assert "其他附件：DOCX、JPG、OFD、PDF、PNG、XLSX，每份不超过 50 MB" in text
    assert "组建协议：JPG、OFD、PDF、PNG，每份不超过 50 MB" in text


def test_the_same_parts_twice_make_one_attachment(cast, bid):
    one = received(cast, bid)
    first = actions.add_attachment(bid=bid, upload=one, by=cast.applicant, is_unclassified=True)
    again = actions.add_attachment(bid=bid, upload=one, by=cast.applicant, is_unclassified=True)
    assert (again.pk, Attachment.objects.count(), names(bid)) == (first.pk, 1, ["方案.pdf"])


def test_parts_for_one_bid_serve_no_other(cast, bid, client):
    token = received(cast, bid).token
    other = reverse("consortia:attachments", args=[bid.pk])
    strange = uploads.ticket(
        by=cast.applicant, purpose="consortia.bid:999", limit_bytes=10**6, accept=content_types.DOCUMENTS
    )
    begun = uploads.begin(ticket=strange, by=cast.applicant, name="别的.pdf", size_bytes=len(PDF))
    uploads.append(token=begun.token, by=cast.applicant, start=0, data=PDF)
    answer = client.post(other, {"kind": "OTHER", "no_secrets": "on", "upload-token": begun.token})
    assert (answer.status_code, "没有找到这次上传" in page(answer)) == (422, True)
    assert client.post(other, {"kind": "OTHER", "no_secrets": "on", "upload-token": token}).status_code == 302


def test_several_files_without_script_each_for_itself(bid, client):
    sent = [upload("一.pdf"), upload("二.exe", b"MZ"), upload("三.pdf")]
    answer = client.post(address(bid), {"kind": "OTHER", "no_secrets": "on", "upload": sent})
    assert answer.status_code == 409
    assert "2 份已保存，1 份没有保存" in page(answer)
    assert "“二.exe”的内容不是可接受的格式" in page(answer)
    assert names(bid) == ["一.pdf", "三.pdf"]


def test_answers_for_the_script(cast, bid, client):
    headers = {"Accept": "application/json"}
    body = {"kind": "OTHER", "no_secrets": "on", "upload-token": received(cast, bid).token}
    for _ in range(2):
        answer = client.post(address(bid), body, headers=headers)
        assert (answer.status_code, answer.json()) == (200, {"kept": 1})
    wrong = client.post(address(bid), {"kind": "OTHER", "no_secrets": "on", "upload": upload("a.exe")}, headers=headers)
    assert (wrong.status_code, wrong.json()["code"]) == (409, "file_type")
    none = client.post(address(bid), {"kind": "X\0", "upload-token": "x\0"}, headers=headers)
    assert (none.status_code, none.json()["code"]) == (422, "invalid")
    assert names(bid) == ["方案.pdf"]


def test_an_infected_file_leaves_an_event_without_its_name(bid, client, monkeypatch):
    monkeypatch.setattr(scan, "scan", lambda stream: scan.Verdict("INFECTED", "Eicar"))
    answer = client.post(address(bid), {"kind": "OTHER", "no_secrets": "on", "upload": upload("绝妙.pdf")})
    assert (answer.status_code, "含有病毒（Eicar）" in page(answer)) == (409, True)
    event = Event.objects.get(verb="attempt.refused")
    assert (event.data["code"], event.is_restricted) == ("file_infected", True)
    assert "绝妙" not in str(event.data) + event.note
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("空.pdf", b"", "是空"),
        ("没有扩展名", PDF, "文件名不完整"),
        ("图.pdf", b"\x89PNG\r\n\x1a\n", "扩展名与内容（PNG）不符"),
        ("<b>.exe", b"MZ", "不是可接受的格式"),
        ("机密.pdf", PDF, "涉密材料不得上传"),
        ("=cmd|'/c'.pdf", b"\0" * 10, "不是可接受的格式"),
        ("x" * 60_000 + ".pdf", b"MZ", "不是可接受的格式"),
    ],
)
def test_a_wrong_file_is_a_sentence(bid, client, name, data, words):
    answer = client.post(address(bid), {"kind": "OTHER", "no_secrets": "on", "upload": upload(name, data)})
    assert answer.status_code in {409, 422}
    assert words in page(answer)
    assert not Attachment.objects.exists()


def test_a_full_disk_is_a_sentence(bid, client, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(FileSystemStorage, "_save", full)
    answer = client.post(address(bid), {"kind": "OTHER", "no_secrets": "on", "upload": upload()})
    assert (answer.status_code, "存储空间不足" in page(answer)) == (409, True)


def test_no_more_files_than_fit(cast, bid, monkeypatch):
    monkeypatch.setattr(files, "MAX_FILES", 2)
    add(cast, bid)
    add(cast, bid)
    assert refused(lambda: add(cast, bid)).code == "too_many_files"


@pytest.mark.parametrize("number", ["x", "0", "-1", "9" * 30, "１", "1e5", "\0"])
def test_removing_what_is_not_there_is_not_found(bid, client, number):
    assert client.post(address(bid), {"remove": number}).status_code == 404


def test_the_page_shows_digest_person_and_check(cast, bid, client):
    attachment = add(cast, bid, "说明.pdf")
    text = page(client.get(address(bid)))
    assert attachment.file.sha256 in text
    assert "未配置" in text
    assert str(cast.applicant) in text
    assert client.post(address(bid), {"remove": attachment.pk}).status_code == 302
    assert names(bid) == []
    file = reverse("consortia:attachment", args=[bid.pk, attachment.pk])
    assert client.get(file).status_code == 409
