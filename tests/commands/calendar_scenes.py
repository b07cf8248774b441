"""Scenes for changes of calendars: requests that stand everywhere, and calendars that differ."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice

from engine import clock
from engine.commands import (
    By,
    apply_calendar,
    extend_case,
    propose_calendar,
    resubmit,
    suspend_case,
    work_on_calendars,
)
from engine.domain.calendar import Calendar
from engine.domain.hours import Holiday, HolidayKind
from engine.formats.calendars import calendar_text
from engine.store import calendars as kept
from engine.store import cases, history
from tests.builders import advance, advance_to, open_any, open_kk, open_sipb, open_sktm, sop_of
from tests.cast import Cast

LETTER = "Keputusan Bupati Contoh 100/2026"
MOMENTS = ("due_at", "warn_at", "promised_at", "promise_warn_at", "legal_at", "resumes_at")


def everywhere(cast: Cast) -> list[str]:
    """Requests at their start, under way, paused, extended, with the applicant, back, done."""
    certificates = [open_sktm(cast).case.number for _ in range(3)]
    advance_to(cast, certificates[1], "3")
    advance_to(cast, certificates[2], "closed")
    cards = [open_kk(cast).case.number for _ in range(3)]
    for number in cards[1:]:
        advance_to(cast, number, "4")
    suspend_case(cast.store, cards[2], "sistem", "", by=By(person=cast.hasnah.id))
    complaints = [open_any(cast, "kec-contoh-utara", "ADUK").case.number for _ in range(2)]
    for number in complaints:
        advance_to(cast, number, "3")
    suspended(cast, complaints[1], "opd")
    rises = [open_any(cast, "bagian-umum", "KGB").case.number for _ in range(2)]
    advance_to(cast, rises[1], "5#2")
    legal = [open_any(cast, "bagian-organisasi", "ADU").case.number for _ in range(2)]
    for number in legal:
        advance_to(cast, number, "3")
    irma = By(person=cast.irma.id)
    extend_case(cast.store, legal[1], "5 hari kerja", "Perlu keterangan dinas.", by=irma)
    return [*certificates, *cards, *complaints, *rises, *legal, *licences(cast)]


def licences(cast: Cast) -> list[str]:
    """Licences at their start, at the other unit's step, with the applicant, and back."""
    numbers = [open_sipb(cast).case.number for _ in range(4)]
    at_the_other_unit(cast, numbers[1])
    for number in numbers[2:]:
        advance_to(cast, number, "4")
        advance(cast, number, "Perlu perbaikan")
    back = cases.load(cast.store, numbers[3]).case
    papers = frozenset(sop_of(cast, back).requirements)
    by = By(person=cast.holder(back.turn).id)
    resubmit(cast.store, numbers[3], ticked=papers, by=by)
    return numbers


def suspended(cast: Cast, number: str, reason: str) -> None:
    """Pauses a request by whoever holds its step."""
    case = cases.load(cast.store, number).case
    by = By(person=case.holder or cast.holder(case.turn).id)
    suspend_case(cast.store, number, reason, "", by=by)


def at_the_other_unit(cast: Cast, number: str) -> None:
    """Advances a licence to the step that the Dinas Kesehatan does."""
    sop = sop_of(cast, cases.load(cast.store, number).case)
    elsewhere = next(
        state.id for state in sop.states.values() if any(sop.roles[r].unit for r in state.roles)
    )
    advance_to(cast, number, elsewhere)


def workdays(calendar: Calendar, count: int) -> list[date]:
    """The next days on which a unit works, today among them."""
    days = (today() + timedelta(days=n) for n in range(400))
    return list(islice((day for day in days if calendar.hours(day)), count))


def today() -> date:
    """The date in the regency."""
    return (clock.now() + timedelta(hours=8)).date()


def closed(calendar: Calendar, count: int) -> Calendar:
    """The calendar with its next working days off."""
    return with_holidays(calendar, workdays(calendar, count))


def with_holidays(calendar: Calendar, days: Iterable[date]) -> Calendar:
    """The calendar with more days off."""
    more = {
        day: Holiday(date=day, name="Libur uji", decree=LETTER, kind=HolidayKind.REGIONAL)
        for day in days
    }
    return replace(calendar, holidays={**calendar.holidays, **more})


def newest(cast: Cast, code: str) -> Calendar:
    """The text of a calendar that was adopted last."""
    return kept.newest(cast.store, kept.layers(cast.store)[code])


def proposed(cast: Cast, calendar: Calendar, since: date | None = None) -> int:
    """A change to this text, proposed by the administrator."""
    return propose_calendar(
        cast.store, calendar.code, calendar_text(calendar), since=since, letter=LETTER,
        by=cast.jamal.id,
    )  # fmt: skip


def worked_off(cast: Cast, limit: int = 4) -> None:
    """Workers do all there is."""
    while work_on_calendars(cast.store, limit=limit):
        pass


def applied(cast: Cast, change: int) -> None:
    """The change previewed, applied and worked off."""
    worked_off(cast)
    apply_calendar(cast.store, change, by=cast.jamal.id)
    worked_off(cast)


def moments(cast: Cast, numbers: Iterable[str]) -> dict[str, tuple[datetime | None, ...]]:
    """The due moments of requests."""
    loaded = {number: cases.load(cast.store, number).case for number in numbers}
    return {
        number: tuple(getattr(case, name) for name in MOMENTS) for number, case in loaded.items()
    }


def recalculated(cast: Cast, number: str) -> list[dict[str, object]]:
    """What the facts of recalculation of a request say."""
    case = cases.load(cast.store, number).case
    return [
        dict(fact.says)
        for fact, _ in history.facts_of(cast.store, case.id)
        if fact.kind == "recalculated"
    ]
