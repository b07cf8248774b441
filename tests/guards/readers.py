"""Who of the cast may enter where: the tables of the office, written out and not computed."""

from dataclasses import fields

from tests.cast import Cast, Member

VISITOR = "visitor"
EVERYBODY = frozenset(
    field.name for field in fields(Cast) if field.name not in ("store", "everyone")
)  # fmt: skip
# His post has ended; his account has not.
WITHOUT_POST = frozenset({"lukman"})
AT_COUNTERS = frozenset({"marlina", "ferdi", "wahyuni", "citra", "kartika"})
ANALYSTS = frozenset({"haris", "irma"})
HEADS = frozenset({"suryani", "fadli", "irma"})
# Each has a post below his own, and heads no unit.
SUPERIORS = frozenset({"nurbaya", "arman", "rahmat", "vina", "evi"})

# By the guard of a view.
MAY_ENTER = {
    "public": EVERYBODY | {VISITOR},
    "signed_in": EVERYBODY,
    "at_work": EVERYBODY - WITHOUT_POST,
    "at_counter": AT_COUNTERS,
    "at_board": HEADS | SUPERIORS | ANALYSTS | {"gusnawati", "jamal"},
    "reads_audit": HEADS | ANALYSTS | {"gusnawati"},
    "keeps_sops": ANALYSTS | {"jamal"},
    "keeps_office": frozenset({"jamal"}),
    "sees_deliveries": HEADS | {"jamal"},
    "this_machine": EVERYBODY | {VISITOR},
}

OF_DISDUKCAPIL = frozenset({"marlina", "ferdi", "yusran", "hasnah", "nurbaya", "arman", "suryani"})
WHOLE_REGENCY = ANALYSTS | {"gusnawati", "jamal"}
# Who may read a request of the Disdukcapil.
MAY_READ = OF_DISDUKCAPIL | WHOLE_REGENCY

# Pages that are for fewer than their guard lets in.
NARROWER = {
    "audit.disclosed": frozenset({"gusnawati"}),
    "audit.disclosed_sheet": frozenset({"gusnawati"}),
    "register.named": OF_DISDUKCAPIL,
    "register.named_spreadsheet": OF_DISDUKCAPIL,
}
# Where an address names something that belongs to no unit alone.
FOR_ALL_UNITS = {"public", "sops", "office", "calendars", "seals", "evaluation"}

# Whose requests may stand on the pages of those who do not read the whole regency.
UNITS = {
    **{name: {"disdukcapil"} for name in OF_DISDUKCAPIL},
    # Vina does a step of the DPMPTSP's.
    "wahyuni": {"dpmptsp"},
    "idham": {"dpmptsp"},
    "rahmat": {"dpmptsp"},
    "vina": {"dinkes", "dpmptsp"},
    **{name: {"kec-contoh-utara"} for name in ("citra", "darmawan", "evi", "fadli")},
    "kartika": {"kec-contoh-selatan"},
    "lukman": set(),
}


def member(cast: Cast, name: str) -> Member:
    """Somebody of the cast by name."""
    found: Member = getattr(cast, name)
    return found
