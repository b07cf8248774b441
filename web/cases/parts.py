"""The parts of a case's page that are the case's own: status, clocks, documents, notes.

They are small and many, so they are put together from strings; whatever was written is escaped.
"""

from collections.abc import Iterable

from flask import url_for
from markupsafe import Markup

from engine.domain.facts import Happening
from engine.queries.dossier import Paper
from web.cases.account import due
from web.cases.clocks import Dial
from web.cases.file import CaseFile
from web.cases.status import State
from web.cases.words import gettext as _
from web.cases.words import html, together
from web.counter.files import KINDS
from web.wording import moment, short_moment, size

_ICONS = {
    "kini": "kini", "dekat": "jam", "telat": "seru", "jeda": "jeda", "selesai": "cek",
    "polos": "kosong",
}  # fmt: skip


def icon(name: str) -> Markup:
    """An icon of the sprite."""
    return html('<svg class="ik" aria-hidden="true"><use href="#i-{}"/></svg>', name)


def status(state: State) -> Markup:
    """The status: word, icon and tone together."""
    shown = '<span class="status {}">{}{}</span>'
    return html(shown, state.tone, icon(_ICONS[state.tone]), state.words)


def pairs(told: Iterable[tuple[str, str]]) -> Markup:
    """Titles with what stands beside each, for the head of the page."""
    return together(*(html("<div><dt>{}</dt><dd>{}</dd></div>", *pair) for pair in told))


def clocks(number: str, dials: Iterable[Dial]) -> Markup:
    """The clocks side by side; the due moment of each leads to its account."""
    return together(*(_clock(number, dial) for dial in dials))


def _clock(number: str, dial: Dial) -> Markup:
    words = (icon(_ICONS[dial.tone]) if dial.tone else Markup("")) + dial.words
    parts = [
        html('<p class="apa">{}</p><p class="sisa">{}</p>', dial.what, words),
        _gauge(dial.share),
        _moment(number, dial),
        html('<p class="bantu">{}</p>', dial.help) if dial.help else "",
    ]
    return html('<li class="{}">{}</li>', dial.tone, together(*parts))


def _gauge(share: float | None) -> Markup:
    if share is None:
        return Markup("")
    wide = min(max(share, 0), 1)
    drawn = '<svg class="ukur" aria-hidden="true"><rect height="6" rx="3" width="{}"/></svg>'
    return html(drawn, f"{wide:.1%}")


def _moment(number: str, dial: Dial) -> Markup:
    if dial.moment is None:
        return Markup("")
    words = html("<b>{}</b>", moment(dial.moment))
    shown = due(number, dial.clock, words) if dial.explained else words
    said = html('<p class="sampai">{} {}', dial.label, shown)
    if not dial.provisional:
        return said + Markup("</p>")
    why = _("Libur sesudah masa yang ditetapkan belum diketahui, jadi waktu ini dapat bergeser.")
    mark = ' <span class="label">{}</span></p><p class="bantu">{}</p>'
    return said + html(mark, _("sementara"), why)


def papers(number: str, found: Iterable[Paper]) -> Markup:
    """The documents as a list; each is a download that is recorded."""
    line = '<li>{}<div><a href="{}">{}</a><small>{}, {}</small></div></li>'
    return together(
        *(
            html(
                line,
                icon("kunci"),
                url_for("cases.documents.download", number=number, version=paper.version),
                paper.name or _("(nama telah dihapus)"),
                KINDS.get(paper.media_type, paper.media_type),
                size(paper.size),
            )
            for paper in found
        )
    )


def notes(file: CaseFile) -> Markup:
    """The notes written for colleagues, the newest first."""
    words = file.dossier.words
    line = '<p class="catatan">{}<small>{}, {}</small></p>'
    return together(
        *(
            html(
                line,
                words[fact.version, "note"],
                file.name(fact.actor),
                short_moment(fact.happened_at),
            )
            for fact in reversed(file.dossier.facts)
            if fact.kind is Happening.NOTED and (fact.version, "note") in words
        )
    )
