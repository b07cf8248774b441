"""The dossier of a case: everything its page shows, in two round trips."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.domain.case import Case, decode
from engine.domain.facts import Fact, read
from engine.domain.sop import Sop
from engine.store import cases, sops
from engine.store.session import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """A document attached to a case; its name is a word and may be erased."""

    version: int
    name: str
    media_type: str
    size: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Dossier:
    """A case as its readers see it."""

    case: Case
    sop: Sop
    now: datetime
    revision: int
    facts: tuple[Fact, ...]
    words: Mapping[tuple[int, str], str]
    names: Mapping[int, str]
    papers: tuple[Paper, ...]
    draft: str | None

    def current(self, field: str) -> str:
        """The newest words of a field, or nothing."""
        found = [(version, text) for (version, name), text in self.words.items() if name == field]
        return max(found)[1] if found else ""

    def answered(self, prefix: str) -> dict[str, str]:
        """The newest answers below "prefix.", by the rest of their names."""
        newest = {name: text for (_, name), text in sorted(self.words.items())}
        return {
            name.removeprefix(f"{prefix}."): text
            for name, text in newest.items()
            if name.startswith(f"{prefix}.")
        }


_BESIDE = """
SELECT
  (SELECT array_agg(body ORDER BY version) FROM history WHERE case_id = %(id)s),
  (SELECT json_agg(json_build_array(version, field, text)) FROM words WHERE case_id = %(id)s),
  (SELECT json_agg(json_build_array(d.version, d.media_type, d.size) ORDER BY d.version)
   FROM documents d WHERE d.case_id = %(id)s),
  (SELECT json_agg(json_build_array(p.id, p.name)) FROM people p WHERE p.id IN
   (SELECT actor FROM history WHERE case_id = %(id)s UNION SELECT %(holder)s::bigint)),
  (SELECT body FROM drafts WHERE person_id = %(me)s AND place = %(place)s)
"""


def dossier(store: Store, number: str, me: int | None) -> Dossier:
    """The dossier of a case for one reader. Raises NotFound; the caller guards who may read."""
    loaded = cases.load(store, number)
    case = loaded.case
    row = store.row(
        _BESIDE,
        {"id": case.id, "holder": case.holder, "me": me, "place": f"case:{number}:{case.step}"},
    )
    assert row is not None
    words = {(version, field): text for version, field, text in row[1] or ()}
    return Dossier(
        case=case,
        sop=sops.by_digest(store, case.sop),
        now=loaded.now,
        revision=loaded.revision,
        facts=tuple(read(body, decode) for body in row[0] or ()),
        words=words,
        names=dict(row[3] or ()),
        papers=tuple(
            Paper(
                version=version,
                name=words.get((version, "document"), ""),
                media_type=kind,
                size=size,
            )
            for version, kind, size in row[2] or ()
        ),
        draft=row[4],
    )
