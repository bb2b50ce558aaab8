"""Files of a form: refused by what they hold, beside their field; given back under their own name."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from awards.base.database import db
from awards.nominations.models import DossierFile
from awards.policy.actor import Actor
from tests.builders import a_draft, an_open_season, pdf_bytes
from tests.cast import Cast, CastClient


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.pdf", b"", "Tệp không có nội dung."),
        ("a.pdf", b"<html>%PDF-1.7</html>", "Tệp có nội dung khác gắn kèm"),
        ("a.docx", pdf_bytes(), "Tệp tên là “a.docx” nhưng nội dung là PDF."),
        ("a.pdf", b"%PDF-1.7 cut off", "Không mở được tệp PDF này."),
        ("a.pdf", pdf_bytes() + b"\0" * (25 * 1024 * 1024), "Tệp phải nhỏ hơn 25 MB (tệp này 26 MB)."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_beside_its_field(
    cast: Cast, client_of: Callable[[Actor], CastClient], name: str, content: bytes, sentence: str
) -> None:
    nomination = a_draft(cast, an_open_season(cast))
    answer = client_of(cast.officer).post(
        f"/ho-so/{nomination.public_id}/giay-to",
        data={"paper": "registration", "file": (io.BytesIO(content), name)},
    )
    assert (answer.status_code, db.session.scalar(select(func.count(DossierFile.id)))) == (200, 0)
    assert sentence in answer.text


def test_a_file_comes_back_under_its_own_name_and_never_runs(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    nomination = a_draft(cast, an_open_season(cast))
    officer, path = client_of(cast.officer), f"/ho-so/{nomination.public_id}"
    officer.post(f"{path}/giay-to", data={"paper": "registration", "file": (io.BytesIO(pdf_bytes()), "đề nghị.pdf")})
    stored = db.session.scalars(select(DossierFile)).one()
    answer = officer.get(f"{path}/tep/{stored.public_id}")
    assert answer.data == pdf_bytes()
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=de-nghi.pdf; filename*=UTF-8''%C4%91%E1%BB%81%20ngh%E1%BB%8B.pdf"
    )
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert client_of(cast.stranger).get(f"{path}/tep/{stored.public_id}").status_code == 404
