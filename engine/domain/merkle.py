"""A Merkle tree: one root that binds many leaves, each provable with a handful of hashes.

The shape is that of RFC 6962 (section 2.1): leaves and nodes are hashed apart, so that none can
pass for the other, and the tree over n leaves splits at the largest power of two below n.
"""

import hashlib
from collections.abc import Sequence


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of one leaf."""
    return hashlib.sha256(b"\0" + leaf).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over the leaves in this order; of none, the hash of nothing."""
    level = [leaf_hash(leaf) for leaf in leaves]
    while len(level) > 1:
        level = _above(level)
    return level[0] if level else hashlib.sha256().digest()


def proof(leaves: Sequence[bytes], place: int) -> list[bytes]:
    """The hashes that lead from the leaf at a place (from 0) up to the root, lowest first."""
    level, found = [leaf_hash(leaf) for leaf in leaves], []
    while len(level) > 1:
        beside = place ^ 1
        if beside < len(level):
            found.append(level[beside])
        level, place = _above(level), place // 2
    return found


def root_from(leaf: bytes, place: int, count: int, hashes: Sequence[bytes]) -> bytes:
    """The root to which a proof leads. Raises ValueError when it has too few or too many hashes."""
    found, left = leaf_hash(leaf), list(hashes)
    while count > 1:
        if place ^ 1 < count:
            if not left:
                raise ValueError("the proof is too short")
            beside = left.pop(0)
            found = _node(beside, found) if place % 2 else _node(found, beside)
        place, count = place // 2, (count + 1) // 2
    if left:
        raise ValueError("the proof is too long")
    return found


def _above(level: list[bytes]) -> list[bytes]:
    # A node without a neighbour rises as it is: the same tree as splitting from above.
    nodes = [_node(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
    return [*nodes, level[-1]] if len(level) % 2 else nodes


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()
