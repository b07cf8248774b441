"""Sound executors: roles exist and act, signing in order has two, four eyes can be kept."""

from collections.abc import Iterator

from engine.domain.sop import Kind, Leads, Sop
from engine.domain.soundness.flaw import Flaw, Level, listed, meant, nearest


def roles_exist(sop: Sop) -> Iterator[Flaw]:
    """Every executor of a step is declared."""
    for step in sop.steps:
        for code in step.by:
            if code not in sop.roles:
                yield Flaw(
                    message=f"Langkah {step.number}: pelaksana “{code}” tidak ada di bagian roles.",
                    remedy=meant(code, sop.roles),
                    where=("steps", step.number, "by"),
                )


def roles_are_used(sop: Sop) -> Iterator[Flaw]:
    """A declared role without a step would be an empty column of the matrix."""
    used = _acting(sop)
    for code in sop.roles:
        if code not in used:
            yield Flaw(
                message=f"Pelaksana “{code}” tidak mengerjakan satu langkah pun.",
                remedy="Hapus dari bagian roles, atau sebut pada langkahnya.",
                where=("roles", code),
                level=Level.WARNING,
            )


def _acting(sop: Sop) -> set[str]:
    """The roles that do a step; all of them where some step's executor is not known."""
    used = {code for step in sop.steps for code in step.by}
    doubtful = not used <= set(sop.roles) or any(not step.by for step in sop.steps)
    return set(sop.roles) if doubtful else used


def executors_make_sense(sop: Sop) -> Iterator[Flaw]:
    """Signing in order needs two or more roles, and no role stands twice in a step."""
    for step in sop.steps:
        if step.in_order and len(step.by) < 2:
            yield Flaw(
                message=f"Langkah {step.number}: paraf berjenjang hanya menyebut satu pelaksana.",
                remedy="Sebut paling sedikit dua pelaksana di all, atau tulis pelaksananya saja.",
                where=("steps", step.number, "by"),
            )
        if len(set(step.by)) < len(step.by):
            yield Flaw(
                message=f"Langkah {step.number}: pelaksana yang sama disebut dua kali.",
                remedy="Sebut setiap pelaksana satu kali.",
                where=("steps", step.number, "by"),
            )


def four_eyes_can_be_kept(sop: Sop) -> Iterator[Flaw]:
    """Roles that must be different persons exist, act, and are posts of an office."""
    used = _acting(sop)
    for group in sop.four_eyes:
        if len(set(group)) < 2:
            yield _four_eyes(
                f"kelompok [{listed(group)}] tidak menyebut dua pelaksana yang berbeda.",
                "Sebut paling sedikit dua pelaksana.",
            )
        for code in dict.fromkeys(group):
            role = sop.roles.get(code)
            if role is None:
                yield _four_eyes(
                    f"pelaksana “{code}” tidak ada di bagian roles.", meant(code, sop.roles)
                )
            elif role.kind is not Kind.OFFICE or code not in used:
                yield _four_eyes(
                    f"“{code}” bukan jabatan yang mengerjakan langkah SOP ini.",
                    "Sebut hanya jabatan yang bertindak sendiri, bukan pemohon atau pihak luar.",
                )


def _four_eyes(what: str, remedy: str) -> Flaw:
    return Flaw(
        message=f"Aturan dua orang (four_eyes): {what}", remedy=remedy, where=("four_eyes",)
    )


def needs_are_known(sop: Sop) -> Iterator[Flaw]:
    """A need is a requirement's code or plain words; a near miss is probably a slip."""
    for step in sop.steps:
        for need in step.needs:
            close = nearest(need, sop.requirements, cutoff=0.75)
            if close and need not in sop.requirements and need.islower() and " " not in need:
                yield Flaw(
                    message=f"Langkah {step.number}: kelengkapan “{need}” bukan kode persyaratan, "
                    "sehingga dibaca sebagai kata biasa.",
                    remedy=f"Mungkin maksudnya “{close}”.",
                    where=("steps", step.number, "needs"),
                    level=Level.WARNING,
                )


def opening_passes_over_nothing(sop: Sop) -> Iterator[Flaw]:
    """A first step of the applicant is the opening itself, so nothing may be declared there."""
    step = sop.steps[0]
    first = sop.roles.get(step.by[0]) if step.by else None
    if first is None or first.kind is not Kind.APPLICANT or not step.outcomes:
        return
    main = step.outcomes[0]
    if main.leads is Leads.STEP and (main.declares or step.fields):
        yield Flaw(
            message=f"Langkah {step.number} oleh pemohon adalah pembukaan permohonan; isian dan "
            "pernyataan di sini tidak pernah dijalankan.",
            remedy="Pindahkan pernyataannya ke langkah berikutnya, dan isiannya ke bagian intake.",
            where=("steps", step.number),
        )
