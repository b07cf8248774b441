"""Due moments on a four-year calendar, in microseconds a call, checked against the oracle.

Beside them, on the same questions, what others offer. A run takes its share of the questions, so
that every one of them is asked of everybody.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from engine.domain.calendar import Calendar
from engine.domain.deadline import due
from engine.domain.hours import Holiday, HolidayKind
from engine.domain.limit import Limit, WorkingDays, WorkingMinutes
from engine.formats.calendars import load_calendar
from tests.bench import peers
from tests.bench.peers import Asked, Peer
from tests.bench.report import Figure, paired, times_as_fast
from tests.domain.oracle import DAY, MINUTE, date_at, owner

QUESTIONS = 100_000
CEILING = 5.0  # microseconds a call
AS_FAST = 80  # times as businesstimedelta
FIRST, LAST = date(2025, 1, 1), date(2028, 12, 31)
# Ramadan of each year; the days after its end are Lebaran.
RAMADAN = (
    (date(2025, 3, 1), date(2025, 3, 30)),
    (date(2026, 2, 19), date(2026, 3, 20)),
    (date(2027, 2, 8), date(2027, 3, 9)),
    (date(2028, 1, 28), date(2028, 2, 26)),
)
FIXED = ((1, 1), (5, 1), (6, 1), (8, 17), (12, 25))
MINUTES = (5, 10, 15, 30, 60, 90, 120, 240, 450, 480, 900, 1350, 2250)
PERPRES = Path(__file__).parents[2] / "definitions" / "calendars" / "perpres-21-2023.yaml"


def figures(runs: int) -> list[Figure]:
    """Days and minutes: the time a call takes, how many are wrong, and the others beside it."""
    calendar = four_years()
    told = Oracle.walking(calendar, FIRST, LAST + 60 * DAY)
    chance = random.Random(21_2023)
    days = [(chance.randint(1, 30), _start(chance)) for _ in range(QUESTIONS)]
    minutes = [(chance.choice(MINUTES), _start(chance)) for _ in range(QUESTIONS)]
    by_day, by_minute = _by_us(_days, calendar), _by_us(_minutes, calendar)
    hours = [(peers.by_pandas, 1), (peers.by_businesstimedelta, AS_FAST)]
    return [
        *_kind("days", days, by_day, told.days, [(peers.by_numpy, 1)], calendar, runs),
        *_kind("minutes", minutes, by_minute, told.minutes, hours, calendar, runs),
    ]


def four_years() -> Calendar:
    """The regency's hours with Ramadan and holidays of four years."""
    calendar = load_calendar(PERPRES)
    season = calendar.seasons[0]
    off = {date(year, *day) for year in range(FIRST.year, LAST.year + 1) for day in FIXED}
    off |= {end + n * DAY for _, end in RAMADAN for n in range(1, 6)}
    rest = {
        day: Holiday(date=day, name="Libur", decree="-", kind=HolidayKind.NATIONAL) for day in off
    }
    return replace(
        calendar,
        seasons=tuple(replace(season, start=start, end=end) for start, end in RAMADAN),
        holidays={**rest, **calendar.holidays},
    )


