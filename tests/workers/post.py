"""Short ways to promise notices, work them off, and let letters go out at a chosen moment."""

import email
from datetime import datetime, timedelta
from email.policy import default

from engine import clock
from engine.commands.send_mail import Post, send_mail
from engine.commands.work_off_notices import work_off_notices
from engine.store import cases, office

UNIT = "kec-contoh-utara"


def worked_off(cast):
    """Works off everything; answers how many notices it was."""
    total = 0
    while done := work_off_notices(cast.store):
        total += done
    return total


def post(folder, smtp_url=""):
    """Where the letters of a test go."""
    return Post(smtp_url=smtp_url, folder=folder, sender="sopan@contohkab.example",
                public_url="https://sopan.contohkab.example")  # fmt: skip


def at_work(cast, after=timedelta(hours=1)):
    """That much after the opening of the next working day."""
    known = calendar(cast)
    closing = known.nth_closing(clock.now().date(), 1)
    return known.opening(known.local(closing).date()) + after


def at_night(cast):
    """Two hours after the end of the same day."""
    return calendar(cast).nth_closing(clock.now().date(), 1) + timedelta(hours=2)


def calendar(cast):
    """The hours of the kecamatan."""
    return office.directory(cast.store).calendars[UNIT]


def sent(cast, where, now: datetime):
    """Lets every letter go that may at this moment; answers how many were looked at."""
    looked = 0
    while send_mail(cast.store, where, now):
        looked += 1
    return looked


def letters(folder):
    """The letters in a folder, in order of their numbers."""
    files = sorted(folder.glob("*.eml"), key=lambda path: int(path.stem.partition("-")[2]))
    return [email.message_from_bytes(path.read_bytes(), policy=default) for path in files]


def promise(cast, number, kind, to):
    """A notice as the history makes it, about the case as it stands."""
    case = cases.load(cast.store, number).case
    cast.store.run(
        "INSERT INTO notices (case_id, version, kind, addressee, promised_at) "
        "VALUES (%s, %s, %s, %s, clock_timestamp())",
        (case.id, case.version, kind, to),
    )
    return case


def mails(cast):
    """Of each notice in a letter: kind, receiver's id, whether out, why settled, the error."""
    return cast.store.rows(
        "SELECT n.kind, d.person_id, d.delivered_at IS NOT NULL, d.settled, d.error "
        "FROM deliveries d JOIN notices n ON n.id = d.notice_id WHERE d.channel = 'mail' "
        "ORDER BY d.id"
    )
