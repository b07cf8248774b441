"""`sopan case`: a case's history as sentences, and whether it holds."""

import sys
from dataclasses import asdict

import click

from engine.cli.opened import answer, store_at_hand
from engine.commands.act import HAPPENED
from engine.queries.applicant import tidy
from engine.queries.dossier import Dossier, dossier
from engine.queries.verify import verify as verify_case
from engine.store import office


@click.group()
def case() -> None:
    """Show and verify cases."""


@case.command()
@click.argument("number")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def show(number: str, *, as_json: bool) -> None:
    """Print a case's state and its history, both times of each fact."""
    with store_at_hand() as store:
        found = dossier(store, tidy(number), None)
        zone = office.directory(store, found.revision).calendars[found.case.unit].zone
    if as_json:
        answer({"case": _state(found), "facts": [_fact(fact) for fact in found.facts]})
        return
    for name, value in _state(found).items():
        click.echo(f"{name:12} {value if value is not None else '-'}")
    for fact in found.facts:
        who = found.names.get(fact.actor or 0, "Sopan")
        told = HAPPENED.get(fact.kind, fact.kind.value)
        happened, recorded = (at.astimezone(zone) for at in (fact.happened_at, fact.recorded_at))
        times = f"{happened:%Y-%m-%d %H:%M}  tercatat {recorded:%Y-%m-%d %H:%M:%S %Z}"
        click.echo(f"{fact.version:4}  {times}  {who} {told}")


def _state(found: Dossier) -> dict[str, object]:
    case = found.case
    return {
        "number": case.number,
        "sop": f"{found.sop.code} versi {found.sop.version}",
        "unit": case.unit,
        "status": case.status.value,
        "step": case.step,
        "turn": case.turn,
        "due_at": case.due_at,
        "promised_at": case.promised_at,
        "version": case.version,
        "head": case.head.hex(),
    }


def _fact(fact: object) -> dict[str, object]:
    told = asdict(fact)  # type: ignore[call-overload]
    return {name: told[name] for name in told if name not in ("words", "changes")}


@case.command()
@click.argument("number")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def verify(number: str, *, as_json: bool) -> None:
    """Tell whether a case's history holds: chain, head, row and commitments."""
    with store_at_hand() as store:
        verdict = verify_case(store, tidy(number))
    if as_json:
        answer({**asdict(verdict), "holds": verdict.holds})
    elif verdict.holds:
        gone = f", {verdict.erased} isian sudah dihapus" if verdict.erased else ""
        click.echo(f"{verdict.number}: {verdict.facts} fakta, rantai utuh{gone}. {verdict.head}")
    else:
        click.echo(f"{verdict.number}: rantai TIDAK utuh.", err=True)
        for fault in verdict.faults:
            click.echo(f"  {fault}", err=True)
    sys.exit(0 if verdict.holds else 1)
