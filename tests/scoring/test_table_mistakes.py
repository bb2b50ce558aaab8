"""What a rulebook says of figures, papers, conditions and adjustments is checked: each mistake at its path."""

from __future__ import annotations

import pytest

from tests.scoring.world import EVERY_TEXT, changed, line_with, mistakes

CERTIFICATES = line_with('key = "certificates"')
LATE = 'key = "late", label = "Nộp báo cáo chậm", kind = "flag"'

FIGURES = {
    "a number without a unit": (
        ('kind = "number", unit = "người", lowest = 7', 'kind = "number", lowest = 7'),
        "figures[2].unit",
        "Số liệu bằng số phải có đơn vị tính.",
    ),
    "a set without answers": (
        (CERTIFICATES, CERTIFICATES.partition("options")[0] + "options = [] },"),
        "figures[6].options",
        "Danh mục chọn nhiều phải có ít nhất một mục.",
    ),
    "two answers of one key": (
        ('{ key = "group", label', '{ key = "coop", label'),
        "figures[4].options[2].key",
        "Khóa “coop” bị trùng.",
    ),
    "an answer's key with an accent": (
        ('{ key = "group", label', '{ key = "tổ", label'),
        "figures[4].options[2].key",
        "Khóa “tổ” chỉ được gồm chữ cái không dấu, số, _ và -.",
    ),
    "answers to yes or no": (
        (LATE, LATE + ', options = [{ key = "x", label = "X" }]'),
        "figures[11].options",
        "Chỉ số liệu kiểu choice hoặc set mới có phương án.",
    ),
    "a lower limit for yes or no": (
        (LATE, LATE + ", lowest = 0"),
        "figures[11].lowest",
        "Chỉ số liệu bằng số mới có giới hạn.",
    ),
    "limits turned round": (
        ("lowest = 7, highest = 100000", "lowest = 7, highest = 6"),
        "figures[2].highest",
        "Giới hạn trên phải không nhỏ hơn giới hạn dưới.",
    ),
    "a limit by a figure nobody knows": (
        ('not_above = "members"', 'not_above = "memberz"'),
        "figures[3].not_above",
        "“memberz” không phải là một số liệu cùng kiểu để so sánh.",
    ),
    "a limit by a figure of another kind": (
        ('not_above = "members"', 'not_above = "revenue"'),
        "figures[3].not_above",
        "“revenue” không phải là một số liệu cùng kiểu để so sánh.",
    ),
    "two papers of one key": (
        ("papers = [", "papers = [\n" + line_with('key = "registration"')),
        "papers[1].key",
        "Khóa “registration” bị trùng.",
    ),
}  # fmt: skip

