"""Every page, who looks at it in the tests, and what stands on it in the demonstration."""

from pathlib import Path
from tempfile import TemporaryDirectory

from engine import clock
from engine.commands import By
from engine.commands.reissue_receipt import reissue_receipt
from engine.commands.seal_heads import seal_heads
from engine.domain.seals import Occasion
from engine.store import seals
from engine.witness import Witness
from tests.cast import Cast
from tests.commands.calendar_scenes import closed, newest, proposed, worked_off

Place = dict[str, str]
NOWHERE = "/tiada"

# Who looks ("visitor" has not signed in), the address, and whether people live on that page.
PAGES: list[tuple[str, str, bool]] = [
    ("marlina", "/loket", True),
    ("marlina", "/loket/buka/disdukcapil/KK", True),
    ("marlina", "/loket?q=kartu", False),
    ("marlina", "/loket?q=tiada-yang-cocok", False),
    ("marlina", "/loket/hari-ini", False),
    ("marlina", "/loket/serahkan", False),
    ("marlina", "/cases/{ready}", False),
    ("marlina", "/cases/{returned}", False),
    ("marlina", "/cases/{ready}/tanda-terima", False),
    ("yusran", "/kotak-kerja", True),
    ("yusran", "/cases/{mine}", True),
    ("yusran", "/kotak-kerja?saring=late", False),
    ("yusran", "/kotak-kerja/bersama?nomor={mine}", False),
    ("yusran", "/cases/{paused}", False),
    ("yusran", "/cases/{closed}", False),
    ("yusran", "/pemberitahuan", False),
    ("yusran", "/loket", False),
    ("yusran", NOWHERE, False),
    ("suryani", "/papan", True),
    ("suryani", "/papan/permohonan", False),
    ("suryani", "/papan/sop/KK/1", False),
    ("suryani", "/papan/{late}/alihkan", False),
    ("suryani", "/papan/{late}/perpanjang", False),
    ("suryani", "/cases/{late}", False),
    ("suryani", "/cases/{late}/account/step", False),
    ("yusran", "/cases/{paused}/account/pause", False),
    ("marlina", "/cases/{ready}/account/service", False),
    ("suryani", "/audit/{late}", False),
    ("suryani", "/register/disdukcapil/KK", False),
    ("gusnawati", "/papan", False),
    ("gusnawati", "/audit", False),
    ("gusnawati", "/audit?q=tiada-yang-cocok", False),
    ("gusnawati", "/audit/{late}", False),
    ("gusnawati", "/audit/{late}/periksa", False),
    ("gusnawati", "/audit/pembukaan", False),
    ("gusnawati", "/cases/{late}", False),
    ("gusnawati", "/cases/{late}/verify", False),
    ("haris", "/evaluasi", False),
    ("haris", "/evaluasi/SKTM", False),
    ("suryani", "/evaluasi/KTP?langkah=4", False),
    ("gusnawati", "/seals", False),
    ("gusnawati", "/seals/{seal}", False),
    ("gusnawati", "/evidence/{late}", False),
    ("haris", "/register", False),
    ("haris", "/sop", False),
    ("haris", "/sop/KK/1", False),
    ("haris", "/cari?q=kartu", False),
    ("haris", "/cari", False),
    ("haris", "/calendars", False),
    ("haris", "/calendars/perpres-21-2023", True),
    ("haris", "/calendars/perpres-21-2023/change", False),
    ("haris", "/calendars/nasional/confirm/2027", False),
    ("haris", "/calendars/changes/{change}", False),
    ("jamal", "/kantor", False),
    ("jamal", "/kantor/orang", False),
    ("jamal", "/kantor/orang/{person}", False),
    ("jamal", "/kantor/orang/baru", False),
    ("jamal", "/kantor/pembukaan", False),
    ("jamal", "/kantor/unit/disdukcapil", False),
    ("lukman", "/pemberitahuan", False),
    ("suryani", "/pemberitahuan", False),
    ("jamal", "/deliveries", False),
    ("jamal", "/watch", False),
    ("jamal", "/deliveries?keadaan=gagal", False),
    ("suryani", "/deliveries?nomor={late}", False),
    ("visitor", "/lacak/k/{code}", True),
    ("visitor", "/lacak/k/{returned_code}", False),
    ("visitor", "/lacak/k/tiada", False),
    ("visitor", "/lacak", False),
    ("visitor", "/layanan", False),
    ("visitor", "/layanan/disdukcapil/KK", False),
    ("visitor", "/masuk", False),
]

# Parts of pages, sheets, and what programs read; `tracked` is the same page as `by_code`.
NOT_PAGES = {
    "signin.home", "shell.denyut", "observe.health", "observe.metrics", "public.tracked",
    "worklist.spreadsheet", "worklist.fresh", "counter.today_sheet", "receipt.pdf",
    "board.spreadsheet", "board.fresh", "notices.count", "cases.live.live",
    "cases.history.table", "cases.documents.download", "audit.spreadsheet", "audit.lines",
    "audit.disclosed_sheet", "evidence.redacted", "evidence.program",
    "evidence.checker", "register.spreadsheet", "sops.original",
    "evaluation.spreadsheet",
    "calendars.progress",
}  # fmt: skip

_AT = "SELECT number FROM cases WHERE unit = 'disdukcapil' AND "


def places(demo: Cast) -> Place:
    """What the braces in the addresses stand for: requests of one unit in each state."""
    found = {
        "mine": _first(demo, "status = 'running' AND holder = %s", demo.yusran.id),
        "late": _first(
            demo, "status = 'running' AND holder IS NOT NULL AND due_at < %s", clock.now()
        ),
        "paused": _first(demo, "status = 'suspended'"),
        "returned": _first(demo, "status = 'returned'"),
        "ready": _first(demo, "ready_at IS NOT NULL AND closed_at IS NULL"),
        "closed": _first(demo, "status = 'closed' AND ending = 'done'"),
    }
    by = By(person=demo.marlina.id)
    return found | {
        "person": str(demo.marlina.id),
        "change": str(_change(demo)),
        "seal": str(_seal(demo)),
        "code": reissue_receipt(demo.store, found["mine"], by=by),
        "returned_code": reissue_receipt(demo.store, found["returned"], by=by),
    }


def _change(demo: Cast) -> int:
    """A change of a calendar that waits for its verdict, with lines."""
    change = proposed(demo, closed(newest(demo, "nasional"), 3))
    worked_off(demo)
    return change


def _seal(demo: Cast) -> int:
    """The newest seal; there is one after this."""
    with TemporaryDirectory() as folder:
        seal_heads(demo.store, Witness(Path(folder), ""), Occasion.HAND)
    return seals.numbers(demo.store)[-1]


def _first(demo: Cast, condition: str, *values: object) -> str:
    row = demo.store.row(f"{_AT}{condition} ORDER BY id LIMIT 1", values)
    assert row, f"the demonstration has no such request: {condition}"
    return str(row[0])
