"""The receipt (tanda terima) as an A5 PDF that screen readers can read: tagged, PDF/UA-1."""

import threading
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

import orjson
import typst

SHEET = Path(__file__).with_name("receipt.typ")


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """What stands on a receipt, in the words of its reader's language.

    `code` is the tracking address as a QR picture (SVG) and empty on a preview; rows are a label
    and what stands beside it. A line of the account is what, what is behind it, and how much.
    """

    language: str
    authority: str
    unit: str
    address: str
    title: str
    number: str
    rows: tuple[tuple[str, str], ...]
    promise_title: str
    promise: str
    promise_note: str
    account: tuple[tuple[str, str, str], ...]
    missing_title: str
    missing: tuple[str, ...]
    advice: str
    code: str
    code_name: str
    track_title: str
    track: str
    officer_title: str
    officer: str
    foot: str


@dataclass(frozen=True, kw_only=True, slots=True)
class _Press:
    """The compiler, warm after its first sheet; it prints one sheet at a time."""

    compiler: typst.Compiler
    lock: threading.Lock


@lru_cache(maxsize=1)
def _press() -> _Press:
    # The fonts inside the compiler: the same sheet on every machine, and none to look for.
    compiler = typst.Compiler(SHEET, root=SHEET.parent, ignore_system_fonts=True)
    return _Press(compiler=compiler, lock=threading.Lock())


def receipt_pdf(receipt: Receipt) -> bytes:
    """The receipt as PDF bytes."""
    press = _press()
    words = {"receipt": orjson.dumps(asdict(receipt)).decode()}
    with press.lock:
        pdf = press.compiler.compile(sys_inputs=words, format="pdf", pdf_standards=["ua-1"])
    assert isinstance(pdf, bytes)
    return pdf
