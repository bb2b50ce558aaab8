"""The conditions an entry must meet to compete; each carries its clause and the origin of its number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from scoring.errors import RulebookError
from scoring.figures import EARLIEST_OFFSET, Origin, Vocabulary, offset_mistakes
from scoring.unread import known


@dataclass(frozen=True, kw_only=True)
class _Condition:
    """What every condition has; `clause` names the place in the regulation or the source."""

    key: str
    label: str
    clause: str
    origin: Origin


@dataclass(frozen=True, kw_only=True)
class Threshold(_Condition):
    """A yearly figure is at least `limit` (in `unit`)."""

    kind: Literal["threshold"] = "threshold"
    figure: str
    year_offset: int
    operator: Literal[">="]
    limit: Fraction
    unit: str

    def mistakes(self, path: str, vocabulary: Vocabulary) -> Iterator[RulebookError]:
        yield from vocabulary.figure_mistakes(self.figure, "series", f"{path}.figure")
        yield from offset_mistakes(self.year_offset, path)
        figure = vocabulary.figures.get(self.figure)
        if figure and known(figure.unit, self.unit) and figure.unit != self.unit:
            sentence = f"Đơn vị “{self.unit}” khác đơn vị của số liệu là “{figure.unit}”."
            yield RulebookError(f"{path}.unit", sentence)


@dataclass(frozen=True, kw_only=True)
class Increasing(_Condition):
    """A yearly figure rises strictly over the last `years` years (two years: one rise)."""

    kind: Literal["increasing"] = "increasing"
    figure: str
    years: int
    years_origin: Origin

    def mistakes(self, path: str, vocabulary: Vocabulary) -> Iterator[RulebookError]:
        yield from vocabulary.figure_mistakes(self.figure, "series", f"{path}.figure")
        if known(self.years) and not 2 <= self.years <= 1 - EARLIEST_OFFSET:
            yield RulebookError(f"{path}.years", f"Số năm so sánh phải từ 2 đến {1 - EARLIEST_OFFSET}.")


@dataclass(frozen=True, kw_only=True)
class PaperPresent(_Condition):
    """A paper is in the dossier."""

    kind: Literal["paper"] = "paper"
    paper: str

    def mistakes(self, path: str, vocabulary: Vocabulary) -> Iterator[RulebookError]:
        if known(self.paper, *vocabulary.papers) and self.paper not in vocabulary.papers:
            yield RulebookError(f"{path}.paper", f"Không có giấy tờ nào tên là “{self.paper}”.")


@dataclass(frozen=True, kw_only=True)
class FlagTrue(_Condition):
    """A yes/no figure must be yes."""

    kind: Literal["flag"] = "flag"
    figure: str

    def mistakes(self, path: str, vocabulary: Vocabulary) -> Iterator[RulebookError]:
        yield from vocabulary.figure_mistakes(self.figure, "flag", f"{path}.figure")


@dataclass(frozen=True, kw_only=True)
class Hold(_Condition):
    """A yes/no figure must be no; while it is yes the entry waits, it is not refused."""

    kind: Literal["hold"] = "hold"
    figure: str

    def mistakes(self, path: str, vocabulary: Vocabulary) -> Iterator[RulebookError]:
        yield from vocabulary.figure_mistakes(self.figure, "flag", f"{path}.figure")


EligibilityRule: TypeAlias = Threshold | Increasing | FlagTrue | Hold | PaperPresent
