"""The command line `sopan`: one table of subcommands, each loaded only when it is asked for."""

import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

import click

from engine.domain.errors import Refusal
from engine.settings import SettingsWrong

# One line a subcommand: where its click command is, and what it does.
COMMANDS: dict[str, tuple[str, str]] = {
    "up": ("engine.cli.up:up", "Run everything on this machine: servers, web, workers."),
    "check": ("engine.cli.check:check", "Check SOP definitions; name every fault and its remedy."),
    "load": ("engine.cli.load:load", "Adopt the definitions into the database."),
    "case": ("engine.cli.case:case", "Open, move and show cases."),
    "seal": ("engine.cli.seal:seal", "Seal what has happened since the last seal."),
    "log": ("engine.cli.log:log", "Judge event logs against an SOP; write our own as XES."),
    "due": ("engine.cli.due:due", "Reckon a due moment and account for it line by line."),
    "calendar": ("engine.cli.calendar:calendar", "Compare and list calendars; propose holidays."),
    "user": ("engine.cli.user:user", "Make people's accounts and give them positions."),
    "db": ("engine.cli.db:db", "Bring the database to this version, or show where it stands."),
    "backup": ("engine.cli.backup:backup", "Write the whole database to one file."),
    "restore": ("engine.cli.backup:restore", "Replace the database with a backup."),
    "demo": ("engine.cli.demo:demo", "Fill an empty database with the demonstration regency."),
    "run": ("engine.cli.run:run", "Run one process against servers elsewhere."),
    "health": ("engine.cli.health:health", "Tell whether web, worker or beat is well."),
}


class Table(click.Group):
    """A group that reads its subcommands from COMMANDS, so that help costs no import."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The subcommands of this installation, in the table's order."""
        return [name for name in COMMANDS if find_spec(_module(name))]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The subcommand, imported now."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in the help text."""
        if rows := [(name, COMMANDS[name][1]) for name in self.list_commands(ctx)]:
            with formatter.section("Commands"):
                formatter.write_dl(rows)


@click.command(cls=Table, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sopan")
def sopan() -> None:
    """Run an office's ratified SOPs as trackable cases.

    Without DATABASE_URL and REDIS_URL everything runs on this machine, with its data in
    SOPAN_DATA_DIR (.data where nothing is set). `sopan COMMAND --help` tells more.
    """


def main() -> None:
    """The entry point: what people can mend ends in one sentence on stderr and exit code 1."""
    try:
        sopan(prog_name="sopan")
    except Exception as error:
        sentence = _sentence(error)
        if sentence is None:
            raise
        click.echo(sentence, err=True)
        sys.exit(1)


def _sentence(error: Exception) -> str | None:
    """The words for an error that is not a fault of the program, else None."""
    if isinstance(error, Refusal | SettingsWrong):
        return str(error)
    if _connection_lost(error):
        first = (str(error).strip().splitlines() or [type(error).__name__])[0]
        return (
            f"Server tidak dapat dihubungi: {first}. Periksa DATABASE_URL dan REDIS_URL, dan "
            "pastikan servernya berjalan."
        )
    if isinstance(error, OSError):
        return (
            f"Berkas tidak dapat dipakai: {error.filename or '-'} ({error.strerror or error}). "
            "Periksa nama dan hak aksesnya."
        )
    return None


def _connection_lost(error: BaseException) -> bool:
    # Imported only now, because it costs more than the whole of `sopan --help`.
    import psycopg
    import redis

    lost = (psycopg.OperationalError, redis.ConnectionError, redis.TimeoutError, ConnectionError)
    return any(isinstance(one, lost) for one in _chain(error))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def _module(name: str) -> str:
    return COMMANDS[name][0].partition(":")[0]
