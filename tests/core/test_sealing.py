"""Sealed content opens with the right key and the right context, and otherwise loudly not at all."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import sealing
from core.sealing import SealBroken, SealedBox

PRIVATE, PUBLIC = sealing.generate_keypair()
INFO = sealing.context("bid", challenge=7, bid=21, version=1)


@given(st.binary(max_size=2000), st.binary(max_size=100))
def test_what_is_sealed_opens(plain, info):
    box = sealing.seal(plain, PUBLIC, info)
    assert box.alg == "HPKE-X25519-SHA256-AES256GCM"
    assert len(box.data) == len(plain) + 48
    assert sealing.open_(box, PRIVATE, info) == plain


def test_two_seals_of_one_content_differ():
    assert sealing.seal(b"x", PUBLIC, INFO).data != sealing.seal(b"x", PUBLIC, INFO).data


@pytest.mark.parametrize("other", [b"", INFO + b" ", sealing.context("bid", challenge=7, bid=21, version=2)])
def test_another_context_does_not_open(other):
    box = sealing.seal(b"plan", PUBLIC, INFO)
    with pytest.raises(SealBroken) as refusal:
        sealing.open_(box, PRIVATE, other)
    assert refusal.value.code == "seal_broken"
    assert refusal.value.sensitive


def test_another_key_does_not_open():
    with pytest.raises(SealBroken):
        sealing.open_(sealing.seal(b"plan", PUBLIC, INFO), sealing.generate_keypair()[0], INFO)


@given(st.integers(0, 51), st.integers(0, 7))
def test_one_changed_bit_does_not_open(place, bit):
    data = bytearray(sealing.seal(b"plan", PUBLIC, INFO).data)
    data[place] ^= 1 << bit
    # The top bit of an X25519 key is ignored by definition; HPKE binds the key as sent all the same.
    with pytest.raises(SealBroken):
        sealing.open_(SealedBox(sealing.ALG, bytes(data)), PRIVATE, INFO)


@pytest.mark.parametrize("data", [b"", b"short"])
def test_a_truncated_box_does_not_open(data):
    with pytest.raises(SealBroken):
        sealing.open_(SealedBox(sealing.ALG, data), PRIVATE, INFO)


def test_an_unknown_algorithm_is_named():
    with pytest.raises(SealBroken, match="SM2-SM4"):
        sealing.open_(SealedBox("SM2-SM4", b"x"), PRIVATE, INFO)


def test_memoryviews_of_a_binary_column_open():
    box = sealing.seal(b"plan", memoryview(PUBLIC), INFO)
    assert sealing.open_(SealedBox(box.alg, memoryview(box.data)), memoryview(PRIVATE), INFO) == b"plan"


# --- attachments ---

CHUNK = 256 * 1024
HEADER = 36


class Dribble(io.BytesIO):
    """A stream that answers less than it is asked for, as sockets do."""

    def read(self, size=-1):
        return super().read(min(size, 70_001) if size > 0 else size)


def encrypted(plain, key, aad=b"a"):
    out = io.BytesIO()
    assert sealing.encrypt_stream(Dribble(plain), out, key, aad) == len(plain)
    return out.getvalue()


def decrypted(data, key, aad=b"a"):
    out = io.BytesIO()
    size = sealing.decrypt_stream(Dribble(data), out, key, aad)
    assert size == len(out.getvalue())
    return out.getvalue()


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 5])
def test_attachments_of_every_length_come_back(size):
    key, plain = sealing.new_file_key(), (b"0123456789abcdef" * (size // 16 + 1))[:size]
    data = encrypted(plain, key)
    assert decrypted(data, key) == plain
    assert len(data) == HEADER + size + 16 * max(1, -(-size // CHUNK))
    assert plain[:32] not in data or size < 32


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[: HEADER + CHUNK + 16],  # cut at a chunk's end
        lambda data: data[: HEADER + 2 * (CHUNK + 16)],
        lambda data: data[:-1],
        lambda data: data[:HEADER],
        lambda data: data[: HEADER - 1],
        lambda data: b"",
        lambda data: data + b"x",
        lambda data: data[:HEADER] + data[HEADER + CHUNK + 16 :],  # the first chunk dropped
        lambda data: (
            data[:HEADER]
            + data[HEADER + CHUNK + 16 : HEADER + 2 * (CHUNK + 16)]
            + data[HEADER : HEADER + CHUNK + 16]
            + data[HEADER + 2 * (CHUNK + 16) :]
        ),
        lambda data: data[:10] + bytes([data[10] ^ 1]) + data[11:],  # the salt
        lambda data: b"XXXX" + data[4:],
    ],
)
def test_a_cut_swapped_or_changed_attachment_is_noticed(spoil):
    key = sealing.new_file_key()
    data = encrypted(b"z" * (2 * CHUNK + 100), key)
    with pytest.raises(SealBroken):
        decrypted(spoil(data), key)


def test_another_key_or_another_place_does_not_decrypt():
    key = sealing.new_file_key()
    data = encrypted(b"plan", key, b"file 1")
    for wrong_key, wrong_aad in [(sealing.new_file_key(), b"file 1"), (key, b"file 2")]:
        with pytest.raises(SealBroken):
            decrypted(data, wrong_key, wrong_aad)


def test_a_short_key_is_a_programming_error():
    with pytest.raises(ValueError, match="32 bytes"):
        encrypted(b"", b"short")
