"""The published rulebooks and invented entries for them (dữ liệu mẫu): nobody real stands behind a figure here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

from scoring.computed import computed_marks
from scoring.criteria import Expert
from scoring.entry import Entry, HeldPaper
from scoring.reading import read_rulebook
from scoring.rulebook import Rulebook
from scoring.sheet import Sheet

PUBLISHED = Path(__file__).parents[2] / "scoring" / "published"
Answer = int | str | bool | frozenset[str] | Mapping[int, int]


def text_of(name: str) -> str:
    """The text of a published rulebook."""
    return (PUBLISHED / f"{name}.toml").read_text(encoding="utf-8")


def switched_on(text: str) -> str:
    """The text with the rules that are switched off (lines that begin with "#~") switched on."""
    return re.sub("^#~ ?", "", text, flags=re.MULTILINE)


def an_invented_entry(
    code: str,
    variant: str,
    answers: Mapping[str, Answer],
    papers: Mapping[str, HeldPaper],
    traits: Mapping[str, str] | None = None,
    honoured: Mapping[str, tuple[int, ...]] | None = None,
) -> Entry:
    """An entry from answers as people give them: a number (of the basis year), years, one option, several, yes/no."""
    series: dict[str, Mapping[int, Fraction]] = {}
    for key, answer in answers.items():
        if isinstance(answer, Mapping):
            series[key] = {offset: Fraction(value) for offset, value in answer.items()}
        elif isinstance(answer, int) and not isinstance(answer, bool):
            series[key] = {0: Fraction(answer)}
    return Entry(
        code=code,
        variant=variant,
        province="Cà Mau",
        series=series,
        choices={key: answer for key, answer in answers.items() if isinstance(answer, str)},
        sets={key: answer for key, answer in answers.items() if isinstance(answer, frozenset)},
        flags={key: answer for key, answer in answers.items() if isinstance(answer, bool)},
        papers=papers,
        traits=traits or {},
        past_honours=honoured or {},
    )


def sheets_of(entry: str, criteria: Sequence[str], rows: Iterable[str]) -> list[Sheet]:
    """One sheet per row of marks, written in the order of the table: "7 1.5 2"; judges are numbered from 1."""
    return [
        Sheet(entry=entry, judge=judge, marks=dict(zip(criteria, (Fraction(one) for one in row.split()), strict=True)))
        for judge, row in enumerate(rows, 1)
    ]


def points_of(rulebook: Rulebook, entry: Entry) -> dict[str, Fraction | None]:
    """The computed points by criterion."""
    marks = computed_marks(rulebook.variant(entry.variant), entry, rulebook.figures)
    return {mark.criterion: mark.points for mark in marks}


def leaves_no_gap(criterion: Expert) -> bool:
    """Whether the anchors tell a judge what every mark of the scale means."""
    anchors = criterion.anchors
    starts = [anchor.lower for anchor in anchors]
    reached = [Fraction(0), *(anchor.upper + criterion.step for anchor in anchors)]
    return [*starts, criterion.max_points + criterion.step] == reached


def dated(issued: str, expires: str) -> HeldPaper:
    """A paper with its days."""
    return HeldPaper(issued=date.fromisoformat(issued), expires=date.fromisoformat(expires))


def book(name: str) -> Rulebook:
    """A published rulebook."""
    return read_rulebook(text_of(name))
