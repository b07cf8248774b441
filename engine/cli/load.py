"""`sopan load`: units, calendars and definitions go into the database, adopted as on paper."""

from collections.abc import Iterable
from pathlib import Path

import click
import orjson

from engine.commands.adopt import Adopted, adopt
from engine.commands.keep_office import keep_office
from engine.commands.propose_calendar import propose_calendar
from engine.domain.calendar_changes import ChangeUnderWay
from engine.embedded import services
from engine.formats.calendars import Written, calendar_text, read_calendar
from engine.formats.offices import read_offices
from engine.settings import Settings, load_settings
from engine.store.calendars import is_known
from engine.store.session import Store, open_store


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.option("--by", default="administrator", help="Who records the adoption.")
def load(*, as_json: bool, by: str) -> None:
    """Adopt every definition of SOPAN_DEFINITIONS_DIR, as ratified on paper.

    Run again, it changes nothing; a byte changed in an adopted file is refused.
    """
    with services(load_settings()) as running:
        adopted = load_all(running.settings, by=by)
    if as_json:
        click.echo(orjson.dumps([_row(one) for one in adopted], option=orjson.OPT_INDENT_2))
        return
    for one in adopted:
        where = ", ".join(one.units) or "sudah tercatat"
        click.echo(f"{one.sop.code} versi {one.sop.version}  {one.sop.title}  ({where})")


def _row(one: Adopted) -> dict[str, object]:
    return {
        "file": one.path,
        "code": one.sop.code,
        "version": one.sop.version,
        "digest": one.sop.digest,
        "letter": one.sop.ratified.letter,
        "units": one.units,
    }


def load_all(settings: Settings, *, by: str = "administrator") -> list[Adopted]:
    """Brings the office up to the definitions and adopts every SOP, oldest version first.

    Raises DefinitionFaulty, DefinitionChanged, TwoInForce or NotFound; SOPs before the faulty
    file stay adopted.
    """
    store = open_store(settings.database_url, pool=1)
    try:
        root = settings.definitions_dir
        load_office(store, root)
        files = [(path.relative_to(root).as_posix(), path) for path in definition_files(root)]
        return [adopt(store, name, path.read_bytes(), by=by) for name, path in files]
    finally:
        store.close()


def load_office(store: Store, root: Path) -> None:
    """Units, posts and calendars. Raises NotFound for a calendar no file describes.

    A calendar in use whose file has changed is proposed as a change, which the administrator sees
    with what it would move.
    """
    told = read_offices(root / "units.yaml")
    units, positions = list(told.units), list(told.positions)
    written = calendars(root, {unit.calendar for unit in units})
    keep_office(store, units, positions, written)
    for code, one in written.items():
        _offer(store, code, one)


def calendars(root: Path, codes: Iterable[str]) -> dict[str, Written]:
    """The calendars named and those they inherit from, which come first.

    Raises NotFound, DefinitionFaulty.
    """
    found: dict[str, Written] = {}
    for code in sorted(codes):
        one = read_calendar(root / "calendars" / f"{code}.yaml")
        found |= calendars(root, [one.inherits] if one.inherits else []) | {code: one}
    return found


def _offer(store: Store, code: str, one: Written) -> None:
    if is_known(store, code, one.calendar.version):
        return
    try:
        change = propose_calendar(
            store, code, calendar_text(one.calendar), since=None, by=None,
            letter=one.calendar.basis or f"{code}.yaml", inherits=one.inherits,
        )  # fmt: skip
    except ChangeUnderWay as busy:
        click.echo(str(busy), err=True)
        return
    click.echo(
        f"Kalender {code}: berkasnya berubah dan diusulkan sebagai perubahan nomor {change}. "
        "Periksa dan terapkan di layar Kalender.",
        err=True,
    )


def definition_files(root: Path) -> list[Path]:
    """Every <unit or kind>/<sop>/<version>.yaml, an older version before a newer one."""
    found = [path for path in root.glob("*/*/*.yaml") if path.stem.isdigit()]
    return sorted(found, key=lambda path: (path.parent, int(path.stem)))
