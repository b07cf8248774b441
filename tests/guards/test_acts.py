"""Every act on a request, tried by everybody: done by those the office lets, refused to others."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from engine.commands import By, suspend_case
from tests.builders import advance_to, open_kk
from tests.cast import Cast
from tests.guards.conftest import Browsing
from tests.guards.readers import EVERYBODY, MAY_READ, OF_DISDUKCAPIL, member


@dataclass(frozen=True, kw_only=True)
class Act:
    """Where the request stands for an act, what is sent, and who may do it."""

    at: str = "4"  # a step, "closed" or "suspended"
    sent: Mapping[str, str] = field(default_factory=dict)
    who: frozenset[str]


# Step 4 of a family card is done by the kasi, or by the kabid and whoever acts in her place.
HOLDERS = frozenset({"hasnah", "nurbaya", "arman"})
COUNTER = frozenset({"marlina", "ferdi"})
SUPERIOR = frozenset({"suryani"})
REASON = {"reason": "Sesuai surat kepala dinas."}
NEED = "Pengajuan tanda tangan elektronik"
CORRECTION = {"field": "applicant.name", "text": "Siti Amina"}
ACTS = {
    "cases/{}/claim": Act(who=HOLDERS),
    "kotak-kerja/{}/ambil": Act(who=HOLDERS),
    "cases/{}/complete": Act(who=HOLDERS, sent={"outcome": "Sesuai", "tick": NEED}),
    "cases/{}/take-back": Act(who=frozenset({"yusran"}), sent=REASON),
    "cases/{}/reassign": Act(who=SUPERIOR, sent={**REASON, "to": "hasnah"}),
    "papan/{}/alihkan": Act(who=SUPERIOR, sent={"kepada": "hasnah", "alasan": "Dinas luar."}),
    "cases/{}/suspend": Act(who=HOLDERS | SUPERIOR, sent={"why": "sistem"}),
    "cases/{}/resume": Act(at="suspended", who=HOLDERS | SUPERIOR),
    "cases/{}/deviate": Act(who=SUPERIOR, sent={**REASON, "to": "3"}),
    "cases/{}/close": Act(who=COUNTER | SUPERIOR, sent={**REASON, "ending": "withdrawn"}),
    "cases/{}/withdraw-completeness": Act(who=HOLDERS | COUNTER | SUPERIOR, sent=REASON),
    "cases/{}/correct": Act(who=HOLDERS | COUNTER | SUPERIOR, sent={**REASON, **CORRECTION}),
    "cases/{}/note": Act(who=OF_DISDUKCAPIL, sent={"note": "Sudah ditelepon."}),
    "cases/{}/reveal": Act(who=MAY_READ),
    "cases/{}/reopen": Act(at="closed", who=COUNTER, sent=REASON),
    "cases/{}/tanda-terima": Act(who=COUNTER),
    "loket/serahkan/{}": Act(at="9", who=COUNTER, sent={"who": "pemohon", "ada": "Tanda terima"}),
}


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_done_by_those_whose_it_is_and_by_nobody_else(
    browsers: dict[str, Browsing], cast: Cast, act: str
) -> None:
    told, number, done = ACTS[act], "", set()
    sent = {
        name: str(member(cast, words).id) if words in EVERYBODY else words
        for name, words in told.sent.items()
    }
    for name, at in browsers.items():
        number = number or standing(cast, told.at)
        before = recorded(cast)
        form = {"csrf_token": at.token, **sent}
        answer = at.client.post(f"/{act.format(number)}", data=form)
        assert answer.status_code < 500
        if recorded(cast) != before:
            done.add(name)
            number = ""
    assert done == told.who


def recorded(cast: Cast) -> tuple[int, int]:
    """How many facts, and looks at personal data, have been recorded."""
    row = cast.store.row(
        "SELECT (SELECT count(*) FROM history), (SELECT count(*) FROM disclosures)"
    )
    assert row
    return row[0], row[1]


def standing(cast: Cast, at: str) -> str:
    """A request that stands there."""
    number = open_kk(cast).case.number
    if at == "suspended":
        advance_to(cast, number, "4")
        suspend_case(cast.store, number, "sistem", "", by=By(person=cast.hasnah.id))
    else:
        advance_to(cast, number, at)
    return number
