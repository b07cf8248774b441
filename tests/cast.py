"""The cast: named people of the demonstration's regency, for tests that ask who may do what."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from engine import clock
from engine.cli.load import load_all
from engine.demo.people import email_of
from engine.demo.settle import settle
from engine.demo.story import tell
from engine.domain.people import turn_desks
from engine.settings import Settings
from engine.store import people
from engine.store.session import Store
from tests.services import Servers, recall, remember

PASSWORD = "kata-sandi-uji"
_remembered: set[tuple[str, str]] = set()


@dataclass(frozen=True, kw_only=True)
class Member:
    """One person of the cast, who can sign in."""

    id: int
    name: str
    email: str
    password: str = PASSWORD


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Everybody with an account; those called by name stand for their kind of reader."""

    store: Store
    everyone: dict[str, Member] = field(repr=False)  # by e-mail

    # Dinas Kependudukan dan Pencatatan Sipil.
    marlina: Member  # counter
    ferdi: Member  # counter too
    yusran: Member  # operator
    hasnah: Member  # kasi
    nurbaya: Member  # kabid; arman is her Plh. these days
    arman: Member
    suryani: Member  # head
    # DPMPTSP, and the Dinas Kesehatan which does a step of theirs.
    wahyuni: Member  # counter
    idham: Member  # back office
    rahmat: Member  # kabid
    vina: Member  # kabid of the Dinas Kesehatan
    # Kecamatan Contoh Utara.
    citra: Member  # counter
    darmawan: Member  # kasi
    evi: Member  # sekcam
    fadli: Member  # camat
    # Those who look at everything.
    gusnawati: Member  # auditor
    haris: Member  # analyst of the Bagian Organisasi
    irma: Member  # its head
    jamal: Member  # administrator
    # Outsiders to all of these units.
    kartika: Member  # counter of another kecamatan
    lukman: Member  # holds no post any more

    def at(self, desk: str, suffix: str = "") -> Member:
        """Who holds a post, such as "disdukcapil:loket"; suffix "2" is the second officer."""
        return self.everyone[email_of(desk, suffix)]

    def holder(self, turn: str) -> Member:
        """Somebody whose turn it is; of two officers at one desk, the first."""
        ids = people.holders(self.store, turn_desks(turn), clock.now().date())
        return next(member for member in self.everyone.values() if member.id in ids)


_DESKS = {
    "marlina": "disdukcapil:loket",
    "ferdi": "disdukcapil:loket 2",
    "yusran": "disdukcapil:operator",
    "hasnah": "disdukcapil:kasi_kk",
    "nurbaya": "disdukcapil:kabid_dafduk",
    "arman": "disdukcapil:kabid_capil",
    "suryani": "disdukcapil:kepala",
    "wahyuni": "dpmptsp:loket",
    "idham": "dpmptsp:back_office",
    "rahmat": "dpmptsp:kabid_perizinan",
    "vina": "dinkes:kabid_sdk",
    "citra": "kec-contoh-utara:loket",
    "darmawan": "kec-contoh-utara:kasi_kesos",
    "evi": "kec-contoh-utara:sekcam",
    "fadli": "kec-contoh-utara:camat",
    "gusnawati": "inspektorat:auditor",
    "haris": "bagian-organisasi:analis",
    "irma": "bagian-organisasi:kabag_organisasi",
    "jamal": "setda:pengelola_sistem",
    "kartika": "kec-contoh-selatan:loket",
    "lukman": "disdukcapil:loket -lama",
}


@pytest.fixture
def cast(servers: Servers, settings: Settings, store: Store) -> Cast:
    """Office, calendars, all definitions and all people; no case yet."""
    stand(servers, "cast", lambda: _move_in(settings, store))
    return _cast(store)


@pytest.fixture
def demo(servers: Servers, cast: Cast) -> Cast:
    """The same with the whole story: two months of cases, ending when it was first asked for."""
    ids = [member.id for member in cast.everyone.values()]
    stand(servers, "demo", lambda: tell(cast.store, ids))
    return cast


def _move_in(settings: Settings, store: Store) -> None:
    load_all(settings)
    settle(store, PASSWORD)


def stand(servers: Servers, name: str, build: Callable[[], object]) -> None:
    """Builds a state once a session and recalls it afterwards."""
    key = (servers.settings.database_url, name)
    if key in _remembered:
        recall(servers, name)
        return
    build()
    remember(servers, name)
    _remembered.add(key)


def _cast(store: Store) -> Cast:
    everyone = {
        email: Member(id=id_, name=name, email=email)
        for id_, name, email in store.rows("SELECT id, name, email FROM people ORDER BY id")
    }
    named = {
        name: everyone[email_of(*desk.split(" "))] for name, desk in _DESKS.items()
    }  # fmt: skip
    return Cast(store=store, everyone=everyone, **named)
