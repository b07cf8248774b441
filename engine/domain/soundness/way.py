"""Sound ways: every step is reached and leads to an end, and the main flow does not circle."""

from collections.abc import Iterable, Iterator

from engine.domain.sop import Declares, Ending, Leads, Outcome, Sop, Step
from engine.domain.soundness.flaw import Flaw, Level, listed

_ENDS = (Leads.READY, Leads.END)


def _out(step: Step) -> Iterator[tuple[Outcome, str]]:
    for outcome in step.outcomes:
        if outcome.to is not None:
            yield outcome, outcome.to


def _at(step: Step, outcome: Outcome) -> tuple[str, ...]:
    return ("steps", step.number, "then", outcome.label)


def targets_exist(sop: Sop) -> Iterator[Flaw]:
    """Every outcome leads to a step the SOP has."""
    numbers = [step.number for step in sop.steps]
    for step in sop.steps:
        for outcome, to in _out(step):
            if to not in numbers:
                yield Flaw(
                    message=f"Langkah {step.number}, hasil “{outcome.label}”: "
                    f"langkah “{to}” tidak ada.",
                    remedy=f"Tulis salah satu nomor langkah: {listed(numbers)}.",
                    where=_at(step, outcome),
                )


def _reached(sop: Sop, starts: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    waiting = list(starts)
    while waiting:
        number = waiting.pop()
        if number not in seen:
            seen.add(number)
            waiting.extend(to for _, to in _out(sop.step(number)))
    return seen


def steps_are_reached(sop: Sop) -> Iterator[Flaw]:
    """Every step can be reached from the first one."""
    reached = _reached(sop, [sop.steps[0].number])
    for step in sop.steps:
        if step.number not in reached:
            yield Flaw(
                message=f"Langkah {step.number} tidak pernah dicapai dari langkah pertama.",
                remedy="Arahkan hasil sebuah langkah ke sini, atau hapus langkah ini.",
                where=("steps", step.number),
            )


def steps_lead_to_an_end(sop: Sop) -> Iterator[Flaw]:
    """From every step some way leads to an end, or to a product that is ready."""
    ends = {s.number for s in sop.steps if any(o.leads in _ENDS for o in s.outcomes)}
    for step in sop.steps:
        if not ends & _reached(sop, [step.number]):
            yield Flaw(
                message=f"Dari langkah {step.number} permohonan tidak pernah dapat selesai.",
                remedy="Beri salah satu langkah sesudahnya hasil “ready” atau “end”.",
                where=("steps", step.number),
            )


def main_way(sop: Sop) -> tuple[tuple[Step, ...], bool]:
    """The steps passed when every step has its first outcome, and whether that way ends."""
    passed: dict[str, Step] = {}
    number: str | None = sop.steps[0].number
    while number is not None and number not in passed:
        step = passed[number] = sop.step(number)
        if not step.outcomes:
            break
        number = step.outcomes[0].to
    return tuple(passed.values()), number is None


def main_way_ends(sop: Sop) -> Iterator[Flaw]:
    """The first outcome of each step is the main flow, so it must not run in a circle."""
    passed, ends = main_way(sop)
    if not ends and passed[-1].outcomes:
        last = passed[-1]
        yield Flaw(
            message=f"Alur utama berputar: hasil pertama langkah {last.number} kembali ke "
            f"langkah {last.outcomes[0].to}.",
            remedy="Tulis hasil yang melanjutkan alur lebih dahulu, pengulangan sesudahnya.",
            where=_at(last, last.outcomes[0]),
        )


def ready_once(sop: Sop) -> Iterator[Flaw]:
    """Siap diambil stops the service clock, so a way should pass it once."""
    for step in sop.steps:
        for outcome in step.outcomes:
            if is_ready(outcome) and outcome.to is not None:
                later = _reached(sop, [outcome.to])
                again = [n for n in later if n != step.number and declares_ready(sop.step(n))]
                if again:
                    yield Flaw(
                        message=f"Siap diambil dinyatakan pada langkah {step.number} dan lagi pada "
                        f"langkah {listed(sorted(again))}.",
                        remedy="Sisakan satu: jangka waktu layanan berhenti pada yang pertama.",
                        where=_at(step, outcome),
                        level=Level.WARNING,
                    )


def is_ready(outcome: Outcome) -> bool:
    return outcome.declares is Declares.READY or outcome.leads is Leads.READY


def declares_ready(step: Step) -> bool:
    return any(is_ready(outcome) for outcome in step.outcomes)


def labels_differ(sop: Sop) -> Iterator[Flaw]:
    """The exits of a decision carry different labels (PermenPAN-RB 35/2012: ya/tidak)."""
    for step in sop.steps:
        labels = [outcome.label.strip().casefold() for outcome in step.outcomes]
        if "" in labels or len(set(labels)) < len(labels):
            yield Flaw(
                message=f"Langkah {step.number}: nama hasil kosong atau sama.",
                remedy="Beri setiap hasil nama yang berbeda, misalnya Lengkap dan Tidak lengkap.",
                where=("steps", step.number, "then"),
            )


def endings_name_a_reason(sop: Sop) -> Iterator[Flaw]:
    """A refusal, cancellation or referral elsewhere tells its reason (UU 25/2009)."""
    for step in sop.steps:
        for outcome in step.outcomes:
            if outcome.ending in _REASONED and not outcome.needs_reason:
                yield Flaw(
                    message=f"Langkah {step.number}, hasil “{outcome.label}”: permohonan ditutup "
                    "tanpa alasan.",
                    remedy="Tambahkan reason: yes supaya alasannya selalu ditulis.",
                    where=_at(step, outcome),
                    level=Level.WARNING,
                )


_REASONED = (Ending.REFUSED, Ending.CANCELLED, Ending.NOT_OURS)
