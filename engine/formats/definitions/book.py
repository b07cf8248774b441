"""The book of a definition: its faults while it is read, and the line of every place in it."""

from dataclasses import dataclass, field

from engine.domain.soundness.flaw import Flaw, Level
from engine.formats.yaml import Marked

Where = tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """What is wrong at a line of a definition, with the remedy; both are sentences."""

    line: int  # counted from 1
    message: str
    remedy: str
    level: Level = Level.ERROR

    def __str__(self) -> str:
        return f"{self.line}: {self.message} {self.remedy}".rstrip()


@dataclass(slots=True)
class Book:
    """Collects the faults of one file, so that its author sees all of them at once."""

    faults: list[Fault] = field(default_factory=list)
    lines: dict[Where, int] = field(default_factory=dict)
    broken: set[Where] = field(default_factory=set)

    def note(self, line: int, message: str, remedy: str, level: Level = Level.ERROR) -> None:
        """Writes down a fault at a line."""
        self.faults.append(Fault(line=line, message=message, remedy=remedy, level=level))

    def note_flaw(self, flaw: Flaw) -> None:
        """Writes down a flaw of the SOP at the line of its place."""
        self.note(self.line_of(flaw.where), flaw.message, flaw.remedy, flaw.level)

    def line_of(self, where: Where) -> int:
        """The line of a place, or of the nearest place around it."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)

    def is_usable(self) -> bool:
        """Whether no fault keeps the definition from being used."""
        return not any(fault.level is Level.ERROR for fault in self.faults)

    def in_order(self) -> tuple[Fault, ...]:
        """The faults from the top of the file down, each once."""
        return tuple(sorted(dict.fromkeys(self.faults), key=lambda fault: fault.line))


@dataclass(frozen=True, slots=True)
class Place:
    """A value of the file, how a sentence calls it, and the book its faults go to."""

    node: Marked
    where: Where
    name: str
    book: Book

    def __post_init__(self) -> None:
        self.book.lines.setdefault(self.where, self.node.line)

    def child(self, key: str, node: Marked) -> "Place":
        """The value under a key of this one."""
        name = f"{self.name}, {key}" if self.name else key
        return Place(node, (*self.where, key), name, self.book)

    def called(self, key: str, name: str) -> "Place":
        """This value under a better key and name than its place in a list."""
        return Place(self.node, (*self.where[:-1], key), name, self.book)

    def wrong(self, message: str, remedy: str) -> None:
        """Writes down an error here, and that this value cannot be judged further."""
        self.book.broken.add(self.where)
        self.book.note(self.node.line, f"{self.name or 'Berkas'}: {message}", remedy)
