"""The documents of a case: judged by their bytes, capped, handed out, each look recorded."""

from collections.abc import Callable
from io import BytesIO

from flask import Flask
from flask.testing import FlaskClient

from engine.queries.dossier import dossier
from tests.builders import advance_to, open_sipb, open_sktm
from tests.cast import Cast
from tests.web.case_at import address, send, send_from, text_of

SignedIn = Callable[[str], FlaskClient]
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000000000500010d0a2db40000000049454e44ae426082"
)


def test_a_document_is_attached_under_its_name_and_handed_out_as_it_was(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_sktm(cast).case.number
    client = signed_in("citra")
    answer = send(client, number, "documents", document=(BytesIO(PDF), "pindai-003.pdf"),
                  name="Surat pengantar")  # fmt: skip
    assert answer.status_code == 303
    page = client.get(address(number))
    assert "Surat pengantar PDF, 1 KB" in text_of(page)
    assert "melampirkan Surat pengantar" in text_of(page)
    (paper,) = dossier(cast.store, number, None).papers
    handed = client.get(f"{address(number)}/documents/{paper.version}")
    assert (handed.data, handed.mimetype) == (PDF, "application/pdf")
    assert "attachment" in handed.headers["Content-Disposition"]
    assert "Surat pengantar.pdf" in handed.headers["Content-Disposition"]
    assert handed.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in handed.headers["Content-Security-Policy"]
    looked = cast.store.rows("SELECT person_id, what FROM disclosures")
    assert looked == [(cast.citra.id, f"document:{paper.version}")]


def test_the_name_of_a_file_does_not_make_its_type(cast: Cast, signed_in: SignedIn) -> None:
    number = open_sktm(cast).case.number
    client = signed_in("citra")
    page = b"<html><script>alert(1)</script></html>"
    answer = send(client, number, "documents", document=(BytesIO(page), "surat.pdf"))
    assert answer.status_code == 422
    assert '<a href="#attach-text">' in answer.text
    real = send_from(client, answer, number, "documents", document=(BytesIO(PNG), "surat.pdf"))
    assert real.status_code == 303
    assert dossier(cast.store, number, None).papers[0].media_type == "image/png"


def test_nothing_chosen_or_too_much_is_refused_in_a_sentence(
    cast: Cast, signed_in: SignedIn, app: Flask
) -> None:
    number = open_sktm(cast).case.number
    client = signed_in("citra")
    empty = send(client, number, "documents")
    assert empty.status_code == 422
    assert "Pilih berkas yang akan dilampirkan." in text_of(empty)
    capped = app.extensions["settings"].model_copy(update={"attachment_cap": 2048})
    app.extensions["settings"] = capped
    much = BytesIO(PDF + b"0" * 2048)
    large = send(client, number, "documents", document=(much, "besar.pdf"))
    assert large.status_code == 422
    assert "Berkas besar.pdf terlalu besar" in text_of(large)
    assert dossier(cast.store, number, None).papers == ()


def test_a_document_sent_twice_from_one_page_is_kept_once(cast: Cast, signed_in: SignedIn) -> None:
    number = open_sktm(cast).case.number
    client = signed_in("citra")
    page = client.get(address(number))
    for _ in range(2):
        sent = send_from(client, page, number, "documents", document=(BytesIO(PDF), "a.pdf"))
        assert sent.status_code == 303
    assert len(dossier(cast.store, number, None).papers) == 1


def test_an_auditor_reads_documents_and_attaches_none(cast: Cast, signed_in: SignedIn) -> None:
    number = open_sktm(cast).case.number
    send(signed_in("citra"), number, "documents", document=(BytesIO(PDF), "a.pdf"))
    auditor = signed_in("auditor")
    assert auditor.get(f"{address(number)}/documents/2").data == PDF
    token = auditor.get(address(number)).text.split('name="csrf_token" value="')[1].split('"')[0]
    sent = {"csrf_token": token, "document": (BytesIO(PDF), "b.pdf")}
    assert auditor.post(f"{address(number)}/documents", data=sent).status_code == 403


def test_a_document_of_another_case_or_none_is_not_found(cast: Cast, signed_in: SignedIn) -> None:
    number = open_sktm(cast).case.number
    client = signed_in("citra")
    assert client.get(f"{address(number)}/documents/1").status_code == 404
    assert client.get(f"{address(number)}/documents/77").status_code == 404
    assert signed_in("kartika").get(f"{address(number)}/documents/1").status_code == 403


def test_a_file_that_answers_a_question_of_the_step_is_attached_and_named_in_the_answer(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_sipb(cast).case.number
    advance_to(cast, number, "5")
    client = signed_in("vina")
    scan = {"berkas-surat_rekomendasi": (BytesIO(PDF), "rekomendasi.pdf")}
    words = {"outcome": "Direkomendasikan", "tick": "Berkas terverifikasi"}
    refused = send(client, number, "complete", **words, **scan)
    assert refused.status_code == 422 and '<a href="#isian-nomor_rekomendasi">' in refused.text
    # What was attached stays attached, and the form says so.
    assert "Sudah terlampir: rekomendasi.pdf" in text_of(refused)
    words["isian-nomor_rekomendasi"] = "440/1/2026"
    assert send_from(client, refused, number, "complete", **words).status_code == 303
    found = dossier(cast.store, number, None)
    assert found.answered("step.5")["surat_rekomendasi"] == "rekomendasi.pdf"
    assert [paper.name for paper in found.papers] == ["rekomendasi.pdf"]
