"""Personal words in the store: read by who may, masked by screens, erased in the end."""

from engine.store.session import Store


def all_of(store: Store, case_id: int) -> dict[tuple[int, str], str]:
    """Every word of a case by version and field."""
    rows = store.rows("SELECT version, field, text FROM words WHERE case_id = %s", (case_id,))
    return {(version, field): text for version, field, text in rows}


def current(store: Store, case_id: int) -> dict[str, str]:
    """The newest words of a case by field; corrections replace what they set right."""
    found = sorted(all_of(store, case_id).items())
    return {field: text for (_, field), text in found}


def under(store: Store, case_id: int, prefix: str) -> dict[str, str]:
    """The newest words below "prefix.", by the rest of their names."""
    return {
        field.removeprefix(f"{prefix}."): text
        for field, text in current(store, case_id).items()
        if field.startswith(f"{prefix}.")
    }


def committed(store: Store, case_id: int) -> dict[tuple[int, str], tuple[str, bytes]]:
    """Text and salt of every word, to compare with the chain."""
    rows = store.rows("SELECT version, field, text, salt FROM words WHERE case_id = %s", (case_id,))
    return {(version, field): (text, bytes(salt)) for version, field, text, salt in rows}


def erase(store: Store, case_id: int) -> None:
    """Removes words, salts and documents of a case; the chain's commitments stay, mute."""
    with store.transaction() as connection:
        connection.execute("DELETE FROM words WHERE case_id = %s", (case_id,))
        connection.execute("DELETE FROM documents WHERE case_id = %s", (case_id,))


def files(store: Store, case_id: int) -> dict[int, tuple[bytes, bytes]]:
    """Content and salt of every document still there, by version."""
    rows = store.rows("SELECT version, content, salt FROM documents WHERE case_id = %s", (case_id,))
    return {version: (bytes(content), bytes(salt)) for version, content, salt in rows}


def read_document(store: Store, case_id: int, version: int) -> tuple[str, bytes] | None:
    """Media type and bytes of an attached document."""
    row = store.row(
        "SELECT media_type, content FROM documents WHERE case_id = %s AND version = %s",
        (case_id, version),
    )
    return (row[0], bytes(row[1])) if row else None
