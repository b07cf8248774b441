"""Presence: who has a case open right now, kept in Valkey for as long as their pages ask again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import redis

# An open page asks every ten seconds; who has missed two turns has gone.
GONE_AFTER = timedelta(seconds=25)


@dataclass(frozen=True, kw_only=True, slots=True)
class Present:
    """A person with the case open, and since when."""

    person: int
    since: datetime


@dataclass(kw_only=True)
class Presence:
    """The people at each case; nobody is seen while Valkey is away, and nothing else suffers."""

    url: str
    client: "redis.Redis | None" = field(default=None, init=False)

    def here(self, number: str, person: int, now: datetime) -> tuple[Present, ...]:
        """Says that the person has the case open; answers who else has, the longest first."""
        key = f"sopan:open:{number}"
        try:
            client = self._connected()
            seen = _read(client.hgetall(key), now)  # type: ignore[arg-type]
            since = seen[person].since if person in seen else now
            with client.pipeline(transaction=False) as at_once:
                at_once.hset(key, str(person), f"{int(since.timestamp())} {int(now.timestamp())}")
                at_once.expire(key, int(2 * GONE_AFTER.total_seconds()))
                at_once.execute()
        except (redis.RedisError, ValueError):
            self.client = None
            return ()
        others = [present for one, present in seen.items() if one != person]
        return tuple(sorted(others, key=lambda present: (present.since, present.person)))

    def _connected(self) -> "redis.Redis":
        if self.client is None:
            self.client = redis.Redis.from_url(
                self.url, socket_timeout=0.05, socket_connect_timeout=0.05
            )
        return self.client


def _read(kept: Mapping[bytes, bytes], now: datetime) -> dict[int, Present]:
    """The people whose pages have asked lately."""
    found = {}
    for one, moments in kept.items():
        since, last = (datetime.fromtimestamp(int(at), UTC) for at in moments.split())
        if now - last <= GONE_AFTER:
            found[int(one)] = Present(person=int(one), since=since)
    return found
