"""The deadline account in words: a due moment told line by line, so that anybody can add it up."""

from collections.abc import Iterator
from itertools import groupby, pairwise

from flask_babel import gettext as _

from engine.domain.account import Account, Kind, Line
from web.account.place import Place as Place
from web.account.place import Told as Told
from web.account.words import (
    closed,
    counted,
    day_of_work,
    elapsed,
    end,
    holidays,
    numbered_days,
    outside_hours,
    pause,
    start,
)

# A day's work and the rests within it are told together.
_AT_WORK = frozenset({Kind.WORK, Kind.BREAK})


def tell(account: Account, where: Place) -> list[Told]:
    """Every line: the start and the rules, what counts and what does not, the sum and the end."""
    if not account.lines:
        return []
    total = Told(what=_("Jumlah yang dihitung"), how=counted(account.counted, where))
    first, *rest = account.lines
    last = [end(rest.pop(), where)] if account.due else []
    return [start(first, where), *where.rules, *_between(rest, where), total, *last]


def _between(lines: list[Line], where: Place) -> Iterator[Told]:
    days = 0
    for _key, found in groupby(_worth_telling(lines), key=lambda line: _together(line, where)):
        run = list(found)
        match run[0].kind:
            case Kind.WORK | Kind.BREAK:
                yield day_of_work(run, where)
            case Kind.ELAPSED:
                yield elapsed(run[0])
            case Kind.DAYS:
                yield numbered_days(run, days, where)
                days += sum(line.amount for line in run)
            case Kind.HOLIDAY:
                yield holidays(run)
            case Kind.CLOSED:
                yield closed(run[0], where)
            case Kind.NIGHT:
                yield outside_hours(run[0])
            case Kind.PAUSE:
                yield from (pause(line, where) for line in run)


def _together(line: Line, where: Place) -> tuple[object, ...]:
    """Lines in a row that are alike in this are told as one."""
    if line.kind in _AT_WORK:
        return (Kind.WORK, where.day(line.start))
    if line.kind in (Kind.DAYS, Kind.PAUSE):
        return (line.kind,)
    return (line.kind, line.start)


def _worth_telling(lines: list[Line]) -> Iterator[Line]:
    """All lines but the nights between two days of work, which explain themselves."""
    around = [None, *lines, None]
    for (before, line), (_same, after) in pairwise(pairwise(around)):
        assert line is not None
        usual = before and after and before.kind in _AT_WORK and after.kind in _AT_WORK
        if line.kind is not Kind.NIGHT or not usual:
            yield line
