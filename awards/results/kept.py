"""What a count kept of an entry, read for an account or for the totals of its sheets. Pure.

Rows of counts made before migration 0038 hold the words themselves, as they were told then, and are read as they are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from scoring.explanation import Audience, Step, Teller
from scoring.kept import counted_in
from scoring.rulebook import Rulebook


@dataclass(frozen=True)
class Told:
    """One entry's result: the exact points of every criterion and group, and the account for each reader."""

    criteria: Mapping[str, Fraction]
    council: tuple[Step, ...]
    nominee: tuple[Step, ...]


@dataclass(frozen=True)
class GivenSheet:
    """A sheet as it was counted; ``use`` as in :class:`scoring.tally.Share`, ``total`` None for one not complete."""

    judge: int
    round: int
    total: Fraction | None
    use: str


def told(kept: str, rulebook: Rulebook, level: str) -> Told:
    """The account, told now, of the count that kept this; ``rulebook`` and ``level`` are those of that count.

    Raises ValueError when they cannot be: they say something else of the entry than was counted.
    """
    body: dict[str, Any] = json.loads(kept)
    if "council" in body:
        council, nominee = (tuple(Step(**step) for step in body[reader]) for reader in ("council", "nominee"))
        return Told(_exact(body["criteria"]), council, nominee)
    one = counted_in(body, rulebook)
    accounts = Teller(rulebook, level).accounts(one)
    return Told(one.criteria, accounts[Audience.COUNCIL], accounts[Audience.NOMINEE])


def criteria_in(kept: str) -> dict[str, Fraction]:
    """The exact points of every criterion and group."""
    body = json.loads(kept)
    return _exact(body["criteria"] if "council" in body else body["result"]["criteria"])


def sheets_in(kept: str) -> list[GivenSheet]:
    """Every sheet of the entry, by round and judge."""
    body = json.loads(kept)
    rows: Sequence[Mapping[str, Any]]
    if "council" in body:
        rows = [step["values"] for step in body["council"] if step["kind"] == "sheet"]
    else:
        rows = body["result"]["shares"]
    return [GivenSheet(int(one["judge"]), int(one["round"]), _total(one["total"]), one["use"]) for one in rows]


def _total(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def _exact(points: Mapping[str, str]) -> dict[str, Fraction]:
    return {key: Fraction(text) for key, text in points.items()}
