"""The rows of the board's lists: whose turn it is, by how much late and since when, why paused."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from engine.domain.case import Clock, Interruption, Status
from engine.domain.people import superior_of
from engine.queries.board_cases import Open
from web import due_words
from web.due_words import Calendars
from web.reader import Reader
from web.wording import remaining, short_moment, span
from web.worklist.lines import Time, paused_before


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One open case as its row shows it."""

    case: Open
    step: str
    roles: str
    holder: str
    beside: str  # under the holder: how much he has open, or that nobody has taken the step
    tone: str
    left: str
    since: str
    clock: Clock | None  # whose moment that is
    pause: str  # the reason of the pause that goes on
    pause_note: str
    pause_ends: str  # until when it may go on at most
    may_reassign: bool
    may_extend: bool


def lines(
    cases: Iterable[Open], who: Reader, loads: Mapping[int, int], *, short: bool = False
) -> Iterator[Line]:
    """The rows in the order of the cases; `short` says "2 hari kerja" under a heading "late"."""
    calendars = due_words.calendars_of(who)
    for case in cases:
        tone, left, since, clock = _time(case, who, calendars, short=short)
        pause, note, ends = _pause(case, calendars)
        above = _above(case, who)
        running = case.status is Status.RUNNING
        yield Line(
            case=case, step=_step(case), roles=who.office.titles(case.turn),
            holder=case.holder_name or who.office.titles(case.turn),
            beside=_beside(case, loads), tone=tone, left=left, since=since, clock=clock,
            pause=pause, pause_note=note, pause_ends=ends, may_reassign=above and running,
            may_extend=above and case.extendable and case.sop.service.extension is not None,
        )  # fmt: skip


def _above(case: Open, who: Reader) -> bool:
    held = superior_of(who.actor, case.turn, case.unit, who.office, who.today)
    return held is not None


def _step(case: Open) -> str:
    if case.status is Status.RETURNED:
        return _("Di pemohon, untuk diperbaiki")
    if case.state is None:
        return _("Siap diambil")
    return f"{case.state.step.number}. {case.state.step.do}"


def _beside(case: Open, loads: Mapping[int, int]) -> str:
    if case.status in (Status.RETURNED, Status.READY):
        return _("Menunggu pemohon")
    if case.holder is None:
        return _("Belum diambil")
    count = loads.get(case.holder)
    return _("%(count)s permohonan terbuka", count=count) if count else ""


def _time(case: Open, who: Reader, calendars: Calendars, *, short: bool) -> Time:
    first = due_words.first(
        case.sop, case.state, case.unit, case.due_at, case.since, who.now, calendars
    )
    if case.status is Status.READY or first is None:
        return "", "", "", None
    words = {"moment": short_moment(first.at)}
    if not case.late:
        when = _("Janji layanan %(moment)s") if first.of_service else _("Jatuh tempo %(moment)s")
        tone = "dekat" if case.near else ""
        return tone, remaining(first.left, first.limit), when % words, first.clock
    since = _("Janji layanan sejak %(moment)s") if first.of_service else _("Sejak %(moment)s")
    left = span(first.left, first.limit) if short else remaining(first.left, first.limit)
    return "telat", left, since % words, first.clock


def _pause(case: Open, calendars: Calendars) -> tuple[str, str, str]:
    """Why the case stands still, since when and until when at most; or that it once did."""
    pause = case.paused
    if pause is None or case.status is Status.RETURNED:
        return "", paused_before(case.pauses), ""
    since = _("Sejak %(moment)s", moment=short_moment(pause.start))
    at_most = due_words.pause_ends(case.sop, pause.reason, pause.start, case.unit, calendars)
    ends = _("Paling lama sampai %(moment)s", moment=short_moment(at_most)) if at_most else ""
    return reason(case, pause), since, ends


def reason(case: Open, pause: Interruption) -> str:
    """Why a pause was made, in the words of the SOP."""
    known = case.sop.pauses.get(pause.reason)
    return known.title if known else _("Menunggu pemohon")
