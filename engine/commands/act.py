"""Acting on a case: load, decide, record; two round trips, one commit, at most three attempts.

1. The case is read with the database's clock and the office's revision.
2. What another person has recorded since the reader's screen is shown before anything is decided.
3. The decision is pure; its fact carries its consequences.
4. One guarded statement records it. If somebody was faster, all of this is done again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from engine.domain.case import Case
from engine.domain.errors import AlreadyClaimed, Busy, SomethingNew
from engine.domain.facts import Fact
from engine.domain.situation import OnPaper, Situation
from engine.store import cases, history, office, people, sops
from engine.store.session import Store

Decision = Callable[[Situation], Fact]
ATTEMPTS = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class By:
    """Who acts, what he had seen, and how the act is to be dated."""

    person: int
    seen: int | None = None  # the version on the screen; None: does not matter
    happened_at: datetime | None = None
    why_late: str = ""
    signer: int | None = None  # recorded for another: who signed on paper
    letter: str = ""
    once: UUID | None = None  # one-time key of a form that creates something


def act(
    store: Store,
    number: str,
    decide: Decision,
    *,
    by: By,
    document: history.Document | None = None,
    same: Callable[[Fact], bool] = lambda fact: False,
) -> Case:
    """Carries out a decision on a case; answers the case after it.

    `same` recognises the fact this act would make: a second click is answered as the first.
    Raises what the decision refuses, SomethingNew, or Busy.
    """
    with store.connection() as connection:
        for _ in range(ATTEMPTS):
            loaded = cases.load_on(store, connection, number)
            at = situation(store, loaded, by)
            news = _news(store, loaded.case, by) if _is_behind(loaded.case, by) else []
            if any(fact.actor == by.person and same(fact) for fact in news):
                return loaded.case
            _show(store, at, [fact for fact in news if fact.actor != by.person])
            fact = _decided(store, decide, at)
            new = history.entry(loaded.case, fact, at.office, document=document, once=by.once)
            try:
                recorded = history.record_on(connection, new)
            except history.TAKEN:
                return cases.load_on(store, connection, number).case
            if recorded:
                return new.after
    raise Busy


def situation(store: Store, loaded: cases.Loaded, by: By) -> Situation:
    """Everything a decision looks at."""
    known = office.directory(store, loaded.revision)
    on_paper = None
    if by.signer is not None:
        signer = office.actor(store, by.signer, loaded.revision)
        on_paper = OnPaper(signer=signer, letter=by.letter)
    return Situation(
        case=loaded.case,
        sop=sops.by_digest(store, loaded.case.sop),
        office=known.office,
        calendars=known.calendars,
        actor=office.actor(store, by.person, loaded.revision),
        now=loaded.now,
        happened_at=by.happened_at,
        why_late=by.why_late,
        on_paper=on_paper,
    )


def _decided(store: Store, decide: Decision, at: Situation) -> Fact:
    try:
        return decide(at)
    except AlreadyClaimed as taken:
        holder = taken.details["holder"]
        name = people.names(store, {holder}).get(holder, "orang lain")
        raise AlreadyClaimed(holder=name) from taken


def _is_behind(case: Case, by: By) -> bool:
    return by.seen is not None and case.spoken > by.seen


def _news(store: Store, case: Case, by: By) -> list[Fact]:
    assert by.seen is not None
    return history.facts_since(store, case.id, by.seen)


def _show(store: Store, at: Situation, news: list[Fact]) -> None:
    if not news:
        return
    who = people.names(store, {fact.actor for fact in news if fact.actor})
    told = [f"{who.get(fact.actor or 0, 'Sopan')}: {HAPPENED[fact.kind]}" for fact in news]
    raise SomethingNew(news="; ".join(told))


HAPPENED = {
    "opened": "membuka permohonan",
    "declared_complete": "menyatakan berkas lengkap",
    "completeness_withdrawn": "mencabut pernyataan lengkap",
    "claimed": "mengambil langkah",
    "completed": "menyelesaikan langkah",
    "reassigned": "mengalihkan langkah",
    "suspended": "menjeda permohonan",
    "resumed": "melanjutkan permohonan",
    "resubmitted": "menerima kembali berkas",
    "extended": "memperpanjang jangka waktu",
    "taken_back": "menarik kembali langkah",
    "corrected": "membetulkan data",
    "deviated": "menyimpang dari SOP",
    "handed_over": "menyerahkan hasil",
    "closed": "menutup permohonan",
    "reopened": "membuka permohonan lanjutan",
    "noted": "menulis catatan",
    "attached": "melampirkan dokumen",
    "erased": "menghapus data pribadi",
}
