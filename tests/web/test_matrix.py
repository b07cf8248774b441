"""The matrix on a page: complete in words, lit by a case, safe with any text, at any width."""

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from markupsafe import Markup
from playwright.sync_api import Page

from engine.domain.sop import Sop
from tests.papers import paper, sound_sops, step, to
from web.languages import catalogue
from web.matrix import Mark, Matrix, heat, legend

SHEETS = Path(__file__).parents[2] / "web" / "static" / "css"
ROLES = {"pemohon": "Pemohon", "loket": "Petugas loket", "kasi": "Kasi", "camat": "Camat"}
NASTY = "<script>alert(\"x\")</script> & 'kutip'"


def same(words: str) -> str:
    """Indonesian needs no translation."""
    return words


def sktm(**more: object) -> Sop:
    """Check with a return, two signatures in order, either of two signs, end."""
    return paper(
        [
            step(1, "pemohon", to(2)),
            step(2, "loket", to(3, "Lengkap"), to("applicant 2", "Tidak lengkap"), needs=("kk",)),
            step(3, "loket kasi", to(4, "Benar"), to(2, "Perlu koreksi"), in_order=True),
            step(4, "kasi camat", to("done", "Disetujui"), to("refused", "Ditolak")),
        ],
        ROLES,
        requirements={"kk": "Kartu Keluarga"},
        **more,
    )


class Cells(HTMLParser):
    """The table as words: one list of cells a row; drawings are left out."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.open = {"table": 0, "svg": 0}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """A row begins, or a cell, or something to leave out."""
        if tag in self.open:
            self.open[tag] += 1
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        """What was opened is closed."""
        if tag in self.open:
            self.open[tag] -= 1

    def handle_data(self, data: str) -> None:
        """Words of a cell."""
        if self.open["table"] and not self.open["svg"] and self.rows and self.rows[-1]:
            self.rows[-1][-1] += data.replace("\u00ad", "")


def words_of(page: str) -> list[str]:
    """Each row of the body as one string."""
    return [" | ".join(cells) for cells in Cells(page).rows[2:]]


@settings(max_examples=15)
@given(sound_sops(most_steps=6, most_roles=4))
def test_the_table_tells_every_outcome_without_its_drawing(sop: Sop) -> None:
    told = words_of(Matrix.draw(sop, "id", same).render({}))
    for each, row in zip(sop.steps, told, strict=True):
        for outcome in each.outcomes:
            assert len(each.outcomes) == 1 or f"{outcome.label}: ".lower() in row.lower()


def test_outcomes_are_told_with_the_step_and_the_role_they_lead_to() -> None:
    told = words_of(Matrix.draw(sktm(), "id", same).render({}))
    assert "Keputusan. Lengkap: ke langkah 3, Petugas loket lalu Kasi; " in told[1]
    assert "Tidak lengkap: kembali ke pemohon, masuk lagi di langkah 2." in told[1]
    assert "tanda tangan ke-1 dari 2" in told[2]
    assert "salah satu dari 2 pelaksana" in told[3]
    assert "Ditolak: berakhir: ditolak." in told[3]


def test_requirements_are_named_by_their_titles() -> None:
    assert "Kartu Keluarga" in words_of(Matrix.draw(sktm(), "id", same).render({}))[1]


def test_every_drawing_is_well_formed_and_every_slot_is_filled() -> None:
    page = Matrix.draw(sktm(), "id", same).render({})
    rows = re.findall(r'<td class="lajur">(<svg class="alur".*?)(?:<span|</td>)', page, re.S)
    assert "\0" not in page
    assert len(rows) == 4
    for row in rows:
        ElementTree.fromstring(row)


def test_nothing_needs_an_inline_style_or_script() -> None:
    page = Matrix.draw(sktm(), "id", same).render({}) + legend("id", same) + heat(sktm(), {}, same)
    assert not re.search(r"\sstyle=|\son\w+=|<script", page)


def test_texts_of_an_sop_are_escaped_everywhere() -> None:
    nasty = {"do": NASTY, "yields": NASTY, "remarks": NASTY, "needs": (NASTY,)}
    sop = paper(
        [
            step(1, "loket", to(2, NASTY), to("refused", "Tidak"), **nasty),
            step(2, "kasi", to("done")),
        ],
        {"loket": NASTY, "kasi": "Kasi"},
        title=NASTY,
    )
    page = Matrix.draw(sop, "id", same).render({}) + heat(sop, {}, same)
    assert "<script" not in page
    assert page.count("&lt;script&gt;") > 6


def test_the_words_of_a_mark_are_escaped_unless_they_are_markup() -> None:
    matrix = Matrix.draw(sktm(), "id", same)
    assert "&lt;b&gt;" in matrix.render({"1": Mark(state="done", words="<b>")})  # type: ignore[arg-type]
    assert "<b>x</b>" in matrix.render({"1": Mark(state="done", words=Markup("<b>x</b>"))})


@pytest.mark.parametrize(
    ("state", "name", "current"),
    [
        ("done", "selesai", False),
        ("done_late", "telat", False),
        ("current", "kini", True),
        ("near", "dekat", True),
        ("late", "lewat", True),
        ("paused", "jeda", True),
        ("not_begun", "belum", False),
    ],
)
def test_a_state_is_told_by_class_words_and_symbol(state: str, name: str, current: bool) -> None:
    page = Matrix.draw(sktm(), "id", same).render({"2": Mark(state=state, words=Markup("Kata."))})
    row = re.search(r'<tr id="langkah-2".*?</tr>', page, re.S)
    assert row
    assert f'class="st-{name}"' in row[0]
    assert f'class="s {name}"' in row[0]
    assert ('aria-current="step"' in row[0]) is current
    assert "Kata." in row[0]


def test_a_step_done_again_says_how_often() -> None:
    page = Matrix.draw(sktm(), "id", same).render(
        {"2": Mark(state="done", words=Markup("Selesai"), times=2)}
    )
    assert "(2 kali)" in words_of(page)[1]


def test_the_signature_that_is_due_is_lit_and_the_one_before_is_done() -> None:
    mark = Mark(state="current", words=Markup("Giliran Kasi"), signed=1)
    row = drawn_row(Matrix.draw(sktm(), "id", same).render({"3": mark}), 3)
    assert re.findall(r'class="s (\w+)"', row) == ["selesai", "kini"]


def test_ways_that_were_taken_are_dark_and_others_are_not() -> None:
    matrix = Matrix.draw(sktm(), "id", same)
    none, one = matrix.render({}), matrix.render({}, {("2", "@pemohon")})
    assert "sudah" not in none
    assert "sudah" in drawn_row(one, 1)
    assert "sudah" not in drawn_row(one, 4)


def test_a_loop_tells_how_often_it_was_taken() -> None:
    page = Matrix.draw(sktm(), "id", same).render({}, {("3", "2"): 3})
    assert "3×" in drawn_row(page, 3)
    assert "(3 kali)" in page


def test_two_endings_of_one_step_are_told_apart_by_the_outcomes_label() -> None:
    sop = paper(
        [step(1, "loket", to("done", "Ya"), to("refused", "Tidak"), to("not_ours", "Bukan"))],
        {"loket": "Loket"},
    )
    page = Matrix.draw(sop, "id", same).render({}, {("1", "Tidak")})
    assert re.findall(r'<li class="maju sudah">.*?<b>(\w+):', page) == ["Tidak"]


def test_a_ratified_text_is_drawn_once_a_language() -> None:
    sop = sktm()
    assert Matrix.of(sop, "id", same) is Matrix.of(sop, "id", same)
    assert Matrix.of(sop, "id", same) is not Matrix.of(sop, "en", same)


def test_english_translates_the_products_words_and_marks_the_sops_own() -> None:
    page = Matrix.draw(sktm(), "en", catalogue("en").gettext).render({})
    told = words_of(page)
    assert "Decision. Lengkap: to step 3" in told[1]
    assert ">Quality standard</th>" in page
    assert '<span lang="id">Mengerjakan langkah 1</span>' in page


def test_with_eight_roles_the_standard_moves_under_the_activity() -> None:
    codes = [f"r{place}" for place in range(8)]
    steps = [step(1, "r0", to("done"), needs=("KTP-el",), yields="Surat")]
    page = Matrix.draw(paper(steps, {code: code for code in codes}), "id", same).render({})
    (cells,) = Cells(page).rows[2:]
    assert len(cells) == 2 + 8 + 1
    assert "KTP-el" in cells[1]
    assert "Surat" in cells[1]


def test_the_heat_says_in_words_where_cases_stand() -> None:
    drawn = heat(sktm(), {"2": (3, 1, 0), "3": (5, 0, 2)}, same)
    assert "langkah 2: 3 (1 mendekati jatuh tempo); langkah 3: 5 (2 terlambat)." in drawn
    ElementTree.fromstring(drawn)


def drawn_row(page: str, number: int) -> str:
    """The drawing of one row of the table."""
    found = re.search(rf'<tr id="langkah-{number}".*?</tr>', page, re.S)
    assert found
    return found[0]


def shown(page: Page, width: int, font: int = 16) -> None:
    """The matrix on a bare page with the product's sheets, its texts long enough to grow rows."""
    long = sktm(title="Uji")
    mark = Mark(state="current", words=Markup("Giliran sekarang " * 12))
    sheets = "".join((SHEETS / name).read_text() for name in ("sopan.css", "matrix.css"))
    body = Matrix.draw(long, "id", same).render({"2": mark}) + legend("id", same)
    page.set_viewport_size({"width": width, "height": 900})
    page.set_content(
        f"<html lang=id><title>Uji</title><style>html {{ font-size: {font}px }} {sheets}</style>"
        f"<main>{body}</main>"
    )


