"""Later proof that what was opened is what was sent: yes or no, with what was compared, and nothing about others."""

import copy
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from consortia import actions, queries
from consortia.enums import PledgeKind
from core import digests
from tests.consortia.test_attachments import PDF, upload
from tests.stories import consortia as stories

OTHER_PDF = PDF + b"another"


@pytest.fixture
def bid(cast, challenge):
    return stories.drafted_bid(cast, challenge)


@pytest.fixture
def receipt(cast, bid):
    actions.add_attachment(bid=bid, upload=upload(), by=cast.applicant, is_unclassified=True)
    actions.add_attachment(bid=bid, upload=upload("二.pdf", OTHER_PDF), by=cast.applicant, is_unclassified=True)
    actions.sign_pledge(bid=bid, kind=PledgeKind.LEADER, by=cast.applicant)
    actions.send_to_unit(bid=bid, by=cast.applicant)
    for admin in (cast.unitadmin, cast.member_admin, cast.member2_admin):
        actions.sign_pledge(bid=bid, kind=PledgeKind.ORGANIZATION, by=admin)
    return actions.submit_bid(bid=bid, by=cast.unitadmin)


def told(proof) -> dict[str, bool | None]:
    return {one.label: one.is_same for one in proof.compared}


def ask(client=None, **body):
    return (client or Client(raise_request_exception=True)).post(reverse("consortia:verify"), body)


def page(response) -> str:
    return response.content.decode()


def as_file(document, name="回执.json"):
    return SimpleUploadedFile(name, json.dumps(document, ensure_ascii=False, indent=1).encode())


def client_of(user) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_before_the_deadline_signature_content_and_time_are_compared(receipt):
    proof = queries.matches_receipt(queries.receipt_document(receipt))
    assert proof.is_genuine
    assert told(proof) == {
        "回执内容": True, "签名（Ed25519）": True, "收到时间": True, "有效提交": True, "截止时公布的根哈希": None,
    }  # fmt: skip


def test_after_the_opening_the_root_and_the_record_speak_too(cast, challenge, receipt):
    stories.pass_deadline(challenge)
    stories.open_challenge_bids(cast, challenge)
    content = actions.copy_of_submission(bid=receipt.bid, by=cast.applicant)
    for proof in (
        queries.matches_receipt(queries.receipt_document(receipt)),
        queries.matches_receipt(content),
        queries.matches_receipt(PDF, number=receipt.number),
        queries.matches_digest(number=receipt.number, digest=receipt.payload["content_sm3"]),
    ):
        assert proof.is_genuine
        assert set(told(proof).values()) == {True}
        assert {"截止时公布的根哈希", "开标记录", "有效提交"} <= told(proof).keys()


def test_a_root_that_does_not_hold_is_told(cast, challenge, receipt):
    """The control: the lines can fail."""
    stories.pass_deadline(challenge)
    stories.open_challenge_bids(cast, challenge)
    type(challenge).objects.filter(pk=challenge.pk).update(sealed_root="0" * 64)
    proof = queries.matches_receipt(queries.receipt_document(receipt))
    assert (proof.is_genuine, told(proof)["截止时公布的根哈希"]) == (False, False)


def test_a_recalled_submission_is_genuine_and_said_to_be_over(cast, receipt):
    document = queries.receipt_document(receipt)
    actions.recall_bid(bid=receipt.bid, by=cast.unitadmin)
    proof = queries.matches_receipt(document)
    assert (proof.is_genuine, told(proof)["有效提交"]) == (True, None)


def test_after_resubmitting_the_first_is_not_under_the_root(cast, challenge, receipt):
    document, bid = queries.receipt_document(receipt), receipt.bid
    actions.recall_bid(bid=bid, by=cast.unitadmin)
    actions.send_to_unit(bid=bid, by=cast.applicant)
    for admin in (cast.unitadmin, cast.member_admin, cast.member2_admin):
        if not queries.has_pledged(bid, admin.organization_id, "ORGANIZATION"):
            actions.sign_pledge(bid=bid, kind=PledgeKind.ORGANIZATION, by=admin)
    second = actions.submit_bid(bid=bid, by=cast.unitadmin)
    stories.pass_deadline(challenge)
    stories.open_challenge_bids(cast, challenge)
    first = queries.matches_receipt(document)
    assert (first.is_genuine, told(first)["截止时公布的根哈希"], "开标记录" in told(first)) == (True, None, False)
    assert told(queries.matches_receipt(queries.receipt_document(second)))["开标记录"] is True


