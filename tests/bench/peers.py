"""What others offer for due moments, each set up as well as it can be for the bench's calendar.

`numpy.busday_offset` knows days and holidays but no hours, so one closing stands for all of them.
pandas' `CustomBusinessHour` knows holidays and rests, the same on every day, and whole hours; the
minutes that remain are added to those. `businesstimedelta` knows hours and rests by weekday. None
knows a season.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from engine.domain.calendar import Calendar

Asked = tuple[int, datetime]  # how many minutes or days, and from when
_CLOSING = timedelta(hours=16)  # on four days of five
_FRIDAY = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Peer:
    """One way to the due moment: its own form of the questions, one call, and the moment."""

    name: str
    prepared: Callable[[Sequence[Asked]], list[tuple[Any, Any]]]
    call: Callable[[Any, Any], Any]
    moment: Callable[[Any], datetime]


def by_numpy(calendar: Calendar) -> Peer:
    """`hari kerja` by numpy; raises ImportError where it is not installed."""
    import numpy as np

    days = np.busdaycalendar(holidays=np.array(sorted(calendar.holidays), dtype="datetime64[D]"))

    def prepared(asked: Sequence[Asked]) -> list[tuple[Any, Any]]:
        return [(n, np.datetime64(calendar.local(start).date())) for n, start in asked]

    def call(n: int, day: Any) -> Any:
        return np.busday_offset(day, n, roll="backward", busdaycal=days)

    def moment(found: Any) -> datetime:
        return calendar.midnight(found.item()) + _CLOSING

    return Peer(name="numpy.busday_offset", prepared=prepared, call=call, moment=moment)


def by_pandas(calendar: Calendar) -> Peer:
    """Working minutes by pandas; raises ImportError where it is not installed."""
    import pandas as pd
    from pandas.tseries.offsets import CustomBusinessHour

    hours = {
        "start": [_clock(each.start) for each in calendar.week[0]],
        "end": [_clock(each.end) for each in calendar.week[0]],
        "holidays": sorted(calendar.holidays),
    }
    one = CustomBusinessHour(**hours)

    def prepared(asked: Sequence[Asked]) -> list[tuple[Any, Any]]:
        ways = {n: _way(*divmod(n, 60)) for n, _ in asked}
        return [(ways[n], pd.Timestamp(calendar.local(at).replace(tzinfo=None))) for n, at in asked]

    def _way(whole: int, rest: int) -> tuple[Any, Any]:
        return whole and CustomBusinessHour(n=whole, **hours), pd.Timedelta(minutes=rest)

    def call(way: tuple[Any, Any], start: Any) -> Any:
        whole, rest = way
        return (start + whole if whole else one.rollforward(start)) + rest

    def moment(found: Any) -> datetime:
        return found.to_pydatetime().replace(tzinfo=calendar.zone).astimezone(UTC)  # type: ignore[no-any-return]

    return Peer(name="pandas CustomBusinessHour", prepared=prepared, call=call, moment=moment)


def by_businesstimedelta(calendar: Calendar) -> Peer:
    """Working minutes by businesstimedelta; raises ImportError where it is not installed."""
    import businesstimedelta as business
    import pytz

    zone = pytz.timezone(calendar.zone.key)
    rules = []
    for days in ((0, 1, 2, 3), (_FRIDAY,)):
        morning, afternoon = calendar.week[days[0]]
        opens, rest = _time(morning.start), _time(morning.end)
        again, closes = _time(afternoon.start), _time(afternoon.end)
        rules.append(business.WorkDayRule(opens, closes, days, tz=zone))
        rules.append(business.LunchTimeRule(rest, again, days, tz=zone))
    # It looks for a next holiday and fails without one.
    off = {*calendar.holidays, date(max(calendar.holidays).year + 4, 1, 1)}
    rule = business.Rules([*rules, business.HolidayRule(off, tz=zone)])

    def prepared(asked: Sequence[Asked]) -> list[tuple[Any, Any]]:
        lengths = {n: business.BusinessTimeDelta(rule, seconds=60 * n) for n, _ in asked}
        return [(lengths[n], start.astimezone(zone)) for n, start in asked]

    def call(length: Any, start: datetime) -> Any:
        return start + length

    return Peer(name="businesstimedelta", prepared=prepared, call=call, moment=_same)


def _same(moment: datetime) -> datetime:
    return moment


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _time(minutes: int) -> time:
    return time(*divmod(minutes, 60))
