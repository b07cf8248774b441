"""Questions and answers: what a form of an SOP accepts, and the words it becomes."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from engine.domain.errors import FieldsWrong, Sentence
from engine.domain.facts import Word
from engine.domain.sop import Field, FieldType

# What every request asks of the applicant; the least that serves him (UU 27/2022).
APPLICANT = (
    Field(name="name", title="Nama lengkap menurut KTP-el"),
    Field(name="nik", title="NIK", required=False, pattern=r"\d{16}", hint="16 angka"),
    Field(name="birth_date", title="Tanggal lahir", type=FieldType.DATE, required=False),
    Field(
        name="phone",
        title="Nomor telepon atau WhatsApp",
        required=False,
        pattern=r"\+?[\d][\d .-]{7,18}",
    ),
    Field(name="email", title="Alamat surel", required=False, pattern=r"[^@\s]+@[^@\s]+\.[^@\s]+"),
    Field(name="proxy", title="Nama kuasa", required=False),
)


class Wrong(Exception):
    """An answer that its question does not accept, and why."""

    def __init__(self, says: str, **details: Any) -> None:
        self.sentence = Sentence(says, **details)
        super().__init__(self.sentence)


def applicant_answers(given: Mapping[str, str]) -> tuple[Word, ...]:
    """The applicant's data as words; a birth date or a phone number lets him track the case.

    Raises FieldsWrong.
    """
    if not given.get("birth_date", "").strip() and not given.get("phone", "").strip():
        need = Sentence(
            "Isi tanggal lahir atau nomor telepon: pemohon memakainya untuk melacak permohonan."
        )
        _, faults = _checked(APPLICANT, given, complete=True)
        raise FieldsWrong({**faults, "birth_date": need})
    return answers(APPLICANT, given, "applicant")


def answers(
    fields: Iterable[Field], given: Mapping[str, str], prefix: str, *, complete: bool = True
) -> tuple[Word, ...]:
    """The answers as words named "prefix.name"; unanswered optional questions are left out.

    With `complete` false nothing is required (a step that leads back needs no form).
    Raises FieldsWrong with one sentence a field.
    """
    values, faults = _checked(fields, given, complete=complete)
    if faults:
        raise FieldsWrong(faults)
    return tuple(Word.of(f"{prefix}.{name}", text) for name, text in values.items())


def _checked(
    fields: Iterable[Field], given: Mapping[str, str], *, complete: bool
) -> tuple[dict[str, str], dict[str, Sentence]]:
    values: dict[str, str] = {}
    faults: dict[str, Sentence] = {}
    for question in fields:
        text = given.get(question.name, "").strip()
        if not text:
            if question.required and complete:
                faults[question.name] = Sentence("%(field)s belum diisi.", field=question.title)
            continue
        try:
            values[question.name] = _READERS[question.type](question, text)
        except Wrong as wrong:
            faults[question.name] = wrong.sentence
    return values, faults


def _text(question: Field, text: str) -> str:
    if len(text) > 4000:
        raise Wrong("%(field)s terlalu panjang: paling banyak 4.000 huruf.", field=question.title)
    if question.name == "nik" and not re.fullmatch(r"\d{16}", text):
        digits = sum(c.isdigit() for c in text)
        raise Wrong("NIK baru %(digits)s angka, seharusnya 16 angka.", digits=digits)
    if question.pattern and not re.fullmatch(question.pattern, text):
        if question.hint:
            raise Wrong(
                "%(field)s tidak sesuai bentuknya: %(hint)s.",
                field=question.title,
                hint=question.hint,
            )
        raise Wrong("%(field)s tidak sesuai bentuknya.", field=question.title)
    return text


def _number(question: Field, text: str) -> str:
    try:
        value = Decimal(text.replace(".", "").replace(",", "."))
    except InvalidOperation:
        raise Wrong(
            "%(field)s harus berupa angka, misalnya 12 atau 7,5.", field=question.title
        ) from None
    low, high = question.minimum, question.maximum
    if (low and value < Decimal(low)) or (high and value > Decimal(high)):
        raise Wrong(
            "%(field)s harus antara %(low)s dan %(high)s.",
            field=question.title,
            low=low or "…",
            high=high or "…",
        )
    return format(value, "f")


def _date(question: Field, text: str) -> str:
    local = re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", text)
    try:
        found = (
            date(int(local[3]), int(local[2]), int(local[1])) if local else date.fromisoformat(text)
        )
    except ValueError:
        raise Wrong(
            "%(field)s harus berupa tanggal, misalnya 31-12-2026.", field=question.title
        ) from None
    return found.isoformat()


def _choice(question: Field, text: str) -> str:
    if text not in question.choices:
        raise Wrong(
            "%(field)s: pilih salah satu dari %(choices)s.",
            field=question.title,
            choices=", ".join(question.choices),
        )
    return text


_READERS = {
    FieldType.TEXT: _text,
    FieldType.NUMBER: _number,
    FieldType.DATE: _date,
    FieldType.CHOICE: _choice,
    FieldType.FILE: _text,
}
