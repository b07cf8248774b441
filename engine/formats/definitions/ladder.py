"""The ladder of a definition or a unit: how early people are warned, and who hears afterwards."""

import json
import re
from typing import Any

from engine.domain.ladder import ORDINARY, Ladder, Reach, Rung
from engine.domain.limit import Limit, NoLimit, WorkingDays, WorkingMinutes
from engine.formats.definitions.book import Book, Place
from engine.formats.definitions.shape import block, choice, items, limit, words
from engine.formats.yaml import read

LADDER = {"warn": False, "before": False, "rungs": False}
RUNG = {"to": True, "after": False}


def ladder(place: Place) -> Ladder:
    """The warnings and rungs; what is not said is as ordinary."""
    found = block(place, LADDER)
    return Ladder(
        percent=_percent(found.get("warn")),
        before=_in_working_time(found["before"]) if "before" in found else None,
        rungs=_rungs(found["rungs"]) if "rungs" in found else ORDINARY.rungs,
    )


def _percent(place: Place | None) -> int:
    text = words(place)
    if place is None:
        return ORDINARY.percent
    said = re.fullmatch(r"([1-9][0-9]?)\s*(%|persen)", text)
    if said is None:
        place.wrong(f"“{text}” bukan bagian dari batas waktu.", "Tulis misalnya 80 persen.")
    return int(said[1]) if said else ORDINARY.percent


def _rungs(place: Place) -> tuple[Rung, ...]:
    return tuple(_rung(item) for item in items(place))


def _rung(place: Place) -> Rung:
    found = block(place, RUNG)
    to = choice(found["to"], Reach, Reach.SUPERIOR) if "to" in found else Reach.SUPERIOR
    after = _in_working_time(found["after"]) if "after" in found else NoLimit(text="")
    return Rung(to=to, after=after)


def _in_working_time(place: Place) -> Limit:
    said = limit(place)
    if not isinstance(said, WorkingMinutes | WorkingDays) and place.where not in place.book.broken:
        place.wrong(f"“{words(place)}” bukan waktu kerja.", "Tulis menit, jam, atau hari kerja.")
    return said


def ladder_text(said: Ladder | None) -> str:
    """A ladder as `ladder_of` reads it; nothing for none."""
    if said is None:
        return ""
    told: dict[str, Any] = {
        "warn": f"{said.percent} persen",
        "rungs": [{"to": rung.to, "after": rung.after.text} for rung in said.rungs],
    }
    if said.before:
        told["before"] = said.before.text
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def ladder_of(text: str) -> Ladder | None:
    """The ladder in a text that was kept."""
    return ladder(Place(read(text, "ladder"), (), "", Book())) if text else None
