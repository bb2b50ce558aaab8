"""Nothing one province typed is read in another: on pages, in searches, counts, files, exports and mails."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from pypdf import PdfReader
from sqlalchemy import select, update

from awards.base.database import db
from awards.base.transaction import transaction
from awards.intake.models import ImportBatch
from awards.nominations.models import DossierFile, Nomination
from awards.nominees.models import HeldCertificate, Organisation, Product
from awards.notices.models import Notice, OutgoingMail
from awards.policy.actor import Actor
from tests.cast import AWAY, PARTS, client_for, email_of
from tests.policy.expected import EXPECTED
from tests.policy.inhabited import Inhabited
from tests.policy.test_permission_matrix import address, cells, inhabited

__all__ = ["inhabited"]

CANARY = "chim-hoang-yen-5b1e"
AWAY_PARTS = [key for key, person in PARTS.items() if person.province == AWAY]


def plant(home: int) -> None:
    """Write the canary into everything the home province typed."""
    own = select(Organisation.id).where(Organisation.alliance_id == home)
    nominations = select(Nomination.id).where(Nomination.alliance_id == home)
    named = {"name": f"Hợp tác xã {CANARY}", "name_fold": CANARY, "representative": CANARY, "street": CANARY}
    with transaction():
        db.session.execute(update(Organisation).where(Organisation.alliance_id == home).values(**named))
        db.session.execute(
            update(Product).where(Product.organisation_id.in_(own)).values(name=CANARY, name_fold=CANARY)
        )
        db.session.execute(
            update(HeldCertificate).where(HeldCertificate.organisation_id.in_(own)).values(number=CANARY)
        )
        db.session.execute(
            update(Nomination).where(Nomination.alliance_id == home).values(achievements=CANARY, consent_by=CANARY)
        )
        db.session.execute(
            update(DossierFile).where(DossierFile.nomination_id.in_(nominations)).values(name=f"{CANARY}.pdf")
        )
        db.session.execute(update(ImportBatch).where(ImportBatch.alliance_id == home).values(name=f"{CANARY}.xlsx"))


def addresses(world: Inhabited, role: str) -> Iterator[str]:
    """Every page behind sign-in, of one's own things and of the other province's, plain and searched."""
    for endpoint, row in EXPECTED.items():
        if "GET" not in row.methods.split() or row.is_public:
            continue
        for _, scope, parts in cells(row, world.world, role):
            if scope is not None:
                path = address(world.app, endpoint, parts)
                yield path
                yield f"{path}?q={CANARY}&tim={CANARY}&trang=1"


def words_of(body: bytes) -> bytes:
    """What a reader would find: packed files are unpacked."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return b"".join(archive.read(name) for name in archive.namelist())
    if body.startswith(b"%PDF"):
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages).encode()
    return body


def test_nothing_a_province_typed_reaches_another(inhabited: Inhabited) -> None:
    home = inhabited.cast.officer.alliance_id
    assert home is not None
    plant(home)
    found: set[str] = set()
    asked = 0
    for key in AWAY_PARTS:
        actor: Actor = getattr(inhabited.cast, key)
        client = client_for(inhabited.app, actor)
        for path in addresses(inhabited, "leader" if "leader" in key else "officer"):
            answer = client.get(path)
            asked += 1
            searched = words_of(answer.get_data()).replace(f"{CANARY}&".encode(), b"")
            told = searched.count(CANARY.encode()) - path.count("?q=") * searched.count(b'value="' + CANARY.encode())
            if told > 0 or CANARY in str(answer.headers):
                found.add(f"{key} {path}")
    assert (found, asked > 300) == (set(), True)
    own = client_for(inhabited.app, inhabited.cast.officer).get("/hop-tac-xa/")
    assert CANARY in own.text


def test_no_mail_and_no_notice_to_another_province_names_its_dossiers(inhabited: Inhabited) -> None:
    home = inhabited.cast.officer.alliance_id
    references = set(db.session.scalars(select(Nomination.reference).where(Nomination.alliance_id == home)))
    strangers = {email_of(key) for key in AWAY_PARTS}
    mails = db.session.scalars(select(OutgoingMail).where(OutgoingMail.recipient.in_(strangers))).all()
    users = [getattr(inhabited.cast, key).user_id for key in AWAY_PARTS]
    notices = db.session.scalars(select(Notice).where(Notice.user_id.in_(users))).all()
    told = [f"{mail.subject} {mail.body}" for mail in mails] + [f"{one.title} {one.body}" for one in notices]
    assert references
    assert told
    assert [text for text in told if any(reference in text for reference in references)] == []
