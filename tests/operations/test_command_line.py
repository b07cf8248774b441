"""The command line: help without imports, and one sentence for whatever people can mend."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest

from engine.cli import COMMANDS

PROGRAM = Path(sys.executable).with_name("sopan")


def sopan(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAM, *words],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_lists_every_command_in_one_line_each() -> None:
    told = sopan("--help").stdout
    for name, (_, line) in COMMANDS.items():
        assert f"{name}  " in told
        assert line.split()[0] in told


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_of_the_table_is_there_and_explains_itself(name: str) -> None:
    module, _, attribute = COMMANDS[name][0].partition(":")
    command = getattr(import_module(module), attribute)
    assert isinstance(command, click.Command)
    assert command.help


def test_help_loads_no_command_and_no_database_library() -> None:
    asked = "import sys; sys.argv[1:] = ['--help']\ntry:\n    from engine.cli import main; main()\n"
    asked += "finally:\n    print({'sqlalchemy', 'psycopg', 'engine.cli.up'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("set()\n")


@pytest.mark.parametrize(
    ("words", "environment", "told"),
    [
        (("db", "upgrade"), {"SOPAN_LISTEN": "x"}, "SOPAN_LISTEN berisi 'x'"),
        (
            ("db", "upgrade"),
            {
                "DATABASE_URL": "postgresql://127.0.0.1:1/sopan",
                "REDIS_URL": "redis://127.0.0.1:1/0",
                "SOPAN_SECRET_KEY": "k" * 32,
            },
            "Server tidak dapat dihubungi",
        ),
        (("db", "upgrade"), {"SOPAN_DATA_DIR": "/dev/null/data"}, "Berkas tidak dapat dipakai"),
        (("run", "web"), {}, "DATABASE_URL dan REDIS_URL harus diisi"),
        (("health", "web"), {"SOPAN_LISTEN": "127.0.0.1:1"}, "web tidak sehat"),
        (("health", "worker"), {"REDIS_URL": "redis://127.0.0.1:1/0"}, "Valkey tidak menjawab"),
        (("health", "beat"), {"SOPAN_DATA_DIR": "/nowhere"}, "belum pernah mengirim pekerjaan"),
    ],
)
def test_what_people_can_mend_is_told_in_a_sentence_without_a_traceback(
    words: tuple[str, ...], environment: dict[str, str], told: str
) -> None:
    done = sopan(*words, **environment)
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr
