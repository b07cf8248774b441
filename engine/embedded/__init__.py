"""Embedded servers: without addresses of others, Sopan runs its own PostgreSQL and Valkey."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from engine.embedded.place import (
    AlreadyRunning,
    held,
    holder,
    kept_secret,
    prepare_place,
    write_private,
)
from engine.embedded.postgres import APP, OWNER, Postgres
from engine.embedded.valkey import Valkey, answers, end_left_over
from engine.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Settings with every address filled in, and whether the servers behind them still live."""

    settings: Settings
    alive: Callable[[], bool]


@contextmanager
def services(
    settings: Settings, *, alone: bool = False, postgres_options: tuple[str, ...] = ()
) -> Iterator[Services]:
    """The servers an installation needs: those named in `settings`, else embedded ones.

    Embedded servers are stopped at the end. When another process already runs them on the same
    data directory, its servers are used, or with `alone` AlreadyRunning is raised. Raises
    PlaceUnfit, PostgresFailed and ValkeyFailed.
    """
    if settings.database_url and settings.redis_url:
        yield Services(settings=settings, alive=lambda: True)
        return
    place = prepare_place(settings)
    with held(place) as mine:
        if mine:
            with _started(settings, place, postgres_options) as started:
                yield started
        elif alone or (addresses := _addresses_of_holder(place)) is None:
            raise AlreadyRunning(place=place, pid=holder(place))
        else:
            yield Services(settings=_filled(settings, place, addresses), alive=lambda: True)


@contextmanager
def _started(settings: Settings, place: Path, options: tuple[str, ...]) -> Iterator[Services]:
    published = place / "addresses.json"
    if (left := _read(published)) and "redis_url" in left:
        end_left_over(left["redis_url"])
    addresses: dict[str, str] = {}
    servers: list[Postgres | Valkey] = []
    with ExitStack() as stack:
        if not settings.database_url:
            postgres = Postgres(place / "postgresql", options=options)
            _start(postgres, servers, stack)
            addresses["database_url"] = postgres.url(APP)
            addresses["database_owner_url"] = postgres.url(OWNER)
        if not settings.redis_url:
            valkey = Valkey(place)
            _start(valkey, servers, stack)
            addresses["redis_url"] = valkey.url
        write_private(published, json.dumps(addresses))
        stack.callback(published.unlink, missing_ok=True)
        yield Services(
            settings=_filled(settings, place, addresses),
            alive=lambda: all(server.runs() for server in servers),
        )


def _start(server: Postgres | Valkey, servers: list[Postgres | Valkey], stack: ExitStack) -> None:
    stack.callback(server.stop)
    server.start()
    servers.append(server)


def _filled(settings: Settings, place: Path, addresses: dict[str, str]) -> Settings:
    secret = settings.secret_key or kept_secret(place)
    return settings.model_copy(update={**addresses, "data_dir": place, "secret_key": secret})


def _addresses_of_holder(place: Path) -> dict[str, str] | None:
    """What the holder published; it may still be starting, so it gets a few seconds."""
    until = time.monotonic() + 15
    while time.monotonic() < until:
        if (addresses := _read(place / "addresses.json")) is not None and (
            "redis_url" not in addresses or answers(addresses["redis_url"])
        ):
            return addresses
        time.sleep(0.1)
    return None


def _read(path: Path) -> dict[str, str] | None:
    try:
        addresses: dict[str, str] = json.loads(path.read_text())
    except (FileNotFoundError, ValueError):
        return None
    return addresses
