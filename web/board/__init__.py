"""The board: what is late, whose turn it is, and what will be late tomorrow."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, g, render_template
from flask_babel import gettext as _

from engine.domain.errors import NotFound
from engine.domain.people import Office
from engine.domain.sop import Sop
from engine.queries import board_cases
from engine.queries.board import Board, Cell, by_step, total
from engine.queries.board_cases import Condition
from web import guards, redrawn
from web.board import acts as board_acts
from web.board.asked import Asked, asked, present
from web.board.lines import lines
from web.board.look import look
from web.board.snapshot import counts, snapshot
from web.reader import store
from web.spreadsheet import sheet
from web.wording import masked

blueprint = Blueprint("board", __name__)
_SHEET_ROWS = 5000


@blueprint.get("/papan")
@guards.at_board
def index() -> Any:
    """The board of the units that the reader may read."""
    seen = look()
    g.shown_at = seen.read_at
    part = redrawn.drawn(seen.mark, seen.draw)
    return render_template("board/index.html", look=seen, asked=seen.asked, part=part)


@blueprint.get("/papan/segar")
@guards.at_board
def fresh() -> Any:
    """The board again, for a page that is open; when nothing changed only the time of the data."""
    seen = look()
    return redrawn.answer(seen.mark, seen.draw, seen.read_at, ringkas=seen.summary)


@blueprint.get("/papan/permohonan")
@guards.at_board
def listed() -> Any:
    """Open cases under the filters of the address, longest late first."""
    wanted, who = asked(Condition.ALL), present()
    known = snapshot(wanted, who)
    found, following = board_cases.open_cases(
        store(), wanted.units, who.now, wanted.wanted(_digest(wanted, known.board)),
        after=wanted.after,
    )  # fmt: skip
    loads = {load.holder: load.open for load in known.burdens if load.holder}
    return render_template(
        "board/cases.html", asked=wanted, rows=list(lines(found, who, loads)),
        following=following, heading=_heading(wanted, known.board, who.office, found),
        Condition=Condition,
    )  # fmt: skip


@blueprint.get("/papan/permohonan.csv")
@guards.at_board
def spreadsheet() -> Any:
    """The same list for a spreadsheet, with all its pages."""
    heads = (
        _("Nomor"), _("Unit"), _("SOP"), _("Langkah"), _("Pelaksana"), _("Pemegang"),
        _("Pemohon"), _("Jatuh tempo"), _("Sisa atau terlambat"), _("Jeda"),
    )  # fmt: skip
    return sheet("papan", heads, _sheet_rows())


@blueprint.get("/papan/sop/<code>/<int:version>")
@guards.at_board
def one_sop(code: str, version: int) -> Any:
    """Where the cases of one SOP stand, step by step."""
    wanted, who = asked(Condition.ALL), present()
    counted = counts(wanted, who)
    g.shown_at = counted.now
    sop, cells = _found(counted, f"{code}-{version}")
    return render_template(
        "board/sop.html", asked=wanted, sop=sop, cells=cells, whole=total(cells),
        steps=by_step(cells), name=f"{code}-{version}", units=_units_of(cells),
        elsewhere=[cell for cell in cells if cell.step is None], Condition=Condition,
    )  # fmt: skip


blueprint.get("/papan/<number>/alihkan")(board_acts.reassigning)
blueprint.post("/papan/<number>/alihkan")(board_acts.reassign)
blueprint.get("/papan/<number>/perpanjang")(board_acts.extending)
blueprint.post("/papan/<number>/perpanjang")(board_acts.extend)


def _found(counted: Board, name: str) -> tuple[Sop, tuple[Cell, ...]]:
    for sop, cells in counted.by_sop:
        if f"{sop.code}-{sop.version}" == name:
            return sop, cells
    raise NotFound(what=_("Permohonan terbuka menurut SOP %(name)s", name=name))


def _digest(wanted: Asked, counted: Board) -> str:
    return _found(counted, wanted.sop)[0].digest if wanted.sop else ""


def _units_of(cells: tuple[Cell, ...]) -> list[str]:
    return sorted({cell.unit for cell in cells})


def _heading(wanted: Asked, counted: Board, known: Office, found: list[Any]) -> str:
    """What the list holds, in words."""
    if wanted.sop:
        sop, _cells = _found(counted, wanted.sop)
        at = _(", langkah %(step)s", step=wanted.step) if wanted.step else ""
        return f"{sop.title}{at}"
    if wanted.holder:
        name = next((case.holder_name for case in found if case.holder_name), "")
        return _("Dipegang %(name)s", name=name) if name else _("Pemegang ini")
    if wanted.turn:
        return _("Belum diambil: %(titles)s", titles=known.titles(wanted.turn))
    return known.units[wanted.unit].name if wanted.unit else _("Semua permohonan terbuka")


def _sheet_rows() -> Iterator[tuple[Any, ...]]:
    wanted, who = asked(Condition.ALL), present()
    digest = _digest(wanted, counts(wanted, who))
    found, _more = board_cases.open_cases(
        store(), wanted.units, who.now, wanted.wanted(digest), limit=_SHEET_ROWS
    )
    for line in lines(found, who, {}):
        case = line.case
        since = case.since and f"{case.since.astimezone(who.zone):%Y-%m-%d %H:%M}"
        yield (
            case.number, who.office.units[case.unit].name, case.sop.title, line.step, line.roles,
            case.holder_name, masked(case.applicant), since, line.left, line.pause,
        )  # fmt: skip
