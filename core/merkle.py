"""Merkle trees of RFC 6962: SHA-256, 0x00 before a leaf, 0x01 before a node. Standard library only,
so that the offline verifier of an exported bundle can carry this file along.
"""

import hashlib


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: list[bytes]) -> bytes:
    """The root over leaf hashes; of no leaves, the hash of nothing."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    # Level by level, an odd last node moves up unchanged: the same tree as the recursive definition.
    level = list(leaves)
    while len(level) > 1:
        level = _level_above(level)
    return level[0]


def inclusion_proof(leaves: list[bytes], index: int) -> list[bytes]:
    """The hashes beside the path from leaf `index` to the root, bottom to top."""
    if not 0 <= index < len(leaves):
        raise IndexError(f"there is no leaf {index} among {len(leaves)}")
    proof, level = [], list(leaves)
    while len(level) > 1:
        beside = index ^ 1
        if beside < len(level):
            proof.append(level[beside])
        level, index = _level_above(level), index // 2
    return proof


def verify_inclusion(leaf: bytes, index: int, size: int, proof: list[bytes], expected_root: bytes) -> bool:
    """Whether the leaf hash stands at `index` of the tree of `size` leaves with that root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    here, last, place = leaf, size - 1, index
    for beside in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            here = node_hash(beside, here)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            here = node_hash(here, beside)
        place, last = place >> 1, last >> 1
    return last == 0 and here == expected_root


def _level_above(level: list[bytes]) -> list[bytes]:
    above = [node_hash(level[n], level[n + 1]) for n in range(0, len(level) - 1, 2)]
    return above + level[-1:] if len(level) % 2 else above
