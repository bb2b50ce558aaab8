"""The published rules of one season as values.

A rulebook checks itself whole at birth: it either holds together or raises RulebookInvalid with
every mistake, each named by its path. Nothing in it is code: each number is data with an origin.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from scoring.conditions import (
    EligibilityRule,
    FlagTrue,
    Hold,
    Increasing,
    PaperPresent,
    Threshold,
)
from scoring.criteria import (
    Anchor,
    Band,
    Banded,
    Criterion,
    Expert,
    Group,
    Lookup,
    OptionPoints,
    criterion_mistakes,
    sum_mistakes,
    walk,
)
from scoring.errors import RulebookError, RulebookInvalid
from scoring.figures import (
    KEY,
    FigureDef,
    Option,
    Origin,
    PaperDef,
    Sourced,
    Vocabulary,
    key_mistakes,
    placed_key_mistakes,
)
from scoring.rounding import MOST_DIGITS, Rounding
from scoring.unread import known

__all__ = [
    "Aggregation",
    "Anchor",
    "Band",
    "Banded",
    "Criterion",
    "CriterionTie",
    "DecisionRule",
    "EligibilityRule",
    "Expert",
    "FigureDef",
    "FlagTrue",
    "Group",
    "Hold",
    "Increasing",
    "Lookup",
    "LotTie",
    "Option",
    "OptionPoints",
    "Origin",
    "PaperDef",
    "PaperPresent",
    "Ranking",
    "Rounding",
    "Rulebook",
    "Sourced",
    "Threshold",
    "TieBreak",
    "Variant",
    "walk",
]


@dataclass(frozen=True, kw_only=True)
class Variant:
    """The conditions and the scoring table for some sectors of nominees."""

    key: str
    label: str
    sector_groups: tuple[str, ...]
    eligibility: tuple[EligibilityRule, ...]
    criteria: tuple[Criterion, ...]

    def criterion(self, key: str) -> Criterion:
        """The criterion or group of that key. Raises KeyError."""
        for criterion in walk(self.criteria):
            if criterion.key == key:
                return criterion
        raise KeyError(key)

    def mistakes(self, path: str, vocabulary: Vocabulary, max_total: Fraction) -> Iterator[RulebookError]:
        if not self.sector_groups:
            yield RulebookError(f"{path}.sector_groups", "Phải nêu ít nhất một nhóm lĩnh vực.")
        yield from key_mistakes((rule.key for rule in self.eligibility), f"{path}.eligibility")
        for index, rule in enumerate(self.eligibility):
            yield from rule.mistakes(f"{path}.eligibility[{index}]", vocabulary)
        if not self.criteria:
            yield RulebookError(f"{path}.criteria", "Phải có ít nhất một tiêu chí.")
            return
        yield from sum_mistakes(max_total, self.criteria, f"{path}.criteria")
        yield from placed_key_mistakes(_placed_keys(self.criteria, f"{path}.criteria"))
        for index, criterion in enumerate(self.criteria):
            yield from criterion_mistakes(criterion, f"{path}.criteria[{index}]", vocabulary)


@dataclass(frozen=True, kw_only=True)
class Aggregation:
    """How sheets become one mark: the mean, once `minimum_sheets` complete sheets are in."""

    method: Literal["mean"]
    minimum_sheets: int
    origin: Origin


@dataclass(frozen=True, kw_only=True)
class CriterionTie:
    """Equal totals: the higher mean of this criterion or group goes first."""

    kind: Literal["criterion"] = "criterion"
    criterion: str
    label: str
    origin: Origin


@dataclass(frozen=True, kw_only=True)
class LotTie:
    """Equal still: ascending SHA-256 of "seed:entry code". Anyone can repeat the draw."""

    kind: Literal["lot"] = "lot"
    seed: str
    label: str
    origin: Origin


TieBreak: TypeAlias = LotTie | CriterionTie


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """Competition ranks (1, 2, 2, 4) on the rounded total; ties go through the steps in order."""

    shared: Literal["competition"]
    tie_breaks: tuple[TieBreak, ...]

    def mistakes(self, path: str, variants: tuple[Variant, ...]) -> Iterator[RulebookError]:
        kinds = [step.kind for step in self.tie_breaks]
        if not kinds or kinds[-1] != "lot":
            yield RulebookError(path, "Bước phân định cuối cùng phải là bốc thăm (lot) để không còn đồng hạng.")
        for index, step in enumerate(self.tie_breaks):
            here = f"{path}[{index}]"
            if isinstance(step, CriterionTie):
                yield from _tie_criterion_mistakes(step.criterion, variants, f"{here}.criterion")
            elif index + 1 < len(kinds):
                yield RulebookError(here, "Bốc thăm đã phân định xong, không thể còn bước nào ở sau.")


@dataclass(frozen=True, kw_only=True)
class DecisionRule:
    """Who is honoured: at most `honours_total` entries whose rounded total reaches `floor`."""

    floor: Fraction
    floor_origin: Origin
    honours_total: int
    honours_total_origin: Origin


@dataclass(frozen=True, kw_only=True)
class Rulebook:
    """All published rules of one award in one season. `notice` is shown wherever the rules are."""

    key: str
    award: Literal["coopstar", "coopgold"]
    title: str
    edition: int
    status: Literal["draft", "official"]
    notice: str = ""
    basis: tuple[str, ...]
    figures: tuple[FigureDef, ...]
    papers: tuple[PaperDef, ...]
    variants: tuple[Variant, ...]
    max_total: Sourced[Fraction]
    quota_per_province: Sourced[int]
    recuse_own_province: bool
    recuse_origin: Origin
    aggregation: Aggregation
    rounding: Rounding
    ranking: Ranking
    decision: DecisionRule

    def __post_init__(self) -> None:
        errors = tuple(self.mistakes())
        if errors:
            raise RulebookInvalid(errors)

    def variant(self, key: str) -> Variant:
        """The variant of that key. Raises KeyError."""
        for variant in self.variants:
            if variant.key == key:
                return variant
        raise KeyError(key)

    def mistakes(self) -> Iterator[RulebookError]:
        """Everything that is wrong with this rulebook, each mistake at its path."""
        if known(self.key) and not KEY.fullmatch(self.key):
            yield RulebookError("key", f"Khóa “{self.key}” chỉ được gồm chữ cái không dấu, số, _ và -.")
        if self.status == "draft" and not self.notice:
            yield RulebookError("notice", "Bản nháp phải mang lời cảnh báo.")
        if not self.basis:
            yield RulebookError("basis", "Phải nêu ít nhất một căn cứ.")
        yield from self._vocabulary_mistakes()
        yield from self._variant_mistakes()
        yield from self.ranking.mistakes("ranking.tie_breaks", self.variants)
        yield from self._number_mistakes()

    def _vocabulary_mistakes(self) -> Iterator[RulebookError]:
        yield from key_mistakes((figure.key for figure in self.figures), "figures")
        yield from key_mistakes((paper.key for paper in self.papers), "papers")
        for index, figure in enumerate(self.figures):
            yield from figure.mistakes(f"figures[{index}]")

    def _variant_mistakes(self) -> Iterator[RulebookError]:
        vocabulary = Vocabulary(
            {figure.key: figure for figure in self.figures},
            {paper.key: paper for paper in self.papers},
        )
        if not self.variants:
            yield RulebookError("variants", "Phải có ít nhất một bảng tiêu chí (variant).")
        yield from key_mistakes((variant.key for variant in self.variants), "variants")
        served: dict[str, str] = {}
        for index, variant in enumerate(self.variants):
            path = f"variants.{variant.key}" if known(variant.key) else f"variants[{index}]"
            yield from variant.mistakes(path, vocabulary, self.max_total.value)
            for group in variant.sector_groups:
                if known(group) and group in served:
                    sentence = f"Nhóm lĩnh vực “{group}” đã thuộc bảng “{served[group]}”."
                    yield RulebookError(f"{path}.sector_groups", sentence)
                served.setdefault(group, variant.key)

    def _number_mistakes(self) -> Iterator[RulebookError]:
        """Counts and limits that make sense."""
        counts = {
            "edition": self.edition,
            "quota_per_province.value": self.quota_per_province.value,
            "aggregation.minimum_sheets": self.aggregation.minimum_sheets,
            "decision.honours_total": self.decision.honours_total,
        }
        for path, count in counts.items():
            if known(count) and count < 1:
                yield RulebookError(path, "Phải là số nguyên từ 1 trở lên.")
        if known(self.max_total.value) and self.max_total.value <= 0:
            yield RulebookError("max_total.value", "Tổng điểm tối đa phải lớn hơn 0.")
        if known(self.rounding.digits) and not 0 <= self.rounding.digits <= MOST_DIGITS:
            yield RulebookError("rounding.digits", f"Số chữ số thập phân phải từ 0 đến {MOST_DIGITS}.")
        floor = self.decision.floor
        if known(floor, self.max_total.value) and not 0 <= floor <= self.max_total.value:
            yield RulebookError("decision.floor", "Điểm sàn phải nằm trong thang điểm.")


def _placed_keys(criteria: tuple[Criterion, ...], path: str) -> Iterator[tuple[str, str]]:
    """Path and key of every criterion: unique in the whole table, for a mark is found by its key."""
    for index, criterion in enumerate(criteria):
        yield f"{path}[{index}]", criterion.key
        yield from _placed_keys(criterion.children, f"{path}[{index}].children")


def _tie_criterion_mistakes(key: str, variants: tuple[Variant, ...], path: str) -> Iterator[RulebookError]:
    """A tie step can compare only what every variant scores."""
    for variant in variants:
        keys = [criterion.key for criterion in walk(variant.criteria)]
        if known(key, variant.key, *keys) and keys and key not in keys:
            yield RulebookError(path, f"Bảng “{variant.key}” không có tiêu chí “{key}”.")
