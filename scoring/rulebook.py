"""The published rules of one season as values.

A rulebook checks itself whole at birth: it either holds together or raises RulebookInvalid with
every mistake, each named by its path. Nothing in it is code: each number is data with an origin.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

from scoring.adjustments import Adjustment
from scoring.canonical import canonical_text
from scoring.conditions import EligibilityRule, placed_condition_keys
from scoring.criteria import Criterion, Expert, criterion_mistakes, judged_in, sum_mistakes, walk
from scoring.errors import RulebookError, RulebookInvalid
from scoring.figures import (
    KEY,
    FigureDef,
    Origin,
    PaperDef,
    Sourced,
    Vocabulary,
    key_mistakes,
    placed_key_mistakes,
)
from scoring.levels import Level
from scoring.ranking_rules import CriterionTie, Ranking
from scoring.rounding import MOST_DIGITS, Rounding
from scoring.unread import known


@dataclass(frozen=True, kw_only=True)
class Variant:
    """The conditions and the scoring table for some sectors or product groups of nominees."""

    key: str
    label: str
    sector_groups: tuple[str, ...]
    eligibility: tuple[EligibilityRule, ...] = ()
    criteria: tuple[Criterion, ...]
    adjustments: tuple[Adjustment, ...] = ()

    @cached_property
    def judged(self) -> tuple[Expert, ...]:
        """The criteria a judge marks, in the order of the table."""
        return judged_in(self.criteria)

    def criterion(self, key: str) -> Criterion:
        """The criterion or group of that key. Raises KeyError."""
        for criterion in walk(self.criteria):
            if criterion.key == key:
                return criterion
        raise KeyError(key)

    def mistakes(self, path: str, vocabulary: Vocabulary, max_total: Fraction) -> Iterator[RulebookError]:
        if not self.sector_groups:
            yield RulebookError(f"{path}.sector_groups", "Phải nêu ít nhất một nhóm lĩnh vực hoặc nhóm sản phẩm.")
        yield from placed_key_mistakes(placed_condition_keys(self.eligibility, f"{path}.eligibility"))
        for index, rule in enumerate(self.eligibility):
            yield from rule.mistakes(f"{path}.eligibility[{index}]", vocabulary)
        for index, adjustment in enumerate(self.adjustments):
            yield from adjustment.mistakes(f"{path}.adjustments[{index}]", vocabulary)
        if not self.criteria:
            yield RulebookError(f"{path}.criteria", "Phải có ít nhất một tiêu chí.")
            return
        yield from sum_mistakes(max_total, self.criteria, f"{path}.criteria")
        yield from placed_key_mistakes(self._placed_keys(path))
        for index, criterion in enumerate(self.criteria):
            yield from criterion_mistakes(criterion, f"{path}.criteria[{index}]", vocabulary)

    def _placed_keys(self, path: str) -> Iterator[tuple[str, str]]:
        """Keys of criteria and adjustments: unique together, for points are found by their key."""
        yield from _placed_keys(self.criteria, f"{path}.criteria")
        for index, adjustment in enumerate(self.adjustments):
            yield f"{path}.adjustments[{index}]", adjustment.key


@dataclass(frozen=True, kw_only=True)
class Rulebook:
    """All published rules of one award in one season. `notice` is shown wherever the rules are.

    `levels` stand in the order in which an entry passes them; the last one honours. `partial`: the
    table is only a part of the published one, so it makes no claim to a whole result.
    """

    key: str
    award: str
    title: str
    edition: int
    status: Literal["draft", "official"]
    partial: bool = False
    notice: str = ""
    basis: tuple[str, ...]
    figures: tuple[FigureDef, ...] = ()
    papers: tuple[PaperDef, ...] = ()
    variants: tuple[Variant, ...]
    max_total: Sourced[Fraction]
    bonus_above_max: bool = False
    quota_per_province: Sourced[int] | None = None
    recuse_own_province: bool
    recuse_origin: Origin
    rounding: Rounding
    ranking: Ranking
    levels: tuple[Level, ...]

    def __post_init__(self) -> None:
        errors = tuple(self.mistakes())
        if errors:
            raise RulebookInvalid(errors)

    @cached_property
    def canonical(self) -> str:
        """The one text of this rulebook; see scoring.canonical."""
        return canonical_text(self)

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of the canonical text: what a publication and a result name the rulebook by."""
        return hashlib.sha256(self.canonical.encode()).hexdigest()

    @cached_property
    def figures_by_key(self) -> Mapping[str, FigureDef]:
        """The figures by their keys."""
        return {figure.key: figure for figure in self.figures}

    @cached_property
    def paper_labels(self) -> Mapping[str, str]:
        """The names of the papers by their keys."""
        return {paper.key: paper.label for paper in self.papers}

    def variant(self, key: str) -> Variant:
        """The variant of that key. Raises KeyError."""
        for variant in self.variants:
            if variant.key == key:
                return variant
        raise KeyError(key)

    def variant_for(self, sector: str) -> Variant | None:
        """The variant that serves a sector or product group, or None when the award does not serve it."""
        return next((variant for variant in self.variants if sector in variant.sector_groups), None)

    def level(self, key: str | None = None) -> Level:
        """The level of that key; without one the last, which honours. Raises KeyError."""
        if key is None:
            return self.levels[-1]
        for level in self.levels:
            if level.key == key:
                return level
        raise KeyError(key)

    def mistakes(self) -> Iterator[RulebookError]:
        """Everything that is wrong with this rulebook, each mistake at its path."""
        for name, key in (("key", self.key), ("award", self.award)):
            if known(key) and not KEY.fullmatch(key):
                yield RulebookError(name, f"Khóa “{key}” chỉ được gồm chữ cái không dấu, số, _ và -.")
        if (self.status == "draft" or self.partial) and not self.notice:
            yield RulebookError("notice", "Bản nháp hoặc bản trích phải mang lời cảnh báo.")
        if not self.basis:
            yield RulebookError("basis", "Phải nêu ít nhất một căn cứ.")
        yield from self._vocabulary_mistakes()
        yield from self._variant_mistakes()
        yield from self._level_mistakes()
        yield from self._ranking_mistakes("ranking.tie_breaks")
        yield from self._number_mistakes()

    def _vocabulary_mistakes(self) -> Iterator[RulebookError]:
        yield from key_mistakes((figure.key for figure in self.figures), "figures")
        yield from key_mistakes((paper.key for paper in self.papers), "papers")
        figures = {figure.key: figure for figure in self.figures}
        for index, figure in enumerate(self.figures):
            yield from figure.mistakes(f"figures[{index}]")
            other = figures.get(figure.not_above)
            if figure.not_above and known(figure.not_above, *figures) and (other is None or other.kind != figure.kind):
                sentence = f"“{figure.not_above}” không phải là một số liệu cùng kiểu để so sánh."
                yield RulebookError(f"figures[{index}].not_above", sentence)

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
            path = _named("variants", variant.key, index)
            yield from variant.mistakes(path, vocabulary, self.max_total.value)
            for group in variant.sector_groups:
                if known(group) and group in served:
                    sentence = f"Nhóm lĩnh vực “{group}” đã thuộc bảng “{served[group]}”."
                    yield RulebookError(f"{path}.sector_groups", sentence)
                served.setdefault(group, variant.key)

    def _level_mistakes(self) -> Iterator[RulebookError]:
        if not self.levels:
            yield RulebookError("levels", "Phải có ít nhất một cấp xét chọn (level).")
        yield from key_mistakes((level.key for level in self.levels), "levels")
        judged = any(judged_in(variant.criteria) for variant in self.variants)
        for index, level in enumerate(self.levels):
            path = _named("levels", level.key, index)
            yield from level.mistakes(path, self.max_total.value)
            yield from self._limit_value_mistakes(level, path)
            if judged and level.aggregation.minimum_sheets == 0:
                yield RulebookError(
                    f"{path}.aggregation.minimum_sheets", "Có tiêu chí do giám khảo chấm thì phải cần ít nhất 1 phiếu."
                )
            wanted = ("honour", "classify") if index + 1 == len(self.levels) else ("forward",)
            if known(level.decision.purpose) and level.decision.purpose not in wanted:
                last = "Cấp cuối cùng là honour hoặc classify, các cấp trước là forward"
                here = " hoặc ".join(wanted)
                yield RulebookError(f"{path}.decision.purpose", f"{last}; ở đây phải là {here}.")

    def _limit_value_mistakes(self, level: Level, path: str) -> Iterator[RulebookError]:
        """A limit speaks of a sector, product group or variant that exists; a misspelt one would never fill."""
        groups = {group for variant in self.variants for group in variant.sector_groups}
        known_values = {
            "sector": groups,
            "product_group": groups,
            "variant": {variant.key for variant in self.variants},
        }
        for index, limit in enumerate(level.decision.limits):
            values = known_values.get(limit.by)
            if values and known(limit.value, *values) and limit.value not in ("", *values):
                sentence = f"Không bảng tiêu chí nào có “{limit.value}”."
                yield RulebookError(f"{path}.decision.limits[{index}].value", sentence)

    def _ranking_mistakes(self, path: str) -> Iterator[RulebookError]:
        selective = any(level.decision.is_selective for level in self.levels)
        balloted = any(level.meeting is not None and level.meeting.approval is not None for level in self.levels)
        yield from self.ranking.mistakes(path, selective=selective, balloted=balloted)
        for index, step in enumerate(self.ranking.tie_breaks):
            if isinstance(step, CriterionTie):
                yield from _tie_criterion_mistakes(step.criterion, self.variants, f"{path}[{index}].criterion")

    def _number_mistakes(self) -> Iterator[RulebookError]:
        """Counts and limits that make sense."""
        if known(self.edition) and self.edition < 1:
            yield RulebookError("edition", "Phải là số nguyên từ 1 trở lên.")
        quota = self.quota_per_province
        if quota is not None and known(quota.value) and quota.value < 1:
            yield RulebookError("quota_per_province.value", "Phải là số nguyên từ 1 trở lên.")
        if known(self.max_total.value) and self.max_total.value <= 0:
            yield RulebookError("max_total.value", "Tổng điểm tối đa phải lớn hơn 0.")
        if known(self.rounding.digits) and not 0 <= self.rounding.digits <= MOST_DIGITS:
            yield RulebookError("rounding.digits", f"Số chữ số thập phân phải từ 0 đến {MOST_DIGITS}.")


def _named(part: str, key: str, index: int) -> str:
    """The path of a variant or level: by its key where that could be read."""
    return f"{part}.{key}" if known(key) else f"{part}[{index}]"


def _placed_keys(criteria: Iterable[Criterion], path: str) -> Iterator[tuple[str, str]]:
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
