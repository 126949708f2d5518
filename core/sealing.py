"""Sealing: content that only the holder of a private key can read, bound to what it belongs to.

Small content goes into an HPKE box (RFC 9180). Attachments are encrypted in chunks under a random key,
and that key travels inside a box. Every box names its algorithm, so that another suite (国密) can join.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.digests import canonical_json
from core.errors import Refused

ALG = "HPKE-X25519-SHA256-AES256GCM"
_SUITES = {ALG: Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)}

_MAGIC = b"JBF1"
_SALT_BYTES = 32
_CHUNK_BYTES = 256 * 1024
_TAG_BYTES = 16


class SealBroken(Refused):
    """Wrong key, wrong context, or changed or truncated bytes: which of them cannot be told."""

    def __init__(self, sentence: str = "密封内容无法打开：密钥或用途不符，或内容已被改动。"):
        super().__init__("seal_broken", sentence, sensitive=True)


@dataclass(frozen=True)
class SealedBox:
    """Sealed bytes and the name of the algorithm that opens them."""

    alg: str
    data: bytes


def context(purpose: str, **parts: int | str) -> bytes:
    """The `info` of a box: what the content is and where it belongs, in one byte form."""
    return canonical_json({"purpose": purpose, **parts})


def generate_keypair() -> tuple[bytes, bytes]:
    """A raw X25519 pair `(private, public)`, 32 bytes each."""
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def public_half(private_key: bytes) -> bytes:
    """The raw public key of a raw private one. Raises SealBroken where it is none."""
    try:
        return X25519PrivateKey.from_private_bytes(bytes(private_key)).public_key().public_bytes_raw()
    except ValueError as error:
        raise SealBroken from error


def seal(plain: bytes, public_key: bytes, info: bytes) -> SealedBox:
    """Seal to a raw public key. The same `info` must be shown again to open."""
    data = _SUITES[ALG].encrypt(bytes(plain), X25519PublicKey.from_public_bytes(bytes(public_key)), info)
    return SealedBox(ALG, data)


def open_(box: SealedBox, private_key: bytes, info: bytes) -> bytes:
    """The sealed content. Raises SealBroken."""
    suite = _SUITES.get(box.alg)
    if suite is None:
        raise SealBroken(f"密封算法“{box.alg}”不受支持。")
    try:
        return suite.decrypt(bytes(box.data), X25519PrivateKey.from_private_bytes(bytes(private_key)), info)
    except (InvalidTag, ValueError) as error:
        raise SealBroken from error


def new_file_key() -> bytes:
    """A random key for attachments; may serve all files of one envelope."""
    return os.urandom(32)


def encrypt_stream(src: BinaryIO, dst: BinaryIO, key: bytes, aad: bytes = b"") -> int:
    """Encrypt `src` to `dst` in chunks; answers the number of plain bytes.

    Each file has its own key, derived from `key` and a random salt; the nonce counts the chunks and marks
    the last one, so chunks cannot be swapped, dropped or cut off unnoticed.
    """
    salt = os.urandom(_SALT_BYTES)
    cipher = _file_cipher(key, salt)
    dst.write(_MAGIC + salt)
    size, number, chunk = 0, 0, _read_exactly(src, _CHUNK_BYTES)
    while True:
        following = _read_exactly(src, _CHUNK_BYTES) if len(chunk) == _CHUNK_BYTES else b""
        dst.write(cipher.encrypt(_nonce(number, is_last=not following), chunk, aad))
        size += len(chunk)
        if not following:
            return size
        number, chunk = number + 1, following


def decrypt_stream(src: BinaryIO, dst: BinaryIO, key: bytes, aad: bytes = b"") -> int:
    """Decrypt to `dst`; answers the number of plain bytes. What was written is void when SealBroken is raised."""
    size = 0
    for chunk in decrypt_chunks(src, key, aad):
        dst.write(chunk)
        size += len(chunk)
    return size


def decrypt_chunks(src: BinaryIO, key: bytes, aad: bytes = b"") -> Iterator[bytes]:
    """The plain chunks one by one, each authentic; a truncated file raises SealBroken at its end."""
    header = _read_exactly(src, len(_MAGIC) + _SALT_BYTES)
    if len(header) != len(_MAGIC) + _SALT_BYTES or not header.startswith(_MAGIC):
        raise SealBroken("文件不是本系统加密的附件，或已损坏。")
    cipher = _file_cipher(key, header[len(_MAGIC) :])
    number, chunk = 0, _read_exactly(src, _CHUNK_BYTES + _TAG_BYTES)
    while True:
        following = _read_exactly(src, _CHUNK_BYTES + _TAG_BYTES)
        try:
            yield cipher.decrypt(_nonce(number, is_last=not following), chunk, aad)
        except (InvalidTag, ValueError) as error:
            raise SealBroken from error
        if not following:
            return
        number, chunk = number + 1, following


def _file_cipher(key: bytes, salt: bytes) -> AESGCM:
    if len(key) != 32:
        raise ValueError("a file key has 32 bytes")
    return AESGCM(HKDF(SHA256(), 32, salt, b"jiebang file 1").derive(bytes(key)))


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _read_exactly(src: BinaryIO, size: int) -> bytes:
    """Up to `size` bytes, fewer only at the end: a stream may answer a read with less than was asked for."""
    parts, missing = [], size
    while missing and (part := src.read(missing)):
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)
