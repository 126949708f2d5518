"""What differs between two texts, in pieces that a page can mark. Chinese is compared by characters, Latin words and
numbers as wholes; a run too short to mean anything between two changes counts as changed, so that the eye finds it."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

_TOKENS = re.compile(r"[A-Za-z0-9.%]+|\s+|.", re.DOTALL)
_SHORTEST_KEPT = 2


class Piece(NamedTuple):
    text: str
    is_changed: bool = False


def marked(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    """(the pieces of `old`, the pieces of `new`): changed ones are what the other has not."""
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    left: list[Piece] = []
    right: list[Piece] = []
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for place, (kind, a, b, c, d) in enumerate(blocks):
        is_edge = place in {0, len(blocks) - 1}
        is_kept = kind == "equal" and (is_edge or len("".join(before[a:b]).strip("，。、；：“” ")) >= _SHORTEST_KEPT)
        _add(left, "".join(before[a:b]), is_changed=not is_kept)
        _add(right, "".join(after[c:d]), is_changed=not is_kept)
    return left, right


def _add(pieces: list[Piece], text: str, *, is_changed: bool) -> None:
    if not text:
        return
    if pieces and pieces[-1].is_changed == is_changed:
        pieces[-1] = Piece(pieces[-1].text + text, is_changed)
    else:
        pieces.append(Piece(text, is_changed))


def merged(old: str, new: str) -> list[tuple[str, str]]:
    """One text with both: (how, piece) where how is "same", "gone" or "new"."""
    found: list[tuple[str, str]] = []
    left, right = marked(old, new)
    place, other = 0, 0
    while place < len(left) or other < len(right):
        if place < len(left) and left[place].is_changed:
            found.append(("gone", left[place].text))
            place += 1
        elif other < len(right) and right[other].is_changed:
            found.append(("new", right[other].text))
            other += 1
        else:
            found.append(("same", right[other].text if other < len(right) else left[place].text))
            place, other = place + 1, other + 1
    return found
