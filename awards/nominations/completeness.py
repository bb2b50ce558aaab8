"""What a dossier still lacks before it may be sent on, one sentence each, by the section it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from awards.nominations.dossier import DossierContent
from awards.nominations.states import Part
from awards.nominations.wording import FIELD_LABELS
from scoring.asked import AskedFigure, asked, asked_papers
from scoring.conditions import (
    ChoiceIn,
    EligibilityRule,
    FlagTrue,
    Hold,
    Increasing,
    PaperPresent,
    Repeat,
    Threshold,
    walk_conditions,
)
from scoring.eligibility import ConditionResult, Outcome, check
from scoring.figures import PaperDef
from scoring.limits import above_mistake, limit_mistake
from scoring.rulebook import Rulebook

CONSENT_FIELDS = ("consent_on", "consent_by")


@dataclass(frozen=True)
class Gap:
    """One thing that is missing, or (``is_wrong``) that cannot be as it is."""

    part: Part
    sentence: str
    is_wrong: bool = False


@dataclass(frozen=True)
class Readiness:
    """The check before sending: what is missing or cannot be, and every condition with its reason."""

    found: tuple[Gap, ...]
    conditions: tuple[ConditionResult, ...]
    parts_of: dict[str, frozenset[Part]]
    """The sections each condition (by key) looks at."""

    @property
    def gaps(self) -> tuple[str, ...]:
        return tuple(gap.sentence for gap in self.found)

    @property
    def failures(self) -> tuple[str, ...]:
        return tuple(result.sentence for result in self.conditions if result.outcome is Outcome.FAIL)

    @property
    def may_be_forwarded(self) -> bool:
        return not self.gaps and not self.failures

    def gaps_in(self, part: Part) -> tuple[Gap, ...]:
        return tuple(gap for gap in self.found if gap.part is part)

    def conditions_about(self, part: Part) -> tuple[ConditionResult, ...]:
        """The conditions that look at something of this section."""
        return tuple(result for result in self.conditions if part in self.parts_of[result.key])


def readiness(rulebook: Rulebook, content: DossierContent) -> Readiness:
    """Compare a dossier with the season's rulebook."""
    variant = rulebook.variant(content.variant)
    questions = asked(variant, rulebook)
    conditions = check(rulebook, content.entry())
    series = {figure.key for figure in rulebook.figures if figure.kind == "series"}
    parts_of = {rule.key: frozenset(_looks_at(rule, series)) for rule in variant.eligibility}
    gaps = (
        *_typed_gaps(content),
        *(gap for one in questions for gap in _figure_gaps(one, content)),
        *(gap for one in questions for gap in _beyond_limits(one, questions, content)),
        *(gap for paper in asked_papers(variant, rulebook) for gap in _paper_gaps(paper, content)),
    )
    unknown = tuple(
        Gap(min(parts_of[result.key], key=list(Part).index), result.sentence)
        for result in conditions
        if result.outcome is Outcome.UNKNOWN
    )
    # a condition is unknown because of a gap, which says it better
    return Readiness(gaps or unknown, conditions, parts_of)


def _looks_at(rule: EligibilityRule, series: set[str]) -> Iterator[Part]:
    for one in walk_conditions((rule,)):
        if isinstance(one, PaperPresent):
            yield Part.PAPERS
        elif isinstance(one, Repeat):
            yield Part.ORGANISATION
        elif isinstance(one, FlagTrue | Hold | ChoiceIn):
            yield Part.DECLARATIONS
        elif isinstance(one, Threshold | Increasing):
            yield Part.FIGURES if one.figure in series else Part.DECLARATIONS


def part_of(one: AskedFigure) -> Part:
    """The section in which a figure is typed."""
    return Part.FIGURES if one.figure.kind == "series" else Part.DECLARATIONS


def _typed_gaps(content: DossierContent) -> Iterator[Gap]:
    filled = {
        "consent_on": content.consent_on,
        "consent_by": content.consent_by,
        "achievements": content.achievements or None,
    }
    for name, value in filled.items():
        if value is None:
            part = Part.CONSENT if name in CONSENT_FIELDS else Part.ACHIEVEMENTS
            yield Gap(part, f"Chưa có: {FIELD_LABELS[name].lower()}.")


def _figure_gaps(one: AskedFigure, content: DossierContent) -> Iterator[Gap]:
    if one.alternative:
        return
    if one.figure.kind != "series":
        if content.answer(one.figure.key) is None:
            yield Gap(Part.DECLARATIONS, f"Chưa trả lời: {one.figure.label}.")
        return
    known = content.series.get(one.figure.key, {})
    years = [str(content.basis_year + offset) for offset in one.offsets if offset not in known]
    if years:
        yield Gap(Part.FIGURES, f"Chưa có số liệu: {one.figure.label}, năm {', '.join(years)}.")


def _beyond_limits(one: AskedFigure, questions: tuple[AskedFigure, ...], content: DossierContent) -> Iterator[Gap]:
    """Numbers typed under the limits of another season, or before the figure they are compared with."""
    other = next((asked.figure for asked in questions if asked.figure.key == one.figure.not_above), None)
    for offset, text in content.series.get(one.figure.key, {}).items():
        value = Fraction(text)
        ceiling = content.series.get(other.key, {}).get(offset) if other is not None else None
        sentences = [limit_mistake(one.figure, value)]
        if other is not None and ceiling is not None:
            sentences.append(above_mistake(one.figure, value, other, Fraction(ceiling)))
        year = f"Năm {content.basis_year + offset}: " if one.figure.kind == "series" else ""
        for sentence in sentences:
            if sentence is not None:
                yield Gap(part_of(one), f"{year}{sentence}", is_wrong=True)


def _paper_gaps(paper: PaperDef, content: DossierContent) -> Iterator[Gap]:
    held = [one for one in content.papers if one.paper == paper.key]
    if paper.required and not held:
        yield Gap(Part.PAPERS, f"Thiếu giấy tờ: {paper.label}.")
    if paper.dated and held and all(one.issued_on is None for one in held):
        yield Gap(Part.PAPERS, f"Chưa ghi ngày cấp của giấy tờ: {paper.label}.")
