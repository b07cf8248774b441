"""The states of a change of a calendar in words."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as N_

from engine.domain.calendar_changes import State
from engine.queries.calendars import Change

RUNNING = frozenset({State.PREVIEWING, State.APPLYING})
WORDS = {
    State.PREVIEWING: N_("Akibatnya sedang dihitung"),
    State.PREVIEWED: N_("Menunggu keputusan"),
    State.APPLYING: N_("Sedang diterapkan"),
    State.APPLIED: N_("Sudah diterapkan"),
    State.WITHDRAWN: N_("Dibatalkan"),
}
TONES = {State.PREVIEWED: "dekat", State.APPLIED: "selesai", State.WITHDRAWN: "polos"}


def state_words(change: Change) -> str:
    """Where a change stands: "Sedang diterapkan, 40%"."""
    words = str(WORDS[change.state])
    if change.state not in RUNNING or not change.total:
        return words
    return _("%(state)s, %(share)s%%", state=words, share=change.looked * 100 // change.total)
