"""One look at the board: the filters, the snapshot and the part of the page drawn from them."""

from dataclasses import dataclass
from datetime import datetime

from flask import render_template
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from engine.domain.deadline import Remaining
from engine.domain.sop import Sop
from engine.queries.board import Board, Cell, Sum, by_step, total
from engine.queries.board_cases import Condition
from web import redrawn
from web.board.asked import Asked, asked, present
from web.board.forecast import forecast
from web.board.lines import lines
from web.board.snapshot import Cases, Snapshot, first_cases, snapshot
from web.languages import language
from web.matrix.heat import heat
from web.reader import Reader
from web.wording import day, short_moment, span


@dataclass(frozen=True, kw_only=True, slots=True)
class Filter:
    """One of the three big numbers, which are filters."""

    condition: Condition
    tone: str
    icon: str
    label: str
    count: int
    note: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """What a reader sees of the board."""

    who: Reader
    asked: Asked
    snapshot: Snapshot
    cases: Cases

    @property
    def board(self) -> Board:
        """The counts."""
        return self.snapshot.board

    @property
    def read_at(self) -> datetime:
        """When the oldest of what is shown was read."""
        return min(self.snapshot.now, self.cases.now)

    @property
    def title(self) -> str:
        """Whose board it is."""
        units, office = self.asked.units, self.who.office
        if units == frozenset(office.units):
            return _("Papan seluruh unit")
        top = self.asked.unit or self.who.unit
        name = office.units[top].name if top in office.units else top
        if len(units) == 1:
            return _("Papan %(unit)s", unit=name)
        return _("Papan %(unit)s dan unit di bawahnya", unit=name)

    @property
    def summary(self) -> str:
        """How many cases under how many SOPs, and the day."""
        many, several = self.board.open, len(self.board.by_sop)
        return _(
            "%(cases)s menurut %(sops)s, %(day)s",
            cases=ngettext("%(num)s permohonan terbuka", "%(num)s permohonan terbuka", many),
            sops=ngettext("%(num)s SOP", "%(num)s SOP", several),
            day=day(self.who.today),
        )

    @property
    def mark(self) -> str:
        """Of what is drawn: counts, rows, filters, and the minute that lateness speaks of."""
        return redrawn.mark_of(
            "board", self.who.actor.id, self.who.office.revision, language(),
            f"{self.who.now:%Y%m%d%H%M}", self.asked.address(), self.snapshot.mark, self.cases.mark,
        )  # fmt: skip

    def draw(self) -> str:
        """Everything below the heading."""
        loads = {load.holder: load.open for load in self.snapshot.burdens if load.holder}
        late = self.asked.condition is Condition.LATE
        rows = list(lines(self.cases.cases, self.who, loads, short=late))
        ahead = forecast(self.snapshot.dues, self.snapshot.capacity, self.snapshot.calendar,
                         self.who.today)  # fmt: skip
        return render_template(
            "board/part.html", look=self, asked=self.asked, board=self.board, rows=rows,
            filters=self.filters(), more=self.cases.more, burdens=self.snapshot.burdens,
            sops=[sop_line(sop, cells) for sop, cells in self.board.by_sop],
            ahead=ahead, mark=self.mark, Condition=Condition,
        )  # fmt: skip

    def filters(self) -> list[Filter]:
        """The three big numbers."""
        late, near = self.board.late, self.board.near
        return [
            Filter(condition=Condition.LATE, tone="telat", icon="seru", label=_("Terlambat"),
                   count=late, note=self._longest()),
            Filter(condition=Condition.NEAR, tone="dekat", icon="jam", count=near,
                   label=_("Mendekati jatuh tempo"), note=self._soonest()),
            Filter(condition=Condition.ON_TIME, tone="jalan", icon="kini",
                   label=_("Berjalan tepat waktu"), count=self.board.open - late - near,
                   note=self._others()),
        ]  # fmt: skip

    def _longest(self) -> str:
        since = self.board.longest
        if since is None:
            return _("Tidak ada yang terlambat")
        calendar = self.snapshot.calendar
        first, last = calendar.local(since).date(), self.who.today
        days = calendar.working_days(first, last)
        left = Remaining(late=True, days=days, seconds=calendar.net(since, self.who.now))
        return _("Paling lama %(span)s", span=span(left))

    def _soonest(self) -> str:
        at = self.board.soonest
        return _("Terdekat %(moment)s", moment=short_moment(at)) if at else _("Tidak ada")

    def _others(self) -> str:
        waiting = {
            _("%(num)s dijeda"): self.board.standing("suspended"),
            _("%(num)s di pemohon"): self.board.standing("returned"),
            _("%(num)s siap diambil"): self.board.standing("ready"),
        }
        told = [words % {"num": count} for words, count in waiting.items() if count]
        return _("Semua sedang dikerjakan") if not told else ", ".join(told)


def look() -> Look:
    """The board under the filters of this request."""
    wanted, who = asked(), present()
    return Look(who=who, asked=wanted, snapshot=snapshot(wanted, who),
                cases=first_cases(wanted, who))  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class SopLine:
    """One SOP of the table: its sums, its heat and where most of its cases stand."""

    sop: Sop
    whole: Sum
    heat: Markup
    busiest: str
    roles: str
    count: int


def sop_line(sop: Sop, cells: tuple[Cell, ...]) -> SopLine:
    """The line of one SOP."""
    steps = by_step(cells)
    counts = {number: (sums.open, sums.near, sums.late) for number, sums in steps.items()}
    busiest = max(steps, key=lambda number: (steps[number].open, steps[number].late), default="")
    by = sop.step(busiest).by if busiest else ()
    return SopLine(
        sop=sop, whole=total(cells), heat=heat(sop, counts), busiest=busiest,
        roles=_(" atau ").join(sop.roles[code].title for code in by),
        count=steps[busiest].open if busiest else 0,
    )  # fmt: skip
