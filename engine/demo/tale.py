"""A tale: one case from its opening to the story's last moment, told the same way each time."""

from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from engine.demo.stage import Curtain, Stage
from engine.demo.twists import TWISTS
from engine.demo.walk import go_on, open_file
from engine.demo.world import World
from engine.domain.case import Case, Status

# No case of the story has more acts than this; it ends one that would go round for ever.
_MANY = 120


@dataclass(frozen=True, kw_only=True, slots=True)
class Tale:
    """What decides a case: where and when it begins, and the seed of everything after that."""

    unit: str
    code: str
    seed: int
    arrives: datetime
    tempo: float = 1.0
    acts: int = _MANY  # after these nobody has acted yet
    short: bool = False  # the applicant lacks a paper at first
    twists: tuple[str, ...] = ()
    reopens: bool = False
    parent: str | None = None
    applicant: dict[str, str] = field(default_factory=dict)


def perform(world: World, tale: Tale) -> Stage:
    """Plays a tale up to the story's end; its case has no number yet."""
    day = world.calendars[tale.unit].local(tale.arrives).date()
    sop = world.sop(tale.unit, tale.code, day)
    stage = Stage(
        world=world,
        sop=sop,
        chance=Random(tale.seed),
        tempo=tale.tempo,
        case=Case(id=0, number="", unit=tale.unit, sop=sop.digest, parent=tale.parent),
        clock=tale.arrives,
        applicant=dict(tale.applicant),
    )
    try:
        open_file(stage, missing=int(tale.short))
        for _ in range(tale.acts):
            if not stage.case.is_open:
                break
            _next(stage, tale)
    except Curtain:
        pass
    stage.sweep(world.now)
    return stage


def _next(stage: Stage, tale: Tale) -> None:
    """The first twist whose occasion has come, else the ordinary next act."""
    if stage.case.status is Status.RUNNING:
        for name in tale.twists:
            if name not in stage.twists and TWISTS[name](stage):
                stage.twists.add(name)
                return
    go_on(stage)
