"""What an evaluator asks for: unit, period and version, and which deviations to name."""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta, tzinfo

from engine.domain.conformance import Aspect
from web.audit.asked import present, scope, typed

HALF_A_YEAR = timedelta(days=182)  # monitoring is due every six months


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """The filters as the address carries them; the names are those of its parameters."""

    unit: str = ""
    sejak: str = ""
    sampai: str = ""
    versi: str = ""
    aspek: str = ""
    langkah: str = ""

    def address(self, **other: object) -> dict[str, str]:
        """The filters for an address, some of them others."""
        asked = replace(self, **other)
        told = {field.name: str(getattr(asked, field.name)) for field in fields(asked)}
        return {name: text for name, text in told.items() if text}

    @property
    def units(self) -> frozenset[str]:
        """The units whose cases are looked at: one, or all that the reader may read."""
        return frozenset({self.unit}) if self.unit else scope()

    @property
    def aspect(self) -> Aspect | None:
        """The aspect whose deviations are named; None: all."""
        return Aspect(self.aspek) if self.aspek else None

    def period(self, zone: tzinfo) -> tuple[datetime, datetime]:
        """From the first midnight until before the one after the last day."""
        since, until = date.fromisoformat(self.sejak), date.fromisoformat(self.sampai)
        return (
            datetime.combine(since, time(), tzinfo=zone),
            datetime.combine(until + timedelta(days=1), time(), tzinfo=zone),
        )


def asked() -> Asked:
    """The filters of this request; without a period, the half year up to today."""
    found = {field.name: typed(field.name) for field in fields(Asked)}
    found["unit"] = found["unit"] if found["unit"] in scope() else ""
    found["aspek"] = found["aspek"] if found["aspek"] in set(Aspect) else ""
    today = present().today
    until = _date(found["sampai"]) or today
    since = _date(found["sejak"]) or until - HALF_A_YEAR
    return Asked(**{**found, "sejak": since.isoformat(), "sampai": until.isoformat()})


def _date(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2199 else None
