"""One person before the administrator: account, posts held, and what can be done about them."""

from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.commands import (
    add_person,
    deactivate_person,
    end_post,
    give_post,
    reactivate_person,
    reset_password,
)
from engine.domain.errors import Refusal
from engine.queries import roster
from web import guards
from web.audit.asked import present
from web.errors import status_of
from web.office.form import Unreadable, faults_of, last_day, posting
from web.reader import actor, store

_END = "akhiri-"


@guards.keeps_office
def page(person: int) -> Any:
    """A person's account and posts; `?jabatan=` is the post that is to be given."""
    return _drawn(person)


@guards.keeps_office
def new() -> Any:
    """The form for a new account."""
    return render_template("office/new.html", faults={}, refused="", typed={})


@guards.keeps_office
def add() -> Any:
    """Adds an account and shows its first password, once."""
    name, email = request.form.get("name", ""), request.form.get("email", "")
    try:
        person, password = add_person(store(), name, email, by=actor().id)
    except Refusal as wrong:
        faults, refused = faults_of(wrong)
        drawn = render_template("office/new.html", faults=faults, refused=refused,
                                typed=request.form)  # fmt: skip
        return drawn, status_of(wrong)
    return _told_once(person, password)


@guards.keeps_office
def reset(person: int) -> Any:
    """Makes a new password and shows it, once."""
    return _told_once(person, reset_password(store(), person, by=actor().id))


@guards.keeps_office
def give(person: int) -> Any:
    """Gives the person a post."""
    try:
        give_post(store(), person, by=actor().id, **posting(request.form))
    except (Refusal, Unreadable) as wrong:
        return _again(person, wrong, "jabatan")
    flash(_("Jabatan diberikan. Berlaku mulai keputusan berikutnya pada masa itu."))
    return redirect(url_for("office.person", person=person), 303)


@guards.keeps_office
def end(person: int, holding: int) -> Any:
    """Gives a posting its last day."""
    try:
        end_post(store(), holding, last_day(request.form), by=actor().id)
    except (Refusal, Unreadable) as wrong:
        return _again(person, wrong, f"{_END}{holding}")
    flash(_("Hari terakhir jabatan itu dicatat."))
    return redirect(url_for("office.person", person=person), 303)


@guards.keeps_office
def close(person: int) -> Any:
    """Closes the account."""
    try:
        deactivate_person(store(), person, by=actor().id)
    except Refusal as wrong:
        return _again(person, wrong, "akun")
    flash(_("Akun ditutup dan dikeluarkan dari semua perangkat. Riwayatnya tetap."))
    return redirect(url_for("office.person", person=person), 303)


@guards.keeps_office
def reopen(person: int) -> Any:
    """Opens the account again."""
    reactivate_person(store(), person, by=actor().id)
    flash(_("Akun dibuka lagi. Beri kata sandi baru bila yang lama sudah dilupakan."))
    return redirect(url_for("office.person", person=person), 303)


def _again(person: int, wrong: Exception, form: str) -> Any:
    """The page as it was sent, with what is wrong."""
    status = status_of(wrong) if isinstance(wrong, Refusal) else 422
    faults, refused = faults_of(wrong)
    if form.startswith(_END):
        # Every posting has a form of its own on the page, so its field bears its number.
        faults = {f"{name}-{form.removeprefix(_END)}": said for name, said in faults.items()}
    return _drawn(person, form, faults, refused), status


def _drawn(
    person: int, form: str = "", faults: dict[str, str] | None = None, refused: str = ""
) -> str:
    who = present()
    return render_template(
        "office/person.html", account=roster.account(store(), person),
        postings=roster.postings_of(store(), person), today=who.today, faults=faults or {},
        refused=refused, form=form, typed=request.form if form else {},
        desk=request.args.get("jabatan", ""), positions=_positions(),
    )  # fmt: skip


def _told_once(person: int, password: str) -> Any:
    """The password as an answer that nothing may keep; a flash would keep it in a cookie."""
    page = render_template("office/password.html", account=roster.account(store(), person),
                           password=password)  # fmt: skip
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


def _positions() -> list[tuple[str, list[Any]]]:
    """All posts by unit, both by name."""
    known = present().office
    by_unit: dict[str, list[Any]] = {}
    for post in sorted(known.positions.values(), key=lambda post: post.title):
        by_unit.setdefault(known.units[post.unit].name, []).append(post)
    return sorted(by_unit.items())
