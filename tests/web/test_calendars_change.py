"""A change of a calendar as it is typed: rows, hours, letter and first day, and what is refused."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.domain.hours import HolidayKind
from engine.queries import calendars
from engine.store import office, postings
from tests.cast import Cast
from tests.web.desk import send, text_of
from tests.web.forms import filled

SignIn = Callable[[str], FlaskClient]
CHANGE = "/calendars/perpres-21-2023/change?tahun=2026"
LETTER = "Keputusan Bupati Contoh 100/2026"


@pytest.fixture
def haris(signed_in: SignIn) -> FlaskClient:
    """The analyst of the Bagian Organisasi at his browser."""
    return signed_in("section")


def proposed(
    client: FlaskClient, without: tuple[str, ...] = (), at: str = CHANGE, **typed: str
) -> TestResponse:
    """Sends the sheet as the calendar fills it, some fields typed over and some boxes unticked."""
    words = {**filled(client.get(at).text), "letter": LETTER, "since": "2026-01-01", **typed}
    return send(client, at, {name: word for name, word in words.items() if name not in without})


def brought(cast: Cast, answer: TestResponse) -> tuple[object, object]:
    """The text that a change replaces, and the one that it brings."""
    assert answer.status_code == 303, text_of(answer)
    number = int(answer.location.rpartition("/")[2])
    return calendars.proposed(cast.store, number)["perpres-21-2023"]


def row_of(client: FlaskClient, day: str, at: str = CHANGE) -> str:
    """The name of the row that bears a date."""
    words = filled(client.get(at).text)
    return next(name.removesuffix("-date") for name, word in words.items() if word == day)


def free_row(client: FlaskClient, kind: str = "holiday") -> str:
    """The name of a row to be filled."""
    words = filled(client.get(CHANGE).text)
    return next(
        name.removesuffix("-date")
        for name, word in words.items()
        if name.startswith(kind) and name.endswith("-date") and not word
    )


def test_a_sheet_in_which_nothing_is_changed_changes_nothing(haris: FlaskClient) -> None:
    answer = proposed(haris)
    assert answer.status_code == 422
    assert "sama dengan kalender" in text_of(answer)


def test_a_holiday_is_added_under_the_letter_and_the_others_keep_their_decree(
    haris: FlaskClient, cast: Cast
) -> None:
    row = free_row(haris)
    typed = {f"{row}-date": "2026-12-09", f"{row}-name": "Pilkada", f"{row}-kind": "libur daerah"}
    old, new = brought(cast, proposed(haris, **typed))
    added = new.holidays.keys() - old.holidays.keys()
    assert added == {date(2026, 12, 9)}
    one = new.holidays[date(2026, 12, 9)]
    assert (one.name, one.kind, one.decree) == ("Pilkada", HolidayKind.REGIONAL, LETTER)
    assert {day: new.holidays[day] for day in old.holidays} == dict(old.holidays)


def test_a_holiday_that_moves_cites_the_letter(haris: FlaskClient, cast: Cast) -> None:
    row = row_of(haris, "2026-05-27")
    old, new = brought(cast, proposed(haris, **{f"{row}-date": "2026-05-26"}))
    assert date(2026, 5, 27) not in new.holidays
    assert new.holidays[date(2026, 5, 26)].name == old.holidays[date(2026, 5, 27)].name
    assert new.holidays[date(2026, 5, 26)].decree == LETTER


def test_a_holiday_is_taken_out_by_its_tick(haris: FlaskClient, cast: Cast) -> None:
    row = row_of(haris, "2026-12-24")
    old, new = brought(cast, proposed(haris, without=(f"{row}-kept",)))
    assert old.holidays.keys() - new.holidays.keys() == {date(2026, 12, 24)}


def test_other_years_are_left_alone(haris: FlaskClient, cast: Cast) -> None:
    at = "/calendars/perpres-21-2023/change?tahun=2027"
    row = row_of(haris, "2027-01-01", at)
    old, new = brought(cast, proposed(haris, (f"{row}-kept",), at))
    assert old.holidays.keys() - new.holidays.keys() == {date(2027, 1, 1)}
    assert new.seasons == old.seasons


def test_hours_season_and_a_day_of_its_own_are_changed(haris: FlaskClient, cast: Cast) -> None:
    row = free_row(haris, "special")
    typed = {
        "week-day-4": "07.30-11.30, 13.00-17.00", "season-0-from": "2026-02-18",
        "season-0-day-4": "", f"{row}-date": "2026-12-31", f"{row}-title": "Tutup buku",
        f"{row}-hours": "07.30-11.00",
    }  # fmt: skip
    old, new = brought(cast, proposed(haris, **typed))
    assert new.week[4][-1].end == 17 * 60
    assert new.week[:4] == old.week[:4]
    (season,) = new.seasons
    assert (season.start, season.end) == (date(2026, 2, 18), date(2026, 3, 20))
    assert season.week[4] == ()
    assert new.special_days[date(2026, 12, 31)].title == "Tutup buku"


WRONG = {
    "holiday-0-date": ("besok", "Isi tanggalnya"),
    "holiday-1-date": ("2027-01-01", "bukan dari tahun 2026"),
    "holiday-3-date": ("2026-02-16", "sudah ada di baris lain"),
    "holiday-4-name": (" ", "Isi namanya"),
    "holiday-5-kind": ("libur", "Pilih jenis liburnya"),
    "week-day-0": ("pagi", "Tulis jam seperti 07.30-12.00"),
    "week-day-1": ("13.00-16.00, 07.30-12.00", "tidak bertumpuk"),
    "season-0-to": ("2026-01-01", "mendahului hari pertama"),
    "season-0-day-0": ("25.00-26.00", "Tulis jam seperti"),
    "title": ("", "Isi namanya"),
    "since": ("", "Isi tanggalnya"),
    "confirmed_until": ("nanti", "Isi tanggalnya"),
}


def test_all_that_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
    haris: FlaskClient, cast: Cast
) -> None:
    answer = proposed(haris, **{field: word for field, (word, _said) in WRONG.items()})
    assert answer.status_code == 422
    for field, (_word, sentence) in WRONG.items():
        assert re.search(rf'<a href="#{field}">[^<]*{re.escape(sentence)}', answer.text), field
        assert re.search(rf'id="{field}-pesan"[^>]*>.*?{re.escape(sentence)}', answer.text), field
    assert filled(answer.text)["letter"] == LETTER
    assert filled(answer.text)["week-day-0"] == "pagi"
    assert calendars.changes(cast.store, "perpres-21-2023") == []


def test_what_contradicts_itself_is_refused_beside_a_field(haris: FlaskClient) -> None:
    empty = proposed(haris, **{f"week-day-{day}": "" for day in range(7)})
    assert "paling sedikit satu hari" in text_of(empty)
    elsewhere = proposed(haris, **{"season-0-from": "2020-01-01", "season-0-to": "2020-02-01"})
    assert '<a href="#season-0-from">Tanggal ini bukan dari tahun 2026' in elsewhere.text
    early = proposed(haris, confirmed_until="2027-12-31")
    assert '<a href="#confirmed_until">Jumat, 1 Januari 2027 belum berdasar keputusan' in early.text
    row = free_row(haris)
    typed = {f"{row}-date": "2026-12-09", f"{row}-name": "Pilkada", "letter": ""}
    assert '<a href="#letter">Isi nomor keputusannya' in proposed(haris, **typed).text


def test_two_seasons_do_not_overlap(haris: FlaskClient) -> None:
    page = send(haris, CHANGE, {**filled(haris.get(CHANGE).text), "more": "season"})
    words = {**filled(page.text), "letter": LETTER, "season-1-title": "Pemilu"}
    dates = {"season-1-from": "2026-03-01", "season-1-to": "2026-03-02"}
    answer = send(haris, CHANGE, words | dates)
    assert answer.status_code == 422
    assert "bertumpuk dengan masa yang lain" in text_of(answer)


def test_a_list_is_given_more_rows_and_keeps_what_was_typed(haris: FlaskClient) -> None:
    before = {**filled(haris.get(CHANGE).text), "letter": "setengah"}
    for kind in ("holiday", "special", "season"):
        answer = send(haris, CHANGE, {**before, "more": kind})
        assert answer.status_code == 200
        after = filled(answer.text)
        assert after["letter"] == "setengah"
        assert {name.partition("-")[0] for name in after.keys() - before.keys()} == {kind}
        assert answer.text.count(" autofocus") == 1


def test_one_change_of_a_family_at_a_time(haris: FlaskClient) -> None:
    row = row_of(haris, "2026-12-24")
    assert proposed(haris, without=(f"{row}-kept",)).status_code == 303
    answer = proposed(haris, without=(f"{row}-kept",), at="/calendars/nasional/change?tahun=2026")
    assert answer.status_code == 422
    assert "belum selesai" in text_of(answer)


def test_confirming_offers_what_the_calendar_and_the_library_propose(haris: FlaskClient) -> None:
    page = haris.get("/calendars/nasional/confirm/2027")
    words = filled(page.text)
    assert "2027-08-17" in words.values()
    assert not any("(perkiraan)" in word for word in words.values())
    assert "Tanggal perkiraan" in text_of(page)
    later = filled(haris.get("/calendars/nasional/confirm/2028").text)
    assert "2028-08-17" in later.values()
    assert haris.get("/calendars/nasional/confirm/9999").status_code == 404


def test_holidays_are_confirmed_by_a_decree(haris: FlaskClient, cast: Cast) -> None:
    address = "/calendars/nasional/confirm/2027"
    words = filled(haris.get(address).text)
    refused = send(haris, address, {**words, "holiday-0-name": ""})
    assert refused.status_code == 422
    assert '<a href="#decree">' in refused.text
    assert '<a href="#holiday-0-name">' in refused.text
    answer = send(haris, address, {**words, "decree": "SKB 1/2026"})
    assert answer.status_code == 303
    number = int(answer.location.rpartition("/")[2])
    texts = calendars.proposed(cast.store, number)
    assert {"nasional", "perpres-21-2023", "kecamatan", "puskesmas-enam-hari"} <= texts.keys()
    for _old, new in texts.values():
        assert new.confirmed_until == date(2027, 12, 31)
        assert new.holidays[date(2027, 8, 17)].decree == "SKB 1/2026"


def test_the_sheet_begins_with_the_first_day_still_to_come(haris: FlaskClient, cast: Cast) -> None:
    today = postings.today(cast.store)
    assert filled(haris.get("/calendars/kecamatan/change").text)["since"] == str(today)
    later = filled(haris.get(f"/calendars/kecamatan/change?tahun={today.year + 1}").text)
    assert later["since"] == f"{today.year + 1}-01-01"
    assert office.directory(cast.store).by_code["kecamatan"].since is None
    assert today - timedelta(days=1) < date.fromisoformat(later["since"])
