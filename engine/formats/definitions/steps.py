"""The steps of a definition, with their executors, quality standard and outcomes."""

from typing import Literal

from engine.domain.sop import ClockRule, Declares, Ending, Leads, Outcome, Step
from engine.domain.soundness.flaw import Level
from engine.formats.definitions.book import Place
from engine.formats.definitions.fields import fields
from engine.formats.definitions.shape import (
    Block,
    block,
    choice,
    codes,
    entries,
    flag,
    is_code,
    items,
    limit,
    some_words,
    texts,
    words,
)

STEP = {
    "number": True,
    "do": True,
    "by": True,
    "needs": False,
    "within": False,
    "yields": False,
    "remarks": False,
    "public": False,
    "fields": False,
    "applicant_present": False,
    "hands_over": False,
    "then": True,
}
EXIT = {
    "to": False,
    "declares": False,
    "return": False,
    "back": False,
    "clock": False,
    "end": False,
    "reason": False,
}
BY = {"any": False, "all": False}
UNLABELLED = "Selesai"

# What some keys of an exit need beside them.
_BESIDE = {"declares": "to", "back": "return", "clock": "return"}


def steps(place: Place) -> tuple[Step, ...]:
    """The steps in the order of the paper."""
    found: dict[str, Step] = {}
    for item in items(place):
        step = _step(item)
        if step.number in found:
            first = place.book.line_of(("steps", step.number))
            item.wrong(
                f"nomor langkah “{step.number}” sudah ada di baris {first}.",
                "Beri setiap langkah nomor yang berbeda.",
            )
        found.setdefault(step.number, step)
    if not found and place.where not in place.book.broken:
        place.wrong("belum berisi langkah.", "Tulis paling sedikit satu langkah, diawali - number:")
    return tuple(found.values())


def _step(item: Place) -> Step:
    number = _number(item)
    place = item.called(number, f"langkah {number}")
    found = block(place, STEP)
    some_words(found.get("number"))
    by, in_order = _by(found.get("by"))
    return Step(
        number=number,
        do=some_words(found.get("do")),
        by=by,
        in_order=in_order,
        needs=texts(found.get("needs")),
        within=limit(found.get("within")),
        yields=words(found.get("yields")),
        remarks=words(found.get("remarks")),
        public=words(found.get("public")),
        outcomes=_outcomes(number, found.get("then")),
        fields=fields(found.get("fields")),
        applicant_present=flag(found.get("applicant_present")),
        hands_over=flag(found.get("hands_over")),
    )


def _number(item: Place) -> str:
    value = item.node.value
    node = value.get("number") if isinstance(value, dict) else None
    text = node.value.strip() if node and isinstance(node.value, str) else ""
    return text or item.where[-1]


def _by(place: Place | None) -> tuple[tuple[str, ...], bool]:
    if place is None:
        return (), False
    if isinstance(place.node.value, dict):
        found = block(place, BY)
        if len(found) != 1:
            place.wrong(
                "harus menyebut any atau all.",
                "Tulis {any: [...]} bila salah satu cukup, {all: [...]} bila semua berurutan.",
            )
            return (), False
        ((key, child),) = found.items()
        return _named(child), key == "all"
    if isinstance(place.node.value, list):
        place.book.note(
            place.node.line,
            f"{place.name}: daftar pelaksana dibaca sebagai salah satu.",
            "Tulis {any: [...]} bila itu maksudnya, {all: [...]} bila semua memaraf berurutan.",
            Level.WARNING,
        )
        return _named(place), False
    code = some_words(place)
    return ((code,) if code and is_code(place, code) else ()), False


def _named(place: Place) -> tuple[str, ...]:
    found = codes(place)
    if not found and place.where not in place.book.broken:
        place.wrong("belum menyebut pelaksana.", "Tulis kode pelaksananya, misalnya [kasi, camat].")
    return found


def _outcomes(number: str, place: Place | None) -> tuple[Outcome, ...]:
    if place is None:
        return ()
    labelled = isinstance(place.node.value, dict) and not set(place.node.value) <= set(EXIT)
    if not labelled:
        return (_outcome(number, UNLABELLED, place),)
    return tuple(_outcome(number, label.strip(), exit) for label, exit in entries(place))


def _outcome(number: str, label: str, place: Place) -> Outcome:
    if not isinstance(place.node.value, dict):
        leads, to, ending = _target(some_words(place))
        return Outcome(label=label, leads=leads, to=to, ending=ending)
    found = block(place, EXIT)
    way = _way(place, found)
    leads, to, ending = _leading(number, way, found)
    return Outcome(
        label=label,
        leads=leads,
        to=to,
        ending=ending,
        declares=choice(found["declares"], Declares, Declares.COMPLETE)
        if "declares" in found
        else None,
        clock=choice(found["clock"], ClockRule, ClockRule.PAUSE)
        if "clock" in found
        else ClockRule.PAUSE,
        needs_reason=flag(found.get("reason")),
    )


Way = Literal["to", "return", "end"]
Leading = tuple[Leads, str | None, Ending | None]


def _way(place: Place, found: Block) -> Way | None:
    ways: list[Way] = [way for way in ("to", "return", "end") if way in found]
    if len(ways) != 1:
        place.wrong(
            "harus menyebut satu tujuan: to, return, atau end.",
            "Tulis misalnya {to: 3}, {return: applicant}, atau {end: refused}.",
        )
        return None
    for key, needed in _BESIDE.items():
        if key in found and needed != ways[0]:
            found[key].wrong(f"hanya berlaku bersama {needed}.", f"Hapus {key}.")
    return ways[0]


def _leading(number: str, way: Way | None, found: Block) -> Leading:
    if way == "return":
        if words(found["return"]) != "applicant":
            found["return"].wrong("hanya mengenal applicant.", "Tulis return: applicant.")
        return Leads.APPLICANT, some_words(found.get("back")) or number, None
    if way == "end":
        return Leads.END, None, choice(found["end"], Ending, Ending.DONE)
    return _target(some_words(found.get("to")))


def _target(text: str) -> Leading:
    if text == "ready":
        return Leads.READY, None, None
    if text == "end":
        return Leads.END, None, Ending.DONE
    return Leads.STEP, text, None
