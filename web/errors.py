"""Errors people see: a sentence that says what is wrong and what to do, never a traceback."""

from typing import Any

import psycopg
import structlog
from flask import Flask, current_app, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as N_
from werkzeug.exceptions import HTTPException

from engine.domain import errors
from engine.domain.errors import Refusal
from engine.store.people import MailTaken
from web.guards import SignInNeeded
from web.reader import reader

# An error must not take the place of the part that was to be renewed.
_ASIDE = {"HX-Retarget": "#kabar", "HX-Reswap": "innerHTML"}
log = structlog.get_logger("web")

# The nearest class counts; what is not named here is a request that cannot be carried out.
STATUS: dict[type[Refusal], int] = {
    Refusal: 422,
    errors.NotFound: 404,
    errors.NotAllowed: 403,
    errors.StepHasMoved: 409,
    errors.AlreadyClaimed: 409,
    errors.SomethingNew: 409,
    errors.CaseIsSuspended: 409,
    errors.CaseIsClosed: 409,
    errors.WrongMoment: 409,
    errors.TwoInForce: 409,
    errors.DefinitionChanged: 409,
    errors.Busy: 409,
    errors.Overloaded: 503,
    errors.TooLarge: 413,
    MailTaken: 409,
}

TITLES = {
    400: N_("Permintaan tidak lengkap"),
    403: N_("Halaman ini bukan untuk Anda"),
    404: N_("Tidak ditemukan"),
    409: N_("Keadaannya sudah berubah"),
    413: N_("Berkas terlalu besar"),
    422: N_("Belum dapat dijalankan"),
    429: N_("Terlalu banyak percobaan"),
    500: N_("Ada kesalahan di pihak kami"),
    503: N_("Layanan sedang terhenti"),
}

SENTENCES = {
    400: N_(
        "Formulir ini sudah kedaluwarsa atau tidak lengkap. Muat ulang halamannya, lalu kirim lagi."
    ),
    404: N_("Alamat ini tidak ada. Periksa tulisannya, atau mulai dari halaman depan."),
    405: N_(
        "Alamat ini hanya menerima formulir. Kembalilah ke halaman sebelumnya dan kirim dari sana."
    ),
    413: N_(
        "Yang dikirim terlalu besar. Perkecil pindaiannya lalu unggah lagi; belum ada yang "
        "tersimpan."
    ),
    429: N_("Percobaan dari jaringan ini terlalu sering. Tunggu satu menit, lalu coba lagi."),
    500: N_(
        "Permintaan ini tidak selesai, dan tidak ada yang tercatat setengah. Coba lagi; bila tetap "
        "gagal, sebutkan nomor kejadian di bawah kepada administrator."
    ),
    503: N_(
        "Basis data tidak dapat dihubungi, sehingga tidak ada yang tercatat. Coba lagi sebentar "
        "lagi; catat di kertas bila mendesak, lalu masukkan sebagai entri susulan."
    ),
}  # fmt: skip


def install(app: Flask) -> None:
    """Registers an answer for every kind of failure."""
    app.register_error_handler(SignInNeeded, _ask_to_sign_in)
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(HTTPException, _failed)
    app.register_error_handler(psycopg.OperationalError, _away)
    app.register_error_handler(psycopg.DataError, _unreadable)
    app.register_error_handler(Exception, _broken)


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal."""
    return next(STATUS[kind] for kind in type(refusal).__mro__ if kind in STATUS)


def sentence_of(refusal: Refusal) -> str:
    """What a refusal says, in the reader's language, with the reasons that are words of ours."""
    details = {name: told(held) for name, held in refusal.details.items()}
    if isinstance(refusal, errors.FieldsWrong):
        details["summary"] = " ".join(map(told, refusal.faults.values()))
    return _(refusal.says) % details


def told(held: Any) -> Any:
    """A detail in the reader's language, where it is words of ours; else as it is."""
    if isinstance(held, errors.Sentence):
        return _(held.says) % {name: told(part) for name, part in held.details.items()}
    return _(held) if isinstance(held, str) and held else held


def _ask_to_sign_in(needed: SignInNeeded) -> Any:
    """To the sign-in page, and from there back to where the person was going."""
    came_from = request.full_path.rstrip("?") if request.method == "GET" else _referrer()
    address = url_for("signin.form", next=came_from)
    if _partial():
        return "", 401, {"HX-Redirect": url_for("signin.form", next=_referrer())}
    return redirect(address, 303)


def _refused(refusal: Refusal) -> Any:
    status = status_of(refusal)
    log.info("refused", refusal=type(refusal).__name__, status=status)
    return answer(status, sentence_of(refusal))


def _failed(failure: HTTPException) -> Any:
    status = failure.code or 500
    if status < 400:
        return failure
    found = answer(status, str(SENTENCES.get(status, SENTENCES[400])))
    found.headers.update({
        name: held for name, held in failure.get_headers() if name not in ("Content-Type",)
    })  # fmt: skip
    return found


def _away(failure: psycopg.OperationalError) -> Any:
    """The database does not answer: nothing on this page may ask it anything."""
    log.error("database away", error=type(failure).__name__)
    g.reader = None
    form = "errors/fragment.html" if _partial() else "errors/away.html"
    # Not by render_template: what it adds to every page would ask the database who is reading.
    page = current_app.jinja_env.get_template(form).render(
        title=TITLES[503], sentence=SENTENCES[503], status=503
    )
    return page, 503, {"Retry-After": "10", **(_ASIDE if _partial() else {})}


def _unreadable(failure: psycopg.DataError) -> Any:
    """What no form of ours sends, such as a NUL in an address: the database cannot read it."""
    log.info("unreadable", error=type(failure).__name__)
    return answer(400, str(SENTENCES[400]))


def _broken(failure: Exception) -> Any:
    log.exception("unexpected", error=type(failure).__name__)
    if current_app.config.get("PROPAGATE_EXCEPTIONS"):
        raise failure
    return answer(500, str(SENTENCES[500]))


def answer(status: int, sentence: str) -> Any:
    """The page, or for a part of a page the fragment, that says a sentence with its status."""
    page = render_template(
        "errors/fragment.html" if _partial() else "errors/page.html",
        status=status,
        title=TITLES.get(status, TITLES[422]),
        sentence=sentence,
        reader=reader(),
        back=_referrer(),
    )
    response = current_app.make_response((page, status))
    if _partial():
        response.headers.update(_ASIDE)
    return response


def _partial() -> bool:
    """Whether a part of a page asked, by htmx."""
    return "HX-Request" in request.headers


def _referrer() -> str:
    """The page the reader came from, when it is one of ours."""
    home = request.host_url
    came = request.referrer or ""
    return "/" + came.removeprefix(home) if came.startswith(home) else ""
