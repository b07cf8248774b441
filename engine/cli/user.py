"""`sopan user`: accounts for people, and the positions they hold."""

import secrets
from datetime import datetime

import click
from argon2 import PasswordHasher

from engine import clock
from engine.cli.opened import answer, store_at_hand
from engine.domain.errors import NotFound
from engine.domain.people import Standing
from engine.store import office, people


@click.group()
def user() -> None:
    """Make people's accounts and give them positions."""


@user.command()
@click.argument("email")
@click.option("--name", required=True, help="The person's full name.")
@click.option("--position", "posts", multiple=True, metavar="UNIT:CODE", help="May be repeated.")
@click.option("--standing", type=click.Choice([s.value for s in Standing]), default="definitive")
@click.option("--letter", default="", help="The letter of appointment.")
@click.option("--starts", type=click.DateTime(["%Y-%m-%d"]), help="First day (today).")
@click.option("--ends", type=click.DateTime(["%Y-%m-%d"]), help="Last day.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def add(
    email: str, *, name: str, posts: tuple[str, ...], standing: str, letter: str,
    starts: datetime | None, ends: datetime | None, password_stdin: bool, as_json: bool,
) -> None:  # fmt: skip
    """Add an account; without --password-stdin a password is made up and printed once."""
    given = click.get_text_stream("stdin").readline().strip() if password_stdin else ""
    password = given or secrets.token_urlsafe(12)
    with store_at_hand() as store:
        known = office.office(store)
        for post in posts:
            if post not in known.positions:
                raise NotFound(what=f"Jabatan {post}")
        with store.transaction() as connection:
            person = people.add(
                connection, name=name, email=email, password=PasswordHasher().hash(password),
                uniquifier=secrets.token_hex(16),
            )  # fmt: skip
            for post in posts:
                unit, _, code = post.partition(":")
                people.give(
                    connection, person, unit, code, standing=Standing(standing), letter=letter,
                    starts=starts.date() if starts else clock.now().date(),
                    ends=ends.date() if ends else None,
                )  # fmt: skip
    if as_json:
        answer({"id": person, "email": email, "password": None if given else password})
        return
    shown = "" if given else f" Kata sandi awal: {password}"
    click.echo(f"Akun {email} dibuat.{shown}")
