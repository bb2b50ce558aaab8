"""Certificates as one PDF (Typst): text over our own border, a QR to the check page, never the emblem.

The national emblem belongs to State commendations (rules.md 5.8); an award's certificate bears none.
Data reach the template as JSON only, so no name can become markup.
"""

from __future__ import annotations

import io
from dataclasses import asdict, replace
from datetime import UTC, datetime, time

import segno

from awards.base.dates import official_day
from awards.base.errors import DomainError
from awards.base.identifiers import grouped
from awards.config import ROOT
from awards.exports.documents import Unprintable, pdf
from awards.exports.rows import CertificateBatch, CertificateRow

TEMPLATE = ROOT / "templates" / "documents" / "certificate.typ"


def certificates_pdf(batch: CertificateBatch) -> bytes:
    """One page for each row, PDF/A-2b; the same batch gives the same bytes.

    Raises :class:`DomainError` naming each nominee whose name holds a letter the font does not have.
    """
    try:
        return _compile(batch)
    except Unprintable as error:
        unprintable = [row.name for row in batch.rows if not _prints(replace(batch, rows=(row,)))]
        names = "; ".join(unprintable)
        raise DomainError(f"Không in được chứng nhận vì tên có ký tự lạ: {names}. Hãy sửa tên rồi tải lại.") from error


def _prints(batch: CertificateBatch) -> bool:
    try:
        _compile(batch)
    except Unprintable:
        return False
    return True


def _compile(batch: CertificateBatch) -> bytes:
    return pdf(TEMPLATE, _data(batch), datetime.combine(batch.decision.signed_on, time(), UTC))


def _data(batch: CertificateBatch) -> dict[str, object]:
    decision = batch.decision
    return {
        "layout": asdict(batch.layout),
        "award": batch.award_title,
        "season": batch.season_title,
        "decision": f"Quyết định số {decision.number} {official_day(decision.signed_on)}",
        "place_and_day": f"{batch.layout.place}, {official_day(decision.signed_on)}",
        "capacity": decision.signing_capacity.split("\n"),
        "signer": decision.signer,
        "is_sample": batch.is_sample,
        "sample_words": "DỮ LIỆU MẪU",
        "sample_note": "DỮ LIỆU MẪU – KHÔNG CÓ GIÁ TRỊ CHỨNG NHẬN",
        "rows": [_row(row) for row in batch.rows],
    }


def _row(row: CertificateRow) -> dict[str, str]:
    return {
        "name": row.name,
        "province": row.province,
        "golden_book": row.golden_book_number,
        "code": grouped(row.code),
        "check_page": row.check_address.rpartition("/")[0].removeprefix("https://").removeprefix("http://"),
        "qr": qr_svg(row.check_address),
    }


def qr_svg(address: str) -> str:
    """The address as a QR picture with a quiet zone, error correction M."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=2, dark="#2B1B12", xmldecl=False)
    return out.getvalue().decode("utf-8")
