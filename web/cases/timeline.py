"""The timeline of a case: its facts as sentences by day, the newest first, with both their times.

The page is joined from strings, because a template for each fact would cost more than all the rest.
"""

from collections import OrderedDict
from collections.abc import Iterator
from datetime import date, datetime

from markupsafe import Markup, escape

from web.cases.course import Turn, course
from web.cases.file import CaseFile
from web.cases.sentences import Said, tell
from web.cases.teller import Teller
from web.cases.words import gettext as _
from web.cases.words import heading, stamp
from web.languages import language

# An open page asks for news every few seconds, and colleagues look at the same cases.
_MOST = 1024
_kept: OrderedDict[tuple[int, str], tuple[tuple[int, ...], Markup]] = OrderedDict()


def timeline(file: CaseFile) -> Markup:
    """All facts of the case as a list; drawn once while nothing is added, said or erased."""
    state = (
        file.case.version, len(file.dossier.words), file.office.revision, file.day.year
    )  # fmt: skip
    place = (file.case.id, language())
    before = _kept.pop(place, None)
    found = before[1] if before and before[0] == state else _drawn(file)
    # The newer replaces the older, so that erased words are not kept here either.
    _kept[place] = (state, found)
    if len(_kept) > _MOST:
        _kept.popitem(last=False)
    return found


def _drawn(file: CaseFile) -> Markup:
    teller, local = Teller(file), file.at.calendar.local
    both = f"<span>{escape(_('Terjadi'))} %s</span><span>{escape(_('Tercatat'))} %s</span>"
    items: list[str] = []
    shown: date | None = None
    for turn in newest_first(file):
        happened, recorded = local(turn.fact.happened_at), local(turn.fact.recorded_at)
        if happened.date() != shown:
            shown = happened.date()
            items.append(f'<li class="hari">{escape(heading(shown))}</li>')
        times = both % (f"{happened:%H.%M}", _recorded(happened, recorded, file.day))
        items.append(_item(tell(teller, turn), turn.fact.version, times))
    return Markup(f'<ol class="riwayat">{"".join(items)}</ol>')


def newest_first(file: CaseFile) -> list[Turn]:
    """The facts by when they happened; of one moment the last recorded comes first."""
    turns = course(file.dossier.facts)
    return sorted(turns, key=lambda turn: (turn.fact.happened_at, turn.fact.version), reverse=True)


def _item(said: Said, version: int, times: str) -> str:
    tone = f' class="{said.tone}"' if said.tone else ""
    return (
        f'<li{tone} id="fakta-{version}"><svg class="ik" aria-hidden="true">'
        f'<use href="#i-{said.icon}"/></svg><p>{said.sentence}</p>{"".join(_beside(said))}'
        f'<p class="waktu">{times}</p></li>'
    )


def _beside(said: Said) -> Iterator[str]:
    for quote in said.quotes:
        yield f'<p class="kutip">{escape(quote)}</p>'
    for remark in said.remarks:
        yield f'<p class="susulan">{remark}</p>'


def _recorded(happened: datetime, recorded: datetime, today: date) -> str:
    """The moment of recording: the time alone on the same day, else with its date."""
    if recorded.date() == happened.date():
        return f"{recorded:%H.%M.%S}"
    return stamp(recorded, today)
