"""Rows -> scoring -> rows: the count of a closed round, with everything needed to repeat it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scoring.ballots import Vote
from scoring.counting import Count, EntryCount, count
from scoring.entry import Entry
from scoring.explanation import Audience, Step, Teller
from scoring.record import canonical_record, write_record
from scoring.rulebook import Rulebook
from scoring.sheet import Sheet


@dataclass(frozen=True, kw_only=True)
class EntryResult:
    """What the count gave one nomination, told to the council with each sheet and to the nominee with means only.

    ``criteria``: the exact points of every criterion and group, as the record has them.
    """

    nomination_id: int
    counted: EntryCount
    criteria: Mapping[str, str]
    council: tuple[Step, ...]
    nominee: tuple[Step, ...]

    @property
    def working(self) -> str:
        """Every intermediate number (exact) and step of both accounts: JSON, sorted keys, no spaces."""
        council, nominee = (",".join([step.text for step in steps]) for steps in (self.council, self.nominee))
        return f'{{"council":[{council}],"criteria":{canonical_record(self.criteria)},"nominee":[{nominee}]}}'


@dataclass(frozen=True, kw_only=True)
class RoundCount:
    """The count of a round: its record, and the record's one text."""

    rulebook: Rulebook
    rows: Mapping[str, int]
    counted: Count
    record: dict[str, Any]
    text: str

    def entries(self) -> Iterator[EntryResult]:
        """The entries in order of rank, each told when it is asked for: whole accounts need room."""
        teller = Teller(self.rulebook, self.counted.level)
        for one, row in zip(self.counted.entries, self.record["result"], strict=True):
            told = teller.accounts(one)
            yield EntryResult(
                nomination_id=self.rows[one.entry],
                counted=one,
                criteria=row["criteria"],
                council=told[Audience.COUNCIL],
                nominee=told[Audience.NOMINEE],
            )


def count_round(
    rulebook: Rulebook,
    entries: Mapping[int, Entry],
    sheets: Sequence[Sheet],
    recused: Iterable[tuple[int, int]],
    *,
    votes: Sequence[Vote] = (),
    season: str,
    level: str | None = None,
) -> RoundCount:
    """Count by the rulebook at a level (the last one unless told), with the votes of its meeting.

    Nominations are named by row id here, by code in sheets and record; ``recused`` pairs a nomination with a
    judge's number. Raises :class:`scoring.errors.ScoringError`.
    """
    counted = count(rulebook, entries.values(), sheets, votes, level)
    written = write_record(
        rulebook=rulebook,
        entries=entries.values(),
        sheets=sheets,
        votes=votes,
        recused=[(entries[nomination_id].code, judge) for nomination_id, judge in recused],
        count=counted,
        season=season,
    )
    return RoundCount(
        rulebook=rulebook,
        rows={entry.code: nomination_id for nomination_id, entry in entries.items()},
        counted=counted,
        record=written.table,
        text=written.text,
    )
