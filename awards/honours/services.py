"""Entering lists of honours of past years into the register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.honours.checking import check_row, repeated_rows, source_key
from awards.honours.inputs import HonourInput, ImportRefused, RowError, SourceRow
from awards.honours.models import Honour
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import require
from awards.units import queries as units
from awards.units.models import Province


@dataclass(frozen=True)
class ImportOutcome:
    """The honours that were added, and how many rows the register already held."""

    added: tuple[Honour, ...]
    known: int


def import_honours(actor: Actor, rows: Sequence[SourceRow], *, is_sample: bool = False) -> ImportOutcome:
    """Store every row, or none: raises :class:`ImportRefused` with all mistakes.

    A row the register already holds is left alone, so the same list may be sent twice.
    """
    require(actor, Action.HONOURS_IMPORT)
    entries = _checked(rows)
    present = _present_keys({entry.year for entry in entries})
    honours = [_honour(entry, is_sample) for entry in entries]
    added = tuple(honour for honour in honours if (honour.award, honour.year, honour.source_key) not in present)
    db.session.add_all(added)
    db.session.flush()
    if added:
        audit.record(actor, Action.HONOURS_IMPORT, f"honours:{len(added)}", [honour.source_key for honour in added])
    return ImportOutcome(added, len(honours) - len(added))


def _checked(rows: Sequence[SourceRow]) -> list[HonourInput]:
    looked_up: dict[tuple[str, date], Province | None] = {}
    good: list[tuple[SourceRow, HonourInput]] = []
    errors: list[RowError] = []

    def province_on(name: str, day: date) -> Province | None:
        if (name, day) not in looked_up:
            looked_up[name, day] = units.province_named(name, day)
        return looked_up[name, day]

    for row in rows:
        checked = check_row(row, province_on, clock.today())
        if isinstance(checked, HonourInput):
            good.append((row, checked))
        else:
            errors.extend(checked)
    errors.extend(repeated_rows(good))
    if errors:
        raise ImportRefused(tuple(sorted(errors, key=lambda error: error.line)))
    return [entry for _, entry in good]


def _present_keys(years: set[int]) -> set[tuple[str, int, str]]:
    statement = select(Honour.award, Honour.year, Honour.source_key).where(Honour.year.in_(years))
    return {(award, year, key) for award, year, key in db.session.execute(statement)}


def _honour(entry: HonourInput, is_sample: bool) -> Honour:
    return Honour(
        award=entry.award,
        year=entry.year,
        source_key=source_key(entry),
        nominee_type=entry.nominee_type,
        name=entry.name,
        product_of=entry.product_of,
        tax_code=entry.tax_code,
        sector=entry.sector,
        province_id=entry.province_id,
        decision_number=entry.decision_number,
        decided_on=entry.decided_on,
        source=entry.source,
        confidence=entry.confidence,
        is_sample=is_sample,
        recorded_at=clock.now(),
    )
