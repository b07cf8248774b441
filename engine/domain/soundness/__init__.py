"""Soundness: what must hold for an SOP to run as cases, and what its author should look at again.

Each rule is a pure function from an SOP to its flaws. Errors are what an engine cannot live with
(no way to an end, a role nobody declared); everything a ratified paper may lawfully lack, such as
the time and output of a step in the accreditation layout of puskesmas, is a warning.
"""

from collections.abc import Callable, Iterator

from engine.domain.sop import Sop
from engine.domain.soundness import people, promise, way
from engine.domain.soundness.flaw import Flaw

Rule = Callable[[Sop], Iterator[Flaw]]

WAYS: tuple[Rule, ...] = (
    way.steps_are_reached,
    way.steps_lead_to_an_end,
    way.main_way_ends,
    way.ready_once,
    promise.limits_fit,
)
PARTS: tuple[Rule, ...] = (
    people.opening_passes_over_nothing,
    way.labels_differ,
    way.endings_name_a_reason,
    people.roles_exist,
    people.roles_are_used,
    people.executors_make_sense,
    people.four_eyes_can_be_kept,
    people.needs_are_known,
    promise.completeness_is_declared,
    promise.handing_over_follows_ready,
    promise.extension_fits,
    promise.ladder_climbs,
    promise.legal_limit_counts,
    promise.ratified_before_effect,
    promise.standard_is_filled,
)


def flaws_of(sop: Sop, *, judge_ways: bool = True) -> tuple[Flaw, ...]:
    """Everything wrong with an SOP of at least one step, the ways a case takes first.

    Without `judge_ways` the flow is left out: where a step's exits could not even be read, every
    step behind it would look unreachable.
    """
    missing = tuple(way.targets_exist(sop))
    ways: tuple[Flaw, ...] = missing
    if judge_ways and not missing:
        ways = tuple(flaw for rule in WAYS for flaw in rule(sop))
    return (*ways, *(flaw for rule in PARTS for flaw in rule(sop)))
