"""The page that checks a case file offline: what it says is what the program says."""

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from playwright.sync_api import Page, expect

from engine.commands.seal_heads import seal_heads
from engine.domain.seals import Occasion
from engine.formats import evidence as formats
from engine.formats.evidence import verify as checker
from engine.queries.evidence import evidence
from engine.witness import Witness
from tests.builders import advance, open_sktm
from tests.cast import Cast

Raw = dict[str, Any]


@pytest.fixture
def file(cast: Cast, tmp_path: Path) -> Raw:
    """The file of a sealed case, beside others under the same seal."""
    numbers = [open_sktm(cast).case.number for _ in range(3)]
    advance(cast, numbers[1])
    seal_heads(cast.store, Witness(tmp_path / "witness", ""), Occasion.HAND)
    advance(cast, numbers[1])
    content = formats.document(evidence(cast.store, numbers[1], with_words=True))
    found: Raw = json.loads(content)
    return found


def shown(page: Page, folder: Path, file: Raw) -> list[str]:
    """What the page says, in Indonesian and in English."""
    path = folder / "berkas.json"
    path.write_text(json.dumps(file))
    page.goto(formats.PAGE.as_uri())
    page.set_input_files("#file", path)
    expect(page.locator("#result h2")).to_be_visible()
    return [
        (item.evaluate("item => item.firstChild.data") + "\n" + item.locator("small").inner_text())
        for item in page.locator("#result li").all()
    ]


def told(sentences: list[tuple[str, str]]) -> list[str]:
    """What the program says."""
    return [f"{indonesian}\n{english}" for indonesian, english in sentences]


@pytest.mark.browser
def test_page_and_program_agree_on_a_whole_file(page: Page, tmp_path: Path, file: Raw) -> None:
    assert shown(page, tmp_path, file) == told(list(checker.verdict(file)))
    expect(page.get_by_role("heading", name="UTUH / WHOLE")).to_be_visible()


@pytest.mark.browser
@pytest.mark.parametrize("spoilt", ["body", "word", "signature", "proof", "sop", "number"])
def test_page_and_program_name_the_same_faults(
    page: Page, tmp_path: Path, file: Raw, spoilt: str
) -> None:
    {
        "body": lambda: file["facts"][1].update(body=file["facts"][1]["body"] + " "),
        "word": lambda: file["words"][0].update(text="Orang lain – dengan tanda baca"),
        "signature": lambda: file["seals"][0].update(signature="00" * 64),
        "proof": lambda: file["seals"][0].update(proof=file["seals"][0]["proof"][::-1]),
        "sop": lambda: file.update(sop="AAAA"),
        "number": lambda: file["case"].update(number="SKTM-KCU-2026-99999"),
    }[spoilt]()
    faults = checker.faults_of(file)
    assert faults
    assert shown(page, tmp_path, file) == told(faults)


def test_the_program_s_signatures_are_those_of_the_library() -> None:
    for n in range(20):
        secret = Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32)
        key, body = secret.public_key().public_bytes_raw(), b"segel %d" % n
        signature = secret.sign(body)
        assert checker.is_signed(body, signature, key)
        assert not checker.is_signed(body + b".", signature, key)
        assert not checker.is_signed(body, signature[:32] + bytes(32), key)
        # The same number, longer by the order of the group: RFC 8032 demands its refusal.
        longer = int.from_bytes(signature[32:], "little") + checker.L
        forged = signature[:32] + longer.to_bytes(32, "little")
        assert not checker.is_signed(body, forged, key)
