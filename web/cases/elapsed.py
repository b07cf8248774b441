"""Gross and net time of a case: what has passed since its file was complete, and less its pauses.

They stand side by side, so that a pause never hides how long an applicant has waited.
"""

from collections.abc import Iterator
from datetime import datetime

from flask_babel import ngettext

from engine.domain.account import spent
from engine.domain.calendar import Calendar
from engine.domain.case import Case
from web.cases.words import gettext as _
from web.wording import seconds

_DAY = 24 * 3600


def elapsed(case: Case, calendar: Calendar, now: datetime) -> Iterator[tuple[str, str]]:
    """What passed from completeness until the service was done, or until now: title and length."""
    if case.complete_at is None:
        return
    until = case.ready_at or case.closed_at or now
    found = spent(case.complete_at, until, calendar, case.interruptions())
    yield _("Sejak berkas lengkap"), _long(found.elapsed)
    yield _("Waktu kerja tanpa jeda"), seconds(found.net)
    if case.pauses:
        yield _("Waktu kerja di dalam jeda"), seconds(found.paused)


def _long(length: int) -> str:
    """ "12 hari 3 jam"; less than a day in hours and minutes."""
    days, rest = divmod(length, _DAY)
    if not days:
        return seconds(length)
    told: str = ngettext("%(num)s hari", "%(num)s hari", days)
    return f"{told} {seconds(rest)}" if rest >= 3600 else told
