"""The documents of a case: handed in, and handed out again; every look at one is recorded."""

from typing import Any

from flask import Blueprint, make_response, request
from flask_babel import gettext as _

from engine.commands import By
from engine.domain.case import Case
from engine.domain.errors import FieldsWrong, NotFound
from engine.store import disclosures, words
from web import guards
from web.cases.document import attach as attach_upload
from web.cases.file import open_file
from web.cases.verbs import answered
from web.reader import actor, store

blueprint = Blueprint("documents", __name__)


@blueprint.post("/documents")
@guards.at_work
def attach(number: str) -> Any:
    """Attaches an uploaded file."""
    file, name = request.files.get("document"), request.form.get("name", "")

    def run(by: By) -> Case:
        if file is None or not file.filename:
            raise FieldsWrong({"document": _("Pilih berkas yang akan dilampirkan.")})
        return attach_upload(number, "document", file, by, name)[1]

    return answered(number, "attach", request.form, run, lambda case: _("Dokumen dilampirkan."))


@blueprint.get("/documents/<int:version>")
@guards.signed_in
def download(number: str, version: int) -> Any:
    """Hands a document out as a download, never to be run in our name."""
    file = open_file(number)
    paper = next((one for one in file.dossier.papers if one.version == version), None)
    found = words.read_document(store(), file.case.id, version) if paper else None
    if paper is None or found is None:
        raise NotFound(what=f"Dokumen {version} permohonan {number}")
    disclosures.disclosed(store(), file.case.id, actor().id or 0, f"document:{version}")
    media_type, content = found
    answer = make_response(content)
    answer.content_type = media_type
    answer.headers.set("Content-Disposition", "attachment", filename=_named(paper.name, media_type))
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _named(name: str, media_type: str) -> str:
    """The document's name with the ending of its true type."""
    ending = {"application/pdf": ".pdf", "image/jpeg": ".jpg"}.get(
        media_type, "." + media_type.rpartition("/")[2]
    )
    plain = name or _("dokumen")
    known = (ending, ".jpeg") if ending == ".jpg" else (ending,)
    return plain if plain.lower().endswith(known) else plain + ending
