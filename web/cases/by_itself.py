"""Sentences of what happens to a case by itself: warnings, lateness, new reckonings."""

from collections.abc import Iterator
from datetime import datetime

from flask import url_for
from markupsafe import Markup

from engine.domain.case import Clock
from engine.domain.ladder import Reach
from web.account.words import at
from web.cases.course import Turn
from web.cases.teller import Teller
from web.cases.words import gettext as _
from web.cases.words import html, say, together

Told = tuple[str, str, Markup]  # icon, tone, sentence


def due_soon(by: Teller, turn: Turn) -> Told:
    """A clock nears its end."""
    said = {
        Clock.SERVICE: _("%(who)s mengingatkan: jangka waktu layanan segera habis."),
        Clock.LEGAL: _("%(who)s mengingatkan: batas hukum segera tercapai."),
    }.get(_clock(turn), _("%(who)s mengingatkan: langkah %(step)s segera jatuh tempo."))
    return "lonceng", "tanda", say(said, who=by.who(turn.fact), step=_number(by, turn))


def overdue(by: Teller, turn: Turn) -> Told:
    """A clock has run out."""
    said = {
        Clock.SERVICE: _("%(who)s menandai layanan terlambat: janji kepada pemohon terlewati."),
        Clock.LEGAL: _(
            "%(who)s menandai batas hukum terlewati; permohonan tidak dikabulkan dengan sendirinya."
        ),
    }.get(_clock(turn), _("%(who)s menandai langkah %(step)s terlambat."))
    return "seru", "telat", say(said, who=by.who(turn.fact), step=_number(by, turn))


def escalated(by: Teller, turn: Turn) -> Told:
    """Lateness is told one rung higher."""
    late = {
        Clock.SERVICE: _("layanan masih terlambat"),
        Clock.LEGAL: _("batas hukum sudah terlewati"),
    }.get(_clock(turn), _("langkah %(step)s masih terlambat", step=_number(by, turn)))
    to = {
        Reach.SUPERIOR: _("atasan langsung"),
        Reach.HEAD: _("kepala unit"),
        Reach.SECTION: _("Bagian Organisasi"),
    }[Reach(turn.fact.says["to"])]
    said = say(
        _("%(who)s memberi tahu %(to)s (jenjang %(rung)s): %(late)s."),
        who=by.who(turn.fact), to=html("<b>{}</b>", to), rung=turn.fact.says["rung"], late=late,
    )  # fmt: skip
    return "lonceng", "telat", said


def resumed(by: Teller, turn: Turn) -> Told:
    """A pause has lasted as long as the SOP allows, and ended."""
    reason = by.file.sop.pauses.get(turn.fact.says["reason"])
    said = say(
        _("%(who)s melanjutkan permohonan dengan sendirinya: jeda mencapai batasnya, %(most)s."),
        who=by.who(turn.fact), most=reason.at_most.text if reason else _("menurut SOP"),
    )  # fmt: skip
    return "putar", "tanda", together(said, *_moves(turn, Clock.PAUSE), between=" ")


def recalculated(by: Teller, turn: Turn) -> Told:
    """A changed calendar has moved due moments: each from when to when."""
    says = turn.fact.says
    code, version = says["calendar"], says["new"]
    address = url_for("calendars.page", calendar=code, versi=version)
    said = say(
        _("%(who)s menghitung ulang menurut %(calendar)s, versi %(new)s menggantikan %(old)s."),
        who=by.who(turn.fact), calendar=html('<a href="{}">{}</a>', address, _title(by, code)),
        new=version, old=says["old"],
    )  # fmt: skip
    return "kalender", "tanda", together(said, *_moves(turn), between=" ")


def _moves(turn: Turn, *without: Clock) -> Iterator[Markup]:
    """The due moments that a fact moved, each with what it was before."""
    clocks = {
        Clock.STEP: ("due_at", _("Jatuh tempo langkah: %(old)s menjadi %(new)s.")),
        Clock.SERVICE: ("promised_at", _("Janji layanan: %(old)s menjadi %(new)s.")),
        Clock.LEGAL: ("legal_at", _("Batas hukum: %(old)s menjadi %(new)s.")),
        Clock.PAUSE: ("resumes_at", _("Batas jeda: %(old)s menjadi %(new)s.")),
    }
    for clock, (field, said) in clocks.items():
        old = getattr(turn, field)
        new = turn.fact.changes.get(field, old)
        if new != old and clock not in without:
            yield say(said, old=_when(old), new=html("<b>{}</b>", _when(new)))


def _when(moment: datetime | None) -> str:
    return at(moment) if moment else _("belum pasti selama jeda")


def _title(by: Teller, code: str) -> str:
    """The title of a calendar by which the case runs."""
    known = by.file.at.calendars.values()
    return next((one.title for one in known if one.code == code), code)


def _clock(turn: Turn) -> Clock | None:
    told = turn.fact.says.get("clock")
    return Clock(told) if told else None


def _number(by: Teller, turn: Turn) -> str:
    state = turn.fact.says.get("step")
    return by.file.sop.states[state].step.number if state else ""
