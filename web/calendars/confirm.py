"""Confirming a year's holidays: proposed rows to tick and correct, and the decree's number."""

from dataclasses import replace
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.commands import confirm_holidays
from engine.domain.calendar import Calendar
from engine.domain.errors import NotFound, Refusal
from engine.domain.holidays import is_proposed, of_year
from engine.domain.hours import Holiday
from engine.formats.calendars.proposal import proposed_holidays
from web import guards
from web.calendars.change import FIRST, LAST, newest
from web.calendars.off import KINDS
from web.calendars.rows import Faults, Row, filled, spare, typed
from web.calendars.sheet import (
    FIELDS,
    HOLIDAY,
    MORE,
    SPARE,
    first_new,
    holiday_words,
    read_holidays,
)
from web.errors import sentence_of, status_of
from web.reader import actor, store

# How the library marks a date that the moon decides.
ESTIMATED = "(perkiraan)"


@guards.keeps_sops
def confirming(calendar: str, year: int) -> Any:
    """The rows that the calendar and the library propose."""
    known = _known(calendar, year)
    rows = spare(HOLIDAY, FIELDS[HOLIDAY], proposal(known, year), SPARE[HOLIDAY])
    return _drawn(known, year, rows)


@guards.keeps_sops
def confirm(calendar: str, year: int) -> Any:
    """Proposes the ticked rows as the year's holidays; or gives the list more rows."""
    known, faults = _known(calendar, year), Faults()
    decree = request.form.get("decree", "").strip()
    rows = typed(HOLIDAY, FIELDS[HOLIDAY], request.form)
    if "more" in request.form:
        rows = spare(HOLIDAY, FIELDS[HOLIDAY], rows, MORE[HOLIDAY])
        return _drawn(known, year, rows, decree, more=HOLIDAY)
    read = read_holidays(rows, year, known, "", faults)
    if not decree:
        faults["decree"] = _("Isi nomor keputusannya; libur ditetapkan dengan keputusan.")
    if faults:
        return _drawn(known, year, rows, decree, faults), 422
    days = [one for day, one in sorted(read.items()) if day.year == year]
    try:
        proposed = confirm_holidays(store(), calendar, year, days, decree, by=actor().id)
    except Refusal as refusal:
        drawn = _drawn(known, year, rows, decree, refused=sentence_of(refusal))
        return drawn, status_of(refusal)
    return redirect(url_for("calendars.whatif", change=proposed), 303)


def proposal(known: Calendar, year: int) -> list[Row]:
    """The holidays that the calendar has already, and those that only the library knows.

    The library's are ticked where the calendar has none of the year.
    """
    own, offered = of_year(known, year), proposed_holidays(year)
    beside = [one for one in offered if one.date not in known.holidays]
    days = sorted((*own, *beside), key=lambda one: one.date)
    rows = filled(HOLIDAY, holiday_words([_certain(one) for one in days]))
    return [
        replace(row, note=_note(one, one in beside), kept=not own or one not in beside)
        for row, one in zip(rows, days, strict=True)
    ]  # fmt: skip


def _known(code: str, year: int) -> Calendar:
    if not FIRST <= year <= LAST:
        raise NotFound(what=_("Libur %(year)s", year=year))
    return newest(code)


def _certain(one: Holiday) -> Holiday:
    """The holiday under its name alone: once a decree names it, its date is no estimate."""
    return replace(one, name=one.name.removesuffix(ESTIMATED).strip())


def _note(one: Holiday, beside: bool) -> str:
    if one.name.endswith(ESTIMATED):
        return _("Tanggal perkiraan: cocokkan dengan keputusan.")
    if beside:
        return _("Usulan pustaka hari libur.")
    return "" if is_proposed(one) else _("Menurut %(decree)s", decree=one.decree)


def _drawn(
    known: Calendar,
    year: int,
    rows: list[Row],
    decree: str = "",
    faults: Faults | None = None,
    refused: str = "",
    more: str = "",
) -> str:
    return render_template(
        "calendars/confirm.html", calendar=known, year=year, rows=rows, decree=decree,
        faults=faults or {}, refused=refused, focus=first_new(more, rows), kinds=KINDS,
    )  # fmt: skip
