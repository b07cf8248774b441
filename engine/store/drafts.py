"""Drafts: what a person has begun to write at a place and not yet sent."""

from engine.store.session import Store


def save(store: Store, person: int, place: str, body: str) -> None:
    """Keeps the draft of a person at a place; an empty one is removed."""
    if not body:
        store.run("DELETE FROM drafts WHERE person_id = %s AND place = %s", (person, place))
        return
    store.run(
        "INSERT INTO drafts (person_id, place, body) VALUES (%s, %s, %s) "
        "ON CONFLICT (person_id, place) DO UPDATE SET body = excluded.body, saved_at = now()",
        (person, place, body),
    )


def read(store: Store, person: int, place: str) -> str | None:
    """The draft, or None."""
    row = store.row("SELECT body FROM drafts WHERE person_id = %s AND place = %s", (person, place))
    return row[0] if row else None
