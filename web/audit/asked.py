"""What an auditor asks for: the filters of an address, and the same address with some changed."""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta

from flask import request

from engine.domain.case import Status
from engine.domain.people import reading_scope
from engine.domain.sop import Ending
from engine.queries.search import Wanted
from web.reader import Reader, reader


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """The filters as the address carries them; the names are those of its parameters."""

    q: str = ""
    unit: str = ""
    sop: str = ""
    status: str = ""
    akhir: str = ""
    terlambat: str = ""
    sejak: str = ""
    sampai: str = ""
    pegawai: str = ""
    sebelum: str = ""

    def address(self, **other: object) -> dict[str, str]:
        """The filters for an address, some of them others; they begin anew."""
        asked = replace(self, **{"sebelum": "", **other})
        told = {field.name: str(getattr(asked, field.name)) for field in fields(asked)}
        return {name: text for name, text in told.items() if text}

    @property
    def narrowed(self) -> bool:
        """Whether anything at all is asked for."""
        return bool(self.address())

    @property
    def beside_words(self) -> bool:
        """Whether a filter beside the box is set, so that the filters stand open."""
        return bool(self.address(q=""))

    @property
    def before(self) -> int | None:
        """Where this page of the list begins."""
        return int(self.sebelum) if self.sebelum.isdecimal() else None


def present() -> Reader:
    """The reader behind a guarded request."""
    who = reader()
    assert who is not None, "the view lacks a guard"
    return who


def scope() -> frozenset[str]:
    """The units whose cases the reader may read."""
    who = present()
    return reading_scope(who.actor, who.office, who.today)


def typed(name: str) -> str:
    """A parameter as a database can look for it: on one line, and no longer than a title."""
    return " ".join(request.args.get(name, "").replace("\0", "").split())[:200]


def asked() -> Asked:
    """The filters of this request; what is none of the known values is left out."""
    found = {field.name: typed(field.name) for field in fields(Asked)}
    found["status"] = found["status"] if found["status"] in set(Status) else ""
    found["akhir"] = found["akhir"] if found["akhir"] in set(Ending) else ""
    found["unit"] = found["unit"] if found["unit"] in scope() else ""
    for name in ("sejak", "sampai"):
        found[name] = found[name] if _date(found[name]) else ""
    return Asked(**found)


def wanted(asked: Asked) -> Wanted:
    """The same for the query; dates are days at the reader's desk, the last included."""
    until = _date(asked.sampai)
    return Wanted(
        words=asked.q, unit=asked.unit, code=asked.sop, status=asked.status, ending=asked.akhir,
        late=bool(asked.terlambat), since=_midnight(_date(asked.sejak)),
        until=_midnight(until + timedelta(days=1) if until else None), person=asked.pegawai,
    )  # fmt: skip


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), tzinfo=present().zone) if day else None
