"""May this entry compete? One result per condition, each with the sentence that says why."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from scoring.conditions import (
    AllOf,
    AnyOf,
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
from scoring.entry import Entry
from scoring.errors import ScoringError
from scoring.figures import FigureDef
from scoring.rounding import vietnamese_date, vietnamese_number
from scoring.rulebook import Rulebook


class Outcome(StrEnum):
    """What one condition, or all of them together, says. WAIVED: set aside for this entry, with a reason."""

    PASS = "pass"  # noqa: S105 - the outcome of a condition, no password
    WAIVED = "waived"
    FAIL = "fail"
    ON_HOLD = "on_hold"
    UNKNOWN = "unknown"


GRAVEST_FIRST = (Outcome.FAIL, Outcome.UNKNOWN, Outcome.ON_HOLD)
MET = (Outcome.PASS, Outcome.WAIVED)
COMPARE: Mapping[str, tuple[Callable[[Fraction, Fraction], bool], str, str]] = {
    ">=": (operator.ge, "đạt mức tối thiểu", "thấp hơn mức tối thiểu"),
    ">": (operator.gt, "cao hơn mức", "không cao hơn mức"),
    "<=": (operator.le, "không quá mức tối đa", "vượt mức tối đa"),
    "<": (operator.lt, "thấp hơn mức", "không thấp hơn mức"),
}


@dataclass(frozen=True, kw_only=True)
class ConditionResult:
    """The result of one condition.

    `figure` and `limit` are printed for people, "" where none applies. `parts` are the results of
    the conditions a composed one is made of.
    """

    key: str
    label: str
    outcome: Outcome
    sentence: str
    figure: str = ""
    limit: str = ""
    clause: str
    parts: tuple[ConditionResult, ...] = ()


@dataclass(frozen=True)
class _Words:
    """The labels a condition's sentence needs."""

    figures: Mapping[str, FigureDef]
    papers: Mapping[str, str]


def check(rulebook: Rulebook, entry: Entry) -> tuple[ConditionResult, ...]:
    """Every condition of the entry's variant, in the order of the rulebook.

    Raises KeyError (unknown variant), ScoringError (a waiver of a condition that may not be waived).
    A hold may always be released with a reason; that is what it waits for.
    """
    rules = rulebook.variant(entry.variant).eligibility
    if entry.waivers:
        waivable = {rule.key for rule in walk_conditions(rules) if rule.waivable or isinstance(rule, Hold)}
        for key in sorted(entry.waivers.keys() - waivable):
            raise ScoringError(f"Hồ sơ {entry.code}: thể lệ không cho miễn điều kiện “{key}”.")
    words = _Words(rulebook.figures_by_key, rulebook.paper_labels)
    return tuple(_check_one(rule, entry, words) for rule in rules)


def overall(results: Iterable[ConditionResult]) -> Outcome:
    """The gravest outcome: not met, then not known, then on hold; otherwise met."""
    found = {result.outcome for result in results}
    return next((outcome for outcome in GRAVEST_FIRST if outcome in found), Outcome.PASS)


def _check_one(rule: EligibilityRule, entry: Entry, words: _Words) -> ConditionResult:
    result = _look_at(rule, entry, words)
    reason = entry.waivers.get(rule.key)
    if reason is None or result.outcome in MET:
        return result
    return replace(result, outcome=Outcome.WAIVED, sentence=f"{result.sentence} Được miễn, lý do: {reason}")


def _look_at(rule: EligibilityRule, entry: Entry, words: _Words) -> ConditionResult:
    if isinstance(rule, Threshold):
        return _threshold(rule, entry, words.figures[rule.figure])
    if isinstance(rule, Increasing):
        return _increasing(rule, entry, words.figures[rule.figure])
    if isinstance(rule, PaperPresent):
        return _paper(rule, entry, words.papers[rule.paper])
    if isinstance(rule, Repeat):
        return _repeat(rule, entry)
    if isinstance(rule, ChoiceIn):
        return _choice(rule, entry, words.figures[rule.figure])
    if isinstance(rule, AnyOf | AllOf):
        return _composed(rule, entry, words)
    return _flag(rule, entry, words.figures[rule.figure].label)


def _result(
    rule: EligibilityRule,
    outcome: Outcome,
    sentence: str,
    figure: str = "",
    limit: str = "",
    parts: tuple[ConditionResult, ...] = (),
) -> ConditionResult:
    return ConditionResult(
        key=rule.key,
        label=rule.label,
        outcome=outcome,
        sentence=sentence,
        figure=figure,
        limit=limit,
        clause=rule.clause,
        parts=parts,
    )


def _composed(rule: AnyOf | AllOf, entry: Entry, words: _Words) -> ConditionResult:
    """Any of: one met condition is enough; a missing figure or an open hold is not yet a refusal."""
    parts = tuple(_check_one(one, entry, words) for one in rule.conditions)
    found = {part.outcome for part in parts}
    if isinstance(rule, AllOf):
        outcome, title = overall(parts), "Phải đạt mọi điều kiện"
    else:
        order = (*MET, Outcome.UNKNOWN, Outcome.ON_HOLD)
        outcome = next((one for one in order if one in found), Outcome.FAIL)
        outcome, title = (Outcome.PASS if outcome in MET else outcome), "Chỉ cần đạt một điều kiện"
    told = " ".join(part.sentence for part in parts)
    return _result(rule, outcome, f"{title}: {told}", parts=parts)


