"""The forecast: what falls due on the next working days, against what a day can bear."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _

from engine.domain.calendar import Calendar
from engine.queries.board_load import Due
from web.languages import language
from web.wording import day as day_of
from web.wording import short_day

_DAY = timedelta(days=1)
_AHEAD, _BEHIND = 8, 20
_FAR = 60  # days after which the search ends: no unit is closed for longer
_BASE, _STEP = 152, 93  # of the drawing, in its own units
_TALL = 118  # the tallest bar


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """One day of the chart; a holiday has no bar but its name."""

    day: date
    label: str
    date: str
    count: int
    holiday: str
    over: bool
    x: int
    height: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Forecast:
    """The chart with its sentences."""

    columns: tuple[Column, ...]
    capacity: float | None
    line: float  # where the capacity is drawn
    title: str
    threat: str
    busiest: str

    @property
    def capacity_words(self) -> str:
        """The capacity as people write it."""
        return number(self.capacity or 0)


def days_ahead(calendar: Calendar, today: date) -> list[date]:
    """Today and the next dates on which something can fall due, holidays of the week among them."""
    days = (today + n * _DAY for n in range(_FAR))
    wanted = [day for day in days
              if day == today or calendar.hours(day) or calendar.holiday(day)]  # fmt: skip
    return wanted[:_AHEAD]


def days_behind(calendar: Calendar, today: date) -> list[date]:
    """The working days before today, the last first."""
    days = (today - n * _DAY for n in range(1, 3 * _FAR))
    return [day for day in days if calendar.hours(day)][:_BEHIND]


def forecast(
    dues: Iterable[Due], capacity: float | None, calendar: Calendar, today: date
) -> Forecast:
    """The chart for the dates ahead, and what it says about the next working day."""
    many = list(dues)
    days = days_ahead(calendar, today)
    counts = {day: sum(due.count for due in many if due.day == day) for day in days}
    most = max([*counts.values(), capacity or 0, 4])
    columns = tuple(_columns(days, counts, capacity, calendar, most))
    nearest = next((day for day in days[1:] if calendar.hours(day)), today)
    return Forecast(
        columns=columns, capacity=capacity, line=_BASE - (capacity or 0) / most * _TALL,
        title=_title(nearest, today, counts[nearest], capacity),
        threat=_threat(counts[nearest], capacity), busiest=_busiest(many, nearest),
    )  # fmt: skip


def _columns(
    days: list[date],
    counts: dict[date, int],
    capacity: float | None,
    calendar: Calendar,
    most: float,
) -> Iterator[Column]:
    for place, day in enumerate(days):
        closed = calendar.holiday(day)
        yield Column(
            day=day, label=_label(day, days[0]), date=short_day(day), count=counts[day],
            holiday=closed.name if closed else "",
            over=capacity is not None and counts[day] > capacity,
            x=12 + place * _STEP, height=round(counts[day] / most * _TALL, 1),
        )  # fmt: skip


def _label(day: date, today: date) -> str:
    near = {today: _("Hari ini"), today + _DAY: _("Besok")}
    return near.get(day) or day_of(day).partition(",")[0]


def _title(day: date, today: date, count: int, capacity: float | None) -> str:
    words = {"day": _label(day, today), "count": count, "capacity": number(capacity or 0)}
    if capacity is None:
        return _("%(day)s %(count)s permohonan jatuh tempo") % words
    return _("%(day)s %(count)s permohonan jatuh tempo, kemampuan %(capacity)s langkah") % words


def _threat(count: int, capacity: float | None) -> str:
    if capacity is None:
        return _("Kemampuan belum dapat dihitung: belum ada langkah yang selesai.")
    if count <= capacity:
        return _("Jumlah itu masih dalam kemampuan unit.")
    over = number(count - capacity)
    return _("%(over)s di antaranya terancam terlambat bila tidak ada yang dialihkan.", over=over)


def _busiest(dues: list[Due], day: date) -> str:
    that_day = [due for due in dues if due.day == day]
    if not that_day:
        return ""
    most = max(that_day, key=lambda due: due.count)
    roles = _(" atau ").join(most.sop.roles[code].title for code in most.sop.step(most.step).by)
    return _("Paling padat: %(sop)s, langkah %(step)s, %(roles)s (%(count)s).",
             sop=most.sop.title, step=most.step, roles=roles, count=most.count)  # fmt: skip


def number(value: float) -> str:
    """ "6", "6,5"."""
    text = f"{value:g}"
    return text.replace(".", ",") if language() == "id" else text
