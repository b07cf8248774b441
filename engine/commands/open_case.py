"""Open a case at the counter: a number, the first fact, and the receipt's secret."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import psycopg

from engine.commands.act import By, situation
from engine.domain import dossier
from engine.domain.case import Case
from engine.domain.errors import NotFound
from engine.domain.situation import Situation
from engine.domain.sop import Sop
from engine.store import cases, history, office, opening, sops
from engine.store.session import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What an applicant asks for and hands in."""

    unit: str
    code: str
    applicant: Mapping[str, str]
    given: Mapping[str, str]
    ticked: frozenset[str]
    parent: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    """The new case, and the secret that only its receipt carries (empty on a second click)."""

    case: Case
    code: str


def open_case(
    store: Store,
    unit: str,
    code: str,
    *,
    by: By,
    applicant: Mapping[str, str],
    given: Mapping[str, str] | None = None,
    ticked: frozenset[str] = frozenset(),
) -> Opened:
    """Opens a request under the version in force now.

    A second click with the same one-time key answers with the case of the first.
    Raises NotInForce, NotAllowed, FieldsWrong, NotFound.
    """
    asked = Request(unit=unit, code=code, applicant=applicant, given=given or {}, ticked=ticked)
    try:
        with store.transaction() as connection:
            return open_within(store, connection, asked, by)
    except history.TAKEN:
        return Opened(case=first_click(store, by), code="")


def open_within(
    store: Store, connection: psycopg.Connection[Any], asked: Request, by: By
) -> Opened:
    """Opens a request inside a transaction that may hold more."""
    known = office.directory(store)
    if asked.unit not in known.calendars:
        raise NotFound(what=f"Unit {asked.unit}")
    now = opening.now(connection)
    day = known.calendars[asked.unit].local(by.happened_at or now).date()
    sop = sops.in_force(store, asked.unit, asked.code, day)
    prefix = number_prefix(sop, known.office.units[asked.unit].short)
    number = opening.next_number(connection, prefix, day.year)
    blank = Case(id=0, number=number, unit=asked.unit, sop=sop.digest, parent=asked.parent)
    at = situation(store, cases.Loaded(blank, now, known.office.revision), by)
    new, secret = _entry(at, asked, by), secrets.token_urlsafe(16)
    case_id = opening.insert(
        connection, new, sops.id_of(store, sop.digest), opening.receipt_hash(secret)
    )
    return Opened(case=replace(new.after, id=case_id), code=secret)


def number_prefix(sop: Sop, short: str) -> str:
    """What the numbers of an SOP's cases in a unit begin with."""
    return f"{sop.code}-{short}" if sop.unit_kind else sop.code


def _entry(at: Situation, asked: Request, by: By) -> history.Entry:
    decided = dossier.open_case(at, asked.applicant, asked.given, asked.ticked)
    return history.entry(at.case, decided, at.office, once=by.once)


def first_click(store: Store, by: By) -> Case:
    """The case that the first click with this one-time key opened."""
    found = history.version_by_key(store, by.once) if by.once else None
    if found is None:
        raise NotFound(what="Permohonan dari klik pertama")
    return cases.load(store, found[0]).case
