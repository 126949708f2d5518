"""What can be proved about a bid that was sent: a receipt, a copy, a file or a digest, compared with what was recorded.

Whoever asks shows what he holds; the answer says nothing of receipts that he does not hold. So a wrong digest and a
number that does not exist are answered alike, and a file is looked up only beside its receipt's number or among the
receipts the person may read: else anybody could try which files lie in somebody's sealed bid.
"""

import json
import re
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from consortia.enums import BidState
from consortia.models import Opening, SubmissionReceipt
from core import digests, merkle, signing
from core.models import Event
from core.ui import values

#: A receipt has a few KB; larger JSON is a copy of the content and need not be read as one.
RECEIPT_BYTES = 1024 * 1024
#: `<bid>-H2`; before, a series of the challenge: `<challenge>-H0012`.
_NUMBER_IN_PDF = re.compile(rb"[0-9A-Za-z][0-9A-Za-z-]{0,35}-(?:\d{3,9}-H\d{1,5}|H\d{4,9})")
_OVER = (BidState.DRAFT, BidState.UNIT_REVIEW, BidState.WITHDRAWN, BidState.EXPIRED)


@dataclass(frozen=True)
class Compared:
    """One line of the answer; `is_same` None: not to be told yet, or not to be expected."""

    label: str
    is_same: bool | None
    text: str


@dataclass(frozen=True)
class Proof:
    """What a checked file turned out to be."""

    receipt: SubmissionReceipt | None
    what: str  # RECEIPT, DOCUMENT (its PDF), CONTENT, ENVELOPE, ATTACHMENT or ""
    is_genuine: bool
    compared: tuple[Compared, ...] = ()


def matches_receipt(
    content: bytes | dict, *, number: str = "", known: QuerySet[SubmissionReceipt] | None = None
) -> Proof:
    """Whether a file (a receipt, the sealed content, or an attachment) is what a receipt says.

    A receipt is genuine when it is exactly the one we gave and our signature stands under it. `number` names the
    receipt that the file should belong to; without it an attachment is looked for among `known` alone.
    """
    raw = content if isinstance(content, bytes) else digests.canonical_json(content)
    shown = _as_json(raw)
    if isinstance(shown, dict) and isinstance(shown.get("payload"), dict):
        return matches_shown(payload=shown["payload"], signature=str(shown.get("signature", "")))
    found = digests.of_bytes(raw)
    receipt = SubmissionReceipt.objects.filter(payload__content_sha256=found.sha256).order_by("pk").first()
    if receipt:
        is_same = receipt.payload["content_sm3"] == found.sm3
        return _proved(receipt, "CONTENT", is_same, _("内容摘要"), _digests_text(found.sha256, found.sm3))
    rows = SubmissionReceipt.objects.filter(number=_safe(number)) if number else known
    carried = rows.filter(payload__files__contains=[{"sha256": found.sha256}]) if rows is not None else None
    receipt = carried.order_by("-pk").first() if carried is not None else None
    if receipt is None:
        return Proof(None, "", False)
    place, entry = next(
        (place, one) for place, one in enumerate(receipt.payload["files"], 1) if one["sha256"] == found.sha256
    )
    is_same = (entry["sm3"], entry["size_bytes"]) == (found.sm3, found.size_bytes)
    said = _("回执所列第 %(place)d 份附件：%(digests)s")
    said %= {"place": place, "digests": _digests_text(found.sha256, found.sm3)}
    return _proved(receipt, "ATTACHMENT", is_same, _("附件摘要"), said)


def matches_digest(*, number: str, digest: str) -> Proof:
    """Whether a digest (64 hexadecimal digits, SHA-256 or SM3) is one that the receipt of this number names."""
    receipt = SubmissionReceipt.objects.filter(number=_safe(number)).first()
    if receipt is None:
        return Proof(None, "", False)
    said = receipt.payload
    named = {
        said["content_sha256"]: ("CONTENT", _("内容摘要"), "SHA-256"),
        said["content_sm3"]: ("CONTENT", _("内容摘要"), "SM3"),
        said["envelope_sha256"]: ("ENVELOPE", _("密封件摘要"), "SHA-256"),
    }
    for place, one in enumerate(said["files"], 1):
        label = _("第 %(place)d 份附件的摘要") % {"place": place}
        named |= {one["sha256"]: ("ATTACHMENT", label, "SHA-256"), one["sm3"]: ("ATTACHMENT", label, "SM3")}
    if digest not in named:
        return Proof(None, "", False)
    what, label, kind = named[digest]
    return _proved(receipt, what, True, label, f"{kind} {digest}")


def numbers_in_pdf(content: bytes) -> list[str]:
    """Receipt numbers that a PDF carries among its keywords; at most three are worth a look."""
    if not content.startswith(b"%PDF-"):
        return []
    return [one.decode() for one in dict.fromkeys(_NUMBER_IN_PDF.findall(content))][:3]


def was_handed_out(receipt: SubmissionReceipt, content: bytes) -> bool:
    """Whether these very bytes were given out as the receipt's PDF: each download is an event with the file's digest."""
    given = Event.objects.filter(object_type=receipt._meta.label_lower, object_id=receipt.pk, verb="document.download")
    return given.filter(data__file_sha256=digests.of_bytes(content).sha256).exists()


def of_pdf(receipt: SubmissionReceipt) -> Proof:
    """A PDF that is byte for byte one that was given out for this receipt."""
    return _proved(receipt, "DOCUMENT", True, _("PDF 内容"), _("与系统当时给出的 PDF 逐字节相同。"))


