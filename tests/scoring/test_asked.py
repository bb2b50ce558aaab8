"""What is collected is what a variant's rules look at, no figure more and no year more."""

from __future__ import annotations

from fractions import Fraction

import pytest

from scoring.asked import AskedFigure, asked, asked_papers
from scoring.figures import FigureDef
from scoring.limits import above_mistake, limit_mistake
from scoring.reading import read_rulebook
from scoring.rulebook import Rulebook

HEAD = """
key = "thu"
award = "coopstar"
title = "Thể lệ thử"
edition = 1
status = "draft"
notice = "bản nháp"
basis = ["Căn cứ để thử"]
recuse_own_province = true
recuse_origin = "tự đặt"
max_total = { value = 10, origin = "tự đặt" }
levels = [{ key = "central", label = "Trung ương", aggregation = { $MEAN }, decision = {} }]
rounding = { digits = 2, mode = "half_up", origin = "tự đặt" }
ranking = { shared = "competition" }
figures = [
  { key = "turnover", label = "Doanh số", kind = "series", unit = "triệu đồng" },
  { key = "loans", label = "Dư nợ", kind = "series", unit = "triệu đồng" },
  { key = "capital", label = "Vốn", kind = "number", unit = "triệu đồng" },
  { key = "tools", label = "Công nghệ", kind = "set", options = [$AB] },
  { key = "rating", label = "Xếp hạng", kind = "choice", options = [$AB] },
  { key = "clean", label = "Chấp hành", kind = "flag" },
  { key = "inquiry", label = "Đang thanh tra", kind = "flag" },
  { key = "fined", label = "Bị xử phạt", kind = "flag" },
  { key = "unused", label = "Không ai dùng", kind = "number", unit = "người" },
]
papers = [
  { key = "form", label = "Đơn", required = true, clause = "Điều 1", origin = "tự đặt" },
  { key = "report", label = "Báo cáo", required = false, clause = "Điều 1", origin = "tự đặt" },
  { key = "licence", label = "Giấy phép", required = false, dated = true, clause = "Điều 1", origin = "tự đặt" },
]
"""
HEAD = HEAD.replace("$AB", '{ key = "a", label = "A" }, { key = "b", label = "B" }')
HEAD = HEAD.replace("$MEAN", 'method = "mean", minimum_sheets = 1, origin = "tự đặt"')
SET = 'origin = "tự đặt", scale_origin = "tự đặt"'
EXPERT = '{ kind = "expert", key = "X", label = "Chuyên gia", max_points = %s, step = 1, ' + SET + " }"


def a_rulebook(*, eligibility: str = "", criteria: str = "", expert: int = 10, adjustments: str = "") -> Rulebook:
    """The variant under test, and another one whose conditions ask for the licence."""
    rest = EXPERT % expert
    common = 'clause = "Điều 2", origin = "tự đặt"'
    return read_rulebook(
        f"""{HEAD}
[[variants]]
key = "one"
label = "Một"
sector_groups = ["agri"]
eligibility = [{eligibility}]
criteria = [{criteria}{rest}]
adjustments = [{adjustments}]

[[variants]]
key = "two"
label = "Hai"
sector_groups = ["credit_fund"]
eligibility = [{{ kind = "paper", key = "P", label = "Giấy phép", paper = "licence", {common} }}]
criteria = [{EXPERT % 10}]
""".replace("LIMIT", 'operator = ">=", limit = 1, unit = "triệu đồng", CLAUSE').replace("CLAUSE", common)
    )


def asked_by(rulebook: Rulebook) -> list[tuple[str, tuple[int, ...], str]]:
    return [(one.figure.key, one.offsets, one.purpose) for one in asked(rulebook.variant("one"), rulebook)]


def points(kind: str, rest: str) -> str:
    return f'{{ kind = "{kind}", key = "C", label = "Tính", max_points = 4, {SET}, {rest} }}, '


BANDS = "bands = [{ upper = 1, points = 0 }, { lower = 1, points = 4 }]"
OPTIONS = 'points = [{ option = "a", points = 1 }, { option = "b", points = 4 }]'


@pytest.mark.parametrize(
    ("criterion", "found"),
    [
        (points("banded", f'figure = "turnover", year_offset = -2, {BANDS}'), [("turnover", (-2,), "points")]),
        (
            points("ratio", f'part = "loans", whole = "turnover", year_offset = -1, {BANDS}'),
            [("turnover", (-1,), "points"), ("loans", (-1,), "points")],
        ),
        (points("growth", f'figure = "loans", years = 3, {BANDS}'), [("loans", (0, -3), "points")]),
        (points("banded", f'figure = "capital", {BANDS}'), [("capital", (), "points")]),
        (points("lookup", f'figure = "tools", {OPTIONS}'), [("tools", (), "points")]),
        (points("checklist", f'figure = "tools", {OPTIONS}'), [("tools", (), "points")]),
        (points("boolean", 'figure = "fined", when = false'), [("fined", (), "points")]),
    ],
)
def test_a_criterion_asks_for_its_figures_and_years(
    criterion: str, found: list[tuple[str, tuple[int, ...], str]]
) -> None:
    assert asked_by(a_rulebook(criteria=criterion, expert=6)) == found


