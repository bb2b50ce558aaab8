"""May this entry compete? One result per condition, each with the sentence that says why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

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
)
from scoring.entry import Entry
from scoring.figures import FigureDef
from scoring.rounding import vietnamese_date, vietnamese_number
from scoring.rulebook import Rulebook
from scoring.verdicts import MET, Outcome, gravest, joint, refuse_waivers, verdict

__all__ = ["MET", "ConditionResult", "Outcome", "check", "overall"]
COMPARED: Mapping[str, tuple[str, str]] = {
    ">=": ("đạt mức tối thiểu", "thấp hơn mức tối thiểu"),
    ">": ("cao hơn mức", "không cao hơn mức"),
    "<=": ("không quá mức tối đa", "vượt mức tối đa"),
    "<": ("thấp hơn mức", "không thấp hơn mức"),
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
    refuse_waivers(rules, entry)
    words = _Words(rulebook.figures_by_key, rulebook.paper_labels)
    return tuple(_check_one(rule, entry, words) for rule in rules)


def overall(results: Iterable[ConditionResult]) -> Outcome:
    """The gravest outcome: not met, then not known, then on hold; otherwise met."""
    return gravest([result.outcome for result in results])


def _check_one(rule: EligibilityRule, entry: Entry, words: _Words) -> ConditionResult:
    result = _look_at(rule, entry, words)
    reason = entry.waivers.get(rule.key)
    if reason is None or result.outcome in MET:
        return result
    return replace(result, outcome=Outcome.WAIVED, sentence=f"{result.sentence} Được miễn, lý do: {reason}")


def _look_at(rule: EligibilityRule, entry: Entry, words: _Words) -> ConditionResult:
    if isinstance(rule, AnyOf | AllOf):
        return _composed(rule, entry, words)
    outcome = verdict(rule, entry)
    if isinstance(rule, Threshold):
        return _threshold(rule, entry, outcome, words.figures[rule.figure])
    if isinstance(rule, Increasing):
        return _increasing(rule, entry, outcome, words.figures[rule.figure])
    if isinstance(rule, PaperPresent):
        return _paper(rule, entry, outcome, words.papers[rule.paper])
    if isinstance(rule, Repeat):
        return _repeat(rule, entry, outcome)
    if isinstance(rule, ChoiceIn):
        return _choice(rule, entry, outcome, words.figures[rule.figure])
    return _flag(rule, outcome, words.figures[rule.figure].label)


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
    parts = tuple(_check_one(one, entry, words) for one in rule.conditions)
    title = "Phải đạt mọi điều kiện" if isinstance(rule, AllOf) else "Chỉ cần đạt một điều kiện"
    told = " ".join(part.sentence for part in parts)
    return _result(rule, joint(rule, [part.outcome for part in parts]), f"{title}: {told}", parts=parts)


def _threshold(rule: Threshold, entry: Entry, outcome: Outcome, figure: FigureDef) -> ConditionResult:
    value = entry.value(rule.figure, rule.year_offset)
    limit = rule.limit_words
    if value is None:
        return _result(rule, outcome, _no_figure(figure, rule.year_offset), limit=limit)
    yes, no = COMPARED[rule.operator]
    printed = vietnamese_number(value)
    sentence = f"{figure.label} {printed} {rule.unit}, {yes if outcome is Outcome.PASS else no} {limit}."
    return _result(rule, outcome, sentence, printed, limit)


def _increasing(rule: Increasing, entry: Entry, outcome: Outcome, figure: FigureDef) -> ConditionResult:
    printed: list[str] = []
    for offset in range(1 - rule.years, 1):
        value = entry.value(rule.figure, offset)
        if value is None:
            return _result(rule, outcome, _no_figure(figure, offset))
        printed.append(vietnamese_number(value))
    rising = " → ".join(printed)
    words = "năm sau cao hơn năm trước" if outcome is Outcome.PASS else "năm sau không cao hơn năm trước"
    sentence = f"{figure.label} {rule.years} năm gần nhất: {rising} {figure.unit}, {words}."
    return _result(rule, outcome, sentence, rising)


def _paper(rule: PaperPresent, entry: Entry, outcome: Outcome, label: str) -> ConditionResult:
    paper = entry.papers.get(rule.paper)
    if paper is None:
        return _result(rule, outcome, f"Hồ sơ chưa có “{label}”.")
    if rule.valid_on is None and rule.issued_from is None:
        return _result(rule, outcome, f"Hồ sơ đã có “{label}”.")
    if rule.valid_on is not None and paper.expires is not None and paper.expires < rule.valid_on:
        told = f"“{label}” hết hạn ngày {vietnamese_date(paper.expires)}, trước ngày {vietnamese_date(rule.valid_on)}."
        return _result(rule, outcome, told, vietnamese_date(paper.expires), _day_limit(rule))
    if paper.issued is None:
        return _result(rule, outcome, f"“{label}” chưa ghi ngày cấp.", limit=_day_limit(rule))
    figure = vietnamese_date(paper.issued)
    told = f"“{label}” cấp ngày {figure}{_dated(rule, paper.issued)}"
    return _result(rule, outcome, told, figure, _day_limit(rule))


def _dated(rule: PaperPresent, issued: date) -> str:
    """Of a paper that has not expired: whether it is young enough, and not younger than the day."""
    if rule.issued_from is not None and issued < rule.issued_from:
        return f", trước ngày {vietnamese_date(rule.issued_from)}."
    if rule.valid_on is None:
        return ", đúng thời hạn."
    word = "sau" if issued > rule.valid_on else "còn hiệu lực"
    return f", {word} ngày {vietnamese_date(rule.valid_on)}."


def _day_limit(rule: PaperPresent) -> str:
    parts = []
    if rule.issued_from is not None:
        parts.append(f"cấp từ {vietnamese_date(rule.issued_from)}")
    if rule.valid_on is not None:
        parts.append(f"còn hiệu lực ngày {vietnamese_date(rule.valid_on)}")
    return ", ".join(parts)


def _repeat(rule: Repeat, entry: Entry, outcome: Outcome) -> ConditionResult:
    name = "Đơn vị" if rule.of == "nominee" else "Sản phẩm"
    limit = "chưa từng được tôn vinh" if rule.seasons is None else f"không trong {rule.seasons} mùa giải gần nhất"
    past = entry.past_honours.get(rule.of)
    if past is None:
        return _result(rule, outcome, f"Chưa đối chiếu sổ tôn vinh các mùa giải trước của {name.lower()}.", limit=limit)
    if outcome is Outcome.PASS:
        return _result(rule, outcome, f"{name} không thuộc diện đã được tôn vinh ({limit}).", limit=limit)
    ago = f"{min(past)} mùa giải trước"
    return _result(rule, outcome, f"{name} đã được tôn vinh {ago}; thể lệ yêu cầu {limit}.", ago, limit)


def _choice(rule: ChoiceIn, entry: Entry, outcome: Outcome, figure: FigureDef) -> ConditionResult:
    held = entry.held(rule.figure)
    labels = {option.key: option.label for option in figure.options}
    limit = "; ".join(labels[option] for option in rule.options)
    if held is None:
        return _result(rule, outcome, f"Chưa có câu trả lời cho mục “{figure.label}”.", limit=limit)
    given = "; ".join(labels.get(option, option) for option in sorted(held)) or "không có"
    word = "thuộc" if outcome is Outcome.PASS else "không thuộc"
    return _result(rule, outcome, f"{figure.label}: {given}, {word} diện được chấp nhận ({limit}).", given, limit)


def _flag(rule: FlagTrue | Hold, outcome: Outcome, label: str) -> ConditionResult:
    if outcome is Outcome.UNKNOWN:
        return _result(rule, outcome, f"Chưa có câu trả lời cho mục “{label}”.")
    met = outcome is Outcome.PASS
    if isinstance(rule, FlagTrue):
        told, said = ("có.", "có") if met else ("không, nên không đạt điều kiện.", "không")
    else:
        told, said = ("không.", "không") if met else ("có, nên tạm dừng xét cho đến khi có kết luận.", "có")
    return _result(rule, outcome, f"“{label}”: {told}", said)


def _no_figure(figure: FigureDef, offset: int) -> str:
    if figure.kind == "number":
        return f"Chưa có số liệu “{figure.label}”."
    when = "năm gần nhất" if offset == 0 else f"{-offset} năm trước năm gần nhất"
    return f"Chưa có số liệu “{figure.label}” của {when}."
