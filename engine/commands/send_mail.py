"""Send mail: each due letter is tried, with growing pauses, until it is out or given up visibly.

A worker that dies while sending leaves the letter to be tried again under the same Message-ID, so
that a double letter is recognised as one.
"""

from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from engine import mail
from engine.store import notices
from engine.store.session import Store

TRIES = 6


@dataclass(frozen=True, kw_only=True, slots=True)
class Post:
    """Where letters go and in whose name."""

    smtp_url: str
    folder: Path
    sender: str
    public_url: str


SUBJECTS = {
    "due_soon": "Segera jatuh tempo",
    "overdue": "Melewati batas waktu",
    "overdue_below": "Langkah bawahan melewati batas waktu",
    "reassigned": "Langkah dialihkan kepada Anda",
    "opened": "Permohonan Anda telah diterima",
    "returned": "Berkas Anda perlu dilengkapi",
    "suspended": "Permohonan Anda dijeda",
    "ready": "Hasil permohonan Anda siap diambil",
    "closed": "Permohonan Anda telah ditutup",
}


def send_mail(store: Store, post: Post) -> bool:
    """Tries one due letter; False when none is due."""
    due = notices.claim_letter(store)
    if due is None:
        return False
    if not due.address:
        notices.failed(store, due.delivery, "alamat surel penerima tidak ada", for_good=True)
        return True
    try:
        mail.send(_letter(due, due.address, post), post.smtp_url, post.folder)
    except OSError as error:
        notices.failed(store, due.delivery, str(error), for_good=due.tries >= TRIES)
        return True
    notices.delivered(store, due.delivery)
    return True


def _letter(due: notices.Due, address: str, post: Post) -> EmailMessage:
    subject = SUBJECTS.get(due.kind, "Kabar permohonan")
    place = f"cases/{due.number}" if due.to_staff else "lacak"
    body = (
        f"{subject}.\n\nPermohonan {due.number}, {due.title}.\n{post.public_url}/{place}\n\n"
        "Pesan ini dikirim otomatis oleh Sopan."
    )
    return mail.letter(
        to=address,
        subject=f"{subject}: {due.number}",
        body=body,
        identity=f"sopan-{due.delivery}",
        sender=post.sender,
    )
