"""The matrix in words: what a symbol means and where its outcomes lead, for ears and for phones."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from engine.domain.flowchart.drawing import Row, Shape
from engine.domain.limit import NoLimit
from engine.domain.sop import Ending, Leads, Outcome, Sop, Step

Gettext = Callable[[str], str]

_VOWEL, _SOUND = "[aiueo]", "(?:ng|ny|kh|sy|[bcdfghjklmnpqrstvwxyz])"
# An Indonesian syllable ends before a sound that a vowel follows, and between two such sounds.
_SYLLABLE = re.compile(
    rf"(?<={_VOWEL})(?={_SOUND}{_VOWEL})|(?<={_VOWEL}[lmnrst])(?={_SOUND}{_VOWEL})"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """An outcome in words."""

    label: str
    where: str
    back: bool
    onward: bool  # just the next row: the order of the list says so already


def hyphenated(title: str, longest: int = 10) -> str:
    """Words with soft hyphens in those that are longer, so that they fit a narrow column."""
    return " ".join(
        _SYLLABLE.sub("\u00ad", word) if len(word) > longest else word for word in title.split()
    )


def needs_of(sop: Sop, step: Step) -> str:
    """The inputs of a step: requirements by their titles, other things in plain words."""
    return ", ".join(sop.requirements.get(need, need) for need in step.needs)


def limit_of(step: Step) -> str:
    """The step's time in the SOP's own words; empty where the SOP gives none."""
    return "" if isinstance(step.within, NoLimit) else step.within.text


def shape_of(row: Row, turn: int, _: Gettext) -> str:
    """What the symbol says, and for several roles whether one or all of them act."""
    said = {
        Shape.CAPSULE: _("Mulai atau berakhir"),
        Shape.BOX: _("Kegiatan"),
        Shape.DIAMOND: _("Keputusan"),
    }[row.shape]
    if len(row.columns) == 1:
        return f"{said}."
    places = {"turn": turn + 1, "count": len(row.columns)}
    share = _("tanda tangan ke-%(turn)s dari %(count)s")
    if not row.in_order:
        share = _("salah satu dari %(count)s pelaksana")
    return f"{said}, {share % places}."


def exits_of(sop: Sop, step: Step, _: Gettext) -> tuple[Told, ...]:
    """Every outcome of a step, in the order of the SOP."""
    several = len(step.outcomes) > 1
    return tuple(_told(sop, step, outcome, several, _) for outcome in step.outcomes)


def _told(sop: Sop, step: Step, outcome: Outcome, several: bool, _: Gettext) -> Told:
    here = sop.position_of(step.number)
    there = sop.position_of(outcome.to) if outcome.leads is Leads.STEP and outcome.to else None
    back = outcome.leads is Leads.APPLICANT or (there is not None and there <= here)
    return Told(
        label=outcome.label if several else "",
        where=_where(sop, outcome, back, _),
        back=back,
        onward=there == here + 1,
    )


def _where(sop: Sop, outcome: Outcome, back: bool, _: Gettext) -> str:
    if outcome.leads is Leads.STEP and outcome.to:
        names = {"number": outcome.to, "role": roles_of(sop, sop.step(outcome.to), _)}
        if back:
            return _("kembali ke langkah %(number)s, %(role)s") % names
        return _("ke langkah %(number)s, %(role)s") % names
    if outcome.leads is Leads.APPLICANT:
        if outcome.to:
            return _("kembali ke pemohon, masuk lagi di langkah %(number)s") % {
                "number": outcome.to
            }
        return _("kembali ke pemohon")
    if outcome.leads is Leads.READY:
        return _("berakhir: siap diambil")
    return {
        Ending.DONE: _("berakhir: selesai"),
        Ending.REFUSED: _("berakhir: ditolak"),
        Ending.CANCELLED: _("berakhir: dibatalkan"),
        Ending.WITHDRAWN: _("berakhir: ditarik pemohon"),
        Ending.NOT_OURS: _("berakhir: bukan wewenang"),
    }[outcome.ending or Ending.DONE]


def roles_of(sop: Sop, step: Step, _: Gettext) -> str:
    """Who acts, as one reads it aloud: in order, or any of them."""
    titles = [sop.roles[code].title for code in step.by]
    joint = _("%(before)s lalu %(last)s") if step.in_order else _("%(before)s atau %(last)s")
    if len(titles) == 1:
        return titles[0]
    return joint % {"before": ", ".join(titles[:-1]), "last": titles[-1]}


def told(exits: tuple[Told, ...]) -> str:
    """The outcomes as one sentence."""
    said = (f"{exit_.label}: {exit_.where}" if exit_.label else exit_.where for exit_ in exits)
    return opened("; ".join(said)) + "."


def opened(words: str) -> str:
    """Words as a sentence begins."""
    return words[:1].upper() + words[1:]
