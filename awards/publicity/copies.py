"""The public copy of an honour: what is copied, under which key, and nothing more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from awards.base.collation import sort_key
from awards.base.database import db
from awards.base.normalise import fold
from awards.honours.models import Honour
from awards.publicity.models import PublicHonour, PublicNominee
from awards.publicity.search import search_text
from awards.seasons.states import AwardKey
from awards.seasons.wording import AWARD_TITLES
from awards.units.models import Province

LONGEST_KEY = 140


@dataclass(frozen=True)
class Certificate:
    """What the check page tells of an honour of ours."""

    season_public_id: str
    code: str
    golden_book_number: str


def nominee_key(honour: Honour) -> str:
    """Two honours are of one nominee when they share a tax code; never because names are alike."""
    if honour.tax_code is None:
        return honour.source_key
    owner = f"tax:{honour.tax_code}"
    return owner if honour.nominee_type == "cooperative" else f"{owner}:{fold(honour.name)}"[:LONGEST_KEY]


def copy_honours(
    honours: Iterable[Honour], announced_at: datetime, certificates: dict[str, Certificate]
) -> list[PublicHonour]:
    """Public copies, visible from ``announced_at``; ``certificates`` by source key. Two reads, however many."""
    wanted = list(honours)
    provinces = select(Province).where(Province.id.in_({honour.province_id for honour in wanted}))
    _at_hand = db.session.scalars(provinces.options(joinedload(Province.alliance))).all()
    nominees = _nominees(wanted)
    copies = [
        _copy(honour, nominees[nominee_key(honour)], announced_at, certificates.get(honour.source_key))
        for honour in wanted
    ]
    db.session.add_all(copies)
    db.session.flush()
    return copies


def already_public(honours: Iterable[Honour]) -> set[int]:
    """Row ids of the honours that have a public copy."""
    rows = db.session.execute(
        select(PublicNominee.key, PublicHonour.award, PublicHonour.year).join(PublicHonour.nominee)
    )
    public = {(key, award, year) for key, award, year in rows}
    return {one.id for one in honours if (nominee_key(one), one.award, one.year) in public}


def withdraw_copies(codes: Iterable[str]) -> None:
    """Take back copies that nobody could see yet, with the nominees that have no other honour."""
    statement = select(PublicHonour).where(PublicHonour.certificate_code.in_(list(codes)))
    copies = db.session.scalars(statement.options(joinedload(PublicHonour.nominee))).all()
    nominees = {copy.nominee for copy in copies}
    for copy in copies:
        db.session.delete(copy)
    db.session.flush()
    kept = set(
        db.session.scalars(
            select(PublicHonour.nominee_id).where(PublicHonour.nominee_id.in_([one.id for one in nominees]))
        )
    )
    for nominee in nominees:
        if nominee.id not in kept:
            db.session.delete(nominee)
    db.session.flush()


def _nominees(honours: list[Honour]) -> dict[str, PublicNominee]:
    keys = {nominee_key(honour) for honour in honours}
    known = {one.key: one for one in db.session.scalars(select(PublicNominee).where(PublicNominee.key.in_(keys)))}
    for honour in honours:
        key = nominee_key(honour)
        if key not in known:
            known[key] = PublicNominee(
                key=key, name=honour.name, product_of=honour.product_of, is_sample=honour.is_sample
            )
            db.session.add(known[key])
    return known


def _copy(
    honour: Honour, nominee: PublicNominee, announced_at: datetime, certificate: Certificate | None
) -> PublicHonour:
    return PublicHonour(
        nominee=nominee,
        season_public_id=certificate.season_public_id if certificate else None,
        award=honour.award,
        award_title=AWARD_TITLES[AwardKey(honour.award)],
        year=honour.year,
        name=honour.name,
        name_fold=search_text(honour.name, honour.product_of, honour.province.name),
        name_sort=sort_key(honour.name),
        product_of=honour.product_of,
        sector=honour.sector,
        province_name=honour.province.name,
        province_code_today=honour.province.alliance.province_code,
        decision_number=honour.decision_number,
        decided_on=honour.decided_on,
        certificate_code=certificate.code if certificate else None,
        golden_book_number=certificate.golden_book_number if certificate else None,
        source=honour.source,
        is_sample=honour.is_sample,
        announced_at=announced_at,
    )
