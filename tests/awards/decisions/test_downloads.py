"""The list and the certificates as files: for the office alone, from the decision's own rows, noted in the log."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import astuple

import openpyxl
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from awards.audit.models import AuditEntry
from awards.base import clock
from awards.base.database import db
from awards.base.identifiers import grouped
from awards.decisions.queries import named_in
from awards.exports.records import CHECK_PATH, certificate_batch, winners_sheet
from awards.policy.actor import Actor
from awards.results import queries as results
from tests.cast import Cast, CastClient
from tests.judged import a_decided_season


def test_the_rows_of_the_list_follow_the_decision_and_the_count(cast: Cast) -> None:
    decision = a_decided_season(cast)
    sheet = winners_sheet(decision, issuer="Liên minh", today=clock.today())
    places = results.places_of(decision.result_id)
    assert [(row.order, row.name, row.rank, row.total) for row in sheet.rows] == [
        (one.entry.position, one.dossier.organisation.name, *places[one.entry.nomination_id])
        for one in named_in(decision)
    ]
    assert sorted(row.rank for row in sheet.rows) == [1, 2, 3]
    assert {row.revenue for row in sheet.rows} == {12_000_000_000}
    assert astuple(sheet.decision) == (
        decision.number,
        decision.signed_on,
        decision.signer,
        decision.signing_capacity,
    )


def test_a_certificate_leads_to_the_check_page(app: Flask, cast: Cast) -> None:
    decision = a_decided_season(cast)
    batch = certificate_batch(decision, issuer="Liên minh", base_url="https://giai.example/")
    addresses = [f"https://giai.example{CHECK_PATH}{grouped(one.certificate_code)}" for one in decision.entries]
    assert [row.check_address for row in batch.rows] == addresses
    assert batch.layout.conferring_line == "LIÊN MINH"
    with app.test_request_context():
        assert app.url_for("public_site.certificate", code="X") == f"{CHECK_PATH}X"


def test_the_office_downloads_both_files_and_the_log_knows(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    decision = a_decided_season(cast)
    path, subject = f"/tai-ve/quyet-dinh/{decision.public_id}", f"decision:{decision.public_id}"
    names = [one.dossier.organisation.name for one in named_in(decision)]
    office = client_of(cast.office)
    book = office.post(f"{path}/danh-sach")
    cells = [
        str(cell.value)
        for sheet in openpyxl.load_workbook(io.BytesIO(book.data)).worksheets
        for row in sheet.iter_rows()
        for cell in row
    ]
    assert [name in cells for name in names] == [True] * 3
    pdf = PdfReader(io.BytesIO(office.post(f"{path}/chung-nhan").data))
    assert len(pdf.pages) == 3
    log = db.session.scalars(select(AuditEntry.action).where(AuditEntry.subject == subject)).all()
    assert sorted(log) == ["decision.certificates_export", "decision.record", "decision.winners_export"]


def test_nobody_else_downloads(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    decision = a_decided_season(cast)
    paths = [f"/tai-ve/quyet-dinh/{decision.public_id}/{end}" for end in ("danh-sach", "chung-nhan")]
    expected = {"standing": 403, "auditor": 403, "chair": 404, "judge": 404, "officer": 404}
    for role, status in expected.items():
        assert [client_of(getattr(cast, role)).post(path).status_code for path in paths] == [status] * 2, role
    assert client_of(cast.office).get(paths[0]).status_code == 405


def test_a_name_that_cannot_be_printed_is_told(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    decision = a_decided_season(cast, [("home", "Hợp tác xã Mẫu 漢字")])
    office, path = client_of(cast.office), f"/tai-ve/quyet-dinh/{decision.public_id}/chung-nhan"
    answer = office.post(path)
    assert (answer.status_code, answer.location) == (302, f"/quyet-dinh/{decision.public_id}")
    assert "Không in được chứng nhận vì tên có ký tự lạ: Hợp tác xã Mẫu 漢字." in office.get(answer.location).text
