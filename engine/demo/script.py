"""The script: what was played is written down, cases in the order of their numbers."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import psycopg

from engine.demo.stage import Stage
from engine.store import bulk, history, opening, sops
from engine.store.history import Entry
from engine.store.session import Store

_TOLD = (
    "INSERT INTO notices (case_id, version, kind, addressee, promised_at, worked_off_at) "
    "SELECT n.*, CASE WHEN n.promised < %s THEN n.promised END FROM unnest(%s::bigint[], "
    "%s::int[], %s::text[], %s::text[], %s::timestamptz[]) "
    "AS n (case_id, version, kind, addressee, promised) ORDER BY n.promised"
)


def write(
    store: Store, connection: psycopg.Connection[Any], stages: Sequence[Stage], recent: datetime
) -> None:
    """Writes the cases; notices promised before `recent` count as worked off long ago."""
    chains = [_opened(store, connection, stage) for stage in stages]
    plain = [chain[1:] for chain in chains if not _has_papers(chain) and chain[1:]]
    bulk.record_all(connection, [[_untold(new) for new in chain] for chain in plain])
    for chain in filter(_has_papers, chains):
        for new in chain[1:]:
            history.record_on(connection, _untold(new))
    columns = zip(*_promises(chains), strict=True)
    connection.execute(_TOLD, [recent, *map(list, columns)])


def _opened(store: Store, connection: psycopg.Connection[Any], stage: Stage) -> list[Entry]:
    """Inserts a case with its first fact; answers its chain under the id it was given."""
    code = opening.receipt_hash(secrets.token_urlsafe(16))
    sop_id = sops.id_of(store, stage.sop.digest)
    case_id = opening.insert(connection, _untold(stage.entries[0]), sop_id, code)
    return [replace(new, before=replace(new.before, id=case_id)) for new in stage.entries]


def _has_papers(chain: list[Entry]) -> bool:
    return any(new.document for new in chain)


def _untold(new: Entry) -> Entry:
    # Notices go in together afterwards, in the order of their moments.
    return replace(new, promises=())


def _promises(chains: list[list[Entry]]) -> Iterator[tuple[int, int, str, str, datetime]]:
    for chain in chains:
        for new in chain:
            for told in new.promises:
                yield new.before.id, new.fact.version, told.kind, told.to, new.fact.recorded_at
