"""Gross and net time: what a stretch came to on the wall, at work, and inside pauses."""

from hypothesis import given
from hypothesis import strategies as st

from engine.domain.account import spent
from engine.domain.deadline import Pause
from tests.domain.oracle import MINUTE, running
from tests.domain.stage import office, wita
from tests.domain.working_time import Scene, scenes


@given(scenes(may_be_open=True), st.integers(1, 6_000))
def test_gross_less_what_lies_in_pauses_is_net(scene: Scene, length: int) -> None:
    calendar, start = scene.calendar, scene.start
    found = spent(start, start + length * MINUTE, calendar, scene.pauses)
    assert found.elapsed == 60 * length
    assert found.worked == 60 * len(list(running(calendar, start, (), length)))
    assert found.net == 60 * len(list(running(calendar, start, scene.pauses, length)))
    assert found.paused == found.worked - found.net


def test_a_pause_counts_only_as_far_as_it_lies_in_the_stretch() -> None:
    calendar = office()[1]["disdukcapil"]
    pauses = [
        Pause(start=wita("2026-04-08 08:00"), end=wita("2026-04-09 11:00")),
        Pause(start=wita("2026-04-09 15:00")),
    ]
    found = spent(wita("2026-04-09 10:00"), wita("2026-04-10 09:30"), calendar, pauses)
    assert found.elapsed == (23 * 60 + 30) * 60
    assert found.worked == 7 * 3600
    assert found.paused == 4 * 3600
    assert found.net == 3 * 3600
