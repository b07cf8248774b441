"""The words of an evaluation: aspects, shares of time, rates and lengths as people read them."""

from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as N_
from flask_babel import ngettext

from engine.domain.conformance import Aspect
from engine.domain.limit import Limit, WorkingDays
from engine.domain.people import Office
from engine.domain.sop import Sop
from engine.domain.time_spent import Share, Slice
from web.languages import language
from web.wording import seconds

ASPECTS = {
    Aspect.ORDER: N_("Urutan"),
    Aspect.ACTOR: N_("Pelaksana dan wewenang"),
    Aspect.TIME: N_("Waktu"),
    Aspect.REQUIREMENTS: N_("Kelengkapan"),
    Aspect.FOUR_EYES: N_("Dua orang berbeda"),
    Aspect.PAUSE: N_("Jeda"),
    Aspect.RECORD: N_("Pencatatan"),
}
SHARES = {
    Share.WAITING: N_("Menunggu, atau dikerjakan tanpa diambil"),
    Share.WORK: N_("Dikerjakan"),
    Share.APPLICANT: N_("Pada pemohon"),
    Share.OFFICE: N_("Pada unit atau instansi lain"),
    Share.PAUSED: N_("Dijeda"),
    Share.LOOP: N_("Diulang"),
}


def percent(share: float | None) -> str:
    """ "97,5%", or a dash where nothing was judged; 100% only where nothing is wrong."""
    if share is None:
        return "–"
    tenths = int(share * 1000)
    whole, rest = divmod(tenths, 10)
    point = "," if language() == "id" else "."
    return f"{whole}{point}{rest}%" if rest else f"{whole}%"


def used(amount: int, limit: Limit) -> str:
    """A stay in the unit of its limit: "3 hari kerja", "1 jam 20 menit"."""
    if isinstance(limit, WorkingDays):
        if not amount:
            return _("hari yang sama")
        return ngettext("%(num)s hari kerja", "%(num)s hari kerja", amount)
    return seconds(amount)


def spent(time: timedelta, cases: int) -> str:
    """A length of working time, for each of so many cases."""
    return seconds(int(time.total_seconds()) // max(1, cases))


def part(one: Slice, sop: Sop, office: Office) -> str:
    """What a part of the time went into, with whom or what it waited for."""
    words = str(SHARES[one.share])
    if one.share is Share.APPLICANT and not one.step:
        return _("Siap diambil, menunggu pemohon")
    if one.share is Share.PAUSED:
        known = sop.pauses.get(one.cause)
        return f"{words}: {known.title if known else one.cause}"
    if one.share is Share.LOOP:
        return _("Diulang karena dikembalikan dari langkah %(step)s", step=one.cause)
    if one.share is Share.OFFICE:
        role, unit = sop.roles.get(one.cause), office.units.get(one.cause)
        return f"{words}: {unit.name if unit else role.title if role else one.cause}"
    return words
