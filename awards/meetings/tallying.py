"""A closed ballot as the rows of votes that ``scoring`` counts. Pure.

An open ballot names its voters by judge's number (whoever presides over the item as "chair"). A secret ballot gives
rows made from the totals alone: its slips are numbered anew, so that no number and no pattern over several entries is
anybody's.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from awards.meetings.electorate import Electorate
from scoring.ballots import CHAIR, Vote

YES, NO, BLANK, INVALID = "yes", "no", "blank", "invalid"
CHOICES = (YES, NO, BLANK)


@dataclass(frozen=True)
class Names:
    """How the record names entries (by row id) and members: who presides as chair, everybody else by judge's number."""

    codes: Mapping[int, str]
    numbers: Mapping[int, int]
    chair: int | None

    def voter(self, member_id: int) -> str:
        return CHAIR if member_id == self.chair else str(self.numbers[member_id])

    def away(self, member_id: int) -> str:
        """The name of a member without a slip, apart from the numbers of slips."""
        return CHAIR if member_id == self.chair else f"member {self.numbers[member_id]}"


@dataclass(frozen=True)
class Totals:
    """A secret ballot counted: yes by entry (row id); ``no`` of a ballot on one entry; invalid slips.

    ``silent``: how many took no part though they were there; ``silent_members`` (row ids) where it is known who.
    """

    yes: Mapping[int, int]
    no: int = 0
    invalid: int = 0
    silent: int = 0
    silent_members: frozenset[int] = frozenset()


class ImpossibleTotals(Exception):
    """More yes than the slips could have given."""


def write_names(entries: Sequence[int]) -> str:
    """A vote that names the entries it approves (row ids), as it is stored."""
    return json.dumps(sorted(entries))


def on_entry(vote: str, entry: int) -> str:
    """What a stored vote says of one entry: a list of names says yes or no, a word is the same for all."""
    return vote if not vote.startswith("[") else (YES if entry in json.loads(vote) else NO)


def open_rows(
    motion: str, electorate: Electorate, names: Names, cast: Mapping[int, str], written: Mapping[int, str]
) -> list[Vote]:
    """The rows of an open ballot; whoever is there and says nothing is blank."""
    rows = []
    for entry in electorate.entries:
        for member in sorted(electorate.present | electorate.absent):
            vote = _away(electorate, entry, member, written)
            if vote is None:
                vote = on_entry(cast[member], entry) if member in cast else BLANK
            rows.append(_row(motion, names.codes[entry], names.voter(member), vote))
    return rows


def secret_rows(
    motion: str, electorate: Electorate, names: Names, totals: Totals, written: Mapping[int, str], most: int | None
) -> list[Vote]:
    """The rows of a secret ballot, from its totals. Raises :class:`ImpossibleTotals`."""
    known = totals.silent_members
    slips = sorted(electorate.present, key=lambda one: (one in known, len(electorate.entries_of(one)), one))
    valid = len(slips) - totals.silent - totals.invalid
    spoiled = range(max(valid, 0), max(valid, 0) + totals.invalid)
    able = {
        entry: frozenset(number for number in range(valid) if not electorate.is_out(slips[number], entry))
        for entry in electorate.entries
    }
    given = share_out({entry: totals.yes.get(entry, 0) for entry in electorate.entries}, able, most or len(able))
    rows = []
    for entry in electorate.entries:
        code = names.codes[entry]
        against = sorted(able[entry] - given[entry])
        if most is None:
            if totals.no > len(against):
                raise ImpossibleTotals
            against = against[: totals.no]
        for number, member in enumerate(slips):
            vote = INVALID if number in spoiled else YES if number in given[entry] else BLANK
            vote = NO if number in against else vote
            vote = "recused" if electorate.is_out(member, entry) else vote
            rows.append(_row(motion, code, str(number + 1), vote))
        for member in sorted(electorate.absent):
            away = _away(electorate, entry, member, written)
            rows.append(_row(motion, code, names.away(member), away or "absent"))
    return rows


def share_out(wanted: Mapping[int, int], able: Mapping[int, frozenset[int]], most: int) -> dict[int, set[int]]:
    """Give each entry as many yes as it has, of slips that are able, none with more than ``most``.

    An answer is found whenever there is one. Raises :class:`ImpossibleTotals`.
    """
    sharing = _Sharing(able, most)
    for entry, number in wanted.items():
        for _ in range(number):
            if not sharing.seat(entry, set()):
                raise ImpossibleTotals
    return sharing.given


class _Sharing:
    """Yes for entries among slips, by augmenting paths."""

    def __init__(self, able: Mapping[int, frozenset[int]], most: int) -> None:
        self.able, self.most = able, most
        self.given: dict[int, set[int]] = {entry: set() for entry in able}
        self.load: Counter[int] = Counter()

    def seat(self, entry: int, tried: set[int]) -> bool:
        """One more yes for the entry, from a slip with room or one that can be given room."""
        for slip in sorted(self.able[entry] - self.given[entry], key=lambda one: (self.load[one], one)):
            if slip in tried:
                continue
            tried.add(slip)
            if self.load[slip] < self.most or self._make_room(slip, tried):
                self.given[entry].add(slip)
                self.load[slip] += 1
                return True
        return False

    def _make_room(self, slip: int, tried: set[int]) -> bool:
        for entry, slips in self.given.items():
            if slip in slips and self.seat(entry, tried):
                slips.discard(slip)
                self.load[slip] -= 1
                return True
        return False


def _away(electorate: Electorate, entry: int, member: int, written: Mapping[int, str]) -> str | None:
    """The row of a member who is out of the entry or not there; None for one who votes."""
    if electorate.is_out(member, entry):
        return "recused"
    if member in electorate.present:
        return None
    vote = on_entry(written[member], entry) if member in written else ""
    return {YES: "written_yes", NO: "written_no"}.get(vote, "absent")


def _row(motion: str, code: str, voter: str, vote: str) -> Vote:
    return Vote(motion=motion, entry=code, voter=voter, vote=vote)
