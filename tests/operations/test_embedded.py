"""The embedded servers: real ones, on a directory of their own, whatever happened before."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from engine.embedded import services
from engine.embedded.place import AlreadyRunning, PlaceUnfit
from engine.embedded.programs import reachable_programs, wheel_programs
from engine.settings import Settings
from tests.services import dsn

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root hands PostgreSQL to others")
HOLDER = (
    "import sys, time; from engine.embedded import services; from engine.settings import Settings\n"
    "with services(Settings(data_dir=sys.argv[1])): print('up', flush=True); time.sleep(60)"
)


@pytest.fixture(scope="module")
def used_before() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="sopan-embedded-"))
    with services(Settings(data_dir=made)):
        pass
    yield made
    shutil.rmtree(made)


@pytest.fixture
def place(empty_place: Path, used_before: Path) -> Path:
    """A directory in which the servers have run before, since a new cluster takes a second."""
    subprocess.run(["cp", "--archive", f"{used_before}/.", empty_place], check=True)
    return empty_place


def test_the_web_signs_in_with_fewer_rights_than_the_owner_of_the_tables(place: Path) -> None:
    with services(Settings(data_dir=place)) as running:
        with psycopg.connect(dsn(running.settings.database_owner_url)) as owner:
            owner.execute("CREATE TABLE proof (id int)")
        with (
            psycopg.connect(dsn(running.settings.database_url)) as app,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            app.execute("DROP TABLE proof")


def test_what_is_committed_is_flushed_to_disk_and_there_after_a_restart(place: Path) -> None:
    with (
        services(Settings(data_dir=place)) as running,
        psycopg.connect(dsn(running.settings.database_owner_url)) as owner,
    ):
        assert owner.execute("SHOW fsync").fetchone() == ("on",)
        owner.execute("CREATE TABLE kept AS SELECT 7 AS number")
    with (
        services(Settings(data_dir=place)) as again,
        psycopg.connect(dsn(again.settings.database_owner_url)) as owner,
    ):
        assert owner.execute("SELECT number FROM kept").fetchone() == (7,)


def test_the_secret_key_is_made_once_and_readable_by_its_owner_only(empty_place: Path) -> None:
    with services(Settings(data_dir=empty_place)) as first:
        pass
    with services(Settings(data_dir=empty_place)) as second:
        assert second.settings.secret_key == first.settings.secret_key
    assert len(second.settings.secret_key) >= 32
    assert (empty_place / "secret.key").stat().st_mode & 0o777 == 0o600


def test_valkey_lets_nobody_in_without_the_password(place: Path) -> None:
    with services(Settings(data_dir=place)) as running:
        address = "redis://" + running.settings.redis_url.partition("@")[2]
        with redis.Redis.from_url(address) as stranger, pytest.raises(redis.AuthenticationError):
            stranger.ping()


def test_both_servers_are_gone_at_the_end(place: Path) -> None:
    with services(Settings(data_dir=place)) as running:
        assert running.alive()
    assert not running.alive()
    assert not (place / "addresses.json").exists()


def test_a_command_uses_the_servers_that_already_run_and_leaves_them_running(place: Path) -> None:
    with services(Settings(data_dir=place)) as running:
        with services(Settings(data_dir=place)) as joined:
            assert joined.settings.database_url == running.settings.database_url
            assert joined.settings.redis_url == running.settings.redis_url
        assert running.alive()


def test_a_second_start_on_the_same_directory_says_who_holds_it(place: Path) -> None:
    settings = Settings(data_dir=place)
    with (
        services(settings),
        pytest.raises(AlreadyRunning, match=f"{place}.*proses {os.getpid()}"),
        services(settings, alone=True),
    ):
        pass


def test_servers_left_by_a_killed_parent_are_replaced(place: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLDER, place], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"up\n"
        left = (place / "addresses.json").read_text()
        parent.send_signal(signal.SIGKILL)
    with services(Settings(data_dir=place), alone=True) as running:
        assert running.settings.redis_url not in left
        assert _refused(left)
        with psycopg.connect(dsn(running.settings.database_url)) as app:
            assert app.execute("SELECT current_user").fetchone() == ("sopan_app",)


def _refused(addresses: str) -> bool:
    url = addresses.partition('"redis_url": "')[2].partition('"')[0]
    assert url
    until = time.monotonic() + 5
    while time.monotonic() < until:
        try:
            with redis.Redis.from_url(url) as client:
                client.ping()
        except redis.ConnectionError:
            return True
        time.sleep(0.05)
    return False


def test_a_cluster_half_made_when_the_power_went_is_made_anew(empty_place: Path) -> None:
    half = empty_place / "postgresql.draft"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    with services(Settings(data_dir=empty_place)) as running:
        assert running.alive()
    assert not half.exists()


def test_a_directory_with_blanks_and_a_long_name_works_too(empty_place: Path) -> None:
    far = empty_place / ("direktori data " * 8 + "panjang")
    with (
        services(Settings(data_dir=far)) as running,
        psycopg.connect(dsn(running.settings.database_url)) as app,
    ):
        assert app.execute("SELECT 1").fetchone() == (1,)
        elsewhere = Path(running.settings.database_url.partition("host=")[2])
        assert elsewhere.stat().st_mode & 0o777 == 0o700
    assert not elsewhere.exists()


@AS_ROOT
def test_root_is_refused_below_a_directory_others_cannot_pass(empty_place: Path) -> None:
    closed = empty_place / "closed"
    closed.mkdir(mode=0o700)
    with (
        pytest.raises(PlaceUnfit, match=str(closed)),
        services(Settings(data_dir=closed / "data")),
    ):
        pass
    assert closed.stat().st_mode & 0o777 == 0o700
    assert not list(closed.iterdir())


@AS_ROOT
def test_programs_in_a_closed_directory_are_copied_for_the_other_account(
    empty_place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = wheel_programs().parent.parent
    closed, beside = empty_place / "closed", empty_place / "beside"
    closed.mkdir(mode=0o700)
    beside.mkdir(mode=0o755)
    for part in package.parent.glob(f"{package.name}*"):
        (closed / part.name).symlink_to(part)
    shutil.copytree(package, closed / "real" / package.name)
    shutil.copytree(f"{package}.libs", closed / "real" / f"{package.name}.libs")
    monkeypatch.syspath_prepend(str(closed / "real"))
    programs = reachable_programs(beside)
    assert programs.is_relative_to(beside)
    done = subprocess.run(
        [programs / "postgres", "--version"], user="nobody", capture_output=True, check=True
    )
    assert b"(PostgreSQL) 18" in done.stdout
