"""The story of the demonstration: believable, whole, and made by the product's own decisions."""

from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from engine.commands.work_off_notices import work_off_notices
from engine.demo.story import tell
from engine.domain.facts import Happening
from engine.queries.board import board
from engine.queries.inbox import news
from engine.queries.verify import verify, verify_all
from tests.cast import stand
from tests.services import recall

WITA = ZoneInfo("Asia/Makassar")
WEDNESDAY = datetime(2026, 11, 18, 10, 20, tzinfo=WITA)
SUNDAY = datetime(2026, 11, 22, 21, 5, tzinfo=WITA)
_OUTLINE = (
    "SELECT c.number, c.status, c.turn, c.due_at, c.promised_at, h.version, h.kind, h.happened_at, "
    "h.recorded_at, h.actor FROM cases c JOIN history h ON h.case_id = c.id "
    "WHERE h.kind <> 'erased' ORDER BY c.id, h.version"
)


def told(cast, now):
    return tell(cast.store, [member.id for member in cast.everyone.values()], now)


@pytest.fixture(params=[WEDNESDAY, SUNDAY], ids=["at work", "on a day off"])
def ended(servers, cast, request):
    """The story as it is told at this moment."""
    now = request.param
    stand(servers, f"told_{now:%d}", lambda: told(cast, now))
    return cast.store, now


def test_every_history_holds_and_equals_its_row(demo):
    assert [verdict.number for verdict in verify_all(demo.store)] == []


def test_every_kind_of_fact_occurs(demo):
    found = {kind for (kind,) in demo.store.rows("SELECT DISTINCT kind FROM history")}
    # A changed calendar is left for the visitor to try.
    assert found == set(Happening) - {Happening.RECALCULATED}


def test_steps_are_recorded_for_another_and_entered_late(demo):
    rows = demo.store.rows("SELECT body::json -> 'says' FROM history")
    said = Counter(key for (says,) in rows for key in says)
    assert said["signer"] and said["late_entry"] and said["standing"]


def test_numbers_run_without_gaps_in_the_order_of_opening(demo):
    rows = demo.store.rows(
        "SELECT c.number FROM cases c JOIN history h ON (h.case_id, h.version) = (c.id, 1) "
        "ORDER BY h.recorded_at, c.id"
    )
    books: dict[str, list[int]] = {}
    for (number,) in rows:
        prefix, _, place = number.rpartition("-")
        books.setdefault(prefix, []).append(int(place))
    assert all(places == list(range(1, len(places) + 1)) for places in books.values())
    assert books.keys() == {prefix for (prefix,) in demo.store.rows("SELECT prefix FROM counters")}


def test_documents_open_as_what_they_say(demo):
    rows = demo.store.rows("SELECT media_type, content FROM documents")
    begin = {"application/pdf": b"%PDF-1.4", "image/png": b"\x89PNG\r\n"}
    assert {kind for kind, _ in rows} == set(begin)
    assert all(content.startswith(begin[kind]) for kind, content in rows)


def test_the_last_working_day_is_still_to_be_told(demo):
    before = demo.store.row("SELECT count(*) FROM notices WHERE worked_off_at IS NULL")[0]
    while work_off_notices(demo.store):
        pass
    assert 20 < before < demo.store.row("SELECT count(*) FROM notices")[0] / 4
    assert news(demo.store, demo.suryani.id)


def test_an_applicant_who_gave_up_is_erased_and_the_chain_still_holds(demo):
    (number,) = demo.store.row(
        "SELECT number FROM cases c JOIN history h ON h.case_id = c.id WHERE h.kind = 'erased'"
    )
    verdict = verify(demo.store, number)
    assert verdict.holds and verdict.erased > 3


def test_the_story_looks_alive_whenever_it_is_told(ended):
    store, now = ended
    units = frozenset(code for (code,) in store.rows("SELECT code FROM units"))
    whole = board(store, units, now)
    assert 350 <= store.row("SELECT count(*) FROM cases")[0] <= 470
    assert 0.08 <= whole.late / whole.open <= 0.15
    for busy in ("disdukcapil", "dpmptsp"):
        seen = board(store, frozenset({busy}), now)
        assert 30 <= seen.open <= 65 and seen.late >= 3
        assert seen.standing("suspended") and seen.standing("returned")


def test_nothing_happens_after_the_end_and_no_sweep_has_missed_a_moment(ended):
    store, now = ended
    last = store.row("SELECT max(recorded_at) FROM history WHERE kind <> 'erased'")[0]
    assert last <= now
    missed = "SELECT number FROM cases WHERE next_at < %s - interval '15 seconds'"
    assert store.rows(missed, (now,)) == []


@pytest.mark.parametrize("ended", [SUNDAY], indirect=True)
def test_the_same_moment_gives_the_same_story(servers, ended):
    store, now = ended
    first = store.rows(_OUTLINE)
    recall(servers, "cast")
    people = [person for (person,) in store.rows("SELECT id FROM people ORDER BY id")]
    tell(store, people, now)
    assert store.rows(_OUTLINE) == first
