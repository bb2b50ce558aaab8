"""Announced honours for the tests of public pages: the real ones imported, sample ones made the same way."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from awards.base import clock
from awards.base.transaction import transaction
from awards.honours import services as honours
from awards.honours.inputs import SourceRow
from awards.honours.models import Honour
from awards.honours.reading import read_rows
from awards.honours.wording import COLUMNS
from awards.policy.actor import Actor
from awards.publicity.copies import Certificate, copy_honours
from awards.publicity.services import publish_past_honours

PUBLISHED = Path(honours.__file__).parent / "published" / "honoured.csv"
CODE = "ABCDEFGHJKMNPQRSTVWXYZ2345"
GOOD = {"award": "CoopStar", "year": "2025", "province": "Cà Mau", "source": "Quyết định số 7/QĐ-MẪU"}


def publish_real(office: Actor) -> None:
    """The 14 known honours, public."""
    publish(office, *read_rows(PUBLISHED.name, PUBLISHED.read_bytes()))


def publish(office: Actor, *rows: SourceRow, is_sample: bool = False) -> None:
    with transaction():
        publish_past_honours(office, entered(office, *rows, is_sample=is_sample))


def row(name: str, **changes: str) -> SourceRow:
    return SourceRow(1, dict.fromkeys(COLUMNS, "") | GOOD | {"name": name} | changes)


def entered(office: Actor, *rows: SourceRow, is_sample: bool) -> tuple[Honour, ...]:
    return honours.import_honours(office, rows, is_sample=is_sample).added


def announce_sample(office: Actor, name: str, announced_at: datetime | None = None, code: str = CODE) -> None:
    """One sample honour with a certificate, public from ``announced_at`` (now, unless told)."""
    line = row(name, decision_number="7/QĐ-MẪU", decided_on="01/04/2025")
    with transaction():
        (honour,) = entered(office, line, is_sample=True)
        certificate = Certificate("mua-giai-mau", code, "0001/2025")
        copy_honours([honour], announced_at or clock.now(), {honour.source_key: certificate})
