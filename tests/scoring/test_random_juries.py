"""2,000 invented juries: the count agrees with both recounts, and what must not matter does not matter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from scoring.counting import count
from scoring.criteria import judged_in
from scoring.decision import Outcome
from scoring.record import DIGESTED, digest_of, record_digest
from scoring.record import recount as first_recount
from scoring.sheet import Sheet
from tests.scoring.juries import Jury, jury, plain_jury
from tools.recount import recount as second_recount

CHUNK = 100
CHUNKS = [range(start, start + CHUNK) for start in range(0, 2000, CHUNK)]
in_chunks = pytest.mark.parametrize("numbers", CHUNKS, ids=lambda numbers: f"{numbers[0]}-{numbers[-1]}")
FEW = [range(start, start + 40) for start in range(0, 160, 40)]
in_few_chunks = pytest.mark.parametrize("numbers", FEW, ids=lambda numbers: f"{numbers[0]}-{numbers[-1]}")


@in_chunks
def test_the_count_and_both_recounts_agree(numbers: range) -> None:
    differences = {number: differences_of(jury(number).record()) for number in numbers}
    assert {number: found for number, found in differences.items() if found != ([], [])} == {}


def differences_of(record: dict[str, Any]) -> tuple[list[str], list[str]]:
    return sorted(first_recount(record)), sorted(second_recount(record))


def sealed(record: dict[str, Any]) -> dict[str, Any]:
    """The record with digests that fit again: what somebody leaves who changes more than a mark."""
    for name, (part, _) in DIGESTED.items():
        record[name] = digest_of(record[part])
    record["record_digest"] = record_digest(record)
    return record


def a_changed_mark(random: Random, record: dict[str, Any]) -> bool:
    marked = [sheet for sheet in record["sheets"] if any(sheet["marks"].values())]
    for sheet in random.sample(marked, min(1, len(marked))):
        key = random.choice([key for key, mark in sheet["marks"].items() if mark])
        sheet["marks"][key] = "0" if sheet["marks"][key] != "0" else None
    return bool(marked)


def a_changed_vote(random: Random, record: dict[str, Any]) -> bool:
    votes = [vote for vote in record["votes"] if not vote["motion"].startswith("order")]
    for vote in random.sample(votes, min(1, len(votes))):
        vote["vote"] = "no" if vote["vote"] == "yes" else "yes"
    return bool(votes)


def a_changed_figure(random: Random, record: dict[str, Any]) -> bool:
    entry = random.choice(record["entries"])
    entry["series"] = {"revenue": {"0": str(random.choice((7, 99, 1000))), "-1": "98"}, "costs": {"0": "97"}}
    return True


CHANGES = {"mark": a_changed_mark, "vote": a_changed_vote, "figure": a_changed_figure}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_both_notice_a_change_and_name_the_same_consequences(
    change: Callable[[Random, dict[str, Any]], bool],
) -> None:
    changed = consequences = 0
    for number in range(0, 2000, 13):
        record = jury(number).record()
        if not change(Random(number), record):  # noqa: S311 - the same change again, no secret
            continue
        changed += 1
        assert [len(found) > 1 for found in differences_of(record)] == [True, True], number
        first, second = differences_of(sealed(record))
        refused = [any(line.startswith("Không tính lại được") for line in found) for found in (first, second)]
        assert refused[0] == refused[1], number
        assert refused[0] or first == second, number
        consequences += bool(first)
    assert changed > 40
    assert consequences > 30


@in_few_chunks
def test_the_order_of_rows_never_matters(numbers: range) -> None:
    for number in numbers:
        made = jury(number)
        expected, random = made.count(), Random(number)  # noqa: S311 - the same order again, no secret
        for rows in (made.entries, made.sheets, made.votes):
            random.shuffle(rows)
        assert made.count() == expected, number


def test_the_invented_juries_meet_every_rule() -> None:
    """What a generator never makes, no agreement says anything about."""
    rows = [row for number in range(0, 2000, 10) for row in jury(number).record()["result"]]
    met = Counter(row["outcome"] for row in rows)
    met.update(outcome for row in rows for outcome in row["conditions"].values())
    met.update(share["use"] for row in rows for share in row["shares"])
    met.update(str(row["tie_step"]).split()[-1] for row in rows)
    met.update(name for row in rows for name in ("tier", "motion", "knocked_out", "ballot", "spread") if row[name])
    outcomes = {str(outcome) for outcome in Outcome} - {"needs_discussion", "not_forwarded", "removed"}
    wanted = {*outcomes, "pass", "fail", "waived", "counted", "dropped", "incomplete", "abstained", "superseded"}
    wanted |= {"A", "median", "votes", "lot", "chair", "tier", "motion", "ballot", "spread"}
    assert {name for name in wanted if not met[name]} == set()


def lowered(made: Jury) -> Jury:
    """The same jury with every mark one half lower."""
    half = Fraction(1, 2)
    sheets = [
        replace(one, marks={key: None if mark is None else mark - half for key, mark in one.marks.items()})
        for one in made.sheets
    ]
    return replace(made, sheets=sheets)


def shift_of_totals(made: Jury) -> Fraction | None:
    """How much lower all totals are then; None where the rulebook's rounding does not shift along."""
    shift = Fraction(len(made.rulebook.variants[0].criteria), 2)
    units = shift * 10**made.rulebook.rounding.digits
    fits = units.denominator == 1 and (made.rulebook.rounding.mode == "half_up" or units % 2 == 0)
    return shift if fits else None


