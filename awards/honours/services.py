"""Entering lists of honours of past years into the register, and saying whose they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.errors import DomainError
from awards.honours.checking import check_row, repeated_rows, source_key
from awards.honours.inputs import HonourInput, ImportRefused, RowError, SourceRow
from awards.honours.models import Honour, HonourDismissal, HonourList, name_fold
from awards.nominees.models import Organisation, Product
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


def import_honours(
    actor: Actor, rows: Sequence[SourceRow], *, is_sample: bool = False, complete: bool = False
) -> ImportOutcome:
    """Store every row, or none: raises :class:`ImportRefused` with all mistakes.

    A row the register already holds is left alone, so the same list may be sent twice. ``complete``: the person says
    that with it the register holds everybody honoured in the years it names.
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
    if complete:
        _call_complete(actor, {(entry.award, entry.year) for entry in entries}, is_sample=is_sample)
    return ImportOutcome(added, len(honours) - len(added))


def _call_complete(actor: Actor, years: set[tuple[str, int]], *, is_sample: bool) -> None:
    said = select(HonourList.award, HonourList.year).where(HonourList.is_sample == is_sample)
    fresh = sorted(years - {(award, year) for award, year in db.session.execute(said)})
    for award, year in fresh:
        row = HonourList(award=award, year=year, is_sample=is_sample, said_at=clock.now(), said_by_id=actor.user_id)
        db.session.add(row)
    db.session.flush()
    if fresh:
        audit.record(actor, Action.HONOURS_IMPORT, f"honour_lists:{len(fresh)}", [list(one) for one in fresh])


def link_honour(actor: Actor, honour: Honour, organisation: Organisation, product: Product | None, reason: str) -> None:
    """Say that an honour is this organisation's (and this product's). A link made before is replaced."""
    require(actor, Action.HONOUR_LINK, honour)
    require(actor, Action.HONOUR_LINK, organisation)
    _lock(honour)
    if organisation.is_sample != honour.is_sample:
        raise DomainError("Vinh danh thật và đơn vị mẫu không nối với nhau được.", "choice")
    if organisation.merged_into_id is not None:
        raise DomainError("Đơn vị này đã được gộp vào đơn vị khác.", "choice")
    if product is not None and product.organisation_id != organisation.id:
        raise DomainError("Sản phẩm này không phải của đơn vị đã chọn.", "choice")
    honour.organisation_id, honour.product_id = organisation.id, product.id if product is not None else None
    _sign(actor, honour, reason)
    honour.dismissals = [one for one in honour.dismissals if one.organisation_id != organisation.id]
    db.session.flush()
    details = [organisation.public_id, product.public_id if product is not None else None, reason]
    audit.record(actor, Action.HONOUR_LINK, f"honour:{honour.public_id}", details)


def dismiss_honour(actor: Actor, honour: Honour, organisations: Sequence[Organisation], reason: str) -> None:
    """Say that an honour is of none of these organisations, however alike the names; such a link is undone."""
    require(actor, Action.HONOUR_LINK, honour)
    _lock(honour)
    known = {one.organisation_id for one in honour.dismissals}
    for organisation in organisations:
        require(actor, Action.HONOUR_LINK, organisation)
        if honour.organisation_id == organisation.id:
            honour.organisation_id = honour.product_id = None
            _sign(actor, honour, reason)
        if organisation.id not in known:
            honour.dismissals.append(
                HonourDismissal(
                    organisation_id=organisation.id,
                    reason=reason,
                    dismissed_at=clock.now(),
                    dismissed_by_id=actor.user_id,
                )
            )
    db.session.flush()
    details = [sorted(one.public_id for one in organisations), reason]
    audit.record(actor, Action.HONOUR_LINK, f"honour:{honour.public_id}", details)


def _lock(honour: Honour) -> None:
    db.session.refresh(honour, ["organisation_id", "dismissals"], with_for_update=True)


def _sign(actor: Actor, honour: Honour, reason: str) -> None:
    honour.link_reason, honour.linked_at, honour.linked_by_id = reason, clock.now(), actor.user_id


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
        name_fold=name_fold(entry.name, entry.product_of),
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
