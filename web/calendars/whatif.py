"""What a change of a calendar does: progress, numbers, each moved moment, and the verdict."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as N_
from markupsafe import Markup

from engine.commands import apply_calendar, undo_calendar, withdraw_calendar
from engine.domain.case import Clock
from engine.domain.errors import Refusal
from engine.queries import calendars as known
from engine.queries.calendars import Change, MoveLine
from web import guards
from web.calendars.differences import Difference, differences
from web.calendars.states import RUNNING, TONES, WORDS
from web.errors import sentence_of, status_of
from web.reader import actor, store

PAGE = 50
CLOCKS = {
    Clock.STEP: N_("Langkah"),
    Clock.SERVICE: N_("Janji layanan"),
    Clock.LEGAL: N_("Batas hukum"),
    Clock.PAUSE: N_("Batas jeda"),
}


@guards.keeps_sops
def whatif(change: int) -> Any:
    """The page of one change."""
    return _page(change)


@guards.keeps_sops
def progress(change: int) -> Any:
    """The living part alone, for a page that waits."""
    return _part(known.change(store(), change), asked_again=True)


@guards.keeps_sops
def apply(change: int) -> Any:
    """Lets the change hold; a worker then reckons the cases anew."""
    letter = request.form.get("letter", "")
    try:
        apply_calendar(store(), change, by=actor().id, letter=letter)
    except Refusal as refusal:
        return _page(change, sentence_of(refusal)), status_of(refusal)
    return _to(change)


@guards.keeps_sops
def withdraw(change: int) -> Any:
    """Drops the change before it holds."""
    try:
        withdraw_calendar(store(), change, by=actor().id)
    except Refusal as refusal:
        return _page(change, sentence_of(refusal)), status_of(refusal)
    flash(_("Perubahan dibatalkan. Kalender tetap seperti semula."))
    return _to(change)


@guards.keeps_sops
def undo(change: int) -> Any:
    """Undoes the change by another, which a worker looks at and applies at once."""
    try:
        undoing = undo_calendar(store(), change, by=actor().id)
    except Refusal as refusal:
        return _page(change, sentence_of(refusal)), status_of(refusal)
    return _to(undoing)


def _to(change: int) -> Any:
    return redirect(url_for("calendars.whatif", change=change), 303)


def _page(number: int, refused: str = "") -> str:
    found = known.change(store(), number)
    calendar = known.text(store(), found.code, found.version)
    return render_template(
        "calendars/whatif.html", change=found, calendar=calendar,
        running=found.state in RUNNING, part=Markup(_part(found)), refused=refused,
    )  # fmt: skip


def _part(change: Change, *, asked_again: bool = False) -> str:
    """Progress while a worker is at it, and then what the change does."""
    running, after = change.state in RUNNING, request.args.get("sesudah", "")
    moves = [] if running else known.moves(store(), change.id, _cursor(after), PAGE + 1)
    return render_template(
        "calendars/_whatif.html", change=change, running=running, asked_again=asked_again,
        words=WORDS[change.state], tone=TONES.get(change.state, "kini"), moves=moves[:PAGE],
        more=len(moves) > PAGE, after=after, clocks=CLOCKS, effect=effect,
        brought=[] if running else _brought(change),
    )  # fmt: skip


def _brought(change: Change) -> list[tuple[list[str], list[Difference]]]:
    """What differs in the calendars of the change, its own first; those with the same together."""
    texts = known.proposed(store(), change.id)
    found: list[tuple[list[str], list[Difference]]] = []
    for code in sorted(texts, key=lambda code: (code != change.code, code)):
        told = list(differences(*texts[code]))
        alike = next((titles for titles, others in found if others == told), None)
        if alike is None:
            found.append(([texts[code][1].title], told))
        else:
            alike.append(texts[code][1].title)
    return found


def _cursor(text: str) -> tuple[int, str] | None:
    case, _comma, clock = text.partition(",")
    return (int(case), clock) if case.isdecimal() else None


def effect(move: MoveLine) -> tuple[str, str]:
    """The tone and the words of what becomes of a moved moment."""
    if move.late_after and not move.late_before:
        return "telat", _("menjadi terlambat")
    if move.late_before and not move.late_after:
        return "daun", _("tidak lagi terlambat")
    if move.old_at is None or move.new_at is None:
        return "redam", _("selama jeda")
    return "redam", _("lebih lambat") if move.new_at > move.old_at else _("lebih awal")
