"""Rows -> scoring -> rows: the count of a closed round, with everything needed to repeat it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scoring.ballots import Vote
from scoring.counting import Count, EntryCount, count
from scoring.entry import Entry
from scoring.kept import kept_text
from scoring.record import Written, write_record
from scoring.rulebook import Rulebook
from scoring.sheet import Sheet


@dataclass(frozen=True)
class EntryResult:
    """What the count gave one nomination; ``kept``: what its account is told from when somebody reads it."""

    nomination_id: int
    counted: EntryCount
    kept: str


@dataclass(frozen=True, kw_only=True)
class RoundCount:
    """The count of a round and its record."""

    rows: Mapping[str, int]
    counted: Count
    record: Written

    def entries(self) -> Iterator[EntryResult]:
        """The entries in order of rank."""
        for one, result in zip(self.counted.entries, self.record.results, strict=True):
            kept = kept_text(one, self.record.entries[one.entry], result)
            yield EntryResult(self.rows[one.entry], one, kept)


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
        rows={entry.code: nomination_id for nomination_id, entry in entries.items()},
        counted=counted,
        record=written,
    )
