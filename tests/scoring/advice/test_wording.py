"""What a council is told, word for word."""

from __future__ import annotations

from fractions import Fraction

import pytest

from scoring.advice.rank_intervals import RankInterval, RankIntervals
from scoring.advice.severity import AdjustedScore
from scoring.advice.shortlist import Change, WithoutJudge
from scoring.advice.statement import ONE_JUDGE
from scoring.advice.wording import differing_lists, mean_and_adjusted, points, undecided, without_judge


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (86.4, "86,4"),
        (86.35, "86,4"),
        (Fraction(8635, 100), "86,4"),
        (87.0, "87,0"),
        (1234.56, "1.234,6"),
        (-0.04, "0,0"),
        (-2.25, "-2,3"),
        (1e-9, "0,0"),
    ],
)
def test_points_have_one_digit_after_the_comma(value: float | Fraction, text: str) -> None:
    assert points(value) == text


def test_the_mean_and_the_adjusted_score() -> None:
    score = AdjustedScore(
        entry="CS-1", ballots=5, raw_mean=86.4, effect=7.1, effect_se=1.8, adjusted=87.1, adjusted_se=1.9
    )
    assert mean_and_adjusted(score) == (
        "Trung bình 5 phiếu: 86,4. Nếu mọi giám khảo nghiêm khắc như nhau, dự kiến 87,1 (± 1,9)."
    )


@pytest.mark.parametrize(
    ("first", "band", "sentence"),
    [
        (100, (93, 109), "Các vị trí 93 đến 109 chưa phân biệt được bằng các phiếu này."),
        (100, (100, 100), "Vị trí 100 chưa phân biệt được với bên kia ranh giới bằng các phiếu này."),
        (100, None, "Các phiếu này phân biệt được 100 vị trí đầu với các vị trí còn lại."),
        (120, None, "Không có ranh giới nào giữa các hồ sơ này."),
        (0, None, "Không có ranh giới nào giữa các hồ sơ này."),
    ],
)
def test_the_band_that_cannot_be_told_apart(first: int, band: tuple[int, int] | None, sentence: str) -> None:
    entry = RankInterval(entry="CS-1", place=1, low=1, high=1, in_first=1.0)
    told = RankIntervals(first=first, level=0.95, draws=10, seed=1, entries=(entry,) * 120, undecided=band)
    assert undecided(told) == sentence


def test_how_the_list_hangs_on_one_judge_is_told_in_numbers() -> None:
    assert [
        without_judge(WithoutJudge(judge=4, change=change))
        for change in (Change(enters=("a", "b"), leaves=("c", "d")), Change(enters=(), leaves=()), ONE_JUDGE)
    ] == [
        "Nếu bỏ phiếu của giám khảo số 4, danh sách sẽ thay đổi: +2, −2.",
        "Nếu bỏ phiếu của giám khảo số 4, danh sách không đổi.",
        f"Nếu bỏ phiếu của giám khảo số 4: {ONE_JUDGE.sentence}",
    ]


def test_lists_that_differ_are_left_to_the_procedure() -> None:
    assert differing_lists(100, Change(enters=("CS-7",), leaves=("CS-2", "CS-5"))) == (
        "100 hồ sơ đầu khác nhau ở chỗ: chỉ theo điểm trung bình có CS-2, CS-5; chỉ theo điểm đã hiệu chỉnh có CS-7. "
        "Hội đồng quyết định theo thủ tục và ghi lý do vào biên bản."
    )
    assert "có không hồ sơ nào;" in differing_lists(3, Change(enters=("x",), leaves=()))
    assert differing_lists(100, Change(enters=(), leaves=())) == (
        "100 hồ sơ đầu theo điểm trung bình và theo điểm đã hiệu chỉnh là như nhau."
    )
