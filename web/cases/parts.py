"""The parts of a case's page that are the case's own: status, clocks, documents, notes.

They are small and many, so they are put together from strings; whatever was written is escaped.
"""

from collections.abc import Iterable

from flask import url_for
from markupsafe import Markup

from engine.domain.facts import Happening
from engine.queries.dossier import Paper
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


def clocks(number: str, dials: Iterable[Dial], *, counted: bool = False) -> Markup:
    """The clocks side by side; with `counted` their accounts stand open, else they wait."""
    return together(*(_clock(number, dial, counted) for dial in dials))


def _clock(number: str, dial: Dial, counted: bool) -> Markup:
    words = (icon(_ICONS[dial.tone]) if dial.tone else Markup("")) + dial.words
    parts = [
        html('<p class="apa">{}</p><p class="sisa">{}</p>', dial.what, words),
        _gauge(dial.share),
        _due(dial),
        html('<p class="bantu">{}</p>', dial.help) if dial.help else "",
        _account(number, dial, counted),
    ]
    return html('<li class="{}">{}</li>', dial.tone, together(*parts))


def _gauge(share: float | None) -> Markup:
    if share is None:
        return Markup("")
    wide = min(max(share, 0), 1)
    drawn = '<svg class="ukur" aria-hidden="true"><rect height="6" rx="3" width="{}"/></svg>'
    return html(drawn, f"{wide:.1%}")


def _due(dial: Dial) -> Markup:
    if dial.due is None:
        return Markup("")
    said = html('<p class="sampai">{} <b>{}</b>', dial.label, moment(dial.due))
    if not dial.provisional:
        return said + Markup("</p>")
    why = _("Libur sesudah masa yang ditetapkan belum diketahui, jadi waktu ini dapat bergeser.")
    mark = ' <span class="label">{}</span></p><p class="bantu">{}</p>'
    return said + html(mark, _("sementara"), why)


def _account(number: str, dial: Dial, counted: bool) -> Markup:
    if dial.account is None:
        return Markup("")
    if counted:
        open_, lines = " open", account_lines(dial)
    else:
        page = url_for("cases.page", number=number)
        later = ' hx-get="{}/account/{}" hx-trigger="toggle once" hx-target="find ol"'
        open_ = html(later, page, dial.clock.value)
        link = '<li><a href="{}?hitung=ya">{}</a></li>'
        lines = html(link, page, _("Tampilkan hitungannya"))
    shown = '<details class="hitung"{}><summary>{}</summary><ol>{}</ol></details>'
    return html(shown, Markup(open_), _("Cara menghitung"), lines)


def account_lines(dial: Dial) -> Markup:
    """The account of a clock, line by line."""
    line = "<li><span>{}</span><span>{}</span></li>"
    lines = dial.account() if dial.account else []
    return together(*(html(line, what, how) for what, how in lines))


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
