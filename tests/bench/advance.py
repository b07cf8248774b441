"""Advance and bulk: a step completed with everything it does, against the loop written by hand."""

from typing import Any

import psycopg

from engine.commands import By, complete_many, complete_step
from engine.store.session import Store, open_store
from tests.bench import floor
from tests.bench.clients import timed
from tests.bench.ground import WAY, Ground
from tests.bench.report import Figure, paired

CASES, WARM, AT_ONCE = 100, 6, 50
Plan = list[tuple[str, str, int, list[str]]]  # outcome, check, person, numbers


def figures(ground: Ground, runs: int) -> list[Figure]:
    """One client and four, single steps and fifty at a time."""
    goals = {("advance", 1): 1.2, ("advance", 4): 1.0, ("bulk", 1): 8.0, ("bulk", 4): 5.0}
    found = []
    for (name, clients), goal in goals.items():
        work = _steps if name == "advance" else _bulk
        pairs = [_pair(ground, work, clients) for _ in range(runs)]
        found.append(
            paired(f"{name}, {clients} client{'s' * (clients > 1)}", "steps/s", pairs, goal=goal)
        )
    return found


def _pair(ground: Ground, work: Any, clients: int) -> tuple[float, float]:
    ground.store.close()
    ours = [_plans(ground) for _ in range(clients)]
    theirs = [_floors(ground) for _ in range(clients)]
    ground.store.close()
    url = ground.settings.database_url
    first = timed(work, open_store, url, ours)
    second = timed(_floor, plain, url, theirs)
    return first, second


def _plans(ground: Ground) -> tuple[Plan, Plan]:
    return tuple(  # type: ignore[return-value]
        [(o, c, ground.person(d), numbers) for d, o, c in WAY]
        for numbers in (ground.open_cases(WARM), ground.open_cases(CASES))
    )


def _floors(ground: Ground) -> tuple[Any, Any]:
    return tuple(  # type: ignore[return-value]
        floor.prepared(ground, ground.open_cases(count)) for count in (WARM, CASES)
    )


def _steps(store: Store, plan: Plan) -> int:
    done = 0
    for outcome, check, person, numbers in plan:
        by, ticked = By(person=person), frozenset({check})
        for number in numbers:
            complete_step(store, number, outcome, by=by, ticked=ticked)
            done += 1
    return done


def _bulk(store: Store, plan: Plan) -> int:
    done = 0
    for outcome, check, person, numbers in plan:
        by, ticked = By(person=person), frozenset({check})
        for start in range(0, len(numbers), AT_ONCE):
            some = numbers[start : start + AT_ONCE]
            results = complete_many(store, some, outcome, by=by, ticked=ticked)
            assert not [result for result in results if result.refusal]
            done += len(results)
    return done


def _floor(connection: psycopg.Connection[Any], steps: list[list[floor.Rows]]) -> int:
    return sum(floor.run(connection, step) for step in steps)


def plain(url: str) -> psycopg.Connection[Any]:
    """A bare psycopg connection on which every statement commits by itself."""
    return psycopg.connect(url.replace("postgresql+psycopg://", "postgresql://"), autocommit=True)
