"""One look at the worklist: the filters of a request, what the database answered, and its marks."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from flask import render_template, request
from flask_babel import gettext as _

from engine.queries import worklist as tasks
from engine.queries.worklist import Day, Group, Page, Show, Tally
from web import due_words, redrawn
from web.kept import kept
from web.languages import language
from web.reader import Reader, reader, store
from web.wording import clock_time, day, moment
from web.worklist.asked import Asked, asked_of
from web.worklist.lines import HEADINGS, lines

_COUNTED = 2.0  # seconds for which counts beside the same rows are good


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """What a reader sees of the worklist, drawn only when it is not the same as before."""

    who: Reader
    asked: Asked
    page: Page
    tallies: tuple[Tally, ...]

    @property
    def title(self) -> str:
        """How much there is to do, in a sentence; paused steps wait for somebody else."""
        paused = sum(tally.count for tally in self.tallies if tally.group is Group.PAUSED)
        waiting = sum(tally.count for tally in self.tallies) - paused
        if not waiting:
            return _("Tidak ada langkah yang menunggu Anda")
        return _("%(num)s langkah menunggu Anda", num=waiting)

    @property
    def mark(self) -> str:
        """Of what is drawn: the rows, the counts, the minute that remaining times speak of."""
        return redrawn.mark_of(
            "worklist", self.who.actor.id, self.who.office.revision, language(),
            f"{self.who.now:%Y%m%d%H%M}", self.asked.address(after=self.asked.after),
            self.page.digest, self.tallies,
        )  # fmt: skip

    def count(self, group: Group) -> int:
        """How many steps stand in a group under these filters, on all pages."""
        shown = (tally for tally in self.tallies if self.asked.shows(tally))
        return sum(tally.count for tally in shown if tally.group is group)

    def draw(self) -> str:
        """The pills and the groups of rows."""
        rows = list(lines(self.page.tasks, self.who, due_words.calendars_of(self.who)))
        groups = [
            (group, HEADINGS[group], self.count(group), found)
            for group in Group
            if (found := [row for row in rows if row.task.group is group])
        ]
        return render_template(
            "worklist/list.html", look=self, asked=self.asked, groups=groups, mark=self.mark,
            bulk=any(row.tickable for row in rows), Show=Show, Group=Group,
        )  # fmt: skip


def look() -> Look:
    """The worklist under the filters of this request, in two queries."""
    who, asked = present(), filters()
    day_asked = today_of(who)
    page = tasks.worklist(
        store(), who.actor, asked.desks, day_asked,
        show=asked.show, elsewhere=asked.post is None, after=asked.after,
    )  # fmt: skip
    # Counting costs more than listing; what the reader does changes his rows, so it counts at once.
    tallied = kept(
        ("tallies", who.actor.id, who.office.revision, page.digest), _COUNTED,
        lambda: tasks.tallies(store(), who.actor, asked.all_desks, day_asked),
    )  # fmt: skip
    return Look(who=who, asked=asked, page=page, tallies=tallied)


def present() -> Reader:
    """The reader behind a guarded request."""
    who = reader()
    assert who is not None, "the view lacks a guard"
    return who


def filters() -> Asked:
    """The filters of this request's address or form."""
    return asked_of(request.values, present().holdings)


def today_of(who: Reader) -> Day:
    """The reader's day: now, and the midnight that ends it."""
    tomorrow = datetime.combine(who.today + timedelta(days=1), time(), tzinfo=who.zone)
    return Day(now=who.now, ends=tomorrow)


def hours_today(who: Reader) -> str:
    """The moment, and until when the reader's unit works today."""
    calendar = due_words.calendars_of(who).get(who.unit)
    closing = calendar.closing(who.today) if calendar else None
    if calendar is None:
        return moment(who.now)
    if closing is None:
        return _("%(day)s, hari libur", day=day(who.today))
    words = {"moment": moment(who.now), "closing": clock_time(closing)}
    if who.now < closing:
        return _("%(moment)s. Jam kerja hari ini sampai %(closing)s") % words
    return _("%(moment)s. Jam kerja hari ini berakhir %(closing)s") % words
