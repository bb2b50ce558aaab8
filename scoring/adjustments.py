"""Points given or taken beside the scoring table: bonus and penalty, each with a cap."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from scoring.criteria import OptionPoints, points_mistakes
from scoring.errors import RulebookError
from scoring.figures import Origin, Vocabulary
from scoring.unread import known


@dataclass(frozen=True, kw_only=True)
class _Adjustment:
    """Points per answer of a choice or set, or `yes_points` when a yes/no figure is yes; at most `cap` in all."""

    key: str
    label: str
    figure: str
    points: tuple[OptionPoints, ...] = ()
    yes_points: Fraction | None = None
    cap: Fraction
    clause: str
    origin: Origin

    def mistakes(self, path: str, vocabulary: Vocabulary) -> Iterator[RulebookError]:
        flagged = self.yes_points is not None
        yield from vocabulary.figure_mistakes(
            self.figure, ("flag",) if flagged else ("choice", "set"), f"{path}.figure"
        )
        if flagged and self.points:
            yield RulebookError(f"{path}.points", "Chỉ được dùng một trong hai: points hoặc yes_points.")
        elif not flagged:
            yield from points_mistakes(self.figure, self.points, f"{path}.points", vocabulary)
        given = [one.points for one in self.points] + ([] if self.yes_points is None else [self.yes_points])
        if known(*given) and any(points < 0 for points in given):
            yield RulebookError(
                f"{path}.points", "Ghi số điểm không âm; cộng hay trừ do kind (bonus, penalty) quyết định."
            )
        if known(self.cap) and self.cap <= 0:
            yield RulebookError(f"{path}.cap", "Mức trần phải lớn hơn 0.")


@dataclass(frozen=True, kw_only=True)
class Bonus(_Adjustment):
    """Points added to the total."""

    kind: Literal["bonus"] = "bonus"


@dataclass(frozen=True, kw_only=True)
class Penalty(_Adjustment):
    """Points taken from the total."""

    kind: Literal["penalty"] = "penalty"


Adjustment: TypeAlias = Bonus | Penalty
