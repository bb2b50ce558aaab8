"""What a rulebook says of its table of points is checked: bands, sums, points per answer, steps, keys."""

from __future__ import annotations

import pytest

from tests.scoring.world import EVERY_TEXT, changed, line_with, mistakes

PARTS_OF_P1 = EVERY_TEXT[
    EVERY_TEXT.index("[[variants.criteria.children.children]]") : EVERY_TEXT.index(
        '[[variants.criteria.children]]\nkind = "ratio"'
    )
]

SCALES = {
    "no band at all": (
        (line_with("bands = [{ upper = 1000"), "bands = []"),
        "variants.food.criteria[0].children[0].children[0].bands",
        "Phải có ít nhất một khung điểm.",
    ),
    "the first band has a lower limit": (
        ("bands = [{ upper = 1000", "bands = [{ lower = 0, upper = 1000"),
        "variants.food.criteria[0].children[0].children[0].bands[0].lower",
        "Khung đầu tiên không được có cận dưới.",
    ),
    "the last band has an upper limit": (
        ("{ lower = 5000, points", "{ lower = 5000, upper = 9000, points"),
        "variants.food.criteria[0].children[0].children[0].bands[2].upper",
        "Khung cuối cùng không được có cận trên.",
    ),
    "a gap between two bands": (
        ("{ lower = 5000, points", "{ lower = 5001, points"),
        "variants.food.criteria[0].children[0].children[0].bands[2].lower",
        "Hở một khoảng: khung trước kết thúc ở 5.000, khung này bắt đầu từ 5.001.",
    ),
    "an overlap of two bands": (
        ("{ lower = 5000, points", "{ lower = 4999.5, points"),
        "variants.food.criteria[0].children[0].children[0].bands[2].lower",
        "Chồng lên nhau: khung trước kết thúc ở 5.000, khung này bắt đầu từ 4.999,5.",
    ),
    "a middle band without an end": (
        ("upper = 5000, points = 5", "points = 5"),
        "variants.food.criteria[0].children[0].children[0].bands[2].lower",
        "Chỉ khung đầu không có cận dưới và chỉ khung cuối không có cận trên.",
    ),
    "a band that ends where it begins": (
        ("{ lower = 5000, points = 8 }", "{ lower = 5000, upper = 5000, points = 6 }, { lower = 5000, points = 8 }"),
        "variants.food.criteria[0].children[0].children[0].bands[2].upper",
        "Cận trên phải lớn hơn cận dưới.",
    ),
    "a band of a ratio out of reach": (
        ("{ lower = 10, points = 6 }", "{ lower = 10, points = 5 }"),
        "variants.food.criteria[0].children[0].children[1].bands",
        "Điểm cao nhất là 5, khác điểm tối đa 6.",
    ),
    "a band that gives less than nothing": (
        ("bands = [{ upper = 5, points = 0 }", "bands = [{ upper = 5, points = -1 }"),
        "variants.food.criteria[0].children[0].children[1].bands",
        "Điểm không được âm.",
    ),
    "bands and proportion at once": (
        ("full_at = 20", "full_at = 20\nbands = [{ points = 6 }]"),
        "variants.food.criteria[0].children[0].children[2].full_at",
        "Chỉ được dùng một trong hai: khung điểm (bands) hoặc full_at.",
    ),
    "neither bands nor proportion": (
        ("full_at = 20\n", ""),
        "variants.food.criteria[0].children[0].children[2].bands",
        "Phải có ít nhất một khung điểm.",
    ),
    "all points for nothing": (
        ('full_at = "1/2"', "full_at = 0"),
        "variants.food.criteria[0].children[1].full_at",
        "Mức đạt điểm tối đa phải lớn hơn 0.",
    ),
}  # fmt: skip

