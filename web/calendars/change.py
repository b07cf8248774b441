"""Changing a calendar: the sheet of a year, and its proposal with letter and first day."""

from datetime import date
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.commands import propose_calendar
from engine.domain.calendar import Calendar
from engine.domain.errors import Refusal
from engine.domain.holidays import is_proposed
from engine.formats.calendars import calendar_text
from engine.queries import calendars as known
from web import guards
from web.audit.asked import present
from web.calendars.glance import weekdays
from web.calendars.off import KINDS
from web.calendars.rows import Faults, day_of
from web.calendars.sheet import Sheet, calendar_from, first_new, sheet_of, sheet_typed
from web.errors import sentence_of, status_of
from web.reader import actor, store
from web.wording import day as day_words

FIRST, LAST = 2000, 2100  # years that a page offers


@guards.keeps_sops
def changing(calendar: str) -> Any:
    """The sheet of a year (`?tahun=`) as the newest text fills it."""
    return _drawn(newest(calendar), sheet_of(newest(calendar), asked_year(), _since()))


@guards.keeps_sops
def propose(calendar: str) -> Any:
    """Proposes what was typed; or, pressed on a list's own button, gives that list more rows."""
    old, more, faults = newest(calendar), request.form.get("more", ""), Faults()
    sheet = sheet_typed(request.form, asked_year(), more)
    if more:
        return _drawn(old, sheet, more=more)
    new = calendar_from(sheet, old, faults)
    since = day_of(sheet.since, "since", faults)
    _must_rest_on_decrees(new, sheet.letter, faults)
    if faults:
        return _drawn(old, sheet, faults), 422
    try:
        proposed = propose_calendar(
            store(), calendar, calendar_text(new), since=since, letter=sheet.letter,
            by=actor().id,
        )  # fmt: skip
    except Refusal as refusal:
        return _drawn(old, sheet, refused=sentence_of(refusal)), status_of(refusal)
    return redirect(url_for("calendars.whatif", change=proposed), 303)


def newest(code: str) -> Calendar:
    """The text of a calendar that a change begins with. Raises NotFound."""
    return known.text(store(), code, known.calendar(store(), code).version)


def asked_year() -> int:
    """The year in the address, or the reader's."""
    asked = request.args.get("tahun", present().today.year, type=int)
    return min(max(asked, FIRST), LAST)


def _since() -> date:
    """The first day of the asked year that has not passed, where there is one."""
    return max(present().today, date(asked_year(), 1, 1))


def _must_rest_on_decrees(new: Calendar, letter: str, faults: Faults) -> None:
    """Notes a holiday without decree on a date that is said to be certain."""
    certain = new.confirmed_until
    first = min((day for day, one in new.holidays.items() if is_proposed(one)), default=None)
    if certain is None or first is None or first > certain:
        return
    if letter:
        faults["confirmed_until"] = _(
            "%(holiday)s belum berdasar keputusan: konfirmasi dahulu libur tahun itu.",
            holiday=day_words(first),
        )
    else:
        faults["letter"] = _(
            "Isi nomor keputusannya: libur sampai %(day)s dinyatakan pasti, dan %(holiday)s belum "
            "berdasar keputusan.",
            day=day_words(certain),
            holiday=day_words(first),
        )


def _drawn(
    calendar: Calendar,
    sheet: Sheet,
    faults: Faults | None = None,
    refused: str = "",
    more: str = "",
) -> str:
    return render_template(
        "calendars/change.html", calendar=calendar, sheet=sheet, faults=faults or {},
        refused=refused, focus=first_new(more, sheet.rows(more)), heads=weekdays(), kinds=KINDS,
    )  # fmt: skip
