"""The count: entries and cast sheets in, the whole result with every intermediate number out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from scoring.decision import Outcome, decide
from scoring.entry import Entry
from scoring.errors import ScoringError
from scoring.ranking import Contender, Place, rank
from scoring.rounding import round_exact, rounded, vietnamese_number
from scoring.rulebook import Rulebook
from scoring.sheet import Sheet
from scoring.tally import Scale, Tally, tally


@dataclass(frozen=True, kw_only=True)
class EntryCount:
    """The result of one entry.

    `criteria` holds the exact points of every criterion and group, `total` their exact sum.
    `printed_total` is the total by the rulebook's rounding; ranking and floor use that one.
    `tie_step` is the label of the step that decided among equal printed totals.
    """

    entry: str
    variant: str
    province: str
    sheets: int
    criteria: Mapping[str, Fraction]
    total: Fraction
    printed_total: str
    rank: int | None
    outcome: Outcome
    tie_step: str | None
    working: tuple[str, ...]


@dataclass(frozen=True)
class Count:
    """All results: ranked entries by rank, then those not counted by code."""

    entries: tuple[EntryCount, ...]


def count(rulebook: Rulebook, entries: Iterable[Entry], sheets: Iterable[Sheet]) -> Count:
    """Count the cast sheets. Order of entries and sheets never matters. Raises ScoringError."""
    by_code = _by_code(entries)
    by_entry = _by_entry(sheets, by_code)
    scales = {variant.key: Scale(variant) for variant in rulebook.variants}
    tallies: dict[str, Tally] = {}
    for code, entry in by_code.items():
        if entry.variant not in scales:
            raise ScoringError(f"Hồ sơ {code} thuộc bảng “{entry.variant}” không có trong thể lệ.")
        tallies[code] = tally(scales[entry.variant], entry, by_entry[code], rulebook.figures)
    places = _places(rulebook, tallies)
    ranked = [_entry_count(rulebook, by_code[place.entry], tallies[place.entry], place) for place in places]
    unranked = sorted(tallies.keys() - {place.entry for place in places})
    rest = [_entry_count(rulebook, by_code[code], tallies[code], None) for code in unranked]
    return Count((*ranked, *rest))


def _by_code(entries: Iterable[Entry]) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for entry in entries:
        if entry.code in found:
            raise ScoringError(f"Mã hồ sơ {entry.code} xuất hiện hai lần.")
        found[entry.code] = entry
    return found


def _by_entry(sheets: Iterable[Sheet], entries: Mapping[str, Entry]) -> dict[str, list[Sheet]]:
    found: dict[str, list[Sheet]] = {code: [] for code in entries}
    seen: set[tuple[str, int]] = set()
    for sheet in sheets:
        if sheet.entry not in found:
            raise ScoringError(f"Có phiếu chấm cho hồ sơ {sheet.entry} không có trong danh sách.")
        if (sheet.entry, sheet.judge) in seen:
            raise ScoringError(f"Giám khảo số {sheet.judge} có hai phiếu cho hồ sơ {sheet.entry}.")
        seen.add((sheet.entry, sheet.judge))
        found[sheet.entry].append(sheet)
    return found


def _places(rulebook: Rulebook, tallies: Mapping[str, Tally]) -> tuple[Place, ...]:
    """Ranks of the entries that have enough sheets."""
    contenders = [
        Contender(entry=code, total=rounded(one.total, rulebook.rounding), criteria=one.criteria)
        for code, one in tallies.items()
        if one.sheets >= rulebook.aggregation.minimum_sheets
    ]
    return rank(contenders, rulebook.ranking.tie_breaks)


def _entry_count(rulebook: Rulebook, entry: Entry, tallied: Tally, place: Place | None) -> EntryCount:
    printed = round_exact(tallied.total, rulebook.rounding)
    return EntryCount(
        entry=entry.code,
        variant=entry.variant,
        province=entry.province,
        sheets=tallied.sheets,
        criteria=tallied.criteria,
        total=tallied.total,
        printed_total=printed,
        rank=place.rank if place else None,
        outcome=decide(rulebook.decision, place.rank if place else None, Fraction(printed)),
        tie_step=place.tie_step if place else None,
        working=(
            *(f"{mark.criterion}. {mark.label}: {mark.working}" for mark in tallied.computed),
            _judged_words(tallied),
            f"Tổng điểm: {vietnamese_number(printed)}.",
        ),
    )


def _judged_words(tallied: Tally) -> str:
    if not tallied.sheets:
        return "Chưa có phiếu chấm hoàn chỉnh nào."
    return f"Các tiêu chí do giám khảo chấm: trung bình cộng của {tallied.sheets} phiếu hoàn chỉnh."