@dataclass(frozen=True, kw_only=True)
class Oracle:
    """Every minute of some years, looked at once: when each due moment is, without a search."""

    calendar: Calendar
    begin: datetime
    before: list[int]  # how many working minutes there are before each minute
    worked: list[datetime]  # the working minutes
    closings: list[datetime]
    closed: dict[date, int]  # how many closings there are up to and including a date

    @classmethod
    def walking(cls, calendar: Calendar, first: date, last: date) -> "Oracle":
        """The oracle from one date to another."""
        begin = datetime(first.year, first.month, first.day, tzinfo=UTC) - DAY
        before, worked, ends = [], [], {}
        for n in range((last - first).days * 24 * 60):
            minute = begin + n * MINUTE
            before.append(len(worked))
            if day := owner(calendar, minute):
                worked.append(minute)
                ends[day] = minute + MINUTE
        closed, count = {}, 0
        for day in (first - DAY + n * DAY for n in range((last - first).days)):
            count += day in ends
            closed[day] = count
        return cls(calendar=calendar, begin=begin, before=before, worked=worked,
                   closings=[*ends.values()], closed=closed)  # fmt: skip

    def minutes(self, n: int, start: datetime) -> datetime:
        """The end of the n-th working minute from the start on."""
        return self.worked[self.before[(start - self.begin) // MINUTE] + n - 1] + MINUTE

    def days(self, n: int, start: datetime) -> datetime:
        """The n-th closing after the day of entry."""
        return self.closings[self.closed[date_at(self.calendar, start)] + n - 1]


def _start(chance: random.Random) -> datetime:
    """Any minute of the four years, at any hour."""
    begin = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=UTC)
    return begin + chance.randrange((LAST - FIRST).days * 24 * 60) * MINUTE


def _days(n: int) -> Limit:
    return WorkingDays(text=f"{n} hari kerja", days=n)


def _minutes(n: int) -> Limit:
    return WorkingMinutes(text=f"{n} menit", minutes=n)


def _by_us(limit: Callable[[int], Limit], calendar: Calendar) -> Peer:
    def prepared(asked: Sequence[Asked]) -> list[tuple[Any, Any]]:
        limits = {n: limit(n) for n, _ in asked}
        return [(limits[n], start) for n, start in asked]

    def call(limit: Limit, start: datetime) -> datetime | None:
        return due(limit, start, calendar)

    due(limit(1), datetime(LAST.year, 6, 1, tzinfo=UTC), calendar)  # unrolls the years
    due(limit(1), datetime(FIRST.year, 6, 1, tzinfo=UTC), calendar)
    return Peer(name="Sopan", prepared=prepared, call=call, moment=lambda found: found)


def _kind(
    kind: str,
    asked: Sequence[Asked],
    us: Peer,
    told: Callable[[int, datetime], datetime],
    others: Sequence[tuple[Callable[[Calendar], Peer], int]],
    calendar: Calendar,
    runs: int,
) -> list[Figure]:
    """The figures of one kind of limit: ours alone, then beside each of the others."""
    shares = [asked[run::runs] for run in range(runs)]
    ours = [_timed(us, share, told) for share in shares]
    wrong = sum(faults for _, faults in ours)
    found = [
        paired(f"a due moment, {kind}", "µs", [(time, CEILING) for time, _ in ours], goal=1.0,
               at_most=True),
        paired(f"wrong, {kind}", "moments", [(float(wrong), float(len(asked)))], goal=0.0,
               at_most=True),
    ]  # fmt: skip
    for peer, goal in others:
        try:
            them = peer(calendar)
        except ImportError as missing:
            print(f"{missing.name} is not installed; {kind} are not compared with it", flush=True)
            continue
        pairs = [(_timed(us, share, told), _timed(them, share, told)) for share in shares]
        faults = sum(theirs[1] for _, theirs in pairs)
        times = [(mine[0], theirs[0]) for mine, theirs in pairs]
        note = f"{faults:,} of {len(asked):,} of its answers are wrong"
        found.append(times_as_fast(f"{kind}, {them.name}", "µs", times, goal=goal, note=note))
    return found


def _timed(
    peer: Peer, asked: Sequence[Asked], told: Callable[[int, datetime], datetime]
) -> tuple[float, int]:
    """Microseconds a call, and how many answers are not those of the oracle."""
    questions, call = peer.prepared(asked), peer.call
    began = perf_counter()
    found = [call(length, start) for length, start in questions]
    passed = perf_counter() - began
    right = [told(*each) for each in asked]
    wrong = sum(peer.moment(one) != moment for one, moment in zip(found, right, strict=True))
    return passed / len(asked) * 1e6, wrong
