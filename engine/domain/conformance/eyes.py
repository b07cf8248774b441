"""Four eyes: the roles that an SOP keeps apart were two different persons."""

from engine.domain.conformance.act import Act, Yardstick
from engine.domain.conformance.deviation import Aspect, Deviation
from engine.domain.errors import Sentence

Hands = dict[str, dict[int, int]]  # role -> person -> the fact in which he acted


def four_eyes(by: Yardstick, act: Act, hands: Hands) -> tuple[Deviation, ...]:
    """Whether this person acted before in a role kept apart; he is remembered for the next.

    The facts themselves are counted, not what they say of it.
    """
    role, person = act.role, act.doer
    if role not in by.kept_apart or person is None:
        return ()
    hands.setdefault(role, {}).setdefault(person, act.fact.version)
    others = {
        other
        for group in by.sop.four_eyes
        if role in group
        for other in group
        if other != role and person in hands.get(other, ())
    }
    roles = by.sop.roles
    return tuple(
        Deviation(
            aspect=Aspect.FOUR_EYES,
            step=act.way.step,
            sentence=Sentence(
                "Orang yang sama bertindak sebagai %(other)s dan sebagai %(role)s, padahal SOP "
                "mengharuskan dua orang yang berbeda.",
                other=roles[other].title,
                role=roles[role].title,
            ),
            evidence=(hands[other][person], act.fact.version),
        )
        for other in sorted(others)
    )
