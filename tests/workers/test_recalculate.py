"""Beat and worker carry a change of a calendar through: preview, then applying."""

import time

from engine.commands import apply_calendar
from engine.domain.calendar_changes import State
from engine.queries import calendars
from tests.builders import advance, open_sktm
from tests.commands.calendar_scenes import closed, newest, proposed, recalculated
from tests.services import running


def test_the_processes_look_at_a_change_and_apply_it(cast, settings):
    number = open_sktm(cast).case.number
    advance(cast, number)
    change = proposed(cast, closed(newest(cast, "kecamatan"), 5))
    with running("worker", settings), running("beat", settings):
        comes_to(cast, change, State.PREVIEWED)
        apply_calendar(cast.store, change, by=cast.jamal.id)
        comes_to(cast, change, State.APPLIED)
    assert len(recalculated(cast, number)) == 1


def comes_to(cast, change: int, state: State, seconds: float = 40) -> None:
    """Waits until a change is in a state."""
    end = time.monotonic() + seconds
    while calendars.change(cast.store, change).state is not state:
        assert time.monotonic() < end, f"the change did not come to {state}"
        time.sleep(0.1)
