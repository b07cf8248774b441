"""What a reader sends with an act on a case: who acts, what he had seen, when, and the words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from uuid import UUID

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage, MultiDict

from engine.commands.act import By
from engine.domain.errors import FieldsWrong
from web.cases.acts import must_belong
from web.cases.file import glance
from web.reader import actor

# Answers to the step's questions; also the ids that faults point to.
ANSWER, FILE, REASON = "isian-", "berkas-", "alasan-"

Form = MultiDict[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Completion:
    """A completed step as it was sent."""

    outcome: str
    note: str
    ticked: frozenset[str]
    answers: Mapping[str, str]
    receiver: str


def completion(form: Form) -> Completion:
    """The outcome pressed with what it takes; a reason given for it stands before the note."""
    outcome = form.get("outcome", "")
    said = form.get(f"{REASON}{outcome}", "").strip(), form.get("note", "").strip()
    return Completion(
        outcome=outcome,
        note="\n".join(filter(None, said)),
        ticked=frozenset(form.getlist("tick")),
        answers={
            name.removeprefix(ANSWER): text
            for name, text in form.items()
            if name.startswith(ANSWER)
        },
        receiver=form.get("receiver", ""),
    )


def reason_id(outcome: str) -> str:
    """The id of the field for the reason of an outcome."""
    return REASON + "".join(sign if sign.isalnum() else "-" for sign in outcome)


def by_of(number: str, form: Form) -> By:
    """Who acts and how the act is to be dated.

    Raises FieldsWrong for a moment that cannot be read, NotAllowed for a recorder from elsewhere.
    """
    happened, signer = form.get("happened_at", "").strip(), form.get("signer", type=int)
    zone: tzinfo = UTC
    if happened or signer:
        # Rare, so the case is looked at once more: for its zone, and whether it is the recorder's.
        at = glance(number)
        zone = at.calendar.zone
        if signer:
            must_belong(at)
    return By(
        person=actor().id or 0,
        seen=form.get("seen", type=int),
        happened_at=_moment(happened, zone),
        why_late=form.get("why_late", ""),
        signer=signer,
        letter=form.get("letter", ""),
        once=_key(form.get("once", "")),
    )


def _moment(text: str, zone: tzinfo) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)
    except ValueError:
        said = _("Waktu kejadian belum terbaca. Tulis tanggal dan jam, misalnya 2026-03-27T09:15.")
        raise FieldsWrong({"happened_at": said}) from None


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def uploads(files: Mapping[str, FileStorage]) -> list[tuple[str, FileStorage]]:
    """The files sent as answers to the step's questions, by question."""
    return [
        (name.removeprefix(FILE), file)
        for name, file in files.items()
        if name.startswith(FILE) and file.filename
    ]
