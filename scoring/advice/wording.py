"""What a council is told: plain sentences, no more digits than the ballots can carry."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from scoring.advice.rank_intervals import RankIntervals
from scoring.advice.severity import AdjustedScore
from scoring.advice.shortlist import Change, WithoutJudge
from scoring.advice.statement import NoAnswer

ADVICE = "Chỉ để tham khảo: kết quả chính thức tính đúng theo thể lệ."


def points(value: float | Fraction) -> str:
    """One digit after the comma, a half away from zero: "86,4"."""
    exact = Fraction(repr(value)) if isinstance(value, float) else value
    tenths = Decimal(exact.numerator * 10) / Decimal(exact.denominator)
    whole = int(tenths.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    sign = "-" if whole < 0 else ""
    return f"{sign}{abs(whole) // 10:,}".replace(",", ".") + f",{abs(whole) % 10}"


def mean_and_adjusted(score: AdjustedScore) -> str:
    """The raw mean, and what it would be if all judges were equally strict, with one standard error."""
    return (
        f"Trung bình {score.ballots} phiếu: {points(score.raw_mean)}. Nếu mọi giám khảo nghiêm khắc như nhau, "
        f"dự kiến {points(score.adjusted)} (± {points(score.adjusted_se)})."
    )


def undecided(intervals: RankIntervals) -> str:
    """The band of places around the line, or that there is none."""
    if not 0 < intervals.first < len(intervals.entries):
        return "Không có ranh giới nào giữa các hồ sơ này."
    if intervals.undecided is None:
        return f"Các phiếu này phân biệt được {intervals.first} vị trí đầu với các vị trí còn lại."
    low, high = intervals.undecided
    if low == high:
        return f"Vị trí {low} chưa phân biệt được với bên kia ranh giới bằng các phiếu này."
    return f"Các vị trí {low} đến {high} chưa phân biệt được bằng các phiếu này."


def without_judge(left: WithoutJudge) -> str:
    """How the list hangs on one judge: numbers only, no names of entries or people."""
    if isinstance(left.change, NoAnswer):
        return f"Nếu bỏ phiếu của giám khảo số {left.judge}: {left.change.sentence}"
    enters, leaves = len(left.change.enters), len(left.change.leaves)
    if not enters and not leaves:
        return f"Nếu bỏ phiếu của giám khảo số {left.judge}, danh sách không đổi."
    return f"Nếu bỏ phiếu của giám khảo số {left.judge}, danh sách sẽ thay đổi: +{enters}, −{leaves}."


def differing_lists(first: int, change: Change) -> str:
    """Which entries are within the first k by one score only; the procedure decides, not the model."""
    if not change.enters and not change.leaves:
        return f"{first} hồ sơ đầu theo điểm trung bình và theo điểm đã hiệu chỉnh là như nhau."
    return (
        f"{first} hồ sơ đầu khác nhau ở chỗ: chỉ theo điểm trung bình có {_listed(change.leaves)}; chỉ theo điểm đã "
        f"hiệu chỉnh có {_listed(change.enters)}. Hội đồng quyết định theo thủ tục và ghi lý do vào biên bản."
    )


def _listed(codes: tuple[str, ...]) -> str:
    return ", ".join(codes) or "không hồ sơ nào"