@in_few_chunks
def test_a_constant_shift_of_all_marks_never_reorders(numbers: range) -> None:
    shifted = 0
    for made in map(plain_jury, numbers):
        shift = shift_of_totals(made)
        if shift is None:
            continue
        high, low = made.count(), lowered(made).count()
        assert [(row.entry, row.rank, row.tie_step) for row in low.entries] == [
            (row.entry, row.rank, row.tie_step) for row in high.entries
        ], made.seed
        marked = [(row.base, other.base) for row, other in zip(high.entries, low.entries, strict=True) if row.sheets]
        assert {before - after for before, after in marked} <= {shift}, made.seed
        shifted += bool(marked)
    assert shifted > 10


@in_few_chunks
def test_one_more_sheet_of_full_marks_never_lowers_a_mean(numbers: range) -> None:
    compared = 0
    for number in numbers:
        made = jury(number)
        level = made.rulebook.level(made.level)
        if level.aggregation.method != "mean" or level.aggregation.member_groups or level.spread:
            continue
        before = {row.entry: row.base for row in made.count().entries}
        for entry in made.entries:
            judged = judged_in(made.rulebook.variant(entry.variant).criteria)
            full = Sheet(entry=entry.code, judge=99, marks={one.key: one.max_points for one in judged})
            after = count(made.rulebook, made.entries, [*made.sheets, full], made.votes, made.level)
            assert [row.base >= before[entry.code] for row in after.entries if row.entry == entry.code] == [True], (
                number
            )
            compared += 1
    assert compared > 10


def test_the_same_number_makes_the_same_jury() -> None:
    assert jury(7).record() == jury(7).record()
    assert jury(7).record() != jury(8).record()


@pytest.mark.parametrize("number", range(0, 40, 4))
def test_a_record_broken_anywhere_gives_sentences_and_no_traceback(number: int) -> None:
    whole, random = jury(number).record(), Random(number)  # noqa: S311 - the same damage again, no secret
    places = list(places_in(whole))
    for _ in range(25):
        record = deepcopy(whole)
        *path, last = random.choice(places)
        holder: Any = record
        for name in path:
            holder = holder[name]
        holder[last] = random.choice((None, True, 10**30, 1.5, "x", [None], [{}], {"x": 1}, "\ud800"))
        assert (holder[last] == whole_at(whole, (*path, last))) or all(differences_or_sentence(record))


def places_in(part: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of everything in a record but the record itself."""
    if path:
        yield path
    items = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for name, inner in items:
        yield from places_in(inner, (*path, name))


def whole_at(record: Any, path: tuple[Any, ...]) -> Any:
    for name in path:
        record = record[name]
    return record


def differences_or_sentence(record: dict[str, Any]) -> tuple[tuple[str, ...], list[str]]:
    return first_recount(record), second_recount(record)
