"""`sopan calendar`: what differs between two calendars, a year's proposed holidays, the list."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from engine.cli.opened import answer, store_at_hand
from engine.domain.calendar import Calendar
from engine.domain.calendar_differences import Differences, Hours, differences
from engine.domain.hours import Day, Holiday
from engine.formats.calendars import load_calendar
from engine.formats.calendars.proposal import proposed_holidays
from engine.formats.calendars.working_hours import day_text
from engine.queries import calendars as asked
from engine.queries.calendars import Listed, MoveLine
from engine.queries.whatif import what_if
from engine.settings import load_settings

WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


@click.group()
def calendar() -> None:
    """Compare calendars, list them, propose a year's holidays."""


@calendar.command()
@click.argument("old")
@click.argument("new")
@click.option("--cases", is_flag=True, help="Also which open cases would move.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="With --cases: NEW from this day.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def diff(*, old: str, new: str, cases: bool, since: Any, as_json: bool) -> None:
    """Print what differs from OLD to NEW.

    Each is a file, the code of a calendar in SOPAN_DEFINITIONS_DIR, CODE@VERSION as a fact cites
    it, or CODE@ as the office has it now. With --cases, NEW takes the place of the office's
    calendar of OLD's code.
    """
    before, after = _named(old), _named(new)
    found = differences(before, after)
    lines = _lines_of(before, after, since) if cases else None
    if as_json:
        moved = {} if lines is None else {"cases": [_move_data(line) for line in lines]}
        answer({"old": before.version, "new": after.version, **_data(found), **moved})
    else:
        told = [*_told(found), *(_moves_told(lines, before) if lines is not None else ())]
        click.echo("\n".join(told))


@calendar.command()
@click.argument("year", type=click.IntRange(1970, 2199))
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def holidays(*, year: int, as_json: bool) -> None:
    """Print the holidays proposed for YEAR; only a decree makes them certain."""
    found = proposed_holidays(year)
    if as_json:
        answer([_holiday_data(one) for one in found])
    else:
        click.echo("\n".join(map(_holiday, found)))


@calendar.command("list")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def list_(*, as_json: bool) -> None:
    """Print the office's calendars, who works by them, and until when they are certain."""
    with store_at_hand() as store:
        found = asked.calendars(store)
    if as_json:
        answer([_listed_data(one) for one in found])
    else:
        click.echo("\n".join(map(_listed, found)))


def _named(text: str) -> Calendar:
    path = Path(text)
    if path.is_file():
        return load_calendar(path)
    code, at, version = text.partition("@")
    if not at:
        return load_calendar(load_settings().definitions_dir / "calendars" / f"{code}.yaml")
    with store_at_hand() as store:
        return asked.text(store, code, version or asked.calendar(store, code).version)


def _lines_of(before: Calendar, after: Calendar, since: Any) -> list[MoveLine]:
    with store_at_hand() as store:
        return list(what_if(store, replace(after, code=before.code), since and since.date()))


def _told(found: Differences) -> Iterator[str]:
    if not found:
        yield "Tidak ada yang berbeda."
    for one in found.week:
        yield f"Mingguan, {_hours(one)}"
    for one in found.days:
        yield _hours(one)
    for holiday in found.gained:
        yield f"+ {_holiday(holiday)}"
    for holiday in found.lost:
        yield f"- {_holiday(holiday)}"
    old, new = found.confirmed_until
    if old != new:
        yield f"Libur pasti sampai {old or 'kapan pun'} -> {new or 'kapan pun'}"


def _moves_told(lines: list[MoveLine], calendar: Calendar) -> Iterator[str]:
    yield f"Jatuh tempo yang bergeser: {len(lines)}"
    for line in lines:
        old, new = (
            f"{calendar.local(at):%Y-%m-%d %H.%M}" if at else "-"
            for at in (line.old_at, line.new_at)
        )
        yield f"  {line.number} ({line.clock}): {old} -> {new}"


def _hours(one: Hours) -> str:
    on = one.on if isinstance(one.on, date) else WEEKDAYS[one.on]
    return f"{on}: {_day(one.old)} -> {_day(one.new)}"


def _day(day: Day) -> str:
    return ", ".join(day_text(day)) or "libur"


def _holiday(one: Holiday) -> str:
    return "; ".join(filter(None, (f"{one.date} {one.name} ({one.kind})", one.decree)))


def _listed(one: Listed) -> str:
    above = f", mewarisi {one.inherits}" if one.inherits else ""
    sure = one.confirmed_until or "tidak bergantung pada libur"
    return f"{one.code} ({one.version}{above}): {one.title}; pasti sampai {sure}; " + (
        ", ".join(one.units) or "tanpa unit"
    )


def _data(found: Differences) -> dict[str, Any]:
    old, new = found.confirmed_until
    return {
        "week": [_hours_data(one) for one in found.week],
        "days": [_hours_data(one) for one in found.days],
        "gained": [_holiday_data(one) for one in found.gained],
        "lost": [_holiday_data(one) for one in found.lost],
        "confirmed_until": {"old": old, "new": new},
    }


def _hours_data(one: Hours) -> dict[str, Any]:
    on = one.on if isinstance(one.on, date) else WEEKDAYS[one.on]
    return {"on": on, "old": day_text(one.old), "new": day_text(one.new)}


def _holiday_data(one: Holiday) -> dict[str, Any]:
    return {"date": one.date, "name": one.name, "kind": one.kind, "decree": one.decree}


def _move_data(line: MoveLine) -> dict[str, Any]:
    return {
        "number": line.number,
        "clock": line.clock,
        "old": line.old_at,
        "new": line.new_at,
        "late_before": line.late_before,
        "late_after": line.late_after,
    }


def _listed_data(one: Listed) -> dict[str, Any]:
    return {
        "code": one.code,
        "title": one.title,
        "version": one.version,
        "inherits": one.inherits,
        "units": one.units,
        "confirmed_until": one.confirmed_until,
        "changes": [change.id for change in one.under_way],
    }
