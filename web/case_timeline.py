"""The timeline of a case: its facts as sentences by day, the newest first, with both their times.

The page is joined from strings, because a template for each fact would cost more than all the rest.
"""

from collections.abc import Iterator
from datetime import date, datetime

from flask_babel import gettext as _
from markupsafe import Markup, escape

from web.case_course import Turn, course
from web.case_file import CaseFile
from web.case_sentences import Said, tell
from web.case_teller import Teller
from web.wording import day, short_moment


def timeline(file: CaseFile) -> Markup:
    """All facts of the case as a list."""
    teller, local = Teller(file), file.at.calendar.local
    items: list[str] = []
    shown: date | None = None
    for turn in newest_first(file):
        happened = local(turn.fact.happened_at)
        if happened.date() != shown:
            shown = happened.date()
            items.append(f'<li class="hari">{escape(day(shown))}</li>')
        items.append(_item(tell(teller, turn), turn, happened, local(turn.fact.recorded_at)))
    return Markup(f'<ol class="riwayat">{"".join(items)}</ol>')


def newest_first(file: CaseFile) -> list[Turn]:
    """The facts by when they happened; of one moment the last recorded comes first."""
    turns = course(file.dossier.facts)
    return sorted(turns, key=lambda turn: (turn.fact.happened_at, turn.fact.version), reverse=True)


def _item(said: Said, turn: Turn, happened: datetime, recorded: datetime) -> str:
    tone = f' class="{said.tone}"' if said.tone else ""
    beside = "".join(_beside(said))
    times = f"<span>{escape(_('Terjadi'))} {happened:%H.%M}</span>"
    times += f"<span>{escape(_('Tercatat'))} {_recorded(happened, recorded)}</span>"
    return (
        f'<li{tone} id="fakta-{turn.fact.version}"><svg class="ik" aria-hidden="true">'
        f'<use href="#i-{said.icon}"/></svg><p>{said.sentence}</p>{beside}'
        f'<p class="waktu">{times}</p></li>'
    )


def _beside(said: Said) -> Iterator[str]:
    for quote in said.quotes:
        yield f'<p class="kutip">{escape(quote)}</p>'
    for remark in said.remarks:
        yield f'<p class="susulan">{remark}</p>'


def _recorded(happened: datetime, recorded: datetime) -> str:
    """The moment of recording: the time alone on the same day, else with its date."""
    if recorded.date() == happened.date():
        return f"{recorded:%H.%M.%S}"
    return str(escape(short_moment(recorded)))
