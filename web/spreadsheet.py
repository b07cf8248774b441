"""Spreadsheets: a list as CSV that the office's spreadsheet opens well, and that runs nothing."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from flask import Response

from web.wording import zoned

# What a spreadsheet would read as a formula; an apostrophe before it makes it plain text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def answer(name: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """The list as a file to download; moments become dates and times of the reader's zone."""
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(heads)
    writer.writerows([cell(value) for value in row] for row in rows)
    # Without the mark at the front, spreadsheets take UTF-8 for an old code page.
    response = Response("\ufeff" + sheet.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def cell(value: Any) -> str:
    """One value as text that is never run."""
    if isinstance(value, datetime):
        return f"{zoned(value):%Y-%m-%d %H:%M}"
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
