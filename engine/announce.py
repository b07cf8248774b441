"""Announcements: nudges over Valkey after a commit; any of them may be lost, nothing else may."""

from dataclasses import dataclass, field

import redis

CHANNEL = "sopan:cases"


@dataclass(kw_only=True)
class Announcer:
    """Tells who listens that a case has moved; silent when Valkey is away."""

    url: str
    client: "redis.Redis | None" = field(default=None, init=False)

    def moved(self, number: str, version: int) -> None:
        """Says "case N is at version V", taking 50 ms at most."""
        try:
            self._connected().publish(CHANNEL, f"{number} {version}")
        except redis.RedisError:
            self.client = None

    def _connected(self) -> "redis.Redis":
        if self.client is None:
            self.client = redis.Redis.from_url(
                self.url, socket_timeout=0.05, socket_connect_timeout=0.05
            )
        return self.client
