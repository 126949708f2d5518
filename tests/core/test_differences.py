"""What differs between two texts: nothing is invented, nothing is left out, and the eye finds it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.differences import Piece, marked, merged

TEXT = st.text(alphabet="种业揭榜 ab12.%，。\n", max_size=40)


def plain(pieces) -> str:
    return "".join(piece.text for piece in pieces)


@given(TEXT, TEXT)
def test_both_texts_stand_whole_in_their_pieces(old, new):
    left, right = marked(old, new)
    assert (plain(left), plain(right)) == (old, new)


@given(TEXT)
def test_the_same_text_has_no_mark(text):
    left, right = marked(text, text)
    assert left == right == ([Piece(text)] if text else [])


@given(TEXT, TEXT)
def test_the_joined_text_holds_both(old, new):
    pieces = merged(old, new)
    assert "".join(text for how, text in pieces if how != "new") == old
    assert "".join(text for how, text in pieces if how != "gone") == new


def test_numbers_and_latin_words_are_wholes():
    left, right = marked("产量提高 12.5%，采用新型 CRISPR 技术", "产量提高 15.5%，采用新型 CRISPS 技术")
    assert [piece.text for piece in left if piece.is_changed] == ["12.5%", "CRISPR"]
    assert [piece.text for piece in right if piece.is_changed] == ["15.5%", "CRISPS"]


def test_a_lone_sign_between_two_changes_is_no_island():
    left, right = marked("甲乙丙，丁戊己", "子丑寅，卯辰巳")
    assert (left, right) == ([Piece("甲乙丙，丁戊己", True)], [Piece("子丑寅，卯辰巳", True)])


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("", "新增", [("new", "新增")]),
        ("删去", "", [("gone", "删去")]),
        ("三年内完成", "两年内完成", [("gone", "三"), ("new", "两"), ("same", "年内完成")]),
    ],
)
def test_the_joined_text_reads_old_before_new(old, new, pieces):
    assert merged(old, new) == pieces
