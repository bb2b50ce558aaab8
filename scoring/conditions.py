"""The conditions an entry must meet to compete; each carries its clause and the origin of its number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import ClassVar, Literal, TypeAlias

from scoring.errors import RulebookError
from scoring.figures import EARLIEST_OFFSET, Origin, Vocabulary
from scoring.rounding import vietnamese_number
from scoring.unread import known


@dataclass(frozen=True, kw_only=True)
class _Condition:
    """What every condition has.

    `clause` names the place in the regulation or the source. `waivable`: the council may set the
    condition aside for one entry, with a written reason.
    """

    key: str
    label: str
    clause: str
    origin: Origin
    waivable: bool = False


@dataclass(frozen=True, kw_only=True)
class _Single(_Condition):
    """A condition that looks at the entry itself."""

    conditions: ClassVar[tuple[EligibilityRule, ...]] = ()


@dataclass(frozen=True, kw_only=True)
class Threshold(_Single):
    """A number keeps to `limit` (in `unit`), for example a yearly revenue of at least 1.5 billion."""

    kind: Literal["threshold"] = "threshold"
    figure: str
    year_offset: int = 0
    operator: Literal[">=", ">", "<=", "<"]
    limit: Fraction
    unit: str

    @cached_property
    def limit_ratio(self) -> tuple[int, int]:
        """The limit as whole numbers, to be compared with very many figures."""
        return self.limit.as_integer_ratio()

    @cached_property
    def limit_words(self) -> str:
        """The limit as people read it."""
        return vietnamese_number(self.limit)

    def mistakes(self, path: str, vocabulary: Vocabulary) -> Iterator[RulebookError]:
        yield from vocabulary.number_mistakes(self.figure, self.year_offset, path)
        figure = vocabulary.figures.get(self.figure)
        if figure and figure.unit and known(figure.unit, self.unit) and figure.unit != self.unit:
            sentence = f"Đơn vị “{self.unit}” khác đơn vị của số liệu là “{figure.unit}”."
            yield RulebookError(f"{path}.unit", sentence)


@dataclass(frozen=True, kw_only=True)
class Increasing(_Single):
    """A yearly figure rises strictly over the last `years` years (two years: one rise)."""

    kind: Literal["increasing"] = "increasing"
    figure: str
    years: int
    years_origin: Origin

    def mistakes(self, path: str, vocabulary: Vocabulary) -> Iterator[RulebookError]:
        yield from vocabulary.figure_mistakes(self.figure, ("series",), f"{path}.figure")
        if known(self.years) and not 2 <= self.years <= 1 - EARLIEST_OFFSET:
            yield RulebookError(f"{path}.years", f"Số năm so sánh phải từ 2 đến {1 - EARLIEST_OFFSET}.")


@dataclass(frozen=True, kw_only=True)
class PaperPresent(_Single):
    """A paper is in the dossier; with `valid_on` in force on that day, with `issued_from` not older than that day."""

    kind: Literal["paper"] = "paper"
    paper: str
    valid_on: date | None = None
    issued_from: date | None = None

    def mistakes(self, path: str, vocabulary: Vocabulary) -> Iterator[RulebookError]:
        if not known(self.paper, *vocabulary.papers):
            return
        paper = vocabulary.papers.get(self.paper)
        if paper is None:
            yield RulebookError(f"{path}.paper", f"Không có giấy tờ nào tên là “{self.paper}”.")
        elif not paper.dated and (self.valid_on or self.issued_from):
            sentence = f"Giấy tờ “{self.paper}” chưa khai dated = true nên không có ngày để so sánh."
            yield RulebookError(f"{path}.paper", sentence)


@dataclass(frozen=True, kw_only=True)
class FlagTrue(_Single):
    """A yes/no figure must be yes."""

    kind: Literal["flag"] = "flag"
    figure: str

    def mistakes(self, path: str, vocabulary: Vocabulary) -> Iterator[RulebookError]:
        yield from vocabulary.figure_mistakes(self.figure, ("flag",), f"{path}.figure")


@dataclass(frozen=True, kw_only=True)
class ChoiceIn(_Single):
    """The answer (or at least one of several answers) is among `options`."""

    kind: Literal["choice_in"] = "choice_in"
    figure: str
    options: tuple[str, ...]

    def mistakes(self, path: str, vocabulary: Vocabulary) -> Iterator[RulebookError]:
        yield from vocabulary.figure_mistakes(self.figure, ("choice", "set"), f"{path}.figure")
        yield from vocabulary.option_mistakes(self.figure, self.options, f"{path}.options", "")
        if not self.options:
            yield RulebookError(f"{path}.options", "Phải nêu ít nhất một phương án được chấp nhận.")


@dataclass(frozen=True, kw_only=True)
class Hold(_Single):
    """A yes/no figure must be no; while it is yes the entry waits, it is not refused."""

    kind: Literal["hold"] = "hold"
    figure: str

    def mistakes(self, path: str, vocabulary: Vocabulary) -> Iterator[RulebookError]:
        yield from vocabulary.figure_mistakes(self.figure, ("flag",), f"{path}.figure")


@dataclass(frozen=True, kw_only=True)
class Repeat(_Single):
    """Not honoured before: the same nominee within the last `seasons` seasons, or (without it) ever.

    "product": a product that has won cannot enter again (as in Quyết định 4100/QĐ-BNN-TCCB of 2024).
    """

    kind: Literal["repeat"] = "repeat"
    of: Literal["nominee", "product"]
    seasons: int | None = None

    def mistakes(self, path: str, vocabulary: Vocabulary) -> Iterator[RulebookError]:
        if self.seasons is not None and known(self.seasons) and self.seasons < 1:
            yield RulebookError(f"{path}.seasons", "Phải là số nguyên từ 1 trở lên.")


@dataclass(frozen=True, kw_only=True)
class _Composed(_Condition):
    """A condition made of others."""

    conditions: tuple[EligibilityRule, ...]

    def mistakes(self, path: str, vocabulary: Vocabulary) -> Iterator[RulebookError]:
        if len(self.conditions) < 2:
            yield RulebookError(f"{path}.conditions", "Phải gồm ít nhất hai điều kiện.")
        for index, one in enumerate(self.conditions):
            yield from one.mistakes(f"{path}.conditions[{index}]", vocabulary)


@dataclass(frozen=True, kw_only=True)
class AnyOf(_Composed):
    """At least one of the conditions is met."""

    kind: Literal["any_of"] = "any_of"


@dataclass(frozen=True, kw_only=True)
class AllOf(_Composed):
    """Every one of the conditions is met."""

    kind: Literal["all_of"] = "all_of"


EligibilityRule: TypeAlias = Threshold | Increasing | FlagTrue | ChoiceIn | Hold | Repeat | AnyOf | AllOf | PaperPresent


def walk_conditions(conditions: Iterable[EligibilityRule]) -> Iterator[EligibilityRule]:
    """Every condition, each composed one before its parts."""
    for condition in conditions:
        yield condition
        yield from walk_conditions(condition.conditions)


def placed_condition_keys(conditions: Iterable[EligibilityRule], path: str) -> Iterator[tuple[str, str]]:
    """Path and key of every condition: unique in the whole list, for a waiver names it by its key."""
    for index, condition in enumerate(conditions):
        yield f"{path}[{index}]", condition.key
        yield from placed_condition_keys(condition.conditions, f"{path}[{index}].conditions")
