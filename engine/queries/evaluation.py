"""Evaluation: the closed cases of an SOP version in a period, judged and measured together.

Each case is judged by its own facts and the posts of that time; nothing is kept between two looks.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import itemgetter

from engine.domain.conformance import Deviation, Yardstick, judge
from engine.domain.conformance.course import SILENT
from engine.domain.conformance.deviation import Aspect
from engine.domain.conformance.rates import Rates
from engine.domain.facts import Fact, read
from engine.domain.people import Actor, Holding, Standing
from engine.domain.sop import Sop
from engine.domain.time_spent import Ground, Share, Slice, split
from engine.domain.time_spent.figures import Figures, Suggestion, suggestion
from engine.domain.time_spent.stays import stays
from engine.store import office, sops
from engine.store.session import Store

_BATCH = 200
# Shares of the time that the office itself could shorten.
_OURS = frozenset({Share.WAITING, Share.WORK, Share.OFFICE, Share.LOOP})


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """Which cases: of these units and SOP version, closed from a moment until before another."""

    units: frozenset[str]
    sop_id: int
    since: datetime
    until: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A deviation and the case in which it was found."""

    number: str
    unit: str
    deviation: Deviation


@dataclass(kw_only=True)
class Evaluation:
    """What was promised and what happened, added up over cases."""

    sop: Sop
    rates: Rates = field(default_factory=Rates)
    steps: dict[str, Figures] = field(default_factory=lambda: defaultdict(Figures))
    # The step that was asked for, unit by unit and month by month (its first day).
    by_unit: dict[str, Figures] = field(default_factory=lambda: defaultdict(Figures))
    by_month: dict[date, Figures] = field(default_factory=lambda: defaultdict(Figures))
    time: dict[Slice, timedelta] = field(default_factory=lambda: defaultdict(timedelta))
    found: list[Found] = field(default_factory=list)  # as many as were asked for

    @property
    def cases(self) -> int:
        """How many cases were judged."""
        return self.rates.cases

    @property
    def elapsed(self) -> timedelta:
        """The working time of all cases, which the parts add up to."""
        return sum(self.time.values(), timedelta())

    def of_step(self, step: str) -> timedelta:
        """The time at a step that the office could shorten."""
        return sum(
            (time for part, time in self.time.items() if part.step == step and part.share in _OURS),
            timedelta(),
        )

    @property
    def bottleneck(self) -> str | None:
        """The step that takes the most of the office's own time."""
        spent = {step.number: self.of_step(step.number) for step in self.sop.steps}
        most = max(spent, key=spent.__getitem__)
        return most if spent[most] else None

    def suggestions(self) -> Iterator[Suggestion]:
        """Longer standards that the figures speak for, in the order of the paper."""
        for step in self.sop.steps:
            figures = self.steps.get(step.number)
            told = figures and suggestion(step.number, step.within, figures)
            if told:
                yield told


_CASES = (
    "SELECT id, number, unit FROM cases WHERE unit = ANY(%s) AND sop_id = %s "
    "AND closed_at >= %s AND closed_at < %s ORDER BY closed_at DESC, id DESC"
)
_BODIES = (
    "SELECT case_id, body FROM history WHERE case_id = ANY(%s) AND kind <> ALL(%s) "
    "ORDER BY case_id, version"
)


