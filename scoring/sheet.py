"""A score sheet: one judge's marks for one entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from scoring.criteria import Expert
from scoring.rounding import vietnamese_number
from scoring.rulebook import Variant

LEAST_WORDS_OF_A_REASON = 3


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The marks of one judge (by number) for one entry (by code); None is a mark not yet given.

    `group` is the judge's member group, where the rulebook weighs groups. `round`: 1, or the round
    after a discussion. An abstention gives no marks and is not the same as a missing sheet.
    """

    entry: str
    judge: int
    marks: Mapping[str, Fraction | None]
    group: str = ""
    round: int = 1
    abstained: bool = False


@dataclass(frozen=True)
class MarkProblem:
    """What is wrong with one mark or its reason: the criterion's key and a sentence for the judge."""

    criterion: str
    sentence: str


def check_marks(variant: Variant, marks: Mapping[str, Fraction | None], *, complete: bool) -> tuple[MarkProblem, ...]:
    """Every mark that may not stand; `complete` also asks for the marks not yet given."""
    judged = variant.judged
    known = {criterion.key for criterion in judged}
    problems = [
        MarkProblem(key, f"“{key}” không phải là tiêu chí do giám khảo chấm.") for key in marks if key not in known
    ]
    for criterion in judged:
        problems.extend(_mark_problems(criterion, marks.get(criterion.key), complete))
    return tuple(problems)


def reason_asked(criterion: Expert, mark: Fraction | None) -> str | None:
    """Which of the rulebook's limits makes this mark ask for a written reason, in words; None where none does."""
    low, high = criterion.justify_below, criterion.justify_above
    if mark is not None and low is not None and mark <= low:
        return f"từ {vietnamese_number(low)} điểm trở xuống"
    if mark is not None and high is not None and mark >= high:
        return f"từ {vietnamese_number(high)} điểm trở lên"
    return None


def check_reasons(
    variant: Variant, marks: Mapping[str, Fraction | None], reasons: Mapping[str, str]
) -> tuple[MarkProblem, ...]:
    """Every mark for which the rulebook asks a reason that is not there, or says next to nothing."""
    judged = variant.judged
    asked = ((criterion, reason_asked(criterion, marks.get(criterion.key))) for criterion in judged)
    return tuple(
        MarkProblem(
            criterion.key, f"“{criterion.label}”: điểm {limit} phải ghi lý do (ít nhất {LEAST_WORDS_OF_A_REASON} từ)."
        )
        for criterion, limit in asked
        if limit is not None and len(reasons.get(criterion.key, "").split()) < LEAST_WORDS_OF_A_REASON
    )


def _mark_problems(criterion: Expert, mark: Fraction | None, complete: bool) -> Iterator[MarkProblem]:
    if mark is None:
        if complete:
            top = vietnamese_number(criterion.max_points)
            sentence = f"Chưa chấm tiêu chí “{criterion.label}” (từ 0 đến {top} điểm)."
            yield MarkProblem(criterion.key, sentence)
    elif mark < 0:
        yield MarkProblem(criterion.key, f"“{criterion.label}”: điểm không được nhỏ hơn 0.")
    elif mark > criterion.max_points:
        sentence = f"“{criterion.label}”: điểm không được lớn hơn {vietnamese_number(criterion.max_points)}."
        yield MarkProblem(criterion.key, sentence)
    elif mark % criterion.step:
        step, top = vietnamese_number(criterion.step), vietnamese_number(criterion.max_points)
        sentence = f"“{criterion.label}”: điểm phải theo bước {step} (ví dụ {step}; {top})."
        yield MarkProblem(criterion.key, sentence)