@pytest.mark.parametrize("change", ["received_at", "content_sha256", "number", "files", "signature", "extra"])
def test_any_change_of_a_receipt_is_noticed(receipt, change):
    document = copy.deepcopy(queries.receipt_document(receipt))
    if change == "signature":
        document["signature"] = document["signature"][:-4] + "AAAA"
    elif change == "extra":
        document["payload"]["more"] = "x"
    elif change == "files":
        document["payload"]["files"] = []
    else:
        before = document["payload"][change]
        document["payload"][change] = ("1" if before[0] != "1" else "3") + before[1:]
    proof = queries.matches_receipt(document)
    assert (proof.is_genuine, told(proof)) == (False, {"签名（Ed25519）": False, "回执内容": False})


def test_every_digest_of_the_receipt_is_known(receipt):
    said = receipt.payload
    for digest, what in [
        (said["content_sha256"], "CONTENT"), (said["content_sm3"], "CONTENT"), (said["envelope_sha256"], "ENVELOPE"),
        (said["files"][1]["sha256"], "ATTACHMENT"), (said["files"][1]["sm3"], "ATTACHMENT"),
    ]:  # fmt: skip
        proof = queries.matches_digest(number=receipt.number, digest=digest)
        assert (proof.what, proof.is_genuine) == (what, True)
    assert "第 2 份附件的摘要" in told(proof)


def test_a_file_is_not_looked_up_in_other_peoples_bids(cast, receipt):
    """Nobody can try which files lie in a sealed bid: the receipt's number is needed, or the right to read it."""
    file = lambda: SimpleUploadedFile("方案.pdf", PDF)  # noqa: E731
    for client in (Client(), client_of(cast.rival_applicant)):
        assert "核验不一致" in page(ask(client, upload=file()))
    text = page(ask(upload=file(), number=f" {receipt.number.lower()} "))
    assert "核验一致" in text
    assert "回执所列第 1 份附件" in text
    assert "核验一致" in page(ask(client_of(cast.applicant), upload=file()))


def test_a_wrong_digest_and_a_wrong_number_are_answered_alike(receipt):
    wrong = [
        page(ask(number=number, digest=digest)).replace(number, "")
        for number, digest in [(receipt.number, "0" * 64), ("X-H9999", "0" * 64)]
    ]
    cut = [text.split("<main")[1].split("csrfmiddlewaretoken")[0] for text in wrong]
    assert cut[0] == cut[1]
    assert "核验不一致" in cut[0]
    assert (
        receipt.bid.challenge.code
        not in page(ask(number="X-H9999", digest="0" * 64)).split("<main")[1].split("<form")[0]
    )


def test_number_and_digest_as_they_come_off_paper(receipt):
    digest = receipt.payload["content_sha256"].upper()
    text = page(ask(number=f" {receipt.number} ", digest=f"{digest[:20]} {digest[20:40]}\n{digest[40:]}"))
    assert "核验一致" in text


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({}, "请选择要核验的文件，或填写回执号和摘要"),
        ({"number": "X-H0001"}, "回执号和摘要须同时填写"),
        ({"digest": "a" * 64}, "回执号和摘要须同时填写"),
        ({"number": "X-H0001", "digest": "abc"}, "现有 3 位"),
        ({"number": "X-H0001", "digest": "g" * 64}, "64 位十六进制"),
        ({"number": "X" * 300, "digest": "a" * 64}, "不能超过 80 个字"),
    ],
)
def test_wrong_input_is_a_sentence(receipt, body, words):
    answer = ask(**body)
    assert (answer.status_code, words in page(answer)) == (422, True)


