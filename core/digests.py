"""Digests of files and of structured content: SHA-256 and SM3 side by side, and one canonical form of JSON."""

import hashlib
import json
from dataclasses import dataclass
from typing import BinaryIO

from core.text import nfc

CHUNK_BYTES = 1024 * 1024
MAX_WHOLE = 2**53 - 1  # the largest whole number every JSON reader keeps exactly


@dataclass(frozen=True)
class Digests:
    """Lower-case hexadecimal digests of some bytes, and how many bytes there were."""

    sha256: str
    sm3: str
    size_bytes: int


class Digester:
    """Feed bytes with `update`, then read `result()`."""

    def __init__(self):
        self._sha256, self._sm3, self._size = hashlib.sha256(), new_sm3(), 0

    def update(self, data: bytes) -> None:
        self._sha256.update(data)
        self._sm3.update(data)
        self._size += len(data)

    def result(self) -> Digests:
        return Digests(self._sha256.hexdigest(), self._sm3.hexdigest(), self._size)


def of_bytes(data: bytes) -> Digests:
    digester = Digester()
    digester.update(data)
    return digester.result()


def of_stream(stream: BinaryIO) -> Digests:
    """Reads the stream to its end, in chunks."""
    digester = Digester()
    while chunk := stream.read(CHUNK_BYTES):
        digester.update(chunk)
    return digester.result()


def new_sm3():
    """An SM3 state with `update` and `hexdigest`: OpenSSL's, else our own (some builds of OpenSSL leave SM3 out)."""
    try:
        return hashlib.new("sm3")
    except ValueError:
        return Sm3()


def canonical_json(value) -> bytes:
    """The one byte form of a JSON value: keys sorted by code point, no blanks, UTF-8, NFC, whole numbers only.

    Raises TypeError for floats and other types, ValueError for text that is no Unicode, for numbers that
    other readers would round, and for keys that become equal under NFC. Money is fen, dates are ISO text.
    """
    plain = _canonical(value, "$")
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def _canonical(value, where: str):
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _unicode(value, where)
    if isinstance(value, int):
        if abs(value) > MAX_WHOLE:
            raise ValueError(f"{where}: {value} is beyond 2^53; write it as text")
        return int(value)
    if isinstance(value, (list, tuple)):
        return [_canonical(item, f"{where}[{place}]") for place, item in enumerate(value)]
    if isinstance(value, dict):
        result = {}
        for key, item in value.items():
            if not isinstance(key, str):
                raise TypeError(f"{where}: the key {key!r} is not text")
            name = _unicode(key, where)
            if name in result:
                raise ValueError(f"{where}: the key {name!r} occurs twice")
            result[name] = _canonical(item, f"{where}.{name}")
        return result
    raise TypeError(f"{where}: {type(value).__name__} has no canonical form; use whole numbers or text")


def _unicode(text: str, where: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"{where}: the text holds half of a surrogate pair") from error
    # A plain str: enumeration members must not depend on how json prints them.
    return str.__str__(nfc(text))


class Sm3:
    """SM3 (GB/T 32905-2016) in plain Python: slow, for machines whose OpenSSL has none."""

    digest_size, block_size, name = 32, 64, "sm3"
    _START = (0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E)

    def __init__(self, data: bytes = b""):
        self._state, self._rest, self._size = self._START, b"", 0
        self.update(data)

    def update(self, data: bytes) -> None:
        self._size += len(data)
        self._rest += bytes(data)
        whole = len(self._rest) // 64 * 64
        for place in range(0, whole, 64):
            self._state = _sm3_compress(self._state, self._rest[place : place + 64])
        self._rest = self._rest[whole:]

    def digest(self) -> bytes:
        tail = self._rest + b"\x80" + b"\0" * ((55 - self._size) % 64) + (self._size * 8).to_bytes(8, "big")
        state = self._state
        for place in range(0, len(tail), 64):
            state = _sm3_compress(state, tail[place : place + 64])
        return b"".join(word.to_bytes(4, "big") for word in state)

    def hexdigest(self) -> str:
        return self.digest().hex()


def _rotate(word: int, by: int) -> int:
    by %= 32
    return ((word << by) | (word >> (32 - by))) & 0xFFFFFFFF


def _sm3_compress(state: tuple, block: bytes) -> tuple:
    w = [int.from_bytes(block[n : n + 4], "big") for n in range(0, 64, 4)]
    for j in range(16, 68):
        x = w[j - 16] ^ w[j - 9] ^ _rotate(w[j - 3], 15)
        w.append(x ^ _rotate(x, 15) ^ _rotate(x, 23) ^ _rotate(w[j - 13], 7) ^ w[j - 6])
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        constant = 0x79CC4519 if j < 16 else 0x7A879D8A
        ss1 = _rotate((_rotate(a, 12) + e + _rotate(constant, j)) & 0xFFFFFFFF, 7)
        ss2 = ss1 ^ _rotate(a, 12)
        ff = a ^ b ^ c if j < 16 else (a & b) | (a & c) | (b & c)
        gg = e ^ f ^ g if j < 16 else (e & f) | (~e & g)
        tt1 = (ff + d + ss2 + (w[j] ^ w[j + 4])) & 0xFFFFFFFF
        tt2 = (gg + h + ss1 + w[j]) & 0xFFFFFFFF
        a, b, c, d = tt1, a, _rotate(b, 9), c
        e, f, g, h = tt2 ^ _rotate(tt2, 9) ^ _rotate(tt2, 17), e, _rotate(f, 19), g
    return tuple(old ^ new for old, new in zip(state, (a, b, c, d, e, f, g, h), strict=True))
