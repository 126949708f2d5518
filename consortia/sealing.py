"""Sealing a bid and opening it again: canonical bytes, two envelopes, the keys that open them (design §6).

The private key of a challenge and the recall keys lie in the key store. A process that may not read it
(`KEYSTORE_READER=0`: the web) raises Refused `keystore_closed`; a worker then does what was asked.
"""

import json
import secrets
from dataclasses import dataclass

from django.core.cache import cache

from consortia.enums import EnvelopePurpose
from consortia.models import Bid, Consortium, Envelope
from core import digests, kept, sealing
from core.digests import Digests
from core.errors import Refused
from core.keystore import KeyStore


@dataclass(frozen=True)
class Plain:
    """The frozen content of a version: its bytes are what is sealed and digested."""

    content: bytes
    digests: Digests


def pack(bid: Bid, sections: dict[str, dict], *, version: int, snapshot: dict) -> Plain:
    """Canonical bytes. The salt keeps anybody from guessing figures and comparing digests."""
    document = {
        "kind": "bid",
        "bid": bid.number,
        "challenge": bid.challenge.code,
        "version": version,
        "consortium": snapshot,
        "salt": secrets.token_hex(16),
        "sections": sections,
    }
    content = digests.canonical_json(document)
    return Plain(content, digests.of_bytes(content))


def seal(bid: Bid, plain: Plain, *, version: int, purpose: str, public_key: bytes) -> sealing.SealedBox:
    return sealing.seal(plain.content, public_key, _info(bid, version, purpose))


def open_envelope(envelope: Envelope, private_key: bytes) -> dict:
    """The document in an envelope, its digests compared. Raises core.sealing.SealBroken."""
    box = sealing.SealedBox(envelope.algorithm, bytes(envelope.box))
    content = sealing.open_(box, private_key, _info(envelope.bid, envelope.version, envelope.purpose))
    found = digests.of_bytes(content)
    if (found.sha256, found.sm3) != (envelope.plain_sha256, envelope.plain_sm3):
        raise sealing.SealBroken("密封内容与提交时的摘要不符。")
    return json.loads(content)


def new_file_key() -> str:
    return sealing.new_file_key().hex()


def challenge_key(bid_challenge_id: int) -> bytes:
    """The private key that opens a challenge's bids. Raises Refused `keystore_closed`, `key_missing`."""
    return KeyStore().private(f"challenge-{bid_challenge_id}", purpose="open sealed bids")


def make_recall_key(consortium: Consortium) -> bytes:
    """The public half of the consortium's recall key. One that a rolled back transaction left behind is taken up again."""
    store, name = KeyStore(), _recall_name(consortium)
    return store.public(name) if store.exists(name) else store.create(name)


def recall_key(consortium: Consortium) -> bytes:
    return KeyStore().private(_recall_name(consortium), purpose="give a recalled draft back")


def new_copy_key() -> tuple[bytes, bytes]:
    """`(private, public)` for one copy: the asker keeps the private half, the worker seals to the public one."""
    return sealing.generate_keypair()


def seal_copy(bid: Bid, content: bytes, *, public_key: bytes) -> sealing.SealedBox:
    return sealing.seal(content, public_key, _copy_info(bid))


def keep_copy(box: sealing.SealedBox, *, public_key: bytes, seconds: int) -> None:
    """Until it is fetched: in the cache alone, which is gone when the power is."""
    cache.set(_place(public_key), (box.alg, box.data), seconds)


def kept_copy(private_key: bytes) -> sealing.SealedBox | None:
    """What was sealed to this key, once a worker has made it."""
    found = kept.get(_place(sealing.public_half(private_key)))
    return sealing.SealedBox(*found) if found else None


def open_copy(bid: Bid, box: sealing.SealedBox, private_key: bytes) -> bytes:
    """The content of a copy. Raises core.sealing.SealBroken."""
    return sealing.open_(box, private_key, _copy_info(bid))


def is_closed(refusal: Refused) -> bool:
    """Whether the key store refused because this process is not its reader."""
    return refusal.code == "keystore_closed"


def _recall_name(consortium: Consortium) -> str:
    return f"consortium-{consortium.pk}"


def _info(bid: Bid, version: int, purpose: str) -> bytes:
    assert purpose in EnvelopePurpose.values
    return sealing.context("bid", challenge=bid.challenge_id, bid=bid.pk, version=version, envelope=str(purpose))


def _place(public_key: bytes) -> str:
    return f"bid-copy:{public_key.hex()}"


def _copy_info(bid: Bid) -> bytes:
    return sealing.context("bid copy", bid=bid.pk, version=bid.version)
