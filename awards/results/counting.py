"""Rows -> scoring -> rows: the count of a closed round, with everything needed to repeat it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from scoring.ballots import Vote
from scoring.counting import EntryCount, count
from scoring.entry import Entry
from scoring.explanation import Audience, Step, account
from scoring.record import build_record, canonical_record
from scoring.rulebook import Rulebook
from scoring.sheet import Sheet

Marks = Mapping[str, Fraction | None]


@dataclass(frozen=True, kw_only=True)
class CastSheet:
    """One cast sheet: for which nomination (row), by which judge (number), in which round."""

    nomination_id: int
    judge: int
    marks: Marks
    round: int = 1
    group: str = ""
    abstained: bool = False


@dataclass(frozen=True, kw_only=True)
class EntryResult:
    """What the count gave one nomination, told to the council with each sheet and to the nominee with means only."""

    nomination_id: int
    counted: EntryCount
    council: tuple[Step, ...]
    nominee: tuple[Step, ...]

    @property
    def working(self) -> dict[str, Any]:
        """Every intermediate number (exact) and step of both accounts, ready for JSON."""
        return {
            "criteria": {key: str(points) for key, points in self.counted.criteria.items()},
            "council": [_told(step) for step in self.council],
            "nominee": [_told(step) for step in self.nominee],
        }


@dataclass(frozen=True, kw_only=True)
class RoundCount:
    """The count of a round: its record, the record's one text, and the entries in order of rank."""

    record: dict[str, Any]
    text: str
    entries: tuple[EntryResult, ...]


def _told(step: Step) -> dict[str, Any]:
    return {"kind": step.kind, "sentence": step.sentence, "values": step.data}


def count_round(
    rulebook: Rulebook,
    entries: Mapping[int, Entry],
    sheets: Iterable[CastSheet],
    recused: Iterable[tuple[int, int]],
    *,
    votes: Sequence[Vote] = (),
    season: str,
    level: str | None = None,
) -> RoundCount:
    """Count by the rulebook at a level (the last one unless told), with the votes of its meeting.

    Nominations are named by row id here and by code in the record; ``recused`` pairs a nomination with a
    judge's number. Raises :class:`scoring.errors.ScoringError`.
    """
    rows = {entry.code: nomination_id for nomination_id, entry in entries.items()}
    scored = [
        Sheet(
            entry=entries[one.nomination_id].code,
            judge=one.judge,
            marks=one.marks,
            group=one.group,
            round=one.round,
            abstained=one.abstained,
        )
        for one in sheets
    ]
    counted = count(rulebook, entries.values(), scored, votes, level)
    record = build_record(
        rulebook=rulebook,
        entries=entries.values(),
        sheets=scored,
        votes=votes,
        recused=[(entries[nomination_id].code, judge) for nomination_id, judge in recused],
        count=counted,
        season=season,
    )
    return RoundCount(
        record=record,
        text=canonical_record(record),
        entries=tuple(
            EntryResult(
                nomination_id=rows[one.entry],
                counted=one,
                council=account(rulebook, one, Audience.COUNCIL, level),
                nominee=account(rulebook, one, Audience.NOMINEE, level),
            )
            for one in counted.entries
        ),
    )
