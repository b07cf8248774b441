"""Add a person: an account with a first password, which is told once and never kept."""

import secrets

from argon2 import PasswordHasher

from engine.domain.errors import FieldsWrong, Sentence
from engine.store import people
from engine.store.postings import must_keep
from engine.store.session import Store


def add_person(
    store: Store, name: str, email: str, *, by: int | None, password: str = ""
) -> tuple[int, str]:
    """Adds an account and answers its id and password; one is made up where none is given.

    `by` is an administrator, or None for the operator of the machine. Raises NotAllowed,
    FieldsWrong, MailTaken.
    """
    must_keep(store, by)
    _check(name, email)
    chosen = password or secrets.token_urlsafe(12)
    with store.transaction() as connection:
        person = people.add(
            connection, name=" ".join(name.split()), email=email,
            password=PasswordHasher().hash(chosen), uniquifier=secrets.token_hex(16),
        )  # fmt: skip
    return person, chosen


def _check(name: str, email: str) -> None:
    faults: dict[str, Sentence] = {}
    if not name.strip():
        faults["name"] = Sentence("Nama belum diisi.")
    local, _, host = email.strip().partition("@")
    if not local or not host.strip(".") or any(sign.isspace() for sign in email.strip()):
        faults["email"] = Sentence("Alamat surel tidak lengkap, misalnya nama@contoh.go.id.")
    if faults:
        raise FieldsWrong(faults)