CRITERIA = {
    "a group without parts": (
        (PARTS_OF_P1, "children = []\n\n"),
        [("variants.food.criteria[0].children[0].children", "Nhóm tiêu chí phải có ít nhất một tiêu chí.")],
    ),
    "a group that is more than its parts": (
        ('label = "Kinh doanh"\nmax_points = 20', 'label = "Kinh doanh"\nmax_points = 21'),
        [
            ("variants.food.criteria[0].max_points", "Ghi 40 điểm nhưng các phần cộng lại là 41 điểm."),
            ("variants.food.criteria[0].children[0].max_points", "Ghi 21 điểm nhưng các phần cộng lại là 20 điểm."),
        ],
    ),
    "a table that is less than its total": (
        ("max_total = { value = 100", "max_total = { value = 99"),
        [("variants.food.criteria", "Ghi 99 điểm nhưng các phần cộng lại là 100 điểm.")],
    ),
    "a minimum above the maximum": (
        ("minimum = 10", "minimum = 31"),
        [("variants.food.criteria[1].children[0].minimum", "Điểm liệt phải lớn hơn 0 và không quá điểm tối đa.")],
    ),
    "a minimum of nothing": (
        ("minimum = 2", "minimum = 0"),
        [("variants.food.criteria[0].children[0].minimum", "Điểm liệt phải lớn hơn 0 và không quá điểm tối đa.")],
    ),
    "growth against the same year": (
        ("years = 2\nfull_at", "years = 0\nfull_at"),
        [("variants.food.criteria[0].children[0].children[2].years", "Số năm phải từ 1 đến 9.")],
    ),
    "growth of a number told once": (
        ('figure = "revenue"\nyears = 2', 'figure = "members"\nyears = 2'),
        [(
            "variants.food.criteria[0].children[0].children[2].figure",
            "Số liệu “members” không phải là số liệu theo năm (series).",
        )],
    ),
    "a part nobody knows": (
        ('part = "customers"', 'part = "users"'),
        [("variants.food.criteria[0].children[1].part", "Không có số liệu nào tên là “users”.")],
    ),
    "a whole that is no number": (
        ('whole = "members"', 'whole = "titles"'),
        [(
            "variants.food.criteria[0].children[1].whole",
            "Số liệu “titles” không phải là số liệu theo năm (series) hoặc một con số (number).",
        )],
    ),
    "an answer without points": (
        ('{ option = "province", points = 2 }, ', ""),
        [("variants.food.criteria[1].children[2].points", "Chưa cho điểm phương án “province”.")],
    ),
    "an answer with points twice": (
        ("points = 4 }, { option = \"state\"", 'points = 4 }, { option = "ministry", points = 3 }, { option = "state"'),
        [("variants.food.criteria[1].children[2].points[2].option", "“ministry” đã có ở trên.")],
    ),
    "an answer nobody can give": (
        ("points = 4 }, { option = \"state\"", 'points = 4 }, { option = "ward", points = 3 }, { option = "state"'),
        [("variants.food.criteria[1].children[2].points[2].option", "“titles” không có phương án “ward”.")],
    ),
    "answers without any points": (
        (line_with('{ option = "province"'), "points = []"),
        [
            ("variants.food.criteria[1].children[2].points", "Chưa cho điểm phương án “province”."),
            ("variants.food.criteria[1].children[2].points", "Chưa cho điểm phương án “ministry”."),
            ("variants.food.criteria[1].children[2].points", "Chưa cho điểm phương án “state”."),
        ],
    ),
    "a best answer below the maximum": (
        ('{ option = "state", points = 6 }', '{ option = "state", points = 5.5 }'),
        [("variants.food.criteria[1].children[2].points", "Điểm cao nhất là 5,5, khác điểm tối đa 6.")],
    ),
    "a checklist of one answer": (
        ('figure = "certificates"', 'figure = "form"'),
        [
            ("variants.food.criteria[0].children[2].figure", "Số liệu “form” không phải là chọn nhiều (set)."),
            ("variants.food.criteria[0].children[2].points[0].option", "“form” không có phương án “vietgap”."),
            ("variants.food.criteria[0].children[2].points[1].option", "“form” không có phương án “organic”."),
            ("variants.food.criteria[0].children[2].points[2].option", "“form” không có phương án “haccp”."),
            ("variants.food.criteria[0].children[2].points", "Chưa cho điểm phương án “coop”."),
            ("variants.food.criteria[0].children[2].points", "Chưa cho điểm phương án “union”."),
            ("variants.food.criteria[0].children[2].points", "Chưa cho điểm phương án “group”."),
        ],
    ),
    "a checklist that cannot reach its maximum": (
        ('{ option = "organic", points = 5 }', '{ option = "organic", points = 2 }'),
        [("variants.food.criteria[0].children[2].points", "Các mục cộng lại chỉ được 9,5, chưa tới điểm tối đa 10.")],
    ),
    "an item that costs points": (
        ('{ option = "organic", points = 5 }', '{ option = "organic", points = -5 }'),
        [
            ("variants.food.criteria[0].children[2].points", "Điểm không được âm."),
            ("variants.food.criteria[0].children[2].points", "Các mục cộng lại chỉ được 2,5, chưa tới điểm tối đa 10."),
        ],
    ),
    "a checklist without items": (
        (line_with('{ option = "vietgap"'), "points = []"),
        [
            ("variants.food.criteria[0].children[2].points", "Chưa cho điểm phương án “vietgap”."),
            ("variants.food.criteria[0].children[2].points", "Chưa cho điểm phương án “organic”."),
            ("variants.food.criteria[0].children[2].points", "Chưa cho điểm phương án “haccp”."),
        ],
    ),
    "yes or no of a number": (
        ('figure = "traceable"\n', 'figure = "members"\n'),
        [("variants.food.criteria[1].children[3].figure", "Số liệu “members” không phải là có/không (flag).")],
    ),
    "a step of nothing": (
        ("step = 0.25", "step = 0"),
        [("variants.food.criteria[1].children[1].step", "Bước điểm phải lớn hơn 0.")],
    ),
    "a step that misses the maximum": (
        ("step = 0.25", "step = 0.3"),
        [("variants.food.criteria[1].children[1].step", "Điểm tối đa phải chia hết cho bước điểm.")],
    ),
    "words for marks above the maximum": (
        ("{ lower = 15, upper = 30, text", "{ lower = 15, upper = 31, text"),
        [("variants.food.criteria[1].children[0].anchors[1]", "Mức mô tả phải nằm trong thang điểm, từ thấp đến cao.")],
    ),
    "words for the same mark twice": (
        ("{ lower = 15, upper = 30, text", "{ lower = 14.5, upper = 30, text"),
        [("variants.food.criteria[1].children[0].anchors[1].lower", "Mức mô tả chồng lên mức đứng trước.")],
    ),
    "a reason for marks nobody can give": (
        ("step = 0.25", "step = 0.25\njustify_below = -1\njustify_above = 21"),
        [
            ("variants.food.criteria[1].children[1].justify_below", "Mức phải nêu lý do phải nằm trong thang điểm."),
            ("variants.food.criteria[1].children[1].justify_above", "Mức phải nêu lý do phải nằm trong thang điểm."),
        ],
    ),
    "a reason for every mark": (
        ("step = 0.25", "step = 0.25\njustify_below = 10\njustify_above = 10"),
        [("variants.food.criteria[1].children[1].justify_above", "Phải lớn hơn justify_below.")],
    ),
    "two criteria of one key in different groups": (
        ('key = "Q4"', 'key = "P1a"'),
        [("variants.food.criteria[1].children[3].key", "Khóa “P1a” bị trùng.")],
    ),
    "a bonus with the key of a criterion": (
        ('key = "B1"', 'key = "Q4"'),
        [("variants.food.adjustments[0].key", "Khóa “Q4” bị trùng.")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SCALES)
def test_one_mistake_of_a_scale_is_named_alone(name: str) -> None:
    pair, path, sentence = SCALES[name]
    assert mistakes(changed(EVERY_TEXT, pair)) == [(path, sentence)]


@pytest.mark.parametrize("name", CRITERIA)
def test_a_mistake_in_the_table_is_named_with_all_that_follows_from_it(name: str) -> None:
    pair, named = CRITERIA[name]
    assert mistakes(changed(EVERY_TEXT, pair)) == named


def test_of_an_anchor_that_cannot_be_read_nothing_else_is_said() -> None:
    text = changed(EVERY_TEXT, ("{ lower = 0, upper = 14.5, text", '{ lower = "không", upper = 14.5, text'))
    assert [path for path, _ in mistakes(text)] == ["variants.food.criteria[1].children[0].anchors[0].lower"]
