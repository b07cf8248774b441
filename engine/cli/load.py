"""`sopan load`: units, calendars and definitions go into the database, adopted as on paper."""

from pathlib import Path

import click
import orjson

from engine.commands.adopt import Adopted, adopt
from engine.commands.keep_office import keep_office
from engine.embedded import services
from engine.formats.calendars import calendar_text, load_calendar
from engine.formats.offices import read_offices
from engine.settings import Settings, load_settings
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
    """Units, posts and calendars. Raises NotFound for a calendar no file describes."""
    told = read_offices(root / "units.yaml")
    units, positions = list(told.units), list(told.positions)
    keep_office(store, units, positions, calendars(root, {unit.calendar for unit in units}))


def calendars(root: Path, codes: set[str]) -> dict[str, tuple[str, str]]:
    """Version and canonical text of each calendar named. Raises NotFound, DefinitionFaulty."""
    loaded = {code: load_calendar(root / "calendars" / f"{code}.yaml") for code in sorted(codes)}
    return {code: (found.version, calendar_text(found)) for code, found in loaded.items()}


def definition_files(root: Path) -> list[Path]:
    """Every <unit or kind>/<sop>/<version>.yaml, an older version before a newer one."""
    found = [path for path in root.glob("*/*/*.yaml") if path.stem.isdigit()]
    return sorted(found, key=lambda path: (path.parent, int(path.stem)))
