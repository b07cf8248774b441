"""Lines: deliveries with the words for what they told, and why some were not sent."""

from dataclasses import dataclass
from typing import Any

from engine.queries.deliveries import Delivery
from web.notice_words import Wording, about, settled_because


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A delivery as a table shows it."""

    of: Delivery
    wording: Wording
    because: Any  # why nothing was left to tell; empty while something is


def lines(deliveries: list[Delivery]) -> list[Line]:
    """The lines of a table, for `deliveries/_table.html`."""
    return [
        Line(
            of=one,
            wording=about(one.kind, applicant=one.receiver is None),
            because=settled_because(one.settled),
        )
        for one in deliveries
    ]
