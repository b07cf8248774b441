"""Receipts in the store: a case's secret is replaced, and who asked for that is written down."""

from engine.store.session import Store


def replace_code(store: Store, case_id: int, code: bytes, person: int) -> None:
    """Makes the hash of a new secret the only one that opens the case; the old one is void.

    The disclosure is part of the same statement: no receipt leaves without a trace.
    """
    store.run(
        "WITH replaced AS (UPDATE cases SET code = %s WHERE id = %s RETURNING id) "
        "INSERT INTO disclosures (case_id, person_id, what) "
        "SELECT id, %s, 'receipt reissued' FROM replaced",
        (code, case_id, person),
    )
