"""A stage for the pure domain: real SOPs and calendars, invented officers, a clock in hand."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from engine.domain import dossier
from engine.domain.calendar import Calendar
from engine.domain.case import Case
from engine.domain.facts import Fact
from engine.domain.flags import flag
from engine.domain.people import SYSTEM, Actor, Holding, Office
from engine.domain.replay import fold
from engine.domain.situation import OnPaper, Situation
from engine.domain.sop import Field, FieldType, Sop
from engine.formats.calendars import load_calendar
from engine.formats.definitions import read_definition
from engine.formats.offices import read_offices

DEFINITIONS = Path(__file__).parents[2] / "definitions"
WITA = ZoneInfo("Asia/Makassar")
APPLICANT = {"name": "Siti Aminah", "birth_date": "08-03-1990"}


@cache
def office() -> tuple[Office, dict[str, Calendar]]:
    """The demonstration regency and each unit's calendar."""
    told = read_offices(DEFINITIONS / "units.yaml")
    calendars = {
        code: load_calendar(DEFINITIONS / "calendars" / f"{code}.yaml")
        for code in {unit.calendar for unit in told.units}
    }
    known = Office(
        revision=1,
        units={unit.code: unit for unit in told.units},
        positions={post.desk: post for post in told.positions},
    )
    return known, {unit.code: calendars[unit.calendar] for unit in told.units}


@cache
def sop(path: str) -> Sop:
    """A procedure of the demonstration regency, such as "kecamatan/sktm/1"."""
    return read_definition(DEFINITIONS / f"{path}.yaml")


def wita(text: str) -> datetime:
    """A local moment such as "2026-04-09 10:00", in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=WITA).astimezone(UTC)


@cache
def officer(desk: str, number: int = 0) -> Actor:
    """Somebody who holds one post; another number is another person at the same desk."""
    known, _ = office()
    place = 1 + list(known.positions).index(desk)
    holding = Holding(position=known.positions[desk], starts=date(2025, 1, 1))
    return Actor(id=place + 1000 * number, name=f"Petugas {place}", holdings=(holding,))


@dataclass
class Stage:
    """One case on the stage; `act` lets somebody decide at the moment on the clock."""

    text: Sop
    unit: str
    now: datetime
    case: Case = field(init=False)
    facts: list[Fact] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.case = Case(id=1, number="X-1", unit=self.unit, sop=self.text.digest)

    def at(self, actor: Actor, **how: object) -> Situation:
        """The situation as this actor meets it now."""
        known, calendars = office()
        return Situation(
            case=self.case,
            sop=self.text,
            office=known,
            calendars=calendars,
            actor=actor,
            now=self.now,
            **how,  # type: ignore[arg-type]
        )

    def act(self, actor: Actor, decide: Callable[[Situation], Fact], **how: object) -> Case:
        """Decides and folds; answers the case after it."""
        at = self.at(actor, **how)
        fact = decide(at)
        self.case = fold(self.case, fact, b"x")
        self.facts.append(fact)
        return self.case

    def sweep(self) -> list[Fact]:
        """Records everything that has come by now; answers those facts."""
        found = []
        while fact := flag(self.at(SYSTEM)):
            found.append(fact)
            self.case = fold(self.case, fact, b"x")
        self.facts += found
        return found

    def open(self, *papers: str, **given: str) -> Case:
        """Opens at the counter with these papers (all of them when none is named)."""
        ticked = frozenset(papers or self.text.requirements)
        counter = officer(next(d for d in office()[0].positions if self._is_counter(d)))
        answers = given or {question.name: _some(question) for question in self.text.intake}
        return self.act(counter, lambda at: dossier.open_case(at, APPLICANT, answers, ticked))

    def _is_counter(self, desk: str) -> bool:
        post = office()[0].positions[desk]
        return post.unit == self.unit and "counter" in post.duties

    def wait(self, **time: float) -> None:
        """Lets time pass."""
        self.now += timedelta(**time)

    def until(self, text: str) -> None:
        """Puts the clock on a local moment."""
        self.now = wita(text)


def _some(question: Field) -> str:
    typed = {FieldType.DATE: "01-04-2026", FieldType.NUMBER: "3"}
    return typed.get(question.type) or (question.choices or ("Isi",))[0]


def on_paper(signer: Actor) -> OnPaper:
    """Signed on paper by somebody, under a letter."""
    return OnPaper(signer=signer, letter="800/1/2026")


def acting(actor: Actor, **holding: object) -> Actor:
    """The same person with another posting: dates, standing, letter."""
    return replace(actor, holdings=(replace(actor.holdings[0], **holding),))  # type: ignore[arg-type]
