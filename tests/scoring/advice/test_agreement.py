"""ICC, Kendall's W, Fleiss' kappa, reliabilities: published numbers first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.advice.ballots import Ballots
from scoring.advice.concordance import ALL_TIED, Concordance, kendall_w
from scoring.advice.distributions import f_quantile, incomplete_beta
from scoring.advice.icc import NO_INTERVAL, NO_VALUE, IccTable, icc
from scoring.advice.kappa import ONE_CATEGORY, UNEQUAL, Kappa, fleiss_kappa
from scoring.advice.reliability import NO_VARIANCE, OUT_OF_RANGE, component_reliability, spearman_brown
from scoring.advice.severity import Severity, severity
from scoring.advice.statement import ALL_EQUAL, NO_BALLOTS, NOT_COMPLETE, ONE_ENTRY, ONE_JUDGE, NoAnswer
from tests.scoring.advice.known_data import SHROUT_FLEISS, any_ballots, plain, random_jury

# Fleiss 1971 as it is usually reprinted: ten subjects, fourteen ratings each, five categories.
FLEISS = (
    (0, 0, 0, 0, 14),
    (0, 2, 6, 4, 2),
    (0, 0, 3, 5, 6),
    (0, 3, 9, 2, 0),
    (2, 2, 8, 1, 1),
    (7, 7, 0, 0, 0),
    (3, 2, 6, 3, 0),
    (2, 5, 3, 2, 2),
    (6, 5, 2, 1, 0),
    (0, 2, 2, 3, 7),
)


def coefficients(ballots: Ballots) -> IccTable:
    table = icc(ballots)
    assert isinstance(table, IccTable)
    return table


def test_shrout_and_fleiss_mean_squares() -> None:
    squares = coefficients(SHROUT_FLEISS).squares
    assert (squares.n, squares.k) == (6, 4)
    found = [float(value) for value in (squares.between, squares.within, squares.judges, squares.residual)]
    assert found == pytest.approx([11.2417, 6.2639, 32.4861, 1.0194], abs=5e-5)


def test_shrout_and_fleiss_six_coefficients_with_their_intervals() -> None:
    kinds = coefficients(SHROUT_FLEISS).kinds
    assert [one.kind for one in kinds] == ["ICC(1,1)", "ICC(2,1)", "ICC(3,1)", "ICC(1,k)", "ICC(2,k)", "ICC(3,k)"]
    assert [one.value for one in kinds] == pytest.approx([0.1657, 0.2898, 0.7148, 0.4428, 0.6201, 0.9093], abs=5e-5)
    assert [tuple(round(limit, 2) for limit in one.interval or ()) for one in kinds] == [
        (-0.13, 0.72),
        (0.02, 0.76),
        (0.34, 0.95),
        (-0.88, 0.91),
        (0.07, 0.93),
        (0.68, 0.99),
    ]
    assert [(round(one.f or 0, 2), one.degrees) for one in kinds] == [
        (1.79, (5, 18)),
        (11.03, (5, 15)),
        (11.03, (5, 15)),
    ] * 2
    assert {one.sentence for one in kinds} == {""}


def test_a_wider_level_gives_wider_intervals() -> None:
    wide = icc(SHROUT_FLEISS, level=0.99)
    assert isinstance(wide, IccTable)
    for one, other in zip(coefficients(SHROUT_FLEISS).kinds, wide.kinds, strict=True):
        assert one.interval is not None
        assert other.interval is not None
        assert other.interval[0] < one.interval[0] < one.interval[1] < other.interval[1]


def test_judges_in_full_agreement_have_coefficients_of_one_and_no_interval() -> None:
    kinds = coefficients(Ballots.table([[1, 5, 9], [1, 5, 9]])).kinds
    assert [(one.value, one.interval, one.f, one.sentence) for one in kinds] == [(1.0, None, None, NO_INTERVAL)] * 6


def test_a_constant_difference_between_judges_costs_agreement_but_no_consistency() -> None:
    kinds = {one.kind: one.value for one in coefficients(Ballots.table([[1, 5, 9], [3, 7, 11]])).kinds}
    assert kinds["ICC(3,1)"] == kinds["ICC(3,k)"] == 1
    assert kinds["ICC(2,1)"] == pytest.approx(16 / 18, abs=1e-12)  # variance 16 between entries, 2 between judges


def test_entries_with_equal_means_leave_some_coefficients_undefined() -> None:
    kinds = {one.kind: one for one in coefficients(Ballots.table([[1, 0], [0, 1]])).kinds}
    assert kinds["ICC(1,1)"].value == -1
    assert {kind for kind, one in kinds.items() if one.value is None} == {
        "ICC(2,1)",
        "ICC(1,k)",
        "ICC(2,k)",
        "ICC(3,k)",
    }
    assert kinds["ICC(1,k)"].sentence == NO_VALUE


@pytest.mark.parametrize(
    ("ballots", "answer"),
    [
        (Ballots.table([]), NO_BALLOTS),
        (Ballots.table([[1], [2]]), ONE_ENTRY),
        (Ballots.table([[1, 2]]), ONE_JUDGE),
        (Ballots.table([[1, 2], [3, None]]), NOT_COMPLETE),
        (Ballots.table([[4, 4], [4, 4]]), ALL_EQUAL),
    ],
)
def test_no_coefficient_without_a_complete_table_that_varies(ballots: Ballots, answer: NoAnswer) -> None:
    assert icc(ballots) == answer


@pytest.mark.parametrize(
    ("probability", "above", "below", "value"),
    [(0.975, 5, 15, 3.5764), (0.975, 15, 5, 6.4277), (0.95, 1, 10, 4.9646), (0.95, 10, 10, 2.9782)],
)
def test_f_quantiles_of_the_printed_tables(probability: float, above: float, below: float, value: float) -> None:
    assert f_quantile(probability, above, below) == pytest.approx(value, abs=5e-5)


@given(st.floats(0.001, 0.999), st.floats(0.2, 200))
def test_f_quantiles_with_two_degrees_above_have_a_closed_form(probability: float, below: float) -> None:
    expected = below / 2 * ((1 - probability) ** (-2 / below) - 1)
    assert f_quantile(probability, 2, below) == pytest.approx(expected, rel=1e-9)


@given(st.floats(0.05, 0.95), st.floats(0.5, 300), st.floats(0.5, 300))
def test_f_quantiles_turn_over_with_their_degrees_of_freedom(probability: float, above: float, below: float) -> None:
    one, other = f_quantile(probability, above, below), f_quantile(1 - probability, below, above)
    assert one is not None
    assert other is not None
    assert one * other == pytest.approx(1, rel=1e-8)


def test_a_quantile_beyond_floating_numbers_is_no_number() -> None:
    assert f_quantile(0.975, 5, 0.001) is None
    assert f_quantile(0.025, 0.001, 5) is None


def test_incomplete_beta_is_the_binomial_sum() -> None:
    assert incomplete_beta(3, 5, 0.4) == pytest.approx(0.580096, abs=1e-12)  # P(at least 3 of 7 at 0.4)
    assert (incomplete_beta(2, 3, 0.0), incomplete_beta(2, 3, 1.0)) == (0, 1)


def test_kendall_w_without_and_with_the_correction_for_ties() -> None:
    found = kendall_w(SHROUT_FLEISS)
    assert isinstance(found, Concordance)
    assert (found.uncorrected, found.corrected) == pytest.approx((0.855357, 0.887037), abs=5e-7)
    assert (found.chi_square, found.degrees) == (pytest.approx(4 * 5 * 0.887037, abs=1e-4), 5)


def test_kendall_w_is_one_for_equal_orders_and_zero_for_opposite_ones() -> None:
    assert kendall_w(Ballots.table([[1, 2, 3], [10, 20, 90]])) == Concordance(
        uncorrected=1.0, corrected=1.0, chi_square=4.0, degrees=2
    )
    assert kendall_w(Ballots.table([[1, 2, 3], [3, 2, 1]])) == Concordance(
        uncorrected=0.0, corrected=0.0, chi_square=0.0, degrees=2
    )


def test_kendall_w_needs_a_complete_table_and_some_order() -> None:
    assert kendall_w(Ballots.table([[1, 2], [1, None]])) == NOT_COMPLETE
    assert kendall_w(Ballots.table([[1, 1], [2, 2]])) == ALL_TIED


def test_kappa_of_the_reprinted_example() -> None:
    rows = [
        (str(subject), 0, category)
        for subject, line in enumerate(FLEISS)
        for category, count in enumerate(line)
        for _ in range(count)
    ]
    found = fleiss_kappa(Ballots.given(rows))
    assert isinstance(found, Kappa)
    assert (found.observed, found.expected, found.value) == pytest.approx((0.378, 0.213, 0.210), abs=5e-4)


def test_kappa_is_one_in_full_agreement_and_needs_equal_numbers_and_two_categories() -> None:
    assert fleiss_kappa(Ballots.table([[1, 0], [1, 0]])) == Kappa(observed=1.0, expected=0.5, value=1.0)
    assert fleiss_kappa(Ballots.table([[1, 0], [1, None]])) == UNEQUAL
    assert fleiss_kappa(Ballots.table([[1, 0]])) == UNEQUAL
    assert fleiss_kappa(Ballots.table([[1, 1], [1, 1]])) == ONE_CATEGORY
    assert fleiss_kappa(Ballots.table([])) == NO_BALLOTS


@pytest.mark.parametrize(
    ("single", "means"),
    [
        (0.20, [0.200, 0.333, 0.429, 0.556, 0.636, 0.692]),
        (0.30, [0.300, 0.462, 0.562, 0.682, 0.750, 0.794]),
        (0.40, [0.400, 0.571, 0.667, 0.769, 0.824, 0.857]),
        (0.50, [0.500, 0.667, 0.750, 0.833, 0.875, 0.900]),
    ],
)
def test_spearman_brown_table(single: float, means: list[float]) -> None:
    assert [spearman_brown(single, ballots) for ballots in (1, 2, 3, 5, 7, 9)] == pytest.approx(means, abs=5.01e-4)


def test_spearman_brown_out_of_range_is_said_to_be() -> None:
    assert spearman_brown(-0.5, 3) == OUT_OF_RANGE
    assert spearman_brown(0.5, 0) == OUT_OF_RANGE
    assert spearman_brown(1.5, 2) == OUT_OF_RANGE
    assert spearman_brown(float("nan"), 2) == OUT_OF_RANGE


def test_component_reliability_of_a_complete_table_is_icc_two() -> None:
    fit = severity(SHROUT_FLEISS)
    assert isinstance(fit, Severity)
    kinds = {one.kind: one.value for one in coefficients(SHROUT_FLEISS).kinds}
    assert component_reliability(fit, 1) == pytest.approx(kinds["ICC(2,1)"], rel=1e-6)
    assert component_reliability(fit, 4) == pytest.approx(kinds["ICC(2,k)"], rel=1e-6)
    assert component_reliability(fit, 0) == NO_VARIANCE


def test_component_reliability_follows_spearman_brown() -> None:
    fit = severity(random_jury(40, 9, 3, 2))
    assert isinstance(fit, Severity)
    single = component_reliability(fit, 1)
    assert isinstance(single, float)
    assert [component_reliability(fit, k) for k in (2, 3, 7)] == pytest.approx(
        [spearman_brown(single, k) for k in (2, 3, 7)], rel=1e-12
    )


@given(any_ballots())
def test_any_ballots_give_plain_finite_numbers_or_a_sentence(ballots: Ballots) -> None:
    table, concordance, kappa = icc(ballots), kendall_w(ballots), fleiss_kappa(ballots)
    assert plain(table)
    assert plain(concordance)
    assert plain(kappa)
    if isinstance(table, IccTable):
        for one in table.kinds:
            assert (one.value is None or one.interval is None) == bool(one.sentence)
    if isinstance(concordance, Concordance):
        assert 0 <= concordance.uncorrected <= concordance.corrected <= 1
    if isinstance(kappa, Kappa):
        assert kappa.value <= 1
