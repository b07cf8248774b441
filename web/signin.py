"""Signing in and out: e-mail address and password, by Flask-Security over the engine's accounts."""

from hashlib import sha256
from secrets import token_hex
from typing import Any

from flask import (
    Blueprint,
    Flask,
    current_app,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_security import Security
from flask_security.utils import hash_password, login_user, logout_user, verify_password

from engine.domain.people import Duty
from engine.store import people
from web import guards
from web.accounts import Account, Accounts
from web.limits import limiter
from web.reader import Reader, reader, store

# An office shares one address, and everybody comes at half past seven.
TRIES_A_MINUTE = "30 per minute; 300 per hour"
blueprint = Blueprint("signin", __name__)


def install(app: Flask) -> None:
    """Sets up sign-in."""
    app.config.update(
        SECURITY_PASSWORD_HASH="argon2",
        # Plain argon2 hashes: the command line makes them too, and needs no pepper for it.
        SECURITY_PASSWORD_SINGLE_HASH={"argon2"},
        SECURITY_PASSWORD_SALT="unused with single hashes",
        SECURITY_DEFAULT_REMEMBER_ME=False,
        SECURITY_STATIC_FOLDER=None,
    )
    security = Security(app, Accounts(app.extensions["store"]), register_blueprint=False)
    # Sessions are the only way in; no token is looked for in headers or bodies.
    security.login_manager.request_loader(lambda request: None)


@blueprint.get("/")
@guards.public
def home() -> Any:
    """Everybody's way to their first page."""
    return redirect(first_page(reader()))


@blueprint.get("/masuk")
@guards.public
def form() -> Any:
    """The sign-in page."""
    if reader():
        return redirect(_next() or url_for("signin.home"))
    return render_template("signin.html", next=_next(), email="", misses=0)


@blueprint.post("/masuk")
@guards.public
@limiter.limit(TRIES_A_MINUTE)
def enter() -> Any:
    """Signs in, or says in one sentence, the same for everybody, that it did not work."""
    email, password = request.form.get("email", ""), request.form.get("password", "")
    account = current_app.extensions["security"].datastore.find_user(email=email)
    if not _matches(account, password):
        page = render_template("signin.html", next=_next(), email=email, misses=_missed(email))
        return page, 401
    people.succeeded(store(), account.id)
    session.clear()
    session.permanent = False
    login_user(account, remember=False, authn_via=["password"])
    g.pop("reader", None)
    return redirect(_next() or url_for("signin.home"), 303)


@blueprint.post("/keluar")
@guards.public
def leave() -> Any:
    """Signs out here."""
    logout_user()
    session.clear()
    return redirect(url_for("signin.form"), 303)


@blueprint.post("/keluar-semua")
@guards.signed_in
def leave_everywhere() -> Any:
    """Signs out on every device: the uniquifier that all sessions carry is replaced."""
    who = reader()
    row = people.by_id(store(), who.actor.id) if who and who.actor.id else None
    if row:
        people.set_password(store(), row["id"], row["password"], token_hex(16))
    return leave()


def first_page(who: Reader | None) -> str:
    """The address of the page a reader wants to see first; applicants are the rest."""
    for duty, endpoint in (
        (Duty.COUNTER, "counter.index"),
        (Duty.AUDITOR, "audit.index"),
        (Duty.HEAD, "board.index"),
        (Duty.SECTION, "sops.index"),
    ):
        if who and who.actor.with_duty(duty, who.today):
            return url_for(endpoint)
    return url_for("worklist.index" if who else "public.index")


def _matches(account: Account | None, password: str) -> bool:
    """Whether this is the account's password and it may be used now; takes as long either way."""
    if account is None:
        hash_password(password)
        return False
    right = verify_password(password, account.password)
    if account.locked_until and account.locked_until > account.now:
        return False
    if not right:
        people.failed(store(), account.id, account.now)
    return bool(right and account.active)


def _missed(email: str) -> int:
    """How often this browser has failed with this address; the same whether an account exists."""
    key = sha256(email.strip().lower().encode()).hexdigest()[:16]
    before = session.get("misses", {})
    session["misses"] = {key: before.get(key, 0) + 1}
    return int(session["misses"][key])


def _next() -> str:
    """Where the reader was going, if that is a page of ours."""
    wanted = request.values.get("next", "")
    ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    return wanted if ours and wanted.isprintable() else ""
