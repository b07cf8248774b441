"""Guards: who may enter a page, each a name and one rule about the person's positions on the day.

Every view carries exactly one, under its route: it enforces and it names itself, so that a test can
walk all routes with everybody. What a person may do to one case is asked again by the engine.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _

from engine.domain.errors import NotAllowed
from engine.domain.people import Duty
from web.reader import Reader, reader

View = Callable[..., Any]


class SignInNeeded(Exception):
    """Nobody is signed in, and this page is for somebody."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Guard:
    """A rule at the door; `who` completes "Anda tidak berwenang: ..."."""

    name: str
    who: Any
    may: Callable[[Reader], bool] | None = None  # None: everybody, signed in or not

    def admits(self, who: Reader | None) -> bool:
        """Whether this reader may enter today; None is somebody who has not signed in."""
        return self.may is None or (who is not None and self.may(who))

    def __call__(self, view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            self.enforce()
            return view(*args, **kwargs)

        guarded.guard = self.name  # type: ignore[attr-defined]
        return guarded

    def enforce(self) -> None:
        """Raises SignInNeeded or NotAllowed unless the person of this request may enter."""
        if self.may is None:
            return
        who = reader()
        if who is None:
            raise SignInNeeded
        if not self.may(who):
            raise NotAllowed(why=str(self.who))


def duty(*duties: Duty) -> Callable[[Reader], bool]:
    """The rule: holds a position with one of these duties today."""
    return lambda who: any(who.actor.with_duty(wanted, who.today) for wanted in duties)


def leads(who: Reader) -> bool:
    """The rule: holds a position today that is somebody's superior."""
    desks = {held.position.desk for held in who.holdings}
    return any(post.superior in desks for post in who.office.positions.values())


_OVERSEES = duty(Duty.HEAD, Duty.AUDITOR, Duty.SECTION, Duty.ADMIN)


public = Guard(name="public", who=_("halaman ini untuk semua orang"))
signed_in = Guard(name="signed_in", who=_("halaman ini untuk pegawai"), may=lambda who: True)
at_work = Guard(
    name="at_work",
    who=_("halaman ini untuk pemegang jabatan"),
    may=lambda who: bool(who.holdings),
)
at_counter = Guard(
    name="at_counter", who=_("halaman ini untuk petugas loket"), may=duty(Duty.COUNTER)
)
at_board = Guard(
    name="at_board",
    who=_("papan ini untuk atasan, auditor, dan Bagian Organisasi"),
    may=lambda who: _OVERSEES(who) or leads(who),
)
reads_audit = Guard(
    name="reads_audit",
    who=_("halaman ini untuk auditor, pimpinan, dan Bagian Organisasi"),
    may=duty(Duty.AUDITOR, Duty.HEAD, Duty.SECTION),
)
keeps_sops = Guard(
    name="keeps_sops",
    who=_("halaman ini untuk Bagian Organisasi dan administrator"),
    may=duty(Duty.SECTION, Duty.ADMIN),
)
keeps_office = Guard(
    name="keeps_office", who=_("halaman ini untuk administrator"), may=duty(Duty.ADMIN)
)
sees_deliveries = Guard(
    name="sees_deliveries",
    who=_("halaman ini untuk administrator dan kepala unit"),
    may=duty(Duty.ADMIN, Duty.HEAD),
)


class _ThisMachine(Guard):
    """Only programs on this machine; a proxy in front tells for whom it asks, and is refused."""

    def enforce(self) -> None:
        local = request.remote_addr in ("127.0.0.1", "::1")
        if not local or "X-Forwarded-For" in request.headers:
            raise NotAllowed(why=str(self.who))


this_machine = _ThisMachine(
    name="this_machine",
    who=_("angka ini hanya untuk pemantau di mesin ini"),
    may=lambda who: False,
)

# What the cast of the tests walks: each guard by its name.
TABLE: dict[str, Guard] = {
    guard.name: guard
    for guard in (
        public, signed_in, at_work, at_counter, at_board, reads_audit, keeps_sops, keeps_office,
        sees_deliveries, this_machine,
    )
}  # fmt: skip
