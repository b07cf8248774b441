"""Attach a document: its bytes lie in the database, the chain commits to them."""

import secrets

from engine.commands.act import By, act
from engine.domain import dossier
from engine.domain.case import Case
from engine.domain.errors import TooLarge
from engine.domain.facts import Word, commitment
from engine.store.history import Document
from engine.store.session import Store


def attach_document(
    store: Store, number: str, name: str, media_type: str, content: bytes, *, by: By, cap: int
) -> Case:
    """Attaches a file of at most `cap` bytes. Raises TooLarge, NotAllowed."""
    if len(content) > cap:
        raise TooLarge(name=name, size=_size(len(content)), cap=_size(cap))
    document = Document(media_type=media_type, content=content, salt=secrets.token_bytes(16))
    commits = commitment(document.salt, content)
    return act(
        store,
        number,
        lambda at: dossier.attach(at, Word.of("document", name), commits, len(content)),
        by=by,
        document=document,
    )


def _size(count: int) -> str:
    return f"{count / 1_048_576:.1f} MB".replace(".", ",")
