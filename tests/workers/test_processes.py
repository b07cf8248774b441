"""The real processes: beat sends, a worker comes and looks, and its death is seen."""

import time

from engine.queries.pulse import RED_AFTER, pulse
from engine.queries.verify import verify
from engine.store import cases
from tests.backdated import late_kk
from tests.services import running
from workers import app


def until(true, seconds: float = 40) -> None:
    """Waits until something is so; fails with the last answer when it never is."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.2)


def test_beat_and_worker_flag_what_is_due_and_tell_whom_it_concerns(cast, settings):
    number = late_kk(cast)
    case = cases.load(cast.store, number).case
    with running("worker", settings), running("beat", settings):
        until(lambda: cases.load(cast.store, number).case.version >= case.version + 5)
        until(lambda: pulse(cast.store).healthy)
        until(lambda: pulse(cast.store).outbox_age == 0 and _deliveries(cast) > 0)
    assert verify(cast.store, number).holds


def test_no_outage_of_the_broker_is_too_long_for_a_worker():
    assert app.conf.broker_connection_max_retries is None


def _deliveries(cast) -> int:
    return cast.store.row("SELECT count(*) FROM deliveries WHERE person_id IS NOT NULL")[0]


def test_a_dead_worker_turns_the_pulse_red(cast):
    cast.store.run(
        "INSERT INTO watches (job, started_at, finished_at) VALUES "
        "('sweep', now() - make_interval(secs => %s), now() - make_interval(secs => %s))",
        (RED_AFTER + 1, RED_AFTER + 1),
    )
    assert not pulse(cast.store).healthy
