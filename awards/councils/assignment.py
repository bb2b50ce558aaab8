"""Who judges which entry. Pure: the rulebook decides, the order of the arguments is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from awards.councils.wording import own_province


@dataclass(frozen=True)
class Judge:
    """A member who marks; ``alliance_id`` is the provincial alliance the person works for, if any."""

    member_id: int
    alliance_id: int | None


@dataclass(frozen=True)
class Candidate:
    """An accepted entry and the dossier to be judged; ``province`` is where it comes from, in words."""

    nomination_id: int
    revision_id: int
    alliance_id: int
    province: str
    reference: str


@dataclass(frozen=True)
class Pair:
    """One judge and one entry; with a reason the judge is recused."""

    judge: Judge
    candidate: Candidate
    recusal_reason: str | None


def pairs(judges: Sequence[Judge], candidates: Iterable[Candidate], *, recuse_own_province: bool) -> Iterator[Pair]:
    """Every judge with every entry."""
    for candidate in candidates:
        for judge in judges:
            own = recuse_own_province and judge.alliance_id == candidate.alliance_id
            yield Pair(judge, candidate, own_province(candidate.province) if own else None)


def left_short(found: Iterable[Pair], minimum: int) -> list[Candidate]:
    """Entries that fewer than ``minimum`` judges may mark."""
    judges: dict[Candidate, int] = {}
    for pair in found:
        judges[pair.candidate] = judges.get(pair.candidate, 0) + (pair.recusal_reason is None)
    return [candidate for candidate, count in judges.items() if count < minimum]