def evaluate(
    store: Store,
    wanted: Wanted,
    *,
    most: int = 200,
    aspect: Aspect | None = None,
    step: str | None = None,
) -> Evaluation:
    """Judges and measures the cases wanted; names up to `most` deviations, the newest cases first.

    `aspect` and `step` choose which deviations are named, and the step that is measured by unit and
    month; the sums are always of all.
    """
    known = office.directory(store)
    whole = Evaluation(sop=sops.by_id(store, wanted.sop_id))
    people = everybody(store)
    rules = {unit: _rules(whole.sop, unit, known, people) for unit in wanted.units}
    for number, unit, facts in histories(store, wanted):
        by, on = rules[unit]
        verdict = judge(by, facts)
        whole.rates.add(verdict)
        for one in verdict.deviations:
            chosen = aspect in (None, one.aspect) and step in (None, one.step)
            if chosen and len(whole.found) < most:
                whole.found.append(Found(number=number, unit=unit, deviation=one))
        for part, time in split(on, facts).items():
            whole.time[part] += time
        for stay in stays(on, facts):
            whole.steps[stay.step].add(stay)
            if stay.step == step:
                whole.by_unit[unit].add(stay)
                whole.by_month[on.calendar.day_of(stay.left).replace(day=1)].add(stay)
    return whole


def _rules(
    sop: Sop, unit: str, known: office.Directory, people: dict[int, Actor]
) -> tuple[Yardstick, Ground]:
    """What the cases of a unit are judged by, and what their time is measured on."""
    calendar = known.calendars[unit]
    return (
        Yardstick(sop=sop, unit=unit, office=known.office, people=people, calendar=calendar),
        Ground(sop=sop, unit=unit, calendars=known.calendars),
    )


def histories(store: Store, wanted: Wanted) -> Iterator[tuple[str, str, list[Fact]]]:
    """The cases wanted, newest first, each with the facts that count."""
    asked = (sorted(wanted.units), wanted.sop_id, wanted.since, wanted.until)
    cases = store.rows(_CASES, asked)
    for start in range(0, len(cases), _BATCH):
        batch = cases[start : start + _BATCH]
        facts = _facts(store, [case_id for case_id, _, _ in batch])
        for case_id, number, unit in batch:
            yield number, unit, facts[case_id]


def _facts(store: Store, ids: Sequence[int]) -> dict[int, list[Fact]]:
    rows = store.rows(_BODIES, (ids, sorted(SILENT)))
    return {
        case_id: [read(body) for _, body in told] for case_id, told in groupby(rows, itemgetter(0))
    }


def everybody(store: Store) -> dict[int, Actor]:
    """Every person with all posts ever held, whoever may still sign in."""
    known = office.directory(store).office
    held: dict[int, list[Holding]] = {}
    for person, unit, code, standing, letter, starts, ends in store.rows(
        "SELECT person_id, unit, position, standing, letter, starts, ends FROM holdings"
    ):
        post = known.positions.get(f"{unit}:{code}")
        if post:
            holding = Holding(
                position=post, standing=Standing(standing), letter=letter, starts=starts, ends=ends
            )
            held.setdefault(person, []).append(holding)
    names: dict[int, str] = dict(store.rows("SELECT id, name FROM people"))
    return {
        person: Actor(id=person, name=names[person], holdings=tuple(holdings))
        for person, holdings in held.items()
    }


def versions(
    store: Store, units: frozenset[str], code: str, since: datetime, until: datetime
) -> list[tuple[int, int]]:
    """The versions of an SOP with cases closed in the period: row id and how many, newest first."""
    rows = store.rows(
        "SELECT s.id, count(*)::int FROM cases c JOIN sops s ON s.id = c.sop_id WHERE s.code = %s "
        "AND c.unit = ANY(%s) AND c.closed_at >= %s AND c.closed_at < %s GROUP BY s.id, s.version "
        "ORDER BY s.version DESC, s.id",
        (code, sorted(units), since, until),
    )
    return [(sop_id, count) for sop_id, count in rows]


def closed_counts(
    store: Store, units: frozenset[str], since: datetime, until: datetime
) -> dict[str, int]:
    """How many cases of each SOP's code were closed in the period."""
    rows = store.rows(
        "SELECT s.code, count(*)::int FROM cases c JOIN sops s ON s.id = c.sop_id "
        "WHERE c.unit = ANY(%s) AND c.closed_at >= %s AND c.closed_at < %s GROUP BY s.code",
        (sorted(units), since, until),
    )
    return dict(rows)
