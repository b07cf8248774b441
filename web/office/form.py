"""The office's forms: what was typed, as the commands take it, and what is wrong with it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _

from engine.domain.errors import FieldsWrong, Refusal
from engine.domain.people import Standing
from web.errors import sentence_of, told


class Unreadable(Exception):
    """Fields that could not even be read; `faults` maps each to its sentence."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(faults)
        self.faults = faults


def posting(form: Mapping[str, str]) -> dict[str, Any]:
    """What `give_post` takes. Raises Unreadable."""
    faults: dict[str, str] = {}
    starts = _day(form, "starts", faults)
    ends = _day(form, "ends", faults) if form.get("ends", "").strip() else None
    standing = form.get("standing", "")
    if standing not in set(Standing):
        faults["standing"] = _("Pilih definitif, Plt., atau Plh.")
    if not form.get("desk", ""):
        faults["desk"] = _("Pilih jabatannya.")
    if faults:
        raise Unreadable(faults)
    return {
        "desk": form["desk"], "starts": starts, "ends": ends, "standing": Standing(standing),
        "letter": form.get("letter", ""),
    }  # fmt: skip


def last_day(form: Mapping[str, str]) -> date:
    """The last day of a posting. Raises Unreadable."""
    faults: dict[str, str] = {}
    day = _day(form, "ends", faults)
    if day is None:
        raise Unreadable(faults)
    return day


def faults_of(wrong: Exception) -> tuple[dict[str, str], str]:
    """The sentence beside each field, and the sentence for what belongs to no field."""
    if isinstance(wrong, Unreadable):
        return wrong.faults, ""
    if isinstance(wrong, FieldsWrong):
        return {name: str(told(sentence)) for name, sentence in wrong.faults.items()}, ""
    assert isinstance(wrong, Refusal)
    return {}, sentence_of(wrong)


def _day(form: Mapping[str, str], name: str, faults: dict[str, str]) -> date | None:
    try:
        return date.fromisoformat(form.get(name, "").strip())
    except ValueError:
        faults[name] = _("Isi tanggalnya, misalnya 2026-12-31.")
        return None
