"""The last evening in small: two provinces send all they have at the same moment, and nothing is lost or doubled."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from pypdf import PdfWriter
from sqlalchemy import select

from awards.app import create_app
from awards.audit import services as audit
from awards.base.database import db
from awards.base.file_store import PICTURES, file_store
from awards.base.transaction import transaction
from awards.config import Settings
from awards.nominations import services as nominations
from awards.nominations.dossier import DossierContent
from awards.nominations.models import DossierRevision
from bench.load import Answer, Person
from tests.builders import a_draft, an_open_season, complete_entries
from tests.cast import PASSPHRASE, email_of, find_cast
from tests.file_makers import pdf
from tests.journeys.conftest import Installation, installed

EACH = 3
PEOPLE = {"officer": "leader", "stranger": "stranger_leader"}
PAPERS = ("registration", "criteria_report", "finance_report")
BYTES = 1_000_000


@dataclass
class Evening:
    """A served installation with two workers, and the dossiers of each officer, filled in but for their papers."""

    place: Installation
    drafts: list[tuple[str, str]]
    """Who and which dossier."""


def _prepared() -> Iterator[tuple[str, str]]:
    cast = find_cast()
    season = an_open_season(cast)
    for who in PEOPLE:
        officer = getattr(cast, who)
        for _ in range(EACH):
            nomination = a_draft(cast, season, by=officer)
            with transaction():
                for entry in complete_entries():
                    nominations.save_section(officer, nomination, entry)
            yield who, nomination.public_id


@pytest.fixture
def evening(tmp_path: Path) -> Iterator[Evening]:
    drafts: list[tuple[str, str]] = []
    with installed(tmp_path, lambda: drafts.extend(_prepared()), workers=2) as place:
        yield Evening(place, drafts)


@dataclass
class Sent:
    """What one pair of people sent, and how the server answered each step."""

    dossier: str
    digests: list[str]
    statuses: list[int]
    receipt: str
    """Where the last answer leads."""


def a_paper() -> bytes:
    """A real PDF of about 1 MB, like no other."""

    def fill(writer: PdfWriter) -> None:
        writer.add_metadata({"/Subject": secrets.token_hex(BYTES // 2)})

    return pdf(1, fill)


async def signed_in(port: int, who: str) -> Person:
    person = Person("127.0.0.1", port)
    form = (await person.get("/dang-nhap")).hidden()
    typed = {"email": email_of(who), "password": PASSPHRASE, "submit": "1"}
    assert (await person.post("/dang-nhap", form | typed)).status == 302
    return person


async def send(port: int, who: str, dossier: str) -> Sent:
    """Three papers, the request for sign-off, the sign-off and the sending."""
    officer, leader = await signed_in(port, who), await signed_in(port, PEOPLE[who])
    base, contents = f"/ho-so/{dossier}", [a_paper() for _ in PAPERS]
    token = (await officer.get(f"{base}/giay-to")).hidden()["csrf_token"]
    answers: list[Answer] = []
    for paper, content in zip(PAPERS, contents, strict=True):
        fields = {"csrf_token": token, "paper": paper}
        answers.append(await officer.upload(f"{base}/giay-to", fields, "file", f"{paper}.pdf", content))
    answers.append(await officer.post(f"{base}/chuyen-duyet", {"csrf_token": token}))
    own = (await leader.get(f"{base}/duyet")).hidden()["csrf_token"]
    answers.append(await leader.post(f"{base}/duyet", {"csrf_token": own}))
    answers.append(await leader.post(f"{base}/gui", {"csrf_token": own}))
    await officer.leave()
    await leader.leave()
    digests = [hashlib.sha256(content).hexdigest() for content in contents]
    statuses = [answer.status for answer in answers]
    return Sent(dossier, digests, statuses, answers[-1].headers.get("location", ""))


async def send_all(port: int, drafts: list[tuple[str, str]]) -> list[Sent]:
    return await asyncio.gather(*(send(port, who, dossier) for who, dossier in drafts))


def test_all_that_was_sent_at_once_is_there_once_and_whole(evening: Evening) -> None:
    port = urlsplit(evening.place.base_url).port
    assert port is not None
    with ThreadPoolExecutor(1) as beside:  # a browser of an earlier test may have left its loop in this thread
        sent = beside.submit(asyncio.run, send_all(port, evening.drafts)).result()
    assert [one.statuses for one in sent] == [[302] * (len(PAPERS) + 3)] * len(evening.drafts)
    assert [one.receipt for one in sent] == [f"/ho-so/{one.dossier}/bien-nhan/1" for one in sent]
    app = create_app(Settings())
    with app.app_context():
        revisions = db.session.scalars(select(DossierRevision)).all()
        frozen = {
            one.nomination.public_id: [paper.sha256 for paper in DossierContent.read(one.content).papers]
            for one in revisions
        }
        kept = {one.nomination.public_id: one.nomination.kept_files for one in revisions}
        stored = {
            dossier: [hashlib.sha256(file_store().get(file.storage_key)).hexdigest() for file in files]
            for dossier, files in kept.items()
        }
        codes = {one.receipt_code for one in revisions}
        lying = [key for key, _ in file_store().lying() if not key.startswith(PICTURES)]
        counts = (len(revisions), {one.number for one in revisions}, len(codes), len(lying))
        fault = audit.verify_log()[2]
        db.session.remove()
        db.engine.dispose()
    expected = {one.dossier: sorted(one.digests) for one in sent}
    assert {dossier: sorted(digests) for dossier, digests in frozen.items()} == expected
    assert {dossier: sorted(digests) for dossier, digests in stored.items()} == expected
    assert counts == (len(sent), {1}, len(sent), len(sent) * len(PAPERS))
    assert fault is None
