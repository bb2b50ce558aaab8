"""Who was honoured before may be barred: the same nominee for some seasons, the same product for ever."""

from __future__ import annotations

from typing import Literal

import pytest

from scoring.conditions import Repeat
from scoring.eligibility import ConditionResult, Outcome, check
from tests.scoring.world import SMALL, an_entry, with_variant


def a_rule(of: Literal["nominee", "product"], seasons: int | None) -> Repeat:
    return Repeat(key="R", label="Không lặp lại", of=of, seasons=seasons, clause="Điều 6", origin="tự đặt")


def outcome(rule: Repeat, past: tuple[int, ...] | None) -> tuple[Outcome, str, str, str]:
    entry = an_entry(past_honours={} if past is None else {rule.of: past})
    (result,) = check(with_variant(SMALL, eligibility=(rule,)), entry)
    return result.outcome, result.figure, result.limit, result.sentence


@pytest.mark.parametrize("past", [(1,), (5,), (9, 2)])
def test_a_product_that_has_won_never_enters_again(past: tuple[int, ...]) -> None:
    # Quyết định 4100/QĐ-BNN-TCCB (2024): sản phẩm đã đoạt giải không được tham dự lại.
    ago = f"{min(past)} mùa giải trước"
    assert outcome(a_rule("product", None), past) == (
        Outcome.FAIL,
        ago,
        "chưa từng được tôn vinh",
        f"Sản phẩm đã được tôn vinh {ago}; thể lệ yêu cầu chưa từng được tôn vinh.",
    )


@pytest.mark.parametrize(
    ("past", "found"),
    [
        ((), Outcome.PASS),
        ((1,), Outcome.FAIL),
        ((2,), Outcome.FAIL),
        ((3,), Outcome.PASS),
        ((4, 2), Outcome.FAIL),
        ((7, 3), Outcome.PASS),
        (None, Outcome.UNKNOWN),
    ],
)
def test_a_nominee_waits_as_many_seasons_as_the_rules_say(past: tuple[int, ...] | None, found: Outcome) -> None:
    assert outcome(a_rule("nominee", 2), past)[0] == found


def test_each_outcome_says_why() -> None:
    limit = "không trong 2 mùa giải gần nhất"
    told = [outcome(a_rule("nominee", 2), past)[1:] for past in ((3,), (1, 2), None)]
    assert told == [
        ("", limit, f"Đơn vị không thuộc diện đã được tôn vinh ({limit})."),
        ("1 mùa giải trước", limit, f"Đơn vị đã được tôn vinh 1 mùa giải trước; thể lệ yêu cầu {limit}."),
        ("", limit, "Chưa đối chiếu sổ tôn vinh các mùa giải trước của đơn vị."),
    ]


def test_the_honours_of_the_owner_are_not_those_of_the_product() -> None:
    book = with_variant(SMALL, eligibility=(a_rule("product", None),))
    (result,) = check(book, an_entry(past_honours={"nominee": (1,), "product": ()}))
    assert result == ConditionResult(
        key="R",
        label="Không lặp lại",
        outcome=Outcome.PASS,
        sentence="Sản phẩm không thuộc diện đã được tôn vinh (chưa từng được tôn vinh).",
        limit="chưa từng được tôn vinh",
        clause="Điều 6",
    )
