"""What a dossier still lacks before it may be forwarded, one sentence each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from awards.nominations.dossier import DossierContent
from awards.nominations.wording import FIELD_LABELS
from scoring.asked import AskedFigure, asked, asked_papers
from scoring.eligibility import ConditionResult, Outcome, check
from scoring.figures import PaperDef
from scoring.limits import above_mistake, limit_mistake
from scoring.rulebook import Rulebook


@dataclass(frozen=True)
class Readiness:
    """The check before forwarding: what is missing or cannot be, and every condition with its reason."""

    gaps: tuple[str, ...]
    conditions: tuple[ConditionResult, ...]

    @property
    def failures(self) -> tuple[str, ...]:
        return tuple(result.sentence for result in self.conditions if result.outcome is Outcome.FAIL)

    @property
    def may_be_forwarded(self) -> bool:
        return not self.gaps and not self.failures


def readiness(rulebook: Rulebook, content: DossierContent) -> Readiness:
    """Compare a dossier with the season's rulebook."""
    variant = rulebook.variant(content.variant)
    questions = asked(variant, rulebook)
    conditions = check(rulebook, content.entry())
    gaps = (
        *_typed_gaps(content),
        *(gap for one in questions for gap in _figure_gaps(one, content)),
        *(sentence for one in questions for sentence in _beyond_limits(one, questions, content)),
        *(gap for paper in asked_papers(variant, rulebook) for gap in _paper_gaps(paper, content)),
    )
    unknown = tuple(result.sentence for result in conditions if result.outcome is Outcome.UNKNOWN)
    return Readiness(gaps or unknown, conditions)  # a condition is unknown because of a gap, which says it better


def _typed_gaps(content: DossierContent) -> Iterator[str]:
    filled = {
        "consent_on": content.consent_on,
        "consent_by": content.consent_by,
        "achievements": content.achievements or None,
    }
    return (f"Chưa có: {FIELD_LABELS[name].lower()}." for name, value in filled.items() if value is None)


def _figure_gaps(one: AskedFigure, content: DossierContent) -> Iterator[str]:
    if one.alternative:
        return
    if one.figure.kind != "series":
        if content.answer(one.figure.key) is None:
            yield f"Chưa trả lời: {one.figure.label}."
        return
    known = content.series.get(one.figure.key, {})
    years = [str(content.basis_year + offset) for offset in one.offsets if offset not in known]
    if years:
        yield f"Chưa có số liệu: {one.figure.label}, năm {', '.join(years)}."


def _beyond_limits(one: AskedFigure, questions: tuple[AskedFigure, ...], content: DossierContent) -> Iterator[str]:
    """Numbers typed under the limits of another season, or before the figure they are compared with."""
    other = next((asked.figure for asked in questions if asked.figure.key == one.figure.not_above), None)
    for offset, text in content.series.get(one.figure.key, {}).items():
        value = Fraction(text)
        ceiling = content.series.get(other.key, {}).get(offset) if other is not None else None
        sentences = [limit_mistake(one.figure, value)]
        if other is not None and ceiling is not None:
            sentences.append(above_mistake(one.figure, value, other, Fraction(ceiling)))
        year = f"Năm {content.basis_year + offset}: " if one.figure.kind == "series" else ""
        yield from (f"{year}{sentence}" for sentence in sentences if sentence is not None)


def _paper_gaps(paper: PaperDef, content: DossierContent) -> Iterator[str]:
    held = [one for one in content.papers if one.paper == paper.key]
    if paper.required and not held:
        yield f"Thiếu giấy tờ: {paper.label}."
    if paper.dated and held and all(one.issued_on is None for one in held):
        yield f"Chưa ghi ngày cấp của giấy tờ: {paper.label}."
