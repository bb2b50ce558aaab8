"""May this entry compete? One result per condition, each with the sentence that says why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from scoring.entry import Entry
from scoring.figures import FigureDef
from scoring.rounding import vietnamese_number
from scoring.rulebook import EligibilityRule, FlagTrue, Hold, Increasing, PaperPresent, Rulebook, Threshold


class Outcome(StrEnum):
    """What one condition, or all of them together, says."""

    PASS = "pass"  # noqa: S105 - the outcome of a condition, no password
    FAIL = "fail"
    ON_HOLD = "on_hold"
    UNKNOWN = "unknown"


GRAVEST_FIRST = (Outcome.FAIL, Outcome.UNKNOWN, Outcome.ON_HOLD)


@dataclass(frozen=True, kw_only=True)
class ConditionResult:
    """The result of one condition. `figure` and `limit` are printed numbers, "" where none applies."""

    key: str
    label: str
    outcome: Outcome
    sentence: str
    figure: str
    limit: str
    clause: str


def check(rulebook: Rulebook, entry: Entry) -> tuple[ConditionResult, ...]:
    """Every condition of the entry's variant, in the order of the rulebook. Raises KeyError (unknown variant)."""
    figures = {figure.key: figure for figure in rulebook.figures}
    papers = {paper.key: paper.label for paper in rulebook.papers}
    return tuple(_check_one(rule, entry, figures, papers) for rule in rulebook.variant(entry.variant).eligibility)


def overall(results: Iterable[ConditionResult]) -> Outcome:
    """The gravest outcome: not met, then not known, then on hold; otherwise met."""
    found = {result.outcome for result in results}
    return next((outcome for outcome in GRAVEST_FIRST if outcome in found), Outcome.PASS)


def _check_one(
    rule: EligibilityRule, entry: Entry, figures: dict[str, FigureDef], papers: dict[str, str]
) -> ConditionResult:
    if isinstance(rule, Threshold):
        return _threshold(rule, entry, figures[rule.figure])
    if isinstance(rule, Increasing):
        return _increasing(rule, entry, figures[rule.figure])
    if isinstance(rule, PaperPresent):
        return _paper(rule, entry, papers[rule.paper])
    if isinstance(rule, FlagTrue):
        return _flag(rule, entry, figures[rule.figure].label)
    return _hold(rule, entry, figures[rule.figure].label)


def _result(
    rule: EligibilityRule, outcome: Outcome, sentence: str, figure: str = "", limit: str = ""
) -> ConditionResult:
    return ConditionResult(
        key=rule.key,
        label=rule.label,
        outcome=outcome,
        sentence=sentence,
        figure=figure,
        limit=limit,
        clause=rule.clause,
    )


def _threshold(rule: Threshold, entry: Entry, figure: FigureDef) -> ConditionResult:
    value = entry.value(rule.figure, rule.year_offset)
    limit = vietnamese_number(rule.limit)
    if value is None:
        return _result(rule, Outcome.UNKNOWN, _no_figure(figure, rule.year_offset), limit=limit)
    printed = vietnamese_number(value)
    met = value >= rule.limit
    verdict = "đạt" if met else "thấp hơn"
    sentence = f"{figure.label} {printed} {rule.unit}, {verdict} mức tối thiểu {limit}."
    return _result(rule, Outcome.PASS if met else Outcome.FAIL, sentence, printed, limit)


def _increasing(rule: Increasing, entry: Entry, figure: FigureDef) -> ConditionResult:
    offsets = range(1 - rule.years, 1)
    values = [entry.value(rule.figure, offset) for offset in offsets]
    for offset, value in zip(offsets, values, strict=True):
        if value is None:
            return _result(rule, Outcome.UNKNOWN, _no_figure(figure, offset))
    known = [value for value in values if value is not None]
    printed = " → ".join(vietnamese_number(value) for value in known)
    met = all(later > earlier for earlier, later in pairwise(known))
    verdict = "năm sau cao hơn năm trước" if met else "năm sau không cao hơn năm trước"
    sentence = f"{figure.label} {rule.years} năm gần nhất: {printed} {figure.unit}, {verdict}."
    return _result(rule, Outcome.PASS if met else Outcome.FAIL, sentence, printed)


def _paper(rule: PaperPresent, entry: Entry, label: str) -> ConditionResult:
    if rule.paper in entry.papers:
        return _result(rule, Outcome.PASS, f"Hồ sơ đã có “{label}”.")
    return _result(rule, Outcome.FAIL, f"Hồ sơ chưa có “{label}”.")


def _flag(rule: FlagTrue, entry: Entry, label: str) -> ConditionResult:
    answer = entry.flags.get(rule.figure)
    if answer is None:
        return _result(rule, Outcome.UNKNOWN, f"Chưa có câu trả lời cho mục “{label}”.")
    if answer:
        return _result(rule, Outcome.PASS, f"“{label}”: có.", "có")
    return _result(rule, Outcome.FAIL, f"“{label}”: không, nên không đạt điều kiện.", "không")


def _hold(rule: Hold, entry: Entry, label: str) -> ConditionResult:
    answer = entry.flags.get(rule.figure)
    if answer is None:
        return _result(rule, Outcome.UNKNOWN, f"Chưa có câu trả lời cho mục “{label}”.")
    if answer:
        sentence = f"“{label}”: có, nên tạm dừng xét cho đến khi có kết luận."
        return _result(rule, Outcome.ON_HOLD, sentence, "có")
    return _result(rule, Outcome.PASS, f"“{label}”: không.", "không")


def _no_figure(figure: FigureDef, offset: int) -> str:
    when = "năm gần nhất" if offset == 0 else f"{-offset} năm trước năm gần nhất"
    return f"Chưa có số liệu “{figure.label}” của {when}."
