"""What a rulebook says about the order: shared ranks, and the steps that part equal totals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from scoring.errors import RulebookError
from scoring.figures import Origin


@dataclass(frozen=True, kw_only=True)
class _Step:
    label: str
    origin: Origin


@dataclass(frozen=True, kw_only=True)
class CriterionTie(_Step):
    """Equal totals: the higher points of this criterion or group go first."""

    kind: Literal["criterion"] = "criterion"
    criterion: str


@dataclass(frozen=True, kw_only=True)
class MedianTie(_Step):
    """Equal still: the higher median of the complete sheets' own totals goes first."""

    kind: Literal["median"] = "median"


@dataclass(frozen=True, kw_only=True)
class VotesTie(_Step):
    """Equal still: more yes votes in the ballot on the entries go first."""

    kind: Literal["votes"] = "votes"


@dataclass(frozen=True, kw_only=True)
class LotTie(_Step):
    """Equal still: ascending SHA-256 of "seed:entry code". Anyone can repeat the draw."""

    kind: Literal["lot"] = "lot"
    seed: str


@dataclass(frozen=True, kw_only=True)
class ChairTie(_Step):
    """Equal still: the chair puts them in order, with a written reason."""

    kind: Literal["chair"] = "chair"


TieBreak: TypeAlias = LotTie | ChairTie | VotesTie | MedianTie | CriterionTie
FINAL_STEPS = (LotTie, ChairTie)


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """Ranks on the printed total: equals share the best place, 1, 2, 2, 4 or dense 1, 2, 2, 3.

    Equal totals go through the steps in order; without steps they stay equal.
    """

    shared: Literal["competition", "dense"]
    tie_breaks: tuple[TieBreak, ...] = ()

    def mistakes(self, path: str, *, selective: bool, balloted: bool) -> Iterator[RulebookError]:
        """`selective`: the order decides who is in; `balloted`: some level votes on each entry."""
        steps = self.tie_breaks
        if selective and not (steps and isinstance(steps[-1], FINAL_STEPS)):
            sentence = (
                "Khi số chỗ có hạn, bước phân định cuối cùng phải là bốc thăm (lot) hoặc chủ tịch quyết định (chair)."
            )
            yield RulebookError(path, sentence)
        for index, step in enumerate(steps):
            if isinstance(step, FINAL_STEPS) and index + 1 < len(steps):
                yield RulebookError(f"{path}[{index}]", "Bước này đã phân định xong, không thể còn bước nào ở sau.")
            if isinstance(step, VotesTie) and not balloted:
                yield RulebookError(f"{path}[{index}]", "Không cấp nào bỏ phiếu cho từng hồ sơ (meeting.approval).")
