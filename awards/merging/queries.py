"""Pairs of organisations that are likely one, and what was merged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from awards.base.database import db
from awards.base.paging import PER_PAGE, Page
from awards.merging.models import OrganisationDistinction, OrganisationMerge
from awards.nominees import queries as nominees
from awards.nominees.duplicates import pairs_alike
from awards.nominees.models import Organisation
from awards.policy.actor import Actor
from awards.units.models import Alliance


@dataclass(frozen=True)
class Pair:
    """Two organisations looked at together, the older row first."""

    first: Organisation
    second: Organisation

    @property
    def alliance_id(self) -> int | None:
        """The alliance both belong to; a pair of two provinces belongs to nobody but the centre."""
        return self.first.alliance_id if self.first.alliance_id == self.second.alliance_id else None


def list_pairs_visible_to(actor: Actor, alliance: str | None, number: int) -> Page[Pair]:
    """Likely duplicates of each province the person may see (of one ``alliance``, by public id, if given)."""
    statement = nominees.current_visible_to(actor).join(Organisation.alliance)
    if alliance:
        statement = statement.where(Alliance.public_id == alliance)
    statement = statement.options(joinedload(Organisation.alliance), joinedload(Organisation.province))
    organisations = db.session.scalars(
        statement.order_by(Alliance.name_sort, Alliance.id, Organisation.name_sort, Organisation.id)
    ).all()
    told_apart = set(db.session.execute(select(OrganisationDistinction.first_id, OrganisationDistinction.second_id)))
    apart = {(first, second) for first, second in told_apart}
    found = [pair for pair in _pairs(organisations) if (pair.first.id, pair.second.id) not in apart]
    last = max(1, -(-len(found) // PER_PAGE))
    number = min(number, last)
    return Page(tuple(found[(number - 1) * PER_PAGE : number * PER_PAGE]), number, len(found))


def get_pair_visible_to(actor: Actor, first_id: str, second_id: str) -> Pair | None:
    first = nominees.get_current_visible_to(actor, first_id)
    second = nominees.get_current_visible_to(actor, second_id)
    return _in_order(first, second) if first is not None and second is not None and first is not second else None


def get_merge_visible_to(actor: Actor, public_id: str) -> OrganisationMerge | None:
    """How an organisation (by its public id) was merged."""
    merged = nominees.get_visible_to(actor, public_id)
    if merged is None:
        return None
    statement = select(OrganisationMerge).where(OrganisationMerge.merged_id == merged.id)
    ends = (OrganisationMerge.kept, OrganisationMerge.merged, OrganisationMerge.merged_by)
    statement = statement.options(*(joinedload(end) for end in ends))
    return db.session.scalars(statement).one_or_none()


def _pairs(organisations: object) -> Iterator[Pair]:
    """Province by province; samples are never compared with real organisations."""
    for _, group in groupby(organisations, key=lambda one: one.alliance_id):  # type: ignore[call-overload]
        members: list[Organisation] = list(group)
        for is_sample in (False, True):
            alike = [one for one in members if one.is_sample is is_sample]
            name = alike[0].province.name if alike else ""
            yield from (_in_order(first, second) for first, second in pairs_alike(alike, name))


def _in_order(first: Organisation, second: Organisation) -> Pair:
    return Pair(first, second) if first.id < second.id else Pair(second, first)
