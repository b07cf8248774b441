"""Pages for everybody: tracking one request, and the services in force."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from engine import clock
from engine.queries import applicant
from engine.queries.applicant import by_second_factor, tidy
from web import guards
from web.counter.promise import limit_words
from web.limits import limiter
from web.public.page import see
from web.public.services import service, services
from web.public.stages import office_of, public_way
from web.reader import store

blueprint = Blueprint("public", __name__)

# A birth date or four digits can be guessed, so each number allows few tries from anywhere; a
# network shares its address among many people and allows some more.
TRIES_A_NUMBER = "5 per 15 minutes; 20 per day"
TRIES_AN_ADDRESS = "20 per 15 minutes"
CODES_AN_ADDRESS = "60 per minute"
# How long a request stays open in a browser after its number and factor were given.
LASTS = 30 * 60
_KEY = "tracked"


def _number_asked() -> str:
    return f"track:{tidy(request.form.get('number', ''))[:40]}"


@blueprint.get("/lacak")
@guards.public
def index() -> Any:
    """The public's first page: track a request, or find a service."""
    return render_template("public/index.html", number=request.args.get("nomor", ""))


@blueprint.post("/lacak")
@guards.public
@limiter.limit(TRIES_A_NUMBER, key_func=_number_asked)
@limiter.limit(TRIES_AN_ADDRESS)
def find() -> Any:
    """Opens one request to whoever knows its number and a second factor."""
    number, factor = request.form.get("number", ""), request.form.get("factor", "")
    found = by_second_factor(store(), number, factor)
    if found is None:
        return render_template("public/index.html", number=tidy(number), missed=True), 404
    session[_KEY] = [found, int(clock.now().timestamp())]
    return redirect(url_for("public.tracked"), 303)


@blueprint.errorhandler(429)
def too_often(_limit: Any) -> Any:
    """Five tries were not enough: says what to do instead of trying on."""
    page = render_template("public/index.html", number=tidy(request.form.get("number", "")),
                           blocked=True)  # fmt: skip
    return page, 429, {"Retry-After": "900"}


@blueprint.get("/lacak/permohonan")
@guards.public
def tracked() -> Any:
    """The request opened in this browser, for half an hour."""
    number, since = session.get(_KEY) or ("", 0)
    if not number or clock.now().timestamp() - since > LASTS:
        return redirect(url_for("public.index"), 303)
    return render_template("public/case.html", seen=see(number), leave=True)


@blueprint.post("/lacak/tutup")
@guards.public
def leave() -> Any:
    """Forgets the request, for a telephone or a computer that others use too."""
    session.pop(_KEY, None)
    return redirect(url_for("public.index"), 303)


@blueprint.get("/lacak/k/<code>")
@guards.public
@limiter.limit(CODES_AN_ADDRESS)
def by_code(code: str) -> Any:
    """The request whose receipt carries this code."""
    number = applicant.by_code(store(), code)
    if number is None:
        sentence = _(
            "Kode pada tanda terima ini tidak berlaku. Bila tanda terima pernah diterbitkan ulang, "
            "pakailah yang terakhir, atau masukkan nomor permohonan Anda."
        )
        return render_template("public/index.html", number="", notice=sentence), 404
    return render_template("public/case.html", seen=see(number), leave=False)


@blueprint.get("/layanan")
@guards.public
def all_services() -> Any:
    """All services in force, and a search among them."""
    words = request.args.get("q", "").strip()
    return render_template("public/services.html", found=services(words), words=words,
                           limit_words=limit_words)  # fmt: skip


@blueprint.get("/layanan/<unit>/<code>")
@guards.public
def one_service(unit: str, code: str) -> Any:
    """One service: what to bring, how long, how much, what comes of it, how it goes, complaints."""
    found, counters = service(unit, code)
    return render_template(
        "public/service.html", sop=found.sop, counters=counters, way=public_way(found.sop),
        office_of=office_of, limit_words=limit_words, complaints=services("pengaduan"),
    )  # fmt: skip
