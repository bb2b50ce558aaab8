"""Files attached to a dossier, and what then lies in the store and in the list."""

from __future__ import annotations

from awards.base.database import db
from awards.base.file_store import file_store
from awards.base.files import IncomingFile, read_upload
from awards.base.transaction import transaction
from awards.nominations.models import DossierFile, Nomination
from awards.papers import queries, services
from awards.papers.inputs import PaperInput
from tests.cast import Cast
from tests.file_makers import pdf

PAPER = "criteria_report"


def lying() -> list[str]:
    return sorted(key for key, _ in file_store().lying() if not key.startswith("pictures/"))


def incoming(name: str, content: bytes) -> IncomingFile:
    return read_upload(content, name, "file")


def attached(cast: Cast, nomination: Nomination, *names: str, paper: str = PAPER) -> list[DossierFile]:
    """Files of different content, in this order."""
    with transaction():
        return [
            services.attach(cast.officer, nomination, PaperInput(paper), incoming(name, pdf(number)))
            for number, name in enumerate(names, start=1)
        ]


def names_of(nomination: Nomination, paper: str = PAPER) -> list[str]:
    db.session.rollback()
    return [file.name for file in queries.kept_for(nomination, paper)]
