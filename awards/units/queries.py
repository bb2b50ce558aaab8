"""Looking up provinces and alliances. They are public facts: everybody may see them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from awards.base.database import db
from awards.base.normalise import fold
from awards.units.models import Alliance, Province
from awards.units.wording import ALIASES, PREFIXES


def all_alliances() -> list[Alliance]:
    """In Vietnamese alphabetical order of their provinces."""
    return list(db.session.scalars(select(Alliance).order_by(Alliance.name_sort)))


def alliance_by_public_id(public_id: str) -> Alliance | None:
    return db.session.scalars(select(Alliance).where(Alliance.public_id == public_id)).one_or_none()


def provinces_in_force(day: date) -> list[Province]:
    statement = select(Province).where(
        Province.valid_from <= day, (Province.valid_to.is_(None)) | (Province.valid_to >= day)
    )
    return list(db.session.scalars(statement.order_by(Province.name_sort)))


def province_named(name: str, day: date) -> Province | None:
    """The unit that bore this name (or an alias, or the name without marks) on that day."""
    wanted = _bare(name)
    return next((unit for unit in provinces_in_force(day) if unit.name_fold == wanted), None)


def province_of(alliance: Alliance, day: date) -> Province:
    """The unit in force whose alliance this is."""
    return next(unit for unit in provinces_in_force(day) if unit.alliance_id == alliance.id)


def _bare(name: str) -> str:
    folded = fold(name)
    for prefix in PREFIXES:
        folded = folded.removeprefix(prefix).strip()
    return ALIASES.get(folded, folded)
