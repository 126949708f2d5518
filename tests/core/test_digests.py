"""Digests anybody can recompute, and one byte form for one value."""

import hashlib
import io
import json
import unicodedata

import pytest
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from core import digests

# GB/T 32905-2016, appendix A
SM3_ABC = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
SM3_ABCD16 = "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"


@pytest.mark.parametrize("make", [digests.Sm3, digests.new_sm3])
def test_sm3_vectors_of_the_standard(make):
    for data, expected in [(b"abc", SM3_ABC), (b"abcd" * 16, SM3_ABCD16)]:
        state = make()
        state.update(data)
        assert state.hexdigest() == expected


@given(st.binary(max_size=300), st.integers(0, 300))
def test_our_sm3_agrees_with_openssl_however_it_is_fed(data, cut):
    ours = digests.Sm3(data[:cut])
    ours.update(data[cut:])
    theirs = digests.new_sm3()
    theirs.update(data)
    assert ours.hexdigest() == ours.hexdigest() == theirs.hexdigest()


def test_our_sm3_steps_in_where_openssl_has_none(monkeypatch):
    def refuse(name):
        raise ValueError(f"unsupported hash type {name}")

    monkeypatch.setattr(hashlib, "new", refuse)
    assert isinstance(digests.new_sm3(), digests.Sm3)
    assert digests.of_bytes(b"abc").sm3 == SM3_ABC


def test_a_stream_is_digested_in_chunks_like_its_bytes():
    data = b"x" * (digests.CHUNK_BYTES * 2 + 17)
    result = digests.of_stream(io.BytesIO(data))
    assert result == digests.of_bytes(data)
    assert result.sha256 == hashlib.sha256(data).hexdigest()
    assert result.size_bytes == len(data)


def test_canonical_form():
    value = {"乙": [1, None, True], "a": "é", "A": {"z": -1, "b": ()}}
    assert digests.canonical_json(value).decode() == '{"A":{"b":[],"z":-1},"a":"é","乙":[1,null,true]}'


def test_composed_and_decomposed_text_are_one():
    assert digests.canonical_json({"e\u0301": "e\u0301"}) == digests.canonical_json({"é": "é"})


def test_a_choice_is_its_text():
    class Kind(models.TextChoices):
        LEAD = "LEAD", "牵头"

    assert digests.canonical_json({"kind": Kind.LEAD}) == b'{"kind":"LEAD"}'


@pytest.mark.parametrize("value", [1.0, {"a": [1.5]}, {1: 2}, b"x", {"a": {1, 2}}, object()])
def test_what_has_no_canonical_form_is_refused(value):
    with pytest.raises(TypeError):
        digests.canonical_json(value)


@pytest.mark.parametrize("value", ["\ud800", {"é": 1, "e\u0301": 2}, 2**53, {"\udfff": 1}])
def test_what_others_would_read_differently_is_refused(value):
    with pytest.raises(ValueError):
        digests.canonical_json(value)


def test_the_place_of_a_float_is_named():
    with pytest.raises(TypeError, match=r"\$\.budget\[1\]\.amount: float"):
        digests.canonical_json({"budget": [{}, {"amount": 1.5}]})


texts = st.text(st.characters(exclude_categories=["Cs"])).map(lambda text: unicodedata.normalize("NFC", text))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner) | st.dictionaries(texts, inner),
    max_leaves=20,
)


@given(values)
def test_canonical_form_reads_back_and_does_not_depend_on_order(value):
    data = digests.canonical_json(value)
    back = json.loads(data)
    assert back == value
    if isinstance(value, dict):
        assert digests.canonical_json(dict(reversed(value.items()))) == data