@pytest.mark.browser
def test_a_wide_screen_shows_the_table_and_a_narrow_one_the_list(page: Page) -> None:
    shown(page, 1280)
    assert page.locator("table.matriks").is_visible()
    assert not page.locator(".matriks-daftar").is_visible()
    shown(page, 390)
    assert not page.locator("table.matriks").is_visible()
    assert page.locator(".matriks-daftar").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.browser
@pytest.mark.parametrize("font", [16, 22])
def test_drawings_meet_at_the_borders_of_rows_of_any_height(page: Page, font: int) -> None:
    shown(page, 1600, font)
    edges = page.evaluate(
        """[...document.querySelectorAll('.matriks .alur')].map(drawing => {
            const { top, bottom } = drawing.getBoundingClientRect(); return [top, bottom] })"""
    )
    assert len(edges) == 4
    assert all(abs(above[1] - below[0]) < 1 for above, below in pairwise(edges))


@pytest.mark.browser
@pytest.mark.parametrize("width", [1600, 1280, 1100, 850])
def test_each_symbol_stands_in_the_middle_of_its_roles_column(page: Page, width: int) -> None:
    shown(page, width)
    cells = page.evaluate(
        """[...document.querySelectorAll('#langkah-4 td.lajur')].map(
            cell => { const box = cell.getBoundingClientRect(); return [box.left, box.right] })"""
    )
    symbol = page.locator("#langkah-4 .alur .s").first.bounding_box()
    assert symbol
    left, right = cells[2]
    assert abs((left + right) / 2 - (symbol["x"] + symbol["width"] / 2)) < 2
