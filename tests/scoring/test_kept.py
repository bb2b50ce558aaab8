"""What is kept of a count tells the same account later, word for word, and never that of another count."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import scoring
from scoring.counting import Count, EntryCount, count
from scoring.eligibility import ConditionResult, check, overall
from scoring.entry import Entry
from scoring.explanation import Teller
from scoring.kept import counted_in, kept_text
from scoring.reading import read_rulebook
from scoring.record import Written, write_record
from scoring.rulebook import Rulebook
from scoring.sheet import Sheet
from scoring.verdicts import Outcome, verdicts
from tests.scoring.juries import jury

SEEDS = range(60)
PUBLISHED = sorted((Path(scoring.__file__).parent / "published").glob("*.toml"))


def kept_of(counted: Count, written: Written) -> list[dict[str, Any]]:
    return [
        json.loads(kept_text(one, written.entries[one.entry], result))
        for one, result in zip(counted.entries, written.results, strict=True)
    ]


def written_of(rulebook: Rulebook, entries: list[Entry], sheets: list[Sheet], counted: Count) -> Written:
    return write_record(
        rulebook=rulebook, entries=entries, sheets=sheets, recused=(), count=counted, season="Mùa mẫu"
    )  # fmt: skip


def as_recorded(one: EntryCount) -> EntryCount:
    """The record puts past seasons in order."""
    honours = {of: tuple(sorted(seasons)) for of, seasons in one.given.past_honours.items()}
    return replace(one, given=replace(one.given, past_honours=honours))


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_kept_is_the_count_and_tells_its_accounts(seed: int) -> None:
    made = jury(seed)
    counted = made.count()
    kept = kept_of(counted, written_of(made.rulebook, made.entries, made.sheets, counted))
    again = [counted_in(one, made.rulebook) for one in kept]
    assert again == [as_recorded(one) for one in counted.entries]
    told, later = Teller(made.rulebook, made.level), Teller(made.rulebook, made.level)
    assert [later.accounts(one) for one in again] == [told.accounts(one) for one in counted.entries]


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_under_every_published_rulebook(path: Path) -> None:
    rulebook = read_rulebook(path.read_text(encoding="utf-8"))
    entries = [Entry(code=f"HS-{one.key}", variant=one.key, province="Cà Mau") for one in rulebook.variants]
    sheets = [
        Sheet(entry=entry.code, judge=judge, marks={one.key: one.max_points - judge * one.step for one in judged})
        for entry in entries
        for judged in (rulebook.variant(entry.variant).judged,)
        for judge in (0, 1)
        if judged and not rulebook.level().aggregation.member_groups
    ]
    counted = count(rulebook, entries, sheets)
    kept = kept_of(counted, written_of(rulebook, entries, sheets, counted))
    teller = Teller(rulebook)
    assert [teller.accounts(counted_in(one, rulebook)) for one in kept] == [
        teller.accounts(one) for one in counted.entries
    ]


def a_counted_jury_with_computed_points() -> tuple[Rulebook, EntryCount, dict[str, Any]]:
    for seed in SEEDS:
        made = jury(seed)
        counted = made.count()
        for one, kept in zip(
            counted.entries,
            kept_of(counted, written_of(made.rulebook, made.entries, made.sheets, counted)),
            strict=True,
        ):
            if one.conditions and one.adjustments and one.given.series.get("revenue"):
                return made.rulebook, one, kept
    raise AssertionError("no such jury")


@pytest.mark.parametrize("part", ["conditions", "criteria", "adjustments", "eligibility"])
def test_an_account_that_would_tell_of_another_count_is_refused(part: str) -> None:
    rulebook, one, kept = a_counted_jury_with_computed_points()
    assert counted_in(kept, rulebook) == as_recorded(one)
    changed = kept["result"][part]
    if part == "eligibility":
        kept["result"][part] = "fail" if changed != "fail" else "pass"
    elif part == "conditions":
        key = min(changed)
        changed[key] = "fail" if changed[key] != "fail" else "pass"
    elif part == "adjustments":
        changed[min(changed)] = "77"
    else:
        kept["entry"]["series"] = {}
        kept["entry"]["choices"] = {}
        kept["entry"]["sets"] = {}
        kept["entry"]["flags"] = {}
    with pytest.raises(ValueError, match="counted otherwise"):
        counted_in(kept, rulebook)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_verdicts_are_those_of_the_sentences(seed: int) -> None:
    made = jury(seed)
    for entry in made.entries:
        results = check(made.rulebook, entry)
        assert verdicts(made.rulebook, entry) == (overall(results), by_key(results))


def by_key(results: tuple[ConditionResult, ...]) -> dict[str, Outcome]:
    found: dict[str, Outcome] = {}
    for one in results:
        found |= by_key(one.parts) | {one.key: one.outcome}
    return found


def test_a_member_group_is_kept_only_where_sheets_have_one() -> None:
    found = set()
    for seed in SEEDS:
        made = jury(seed)
        counted = made.count()
        for one, kept in zip(
            counted.entries,
            kept_of(counted, written_of(made.rulebook, made.entries, made.sheets, counted)),
            strict=True,
        ):
            groups = [share.group for share in one.shares]
            assert kept.get("groups", [""] * len(groups)) == groups
            found.add("groups" in kept)
    assert found == {False, True}


def test_exact_numbers_are_kept_exactly() -> None:
    rulebook, one, kept = a_counted_jury_with_computed_points()
    assert {key: Fraction(text) for key, text in kept["result"]["criteria"].items()} == one.criteria
    assert Fraction(kept["result"]["total"]) == one.total
    assert counted_in(kept, rulebook).total == one.total
