"""The files the demonstration leaves behind for a look without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select

from awards.base.database import db
from awards.base.transaction import transaction
from awards.config import Settings
from awards.decisions.models import Decision
from awards.exports.certificate import certificates_pdf
from awards.exports.services import take_certificates, take_winners
from awards.exports.workbook import winners_workbook
from awards.policy.actor import OPERATOR
from awards.results import queries as results
from awards.results.services import export_record


def write_files(decided: str, folder: Path, settings: Settings) -> Iterator[Path]:
    """``record.json`` for the recount, the winners' workbook and the certificates of the finished season."""
    folder.mkdir(parents=True, exist_ok=True)
    decision = db.session.scalars(select(Decision).where(Decision.public_id == decided)).one()
    with transaction():
        record = _record(decision)
        winners = take_winners(OPERATOR, decision, issuer=settings.issuer)
        certificates = take_certificates(OPERATOR, decision, issuer=settings.issuer, base_url=settings.base_url)
    files = {
        "record.json": record.encode("utf-8"),
        "winners.xlsx": winners_workbook(winners),
        "certificates.pdf": certificates_pdf(certificates),
    }
    for name, content in files.items():
        path = folder / name
        path.write_bytes(content)
        yield path


def _record(decision: Decision) -> str:
    result = results.official_result(decision.season)
    if result is None:
        raise LookupError("a decision without a result")
    return export_record(OPERATOR, result)
