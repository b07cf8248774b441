"""`sopan due`: a due moment and its account, without a server."""

import json
from datetime import datetime
from typing import Any

import click

from engine.domain.account import Account, Kind, Line
from engine.domain.calendar import EARLIEST, LATEST, Calendar, OutsideCalendar
from engine.domain.deadline import Pause, account, is_provisional, warn_at
from engine.domain.errors import Refusal
from engine.domain.hours import Holiday
from engine.domain.limit import Limit, WorkingDays, WorkingMinutes, parse_limit
from engine.formats.calendars import load_calendar
from engine.settings import load_settings

_KINDS = {
    Kind.START: "Mulai",
    Kind.WORK: "Jam kerja",
    Kind.ELAPSED: "Berjalan",
    Kind.DAYS: "Hari terhitung",
    Kind.BREAK: "Istirahat",
    Kind.NIGHT: "Di luar jam kerja",
    Kind.CLOSED: "Tidak bekerja",
    Kind.HOLIDAY: "Libur",
    Kind.PAUSE: "Jeda",
    Kind.END: "Jatuh tempo",
}


class TimeUnclear(Refusal):
    """A moment on the command line that cannot be read."""

    says = "Waktu “%(text)s” tidak dapat dibaca. Tulis seperti 2026-04-10T11:00."


@click.command()
@click.option("--calendar", "code", required=True, help="Code of a calendar, its file's name.")
@click.option("--from", "start", required=True, help="2026-04-10T11:00 by the calendar's zone.")
@click.option("--limit", "words", required=True, help='Such as "90 menit" or "3 hari kerja".')
@click.option("--pause", "pauses", multiple=True, help="FROM/TO; without TO it still goes on.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def due(*, code: str, start: str, words: str, pauses: tuple[str, ...], as_json: bool) -> None:
    """Print when a limit falls due on a calendar, and the account of that moment."""
    calendar = load_calendar(load_settings().definitions_dir / "calendars" / f"{code}.yaml")
    limit, began = parse_limit(words), _moment(start, calendar)
    stops = [_pause(text, calendar) for text in pauses]
    told = account(limit, began, calendar, stops)
    warn = warn_at(limit, began, calendar, stops)
    if as_json:
        answer = _data(limit, told, warn, calendar)
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_lines(limit, told, calendar)))


def _moment(text: str, calendar: Calendar) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise TimeUnclear(text=text) from None
    if not EARLIEST <= moment.year <= LATEST:
        raise OutsideCalendar(year=moment.year)
    return moment if moment.tzinfo else moment.replace(tzinfo=calendar.zone)


def _pause(text: str, calendar: Calendar) -> Pause:
    start, _, end = text.partition("/")
    pause = Pause(start=_moment(start, calendar), end=_moment(end, calendar) if end else None)
    if pause.end and pause.end < pause.start:
        raise TimeUnclear(text=text)
    return pause


def _data(limit: Limit, told: Account, warn: datetime | None, calendar: Calendar) -> dict[str, Any]:
    return {
        "calendar": calendar.code,
        "version": calendar.version,
        "limit": limit.text,
        "due": _iso(told.due, calendar),
        "warn_at": _iso(warn, calendar),
        "provisional": bool(told.due and is_provisional(told.due, calendar)),
        "account": [_line_data(line, calendar) for line in told.lines],
    }


def _line_data(line: Line, calendar: Calendar) -> dict[str, Any]:
    because = line.because
    return {
        "kind": line.kind,
        "start": _iso(line.start, calendar),
        "end": _iso(line.end, calendar),
        "amount": line.amount,
        "because": _title(line) or None,
        "decree": because.decree if because else None,
    }


def _iso(moment: datetime | None, calendar: Calendar) -> str | None:
    return calendar.local(moment).isoformat() if moment else None


def _title(line: Line) -> str:
    because = line.because
    if because is None:
        return ""
    return because.name if isinstance(because, Holiday) else because.title


def _lines(limit: Limit, told: Account, calendar: Calendar) -> list[str]:
    if told.due:
        note = " (sementara)" if is_provisional(told.due, calendar) else ""
        head = f"Jatuh tempo {_shown(told.due, calendar)}{note}"
    elif told.lines:
        head = "Jatuh tempo belum diketahui, karena jeda masih berlangsung"
    else:
        head = f"Tanpa jatuh tempo (batas waktu: {limit.text or '-'})"
    return [head, *(_told(line, limit, calendar) for line in told.lines)]


def _told(line: Line, limit: Limit, calendar: Calendar) -> str:
    until = f" - {_shown(line.end, calendar)}" if line.end else " - sekarang"
    span = _shown(line.start, calendar) + ("" if line.start == line.end else until)
    parts = [f"  {_KINDS[line.kind]}: {span}", _amount(line, limit), _title(line)]
    if line.because and line.because.decree:
        parts.append(line.because.decree)
    return "; ".join(part for part in parts if part)


def _amount(line: Line, limit: Limit) -> str:
    if not line.amount:
        return ""
    if line.kind in (Kind.CLOSED, Kind.HOLIDAY):
        return f"{line.amount} hari"
    if line.kind in (Kind.WORK, Kind.ELAPSED) or isinstance(limit, WorkingMinutes):
        minutes, seconds = divmod(line.amount, 60)
        return f"{minutes} menit" + (f" {seconds} detik" if seconds else "")
    return f"{line.amount} {'hari kerja' if isinstance(limit, WorkingDays) else 'hari kalender'}"


def _shown(moment: datetime, calendar: Calendar) -> str:
    return f"{calendar.local(moment):%Y-%m-%d %H.%M}"
