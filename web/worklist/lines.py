"""The lines of a worklist: what stands in each row, in words, with its tone and its icon."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as N_
from flask_babel import ngettext

from engine.domain.case import Clock, Status
from engine.domain.people import Holding, acting_at
from engine.queries.worklist import Group, Task
from web import due_words
from web.due_words import Calendars
from web.reader import Reader
from web.wording import remaining, short_day, short_moment

HEADINGS = {
    Group.LATE: N_("Terlambat"),
    Group.TODAY: N_("Jatuh tempo hari ini"),
    Group.LATER: N_("Sesudah hari ini"),
    Group.NO_LIMIT: N_("Tanpa batas"),
    Group.PAUSED: N_("Dijeda"),
}


Time = tuple[str, str, str, Clock | None]  # tone, what is left, when, and of which clock


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One row: how much time is left, as whom the reader acts, and what else is to be known."""

    task: Task
    tone: str  # telat, dekat, jeda, or nothing
    left: str
    when: str
    clock: Clock | None  # whose moment that is
    role: Holding | None  # None: the step was reassigned from a desk that is not the reader's
    who: str
    labels: tuple[tuple[str, str], ...]  # icon and words
    claimable: bool
    tickable: bool  # may be completed together with another line


def lines(tasks: tuple[Task, ...], who: Reader, calendars: Calendars) -> Iterator[Line]:
    """The rows in the order of the tasks."""
    alike = Counter((task.sop.digest, task.state.id) for task in tasks if completes_alike(task))
    for task in tasks:
        several = alike[task.sop.digest, task.state.id] > 1 and completes_alike(task)
        yield _line(task, who, calendars, tickable=several)


def completes_alike(task: Task) -> bool:
    """Whether the step asks nothing that differs from case to case."""
    step = task.state.step
    asks = step.hands_over or any(field.required for field in step.fields)
    waits = step.applicant_present and task.entered_at is None
    return task.status is Status.RUNNING and not asks and not waits


def _line(task: Task, who: Reader, calendars: Calendars, *, tickable: bool) -> Line:
    tone, left, when, clock = _time(task, who.now, calendars)
    return Line(
        task=task, tone=tone, left=left, when=when, clock=clock,
        role=acting_at(who.actor, task.turn, who.today),
        who=_waiting(task, who), labels=tuple(_labels(task)),
        claimable=task.holder is None and task.status is Status.RUNNING, tickable=tickable,
    )  # fmt: skip


def _time(task: Task, now: datetime, calendars: Calendars) -> Time:
    first = due_words.first(
        task.sop, task.state, task.unit, task.due_at, task.since, now, calendars
    )
    if task.group is Group.PAUSED:
        return "jeda", _("Dijeda"), *_paused_until(task, now, calendars)
    if first is None:
        return "", _("Tanpa batas"), _no_limit(task), None
    moment = short_moment(first.at)
    if first.left.late:
        told = _("Janji layanan sejak %(moment)s") if first.of_service else _("Sejak %(moment)s")
        return "telat", remaining(first.left, first.limit), told % {"moment": moment}, first.clock
    when = _("Janji layanan %(moment)s", moment=moment) if first.of_service else capital(moment)
    tone = "dekat" if task.near else ""
    return tone, remaining(first.left, first.limit), when, first.clock


def _paused_until(task: Task, now: datetime, calendars: Calendars) -> tuple[str, Clock | None]:
    pause = task.pauses[-1]
    at_most = due_words.pause_ends(task.sop, pause.reason, pause.start, task.unit, calendars)
    if at_most is None:
        return _("Sejak %(moment)s", moment=short_moment(pause.start)), None
    over = _("Jeda melewati batasnya, %(moment)s") if at_most < now else ""
    told = over or _("Paling lama sampai %(moment)s")
    return told % {"moment": short_moment(at_most)}, Clock.PAUSE


def _no_limit(task: Task) -> str:
    if task.state.step.applicant_present and task.entered_at is None:
        return _("Dihitung saat pemohon hadir")
    limit = task.state.step.within.text
    return _("Tertulis: %(limit)s", limit=limit) if limit else ""


def _waiting(task: Task, who: Reader) -> str:
    if task.status is Status.SUSPENDED:
        known = task.sop.pauses.get(task.pauses[-1].reason)
        return known.title if known else _("Dijeda")
    if task.holder == who.actor.id and task.taken_at:
        return _("Sudah Anda ambil, %(moment)s", moment=short_moment(task.taken_at))
    if task.entered_at is None:
        return ""
    return _("Menunggu sejak %(moment)s", moment=short_moment(task.entered_at))


def _labels(task: Task) -> Iterator[tuple[str, str]]:
    if task.draft_at:
        yield "pensil", _("Draf Anda, %(moment)s", moment=short_moment(task.draft_at))
    if task.comings > 1:
        yield "balik", _back(task.comings - 1)
    if task.group is Group.LATE and task.status is Status.SUSPENDED:
        yield "jeda", _("Sedang dijeda")
    elif task.status is Status.RUNNING and (pause := paused_before(task.pauses)):
        yield "jeda", pause


def _back(times: int) -> str:
    told: str = ngettext(
        "Kembali ke langkah ini %(num)s kali", "Kembali ke langkah ini %(num)s kali", times
    )
    return told


def paused_before(pauses: tuple) -> str:  # type: ignore[type-arg]
    """The last pause that has ended, in words; what lay with the applicant is none."""
    ended = [pause for pause in pauses if pause.end and pause.reason != "@pemohon"]
    if not ended:
        return ""
    since, until = short_day(ended[-1].start), short_day(ended[-1].end)
    if since == until:
        return _("Pernah dijeda %(day)s", day=since)
    return _("Pernah dijeda %(since)s sampai %(until)s", since=since, until=until)


def capital(text: str) -> str:
    """The text with a capital at its front."""
    return text[:1].upper() + text[1:]
