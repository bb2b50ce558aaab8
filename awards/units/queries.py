"""Looking up provinces and alliances. They are public facts: everybody may see them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from awards.base.database import db
from awards.base.normalise import clean_line, fold
from awards.policy.actor import Actor
from awards.units.models import Alliance, Province
from awards.units.wording import ALIASES, GLUED_PREFIX, PREFIXES

_NOT_LETTERS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class FoundUnit:
    """A unit found by its name: what it was, and step by step what it is today."""

    name: str
    steps: tuple[Province, ...]

    @property
    def today(self) -> Province:
        return self.steps[-1]

    @property
    def is_former(self) -> bool:
        """Whether no unit of today bears the name."""
        return self.today.name != self.name


@dataclass(frozen=True)
class AllianceHistory:
    """An alliance with the provinces it acts for: today's own one, and those that went into it."""

    alliance: Alliance
    today: Province
    former: tuple[Province, ...]

    @property
    def merged(self) -> tuple[Province, ...]:
        """Provinces of another name that went into it, each once."""
        once = {unit.name: unit for unit in self.former if unit.name != self.today.name}
        return tuple(once.values())


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
    """The unit that bore this name (or another spelling of it, or the name without marks) on that day."""
    wanted = key_of(name)
    return next((unit for unit in provinces_in_force(day) if _key(unit.name_fold) == wanted), None)


def todays_province(name: str) -> Province | None:
    """The unit in force that a name leads to, old or new: ``Bắc Kạn`` to Thái Nguyên. Nothing for an unknown name."""
    wanted, units = key_of(name), _all_units()
    found = _find([unit for unit in units if _key(unit.name_fold) == wanted], units)
    return found[0].today if found else None


def province_of(alliance: Alliance, day: date) -> Province:
    """The unit in force whose alliance this is."""
    return next(unit for unit in provinces_in_force(day) if unit.alliance_id == alliance.id)


def search(text: str) -> list[FoundUnit]:
    """Units of any day whose name or other spelling holds the text; a whole name comes first."""
    wanted = key_of(text)
    if not wanted:
        return []
    meant = {name for other, name in ALIASES.items() if len(wanted) > 1 and other.startswith(wanted)}
    units = _all_units()
    keys = {unit.id: _key(unit.name_fold) for unit in units}
    matching = [unit for unit in units if wanted in keys[unit.id] or keys[unit.id] in meant]
    found = _find(matching, units)
    typed = clean_line(text).casefold()  # with its marks: "bắc" is Bắc Kạn rather than Bạc Liêu
    return sorted(
        found,
        key=lambda unit: (
            _rank(_key(fold(unit.name)), wanted),
            typed not in unit.name.casefold(),
            unit.steps[0].name_sort,
        ),
    )


def alliance_histories() -> list[AllianceHistory]:
    """Every alliance with its provinces, in Vietnamese alphabetical order."""
    units = _all_units()
    return [_history(alliance, units) for alliance in all_alliances()]


def history_visible_to(_actor: Actor, public_id: str) -> AllianceHistory | None:
    """One alliance with its provinces: public facts, so no matter who asks."""
    alliance = alliance_by_public_id(public_id)
    return _history(alliance, _all_units()) if alliance is not None else None


def key_of(name: str) -> str:
    """A name as it is compared: no prefix, case, mark, space or dash; another spelling becomes the name's own."""
    folded = fold(name)
    for prefix in PREFIXES:
        folded = folded.removeprefix(prefix).strip()
    key = _key(folded)
    bare = key.removeprefix(GLUED_PREFIX)
    return ALIASES.get(key) or ALIASES.get(bare) or (bare if bare and key.startswith(GLUED_PREFIX) else key)


def _key(folded: str) -> str:
    return _NOT_LETTERS.sub("", folded)


def _rank(key: str, wanted: str) -> int:
    return 0 if key == wanted else 1 if key.startswith(wanted) else 2


def _all_units() -> Sequence[Province]:
    statement = select(Province).options(joinedload(Province.alliance))
    return db.session.scalars(statement.order_by(Province.name_sort, Province.valid_from)).all()


def _find(matching: Sequence[Province], units: Sequence[Province]) -> list[FoundUnit]:
    """One finding per name: from the last unit that bore it on to today's."""
    last = {unit.name: unit for unit in sorted(matching, key=lambda unit: unit.valid_from)}
    return [FoundUnit(name, _steps(unit, units)) for name, unit in last.items()]


def _steps(unit: Province, units: Sequence[Province]) -> tuple[Province, ...]:
    """The unit and what it became, one after the other (a code is a key only together with its day)."""
    steps = [unit]
    beginnings = {(one.code, one.valid_from): one for one in units}
    while (end := steps[-1].valid_to) is not None and steps[-1].successor_code is not None:
        steps.append(beginnings[steps[-1].successor_code, end + timedelta(days=1)])
    return tuple(steps)


def _history(alliance: Alliance, units: Sequence[Province]) -> AllianceHistory:
    own = sorted(
        (unit for unit in units if unit.alliance_id == alliance.id), key=lambda unit: (unit.valid_from, unit.name_sort)
    )
    today = next(unit for unit in own if unit.valid_to is None)
    return AllianceHistory(alliance, today, tuple(unit for unit in own if unit is not today))
