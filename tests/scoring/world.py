"""Two rulebooks and entries for them: a small one to count by hand, and one with every kind of rule once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from scoring.ballots import Vote
from scoring.counting import Count, EntryCount
from scoring.criteria import judged_in
from scoring.entry import Entry, HeldPaper
from scoring.errors import RulebookInvalid
from scoring.reading import read_rulebook
from scoring.rulebook import Rulebook, Variant
from scoring.sheet import Sheet

SMALL_TEXT = (Path(__file__).parent / "small.toml").read_text(encoding="utf-8")
SMALL = read_rulebook(SMALL_TEXT)
EVERY_TEXT = (Path(__file__).parent / "every.toml").read_text(encoding="utf-8")
EVERY = read_rulebook(EVERY_TEXT)
PUBLISHED_PATH = Path(__file__).parents[2] / "scoring" / "published" / "coopstar-2026.toml"
PUBLISHED = read_rulebook(PUBLISHED_PATH.read_text(encoding="utf-8"))


def changed(text: str, *pairs: tuple[str, str]) -> str:
    """A text with each first piece replaced, once, by the second; the piece must be there."""
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def line_with(piece: str, text: str = EVERY_TEXT) -> str:
    """The first line of a text that holds the piece."""
    return next(line for line in text.splitlines() if piece in line)


def mistakes(text: str) -> list[tuple[str, str]]:
    """Path and sentence of every mistake of a TOML text that must be refused."""
    with pytest.raises(RulebookInvalid) as refused:
        read_rulebook(text)
    return [(error.path, error.sentence) for error in refused.value.errors]


def with_level(rulebook: Rulebook, **changes: Any) -> Rulebook:
    """The rulebook with its last level changed."""
    return replace(rulebook, levels=(*rulebook.levels[:-1], replace(rulebook.levels[-1], **changes)))


def with_decision(rulebook: Rulebook, **changes: Any) -> Rulebook:
    """The rulebook with the decision of its last level changed."""
    return with_level(rulebook, decision=replace(rulebook.levels[-1].decision, **changes))


def with_variant(rulebook: Rulebook, **changes: Any) -> Rulebook:
    """The rulebook with its first variant changed."""
    first, *others = rulebook.variants
    return replace(rulebook, variants=(replace(first, **changes), *others))


def an_entry(
    code: str = "CS-1",
    *,
    variant: str = "agri",
    province: str = "Cà Mau",
    revenue: Mapping[int, int | str] | None = None,
    honour: str | None = "province",
    flags: Mapping[str, bool] | None = None,
    papers: Iterable[str] = ("registration",),
    **rest: Any,
) -> Entry:
    """An entry that meets every condition of the small rulebook, unless told otherwise."""
    figures = {0: 1_620_000_000, -1: 1_500_000_000, -2: 1_400_000_000} if revenue is None else revenue
    return Entry(
        code=code,
        variant=variant,
        province=province,
        series={"revenue": {offset: Fraction(value) for offset, value in figures.items()}},
        choices={} if honour is None else {"highest_honour": honour},
        flags={"law_compliance": True, "open_inquiry": False} if flags is None else flags,
        papers={paper: HeldPaper() for paper in papers},
        **rest,
    )


def a_sheet(entry: str, judge: int, **marks: str | int | None) -> Sheet:
    """A sheet with the marks written as people write them: a_sheet("CS-1", 3, A2="7.5", B=10)."""
    exact = {key: None if mark is None else Fraction(mark) for key, mark in marks.items()}
    return Sheet(entry=entry, judge=judge, marks=exact)


def sheets_of(entry: str, totals: Iterable[str | int | None], *, again: int = 1, group: str = "") -> list[Sheet]:
    """One sheet of the small agricultural table for each total (A2 + B, at most 26), by judges 1, 2...

    B is filled up to its 16 points first; None is a sheet that is not complete.
    """
    made = []
    for judge, total in enumerate(totals, 1):
        b = None if total is None else min(Fraction(total), Fraction(16))
        marks = {"A2": Fraction(0) if b is None else Fraction(total or 0) - b, "B": b}
        made.append(Sheet(entry=entry, judge=judge, marks=marks, round=again, group=group))
    return made


def ballots_of(entry: str, motion: str = "approve", **votes: str) -> list[Vote]:
    """One row for every voter: ballots_of("CS-1", chair="yes", m2="no")."""
    return [Vote(motion=motion, entry=entry, voter=voter, vote=vote) for voter, vote in votes.items()]


def by_code(counted: Count) -> dict[str, EntryCount]:
    return {one.entry: one for one in counted.entries}


def outcomes(counted: Count) -> list[tuple[str, str, int | None, str, str | None]]:
    """Code, printed total, rank, outcome and tie step of every entry, in the order of the result."""
    return [(one.entry, one.printed_total, one.rank, str(one.outcome), one.tie_step) for one in counted.entries]


@st.composite
def seasons(draw: st.DrawFn, rulebook: Rulebook = SMALL, most_entries: int = 8) -> tuple[list[Entry], list[Sheet]]:
    """Entries of all variants with 0 to 4 sheets each, some incomplete; few different marks, so ties are common.

    Now and then a figure is missing or a condition not met.
    """
    entries: list[Entry] = []
    sheets: list[Sheet] = []
    for number in range(draw(st.integers(1, most_entries))):
        variant = draw(st.sampled_from(rulebook.variants))
        figures = draw(st.sampled_from([None, None, None, None, {}, {0: 10**9}, {0: 10**10, -1: 2, -2: 1}]))
        honour = draw(st.sampled_from([None, "none", "province"]))
        code = f"CS-{number}"
        entries.append(an_entry(code, variant=variant.key, revenue=figures, honour=honour))
        sheets += [_random_sheet(draw, variant, code, judge) for judge in range(draw(st.integers(0, 4)))]
    return entries, sheets


def _random_sheet(draw: st.DrawFn, variant: Variant, code: str, judge: int) -> Sheet:
    if draw(st.integers(0, 9)) == 9:
        return Sheet(entry=code, judge=judge, marks={}, abstained=True)
    marks = {one.key: draw(_marks(one.step, one.max_points)) for one in judged_in(variant.criteria)}
    return Sheet(entry=code, judge=judge, marks=marks)


def _marks(step: Fraction, most: Fraction) -> st.SearchStrategy[Fraction | None]:
    steps = int(most / step)
    usual = st.integers(max(0, steps - 3), steps).map(lambda number: number * step)
    return st.one_of(usual, usual, usual, usual, usual, st.none())
