"""What is said in place of a number that cannot be given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MOST_NAMED = 8


@dataclass(frozen=True, kw_only=True)
class NoAnswer:
    """There is no number, and the Vietnamese sentence says why. A value, never an exception."""

    sentence: str


@dataclass(frozen=True, kw_only=True)
class Part:
    """Entries (codes) and judges (numbers) linked by ballots, directly or through others."""

    entries: tuple[str, ...]
    judges: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class NotComparable(NoAnswer):
    """The ballots fall into parts without a common judge; within each part the raw means still stand."""

    parts: tuple[Part, ...]
    raw_means: Mapping[str, float]


NO_BALLOTS = NoAnswer(sentence="Chưa có phiếu nào nên chưa tính được.")
ONE_ENTRY = NoAnswer(sentence="Chỉ một hồ sơ có phiếu nên không có gì để so sánh.")
ONE_JUDGE = NoAnswer(
    sentence="Chỉ có một giám khảo nên không tách được độ nghiêm khắc của giám khảo khỏi chất lượng hồ sơ."
)
ALL_EQUAL = NoAnswer(sentence="Mọi phiếu cho cùng một điểm nên không có khác biệt nào để phân tích.")
NO_SPARE_BALLOT = NoAnswer(
    sentence="Số phiếu chỉ vừa đủ để nối các hồ sơ với nhau, không còn phiếu nào để biết sai số của một phiếu."
)
NO_NOISE = NoAnswer(
    sentence="Các phiếu khớp hoàn toàn với mô hình, không còn sai số nào để ước lượng nên không có khoảng tin cậy."
)
NOT_COMPLETE = NoAnswer(
    sentence="Chỉ số này cần mỗi giám khảo chấm mỗi hồ sơ đúng một phiếu; ở đây có phiếu thiếu hoặc lặp."
)
NOT_FOUND = NoAnswer(sentence="Phép tính không hội tụ trên các phiếu này nên không có kết quả.")


def named(codes: tuple[str, ...]) -> str:
    """The codes in a sentence; a long list is cut and says how many more there are."""
    shown = ", ".join(codes[:MOST_NAMED])
    more = len(codes) - MOST_NAMED
    return f"{shown} và {more} hồ sơ khác" if more > 0 else shown
