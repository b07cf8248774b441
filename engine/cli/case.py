"""`sopan case`: a case's history as sentences, whether it holds, and as evidence for others."""

import sys
from dataclasses import asdict
from pathlib import Path

import click

from engine.cli.opened import answer, store_at_hand
from engine.commands.act import HAPPENED
from engine.domain.errors import NotFound
from engine.formats.evidence import document
from engine.queries.applicant import tidy
from engine.queries.dossier import Dossier, dossier
from engine.queries.evidence import evidence as evidence_of
from engine.queries.verify import verify as verify_case
from engine.store import cases, disclosures, office, people
from engine.store.session import Store


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
    """Tell whether a case's history holds: chain, head, row, commitments and seals."""
    with store_at_hand() as store:
        verdict = verify_case(store, tidy(number))
    if as_json:
        answer({**asdict(verdict), "holds": verdict.holds})
    elif verdict.holds:
        gone = f", {verdict.erased} isian sudah dihapus" if verdict.erased else ""
        open_ = verdict.facts - verdict.sealed
        bound = f"{open_} belum tersegel" if open_ else "semua tersegel"
        click.echo(
            f"{verdict.number}: {verdict.facts} fakta, rantai utuh, {bound}{gone}. {verdict.head}"
        )
    else:
        click.echo(f"{verdict.number}: rantai TIDAK utuh.", err=True)
        for fault in verdict.faults:
            click.echo(f"  {fault}", err=True)
    sys.exit(0 if verdict.holds else 1)


@case.command()
@click.argument("number")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, metavar="FILE"
)
@click.option("--until", type=int, help="Only the facts up to this one.")
@click.option(
    "--words-for", metavar="EMAIL", help="With personal words; who sees them is recorded."
)
def evidence(number: str, output: Path, *, until: int | None, words_for: str | None) -> None:
    """Write the file by which anybody can check a case without Sopan."""
    with store_at_hand() as store:
        if words_for:
            _disclosed(store, tidy(number), words_for)
        found = evidence_of(store, tidy(number), until=until, with_words=bool(words_for))
    output.write_bytes(document(found))
    click.echo(f"{output}: {len(found.facts)} fakta, {len(found.seals)} segel.")


def _disclosed(store: Store, number: str, email: str) -> None:
    person = people.by_email(store, email)
    if person is None:
        raise NotFound(what=f"Akun {email}")
    disclosures.disclosed(store, cases.load(store, number).case.id, person["id"], "case file")
