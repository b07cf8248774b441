"""The sheet of a change: everything that a calendar says of a year as words in a form, and back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from flask_babel import gettext as _

from engine.domain.calendar import Calendar
from engine.domain.holidays import of_year
from engine.domain.hours import Holiday, HolidayKind, Season, SpecialDay, Week
from engine.domain.rules import Rules
from web.calendars.rows import (
    Faults,
    Row,
    day_of,
    filled,
    hours_of,
    hours_text,
    spare,
    typed,
    words_of,
)

Rule = TypeVar("Rule", Holiday, SpecialDay, Season)

HOLIDAY, SPECIAL, SEASON = "holiday", "special", "season"
DAYS = tuple(f"day-{weekday}" for weekday in range(7))
FIELDS = {
    HOLIDAY: ("date", "name", "kind"),
    SPECIAL: ("date", "title", "hours"),
    SEASON: ("title", "from", "to", *DAYS),
}
# Empty rows at the end of each list, and how many a press on its button adds.
SPARE = {HOLIDAY: 2, SPECIAL: 1, SEASON: 0}
MORE = {HOLIDAY: 5, SPECIAL: 3, SEASON: 1}


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """The words in the fields; those of the rows are of one year."""

    year: int
    title: str
    basis: str
    confirmed_until: str
    week: Mapping[str, str]  # by the names of DAYS
    holidays: list[Row]
    special_days: list[Row]
    seasons: list[Row]
    since: str = ""
    letter: str = ""

    def rows(self, kind: str) -> list[Row]:
        """One of its lists."""
        lists = {HOLIDAY: self.holidays, SPECIAL: self.special_days, SEASON: self.seasons}
        return lists.get(kind, [])


def sheet_of(calendar: Calendar, year: int, since: date) -> Sheet:
    """The sheet that a calendar fills."""
    specials = [one for day, one in sorted(calendar.special_days.items()) if day.year == year]
    return Sheet(
        year=year,
        title=calendar.title,
        basis=calendar.basis,
        confirmed_until=str(calendar.confirmed_until or ""),
        week=_week_words(calendar.week),
        holidays=_roomy(HOLIDAY, filled(HOLIDAY, holiday_words(of_year(calendar, year)))),
        special_days=_roomy(SPECIAL, filled(SPECIAL, [_special_words(one) for one in specials])),
        seasons=filled(SEASON, [_season_words(one) for one in seasons_of(calendar, year)]),
        since=str(since),
    )


def sheet_typed(form: Mapping[str, str], year: int, more: str = "") -> Sheet:
    """The sheet as it was sent; `more` is the list that shall have further rows."""
    rows = {kind: typed(kind, fields, form) for kind, fields in FIELDS.items()}
    if more in rows:
        rows[more] = spare(more, FIELDS[more], rows[more], MORE[more])
    return Sheet(
        year=year,
        title=form.get("title", "").strip(),
        basis=form.get("basis", "").strip(),
        confirmed_until=form.get("confirmed_until", "").strip(),
        week={day: form.get(f"week-{day}", "").strip() for day in DAYS},
        holidays=rows[HOLIDAY],
        special_days=rows[SPECIAL],
        seasons=rows[SEASON],
        since=form.get("since", "").strip(),
        letter=form.get("letter", "").strip(),
    )


def first_new(kind: str, rows: list[Row]) -> str:
    """The field to begin with in the rows that a list has just been given; "" for none."""
    return rows[-MORE[kind]].id(FIELDS[kind][0]) if kind in MORE else ""


def calendar_from(sheet: Sheet, old: Calendar, faults: Faults) -> Calendar:
    """The old calendar as the sheet changes it; where there are faults, the old one itself."""
    confirmed = sheet.confirmed_until and day_of(sheet.confirmed_until, "confirmed_until", faults)
    told = {
        "title": words_of(sheet.title, "title", faults),
        "basis": sheet.basis,
        "confirmed_until": confirmed or None,
        "week": _read_week(sheet.week, "week", faults),
        "holidays": read_holidays(sheet.holidays, sheet.year, old, sheet.letter, faults),
        "special_days": _read_specials(sheet, old, faults),
        "seasons": _read_seasons(sheet, old, faults),
    }
    if faults:
        return old
    try:
        return replace(old, **told)
    except ValueError:
        faults["week-day-0"] = _(
            "Isi jam kerja paling sedikit satu hari; jaga malam harus berakhir sebelum jam buka "
            "yang paling pagi."
        )
        return old


def seasons_of(calendar: Rules, year: int) -> list[Season]:
    """The seasons that touch a year."""
    return [one for one in calendar.seasons if year in (one.start.year, one.end.year)]


def holiday_words(days: list[Holiday]) -> list[Mapping[str, str]]:
    """What rows of holidays say."""
    return [{"date": str(one.date), "name": one.name, "kind": one.kind} for one in days]


def read_holidays(
    rows: list[Row], year: int, old: Calendar, letter: str, faults: Faults
) -> dict[date, Holiday]:
    """All holidays of the old calendar, those of the year as the rows say.

    A row that says what was said before keeps its decree; every other cites the letter.
    """
    found = {day: one for day, one in old.holidays.items() if day.year != year}
    for row in (row for row in rows if row.counts):
        kind = row.words["kind"]
        if kind not in set(HolidayKind):
            faults[row.id("kind")] = _("Pilih jenis liburnya.")
            continue
        name = words_of(row.words["name"], row.id("name"), faults)
        on = _own_day(row, year, found, faults)
        if on:
            told = Holiday(date=on, name=name, kind=HolidayKind(kind), decree=letter)
            found[on] = _cited(told, old.holidays.get(on))
    return found


def _read_specials(sheet: Sheet, old: Calendar, faults: Faults) -> dict[date, SpecialDay]:
    found = {day: one for day, one in old.special_days.items() if day.year != sheet.year}
    for row in (row for row in sheet.special_days if row.counts):
        title = words_of(row.words["title"], row.id("title"), faults)
        hours = hours_of(row.words["hours"], row.id("hours"), faults)
        on = _own_day(row, sheet.year, found, faults)
        if on:
            told = SpecialDay(date=on, title=title, hours=hours, decree=sheet.letter)
            found[on] = _cited(told, old.special_days.get(on))
    return found


def _read_seasons(sheet: Sheet, old: Calendar, faults: Faults) -> tuple[Season, ...]:
    shown = seasons_of(old, sheet.year)
    found = [one for one in old.seasons if one not in shown]
    for row in (row for row in sheet.seasons if row.counts):
        title = words_of(row.words["title"], row.id("title"), faults)
        start = day_of(row.words["from"], row.id("from"), faults)
        end = day_of(row.words["to"], row.id("to"), faults)
        week = _read_week(row.words, row.name, faults)
        if start is None or end is None:
            continue
        if end < start:
            faults[row.id("to")] = _("Hari terakhir mendahului hari pertama.")
        elif sheet.year not in (start.year, end.year):
            faults[row.id("from")] = _("Tanggal ini bukan dari tahun %(year)s.", year=sheet.year)
        elif any(start <= one.end and one.start <= end for one in found):
            faults[row.id("from")] = _("Masa ini bertumpuk dengan masa yang lain.")
        else:
            told = Season(title=title, start=start, end=end, week=week, decree=sheet.letter)
            found.append(_cited(told, next((one for one in shown if one.start == start), None)))
    return tuple(sorted(found, key=lambda season: season.start))


def _cited(told: Rule, before: Rule | None) -> Rule:
    """The rule from before with its decree, where the same is told again."""
    return before if before and replace(before, decree=told.decree) == told else told


def _own_day(row: Row, year: int, taken: Mapping[date, object], faults: Faults) -> date | None:
    """The date of a row, of this year and of no other row."""
    on, field = day_of(row.words["date"], row.id("date"), faults), row.id("date")
    if on and on.year != year:
        faults[field] = _("Tanggal ini bukan dari tahun %(year)s.", year=year)
    elif on and on in taken:
        faults[field] = _("Tanggal ini sudah ada di baris lain.")
    else:
        return on
    return None


def _read_week(words: Mapping[str, str], name: str, faults: Faults) -> Week:
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = (
        hours_of(words[day], f"{name}-{day}", faults) for day in DAYS
    )
    return monday, tuesday, wednesday, thursday, friday, saturday, sunday


def _special_words(one: SpecialDay) -> Mapping[str, str]:
    return {"date": str(one.date), "title": one.title, "hours": hours_text(one.hours)}


def _season_words(one: Season) -> Mapping[str, str]:
    dates = {"from": str(one.start), "to": str(one.end)}
    return {"title": one.title, **dates, **_week_words(one.week)}


def _week_words(week: Week) -> Mapping[str, str]:
    return {name: hours_text(day) for name, day in zip(DAYS, week, strict=True)}


def _roomy(kind: str, rows: list[Row]) -> list[Row]:
    return spare(kind, FIELDS[kind], rows, SPARE[kind])
