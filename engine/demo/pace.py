"""The pace of the office: how much working time passes before somebody acts."""

from random import Random

from engine.domain.limit import (
    CalendarDays,
    Elapsed,
    Limit,
    Months,
    NoLimit,
    Weeks,
    WordsOnly,
    WorkingDays,
    WorkingMinutes,
)
from engine.domain.sop import Kind, Sop, State

MINUTE, HOUR, DAY = 60, 3600, 27_000  # seconds of work; a working day has seven hours and a half
_CALM = 45 * MINUTE  # for a step that no limit presses


def working_seconds(limit: Limit | None) -> int | None:
    """About how much working time a limit leaves; None where there is no limit."""
    match limit:
        case WorkingMinutes():
            return limit.minutes * MINUTE or None
        case Elapsed():
            return limit.hours * HOUR // 3
        case WorkingDays():
            return limit.days * DAY
        case CalendarDays():
            return limit.days * DAY * 5 // 7
        case Weeks():
            return limit.weeks * 5 * DAY
        case Months():
            return limit.months * 21 * DAY
        case NoLimit() | WordsOnly() | None:
            return None


def span(sop: Sop) -> int:
    """About how much working time a whole case of this SOP takes."""
    whole = working_seconds(sop.service.limit)
    if whole:
        return whole
    return sum(working_seconds(step.within) or _CALM * 3 for step in sop.steps)


def own_limit(state: State) -> float | None:
    """Working seconds of a step's limit; signatures in order share it."""
    whole = working_seconds(state.step.within)
    return whole / (len(state.step.by) if state.step.in_order else 1) if whole else None


def duration(sop: Sop, state: State, tempo: float, chance: Random) -> float:
    """Working seconds until a step is done: a share of its limit, or of the service's."""
    own = own_limit(state)
    whole = working_seconds(sop.service.limit)
    share = chance.lognormvariate(-0.75, 0.55) * tempo
    if own:
        return min(own * share, own * 3)
    if whole:
        return whole / len(sop.states) * share * 1.6
    outside = any(sop.roles[role].kind is not Kind.OFFICE for role in state.roles)
    return _CALM * share * (6 if outside else 2)


def pick_up(sop: Sop, chance: Random) -> float:
    """Working seconds until the applicant collects what is ready; he waits for a quick service."""
    waits = span(sop) <= 2 * HOUR
    return chance.uniform(1, 12) * MINUTE if waits else chance.expovariate(1 / (6 * HOUR))


def at_the_counter(chance: Random) -> float:
    """Working seconds for what is done while the applicant waits."""
    return chance.lognormvariate(2.0, 0.6) * MINUTE


def at_the_applicants(chance: Random) -> float:
    """Working seconds until an applicant comes back with his file."""
    return chance.uniform(0.3, 3.5) * DAY
