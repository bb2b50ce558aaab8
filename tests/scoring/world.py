"""A small rulebook and small entries: enough for every rule kind, small enough to count by hand."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

from hypothesis import strategies as st

from scoring.entry import Entry
from scoring.reading import read_rulebook
from scoring.rulebook import Rulebook
from scoring.sheet import Sheet, judged_criteria

SMALL_TEXT = (Path(__file__).parent / "small.toml").read_text(encoding="utf-8")
SMALL = read_rulebook(SMALL_TEXT)
PUBLISHED_PATH = Path(__file__).parents[2] / "scoring" / "published" / "coopstar-mau.toml"
PUBLISHED = read_rulebook(PUBLISHED_PATH.read_text(encoding="utf-8"))


def an_entry(
    code: str = "CS-1",
    *,
    variant: str = "agri",
    province: str = "Cà Mau",
    revenue: Mapping[int, int | str] | None = None,
    honour: str | None = "province",
    flags: Mapping[str, bool] | None = None,
    papers: frozenset[str] = frozenset({"registration"}),
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
        papers=papers,
    )


def a_sheet(entry: str, judge: int, **marks: str | int | None) -> Sheet:
    """A sheet with the marks written as people write them: a_sheet("CS-1", 3, A2="7.5", B=10)."""
    exact = {key: None if mark is None else Fraction(mark) for key, mark in marks.items()}
    return Sheet(entry=entry, judge=judge, marks=exact)


@st.composite
def seasons(draw: st.DrawFn, rulebook: Rulebook = SMALL, most_entries: int = 8) -> tuple[list[Entry], list[Sheet]]:
    """Entries of all variants with 0 to 4 sheets each, some incomplete; few different marks, so ties are common."""
    entries: list[Entry] = []
    sheets: list[Sheet] = []
    for number in range(draw(st.integers(1, most_entries))):
        variant = draw(st.sampled_from(rulebook.variants))
        figures = draw(st.dictionaries(st.sampled_from([0, -1]), st.integers(-(10**9), 2 * 10**10), max_size=2))
        honour = draw(st.sampled_from([None, "none", "province"]))
        code = f"CS-{number}"
        entries.append(an_entry(code, variant=variant.key, revenue=figures, honour=honour))
        for judge in range(draw(st.integers(0, 4))):
            marks = {one.key: draw(_marks(one.step, one.max_points)) for one in judged_criteria(variant)}
            sheets.append(Sheet(entry=code, judge=judge, marks=marks))
    return entries, sheets


def _marks(step: Fraction, most: Fraction) -> st.SearchStrategy[Fraction | None]:
    steps = int(most / step)
    usual = st.integers(max(0, steps - 3), steps).map(lambda number: number * step)
    return st.one_of(usual, usual, usual, usual, usual, st.none())
