"""Rows of a list in a form: as a calendar fills them, as they were typed, what is wrong in them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count

from flask_babel import gettext as _

from engine.domain.hours import Day
from engine.formats.calendars.working_hours import day_hours, day_text
from engine.formats.definitions.book import Book, Place
from engine.formats.yaml import Marked

Faults = dict[str, str]  # by the id of the field


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One line of a list; each field's id and name begin with the name of its row."""

    name: str
    words: Mapping[str, str]
    kept: bool = True
    note: str = ""

    def id(self, field: str) -> str:
        """The name of one of its fields."""
        return f"{self.name}-{field}"

    @property
    def counts(self) -> bool:
        """Whether it says something and was not taken out."""
        return self.kept and any(
            text for field, text in self.words.items() if field != "kind"
        )  # fmt: skip


def filled(kind: str, lines: list[Mapping[str, str]]) -> list[Row]:
    """Rows that say these words."""
    return [Row(name=f"{kind}-{n}", words=words) for n, words in enumerate(lines)]


def typed(kind: str, fields: tuple[str, ...], form: Mapping[str, str]) -> list[Row]:
    """The rows of a list as they were sent."""
    return list(_typed(kind, fields, form))


def _typed(kind: str, fields: tuple[str, ...], form: Mapping[str, str]) -> Iterator[Row]:
    for n in count():
        name = f"{kind}-{n}"
        if f"{name}-{fields[0]}" not in form:
            return
        words = {field: form.get(f"{name}-{field}", "").strip() for field in fields}
        yield Row(name=name, words=words, kept=f"{name}-kept" in form)


def spare(kind: str, fields: tuple[str, ...], rows: list[Row], number: int) -> list[Row]:
    """The rows, and after them some to be filled."""
    empty = dict.fromkeys(fields, "")
    return [
        *rows,
        *(Row(name=f"{kind}-{n}", words=empty) for n in range(len(rows), len(rows) + number)),
    ]


def day_of(text: str, field: str, faults: Faults) -> date | None:
    """A date that must be there."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        faults[field] = _("Isi tanggalnya, misalnya 2026-12-31.")
        return None


def words_of(text: str, field: str, faults: Faults) -> str:
    """A text that must be there."""
    if not text:
        faults[field] = _("Isi namanya.")
    return text


def hours_of(text: str, field: str, faults: Faults) -> Day:
    """The hours of a day as they are typed, "07.30-12.00, 13.00-16.00"; nothing is a day off."""
    book = Book()
    parts = [Marked(part.strip(), 1) for part in text.split(",") if part.strip()]
    found = day_hours(Place(Marked(parts, 1), (), "", book))
    if not book.is_usable():
        faults[field] = _(
            "Tulis jam seperti 07.30-12.00, 13.00-16.00, dari pagi ke malam dan tidak bertumpuk."
        )
    return found


def hours_text(day: Day) -> str:
    """The hours of a day as they can be typed."""
    return ", ".join(day_text(day))
