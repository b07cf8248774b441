"""Facts as sentences: what happened, who did it, and what followed from it."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import url_for
from markupsafe import Markup, escape

from engine.domain.case import Status
from engine.domain.facts import Fact, Happening
from engine.domain.limit import size
from engine.domain.machine import APPLICANT
from engine.domain.questions import APPLICANT as APPLICANT_FIELDS
from engine.domain.sop import Ending
from web.cases import by_itself
from web.cases.by_itself import Told
from web.cases.course import Turn
from web.cases.status import ENDINGS
from web.cases.teller import Teller
from web.cases.words import gettext as _
from web.cases.words import html, say, together
from web.wording import masked, moment, seconds


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """A fact told: its icon, tone, sentence, what was written, and how it came to be recorded."""

    icon: str
    tone: str  # telat, tanda, jeda, or nothing
    sentence: Markup
    quotes: tuple[str, ...] = ()
    remarks: tuple[Markup, ...] = ()


def tell(by: Teller, turn: Turn) -> Said:
    """One fact as a sentence."""
    icon, tone, sentence = _TOLD[turn.fact.kind](by, turn)
    return Said(
        icon=icon,
        tone=tone,
        sentence=sentence,
        quotes=tuple(by.quotes(turn.fact)),
        remarks=tuple(by.remarks(turn.fact)),
    )


def _join(*parts: Markup) -> Markup:
    return together(*parts, between=" ")


def _opened(by: Teller, turn: Turn) -> Told:
    fact = turn.fact
    opening = say(_("%(who)s membuka permohonan."), who=by.who(fact))
    return "berkas", "", _join(opening, _papers(by, fact), _starts(by, fact))


def _papers(by: Teller, fact: Fact) -> Markup:
    missing = [by.file.sop.requirements.get(code, code) for code in fact.says.get("missing", ())]
    if not missing:
        return escape(_("Persyaratan diserahkan semua."))
    return say(_("Belum ada: %(papers)s."), papers=", ".join(missing))


def _starts(by: Teller, fact: Fact) -> Markup:
    """That the service clock has begun with this fact."""
    if not fact.changes.get("complete_at"):
        return Markup("")
    limit = by.file.sop.service.limit
    if not size(limit):
        return escape(_("Berkas dinyatakan lengkap."))
    said = _("Berkas dinyatakan lengkap: jangka waktu %(limit)s mulai dihitung.")
    return say(said, limit=limit.text)


def _declared(by: Teller, turn: Turn) -> Told:
    said = say(_("%(who)s menyatakan berkas lengkap."), who=by.who(turn.fact))
    return "cek", "tanda", _join(said, _starts(by, turn.fact))


def _withdrawn(by: Teller, turn: Turn) -> Told:
    said = _("%(who)s mencabut pernyataan lengkap. Jangka waktu layanan belum berjalan.")
    return "balik", "", say(said, who=by.who(turn.fact))


def _claimed(by: Teller, turn: Turn) -> Told:
    said = _("%(who)s mengambil langkah %(step)s.")
    return "orang", "", say(said, who=by.who(turn.fact), step=turn.fact.says["step"])


def _completed(by: Teller, turn: Turn) -> Told:
    fact, says = turn.fact, turn.fact.says
    back = says["to"] == APPLICANT
    said = say(
        _("%(who)s menyelesaikan langkah %(step)s: %(outcome)s."),
        who=by.who(fact), step=says["step"], outcome=html("<b>{}</b>", says["outcome"]),
    )  # fmt: skip
    if back:
        return (
            "balik",
            "",
            _join(said, escape(_("Berkas kembali kepada pemohon.")), _lateness(turn)),
        )
    ended = _ended(fact) if fact.changes.get("status") == Status.CLOSED else Markup("")
    after = _join(_starts(by, fact), by.step_after(says["to"]), ended)
    return (
        "cek",
        "tanda" if fact.changes.get("complete_at") else "",
        _join(said, _lateness(turn), after),
    )


def _lateness(turn: Turn) -> Markup:
    if not turn.late or turn.due_at is None:
        return Markup("")
    span = seconds(int((turn.fact.happened_at - turn.due_at).total_seconds()))
    said = _("Lewat %(span)s dari batas.")
    return html('<span class="nada-telat">{}</span>', say(said, span=span))


def _ended(fact: Fact) -> Markup:
    ending = fact.changes.get("ending") or fact.says.get("ending")
    return say(
        _("Permohonan ditutup: %(ending)s."),
        ending=html("<b>{}</b>", ENDINGS[Ending(ending)]) if ending else "",
    )


def _handed_over(by: Teller, turn: Turn) -> Told:
    fact = turn.fact
    # A remark in brackets behind the name ("kuasa") is part of no name; a point already ends it.
    receiver = by.words.get((fact.version, "receiver"), "").partition("(")[0].strip()
    said = say(
        _("%(who)s menyerahkan hasil kepada %(receiver)s."),
        who=by.who(fact), receiver=masked(receiver).rstrip(".") if receiver else _("penerima"),
    )  # fmt: skip
    after = by.step_after(fact.says["to"]) if "to" in fact.says else Markup("")
    ended = _ended(fact) if fact.changes.get("status") == Status.CLOSED else Markup("")
    return "cek", "tanda", _join(said, _lateness(turn), after, ended)


def _reassigned(by: Teller, turn: Turn) -> Told:
    says = turn.fact.says
    said = _("%(who)s mengalihkan langkah %(step)s kepada %(to)s.")
    to = html("<b>{}</b>", by.file.name(says["to"]))
    return "orang", "tanda", say(said, who=by.who(turn.fact), step=says["step"], to=to)


def _suspended(by: Teller, turn: Turn) -> Told:
    reason = by.file.sop.pauses.get(turn.fact.says["reason"])
    title = reason.title if reason else turn.fact.says["reason"]
    said = _("%(who)s menjeda permohonan: %(reason)s.")
    return "jeda", "jeda", say(said, who=by.who(turn.fact), reason=title)


def _resumed(by: Teller, turn: Turn) -> Told:
    if turn.fact.actor is None:
        return by_itself.resumed(by, turn)
    return "putar", "", say(_("%(who)s melanjutkan permohonan."), who=by.who(turn.fact))


def _resubmitted(by: Teller, turn: Turn) -> Told:
    said = say(_("%(who)s menerima kembali berkas dari pemohon."), who=by.who(turn.fact))
    return "berkas", "", _join(said, _papers(by, turn.fact), _starts(by, turn.fact))


def _extended(by: Teller, turn: Turn) -> Told:
    fact = turn.fact
    said = say(
        _("%(who)s memperpanjang jangka waktu layanan dengan %(extra)s."),
        who=by.who(fact), extra=fact.says["by"],
    )  # fmt: skip
    promised = fact.changes.get("promised_at")
    until = say(_("Dijanjikan %(moment)s."), moment=moment(promised)) if promised else Markup("")
    return "kalender", "tanda", _join(said, until)


def _taken_back(by: Teller, turn: Turn) -> Told:
    said = _("%(who)s menarik kembali penyelesaian langkah %(step)s.")
    return "balik", "", say(said, who=by.who(turn.fact), step=turn.fact.says["step"] or "")


def _corrected(by: Teller, turn: Turn) -> Told:
    prefix, _dot, name = turn.fact.says["field"].partition(".")
    known = APPLICANT_FIELDS if prefix == "applicant" else by.file.sop.intake
    title = next((question.title for question in known if question.name == name), name)
    said = _("%(who)s membetulkan data: %(title)s.")
    return "pensil", "", say(said, who=by.who(turn.fact), title=title)


def _deviated(by: Teller, turn: Turn) -> Told:
    says = turn.fact.says
    said = _("%(who)s menyimpang dari SOP: dari langkah %(start)s langsung ke langkah %(to)s.")
    return "seru", "telat", say(said, who=by.who(turn.fact), start=says["from"], to=says["to"])


def _closed(by: Teller, turn: Turn) -> Told:
    said = say(_("%(who)s menutup permohonan."), who=by.who(turn.fact))
    return "silang", "", _join(said, _ended(turn.fact))


def _reopened(by: Teller, turn: Turn) -> Told:
    number = turn.fact.says["by"]
    link = html('<a href="{}">{}</a>', url_for("cases.page", number=number), number)
    said = _("%(who)s membuka permohonan lanjutan %(number)s.")
    return "tambah", "", say(said, who=by.who(turn.fact), number=link)


def _noted(by: Teller, turn: Turn) -> Told:
    return "catatan", "", say(_("%(who)s menulis catatan."), who=by.who(turn.fact))


def _attached(by: Teller, turn: Turn) -> Told:
    said = _("%(who)s melampirkan %(document)s.")
    name = html("<b>{}</b>", by.word(turn.fact, "document"))
    return "berkas", "", say(said, who=by.who(turn.fact), document=name)


def _erased(by: Teller, turn: Turn) -> Told:
    said = _("%(who)s menghapus data pribadi permohonan ini (UU 27/2022).")
    return "kunci", "", say(said, who=by.who(turn.fact))


_TOLD: dict[Happening, Callable[[Teller, Turn], Told]] = {
    Happening.OPENED: _opened,
    Happening.DECLARED_COMPLETE: _declared,
    Happening.COMPLETENESS_WITHDRAWN: _withdrawn,
    Happening.CLAIMED: _claimed,
    Happening.COMPLETED: _completed,
    Happening.REASSIGNED: _reassigned,
    Happening.SUSPENDED: _suspended,
    Happening.RESUMED: _resumed,
    Happening.RESUBMITTED: _resubmitted,
    Happening.EXTENDED: _extended,
    Happening.TAKEN_BACK: _taken_back,
    Happening.CORRECTED: _corrected,
    Happening.DEVIATED: _deviated,
    Happening.HANDED_OVER: _handed_over,
    Happening.CLOSED: _closed,
    Happening.REOPENED: _reopened,
    Happening.NOTED: _noted,
    Happening.ATTACHED: _attached,
    Happening.ERASED: _erased,
    Happening.DUE_SOON: by_itself.due_soon,
    Happening.OVERDUE: by_itself.overdue,
    Happening.ESCALATED: by_itself.escalated,
    Happening.RECALCULATED: by_itself.recalculated,
}
