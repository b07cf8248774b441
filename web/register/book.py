"""One book: the lines of a month on sheets of paper, what they add up to, and who signs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from flask_babel import format_date
from flask_babel import gettext as _

from engine.domain.errors import NotAllowed, NotFound
from engine.domain.people import Duty, Unit
from engine.domain.sop import Ending
from engine.queries import catalog, register, roster
from engine.queries.register import Line, Tally
from engine.store import office
from web import wording
from web.audit.asked import present, scope
from web.cases.status import ENDINGS
from web.reader import store
from web.wording import masked

ON_SHEET = 16  # lines that fit on A4 landscape when names take two lines
ON_PAGE = 20 * ON_SHEET


@dataclass(frozen=True, kw_only=True, slots=True)
class Book:
    """The book of one SOP in one unit for one month, or the part of it on this page."""

    unit: Unit
    code: str
    title: str
    month: date
    current: date  # the month that is running
    zone: tzinfo
    lines: list[Line]
    first: int  # number of the first line
    following: Line | None  # the line before the next page
    tally: Tally
    left: list[Line]  # unfinished at the end of the month
    signs: tuple[str, str]  # title and name of the head
    named: bool = False

    @property
    def sheets(self) -> Iterator[list[tuple[int, Line]]]:
        """The lines with their numbers, as many as fit on a sheet of paper."""
        numbered = list(enumerate(self.lines, self.first))
        for at in range(0, len(numbered), ON_SHEET):
            yield numbered[at : at + ON_SHEET]

    def shown(self, name: str) -> str:
        """A name as this reader sees it."""
        return masked(name) if name and not self.named else name

    def shown_cases(self) -> list[int]:
        """The cases whose names the page shows."""
        return sorted({line.id for line in (*self.lines, *self.left)})


def may_name(unit: str) -> bool:
    """Whether the reader may see full names: the staff of the unit whose book it is."""
    return any(held.position.unit == unit for held in present().holdings)


def open_book(
    unit: str, code: str, month: str, after: str = "", *, named: bool = False, limit: int = ON_PAGE
) -> Book:
    """The book for a month such as "2026-11". Raises NotFound, NotAllowed."""
    who = present()
    if unit not in who.office.units:
        raise NotFound(what=f"Unit {unit}")
    if unit not in scope() or (named and not may_name(unit)):
        raise NotAllowed(why=_("buku register ini milik unit lain"))
    zone = office.directory(store(), who.office.revision).calendars[unit].zone
    wording.use_zone(zone)
    current = who.now.astimezone(zone).date().replace(day=1)
    start = min(month_of(month) or current, current)
    since, until = _edge(start, zone), _edge(following(start), zone)
    cursor = _cursor(after)
    found = register.register(
        store(), unit, code, since, until, after=cursor or ("-infinity", 0), limit=limit
    )
    return Book(
        unit=who.office.units[unit], code=code, title=_title(unit, code), month=start,
        current=current, zone=zone, lines=found[:limit],
        first=1 + (register.before(store(), unit, code, since, cursor) if cursor else 0),
        following=found[limit - 1] if len(found) > limit else None,
        tally=register.tally(store(), unit, code, since, until),
        left=register.unfinished(store(), unit, code, until), signs=_signs(unit, who.today),
        named=named,
    )  # fmt: skip


def remark(line: Line) -> str:
    """What the last column says of a line."""
    if line.ending and line.ending != Ending.DONE:
        return str(ENDINGS[Ending(line.ending)])
    stopped = line.ready_at or line.closed_at
    if stopped is None:
        return _("Belum selesai")
    if line.promised_at and stopped > line.promised_at:
        return _("Melewati janji")
    return "" if line.closed_at or line.handed_over_at else _("Menunggu diambil")


def done_at(line: Line) -> datetime | None:
    """When the product was ready; a case that ended otherwise has no such moment."""
    if line.ending and line.ending != Ending.DONE:
        return None
    return line.ready_at or line.closed_at


def month_name(month: date) -> str:
    """ "November 2026"."""
    return format_date(month, "MMMM y")


def month_of(text: str) -> date | None:
    """The first day of a month such as "2026-11"."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


def following(month: date) -> date:
    """The first day of the next month."""
    return (month + timedelta(days=31)).replace(day=1)


def preceding(month: date) -> date:
    """The first day of the month before."""
    return (month - timedelta(days=1)).replace(day=1)


def _edge(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone)


def _cursor(after: str) -> tuple[datetime, int] | None:
    moment, _comma, id_ = after.rpartition(",")
    try:
        at = datetime.fromisoformat(moment)
        return (at, int(id_)) if at.tzinfo else None
    except ValueError:
        return None


def _title(unit: str, code: str) -> str:
    """The title of the newest version that this unit adopted. Raises NotFound."""
    known = [v for v in catalog.library(store(), code) if unit in v.units]
    if not known:
        raise NotFound(what=f"SOP {code}")
    return known[0].sop.title


def _signs(unit: str, day: date) -> tuple[str, str]:
    """Whose signature closes the book: the head of the unit, or who acts for him."""
    known = present().office.positions
    heads = [p for p in known.values() if p.unit == unit and Duty.HEAD in p.duties]
    if not heads:
        return "", ""
    held = [p for p in roster.posted(store(), day, unit) if p.desk == heads[0].desk]
    now = [posting for posting in held if posting.covers(day)]
    prefix = {"plt": "Plt. ", "plh": "Plh. "}.get(now[-1].standing, "") if now else ""
    return prefix + heads[0].title, now[-1].name if now else ""
