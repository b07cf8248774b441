"""The quick look: whether everything told of a case fits together, yes or no.

Nearly every case is sound, so this says nothing but yes or no, and what is wrong with the others is
found by looking again (see naming). Facts are folded as the JSON they are, decoded once at the end.
"""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

import orjson

from engine.domain.case import BLANK, case_with, decode
from engine.queries.verify.reading import Told
from engine.store.cases import COLUMNS

# Everything as JSON has it: what a blank case holds, and where the row keeps what.
_BESIDE = ("id", "number", "unit", "sop", "version", "head")  # no fact sets these
_BLANK: dict[str, Any] = orjson.loads(
    orjson.dumps({name: blank for name, blank in BLANK.items() if name not in _BESIDE})
)
_COLUMNS = [(name, kind == "timestamptz") for name, kind in list(COLUMNS.items())[2:]]
_MEMORY = [(name, blank) for name, blank in _BLANK.items() if name not in COLUMNS]
_PRESSING = (
    "status", "due_at", "warn_at", "promised_at", "promise_warn_at", "complete_at", "ready_at",
    "watch",
)  # fmt: skip
_MOMENT = datetime.fromisoformat


def is_sound(told: Told, sops: Mapping[int, str]) -> bool:
    """Whether chain, columns, row, words and files agree; `sops` are digests by row id."""
    try:
        facts = _facts(told)
        return facts is not None and _row_fits(told, facts, sops) and _beside_fits(told, facts)
    except (AttributeError, LookupError, TypeError, ValueError):
        # Bytes that are no fact at all.
        return False


def _facts(told: Told) -> list[dict[str, Any]] | None:
    """The contents of the facts, or None when they are no chain."""
    found, head = [], ""
    for place, row in enumerate(told.facts, 1):
        _, version, body, digest, kind, happened_at, recorded_at, actor = row
        if sha256(body).digest() != digest:
            return None
        raw = orjson.loads(body)
        if (
            raw["before"] != head
            or version != place
            or raw["version"] != place
            or raw["kind"] != kind
            or raw["actor"] != actor
            or _MOMENT(raw["recorded_at"]) != recorded_at
            or _MOMENT(raw["happened_at"]) != happened_at
        ):
            return None
        head = digest.hex()
        found.append(raw)
    return found


def _row_fits(told: Told, facts: list[dict[str, Any]], sops: Mapping[int, str]) -> bool:
    """Whether the row is what the facts add up to."""
    if told.row is None or not facts:
        return False
    _, number, unit, sop_id, version, head, *columns, pressing_at, near_at, next_at, memory = (
        told.row
    )
    said, state = facts[0]["says"], dict(_BLANK)
    for fact in facts:
        state.update(fact["changes"])
    # Only what the derived moments hang on is worth being made a case of.
    case = case_with(decode({name: state[name] for name in _PRESSING}))
    return (
        (version, head) == (len(facts), told.facts[-1][3])
        and said.get("number", number) == number
        and said.get("unit", unit) == unit
        and said.get("sop", sops[sop_id]) == sops[sop_id]
        and columns == [_MOMENT(state[name]) if is_moment and state[name] else state[name]
                        for name, is_moment in _COLUMNS]
        and (pressing_at, near_at, next_at) == (case.pressing_at, case.near_at, case.next_at)
        and orjson.loads(memory)
        == {name: state[name] for name, blank in _MEMORY if state[name] != blank}
        and len(state) == len(_BLANK)
    )  # fmt: skip


def _beside_fits(told: Told, facts: list[dict[str, Any]]) -> bool:
    """Whether the words and files still there are those the chain commits to."""
    for _, version, name, text, salt in told.words:
        committed = facts[version - 1]["words"].get(name)
        if version < 1 or sha256(salt + text.encode()).hexdigest() != committed:
            return False
    return all(
        facts[version - 1]["says"].get("content") == committed
        for _, version, committed in told.files
    )
