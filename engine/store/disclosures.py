"""Disclosures: who looked at unmasked personal data, recorded before it is shown."""

from engine.store.session import Store


def disclosed(store: Store, case_id: int, person: int, what: str) -> None:
    """Records a look at the data of a case."""
    store.run(
        "INSERT INTO disclosures (case_id, person_id, what) VALUES (%s, %s, %s)",
        (case_id, person, what),
    )


def all_disclosed(store: Store, cases: list[int], person: int, what: str) -> None:
    """Records a look at the data of several cases in one statement."""
    store.run(
        "INSERT INTO disclosures (case_id, person_id, what) "
        "SELECT id, %s, %s FROM unnest(%s::bigint[]) id",
        (person, what, cases),
    )