@pytest.mark.parametrize(
    "raw",
    [
        b"\xff\x00", b"null", b"[]", b"{}", b'{"payload": {}}', b'{"payload": {"number": null}, "signature": 5}',
        b'{"payload": {"number": "\\u0000", "x": 1.5}}', b'{"payload": {"number": {"a": 1}}}', b'{"payload": {"x": "\\ud800"}}',
        b"[" * 100_000, b'{"payload": ' + b'{"a":' * 90_000, b"%PDF-1.7 X-H0001", b"%PDF-1.7 " + b"A-" * 50_000 + b"H0001",
        b"%PDF-1.7 " + b"1-" * 50_000 + b"1" * 50_000, b"%PDF-1.7 " + b"-1111" * 30_000 + b"-H",
        b'{"payload": {"number": ' + b"9" * 5000 + b"}}",
    ],
)  # fmt: skip
def test_files_that_are_nothing_are_answered_no(receipt, raw):
    answer = ask(upload=SimpleUploadedFile("x", raw))
    assert (answer.status_code, "核验不一致" in page(answer)) == (200, True)


def test_an_empty_file_is_a_sentence(db):
    answer = ask(upload=SimpleUploadedFile("空.json", b""))
    assert (answer.status_code, "文件是空的" in page(answer)) == (422, True)


def test_the_pages_yes_and_no(receipt):
    document = queries.receipt_document(receipt)
    text = page(ask(upload=as_file(document)))
    assert all(words in text for words in ("核验一致", receipt.number, "有效：回执由本系统签发", "截止后公布"))
    document["payload"]["received_at"] = "2020-01-01T00:00:00+08:00"
    text = page(ask(upload=as_file(document)))
    assert all(words in text for words in ("核验不一致", "内容与签名不符", "与系统出具的回执不符"))


def test_a_pdf_names_its_receipt_also_by_the_numbers_of_before():
    new, between, old = "2022-ZY-01-4827-H2", "2022-ZY-01-003-H11", "2022-ZY-01-H0012"
    found = queries.numbers_in_pdf(f"%PDF-1.7 /Keywords ({new}) a-H1 ZY-01-H12 ({between}) {new} <{old}>".encode())
    assert found == [new, between, old]


def test_the_receipts_pdf_is_known_by_its_bytes(cast, receipt):
    pdf = client_of(cast.applicant).get(reverse("consortia:receipt-document", args=[receipt.number]))
    content = b"".join(pdf.streaming_content) if pdf.streaming else pdf.content
    assert content.startswith(b"%PDF-")
    text = page(ask(upload=SimpleUploadedFile("回执.pdf", content)))
    assert "是本系统出具的回执 PDF，没有改动" in text
    changed = page(ask(upload=SimpleUploadedFile("回执.pdf", content + b" ")))
    assert "核验不一致" in changed
    assert "请改用回执文件" in changed


def test_the_copy_can_be_taken_after_the_opening(cast, challenge, receipt):
    stories.pass_deadline(challenge)
    stories.open_challenge_bids(cast, challenge)
    client = client_of(cast.applicant)
    assert reverse("consortia:copy", args=[receipt.bid_id]) in page(client.get(receipt.get_absolute_url()))
    copied = client.post(reverse("consortia:copy", args=[receipt.bid_id])).content
    assert digests.of_bytes(copied).sha256 == receipt.payload["content_sha256"]
    text = page(ask(upload=SimpleUploadedFile("副本.json", copied)))
    assert all(words in text for words in ("核验一致", "开封的正是这份内容", "份密封方案之中"))


def test_the_api_answers_the_same(receipt):
    """Open to everybody, without a key: nothing is changed by it."""
    client, document = Client(raise_request_exception=True), queries.receipt_document(receipt)

    def post(body):
        return client.post("/api/v1/verify/", body, content_type="application/json")

    said = post({name: document[name] for name in ("payload", "signature")}).json()
    assert (said["is_genuine"], said["what"]) == (True, "RECEIPT")
    assert [one["label"] for one in said["compared"]][:2] == ["回执内容", "签名（Ed25519）"]
    document["payload"]["lead"] = "别的单位"
    assert post(document).json()["is_genuine"] is False
    digest = receipt.payload["envelope_sha256"].upper()
    assert post({"number": receipt.number, "digest": digest}).json()["what"] == "ENVELOPE"
    assert post({"number": "X", "digest": "0" * 64}).json() == {"is_genuine": False, "what": "", "compared": []}
    for wrong in ({}, {"payload": "x"}, {"payload": [1]}, {"number": "X"}, {"number": "X", "digest": "abc"}, []):
        assert post(json.dumps(wrong)).status_code == 400
