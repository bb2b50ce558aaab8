"""The figures this system collects; a rulebook that asks for another one is refused at publication."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.errors import RulebookError
from scoring.rulebook import FigureDef, Rulebook

SERIES = (
    "revenue",
    "profit_after_tax",
    "average_income",
    "tax_paid",
    "member_count",
    "worker_count",
    "insured_count",
)
"""Figures of a year; the names are those of the columns of ``year_figures``."""

CHOICES: dict[str, tuple[str, ...]] = {"highest_honour": ("none", "province", "ministry", "prime_minister")}
FLAGS = ("law_compliance", "open_inquiry")


def uncollected(rulebook: Rulebook) -> Iterator[RulebookError]:
    """One mistake for each figure that nobody could fill in."""
    for index, figure in enumerate(rulebook.figures):
        if not _is_collected(figure):
            yield RulebookError(
                f"figures[{index}].key", f"Hệ thống chưa thu thập số liệu “{figure.key}” với dạng đã khai."
            )


def _is_collected(figure: FigureDef) -> bool:
    if figure.kind == "series":
        return figure.key in SERIES
    if figure.kind == "choice":
        return {option.key for option in figure.options} <= set(CHOICES.get(figure.key, ()))
    return figure.key in FLAGS
