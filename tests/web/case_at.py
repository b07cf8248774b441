"""A browser at a case's page: it fills in and sends the forms the page offers, as people do."""

import re
from html import unescape

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

_FORM = re.compile(r"<form[^>]*>.*?</form>", re.DOTALL)
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


def address(number: str) -> str:
    """Where a case's page is."""
    return f"/cases/{number}"


def form(page: TestResponse, verb: str) -> str | None:
    """The form of a verb on a page, or None where it is not offered."""
    offered = [found for found in _FORM.findall(page.text) if f'/{verb}"' in found.split(">")[0]]
    return offered[0] if offered else None


def send(client: FlaskClient, number: str, verb: str, **words: object) -> TestResponse:
    """Opens the page, fills in the form of a verb, and sends it."""
    return send_from(client, client.get(address(number)), number, verb, **words)


def send_from(
    client: FlaskClient, page: TestResponse, number: str, verb: str, **words: object
) -> TestResponse:
    """Sends the form of a verb from a page that was opened before."""
    found = form(page, verb)
    assert found is not None, f"{verb} is not offered for {number}"
    hidden = {name: unescape(value) for name, value in _HIDDEN.findall(found)}
    return client.post(f"{address(number)}/{verb}", data={**hidden, **words})


def offers(page: TestResponse) -> set[str]:
    """The verbs for which a page has a form."""
    return set(re.findall(r'<form[^>]*action="/cases/[^/"]+/([a-z-]+)"', page.text))


def text_of(answer: TestResponse) -> str:
    """What a page says, without its markup and in single spaces."""
    plain = re.sub(r"<(script|style|template).*?</\1>|<[^>]+>", " ", answer.text, flags=re.DOTALL)
    return re.sub(r" ([.,;:)])", r"\1", " ".join(unescape(plain).split()))
