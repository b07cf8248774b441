"""Conformance of ten thousand bare traces, beside pm4py on the same log and an equivalent net.

pm4py (AGPL) is compared with where it is installed, and only here. Both have the log in memory
before the clock starts, and the net or the table made.
"""

import random
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from engine.domain.conformance.alignment import Search
from engine.domain.conformance.table import Table, compiled
from engine.formats.definitions import read_definition
from tests.bench.report import Figure, paired, times_as_fast

TRACES = 10_000
FIT_GOAL, FEWEST_GOAL = 60, 80  # times as fast as token-based replay, as exact alignment
SOP = Path(__file__).parents[2] / "definitions" / "kecamatan" / "sktm" / "1.yaml"
_DEVIATION = 10_000  # what pm4py's standard cost counts for one

Log = list[list[str]]


def figures(runs: int) -> list[Figure]:
    """Microseconds a trace, beside pm4py's, and how often the counts differ."""
    table, log = compiled(read_definition(SOP), by_outcome=False), _log()
    events = sum(map(len, log))
    print(f"{len(log):,} traces, {events:,} events, {len({*map(tuple, log)}):,} variants")
    ours = [(_fit(table, log)[0], _fewest(table, log)[0]) for _ in range(runs)]
    wrong = _differences(table, log)
    found = [
        paired("fewest is 0 exactly where it fits, wrong", "traces", [(wrong, TRACES)], goal=0.0,
               at_most=True),
    ]  # fmt: skip
    try:
        return [*found, *_beside(table, log, runs)]
    except ImportError:
        print("pm4py is not installed; conformance is not compared with it", flush=True)
    one = 1e6 / TRACES
    fit, fewest = ([(pair[n] * one, 1.0) for pair in ours] for n in (0, 1))
    return [
        *found,
        paired("fit or not (1: a µs a trace)", "µs", fit, goal=10.0, at_most=True),
        paired("fewest deviations (1: a µs a trace)", "µs", fewest, goal=50.0, at_most=True),
    ]


def _log() -> Log:
    """Traces along the table, three of ten with up to three slips."""
    chance, table = random.Random(1849), compiled(read_definition(SOP), by_outcome=False)
    activities = sorted({activity for row in table.moves for activity in row})
    log = []
    for _ in range(TRACES):
        trace, state = list[str](), 0
        while state not in table.ends:
            # The main way leads to the step with the next number; some go back.
            onward = sorted(table.moves[state])
            activity = onward[-1] if chance.random() < 0.85 else chance.choice(onward)
            trace.append(activity)
            state = table.moves[state][activity]
        for _slip in range(chance.choice((0, 0, 0, 0, 0, 0, 0, 1, 2, 3))):
            _slipped(trace, activities, chance)
        log.append(trace)
    return log


def _slipped(trace: list[str], activities: Sequence[str], chance: random.Random) -> None:
    place = chance.randrange(len(trace) + 1)
    if chance.random() < 0.5 and trace:
        del trace[min(place, len(trace) - 1)]
    else:
        trace.insert(place, chance.choice(activities))


def _fit(table: Table, log: Log) -> tuple[float, list[bool]]:
    fits = table.fits
    began = perf_counter()
    found = [fits(trace) for trace in log]
    return perf_counter() - began, found


def _fewest(table: Table, log: Log) -> tuple[float, list[int]]:
    """A new search each time: what it works out on the way is part of the work."""
    began = perf_counter()
    fewest = Search(table=table).fewest
    found = [fewest(trace) for trace in log]
    return perf_counter() - began, found


def _differences(table: Table, log: Log) -> int:
    pairs = zip(_fit(table, log)[1], _fewest(table, log)[1], strict=True)
    return sum(fits != (fewest == 0) for fits, fewest in pairs)


def _beside(table: Table, log: Log, runs: int) -> list[Figure]:
    from pm4py.algo.conformance.alignments.petri_net import algorithm as alignments
    from pm4py.algo.conformance.tokenreplay import algorithm as replay

    net, start, end = _net(table)
    theirs = _event_log(log)
    quiet = {"show_progress_bar": False}
    ways = alignments.Variants
    variants = (
        ways.VERSION_STATE_EQUATION_A_STAR,
        ways.VERSION_DIJKSTRA_NO_HEURISTICS,
        ways.VERSION_DIJKSTRA_LESS_MEMORY,
    )
    fitting, fewest, wrong, unlike = [], [], 0, 0
    for _ in range(runs):
        passed, ours = _fit(table, log)
        began = perf_counter()
        told = replay.apply(theirs, net, start, end, parameters=quiet)
        fitting.append((passed, perf_counter() - began))
        wrong = sum(one["trace_is_fit"] != fits for one, fits in zip(told, ours, strict=True))
        passed, counts = _fewest(table, log)
        times = []
        for variant in variants:
            began = perf_counter()
            aligned = alignments.apply(theirs, net, start, end, parameters=quiet, variant=variant)
            times.append(perf_counter() - began)
            pairs = zip(aligned, counts, strict=True)
            unlike += sum(one["cost"] // _DEVIATION != count for one, count in pairs)
        fewest.append((passed, min(times)))
    per = 1e6 / TRACES
    return [
        times_as_fast("fit or not, token-based replay", "µs",
                      [(ours * per, other * per) for ours, other in fitting], goal=FIT_GOAL,
                      note=f"{wrong:,} of {TRACES:,} of its answers are wrong"),
        times_as_fast("fewest deviations, its fastest exact", "µs",
                      [(ours * per, other * per) for ours, other in fewest],
                      goal=FEWEST_GOAL),
        paired("unlike its exact counts", "traces", [(unlike, TRACES)], goal=0.0, at_most=True),
    ]  # fmt: skip


def _net(table: Table) -> tuple[Any, Any, Any]:
    """The table as a Petri net: a place a state, a transition a move, one silent end each."""
    from pm4py.objects.petri_net.obj import Marking, PetriNet
    from pm4py.objects.petri_net.utils.petri_utils import add_arc_from_to

    net = PetriNet("sop")
    places = [PetriNet.Place(f"p{state}") for state in range(len(table.moves))]
    sink = PetriNet.Place("sink")
    net.places.update((*places, sink))
    for state, row in enumerate(table.moves):
        ways = [(activity, places[target]) for activity, target in row.items()]
        if state in table.ends:
            ways.append((None, sink))
        for activity, target in ways:
            transition = PetriNet.Transition(f"t{len(net.transitions)}", activity)
            net.transitions.add(transition)
            add_arc_from_to(places[state], transition, net)
            add_arc_from_to(transition, target, net)
    return net, Marking({places[0]: 1}), Marking({sink: 1})


def _event_log(log: Log) -> Any:
    from pm4py.objects.log.obj import Event, EventLog, Trace

    return EventLog(
        Trace([Event({"concept:name": activity}) for activity in trace], attributes={
            "concept:name": str(number)})
        for number, trace in enumerate(log)
    )  # fmt: skip
