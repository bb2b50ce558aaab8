"""The columns of a season's workbook: what every nominee has, and what the season's rulebook asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from awards.base.normalise import fold
from awards.intake.wording import HEADINGS, NONE_OF_THEM, SEPARATOR, YES_NO_WORDS
from awards.nominees.wording import KINDS, SECTORS
from awards.seasons.figure_fields import counts_whole
from scoring.asked import asked
from scoring.figures import FigureDef
from scoring.rulebook import Rulebook


class Kind(StrEnum):
    """How a cell is read."""

    TEXT = "text"
    LONG = "long"
    TAX_CODE = "tax_code"
    YEAR = "year"
    PHONE = "phone"
    WHOLE = "whole"
    DECIMAL = "decimal"
    CHOICE = "choice"
    SET = "set"
    DAY = "day"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column. ``options`` maps the words of its drop-down to what is stored; ``variants`` asks for it.

    ``figure`` and ``year`` are set for figures (``year`` is none for what is not asked per year).
    """

    key: str
    heading: str
    kind: Kind
    required: bool = False
    options: Mapping[str, str]
    figure: FigureDef | None = None
    year: int | None = None
    variants: frozenset[str] = frozenset()
    hint: str = ""

    @property
    def folded(self) -> str:
        return heading_key(self.heading)


@lru_cache(maxsize=8192)
def heading_key(text: str) -> str:
    """A heading as it is compared: without marks, signs or doubled spaces."""
    letters = "".join(letter if letter.isalnum() else " " for letter in fold(text))
    return " ".join(letters.split())


def columns_of(
    rulebook: Rulebook, basis_year: int, *, products: bool, kinds: Mapping[str, str] = KINDS
) -> tuple[Column, ...]:
    """Every column of the season's workbook, from left to right."""
    return (
        *_identity(kinds),
        *(_product(rulebook) if products else ()),
        *_figures(rulebook, basis_year),
        _plain("consent_on", Kind.DAY),
        _plain("consent_by"),
        _plain("achievements", Kind.LONG),
    )


def _identity(kinds: Mapping[str, str]) -> Iterator[Column]:
    yield _plain("tax_code", Kind.TAX_CODE, required=True)
    yield _plain("name", required=True)
    yield _plain("kind", Kind.CHOICE, required=True, options={label: key for key, label in kinds.items()})
    sectors = {label: key for key, (_, label) in SECTORS.items()}
    yield _plain("sector", Kind.CHOICE, required=True, options=sectors)
    yield _plain("commune")
    yield _plain("address")
    yield _plain("founded_year", Kind.YEAR)
    yield _plain("representative")
    yield _plain("contact_phone", Kind.PHONE)


def _product(rulebook: Rulebook) -> Iterator[Column]:
    groups = {variant.label: group for variant in rulebook.variants for group in variant.sector_groups}
    yield _plain("product_name", required=True)
    yield _plain("product_group", Kind.CHOICE, required=True, options=groups)
    yield _plain("brand")


def _plain(
    key: str, kind: Kind = Kind.TEXT, *, required: bool = False, options: Mapping[str, str] | None = None
) -> Column:
    heading, hint = HEADINGS[key]
    return Column(key=key, heading=heading, kind=kind, required=required, options=options or {}, hint=hint)


def _figures(rulebook: Rulebook, basis_year: int) -> tuple[Column, ...]:
    """The union over the variants; two variants that ask for one figure share its columns."""
    found: dict[str, Column] = {}
    for variant in rulebook.variants:
        for one in asked(variant, rulebook):
            years = [basis_year + offset for offset in one.offsets] if one.figure.kind == "series" else [None]
            for year in years:
                column = _of_figure(one.figure, year)
                before = found.get(column.key, column)
                found[column.key] = _asked_by(before, variant.key)
    return tuple(found.values())


def _asked_by(column: Column, variant: str) -> Column:
    return Column(
        key=column.key,
        heading=column.heading,
        kind=column.kind,
        options=column.options,
        figure=column.figure,
        year=column.year,
        variants=column.variants | {variant},
        hint=column.hint,
    )


def _of_figure(figure: FigureDef, year: int | None) -> Column:
    unit = f" ({figure.unit})" if figure.unit else ""
    heading = f"{figure.label} {year}{unit}" if year is not None else f"{figure.label}{unit}"
    options: dict[str, str] = {}
    hint = figure.hint
    if figure.kind == "choice":
        kind, options = Kind.CHOICE, {option.label: option.key for option in figure.options}
    elif figure.kind == "flag":
        kind, options = Kind.CHOICE, dict(YES_NO_WORDS)
    elif figure.kind == "set":
        kind, options = Kind.SET, {option.label: option.key for option in figure.options}
        hint = f"Ghi các mục cách nhau bằng dấu “{SEPARATOR}”, hoặc ghi “{NONE_OF_THEM}”: {'; '.join(options)}."
    else:
        kind = Kind.WHOLE if counts_whole(figure.unit) else Kind.DECIMAL
    key = f"figure_{figure.key}" + (f"_{year}" if year is not None else "")
    return Column(key=key, heading=heading, kind=kind, options=options, figure=figure, year=year, hint=hint)
