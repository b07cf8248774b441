"""`sopan user`: accounts for people, and the positions they hold."""

import sys
from datetime import date, datetime
from typing import Any

import click

from engine.cli.opened import answer, store_at_hand
from engine.commands import add_person, give_post, reset_password
from engine.domain.errors import NotFound
from engine.domain.people import Holding, Standing
from engine.domain.postings import check
from engine.store import office, people, postings
from engine.store.session import Store


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
    given = sys.stdin.readline().strip() if password_stdin else ""
    with store_at_hand() as store:
        first = _day(starts) or postings.today(store)
        how: dict[str, Any] = {"standing": Standing(standing), "letter": letter,
                               "starts": first, "ends": _day(ends)}  # fmt: skip
        _must_be_possible(store, posts, how)
        person, password = add_person(store, name, email, by=None, password=given)
        for desk in posts:
            give_post(store, person, desk, by=None, **how)
    if as_json:
        answer({"id": person, "email": email, "password": None if given else password})
        return
    shown = "" if given else f" Kata sandi awal: {password}"
    click.echo(f"Akun {email} dibuat.{shown}")


@user.command("password")
@click.argument("email")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def renew(email: str, *, as_json: bool) -> None:
    """Make a new password for an account, for whoever has locked himself out; printed once."""
    with store_at_hand() as store:
        account = people.by_email(store, email)
        if account is None:
            raise NotFound(what=f"Akun {email}")
        password = reset_password(store, account["id"], by=None)
    if as_json:
        answer({"id": account["id"], "email": account["email"], "password": password})
        return
    click.echo(f"Kata sandi baru untuk {account['email']}: {password}")


def _must_be_possible(store: Store, posts: tuple[str, ...], how: dict[str, Any]) -> None:
    """Raises NotFound or FieldsWrong before an account is made that would stay without a post."""
    known = office.office(store).positions
    for desk in posts:
        if desk not in known:
            raise NotFound(what=f"Jabatan {desk}")
        check((), Holding(position=known[desk], **how))


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
