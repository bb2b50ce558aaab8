"""Who judges which entry. Pure: the grounds of recusal are handed in, the order of the arguments is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from awards.councils.states import RecusalKind
from scoring.levels import Aggregation


@dataclass(frozen=True)
class Judge:
    """A member who marks, or 0 for somebody who may become one; the account and the alliance it works for, if any."""

    member_id: int
    alliance_id: int | None = None
    user_id: int | None = None
    group: str = ""


@dataclass(frozen=True)
class Candidate:
    """An entry and the dossier to be judged."""

    nomination_id: int
    revision_id: int
    reference: str


@dataclass(frozen=True)
class Recusal:
    """Why a member does not mark an entry; ``reason`` is a sentence the member and the council may read."""

    kind: RecusalKind
    reason: str


Out = Mapping[tuple[int, int], Recusal]
"""Member and nomination (row ids) of every pair that may not be."""


@dataclass(frozen=True)
class Pair:
    """One judge and one entry; with a recusal the judge does not mark it."""

    judge: Judge
    candidate: Candidate
    recusal: Recusal | None = None


def pairs(judges: Sequence[Judge], candidates: Iterable[Candidate], out: Out) -> Iterator[Pair]:
    """Every judge with every entry."""
    for candidate in candidates:
        for judge in judges:
            yield Pair(judge, candidate, out.get((judge.member_id, candidate.nomination_id)))


def left_short(found: Iterable[Pair], aggregation: Aggregation) -> list[Candidate]:
    """Entries that fewer judges may mark than the rulebook counts sheets."""
    judges: dict[Candidate, Counter[str]] = {}
    for pair in found:
        marking = judges.setdefault(pair.candidate, Counter())
        if pair.recusal is None:
            marking[pair.judge.group] += 1
    return [candidate for candidate, groups in judges.items() if is_short(groups, aggregation)]


def of_groups(aggregation: Aggregation, groups: Collection[str]) -> Aggregation:
    """What the rulebook wants of these member groups alone: the others mark in a round of their own."""
    return replace(aggregation, member_groups=tuple(one for one in aggregation.member_groups if one.key in groups))


def is_short_of(group: str, groups: Mapping[str, int], aggregation: Aggregation) -> bool:
    """Whether sheets are missing that a member of this group can give; without groups anybody can."""
    if not aggregation.member_groups:
        return is_short(groups, aggregation)
    return any(one.key == group and groups.get(group, 0) < one.minimum_sheets for one in aggregation.member_groups)


def is_short(groups: Mapping[str, int], aggregation: Aggregation) -> bool:
    """Whether so many sheets by member group are fewer than the rulebook counts; without groups all count together."""
    if aggregation.member_groups:
        return any(groups.get(group.key, 0) < group.minimum_sheets for group in aggregation.member_groups)
    return sum(groups.values()) < aggregation.minimum_sheets
