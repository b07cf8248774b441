"""Postings: what must hold before a person is given a post, or taken off it.

UU 30/2014 Pasal 14 on Plt. and Plh.: both act by a written mandate, and for a time.
"""

from collections.abc import Iterable
from datetime import date

from engine.domain.errors import FieldsWrong, NotAllowed, Sentence
from engine.domain.people import Actor, Duty, Holding, Standing


def must_keep_office(actor: Actor, day: date) -> None:
    """Raises NotAllowed unless the actor keeps people and posts on that day."""
    if not actor.with_duty(Duty.ADMIN, day):
        raise NotAllowed(why="pegawai dan jabatan diatur oleh administrator")


def check(held: Iterable[Holding], new: Holding) -> None:
    """Raises FieldsWrong unless a person with these postings may be given the new one."""
    faults: dict[str, Sentence] = {}
    if new.standing is not Standing.DEFINITIVE:
        if not new.letter.strip():
            faults["letter"] = Sentence(
                "Plt. dan Plh. bertindak menurut surat: isi nomor suratnya."
            )
        if new.ends is None:
            faults["ends"] = Sentence("Plt. dan Plh. berjangka waktu: isi hari terakhirnya.")
    if new.ends and new.ends < new.starts:
        faults["ends"] = Sentence("Hari terakhir mendahului hari pertama.")
    elif any(_same_time(old, new) for old in held if old.position.desk == new.position.desk):
        faults["desk"] = Sentence("Pegawai ini sudah memegang jabatan itu pada masa yang sama.")
    if faults:
        raise FieldsWrong(faults)


def check_end(starts: date, ends: date) -> None:
    """Raises FieldsWrong unless a posting that began on a day may end on the other."""
    if ends < starts:
        raise FieldsWrong({"ends": Sentence("Hari terakhir mendahului hari pertama jabatan ini.")})


def _same_time(old: Holding, new: Holding) -> bool:
    return (old.ends is None or new.starts <= old.ends) and (
        new.ends is None or old.starts <= new.ends
    )
