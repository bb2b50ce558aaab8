"""Sectors and product groups are served by variants of one rulebook; no code knows a sector."""

from __future__ import annotations

import pytest

from scoring.counting import count
from scoring.decision import Outcome
from scoring.eligibility import check
from scoring.errors import ScoringError
from tests.scoring.world import EVERY, SMALL, a_sheet, an_entry, by_code


@pytest.mark.parametrize(
    ("sector", "variant"), [("agri", "agri"), ("non_agri", "non_agri"), ("credit_fund", None), ("", None)]
)
def test_a_sector_is_served_by_one_variant_or_by_none(sector: str, variant: str | None) -> None:
    found = SMALL.variant_for(sector)
    assert (found.key if found else None) == variant


def test_one_variant_may_serve_several_product_groups() -> None:
    assert EVERY.variant_for("food") == EVERY.variant_for("drink") == EVERY.variant("food")


def test_each_entry_is_checked_and_counted_by_its_own_variant_and_all_are_ranked_together() -> None:
    entries = [an_entry("CS-1"), an_entry("CS-2", variant="non_agri")]
    assert [[one.key for one in check(SMALL, entry)] for entry in entries] == [["E1", "E2", "E3", "E4"], ["E5"]]
    sheets = [a_sheet("CS-1", judge, A2=10, B=16) for judge in (1, 2)]
    sheets += [a_sheet("CS-2", judge, A="23.5", B=16) for judge in (1, 2)]
    found = by_code(count(SMALL, entries, sheets))
    assert {code: sorted(one.criteria) for code, one in found.items()} == {
        "CS-1": ["A", "A1", "A2", "B", "C"],
        "CS-2": ["A", "B"],
    }
    assert [(code, one.variant, one.printed_total, one.rank, one.outcome) for code, one in found.items()] == [
        ("CS-2", "non_agri", "39.50", 1, Outcome.HONOURED),
        ("CS-1", "agri", "35.50", 2, Outcome.HONOURED),
    ]


def test_a_sheet_of_one_variant_does_not_fit_another() -> None:
    with pytest.raises(ScoringError) as refused:
        count(SMALL, [an_entry("CS-2", variant="non_agri")], [a_sheet("CS-2", 1, A2=10, B=16)])
    assert str(refused.value) == (
        "Phiếu của giám khảo số 1 cho hồ sơ CS-2 không hợp lệ: “A2” không phải là tiêu chí do giám khảo chấm."
    )


def test_the_points_of_a_criterion_may_differ_between_variants() -> None:
    parts = {variant.key: variant.criterion("A").max_points for variant in SMALL.variants}
    assert parts == {"agri": 20, "non_agri": 24}
