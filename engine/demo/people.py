"""The people of the fictional regency: one at every post, a few more where the story needs them.

Every name is invented; put together from two lists so that no real official is meant.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from engine.domain.people import Standing

# The people whom the pages, the tests and the handbook call by name; the rest are drawn.
NAMED = {
    "disdukcapil:loket": "Marlina Toding",
    "disdukcapil:operator": "Yusran Hakim",
    "disdukcapil:kasi_kk": "Hasnah Baddu",
    "disdukcapil:kabid_dafduk": "Nurbaya Latif",
    "disdukcapil:kabid_capil": "Arman Tola",
    "disdukcapil:kepala": "Suryani Pasang",
    "dpmptsp:loket": "Wahyuni Tandi",
    "dpmptsp:back_office": "Idham Rante",
    "dpmptsp:kabid_perizinan": "Rahmat Saleh",
    "dinkes:kabid_sdk": "Vina Congge",
    "kec-contoh-utara:loket": "Citra Yusuf",
    "kec-contoh-utara:kasi_kesos": "Darmawan Amir",
    "kec-contoh-utara:sekcam": "Evi Bandaso",
    "kec-contoh-utara:camat": "Fadli Nonci",
    "kec-contoh-selatan:loket": "Kartika Ismail",
    "inspektorat:auditor": "Gusnawati Dalle",
    "bagian-organisasi:analis": "Haris Efendi",
    "bagian-organisasi:kabag_organisasi": "Irma Galib",
    "setda:pengelola_sistem": "Jamal Husain",
}

# A second officer at these desks, so that claiming a step means something.
_SECOND = {
    "disdukcapil:loket": "Ferdi Mangopo",
    "disdukcapil:operator": "Mirna Lebang",
    "dpmptsp:back_office": "Tenri Kaso",
    "kec-contoh-utara:loket": "Baso Mappa",
}

# The camat's post is vacant; the sekcam is its Plt.
_VACANT = frozenset({"kec-contoh-tengah:camat"})

# The readers a newcomer signs in as, with what each is for.
READERS = {
    "disdukcapil:loket": "Petugas loket",
    "disdukcapil:operator": "Pelaksana langkah",
    "disdukcapil:kepala": "Pimpinan unit",
    "inspektorat:auditor": "Auditor",
    "bagian-organisasi:analis": "Bagian Organisasi",
    "setda:pengelola_sistem": "Administrator",
}

_FIRST = (
    "Andi Rini", "Bahtiar", "Dewi", "Hamka", "Jumiati", "Lukman", "Nasrul", "Oktavia", "Pandu",
    "Ratna", "Samsul", "Umar", "Wawan", "Yulia", "Zainal", "Asriani", "Burhan", "Gita", "Ilham",
    "Mulyadi", "Rosnani", "Syarif", "Tuti", "Yohanis",
)  # fmt: skip
_LAST = (
    "Jufri", "Sampe", "Wello", "Palimbong", "Ruru", "Layuk", "Bulan", "Malik", "Paembonan",
    "Mustafa", "Lolo", "Sirajuddin", "Tasik", "Usman", "Limbong", "Arruan", "Bakri",
)  # fmt: skip


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
    posts: tuple[Post, ...]


def everybody(desks: Iterable[str], today: date) -> list[Somebody]:
    """One person a post, with acting holders, second officers and one who has left."""
    drawn = _names()
    people = [
        _settled(NAMED.get(desk) or next(drawn), desk, today)
        for desk in sorted(desks)
        if desk not in _VACANT
    ]
    seconds = [
        Somebody(name=name, email=email_of(desk, "2"), posts=(Post(desk=desk),))
        for desk, name in _SECOND.items()
    ]
    return [*people, *seconds, _retired()]


def email_of(desk: str, suffix: str = "") -> str:
    """The address of whoever holds a post."""
    unit, _, code = desk.partition(":")
    return f"{code.replace('_', '-')}{suffix}@{unit}.contohkab.example"


def _names() -> Iterator[str]:
    for turn in range(len(_LAST)):
        for place, first in enumerate(_FIRST):
            yield f"{first} {_LAST[(place + turn) % len(_LAST)]}"


def _settled(name: str, desk: str, today: date) -> Somebody:
    acting = _acting(today).get(desk)
    posts = (Post(desk=desk), *((acting,) if acting else ()))
    return Somebody(name=name, email=email_of(desk), posts=posts)


def _acting(today: date) -> dict[str, Post]:
    """The acting posts, by the desk of who acts: Plh. these days and last month, a Plt."""
    return {
        "disdukcapil:kabid_capil": Post(
            desk="disdukcapil:kabid_dafduk", standing=Standing.PLH, letter="800.1.11/94/2026",
            starts=today - timedelta(days=1), ends=today + timedelta(days=3),
        ),
        "dpmptsp:sekretaris": Post(
            desk="dpmptsp:kepala", standing=Standing.PLH, letter="800.1.11/81/2026",
            starts=today - timedelta(days=33), ends=today - timedelta(days=29),
        ),
        "kec-contoh-tengah:sekcam": Post(
            desk="kec-contoh-tengah:camat", standing=Standing.PLT, letter="800.1.3/17/2026",
            starts=date(2026, 4, 1),
        ),
    }  # fmt: skip


def _retired() -> Somebody:
    """An officer who has left: the account still opens, no post is held."""
    post = Post(desk="disdukcapil:loket", ends=date(2025, 12, 31))
    return Somebody(name="Lukman Nonci", email=email_of(post.desk, "-lama"), posts=(post,))
