"""The order in which a decision names the honoured, and their numbers in the golden book. Pure.

The list of a decision tells no rank: group of sectors, then province in Vietnamese alphabetical
order, then name; the reference settles two of the same name.
"""

from __future__ import annotations

from collections.abc import Iterable

from awards.base.collation import sort_key
from awards.nominations.dossier import DossierContent
from awards.nominees.wording import SECTOR_GROUPS
from awards.results.queries import HonouredEntry

_GROUPS = tuple(SECTOR_GROUPS)


def official_order(honoured: Iterable[HonouredEntry]) -> list[HonouredEntry]:
    return sorted(honoured, key=lambda entry: order_key(entry.dossier))


def order_key(dossier: DossierContent) -> tuple[int, str, str, str]:
    organisation = dossier.organisation
    group = _GROUPS.index(organisation.sector_group)
    return group, sort_key(organisation.province), sort_key(organisation.name), dossier.reference


def golden_book_number(position: int, year: int) -> str:
    """``0007/2026`` for the seventh of the decision of 2026."""
    return f"{position:04d}/{year}"
