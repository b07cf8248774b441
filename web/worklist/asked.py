"""What a reader asks of the worklist: whose post, which steps, and from where on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from engine.domain.people import Holding, turn_desks
from engine.queries.worklist import Cursor, Group, Show, Tally

SHOWN = {"": Show.ALL, "saya": Show.MINE, "bebas": Show.FREE, "terlambat": Show.LATE}
_NAMES = {show: name for name, show in SHOWN.items()}


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """The filters of an address, checked against the reader's own posts."""

    holdings: tuple[Holding, ...]
    post: Holding | None = None
    show: Show = Show.ALL
    after: Cursor | None = None

    @property
    def desks(self) -> frozenset[str]:
        """The desks whose steps are wanted."""
        wanted = (self.post,) if self.post else self.holdings
        return frozenset(desk for held in wanted for desk in held.desks)

    @property
    def all_desks(self) -> frozenset[str]:
        """Every desk of the reader."""
        return frozenset(desk for held in self.holdings for desk in held.desks)

    def address(self, **other: Any) -> dict[str, str]:
        """The filters as an address carries them, some of them others; a new filter begins anew."""
        asked = replace(self, **{"after": None, **other})
        told = {
            "jabatan": asked.post.position.desk if asked.post else "",
            "saring": _NAMES[asked.show],
            "sesudah": written(asked.after) if asked.after else "",
        }
        return {name: text for name, text in told.items() if text}

    def counted(self, tallies: Iterable[Tally], **other: Any) -> int:
        """How many of the tallied steps these filters show, some of them others."""
        asked = replace(self, **other)
        return sum(tally.count for tally in tallies if asked.shows(tally))

    def shows(self, tally: Tally) -> bool:
        """Whether the steps of a tally pass the filters."""
        if self.post and not set(turn_desks(tally.turn)) & self.post.desks:
            return False
        match self.show:
            case Show.MINE:
                return tally.mine
            case Show.FREE:
                return not tally.mine
            case Show.LATE:
                return tally.group is Group.LATE
        return True


def asked_of(address: Mapping[str, str], holdings: tuple[Holding, ...]) -> Asked:
    """The filters that an address carries; what nobody offered is left out."""
    desk = address.get("jabatan", "")
    return Asked(
        holdings=holdings,
        post=next((held for held in holdings if held.position.desk == desk), None),
        show=SHOWN.get(address.get("saring", ""), Show.ALL),
        after=read(address.get("sesudah", "")),
    )


def written(cursor: Cursor) -> str:
    """A cursor as an address carries it."""
    return f"{cursor.since.isoformat() if cursor.since else ''}~{cursor.id}"


def read(text: str) -> Cursor | None:
    """The cursor of an address, or None where it is none."""
    since, _, id_ = text.partition("~")
    try:
        moment = datetime.fromisoformat(since) if since else None
        if moment and moment.tzinfo is None:
            return None
        return Cursor(since=moment, id=int(id_))
    except ValueError:
        return None
