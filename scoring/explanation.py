"""A result told step by step, for the minutes and for an objection. Means only, no judge's marks."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.counting import EntryCount
from scoring.decision import Outcome
from scoring.rounding import round_exact, vietnamese_number
from scoring.rulebook import Expert, Group, Rulebook, walk

MODE_WORDS = {"half_up": "nửa làm tròn lên", "half_even": "nửa làm tròn về chữ số chẵn"}


def explain(rulebook: Rulebook, entry_count: EntryCount) -> tuple[str, ...]:
    """The sentences of one entry's result, from sheets to outcome, by this rulebook."""
    return (
        _sheets_sentence(rulebook, entry_count),
        *_criteria_sentences(rulebook, entry_count),
        _total_sentence(rulebook, entry_count),
        *_rank_sentences(entry_count),
        _outcome_sentence(rulebook, entry_count),
    )


def _sheets_sentence(rulebook: Rulebook, one: EntryCount) -> str:
    least = rulebook.aggregation.minimum_sheets
    return f"Hồ sơ {one.entry} có {one.sheets} phiếu chấm hoàn chỉnh (thể lệ yêu cầu ít nhất {least} phiếu)."


def _criteria_sentences(rulebook: Rulebook, one: EntryCount) -> Iterator[str]:
    for criterion in walk(rulebook.variant(one.variant).criteria):
        points = vietnamese_number(round_exact(one.criteria[criterion.key], rulebook.rounding))
        most = vietnamese_number(criterion.max_points)
        if isinstance(criterion, Group):
            source = "tổng các tiêu chí trong nhóm"
        elif isinstance(criterion, Expert):
            source = f"trung bình cộng của {one.sheets} phiếu"
        else:
            source = "tính từ số liệu hồ sơ"
        yield f"{criterion.key}. {criterion.label}: {points}/{most} điểm ({source})."


def _total_sentence(rulebook: Rulebook, one: EntryCount) -> str:
    digits, mode = rulebook.rounding.digits, MODE_WORDS[rulebook.rounding.mode]
    printed = vietnamese_number(one.printed_total)
    return f"Tổng điểm: {printed}, làm tròn một lần đến {digits} chữ số thập phân ({mode})."


def _rank_sentences(one: EntryCount) -> Iterator[str]:
    if one.rank is not None:
        yield f"Xếp thứ {one.rank} theo tổng điểm đã làm tròn."
    if one.tie_step is not None:
        yield f"Có hồ sơ bằng tổng điểm; thứ tự được phân định bằng: {one.tie_step}."


def _outcome_sentence(rulebook: Rulebook, one: EntryCount) -> str:
    floor = vietnamese_number(rulebook.decision.floor)
    most = rulebook.decision.honours_total
    words = {
        Outcome.HONOURED: f"Đạt điểm sàn {floor} và trong số {most} hồ sơ đứng đầu: thuộc danh sách đề nghị tôn vinh.",
        Outcome.NOT_HONOURED: f"Đạt điểm sàn {floor} nhưng ngoài số {most} hồ sơ đứng đầu.",
        Outcome.BELOW_FLOOR: f"Tổng điểm thấp hơn điểm sàn {floor}.",
        Outcome.NOT_COUNTED: "Chưa đủ số phiếu chấm tối thiểu nên không xếp hạng.",
    }
    return words[one.outcome]
