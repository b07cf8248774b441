"""The board at one moment: what all readers of the same units share, asked once in two seconds."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from engine.domain.calendar import Calendar
from engine.queries import board_cases, board_load
from engine.queries.board import Board, board
from engine.queries.board_cases import Open, Wanted
from engine.queries.board_load import Burden, Due
from web import due_words, redrawn
from web.board.asked import Asked
from web.board.forecast import days_ahead, days_behind
from web.kept import kept
from web.reader import Reader, store

FRESH = 2.0  # seconds; with a page that asks every three, nobody sees data older than five
_ON_THE_BOARD = 10
_A_DAY = 24 * 3600.0


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """Counts, load and what falls due; the capacity is that of the days before today."""

    board: Board
    burdens: tuple[Burden, ...]
    dues: tuple[Due, ...]
    capacity: float | None
    calendar: Calendar
    mark: str

    @property
    def now(self) -> datetime:
        """When the database was asked."""
        return self.board.now


@dataclass(frozen=True, kw_only=True)
class Cases:
    """The first cases under a condition."""

    now: datetime
    cases: tuple[Open, ...]
    more: bool
    mark: str


def counts(asked: Asked, who: Reader) -> Board:
    """What is open in the units, at most two seconds old."""
    return kept(("board", asked.units), FRESH, lambda: board(store(), asked.units, who.now))


def snapshot(asked: Asked, who: Reader) -> Snapshot:
    """The board of the units, at most two seconds old."""
    calendar = leading_calendar(asked, who)
    key = ("snapshot", asked.units, calendar.version)
    return kept(key, FRESH, lambda: _snapshot(asked, who, calendar))


def first_cases(asked: Asked, who: Reader) -> Cases:
    """The first cases of the units under the condition asked for, at most two seconds old."""
    return kept(("cases", asked.units, asked.condition), FRESH, lambda: _cases(asked, who))


def _snapshot(asked: Asked, who: Reader, calendar: Calendar) -> Snapshot:
    counted = counts(asked, who)
    days = days_ahead(calendar, who.today)
    until = calendar.midnight(days[-1] + timedelta(days=1))
    zone = calendar.zone.key
    burdens = tuple(board_load.burdens(store(), asked.units, who.now, who.today))
    dues = tuple(board_load.due_by_day(store(), asked.units, who.now, until, zone))
    capacity = _capacity(asked, who, calendar)
    cells = [(c.unit, c.sop.digest, c.step, c.status, c.open, c.near, c.late)
             for c in counted.cells]  # fmt: skip
    ahead = [(due.day, due.sop.digest, due.step, due.count) for due in dues]
    mark = redrawn.mark_of(sorted(map(str, cells)), burdens, sorted(map(str, ahead)), capacity)
    return Snapshot(board=counted, burdens=burdens, dues=dues, capacity=capacity,
                    calendar=calendar, mark=mark)  # fmt: skip


def _cases(asked: Asked, who: Reader) -> Cases:
    wanted = Wanted(condition=asked.condition)
    found, following = board_cases.open_cases(
        store(), asked.units, who.now, wanted, limit=_ON_THE_BOARD
    )
    mark = redrawn.mark_of([(case.number, case.version, case.late, case.near) for case in found])
    return Cases(now=who.now, cases=tuple(found), more=following is not None, mark=mark)


def _capacity(asked: Asked, who: Reader, calendar: Calendar) -> float | None:
    """The median of a working day; it changes only with the day, so it is asked once a day."""
    days = days_behind(calendar, who.today)
    since = datetime.combine(days[-1], time(), tzinfo=calendar.zone)
    return kept(
        ("capacity", asked.units, who.today), _A_DAY,
        lambda: board_load.capacity(store(), asked.units, days, since, calendar.zone.key),
    )  # fmt: skip


def leading_calendar(asked: Asked, who: Reader) -> Calendar:
    """The calendar by which days are counted: the unit asked for, the reader's, or any of them."""
    calendars = due_words.calendars_of(who)
    wanted = (asked.unit, who.unit, *sorted(asked.units), *sorted(calendars))
    return next(calendars[unit] for unit in wanted if unit in calendars)
