"""Nothing hinders readers with other senses: every page, in turning languages, themes and widths.

The turn is drawn by a printed seed; AXE_SEED repeats it. The pages people live on are looked at in
all eight variants.
"""

import os
import random
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from engine.settings import Settings
from tests.browser.conftest import DESKTOP, PHONE, Desks
from tests.browser.pages import NOT_PAGES, NOWHERE, PAGES, Place, places
from tests.cast import Cast
from web import create_app

SEED = int(os.environ.get("AXE_SEED") or random.SystemRandom().randrange(10_000))
# What is folded away is part of the page.
UNFOLD = "document.querySelectorAll('main details').forEach(part => { part.open = true })"


class Variant(NamedTuple):
    """How a page is looked at."""

    language: str
    theme: str
    width: int


VARIANTS = [
    Variant(*how)
    for how in product(("id", "en"), ("terang", "gelap"), (DESKTOP["width"], PHONE["width"]))
]


def looks() -> Iterator[tuple[str, str, Variant]]:
    """Who looks at which page, and how."""
    turn = random.Random(SEED).sample(VARIANTS, len(VARIANTS))
    for place, (who, address, lived_on) in enumerate(PAGES):
        for variant in VARIANTS if lived_on else [turn[place % len(turn)]]:
            yield who, address, variant


@pytest.mark.browser
@pytest.mark.parametrize("who", sorted({who for who, _address, _lived_on in PAGES}))
def test_axe_finds_nothing_serious(desks: Desks, demo: Cast, who: str) -> None:
    print(f"AXE_SEED={SEED}")
    page = desks.window(getattr(demo, who, None))
    known = places(demo)
    found = [
        fault
        for reader, address, variant in looks()
        if reader == who
        for fault in faults(page, address.format_map(known), variant)
    ]
    assert found == [], f"AXE_SEED={SEED}\n" + "\n".join(found)


def faults(page: Page, address: str, variant: Variant) -> Iterator[str]:
    """What hinders at an address, in sentences."""
    page.set_viewport_size({"width": variant.width, "height": 900})
    switches = f"bahasa={variant.language}&tampilan={variant.theme}"
    answer = page.goto(f"{address}{'&' if '?' in address else '?'}{switches}")
    here = f"{address} {'/'.join(map(str, variant))}"
    if answer is None or answer.status >= 500:
        yield f"{here}: did not answer"
        return
    page.evaluate(UNFOLD)
    if page.evaluate("document.documentElement.lang") != variant.language:
        yield f"{here}: speaks another language"
    if page.evaluate("document.documentElement.scrollWidth") > variant.width:
        yield f"{here}: is wider than the window"
    for violation in Axe().run(page).response["violations"]:
        if violation["impact"] in ("serious", "critical"):
            nodes = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
            yield f"{here}: {violation['id']} ({violation['help']}): {nodes}"


def test_every_page_is_looked_at(settings: Settings, demo: Cast) -> None:
    app = create_app(settings)
    known: Place = places(demo)
    routes = app.url_map.bind("")
    seen = {
        routes.match(page.format_map(known).partition("?")[0])[0]
        for _who, page, _lived_on in PAGES
        if page != NOWHERE
    }
    readable = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.endpoint not in NOT_PAGES
    }
    assert readable - seen == set()
