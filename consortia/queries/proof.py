"""What can be proved about a bid that was sent."""

import json
from dataclasses import dataclass

from consortia.models import (
    SubmissionReceipt,
)
from core import digests, signing


@dataclass(frozen=True)
class Proof:
    """What a checked file turned out to be."""

    receipt: SubmissionReceipt | None
    what: str  # RECEIPT, CONTENT, ATTACHMENT or ""
    is_genuine: bool


def matches_receipt(content: bytes | dict) -> Proof:
    """Whether a file (a receipt, the sealed content, or an attachment) is what a receipt says.

    A receipt is genuine when it is exactly the one we gave and our signature stands under it.
    """
    raw = content if isinstance(content, bytes) else digests.canonical_json(content)
    shown = _as_json(raw)
    if isinstance(shown, dict) and isinstance(shown.get("payload"), dict):
        payload, signature = shown["payload"], str(shown.get("signature", ""))
        receipt = SubmissionReceipt.objects.filter(number=str(payload.get("number", ""))[:40]).first()
        is_ours = signing.verify(payload, signature, signing.public_key())
        return Proof(receipt, "RECEIPT", bool(receipt and receipt.payload == payload and is_ours))
    found = digests.of_bytes(raw)
    receipt = SubmissionReceipt.objects.filter(payload__content_sha256=found.sha256).order_by("pk").first()
    if receipt:
        return Proof(receipt, "CONTENT", receipt.payload["content_sm3"] == found.sm3)
    receipt = (
        SubmissionReceipt.objects.filter(payload__files__contains=[{"sha256": found.sha256}]).order_by("pk").first()
    )
    return Proof(receipt, "ATTACHMENT" if receipt else "", receipt is not None)


def _as_json(raw: bytes):
    try:
        return json.loads(raw)
    except (ValueError, UnicodeDecodeError):
        return None


def receipt_document(receipt: SubmissionReceipt) -> dict:
    """The receipt as a file anybody can keep and check."""
    signature = bytes(receipt.signature).decode()
    return {"payload": receipt.payload, "signature": signature, "public_key": signing.public_key().hex()}
