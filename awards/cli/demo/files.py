"""The files the demonstration leaves behind for a look without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select

from awards.base.database import db
from awards.base.transaction import transaction
from awards.decisions.models import Decision
from awards.policy.actor import OPERATOR
from awards.results import queries as results
from awards.results.services import export_record


def write_files(decided: str, folder: Path) -> Iterator[Path]:
    """``record.json`` for the recount, the winners' workbook and the certificates of the finished season."""
    folder.mkdir(parents=True, exist_ok=True)
    decision = db.session.scalars(select(Decision).where(Decision.public_id == decided)).one()
    with transaction():
        files = {"record.json": _record(decision)}
    for name, content in files.items():
        path = folder / name
        path.write_bytes(content)
        yield path


def _record(decision: Decision) -> bytes:
    result = results.result_of_season(decision.season)
    if result is None:
        raise LookupError("a decision without a result")
    return export_record(OPERATOR, result).encode("utf-8")
