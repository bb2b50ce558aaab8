"""What many entries have in common is put into words once: nobody may see that from the words."""

from __future__ import annotations

import pytest

from scoring.explanation import Audience, Step, Teller, account
from scoring.record import canonical_record, digest_of, record_digest, write_record
from tests.scoring.juries import Jury, jury

SEEDS = range(60)


def told_alone(made: Jury) -> list[tuple[Step, ...]]:
    """Every account, each by a teller of its own."""
    return [account(made.rulebook, one, audience, made.level) for one in made.count().entries for audience in Audience]


@pytest.mark.parametrize("seed", SEEDS)
def test_one_teller_says_of_every_entry_what_one_of_its_own_would_say(seed: int) -> None:
    made = jury(seed)
    teller = Teller(made.rulebook, made.level)
    told = [teller.accounts(one) for one in made.count().entries]
    assert [steps[audience] for steps in told for audience in Audience] == told_alone(made)


def test_the_same_points_and_the_same_totals_of_a_judge_are_one_step_in_all_accounts() -> None:
    made = jury(3)
    entries, teller = made.count().entries, Teller(made.rulebook, made.level)
    twice = [teller.accounts(one) for one in (*entries, *entries)]
    first, again = twice[: len(entries)], twice[len(entries) :]
    sheets = [
        (step, other)
        for steps, others in zip(first, again, strict=True)
        for step, other in zip(steps[Audience.COUNCIL], others[Audience.COUNCIL], strict=True)
        if step.kind == "sheet"
    ]
    assert sheets
    assert all(step is other for step, other in sheets)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_record_written_part_by_part_has_the_text_and_the_digests_of_the_whole(seed: int) -> None:
    made = jury(seed)
    written = write_record(
        rulebook=made.rulebook,
        entries=made.entries,
        sheets=made.sheets,
        votes=made.votes,
        recused=made.recused,
        count=made.count(),
        season=f"Mùa mẫu {seed}",
    )
    assert written.text == canonical_record(written.table)
    assert written.table == made.record()
    assert (written.table["record_digest"], written.table["sheets_digest"]) == (
        record_digest(written.table),
        digest_of(written.table["sheets"]),
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_a_record_is_the_same_however_little_is_kept_at_hand(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    made = jury(seed)
    before = made.record()
    monkeypatch.setattr("scoring.record_rows.MOST_KEPT", 3)
    monkeypatch.setattr("scoring.tally.MOST_DENOMINATORS", 1)
    assert made.record() == before
