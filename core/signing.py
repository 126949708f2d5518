"""The server's signature (Ed25519) under receipts and checkpoints, which anybody can check with the public key.

What is signed is `canonical_json(payload)` itself; a payload should say its own kind (`{"kind": "receipt", …}`),
so that a signature under one kind of document cannot stand under another.
"""

import base64
import hashlib
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from core.digests import canonical_json
from core.errors import Refused
from core.keystore import ED25519, KeyStore

NAME = "server"


def sign(payload: dict) -> str:
    """The signature as URL-safe base64 without padding (86 characters)."""
    return _text(sign_bytes(canonical_json(payload)))


def verify(payload: dict, signature: str, public_key: bytes) -> bool:
    """Whether the signature stands under exactly this payload. A broken signature or payload is just not valid."""
    try:
        raw = base64.b64decode(signature + "=" * (-len(signature) % 4), altchars=b"-_", validate=True)
        # One signature has one text: unused bits at the end of base64 must be zero.
        return signature == _text(raw) and verify_bytes(canonical_json(payload), raw, public_key)
    except (ValueError, TypeError):
        return False


def sign_bytes(data: bytes) -> bytes:
    """64 bytes of signature over bytes that are canonical already."""
    return _private_key(*_place()).sign(data)


def verify_bytes(data: bytes, signature: bytes, public_key: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(bytes(public_key)).verify(bytes(signature), bytes(data))
    except (InvalidSignature, ValueError):
        return False
    return True


def public_key() -> bytes:
    """The raw public key of this server, 32 bytes."""
    return _private_key(*_place()).public_key().public_bytes_raw()


def public_key_pem() -> str:
    """For download: `openssl pkeyutl -verify -pubin -rawin` reads it."""
    key = Ed25519PublicKey.from_public_bytes(public_key())
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def key_id() -> str:
    """Sixteen hexadecimal digits that name the public key on receipts."""
    return hashlib.sha256(public_key()).hexdigest()[:16]


def make_key() -> bytes:
    """Make the key of a new installation; answers its public half. Refused where there is one."""
    return _store(*_place()).create(NAME, kind=ED25519)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _place() -> tuple[Path, str]:
    return Path(settings.KEYSTORE_ROOT) / "signing", settings.SIGNING_KEK


def _store(root: Path, kek: str) -> KeyStore:
    # A store of its own, with a KEK of its own: the web process signs receipts, yet must not read sealing keys.
    return KeyStore(root, kek=kek, reader=True)


@lru_cache(maxsize=4)
def _private_key(root: Path, kek: str) -> Ed25519PrivateKey:
    store = _store(root, kek)
    if not store.exists(NAME):
        if settings.PRODUCTION:
            raise Refused("key_missing", "服务器签名密钥尚未建立，请先执行 manage.py make_keys。", name=NAME)
        try:
            store.create(NAME, kind=ED25519)
        except Refused as refusal:
            if refusal.code != "key_exists":  # another process was first
                raise
    return Ed25519PrivateKey.from_private_bytes(store.private(NAME, purpose="sign"))