def _threshold(rule: Threshold, entry: Entry, figure: FigureDef) -> ConditionResult:
    value = entry.value(rule.figure, rule.year_offset)
    limit = rule.limit_words
    if value is None:
        return _result(rule, Outcome.UNKNOWN, _no_figure(figure, rule.year_offset), limit=limit)
    compare, yes, no = COMPARE[rule.operator]
    printed = vietnamese_number(value)
    met = compare(value, rule.limit)
    sentence = f"{figure.label} {printed} {rule.unit}, {yes if met else no} {limit}."
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
    paper = entry.papers.get(rule.paper)
    if paper is None:
        return _result(rule, Outcome.FAIL, f"Hồ sơ chưa có “{label}”.")
    if rule.valid_on is None and rule.issued_from is None:
        return _result(rule, Outcome.PASS, f"Hồ sơ đã có “{label}”.")
    if rule.valid_on is not None and paper.expires is not None and paper.expires < rule.valid_on:
        told = f"“{label}” hết hạn ngày {vietnamese_date(paper.expires)}, trước ngày {vietnamese_date(rule.valid_on)}."
        return _result(rule, Outcome.FAIL, told, vietnamese_date(paper.expires), _day_limit(rule))
    if paper.issued is None:
        return _result(rule, Outcome.UNKNOWN, f"“{label}” chưa ghi ngày cấp.", limit=_day_limit(rule))
    outcome, told = _dated(rule, paper.issued)
    figure = vietnamese_date(paper.issued)
    return _result(rule, outcome, f"“{label}” cấp ngày {figure}{told}", figure, _day_limit(rule))


def _dated(rule: PaperPresent, issued: date) -> tuple[Outcome, str]:
    """Whether a paper that has not expired is young enough, and not younger than the day."""
    if rule.issued_from is not None and issued < rule.issued_from:
        return Outcome.FAIL, f", trước ngày {vietnamese_date(rule.issued_from)}."
    if rule.valid_on is None:
        return Outcome.PASS, ", đúng thời hạn."
    day = vietnamese_date(rule.valid_on)
    if issued > rule.valid_on:
        return Outcome.FAIL, f", sau ngày {day}."
    return Outcome.PASS, f", còn hiệu lực ngày {day}."


def _day_limit(rule: PaperPresent) -> str:
    parts = []
    if rule.issued_from is not None:
        parts.append(f"cấp từ {vietnamese_date(rule.issued_from)}")
    if rule.valid_on is not None:
        parts.append(f"còn hiệu lực ngày {vietnamese_date(rule.valid_on)}")
    return ", ".join(parts)


def _repeat(rule: Repeat, entry: Entry) -> ConditionResult:
    name = "Đơn vị" if rule.of == "nominee" else "Sản phẩm"
    limit = "chưa từng được tôn vinh" if rule.seasons is None else f"không trong {rule.seasons} mùa giải gần nhất"
    past = entry.past_honours.get(rule.of)
    if past is None:
        return _result(
            rule, Outcome.UNKNOWN, f"Chưa đối chiếu sổ tôn vinh các mùa giải trước của {name.lower()}.", limit=limit
        )
    barred = [ago for ago in sorted(past) if rule.seasons is None or ago <= rule.seasons]
    if not barred:
        return _result(rule, Outcome.PASS, f"{name} không thuộc diện đã được tôn vinh ({limit}).", limit=limit)
    ago = f"{barred[0]} mùa giải trước"
    return _result(rule, Outcome.FAIL, f"{name} đã được tôn vinh {ago}; thể lệ yêu cầu {limit}.", ago, limit)


def _choice(rule: ChoiceIn, entry: Entry, figure: FigureDef) -> ConditionResult:
    held = entry.held(rule.figure)
    labels = {option.key: option.label for option in figure.options}
    limit = "; ".join(labels[option] for option in rule.options)
    if held is None:
        return _result(rule, Outcome.UNKNOWN, f"Chưa có câu trả lời cho mục “{figure.label}”.", limit=limit)
    given = "; ".join(labels.get(option, option) for option in sorted(held)) or "không có"
    met = bool(held & set(rule.options))
    sentence = f"{figure.label}: {given}, {'thuộc' if met else 'không thuộc'} diện được chấp nhận ({limit})."
    return _result(rule, Outcome.PASS if met else Outcome.FAIL, sentence, given, limit)


def _flag(rule: FlagTrue | Hold, entry: Entry, label: str) -> ConditionResult:
    answer = entry.flags.get(rule.figure)
    if answer is None:
        return _result(rule, Outcome.UNKNOWN, f"Chưa có câu trả lời cho mục “{label}”.")
    said = "có" if answer else "không"
    if isinstance(rule, FlagTrue):
        if answer:
            return _result(rule, Outcome.PASS, f"“{label}”: có.", said)
        return _result(rule, Outcome.FAIL, f"“{label}”: không, nên không đạt điều kiện.", said)
    if answer:
        return _result(rule, Outcome.ON_HOLD, f"“{label}”: có, nên tạm dừng xét cho đến khi có kết luận.", said)
    return _result(rule, Outcome.PASS, f"“{label}”: không.", said)


def _no_figure(figure: FigureDef, offset: int) -> str:
    if figure.kind == "number":
        return f"Chưa có số liệu “{figure.label}”."
    when = "năm gần nhất" if offset == 0 else f"{-offset} năm trước năm gần nhất"
    return f"Chưa có số liệu “{figure.label}” của {when}."