def test_conditions_ask_for_theirs_and_the_years_are_put_together_newest_first() -> None:
    rules = """
      { kind = "threshold", key = "T", label = "T", figure = "turnover", year_offset = -3, LIMIT },
      { kind = "increasing", key = "I", label = "I", figure = "turnover", years = 3, years_origin = "tự đặt", CLAUSE },
      { kind = "choice_in", key = "R", label = "R", figure = "rating", options = ["a"], CLAUSE },
      { kind = "all_of", key = "ALL", label = "ALL", CLAUSE, conditions = [
        { kind = "flag", key = "F", label = "F", figure = "clean", CLAUSE },
        { kind = "hold", key = "H", label = "H", figure = "inquiry", CLAUSE },
      ] },
      { kind = "repeat", key = "P", label = "P", of = "nominee", CLAUSE },
    """
    rulebook = a_rulebook(eligibility=rules)
    assert asked_by(rulebook) == [
        ("turnover", (0, -1, -2, -3), "condition"),
        ("rating", (), "condition"),
        ("clean", (), "condition"),
        ("inquiry", (), "condition"),
    ]
    assert [one.figure.key for one in asked(rulebook.variant("one"), rulebook) if one.holds] == ["inquiry"]


def test_a_figure_only_alternatives_look_at_may_stay_unknown() -> None:
    either = """{ kind = "any_of", key = "ANY", label = "ANY", CLAUSE, conditions = [
        { kind = "threshold", key = "T", label = "T", figure = "turnover", LIMIT },
        { kind = "threshold", key = "L", label = "L", figure = "loans", LIMIT },
      ] }"""
    rulebook = a_rulebook(eligibility=either, criteria=points("banded", f'figure = "loans", {BANDS}'), expert=6)
    found = {one.figure.key: one.alternative for one in asked(rulebook.variant("one"), rulebook)}
    assert found == {"turnover": True, "loans": False}


def test_an_adjustment_asks_for_its_figure() -> None:
    bonus = '{ kind = "bonus", key = "B", label = "Thưởng", figure = "fined", yes_points = 1, cap = 1, CLAUSE }'
    assert asked_by(a_rulebook(adjustments=bonus)) == [("fined", (), "adjustment")]


def test_what_a_condition_and_a_criterion_both_look_at_is_asked_once_for_the_condition() -> None:
    rule = '{ kind = "flag", key = "F", label = "F", figure = "clean", CLAUSE }'
    rulebook = a_rulebook(eligibility=rule, criteria=points("boolean", 'figure = "clean"'), expert=6)
    (figure,) = (one for one in rulebook.figures if one.key == "clean")
    assert asked(rulebook.variant("one"), rulebook) == (AskedFigure(figure=figure, offsets=(), purpose="condition"),)


def test_a_paper_only_another_variant_speaks_of_is_not_asked() -> None:
    rulebook = a_rulebook()
    found = {one.key: [paper.key for paper in asked_papers(one, rulebook)] for one in rulebook.variants}
    assert found == {"one": ["form", "report"], "two": ["form", "report", "licence"]}


def a_figure(low: int | None = None, high: int | None = None) -> FigureDef:
    limits = [None if limit is None else Fraction(limit) for limit in (low, high)]
    return FigureDef(key="x", label="Tỷ lệ", kind="number", unit="%", lowest=limits[0], highest=limits[1])


@pytest.mark.parametrize(
    ("figure", "value", "sentence"),
    [
        (a_figure(), -5, None),
        (a_figure(0, 100), 0, None),
        (a_figure(0, 100), 100, None),
        (a_figure(0, 100), 101, "Tỷ lệ phải từ 0 đến 100 %."),
        (a_figure(0, 100), -1, "Tỷ lệ phải từ 0 đến 100 %."),
        (a_figure(1), 0, "Tỷ lệ không được nhỏ hơn 1 %."),
        (a_figure(high=1000), 1001, "Tỷ lệ không được lớn hơn 1.000 %."),
    ],
)
def test_a_number_outside_its_limits_is_told_the_limits(figure: FigureDef, value: int, sentence: str | None) -> None:
    assert limit_mistake(figure, Fraction(value)) == sentence


def test_a_part_above_its_whole_is_told_both() -> None:
    part, whole = a_figure(), FigureDef(key="y", label="Số lao động", kind="number", unit="người")
    sentences = [above_mistake(part, Fraction(value), whole, Fraction(20)) for value in (20, 25)]
    assert sentences == [None, "Tỷ lệ (25) không được lớn hơn “Số lao động” (20)."]
