"""A result told step by step, from the sheets to the outcome, as data and as sentences.

Two readers: the nominee sees means only; the council also sees each sheet, by the judge's number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeAlias

from scoring.ballots import BallotResult
from scoring.computed import adjustment_marks, computed_mark
from scoring.counting import EntryCount
from scoring.criteria import Criterion, Expert, Group, computed_in, judged_in, walk
from scoring.decision import Outcome
from scoring.decision_rules import DecisionRule
from scoring.eligibility import check
from scoring.levels import Aggregation, Ballot, Level
from scoring.rounding import round_exact, vietnamese_number
from scoring.rulebook import Rulebook
from scoring.tally import Share

MODE_WORDS = {"half_up": "nửa làm tròn lên", "half_even": "nửa làm tròn về chữ số chẵn"}
DENOMINATOR_WORDS = {"all": "tổng số thành viên", "present": "số thành viên dự họp", "valid": "số phiếu hợp lệ"}
USE_WORDS = {
    "counted": "được tính",
    "dropped": "không tính theo cách lấy trung bình của thể lệ",
    "shared": "được tính một phần, vì bằng tổng điểm với phiếu khác ở chỗ bỏ phiếu cao nhất, thấp nhất",
    "incomplete": "chưa chấm đủ nên không tính",
    "abstained": "không chấm",
    "superseded": "được lưu, thay bằng phiếu chấm lại sau thảo luận",
}
ALONE = "không nêu điểm, vì chưa có từ hai phiếu được tính."
SUMMED = "tổng các tiêu chí trong nhóm"
OUTCOME_WORDS: Mapping[Outcome, str] = {
    Outcome.HONOURED: "Thuộc danh sách đề nghị tôn vinh.",
    Outcome.PROPOSED: "Thuộc danh sách đưa ra hội đồng bỏ phiếu; chưa có kết quả bỏ phiếu.",
    Outcome.FORWARDED: "Được đề nghị lên cấp trên.",
    Outcome.CLASSIFIED: "Được đánh giá, xếp loại theo tổng điểm.",
    Outcome.NOT_HONOURED: "Đứng ngoài số được đề nghị tôn vinh.",
    Outcome.NOT_FORWARDED: "Đứng ngoài số được đề nghị lên cấp trên.",
    Outcome.OVER_CAP: "Không được chọn vì đã đủ số lượng tối đa của tỉnh, lĩnh vực hoặc chủ thể này.",
    Outcome.NOT_APPROVED: "Không đủ phiếu tán thành theo thể lệ.",
    Outcome.REMOVED: "Hội đồng biểu quyết đưa ra khỏi danh sách.",
    Outcome.AWAITING_CHAIR: "Bằng nhau ở mọi bước phân định; chờ chủ tịch hội đồng quyết định, có ghi lý do.",
    Outcome.KNOCKED_OUT: "Không xếp hạng vì có tiêu chí dưới mức điểm liệt.",
    Outcome.NEEDS_DISCUSSION: "Chưa xếp hạng: hội đồng phải thảo luận và chấm lại vì điểm các phiếu chênh quá mức.",
    Outcome.NOT_COUNTED: "Chưa đủ số phiếu chấm tối thiểu nên không xếp hạng.",
    Outcome.INELIGIBLE: "Không xếp hạng vì không đạt điều kiện.",
    Outcome.ON_HOLD: "Không xếp hạng vì đang tạm dừng xét.",
    Outcome.UNKNOWN: "Không xếp hạng vì còn thiếu số liệu để xét điều kiện.",
}


class Audience(StrEnum):
    """Who reads the account."""

    NOMINEE = "nominee"
    COUNCIL = "council"


@dataclass(frozen=True)
class Step:
    """One step of the account: what it is about, the sentence, and the values it tells."""

    kind: str
    sentence: str
    values: Mapping[str, Any]

    @property
    def data(self) -> dict[str, Any]:
        """The values ready for JSON: exact numbers as texts."""
        return {name: str(value) if isinstance(value, Fraction) else value for name, value in self.values.items()}


Known: TypeAlias = dict[int, tuple[Fraction | None, tuple[Step, ...]]]
"""Steps by the identity of the exact number they tell, kept with that number so that its identity stays its own.
A count makes each number once; an equal one made apart is only put into words again."""


class Teller:
    """Tells the results of one level of a rulebook, entry by entry.

    What many entries have in common (the same points of a criterion, the same total of a judge's sheet) is put into
    words once: such a step is one object in all their accounts. Raises KeyError for an unknown level.
    """

    def __init__(self, rulebook: Rulebook, level: str | None = None) -> None:
        self._rulebook, self._level = rulebook, rulebook.level(level)
        self._tables: dict[tuple[str, int], Sequence[tuple[Criterion, Known | None]]] = {}
        self._shares: dict[tuple[int, str, int, str], Known] = {}

    def accounts(self, one: EntryCount) -> dict[Audience, tuple[Step, ...]]:
        """The account of one entry's result for each audience."""
        start = [*_condition_steps(self._rulebook, one), _sheets_step(self._level, one)]
        sheets = [*self._share_steps(one), *_spread_steps(self._level, one)]
        points = self._criterion_steps(one, alone=False)
        adjusted = [*_adjustment_steps(self._rulebook, one)]
        total, ranks = _total_step(self._rulebook, one), [*_rank_steps(one)]
        outcome = [*_outcome_steps(self._level.decision, one)]
        ballots = {audience: _ballot_steps(self._level, one, audience) for audience in Audience}
        alone = sum(share.use in ("counted", "shared") for share in one.shares) < 2
        nominee = [*start, *(self._criterion_steps(one, alone=True) if alone else points), *adjusted]
        if one.rank is not None or not alone:
            nominee.append(total)
        return {
            Audience.NOMINEE: (*nominee, *ranks, *ballots[Audience.NOMINEE], *outcome),
            Audience.COUNCIL: (
                *start, *sheets, *points, *adjusted, total, *ranks, *ballots[Audience.COUNCIL], *outcome
            ),
        }  # fmt: skip

    def _share_steps(self, one: EntryCount) -> Iterator[Step]:
        for share in one.shares:
            known = self._shares.setdefault((share.judge, share.group, share.round, share.use), {})
            found = known.get(id(share.total))
            if found is None:
                found = known[id(share.total)] = share.total, (_share_step(share),)
            yield from found[1]

    def _criterion_steps(self, one: EntryCount, *, alone: bool) -> list[Step]:
        """`alone`: the marks rest on one sheet, so that their mean would be that judge's own marks."""
        figures = self._rulebook.figures_by_key
        steps: list[Step] = []
        for criterion, known in self._table(one.variant, one.sheets):
            if alone and judged_in((criterion,)):
                steps.append(Step("criterion", f"{criterion.key}. {criterion.label}: {ALONE}", {"key": criterion.key}))
                continue
            exact = one.criteria[criterion.key]
            if known is None:
                source = SUMMED
                if not isinstance(criterion, Group | Expert):
                    working = computed_mark(criterion, one.given, figures).working
                    source = f"tính từ số liệu hồ sơ: {working.removesuffix('.')}"
                steps += self._points_steps(criterion, exact, source)
                continue
            found = known.get(id(exact))
            if found is None:
                source = SUMMED if isinstance(criterion, Group) else self._judged(one.sheets)
                found = known[id(exact)] = exact, tuple(self._points_steps(criterion, exact, source))
            steps += found[1]
        return steps

    def _table(self, variant: str, sheets: int) -> Sequence[tuple[Criterion, Known | None]]:
        """The criteria of a variant, those of judges' marks alone with the steps told for entries of so many sheets."""
        found = self._tables.get((variant, sheets))
        if found is None:
            criteria = walk(self._rulebook.variant(variant).criteria)
            found = self._tables[variant, sheets] = tuple(
                (one, None if computed_in((one,)) else {}) for one in criteria
            )
        return found

    def _judged(self, sheets: int) -> str:
        """How so many sheets became points."""
        return statistic_words(self._level.aggregation, f"{sheets} phiếu")

    def _points_steps(self, criterion: Criterion, exact: Fraction, source: str) -> Iterator[Step]:
        points = vietnamese_number(round_exact(exact, self._rulebook.rounding))
        data = {"key": criterion.key, "points": exact, "max": criterion.max_points}
        yield Step("criterion", f"{criterion.key}. {criterion.label}: {points}/{criterion.most} điểm ({source}).", data)
        if criterion.minimum is not None and exact < criterion.minimum:
            limit = vietnamese_number(criterion.minimum)
            told = {"key": criterion.key, "minimum": criterion.minimum}
            yield Step("minimum", f"{criterion.key}. {criterion.label}: dưới mức điểm liệt {limit}.", told)


def account(
    rulebook: Rulebook, one: EntryCount, audience: Audience = Audience.NOMINEE, level: str | None = None
) -> tuple[Step, ...]:
    """The steps of one entry's result at a level (the last one unless told). Raises KeyError for an unknown level."""
    return Teller(rulebook, level).accounts(one)[audience]


def explain(
    rulebook: Rulebook, one: EntryCount, audience: Audience = Audience.NOMINEE, level: str | None = None
) -> tuple[str, ...]:
    """The sentences of the account."""
    return tuple(step.sentence for step in account(rulebook, one, audience, level))


def _condition_steps(rulebook: Rulebook, one: EntryCount) -> Iterator[Step]:
    for condition in check(rulebook, one.given):
        data = {"key": condition.key, "outcome": str(condition.outcome), "clause": condition.clause}
        yield Step("condition", f"{condition.key}. {condition.label}: {condition.sentence}", data)


def _sheets_step(level: Level, one: EntryCount) -> Step:
    least = level.aggregation.minimum_sheets
    use = [share.use for share in one.shares if share.round == one.round]
    data = {"sheets": one.sheets, "minimum": least, "round": one.round}
    data |= {name: use.count(name) for name in ("abstained", "incomplete")}
    also = "".join(
        f", {data[name]} phiếu {words}"
        for name, words in (("incomplete", "chưa chấm đủ"), ("abstained", "không chấm"))
        if data[name]
    )
    again = f" ở vòng {one.round}" if one.round > 1 else ""
    sentence = (
        f"Hồ sơ {one.entry} có {one.sheets} phiếu chấm hoàn chỉnh{again}{also} (thể lệ yêu cầu ít nhất {least} phiếu)."
    )
    return Step("sheets", sentence, data)


def _share_step(share: Share) -> Step:
    data = {"judge": share.judge, "round": share.round, "group": share.group}
    data |= {"total": share.total, "use": share.use}
    return Step("sheet", f"{_share_name(share)}: {_share_total(share)}{USE_WORDS[share.use]}.", data)


def _share_name(share: Share) -> str:
    group = f", nhóm {share.group}" if share.group else ""
    again = f", vòng {share.round}" if share.round > 1 else ""
    return f"Phiếu của giám khảo số {share.judge}{group}{again}"


def _share_total(share: Share) -> str:
    return "" if share.total is None else f"{vietnamese_number(share.total)} điểm, "


def _spread_steps(level: Level, one: EntryCount) -> Iterator[Step]:
    if level.spread is None or one.spread is None:
        return
    wide = one.spread > level.spread.limit
    verdict = "vượt mức" if wide else "trong mức"
    limit = vietnamese_number(level.spread.limit)
    sentence = (
        f"Phiếu cao nhất và thấp nhất chênh nhau {vietnamese_number(one.spread)} điểm, {verdict} {limit} điểm cho phép."
    )
    if wide and one.round == level.spread.rounds:
        sentence += " Đã chấm lại đủ số vòng nên kết quả vòng này giữ nguyên."
    yield Step("spread", sentence, {"spread": one.spread, "limit": level.spread.limit, "wide": wide})


def statistic_words(rule: Aggregation, what: str) -> str:
    """How the sheets (`what`) become points: "trung bình cộng của 5 phiếu"."""
    if rule.method == "mean":
        words = f"trung bình cộng của {what}"
    elif rule.method == "median":
        words = f"trung vị của {what}"
    else:
        unit = "phiếu" if rule.over == "sheet" else "điểm"
        words = f"trung bình cộng của {what} sau khi bỏ {rule.trim} {unit} cao nhất và {rule.trim} {unit} thấp nhất"
    if rule.member_groups:
        weights = "; ".join(f"{group.label} {vietnamese_number(group.weight * 100)}%" for group in rule.member_groups)
        words += f", tính riêng từng nhóm rồi lấy trọng số ({weights})"
    return words


def _adjustment_steps(rulebook: Rulebook, one: EntryCount) -> Iterator[Step]:
    for mark in adjustment_marks(rulebook.variant(one.variant), one.given, rulebook.figures):
        data = {"key": mark.criterion, "points": mark.points}
        yield Step("adjustment", f"{mark.criterion}. {mark.label}: {mark.working}", data)
    if one.adjustments:
        base, total = (vietnamese_number(round_exact(exact, rulebook.rounding)) for exact in (one.base, one.total))
        kept = one.base + sum(one.adjustments.values(), Fraction(0)) != one.total
        word = " (giữ trong khung điểm)" if kept else ""
        data = {"base": one.base, "total": one.total}
        yield Step("adjusted", f"Điểm của bảng {base}, sau điểm cộng và điểm trừ {total}{word}.", data)


def _total_step(rulebook: Rulebook, one: EntryCount) -> Step:
    digits, mode = rulebook.rounding.digits, MODE_WORDS[rulebook.rounding.mode]
    printed = vietnamese_number(one.printed_total)
    sentence = f"Tổng điểm: {printed}, làm tròn một lần đến {digits} chữ số thập phân ({mode})."
    return Step("total", sentence, {"exact": one.total, "printed": one.printed_total})


def _rank_steps(one: EntryCount) -> Iterator[Step]:
    if one.rank is not None:
        yield Step("rank", f"Xếp thứ {one.rank} theo tổng điểm đã làm tròn.", {"rank": one.rank})
    if one.tie_step is not None:
        sentence = f"Có hồ sơ bằng tổng điểm; thứ tự được phân định bằng: {one.tie_step}."
        yield Step("tie", sentence, {"step": one.tie_step})


def _ballot_steps(level: Level, one: EntryCount, audience: Audience) -> Iterator[Step]:
    rule = level.meeting.approval if level.meeting else None
    if rule is None or one.ballot is None:
        return
    verdict = "đạt" if one.ballot.passed else "không đạt"
    if audience is Audience.NOMINEE:
        if one.ballot.quorate:
            yield Step("ballot", f"Hội đồng đã bỏ phiếu: {verdict}.", {"passed": one.ballot.passed})
        return
    yield Step(
        "ballot", _ballot_sentence(rule, one.ballot, verdict), {"yes": one.ballot.yes, "of": one.ballot.denominator}
    )


def _ballot_sentence(rule: Ballot, ballot: BallotResult, verdict: str) -> str:
    if not ballot.quorate:
        return f"Cuộc họp không đủ số thành viên dự ({ballot.present}/{ballot.members}) nên phiếu bầu không có giá trị."
    words = DENOMINATOR_WORDS[rule.denominator]
    sign = "trên" if rule.strictly else "ít nhất"
    sentence = f"Bỏ phiếu: {ballot.yes} phiếu tán thành, {words} là {ballot.denominator} (cần {sign} {rule.threshold})"
    if ballot.chair_decided:
        sentence += ", số phiếu ngang nhau nên theo phiếu của chủ tịch"
    return f"{sentence}: {verdict}."


def _outcome_steps(rule: DecisionRule, one: EntryCount) -> Iterator[Step]:
    if one.motion is not None:
        sentence = f"Hội đồng biểu quyết làm khác thứ hạng – {one.motion.partition(': ')[2]}"
        yield Step("motion", sentence, {"motion": one.motion})
    if one.tier is not None:
        label = next(tier.label for tier in rule.tiers if tier.key == one.tier)
        yield Step("tier", f"Xếp hạng: {label}.", {"tier": one.tier})
    data = {"outcome": str(one.outcome), "waiting": one.waiting}
    yield Step("outcome", _outcome_sentence(rule, one), data)


def _outcome_sentence(rule: DecisionRule, one: EntryCount) -> str:
    if one.outcome is Outcome.BELOW_FLOOR and rule.floor is not None:
        return f"Tổng điểm thấp hơn điểm sàn {vietnamese_number(rule.floor.value)}."
    if one.outcome is Outcome.WAITING:
        return f"Đứng thứ {one.waiting} trong danh sách dự bị."
    words = OUTCOME_WORDS[one.outcome]
    if rule.floor is not None and one.outcome in (Outcome.HONOURED, Outcome.NOT_HONOURED):
        return f"Đạt điểm sàn {vietnamese_number(rule.floor.value)}. {words}"
    return words
