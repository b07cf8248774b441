"""One case before the auditor: its history with both times, its chain, and downloads of both."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import orjson
from flask import Response, render_template
from flask_babel import lazy_gettext as N_

from engine.domain.case import Case, Clock
from engine.queries.applicant import tidy
from engine.queries.verify import Link, Verdict, chain, verify
from web import guards
from web.audit.marks import marks
from web.cases.elapsed import elapsed
from web.cases.file import CaseFile, open_file
from web.cases.status import state_of
from web.cases.timeline import timeline
from web.reader import store


@guards.reads_audit
def page(number: str) -> Any:
    """The history as sentences, and beneath it the facts as stored."""
    return _drawn(open_file(tidy(number)))


@guards.reads_audit
def verified(number: str) -> Any:
    """The same page with the verdict over the chain."""
    file = open_file(tidy(number))
    return _drawn(file, verify(store(), file.case.number))


def _drawn(file: CaseFile, verdict: Verdict | None = None) -> str:
    return render_template(
        "audit/case.html", file=file, case=file.case, sop=file.sop, marks=marks(file),
        state=state_of(file.case, file.sop, file.now), timeline=timeline(file), verdict=verdict,
        applicant=file.dossier.current("applicant.name"), links=chain(store(), file.case.id),
        before=_before, moments=list(_moments(file.case)),
        elapsed=list(elapsed(file.case, file.at.calendar, file.now)),
    )  # fmt: skip


def _moments(case: Case) -> Iterator[tuple[Any, Clock, datetime]]:
    """The due moments that the case has now, each with its title and its clock."""
    kept = {
        Clock.STEP: (N_("Jatuh tempo langkah"), case.due_at),
        Clock.SERVICE: (N_("Dijanjikan"), case.promised_at),
        Clock.LEGAL: (N_("Batas hukum"), case.legal_at),
        Clock.PAUSE: (N_("Jeda berakhir paling lambat"), case.resumes_at),
    }
    for clock, (title, moment) in kept.items():
        if moment:
            yield title, clock, moment


@guards.reads_audit
def lines(number: str) -> Response:
    """The chain as JSON lines: bytes as hashed (`body`), and their SHA-256 (`digest`)."""
    case = open_file(tidy(number)).case
    told = Response(_lines(case.number, chain(store(), case.id)), content_type="application/jsonl")
    told.headers["Content-Disposition"] = f'attachment; filename="riwayat-{case.number}.jsonl"'
    return told


def _lines(number: str, links: list[Link]) -> Iterator[bytes]:
    for link in links:
        told = {
            "case": number,
            "version": link.version,
            "digest": link.digest.hex(),
            "body": link.body.decode(),
        }
        yield orjson.dumps(told, option=orjson.OPT_APPEND_NEWLINE)


def _before(link: Link) -> str:
    """The digest that the sealed bytes name as the one before; empty where they are unreadable."""
    try:
        return str(orjson.loads(link.body)["before"])
    except (KeyError, TypeError, ValueError):
        return ""
