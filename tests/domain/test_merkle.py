"""The Merkle tree: the shape of RFC 6962, and a proof for each leaf that fits nothing else."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain import merkle

LEAVES = st.lists(st.binary(max_size=40), min_size=1, max_size=70)


def by_definition(leaves: list[bytes]) -> bytes:
    """The root as section 2.1 defines it: split at the largest power of two below the count."""
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    left, right = by_definition(leaves[:half]), by_definition(leaves[half:])
    return hashlib.sha256(b"\1" + left + right).digest()


@given(LEAVES)
def test_the_root_is_that_of_the_definition(leaves: list[bytes]) -> None:
    assert merkle.root(leaves) == by_definition(leaves)


@given(LEAVES, st.data())
def test_a_proof_leads_from_its_leaf_to_the_root_and_from_no_other(
    leaves: list[bytes], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(leaves) - 1))
    hashes, root = merkle.proof(leaves, place), merkle.root(leaves)
    assert merkle.root_from(leaves[place], place, len(leaves), hashes) == root
    assert merkle.root_from(leaves[place] + b".", place, len(leaves), hashes) != root


def test_the_root_over_nothing_is_the_hash_of_nothing() -> None:
    assert merkle.root([]) == hashlib.sha256(b"").digest()


def test_a_proof_of_another_length_is_refused() -> None:
    leaves = [b"a", b"b", b"c"]
    hashes = merkle.proof(leaves, 0)
    with pytest.raises(ValueError, match="short"):
        merkle.root_from(b"a", 0, 3, hashes[:1])
    with pytest.raises(ValueError, match="long"):
        merkle.root_from(b"a", 0, 3, [*hashes, b"d"])
