"""SOPs on paper: short ways to write one for a test, and sound ones of every shape at random."""

from datetime import date

from hypothesis import strategies as given_by

from engine.domain.limit import parse_limit
from engine.domain.sop import Ending, Kind, Leads, Outcome, Ratified, Role, Service, Sop, Step

ENDINGS = {ending.value: ending for ending in Ending}
WORDS = ("Lengkap", "Tidak lengkap", "Perlu perbaikan rancangan", "Ditolak", "Ya", "Bukan wewenang")


def paper(steps: list[Step], roles: dict[str, str], **more: object) -> Sop:
    """An SOP of these steps; a role with the code `pemohon` is the applicant's."""
    return Sop(
        code="UJI",
        version=1,
        digest=str(abs(hash((tuple(steps), *roles.items())))),
        number="400/1/2026",
        effective=date(2026, 1, 5),
        ratified=Ratified(by="camat", letter="contoh", date=None),
        service=Service(limit=parse_limit("3 hari kerja")),
        roles={
            code: Role(
                code=code,
                title=title,
                kind=Kind.APPLICANT if code == "pemohon" else Kind.OFFICE,
            )
            for code, title in roles.items()
        },
        steps=tuple(steps),
        **{"title": "Penerbitan surat uji", **more},
    )


def step(number: int, by: str, *then: Outcome, in_order: bool = False, **more: object) -> Step:
    """A step done by the roles named, space between them."""
    return Step(
        number=str(number),
        by=tuple(by.split()),
        in_order=in_order,
        outcomes=then,
        **{"do": f"Mengerjakan langkah {number}", "within": parse_limit("15 menit"), **more},
    )


def to(where: object, label: str = "Selesai") -> Outcome:
    """An outcome: to a step by number, `applicant`, `applicant 2`, `ready`, or an ending's word."""
    word, _, back = str(where).partition(" ")
    if word.isdigit():
        return Outcome(label=label, leads=Leads.STEP, to=word)
    if word == "applicant":
        return Outcome(label=label, leads=Leads.APPLICANT, to=back or None)
    if word == "ready":
        return Outcome(label=label, leads=Leads.READY)
    return Outcome(label=label, leads=Leads.END, ending=ENDINGS[word])


@given_by.composite
def sound_sops(draw: given_by.DrawFn, most_steps: int = 12, most_roles: int = 8) -> Sop:
    """SOPs in which every step is reached and an end can be reached: loops, marks, shared steps."""
    count = draw(given_by.integers(1, most_steps))
    codes = ["pemohon", *(f"r{place}" for place in range(1, most_roles))]
    codes = codes[: draw(given_by.integers(1, most_roles))]
    steps = []
    for number in range(1, count + 1):
        by = draw(given_by.lists(given_by.sampled_from(codes), min_size=1, max_size=3, unique=True))
        onward = to(
            number + 1 if number < count else draw(given_by.sampled_from(["done", "ready"]))
        )
        wheres = given_by.one_of(
            given_by.integers(1, count),
            given_by.integers(1, count).map(lambda back: f"applicant {back}"),
            given_by.sampled_from(["applicant", "ready", "refused", "not_ours"]),
        )
        others = draw(given_by.lists(wheres, max_size=5))
        branches = [
            to(where, f"{WORDS[place % len(WORDS)]} {place}") for place, where in enumerate(others)
        ]
        in_order = draw(given_by.booleans())
        steps.append(step(number, " ".join(by), onward, *branches, in_order=in_order))
    return paper(steps, {code: f"Pejabat {code}" for code in codes})