CONDITIONS = {
    "a figure nobody knows": (
        ('figure = "lawful"', 'figure = "legal"'),
        "variants.food.eligibility[3].figure",
        "Không có số liệu nào tên là “legal”.",
    ),
    "a threshold on yes or no": (
        ('figure = "revenue", year_offset = -1', 'figure = "lawful", year_offset = -1'),
        "variants.food.eligibility[0].figure",
        "Số liệu “lawful” không phải là số liệu theo năm (series) hoặc một con số (number).",
    ),
    "a threshold in another unit": (
        ('limit = 1000, unit = "triệu đồng"', 'limit = 1000, unit = "đồng"'),
        "variants.food.eligibility[0].unit",
        "Đơn vị “đồng” khác đơn vị của số liệu là “triệu đồng”.",
    ),
    "a year to come": (
        ("year_offset = -1", "year_offset = 1"),
        "variants.food.eligibility[0].year_offset",
        "Năm phải từ -9 đến 0 (0 là năm gần nhất).",
    ),
    "a year too long ago": (
        ("year_offset = -1", "year_offset = -10"),
        "variants.food.eligibility[0].year_offset",
        "Năm phải từ -9 đến 0 (0 là năm gần nhất).",
    ),
    "another year of a figure told once": (
        ('figure = "members", operator', 'figure = "members", year_offset = -1, operator'),
        "variants.food.eligibility[8].conditions[0].year_offset",
        "“members” là một con số duy nhất, không có số liệu của năm khác.",
    ),
    "one year cannot rise": (
        ("years = 2, years_origin", "years = 1, years_origin"),
        "variants.food.eligibility[1].years",
        "Số năm so sánh phải từ 2 đến 10.",
    ),
    "more years than are asked": (
        ("years = 2, years_origin", "years = 11, years_origin"),
        "variants.food.eligibility[1].years",
        "Số năm so sánh phải từ 2 đến 10.",
    ),
    "a number told once cannot rise": (
        ('figure = "revenue", years = 2, years_origin', 'figure = "members", years = 2, years_origin'),
        "variants.food.eligibility[1].figure",
        "Số liệu “members” không phải là số liệu theo năm (series).",
    ),
    "a paper nobody knows": (
        ('paper = "registration"', 'paper = "register"'),
        "variants.food.eligibility[8].conditions[1].conditions[0].paper",
        "Không có giấy tờ nào tên là “register”.",
    ),
    "a day asked of a paper without days": (
        ("dated = true, ", ""),
        "variants.food.eligibility[2].paper",
        "Giấy tờ “test_report” chưa khai dated = true nên không có ngày để so sánh.",
    ),
    "an open inquiry that is a number": (
        ('figure = "inquiry"', 'figure = "members"'),
        "variants.food.eligibility[5].figure",
        "Số liệu “members” không phải là có/không (flag).",
    ),
    "an accepted answer nobody can give": (
        ('options = ["coop", "union"]', 'options = ["coop", "company"]'),
        "variants.food.eligibility[4].options[1]",
        "“form” không có phương án “company”.",
    ),
    "an accepted answer twice": (
        ('options = ["coop", "union"]', 'options = ["coop", "coop"]'),
        "variants.food.eligibility[4].options[1]",
        "“coop” đã có ở trên.",
    ),
    "no accepted answer": (
        ('options = ["coop", "union"]', "options = []"),
        "variants.food.eligibility[4].options",
        "Phải nêu ít nhất một phương án được chấp nhận.",
    ),
    "within no season": (
        ('of = "nominee", seasons = 2', 'of = "nominee", seasons = 0'),
        "variants.food.eligibility[6].seasons",
        "Phải là số nguyên từ 1 trở lên.",
    ),
    "all of one condition": (
        (line_with('key = "K9b2"'), ""),
        "variants.food.eligibility[8].conditions[1].conditions",
        "Phải gồm ít nhất hai điều kiện.",
    ),
    "two conditions of one key, one of them inside another": (
        ('key = "K9b1"', 'key = "K4"'),
        "variants.food.eligibility[8].conditions[1].conditions[0].key",
        "Khóa “K4” bị trùng.",
    ),
}  # fmt: skip

ADJUSTMENTS = {
    "points per answer of yes or no": (
        ('figure = "owner_traits"', 'figure = "late"'),
        "variants.food.adjustments[0].figure",
        "Số liệu “late” không phải là chọn một (choice) hoặc chọn nhiều (set).",
    ),
    "points for yes of a set": (
        ('figure = "late"', 'figure = "owner_traits"'),
        "variants.food.adjustments[1].figure",
        "Số liệu “owner_traits” không phải là có/không (flag).",
    ),
    "points for yes and points per answer": (
        ("yes_points = 6", 'yes_points = 6\npoints = [{ option = "x", points = 1 }]'),
        "variants.food.adjustments[1].points",
        "Chỉ được dùng một trong hai: points hoặc yes_points.",
    ),
    "a penalty below zero": (
        ("yes_points = 6", "yes_points = -6"),
        "variants.food.adjustments[1].points",
        "Ghi số điểm không âm; cộng hay trừ do kind (bonus, penalty) quyết định.",
    ),
    "a bonus below zero": (
        ('{ option = "ethnic", points = 1.5 }', '{ option = "ethnic", points = -1.5 }'),
        "variants.food.adjustments[0].points",
        "Ghi số điểm không âm; cộng hay trừ do kind (bonus, penalty) quyết định.",
    ),
    "an answer without a bonus": (
        ('{ option = "women", points = 2 }, ', ""),
        "variants.food.adjustments[0].points",
        "Chưa cho điểm phương án “women”.",
    ),
    "a cap of nothing": (("cap = 3", "cap = 0"), "variants.food.adjustments[0].cap", "Mức trần phải lớn hơn 0."),
}  # fmt: skip

ONE_MISTAKE = {**FIGURES, **CONDITIONS, **ADJUSTMENTS}


@pytest.mark.parametrize("name", ONE_MISTAKE)
def test_one_mistake_is_named_alone(name: str) -> None:
    pair, path, sentence = ONE_MISTAKE[name]
    assert mistakes(changed(EVERY_TEXT, pair)) == [(path, sentence)]


def test_a_choice_with_one_answer_is_named_with_what_follows_from_it() -> None:
    text = changed(
        EVERY_TEXT, (', { key = "union", label = "Liên hiệp" }, { key = "group", label = "Tổ hợp tác" }]', "]")
    )
    assert mistakes(text) == [
        ("figures[4].options", "Lựa chọn phải có ít nhất hai phương án."),
        ("variants.food.eligibility[4].options[1]", "“form” không có phương án “union”."),
    ]
