"""The compose file: its commands and health checks, run natively against real servers.

What only Docker itself can do (images, networks, volumes) is not tested here.
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from ruamel.yaml import YAML

from engine.embedded.postgres import Postgres
from engine.embedded.programs import wheel_programs
from engine.embedded.valkey import Valkey, answers, free_port

ROOT = Path(__file__).parents[2]
SECRETS = {
    "POSTGRES_PASSWORD": "sandipostgres",
    "SOPAN_OWNER_PASSWORD": "sandipemilik",
    "SOPAN_APP_PASSWORD": "sandiaplikasi",
    "SOPAN_SECRET_KEY": "k" * 40,
}
_PLACE = re.compile(r"\$(?:\$|\{(?P<name>\w+)(?::(?P<rule>[-?])(?P<text>[^}]*))?\})")


class Missing(Exception):
    """A variable that must be set is not."""


def compose(variables: dict[str, str]) -> dict[str, Any]:
    """The compose file as Docker reads it: with the variables filled in."""

    def filled(place: re.Match[str]) -> str:
        if place["name"] is None:
            return "$"
        if value := variables.get(place["name"]):
            return value
        if place["rule"] == "?":
            raise Missing(place["text"])
        return place["text"] or ""

    text = (ROOT / "docker-compose.yml").read_text()
    plain = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("# "))
    read: dict[str, Any] = YAML(typ="safe").load(_PLACE.sub(filled, plain))
    return read


@pytest.mark.parametrize("secret", SECRETS)
def test_without_a_secret_nothing_starts_and_the_sentence_names_it(secret: str) -> None:
    with pytest.raises(Missing, match=f"Isi {secret} di berkas .env"):
        compose({name: text for name, text in SECRETS.items() if name != secret})


def test_every_service_that_stays_has_a_health_check_and_restarts() -> None:
    services = compose(SECRETS)["services"]
    assert {*services} == {"postgres", "valkey", "migrate", "web", "worker", "beat"}
    for name in services.keys() - {"migrate"}:
        assert services[name]["healthcheck"]["test"][0] == "CMD"
        assert services[name]["restart"] == "unless-stopped"
    assert services["migrate"]["restart"] == "no"


def test_only_migrations_know_the_password_of_the_tables_owner() -> None:
    services = compose(SECRETS)["services"]
    for name in ("web", "worker", "beat"):
        assert SECRETS["SOPAN_OWNER_PASSWORD"] not in str(services[name])
        assert services[name]["depends_on"]["migrate"] == {
            "condition": "service_completed_successfully"
        }


def test_the_composition_comes_up_in_order_and_each_health_check_tells_well_from_unwell(
    native: "Native",
) -> None:
    assert native.is_well("postgres")
    assert native.run_once("migrate").returncode == 0
    for name in ("web", "worker", "beat"):
        assert not native.is_well(name)
    with native.running("web"), native.running("worker"), native.running("beat"):
        for name in ("web", "worker", "beat"):
            native.await_well(name)
    old = time.time() - 120
    for file in (native.place / "beat").iterdir():
        os.utime(file, (old, old))
    for name in ("web", "worker", "beat"):
        assert not native.is_well(name)


class Native:
    """The services of the compose file as processes of this machine."""

    def __init__(self, place: Path, postgres: Postgres, valkey: Valkey) -> None:
        self.place = place
        self.postgres = postgres
        self.composed = compose(SECRETS)
        self.hosts = {
            "@postgres:5432/sopan": f"@/sopan?host={postgres.socket}",
            "redis://valkey:6379/0": valkey.url,
            "--host=127.0.0.1": f"--host={postgres.socket}",
        }
        self.listen = f"127.0.0.1:{free_port()}"

    def environment(self, name: str) -> dict[str, str]:
        """What the service's container would have, with the addresses of this machine."""
        given = self.composed["services"][name].get("environment", {})
        return {
            **os.environ,
            **{key: self._here(text) for key, text in given.items()},
            "PATH": f"{Path(sys.executable).parent}:{wheel_programs()}:{os.environ['PATH']}",
            "SOPAN_DATA_DIR": str(self.place),
            "SOPAN_LISTEN": self.listen,
        }

    def make_roles(self) -> None:
        """Runs the script that PostgreSQL's image runs on a new volume; asks for passwords."""
        for undo in ("DROP DATABASE sopan", "DROP ROLE sopan_app", "DROP ROLE sopan_owner"):
            self._admin(undo)
        subprocess.run(
            ["bash", "-c", self.composed["configs"]["roles"]["content"]],
            env={**self.environment("postgres"), "PGHOST": str(self.postgres.socket)},
            check=True,
        )
        (self.postgres.home / "pg_hba.conf").write_text(
            "local all postgres trust\nlocal all all scram-sha-256\n"
        )
        self._admin("SELECT pg_reload_conf()")

    def run_once(self, name: str) -> subprocess.CompletedProcess[bytes]:
        """Runs a one-shot service to its end."""
        return subprocess.run(self._words(name), env=self.environment(name), check=False)

    @contextmanager
    def running(self, name: str) -> Iterator[None]:
        """Runs a service that stays; it must end by itself when told to."""
        with subprocess.Popen(self._words(name), env=self.environment(name)) as program:
            yield
            program.terminate()
            program.wait(20)

    def is_well(self, name: str) -> bool:
        """Whether the service's own health check is content."""
        _, *words = self.composed["services"][name]["healthcheck"]["test"]
        checked = subprocess.run(
            [self._here(word) for word in words],
            env=self.environment(name),
            capture_output=True,
            check=False,
        )
        return checked.returncode == 0

    def await_well(self, name: str) -> None:
        """Waits as Docker does, check after check."""
        until = time.monotonic() + 60
        while not self.is_well(name):
            assert time.monotonic() < until, f"{name} never became well"
            time.sleep(0.5)

    def _words(self, name: str) -> list[str]:
        return ["sopan", *self.composed["services"][name]["command"]]

    def _here(self, text: str) -> str:
        for there, here in self.hosts.items():
            text = text.replace(there, here)
        return text

    def _admin(self, statement: str) -> None:
        with psycopg.connect(
            host=str(self.postgres.socket), user="postgres", dbname="postgres", autocommit=True
        ) as admin:
            admin.execute(statement.encode())


@pytest.fixture
def native(empty_place: Path) -> Iterator[Native]:
    with ExitStack() as stack:
        postgres, valkey = Postgres(empty_place / "postgresql"), Valkey(empty_place)
        for server in (postgres, valkey):
            stack.callback(server.stop)
            server.start()
        assert answers(valkey.url)
        made = Native(empty_place, postgres, valkey)
        made.make_roles()
        yield made
