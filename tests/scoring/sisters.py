"""The published sister rulebooks, and sheets that reach a wanted total."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path

from scoring.counting import EntryCount, count
from scoring.criteria import judged_in
from scoring.decision import Outcome
from scoring.entry import Entry
from scoring.reading import read_rulebook
from scoring.rulebook import Rulebook
from scoring.sheet import Sheet

FOLDER = Path(__file__).parents[2] / "scoring" / "published"


def a_book(name: str) -> Rulebook:
    return read_rulebook((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


OCOP, CNNT, BKHDT, BNN = (a_book(name) for name in ("ocop-148", "cnnt-2014", "bkhdt-01-2020", "bnn-09-2017"))
SISTERS = (OCOP, CNNT, BKHDT, BNN)


def sheets(book: Rulebook, entry: str, totals: Iterable[str | int], number: int = 1) -> list[Sheet]:
    """One sheet per total, the criteria filled from the top of the table until the total is reached."""
    made = []
    for judge, total in enumerate(totals, start=1):
        left, marks = Fraction(total), {}
        for criterion in judged_in(book.variants[0].criteria):
            marks[criterion.key] = min(left, criterion.max_points)
            left -= marks[criterion.key]
        assert left == 0
        made.append(Sheet(entry=entry, judge=judge, marks=marks, round=number))
    return made


def counted(book: Rulebook, entry: Entry, cast: Sequence[Sheet]) -> EntryCount:
    return count(book, [entry], cast).entries[0]


def outcome(result: EntryCount) -> tuple[str, str | None, Outcome]:
    return result.printed_total, result.tier, result.outcome
