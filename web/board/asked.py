"""What a reader asks of the board: which units of theirs, and which cases of these."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import request

from engine.domain.case import Status
from engine.domain.people import reading_scope
from engine.queries.board_cases import Condition, Cursor, Wanted
from web.reader import Reader, reader

CONDITIONS = {
    "terlambat": Condition.LATE,
    "mendekati": Condition.NEAR,
    "berjalan": Condition.ON_TIME,
    "semua": Condition.ALL,
}
_NAMES = {condition: name for name, condition in CONDITIONS.items()}
STATUSES = {"dijeda": Status.SUSPENDED, "pemohon": Status.RETURNED, "siap": Status.READY}


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """The filters of an address, checked against what the reader may read."""

    scope: frozenset[str]  # every unit the reader may read
    units: frozenset[str]  # those that are looked at
    unit: str = ""
    condition: Condition = Condition.LATE
    sop: str = ""  # "<code>-<version>"
    step: str = ""
    status: str = ""
    holder: str = ""
    turn: str = ""
    after: Cursor | None = None

    @property
    def narrowed(self) -> bool:
        """Whether a place or a person is asked for, not only a condition."""
        return bool(self.sop or self.status or self.holder or self.turn)

    def address(self, **other: Any) -> dict[str, str]:
        """The filters as an address carries them, some of them others; they begin anew."""
        asked = replace(self, **{"after": None, **other})
        told = {
            "unit": asked.unit, "keadaan": _NAMES[asked.condition], "sop": asked.sop,
            "langkah": asked.step, "status": asked.status, "pemegang": asked.holder,
            "giliran": asked.turn, "sesudah": _written(asked.after) if asked.after else "",
        }  # fmt: skip
        return {name: text for name, text in told.items() if text}

    def wanted(self, digest: str) -> Wanted:
        """The same for the query; the digest is that of the SOP asked for."""
        return Wanted(
            condition=self.condition, sop=digest, step=self.step if self.sop else "",
            status=STATUSES.get(self.status), turn=self.turn,
            holder=int(self.holder) if self.holder.isdecimal() else None,
        )  # fmt: skip


def present() -> Reader:
    """The reader behind a guarded request."""
    who = reader()
    assert who is not None, "the view lacks a guard"
    return who


def asked(default: Condition = Condition.LATE) -> Asked:
    """The filters of this request; a unit that the reader may not read is left out."""
    who, told = present(), request.args
    scope = reading_scope(who.actor, who.office, who.today)
    unit = told.get("unit", "") if told.get("unit", "") in scope else ""
    return Asked(
        scope=scope, unit=unit, units=who.office.below(unit) & scope if unit else scope,
        condition=CONDITIONS.get(told.get("keadaan", ""), default), after=_read(told),
        sop=told.get("sop", ""), step=told.get("langkah", ""), status=told.get("status", ""),
        holder=told.get("pemegang", ""), turn=told.get("giliran", ""),
    )  # fmt: skip


def _written(cursor: Cursor) -> str:
    return f"{cursor.since.isoformat() if cursor.since else ''}~{cursor.id}"


def _read(told: Mapping[str, str]) -> Cursor | None:
    since, _, id_ = told.get("sesudah", "").partition("~")
    try:
        moment = datetime.fromisoformat(since) if since else None
        if moment and moment.tzinfo is None:
            return None
        return Cursor(since=moment, id=int(id_))
    except ValueError:
        return None
