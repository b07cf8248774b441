"""The people of the fictional regency: one at every post, a few more where the story needs them.

Every name is invented; put together from two lists so that no real official is meant.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from engine.domain.people import Position, Standing

_FIRST = (
    "Marlina", "Yusran", "Hasnah", "Nurbaya", "Arman", "Ferdi", "Suryani", "Idham", "Rahmat",
    "Wahyuni", "Baso", "Citra", "Darmawan", "Evi", "Fadli", "Gusnawati", "Haris", "Irma", "Jamal",
    "Kartika", "Lukman", "Mirna", "Nasrul", "Oktavia", "Pandu", "Ratna", "Samsul", "Tenri",
    "Umar", "Vina", "Wawan", "Yulia", "Zainal", "Andi Rini", "Bahtiar", "Dewi",
)  # fmt: skip
_LAST = (
    "Toding", "Hakim", "Baddu", "Latif", "Tola", "Mangopo", "Pasang", "Rante", "Saleh", "Tandi",
    "Wello", "Yusuf", "Amir", "Bandaso", "Congge", "Dalle", "Efendi", "Galib", "Husain", "Ismail",
    "Jufri", "Kaso", "Lebang", "Mappa", "Nonci",
)  # fmt: skip

# A second officer at these desks, so that claiming a step means something.
_TWICE = ("disdukcapil:loket", "dpmptsp:back_office", "kec-contoh-utara:loket")

# The readers a newcomer signs in as, with what each is for.
READERS = {
    "disdukcapil:loket": "Petugas loket",
    "disdukcapil:operator": "Pelaksana langkah",
    "disdukcapil:kepala": "Pimpinan unit",
    "inspektorat:auditor": "Auditor",
    "bagian-organisasi:analis": "Bagian Organisasi",
    "setda:pengelola_sistem": "Administrator",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Post:
    """A position held in the story."""

    desk: str
    standing: Standing = Standing.DEFINITIVE
    letter: str = ""
    starts: date = date(2025, 1, 2)
    ends: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Somebody:
    """One invented person."""

    name: str
    email: str
    posts: tuple[Post, ...] = field(default=())


def everybody(positions: tuple[Position, ...], today: date) -> list[Somebody]:
    """One person a post, in the order of the definitions, with an acting holder or two."""
    names = _names()
    people = [
        Somebody(name=next(names), email=_email(desk), posts=(Post(desk=desk),))
        for desk in (position.desk for position in positions)
    ]
    people += [
        Somebody(name=next(names), email=_email(desk, "2"), posts=(Post(desk=desk),))
        for desk in _TWICE
    ]
    return [_with_acting(person, today) for person in people]


def _names() -> Iterator[str]:
    for turn in range(len(_LAST)):
        for place, first in enumerate(_FIRST):
            yield f"{first} {_LAST[(place + turn) % len(_LAST)]}"


def _email(desk: str, suffix: str = "") -> str:
    unit, _, code = desk.partition(":")
    return f"{code.replace('_', '-')}{suffix}@{unit}.contohkab.example"


def _with_acting(person: Somebody, today: date) -> Somebody:
    """The acting posts of the story: a Plh. these days, and a Plt. since the spring."""
    extra = {
        "disdukcapil:kabid_capil": Post(
            desk="disdukcapil:kabid_dafduk", standing=Standing.PLH, letter="800.1.11/94/2026",
            starts=today - timedelta(days=1), ends=today + timedelta(days=3),
        ),
        "kec-contoh-tengah:sekcam": Post(
            desk="kec-contoh-tengah:camat", standing=Standing.PLT, letter="800.1.3/17/2026",
            starts=date(2026, 4, 1), ends=date(2026, 12, 31),
        ),
    }.get(person.posts[0].desk)  # fmt: skip
    if extra is None:
        return person
    return Somebody(name=person.name, email=person.email, posts=(*person.posts, extra))
