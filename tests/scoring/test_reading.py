"""Reading a rulebook: what is accepted, what is refused, and that every mistake is told at once."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.errors import RulebookError, RulebookInvalid
from scoring.reading import canonical_json, digest, from_canonical, read_rulebook
from scoring.rulebook import Banded, Increasing, LotTie, Rulebook, walk
from tests.scoring.world import PUBLISHED, SMALL, SMALL_TEXT


def mistakes(text: str) -> list[tuple[str, str]]:
    """Path and sentence of every mistake of a text that must be refused."""
    with pytest.raises(RulebookInvalid) as refused:
        read_rulebook(text)
    return [(error.path, error.sentence) for error in refused.value.errors]


def changed(*pairs: tuple[str, str]) -> str:
    """The small rulebook with each first text replaced, once, by the second."""
    text = SMALL_TEXT
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def test_the_small_rulebook_is_read_as_written() -> None:
    banded = SMALL.variant("agri").criterion("A1")
    assert isinstance(banded, Banded)
    assert [(band.lower, band.upper, band.points) for band in banded.bands] == [
        (None, 10**9, 0),
        (10**9, 5 * 10**9, Fraction(11, 2)),
        (5 * 10**9, None, 10),
    ]
    assert [one.key for one in walk(SMALL.variant("agri").criteria)] == ["A", "A1", "A2", "B", "C"]
    assert SMALL.variant("non_agri").eligibility == (
        Increasing(
            key="E5",
            label="Doanh thu tăng",
            clause="Điều 2",
            origin="verified",
            figure="revenue",
            years=3,
            years_origin="tự đặt",
        ),
    )
    assert SMALL.ranking.tie_breaks[-1] == LotTie(seed="hạt giống", label="Bốc thăm", origin="tự đặt")
    assert (SMALL.quota_per_province.value, SMALL.quota_per_province.origin) == (3, "tự đặt")
    with pytest.raises(KeyError):
        SMALL.variant("credit_fund")


@pytest.mark.parametrize("rulebook", [SMALL, PUBLISHED])
def test_canonical_text_gives_the_same_rulebook_and_digest_back(rulebook: Rulebook) -> None:
    again = from_canonical(canonical_json(rulebook))
    assert again == rulebook
    assert digest(again) == digest(rulebook)


def test_canonical_text_is_sorted_tight_and_holds_exact_numbers_as_text() -> None:
    text = canonical_json(SMALL)
    start = '{"aggregation":{"method":"mean","minimum_sheets":2,"origin":"tự đặt"},"award":"coopstar",'
    assert text.startswith(start)
    assert '{"lower":"1000000000","points":"11/2","upper":"5000000000"}' in text


def test_the_digest_is_of_the_rules_not_of_the_layout() -> None:
    other_layout = "# một dòng ghi chú\n" + SMALL_TEXT.replace("points = 5.5", 'points   = "11/2"')
    assert digest(read_rulebook(other_layout)) == digest(SMALL)
    assert digest(read_rulebook(unicodedata.normalize("NFD", SMALL_TEXT))) == digest(SMALL)
    assert digest(read_rulebook(changed(("floor = 20", "floor = 21")))) != digest(SMALL)


def test_many_mistakes_are_told_at_once_each_at_its_path() -> None:
    text = changed(
        ("max_points = 20", "max_points = 21"),
        ("lower = 5_000_000_000, points = 10", "lower = 6_000_000_000, points = 10"),
        ('figure = "highest_honour"', 'figure = "honour"'),
        ("step = 0.25", "step = 0.3"),
        ("edition = 1", 'edition = "một"'),
        ('method = "mean"', 'method = "median"'),
        ('notice = "bản nháp"', ""),
        ('key = "E4"', 'key = "E3"'),
        ('paper = "registration"', 'paper = "dang-ky"'),
        ('guidance = "Xem điều lệ."', 'guide = "Xem điều lệ."'),
    )
    assert sorted(mistakes(text)) == sorted(
        [
            ("aggregation.method", "Phải là một trong các giá trị: mean."),
            ("edition", "Phải là số nguyên."),
            ("notice", "Bản nháp phải mang lời cảnh báo."),
            ("variants.agri.criteria", "Ghi 40 điểm nhưng các phần cộng lại là 41 điểm."),
            ("variants.agri.criteria[0].max_points", "Ghi 21 điểm nhưng các phần cộng lại là 20 điểm."),
            (
                "variants.agri.criteria[0].children[0].bands[2].lower",
                "Hở một khoảng: khung trước kết thúc ở 5.000.000.000, khung này bắt đầu từ 6.000.000.000.",
            ),
            ("variants.agri.criteria[1].guide", "Không có mục nào tên như vậy."),
            ("variants.agri.criteria[1].step", "Điểm tối đa phải chia hết cho bước điểm."),
            ("variants.agri.criteria[2].figure", "Không có số liệu nào tên là “honour”."),
            ("variants.agri.eligibility[1].paper", "Không có giấy tờ nào tên là “dang-ky”."),
            ("variants.agri.eligibility[3].key", "Khóa “E3” bị trùng."),
        ]
    )


ONE_MISTAKE = {
    "overlap": (
        ("lower = 5_000_000_000, points", "lower = 4_000_000_000, points"),
        "variants.agri.criteria[0].children[0].bands[2].lower",
        "Chồng lên nhau: khung trước kết thúc ở 5.000.000.000, khung này bắt đầu từ 4.000.000.000.",
    ),
    "first band has a lower limit": (
        ("{ upper = 1_000_000_000, points", "{ lower = 0, upper = 1_000_000_000, points"),
        "variants.agri.criteria[0].children[0].bands[0].lower",
        "Khung đầu tiên không được có cận dưới.",
    ),
    "last band has an upper limit": (
        ("lower = 5_000_000_000, points", "lower = 5_000_000_000, upper = 9_000_000_000, points"),
        "variants.agri.criteria[0].children[0].bands[2].upper",
        "Khung cuối cùng không được có cận trên.",
    ),
    "band turned round": (
        ("upper = 5_000_000_000, points = 5.5", "points = 5.5"),
        "variants.agri.criteria[0].children[0].bands[2].lower",
        "Chỉ khung đầu không có cận dưới và chỉ khung cuối không có cận trên.",
    ),
    "maximum out of reach": (
        ("points = 10 },", "points = 9 },"),
        "variants.agri.criteria[0].children[0].bands",
        "Điểm cao nhất là 9, khác điểm tối đa 10.",
    ),
    "option without points": (
        ('{ option = "none", points = 0 }, ', ""),
        "variants.agri.criteria[2].points",
        "Chưa cho điểm phương án “none”.",
    ),
    "unknown option": (
        ('{ option = "none", points = 0 }, ', '{ option = "none", points = 0 }, { option = "ward", points = 1 }, '),
        "variants.agri.criteria[2].points[1].option",
        "“highest_honour” không có phương án “ward”.",
    ),
    "criterion kind of a later issue": (
        ('kind = "banded"', 'kind = "ratio"'),
        "variants.agri.criteria[0].children[0].kind",
        "Phần mềm chưa thực hiện được loại “ratio”; các loại dùng được: group, banded, lookup, expert.",
    ),
    "tie step of a later issue": (
        ('{ kind = "criterion", criterion = "A"', '{ kind = "chair", criterion = "A"'),
        "ranking.tie_breaks[0].kind",
        "Phần mềm chưa thực hiện được loại “chair”; các loại dùng được: lot, criterion.",
    ),
    "condition kind unknown": (
        ('kind = "hold"', 'kind = "any_of"'),
        "variants.agri.eligibility[3].kind",
        "Phần mềm chưa thực hiện được loại “any_of”; các loại dùng được: threshold, increasing, flag, hold, paper.",
    ),
    "tie on a criterion nobody scores": (
        ('criterion = "A"', 'criterion = "A1"'),
        "ranking.tie_breaks[0].criterion",
        "Bảng “non_agri” không có tiêu chí “A1”.",
    ),
    "lot is missing": (
        ('  { kind = "lot", seed = "hạt giống", label = "Bốc thăm", origin = "tự đặt" },\n', ""),
        "ranking.tie_breaks",
        "Bước phân định cuối cùng phải là bốc thăm (lot) để không còn đồng hạng.",
    ),
    "origin is missing": (
        ('value = 3, origin = "tự đặt"', "value = 3"),
        "quota_per_province.origin",
        "Thiếu mục này.",
    ),
    "origin is not one of three": (
        ('value = 3, origin = "tự đặt"', 'value = 3, origin = "guess"'),
        "quota_per_province.origin",
        "Phải là một trong các giá trị: verified, model, tự đặt.",
    ),
    "wrong kind of figure": (
        ('figure = "law_compliance"', 'figure = "revenue"'),
        "variants.agri.eligibility[2].figure",
        "Số liệu “revenue” không phải là có/không (flag).",
    ),
    "wrong unit": (
        ('unit = "đồng/năm", clause', 'unit = "triệu đồng", clause'),
        "variants.agri.eligibility[0].unit",
        "Đơn vị “triệu đồng” khác đơn vị của số liệu là “đồng/năm”.",
    ),
    "year in the future": (
        ("year_offset = 0, operator", "year_offset = 1, operator"),
        "variants.agri.eligibility[0].year_offset",
        "Năm phải từ -9 đến 0 (0 là năm gần nhất).",
    ),
    "one year cannot rise": (
        ("years = 3", "years = 1"),
        "variants.non_agri.eligibility[0].years",
        "Số năm so sánh phải từ 2 đến 10.",
    ),
    "two variants serve one sector": (
        ('sector_groups = ["non_agri"]', 'sector_groups = ["agri"]'),
        "variants.non_agri.sector_groups",
        "Nhóm lĩnh vực “agri” đã thuộc bảng “agri”.",
    ),
    "the same criterion key twice": (
        ('key = "A2"', 'key = "B"'),
        "variants.agri.criteria[1].key",
        "Khóa “B” bị trùng.",
    ),
    "key with accents": (
        ('key = "A2"', 'key = "Tăng"'),
        "variants.agri.criteria[0].children[1].key",
        "Khóa “Tăng” chỉ được gồm chữ cái không dấu, số, _ và -.",
    ),
    "number as words": (
        ("points = 5.5", 'points = "năm rưỡi"'),
        "variants.agri.criteria[0].children[0].bands[1].points",
        'Phải là một số chính xác, ví dụ 5, 2.5 hoặc "1500000000".',
    ),
    "not a number at all": (
        ("points = 5.5", "points = nan"),
        "variants.agri.criteria[0].children[0].bands[1].points",
        'Phải là một số chính xác, ví dụ 5, 2.5 hoặc "1500000000".',
    ),
    "number without end": (
        ("points = 5.5", "points = 1e999999999"),
        "variants.agri.criteria[0].children[0].bands[1].points",
        'Phải là một số chính xác, ví dụ 5, 2.5 hoặc "1500000000".',
    ),
    "true is no number": (
        ("floor = 20", "floor = true"),
        "decision.floor",
        'Phải là một số chính xác, ví dụ 5, 2.5 hoặc "1500000000".',
    ),
    "floor above the scale": (("floor = 20", "floor = 41"), "decision.floor", "Điểm sàn phải nằm trong thang điểm."),
    "nobody honoured": (
        ("honours_total = 2", "honours_total = 0"),
        "decision.honours_total",
        "Phải là số nguyên từ 1 trở lên.",
    ),
    "anchors overlap": (
        ("lower = 5, upper = 10", "lower = 4, upper = 10"),
        "variants.agri.criteria[0].children[1].anchors[1].lower",
        "Mức mô tả chồng lên mức đứng trước.",
    ),
    "blank label": (('label = "Bốc thăm"', 'label = "  "'), "ranking.tie_breaks[1].label", "Không được để trống."),
    "text is a number": (('title = "Thể lệ nhỏ"', "title = 5"), "title", "Phải là chữ, đặt trong ngoặc kép."),
    "control character": (
        ('title = "Thể lệ nhỏ"', 'title = "Thể\\u0000 lệ"'),
        "title",
        "Không được chứa ký tự điều khiển.",
    ),
    "a list is a word": (('basis = ["Căn cứ để thử"]', 'basis = "Căn cứ"'), "basis", "Phải là một danh sách."),
    "a table is a number": (
        ('rounding = { digits = 2, mode = "half_up", origin = "tự đặt" }', "rounding = 2"),
        "rounding",
        "Phải là một bảng gồm các mục có tên.",
    ),
    "yes is a word": (
        ("recuse_own_province = true", 'recuse_own_province = "yes"'),
        "recuse_own_province",
        "Phải là true (có) hoặc false (không).",
    ),
    "a section is missing": (
        ('aggregation = { method = "mean", minimum_sheets = 2, origin = "tự đặt" }\n', ""),
        "aggregation",
        "Thiếu mục này.",
    ),
}


@pytest.mark.parametrize("name", ONE_MISTAKE)
def test_one_mistake_is_named_alone(name: str) -> None:
    pair, path, sentence = ONE_MISTAKE[name]
    assert mistakes(changed(pair)) == [(path, sentence)]


def test_a_text_that_is_no_toml_names_the_place() -> None:
    assert mistakes('key = "a"\naward = = 3') == [("(tệp)", "Không đúng cú pháp TOML ở dòng 2, cột 9.")]
    assert mistakes("a = " + "[" * 100_000)[0][0] == "(tệp)"


def test_an_empty_text_names_every_missing_section() -> None:
    named = [path for path, sentence in mistakes("") if sentence == "Thiếu mục này."]
    assert named == [
        "key",
        "award",
        "title",
        "edition",
        "status",
        "basis",
        "figures",
        "papers",
        "variants",
        "max_total",
        "quota_per_province",
        "recuse_own_province",
        "recuse_origin",
        "aggregation",
        "rounding",
        "ranking",
        "decision",
    ]


@pytest.mark.parametrize("text", ["", "[]", "{", "3", '{"key": NaN}', "[" * 100_000])
def test_a_broken_canonical_text_is_refused(text: str) -> None:
    with pytest.raises(RulebookInvalid):
        from_canonical(text)


LINES = SMALL_TEXT.splitlines()


@given(st.integers(0, len(LINES) - 1))
def test_a_rulebook_with_any_line_missing_is_read_or_refused_with_paths(number: int) -> None:
    text = "\n".join(LINES[:number] + LINES[number + 1 :])
    try:
        errors: tuple[RulebookError, ...] = ()
        rulebook = read_rulebook(text)
        assert from_canonical(canonical_json(rulebook)) == rulebook
    except RulebookInvalid as refused:
        errors = refused.errors
    assert all(error.path and error.sentence and "\x00" not in str(error) for error in errors)


def places(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to every value inside a JSON value."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, item in inside:
        yield (*path, step)
        yield from places(item, (*path, step))


CANONICAL = canonical_json(SMALL)
PLACES = list(places(json.loads(CANONICAL)))
JUNK = [None, 3, -1, 10**30, True, "", "x", "1/2", "\x00", "1e5", [], {}, [{}], [None], {"kind": "lot"}, {"kind": 5}]


@given(st.sampled_from(PLACES), st.sampled_from(JUNK))
def test_junk_anywhere_is_read_or_refused_with_printable_sentences(path: tuple[str | int, ...], junk: object) -> None:
    table = json.loads(CANONICAL)
    inner = table
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = junk
    try:
        errors: tuple[RulebookError, ...] = ()
        rulebook = from_canonical(json.dumps(table))
        assert from_canonical(canonical_json(rulebook)) == rulebook
    except RulebookInvalid as refused:
        errors = refused.errors
    assert all(error.path and error.sentence and str(error).isprintable() for error in errors)
