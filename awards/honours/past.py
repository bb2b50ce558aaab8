"""What the register of honours knows of one nominee: which seasons ago it was honoured, and what a person must look at.

Pure: rows in, answer out. A season of an award is a year; the last season is 1 season ago.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from awards.base.normalise import fold
from awards.honours.models import Honour
from awards.nominees.duplicates import alike, name_key
from awards.nominees.models import Organisation, Product

HALF = 2
Found: TypeAlias = tuple[list[Honour], list[Honour]]
"""The nominee's own honours, and the doubtful ones."""


@dataclass(frozen=True)
class PastHonour:
    """An honour of the nominee's own, and how many seasons ago of its award that was."""

    honour: Honour
    seasons_ago: int


@dataclass(frozen=True)
class PastHonours:
    """The answer of the register. ``doubtful`` rows may or may not be the nominee's: until a person has linked or
    dismissed each of them nobody knows. ``covered``: whether the register holds anything of earlier seasons at all.
    ``incomplete``: the years, each with how many seasons ago it was, of which nobody has said that the list is whole.
    """

    rows: tuple[PastHonour, ...]
    doubtful: tuple[Honour, ...]
    covered: bool
    incomplete: tuple[tuple[int, int], ...] = ()

    @property
    def seasons_ago(self) -> tuple[int, ...] | None:
        """The answer over all earlier seasons; ``None`` when it is not known."""
        return self.seasons_ago_within(None)

    def seasons_ago_within(self, seasons: int | None) -> tuple[int, ...] | None:
        """For :class:`scoring.entry.Entry`, where the last ``seasons`` seasons (none: all) matter.

        An honour that is there is known whatever else is missing; that there is none is known only where the lists
        of all those seasons are complete. ``None`` when it is not known.
        """
        if not self.covered or self.doubtful:
            return None
        own = tuple(sorted({row.seasons_ago for row in self.rows}))
        found = any(_within(ago, seasons) for ago in own)
        gaps = any(_within(ago, seasons) for _, ago in self.incomplete)
        return None if gaps and not found else own


def _within(ago: int, seasons: int | None) -> bool:
    return seasons is None or ago <= seasons


def seasons_back(years: Iterable[int], season_year: int) -> dict[int, int]:
    """How many seasons ago each earlier year of the award was: 1 for the last one before ``season_year``."""
    earlier = sorted({year for year in years if year < season_year}, reverse=True)
    return {year: ago for ago, year in enumerate(earlier, 1)}


def of_organisation(organisation: Organisation, codes: Collection[str], honours: Iterable[Honour]) -> Found:
    """Its own honours, by link or tax code; and those without either whose name and province are alike."""
    own, doubtful = [], []
    for honour in honours:
        if belongs_to(organisation, codes, honour):
            own.append(honour)
        elif is_open(organisation, honour) and alike(
            name_key(organisation.name, organisation.province.name),
            name_key(owner_name(honour), honour.province.name),
        ):
            doubtful.append(honour)
    return own, doubtful


def of_product(product: Product, codes: Collection[str], honours: Iterable[Honour]) -> Found:
    """The honours of one product. Of the same owner's honours without a link, the same name is the product's own and a
    name that shares half of its words is doubtful; without a known owner, owner and product must both be alike."""
    organisation = product.organisation
    own, doubtful = [], []
    for honour in honours:
        if honour.nominee_type != "product":
            continue
        if honour.product_id is not None:
            own += [honour] if honour.product_id == product.id else []
        elif belongs_to(organisation, codes, honour):
            if fold(honour.name) == product.name_fold:
                own.append(honour)
            elif not _dismissed(organisation, honour) and shares_words(product.name, honour.name):
                doubtful.append(honour)
        elif is_open(organisation, honour) and shares_words(product.name, honour.name):
            doubtful.append(honour)
    return own, doubtful


def belongs_to(organisation: Organisation, codes: Collection[str], honour: Honour) -> bool:
    """Whether it is the organisation's: as a person linked it, else by the tax code."""
    if honour.organisation_id is not None:
        return honour.organisation_id == organisation.id
    return honour.tax_code is not None and honour.tax_code in codes


def is_open(organisation: Organisation, honour: Honour) -> bool:
    """Whether an honour of the organisation's province says of nobody whose it is, and nobody said it is not its."""
    return (
        honour.organisation_id is None
        and honour.tax_code is None
        and honour.alliance_id == organisation.alliance_id
        and not _dismissed(organisation, honour)
    )


def owner_name(honour: Honour) -> str:
    """The organisation an honour is of: of a product, its owner."""
    return honour.product_of if honour.nominee_type == "product" else honour.name


def shares_words(one: str, other: str) -> bool:
    """Whether two names of products share at least half of their words."""
    first, second = set(fold(one).split()), set(fold(other).split())
    return len(first & second) * HALF >= len(first | second) > 0


def _dismissed(organisation: Organisation, honour: Honour) -> bool:
    return any(one.organisation_id == organisation.id for one in honour.dismissals)
