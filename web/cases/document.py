"""A document handed in on a case's page: read, judged by its bytes, and attached."""

from flask import current_app
from werkzeug.datastructures import FileStorage

from engine.commands import By, attach_document
from engine.domain.case import Case
from engine.domain.errors import FieldsWrong
from web.counter.files import read_scan
from web.reader import store


def attach(
    number: str, question: str, file: FileStorage, by: By, name: str = ""
) -> tuple[str, Case]:
    """Attaches an upload under its own name or a given one; answers the name, and the case.

    Raises FieldsWrong for an empty, too large or unknown kind of file, under `question`.
    """
    cap = current_app.extensions["settings"].attachment_cap
    scan = read_scan(question, file)
    if fault := scan.fault(cap):
        raise FieldsWrong({question: fault})
    called = name.strip()[:200] or scan.name
    case = attach_document(store(), number, called, scan.media_type, scan.content, by=by, cap=cap)
    return called, case
