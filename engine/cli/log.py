"""`sopan log`: the event log of another system judged against an SOP, and ours for others."""

from pathlib import Path
from typing import Any

import click

from engine.cli.opened import answer, store_at_hand
from engine.commands.import_log import import_log
from engine.domain.conformance.outside import judged
from engine.domain.errors import NotFound
from engine.domain.sop import Sop
from engine.formats.definitions import read_definition
from engine.formats.logs import Columns, Trace, parse_log, read_log, xes
from engine.queries import catalog
from engine.queries.event_log import event_log
from engine.store import logs

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def log() -> None:
    """Judge event logs of other systems (XES, or CSV with one event a line), and write our own."""


def _with_columns(command: Any) -> Any:
    """The options that tell what the columns of a CSV are."""
    named = {"case": "case", "activity": "activity", "at": "time", "outcome": "outcome"}
    for column, name in reversed(named.items()):
        told = f"CSV: the column that tells the {name}."
        command = click.option(f"--{name}", column, default="", help=told)(command)
    return command


@log.command(name="import")
@click.argument("file", type=FILE)
@_with_columns
def import_(*, file: Path, **columns: str) -> None:
    """Keep FILE as evidence, apart from the office's own cases."""
    with store_at_hand() as store:
        kept = import_log(store, file.name, file.read_bytes(), Columns(**columns))
    told = f"{kept.traces} kasus, {kept.events} kegiatan. SHA-256 {kept.digest}"
    click.echo(f"Log {kept.id} ({kept.name}): {told}")


@log.command()
@click.argument("source", metavar="LOG")
@click.option("--sop", "name", required=True, help="A definition file, or the code of an SOP.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@_with_columns
def judge(*, source: str, name: str, as_json: bool, **columns: str) -> None:
    """Tell which traces of LOG fit the SOP, and where the others deviate.

    LOG is a file, or the number of an imported log. With files no server is needed; a code means
    the newest adopted version.
    """
    told, sop = _cases(_traces(source, Columns(**columns))), _sop(name)
    found = list(judged(sop, told))
    fitting = sum(one.fits for one in found)
    if as_json:
        deviations = {one.case: list(one.deviations) for one in found if not one.fits}
        answer({"sop": f"{sop.code} versi {sop.version}", "traces": len(found),
                "fitting": fitting, "deviations": deviations})  # fmt: skip
        return
    click.echo(f"{len(found)} kasus, {fitting} sesuai SOP {sop.code} versi {sop.version}.")
    for one in found:
        for sentence in one.deviations:
            click.echo(f"  {one.case}: {sentence}")


def _traces(source: str, columns: Columns) -> list[Trace]:
    if not source.isdecimal() or Path(source).is_file():
        return read_log(Path(source), columns)
    with store_at_hand() as store:
        return parse_log(*logs.content(store, int(source)))


def _cases(traces: list[Trace]) -> dict[str, list[tuple[str, str]]]:
    """What the domain judges; of two traces of one name the second gets a number of its own."""
    cases: dict[str, list[tuple[str, str]]] = {}
    for number, trace in enumerate(traces, 1):
        case = trace.case if trace.case not in cases else f"{trace.case} ({number})"
        cases[case] = [(event.activity, event.outcome) for event in trace.events]
    return cases


def _sop(name: str) -> Sop:
    if Path(name).is_file():
        return read_definition(Path(name))
    with store_at_hand() as store:
        adopted = catalog.library(store, name)
    if not adopted:
        raise NotFound(what=f"SOP {name}")
    return adopted[0].sop


@log.command()
@click.argument("code")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--unit", default="", help="Only the cases of this unit.")
def export(*, code: str, output: Path, unit: str) -> None:
    """Write the closed cases of the SOP with this CODE as XES, without anybody's name."""
    with store_at_hand() as store:
        output.write_text(xes.write(event_log(store, code, unit)), encoding="utf-8")
