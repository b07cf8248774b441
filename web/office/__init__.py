"""The office: units, posts and who holds them, and accounts, kept by the administrator."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, render_template

from engine.domain.errors import NotFound
from engine.domain.people import Position
from engine.queries import roster
from engine.queries.roster import Posting
from web import guards
from web.audit import looks_page
from web.audit.asked import present, typed
from web.office import person as office_person
from web.reader import store

blueprint = Blueprint("office", __name__, url_prefix="/kantor")
PAGE = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class Seat:
    """A post, who holds or acts in it today, and who will later."""

    position: Position
    now: tuple[Posting, ...]
    later: tuple[Posting, ...]

    @property
    def definitive(self) -> bool:
        """Whether somebody holds it for good today."""
        return any(posting.standing == "definitive" for posting in self.now)

    @property
    def acting(self) -> bool:
        """Whether somebody acts in it today."""
        return any(posting.standing != "definitive" for posting in self.now)


def seats(positions: Iterable[Position], posted: list[Posting], day: date) -> list[Seat]:
    """Every post with its people."""
    by_desk: dict[str, list[Posting]] = {}
    for posting in posted:
        by_desk.setdefault(posting.desk, []).append(posting)
    return [
        Seat(
            position=position,
            now=tuple(p for p in by_desk.get(position.desk, ()) if p.covers(day)),
            later=tuple(p for p in by_desk.get(position.desk, ()) if p.active and p.starts > day),
        )
        for position in sorted(positions, key=lambda position: position.title)
    ]


@blueprint.get("")
@guards.keeps_office
def index() -> Any:
    """Every unit with how many of its posts are held, vacant, or held by somebody acting."""
    who = present()
    everywhere = seats(who.office.positions.values(), roster.posted(store(), who.today), who.today)
    by_unit: dict[str, list[Seat]] = {code: [] for code in who.office.units}
    for seat in everywhere:
        by_unit[seat.position.unit].append(seat)
    ordered = sorted(by_unit.items(), key=lambda pair: who.office.units[pair[0]].name)
    return render_template("office/index.html", units=ordered)


@blueprint.get("/unit/<code>")
@guards.keeps_office
def unit(code: str) -> Any:
    """The posts of one unit."""
    who = present()
    if code not in who.office.units:
        raise NotFound(what=f"Unit {code}")
    own = [post for post in who.office.positions.values() if post.unit == code]
    found = seats(own, roster.posted(store(), who.today, code), who.today)
    return render_template("office/unit.html", unit=who.office.units[code], seats=found)


@blueprint.get("/orang")
@guards.keeps_office
def people() -> Any:
    """Accounts by name; `?jabatan=` is the post for which somebody is chosen."""
    words, desk, cursor = typed("q"), typed("jabatan"), typed("sesudah")
    name, _comma, id_ = cursor.rpartition(",")
    after = (name, int(id_)) if id_.isdecimal() else ("", 0)
    found = roster.accounts(store(), words, after, PAGE)
    return render_template(
        "office/people.html", accounts=found[:PAGE], more=len(found) > PAGE, words=words, desk=desk,
        after=cursor, position=present().office.positions.get(desk),
    )  # fmt: skip


@blueprint.get("/pembukaan")
@guards.keeps_office
def disclosed() -> Any:
    """Who looked at unmasked data."""
    return looks_page()


blueprint.get("/orang/baru")(office_person.new)
blueprint.post("/orang/baru")(office_person.add)
blueprint.add_url_rule("/orang/<int:person>", "person", office_person.page)
blueprint.post("/orang/<int:person>/jabatan")(office_person.give)
blueprint.post("/orang/<int:person>/jabatan/<int:holding>/akhiri")(office_person.end)
blueprint.post("/orang/<int:person>/kata-sandi")(office_person.reset)
blueprint.post("/orang/<int:person>/tutup")(office_person.close)
blueprint.post("/orang/<int:person>/buka")(office_person.reopen)
