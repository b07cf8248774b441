"""One case as its applicant sees it: no names, no words of officials, nothing to change."""

from dataclasses import dataclass

from engine.domain.case import Status
from engine.domain.people import Office, Unit
from engine.domain.sop import Sop
from engine.store import cases, history, office, sops
from web import wording
from web.counter.promise import Promise, of_case
from web.public.answer import Answer, Duty, answer, duty
from web.public.hours import opening_hours
from web.public.stages import Course, Stage, course, office_of, stages
from web.reader import store


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """What is shown of a case."""

    number: str
    sop: Sop
    unit: Unit
    hours: str
    answer: Answer
    promise: Promise
    duty: Duty
    way: Course
    stages: list[Stage]
    waits: bool  # ready, at no step of the SOP
    office: Office

    def place(self, stage: Stage) -> str:
        """Which offices do a stage."""
        return places(stage, self.sop, self.office)


def see(number: str) -> Seen:
    """Reads the case and its facts; words are not read at all. Raises NotFound."""
    loaded = cases.load(store(), number)
    case, sop = loaded.case, sops.by_digest(store(), loaded.case.sop)
    known = office.directory(store(), loaded.revision)
    calendar, unit = known.calendars[case.unit], known.office.units[case.unit]
    wording.use_zone(calendar.zone)
    way = course(case, sop, (fact for fact, _digest in history.facts_of(store(), case.id)))
    promise = of_case(case, sop, calendar)
    late = case.service_runs and case.promised_at is not None and loaded.now > case.promised_at
    return Seen(
        number=case.number, sop=sop, unit=unit, office=known.office, promise=promise, way=way,
        hours=opening_hours(calendar, calendar.local(loaded.now).date()),
        answer=answer(case, sop, way, promise, late),
        duty=duty(case, sop, way),
        stages=stages(case, sop, way), waits=case.status is Status.READY,
    )  # fmt: skip


def places(stage: Stage, sop: Sop, office: Office) -> str:
    """The offices of a step in words; another unit than the case's is named."""
    names = [
        f"{title}, {office.units[unit].name}" if unit in office.units else title
        for title, unit in office_of(stage.step, sop)
    ]
    return " / ".join(names)