def receipt_document(receipt: SubmissionReceipt) -> dict:
    """The receipt as a file anybody can keep and check."""
    signature = bytes(receipt.signature).decode()
    return {"payload": receipt.payload, "signature": signature, "public_key": signing.public_key().hex()}


def matches_shown(*, payload: dict, signature: str) -> Proof:
    """A receipt in its parts: our signature under exactly what we recorded."""
    try:
        is_ours = signing.verify(payload, signature, signing.public_key())
    except RecursionError:
        is_ours = False
    receipt = SubmissionReceipt.objects.filter(number=_safe(payload.get("number"))).first()
    if is_ours and receipt is not None and receipt.payload == payload:
        return _proved(receipt, "RECEIPT", True, _("回执内容"), _("与系统记录逐项相同。"))
    words = _("有效：签名确为本系统所作。") if is_ours else _("无效：内容与签名不符，或不是本系统的签名。")
    # A valid signature without the record would be a loss of ours: that is said plainly.
    record = _("系统记录与它不符，请保存好原文件，立即联系监督处。") if is_ours else _("与系统出具的回执不符。")
    lines = (Compared(_("签名（Ed25519）"), is_ours, words), Compared(_("回执内容"), False, record))
    return Proof(receipt, "RECEIPT", False, lines)


def _proved(receipt: SubmissionReceipt, what: str, is_same: bool, label: str, text: str) -> Proof:
    """The matched thing first, then everything else that speaks for the receipt."""
    signature = bytes(receipt.signature).decode()
    is_signed = signing.verify(receipt.payload, signature, signing.public_key())
    signed = _("有效：回执由本系统签发，签发后没有改动。") if is_signed else _("无效：系统所存回执与签名不符。")
    lines = [
        Compared(label, is_same, text),
        Compared(_("签名（Ed25519）"), is_signed, signed),
        _in_time(receipt),
        _last_one(receipt),
        _under_root(receipt),
        _opened(receipt),
    ]
    is_genuine = is_same and is_signed and not any(line and line.is_same is False for line in lines)
    return Proof(receipt, what, is_genuine, tuple(line for line in lines if line))


def _in_time(receipt: SubmissionReceipt) -> Compared:
    deadline = receipt.bid.challenge.deadline
    said = {
        "received": values.instant_text(receipt.received_at, seconds=True),
        "deadline": values.instant_text(deadline, deadline=True),
    }
    text = _("%(received)s 收到，截止时间 %(deadline)s（北京时间）。") % said
    return Compared(_("收到时间"), receipt.received_at < deadline, text)


def _is_last(receipt: SubmissionReceipt) -> bool:
    return receipt.version == receipt.bid.version and receipt.bid.state not in _OVER


def _last_one(receipt: SubmissionReceipt) -> Compared:
    if _is_last(receipt):
        return Compared(_("有效提交"), True, _("第 %(version)d 次提交，即有效的一次。") % {"version": receipt.version})
    text = _("第 %(version)d 次提交；此后已撤回、放弃或重新提交，以最后一次有效提交为准。") % {
        "version": receipt.version
    }
    return Compared(_("有效提交"), None, text)


def _under_root(receipt: SubmissionReceipt) -> Compared:
    """The root that was published at the deadline, computed again from its leaves, and this bid among them."""
    label, challenge, said = _("截止时公布的根哈希"), receipt.bid.challenge, receipt.payload
    if not challenge.sealed_root:
        return Compared(label, None, _("截止后公布，届时可再次核验。"))
    published = Event.objects.filter(object_type="challenges.challenge", object_id=challenge.pk)
    event = published.filter(verb="challenge.sealed_root").order_by("pk").first()
    leaves = event.data["leaves"] if event else []
    leaf = {name: said[name] for name in ("bid", "version", "content_sha256", "content_sm3", "envelope_sha256")}
    root = merkle.root([merkle.leaf_hash(digests.canonical_json(one)) for one in leaves]).hex()
    if leaf in leaves and root == challenge.sealed_root:
        text = _("在公布的 %(count)d 份密封方案之中，根哈希 %(root)s。") % {"count": len(leaves), "root": root}
        return Compared(label, True, text)
    if root == challenge.sealed_root and not _is_last(receipt):
        return Compared(label, None, _("不在其中：本次提交在截止前已撤回、放弃或被取代。"))
    return Compared(label, False, _("公布的根哈希与记录不符，请联系监督处。"))


def _opened(receipt: SubmissionReceipt) -> Compared | None:
    """Whether what was opened is what was sent."""
    opening = Opening.objects.filter(challenge=receipt.bid.challenge_id, opened_at__isnull=False).first()
    if opening is None or not _is_last(receipt):
        return None
    entry = next((one for one in opening.entries if one["bid"] == receipt.payload["bid"]), None)
    if entry is None or entry["result"] != "OPENED":
        return Compared(_("开标记录"), None, _("本方案没有开封。"))
    is_same = entry["content_sha256"] == receipt.payload["content_sha256"]
    at = values.instant_text(opening.opened_at)
    text = _("%(at)s 开封的正是这份内容。") if is_same else _("%(at)s 开封的内容与回执不符，请联系监督处。")
    return Compared(_("开标记录"), is_same, text % {"at": at})


def _digests_text(sha256: str, sm3: str) -> str:
    return f"SHA-256 {sha256}，SM3 {sm3}"


def _safe(number) -> str:
    return str(number or "").replace("\0", "")[:40]


def _as_json(raw: bytes):
    if len(raw) > RECEIPT_BYTES:
        return None
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None
