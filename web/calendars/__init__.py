"""Calendars: working hours and days off, which everybody may read and their keepers change."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from engine.domain.calendar import Calendar
from engine.domain.errors import NotFound
from engine.domain.holidays import unconfirmed_year
from engine.queries import calendars as known
from engine.queries.calendars import Listed
from web import guards
from web.audit.asked import present
from web.calendars import change as calendar_change
from web.calendars import confirm as calendar_confirm
from web.calendars import whatif as calendar_whatif
from web.calendars.glance import months, weekdays
from web.calendars.off import KINDS, off
from web.calendars.states import state_words
from web.calendars.week import columns, ranges
from web.reader import reader, store
from web.wording import day

blueprint = Blueprint("calendars", __name__, url_prefix="/calendars")


@blueprint.get("")
@guards.keeps_sops
def index() -> Any:
    """Every calendar with who works by it, and what waits for somebody."""
    found, today = known.calendars(store()), present().today
    return render_template(
        "calendars/index.html", calendars=found, units=present().office.units,
        unconfirmed={one.code: unconfirmed_year(one.calendar, today) for one in found},
        to_confirm=_to_confirm(found, today), state_words=state_words,
    )  # fmt: skip


@blueprint.get("/<calendar>")
@guards.signed_in
def page(calendar: str) -> Any:
    """One calendar in a year (`?tahun=`), as it holds or as a version of it (`?versi=`) says."""
    everything, version = known.calendars(store()), request.args.get("versi", "")
    listed = _one_of(everything, calendar)
    shown = known.text(store(), calendar, version) if version else listed.calendar
    number, today = calendar_change.asked_year(), present().today
    units = present().office.units
    return render_template(
        "calendars/page.html", listed=listed, calendar=shown, year=number, version=version,
        months=months(shown, number), heads=weekdays(), off=off(shown, number), kinds=KINDS,
        weeks=list(columns(shown, number)), ranges=ranges,
        may_change=guards.keeps_sops.admits(reader()),
        units=[units[code].name for code in listed.units],
        above=[one for one in everything if one.code == listed.inherits],
        heirs=[one for one in everything if one.inherits == calendar],
        missing=unconfirmed_year(listed.calendar, today), confirm=_confirm(everything, listed),
        versions=known.versions(store(), calendar), state_words=state_words, held=_held(shown),
        here=lambda number: url_for(
            "calendars.page", calendar=calendar, tahun=number, versi=version or None
        ),
    )  # fmt: skip


blueprint.get("/<calendar>/change")(calendar_change.changing)
blueprint.post("/<calendar>/change")(calendar_change.propose)
blueprint.get("/<calendar>/confirm/<int:year>")(calendar_confirm.confirming)
blueprint.post("/<calendar>/confirm/<int:year>")(calendar_confirm.confirm)
blueprint.get("/changes/<int:change>")(calendar_whatif.whatif)
blueprint.get("/changes/<int:change>/progress")(calendar_whatif.progress)
blueprint.post("/changes/<int:change>/apply")(calendar_whatif.apply)
blueprint.post("/changes/<int:change>/withdraw")(calendar_whatif.withdraw)
blueprint.post("/changes/<int:change>/undo")(calendar_whatif.undo)


def _one_of(everything: list[Listed], code: str) -> Listed:
    found = next((one for one in everything if one.code == code), None)
    if found is None:
        raise NotFound(what=_("Kalender %(code)s", code=code))
    return found


def _source(everything: list[Listed], listed: Listed) -> Listed:
    """The calendar whose confirmation reaches another: the topmost from which that inherits it."""
    for above in everything:
        if above.code == listed.inherits and above.confirmed_until == listed.confirmed_until:
            return _source(everything, above)
    return listed


def _confirm(everything: list[Listed], listed: Listed) -> tuple[str, int] | None:
    """Where and for which year the holidays of a calendar are to be confirmed next."""
    until = listed.confirmed_until
    if until is None:
        return None
    return _source(everything, listed).code, (until + timedelta(days=1)).year


def _to_confirm(everything: list[Listed], today: date) -> list[tuple[Listed, int]]:
    """The calendars whose holidays should be confirmed by now, heirs left out, with the year."""
    found = [(one, unconfirmed_year(one.calendar, today)) for one in everything]
    return [(one, year) for one, year in found if year and _source(everything, one) is one]


def _held(calendar: Calendar) -> str:
    until = calendar.confirmed_until
    if until is None:
        return _("Tidak bergantung pada hari libur.")
    return _("Libur dikonfirmasi sampai %(day)s.", day=day(until))
