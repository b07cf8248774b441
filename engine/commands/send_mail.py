"""Send mail: each due letter is tried, with growing pauses, until it is out or given up visibly.

An applicant's letter goes alone and at once. Staff get one letter of all that waits for them,
within their working hours and at most one in a while, except where something is urgent. What the
case has left behind meanwhile is dropped, with the reason. A worker that dies while sending leaves
the letter to be tried again under the same Message-ID, so that a double letter is recognised.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

from engine import mail
from engine.domain import telling
from engine.formats.letters import Line, digest, to_applicant
from engine.store import letters, office, opening, sops
from engine.store.letters import Receiver, Told
from engine.store.session import Store

TRIES = 6


@dataclass(frozen=True, kw_only=True, slots=True)
class Post:
    """Where letters go, in whose name, and the least time between two to the same person."""

    smtp_url: str
    folder: Path
    sender: str
    public_url: str
    gap: timedelta = timedelta(hours=1)


def send_mail(store: Store, post: Post, now: datetime | None = None) -> bool:
    """Looks at one letter that is due; False when none is.

    `now` is the database's clock unless a test passes another.
    """
    if now is None:
        with store.connection() as connection:
            now = opening.now(connection)
    return _to_applicant(store, post, now) or _to_staff(store, post, now)


def _to_applicant(store: Store, post: Post, now: datetime) -> bool:
    due = letters.claim(store, now)
    if due is None:
        return False
    if not due.address:
        letters.failed(store, [due.delivery], "alamat surel penerima tidak ada", tries=0)
        return True
    words = to_applicant(due.kind, due.number, due.title, post.public_url)
    _try(store, post, now, due.address, words, [due.delivery], due.delivery)
    return True


def _to_staff(store: Store, post: Post, now: datetime) -> bool:
    with store.transaction() as connection:
        to = letters.receiver(connection, now)
        if to is None:
            return False
        letters.settle(connection, to)
        moment = _moment(store, letters.past(connection, to, now, post.gap), to, now, post.gap)
        if moment > now:
            letters.postpone(connection, to, moment)
            return True
        told = letters.bind(connection, to, now)
    if told:
        words = digest(to.name, _lines(store, told), post.public_url)
        deliveries = [one.delivery for one in told]
        _try(store, post, now, to.address, words, deliveries, to.letter or to.delivery)
    return True


def _moment(
    store: Store, past: letters.Past, to: Receiver, now: datetime, gap: timedelta
) -> datetime:
    known = office.directory(store)
    actor = office.actor(store, to.id, known.office.revision)
    return telling.letter_moment(
        now,
        urgent=past.urgent,
        calendar=telling.letter_hours(actor, known.calendars, now),
        last=past.last,
        gap=gap,
        busy_until=past.busy_until,
    )


def _lines(store: Store, told: Sequence[Told]) -> list[Line]:
    calendars = office.directory(store).calendars
    found = []
    for one in told:
        sop = sops.by_id(store, one.sop_id)
        state = sop.states.get(one.step or "")
        due = calendars[one.unit].local(one.due_at) if one.due_at else None
        step = f"{state.step.number}: {state.step.do}" if state else ""
        found.append(Line(kind=one.kind, number=one.number, title=sop.title, step=step, due=due))
    return found


def _try(
    store: Store, post: Post, now: datetime, address: str, words: tuple[str, str],
    deliveries: Sequence[int], identity: int,
) -> None:  # fmt: skip
    try:
        letter = _letter(post, address, words, identity)
        mail.send(letter, post.smtp_url, post.folder)
    except ValueError:
        letters.failed(store, deliveries, "alamat surel penerima tidak dapat dipakai", tries=0)
    except OSError as error:
        # What a server answers may name the address, which is nobody else's business.
        told = mail.answer(error).replace(address, "(alamat)")
        letters.failed(store, deliveries, told, tries=TRIES)
    else:
        letters.delivered(store, deliveries, now)


def _letter(post: Post, address: str, words: tuple[str, str], identity: int) -> EmailMessage:
    subject, body = words
    return mail.letter(
        to=address, subject=subject, body=body, identity=f"sopan-{identity}", sender=post.sender
    )
