"""`sopan check`: what is wrong with a definition, every fault with its line and remedy."""

import json
from pathlib import Path
from typing import Any

import click

from engine.domain.sop import Sop
from engine.domain.soundness.flaw import Level
from engine.formats.definitions import check_definition
from engine.formats.definitions.book import Fault

Report = tuple[str, Sop | None, tuple[Fault, ...]]


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_context
def check(context: click.Context, *, files: tuple[str, ...], as_json: bool) -> None:
    """Check SOP definitions; print each fault as FILE:LINE: what is wrong, and the remedy.

    Exit code 0 when every file can be used (warnings may be printed), else 1.
    """
    reports: list[Report] = [(file, *check_definition(Path(file))) for file in files]
    click.echo(_json(reports) if as_json else "\n".join(_lines(reports)))
    if any(sop is None for _, sop, _ in reports):
        context.exit(1)


def _json(reports: list[Report]) -> str:
    return json.dumps([_data(*report) for report in reports], ensure_ascii=False, indent=2)


def _data(file: str, sop: Sop | None, faults: tuple[Fault, ...]) -> dict[str, Any]:
    return {
        "file": file,
        "usable": sop is not None,
        "sop": {"code": sop.code, "version": sop.version, "digest": sop.digest} if sop else None,
        "faults": [
            {
                "line": fault.line,
                "level": fault.level,
                "message": fault.message,
                "remedy": fault.remedy,
            }
            for fault in faults
        ],
    }


def _lines(reports: list[Report]) -> list[str]:
    lines = []
    for file, sop, faults in reports:
        lines += [_line(file, fault) for fault in faults]
        if sop is not None:
            lines.append(f"{file}: {sop.code} versi {sop.version} dapat dipakai.")
    return [*lines, _summary(reports)]


def _summary(reports: list[Report]) -> str:
    levels = [fault.level for _, _, faults in reports for fault in faults]
    errors, warnings = levels.count(Level.ERROR), levels.count(Level.WARNING)
    return f"{len(reports)} berkas diperiksa: {errors} kesalahan, {warnings} peringatan."


def _line(file: str, fault: Fault) -> str:
    kind = "" if fault.level is Level.ERROR else "Peringatan: "
    return f"{file}:{fault.line}: {kind}{fault.message} {fault.remedy}".rstrip()
