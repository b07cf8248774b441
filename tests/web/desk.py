"""A browser at the counter, and one at home: short ways to use the pages as people do."""

import re
from html import unescape

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.conftest import token

FORM = "/loket/buka/kec-contoh-utara/SKTM"
PERSON = {
    "pemohon-name": "Indah Mangopo",
    "pemohon-birth_date": "31-12-1980",
    "pemohon-phone": "0812 0000 0147",
}
SKTM = {**PERSON, "isian-keperluan": "Kesehatan", "isian-desa": "Kenanga"}
PAPERS = ["pengantar", "identitas"]


def send(client: FlaskClient, address: str, words: dict[str, object]) -> TestResponse:
    """Sends a form with the token of this browser's session."""
    return client.post(address, data={"csrf_token": token(client, "/lacak"), **words})


def open_sktm(client: FlaskClient, **changed: object) -> TestResponse:
    """Sends the form of a certificate of need with every paper, or as changed."""
    return send(client, FORM, {**SKTM, "ada": PAPERS, "buka": "lengkap", **changed})


def number_of(answer: TestResponse) -> str:
    """The number of the request that was opened."""
    found = re.search(r"/cases/([A-Z0-9-]+)/tanda-terima", answer.location or "")
    assert found, f"nothing was opened: {answer.status_code}"
    return found[1]


def text_of(answer: TestResponse) -> str:
    """What a page says, without its markup and in single spaces."""
    plain = re.sub(r"<(script|style|template).*?</\1>|<[^>]+>", " ", answer.text, flags=re.DOTALL)
    return " ".join(unescape(plain).split())


def code_on(answer: TestResponse) -> bool:
    """Whether a receipt carries a picture of its code."""
    return 'class="qr" role="img"' in answer.text
