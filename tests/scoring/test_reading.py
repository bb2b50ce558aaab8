"""Reading a rulebook: what is accepted, what is refused, and that every mistake is told at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.conditions import Increasing, PaperPresent
from scoring.criteria import Banded, Growth, Ratio, walk
from scoring.errors import RulebookError, RulebookInvalid
from scoring.figures import FigureDef, Option, Sourced
from scoring.ranking_rules import LotTie
from scoring.reading import canonical_json, from_canonical, read_rulebook
from tests.scoring.world import EVERY, EVERY_TEXT, SMALL, SMALL_TEXT, changed, mistakes

NO_KIND = "Phần mềm chưa thực hiện được loại"
CONDITION_KINDS = ("threshold", "increasing", "flag", "choice_in", "hold", "repeat", "any_of", "all_of", "paper")
FULL_AT = "variants.food.criteria[0].children[0].children[2].full_at"
HALF = "variants.food.criteria[0].children[1].full_at"
NUMBER = 'Phải là một số chính xác, ví dụ 5, 2.5 hoặc "1500000000".'
DAY = "Phải là một ngày có thật, ví dụ 2026-02-28."
TABLE = "Phải là một bảng gồm các mục có tên."


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
    assert SMALL.quota_per_province == Sourced(value=3, origin="tự đặt")


def test_days_fractions_and_what_is_left_out_are_read_as_written() -> None:
    food = EVERY.variant("food")
    assert food.eligibility[2] == PaperPresent(
        key="K3",
        label="Phiếu kiểm nghiệm còn hạn",
        clause="Điều 5.3",
        origin="tự đặt",
        waivable=True,
        paper="test_report",
        valid_on=date(2026, 3, 31),
        issued_from=date(2025, 4, 1),
    )
    ratio, growth = food.criterion("P2"), food.criterion("P1c")
    assert isinstance(ratio, Ratio)
    assert isinstance(growth, Growth)
    assert (ratio.full_at, ratio.year_offset, ratio.percent, ratio.bands) == (Fraction(1, 2), 0, False, ())
    assert (growth.years, growth.full_at, growth.minimum) == (2, 20, None)
    assert EVERY.figures[3] == FigureDef(
        key="customers", label="Thành viên sử dụng dịch vụ", kind="number", unit="người", not_above="members"
    )
    assert EVERY.figures[7].options[1] == Option(key="ethnic", label="Người dân tộc thiểu số")
    assert (EVERY.quota_per_province, EVERY.partial, EVERY.bonus_above_max) == (None, False, False)


def test_a_key_nobody_wrote_is_not_found() -> None:
    with pytest.raises(KeyError):
        SMALL.variant("credit_fund")
    with pytest.raises(KeyError):
        SMALL.variant("agri").criterion("Z")
    with pytest.raises(KeyError):
        SMALL.level("commune")


def test_days_and_exact_numbers_may_be_written_as_texts() -> None:
    text = changed(
        EVERY_TEXT,
        ("valid_on = 2026-03-31", 'valid_on = "2026-03-31"'),
        ("max_total = { value = 100", 'max_total = { value = "100"'),
        ("step = 0.25", 'step = "1/4"'),
    )
    assert read_rulebook(text) == EVERY


ONE_MISTAKE = {
    "criterion kind nobody knows": (
        ('kind = "banded"', 'kind = "curve"'),
        "variants.food.criteria[0].children[0].children[0].kind",
        f"{NO_KIND} “curve”; các loại dùng được: group, banded, ratio, growth, lookup, checklist, boolean, expert.",
    ),
    "tie step nobody knows": (
        ('{ kind = "median"', '{ kind = "age"'),
        "ranking.tie_breaks[1].kind",
        "Phần mềm chưa thực hiện được loại “age”; các loại dùng được: lot, chair, votes, median, criterion.",
    ),
    "condition kind nobody knows": (
        ('kind = "hold"', 'kind = "wait"'),
        "variants.food.eligibility[5].kind",
        f"{NO_KIND} “wait”; các loại dùng được: {', '.join(CONDITION_KINDS)}.",
    ),
    "no kind": (
        ('kind = "bonus"\n', ""),
        "variants.food.adjustments[0].kind",
        "Phải nêu loại, một trong: bonus, penalty.",
    ),
    "a kind that is no word": (
        ('kind = "penalty"', "kind = 3"),
        "variants.food.adjustments[1].kind",
        "Phải nêu loại, một trong: bonus, penalty.",
    ),
    "origin is missing": (('value = 100, origin = "model"', "value = 100"), "max_total.origin", "Thiếu mục này."),
    "origin is not one of three": (
        ('value = 100, origin = "model"', 'value = 100, origin = "guess"'),
        "max_total.origin",
        "Phải là một trong các giá trị: verified, model, tự đặt.",
    ),
    "origin is no word": (
        ('value = 100, origin = "model"', "value = 100, origin = 3"),
        "max_total.origin",
        "Phải là một trong các giá trị: verified, model, tự đặt.",
    ),
    "a key nobody knows": (
        ('guidance = "Nghe', 'guide = "Nghe'),
        "variants.food.criteria[1].children[1].guide",
        "Không có mục nào tên như vậy.",
    ),
    "a key nobody can print": (
        ('guidance = "Nghe', '"gui\\u0000de" = "Nghe'),
        "variants.food.criteria[1].children[1].gui\N{REPLACEMENT CHARACTER}de",
        "Không có mục nào tên như vậy.",
    ),
    "number as words": (("full_at = 20", 'full_at = "hai mươi"'), FULL_AT, NUMBER),
    "not a number at all": (("full_at = 20", "full_at = nan"), FULL_AT, NUMBER),
    "number without end": (("full_at = 20", "full_at = 1e999999999"), FULL_AT, NUMBER),
    "too large a number": (("full_at = 20", "full_at = 1000000000000000000"), FULL_AT, NUMBER),
    "a number divided by nothing": (('full_at = "1/2"', 'full_at = "1/0"'), HALF, NUMBER),
    "true is no number": (("max_total = { value = 100", "max_total = { value = true"), "max_total.value", NUMBER),
    "an edition in words": (("edition = 2", 'edition = "hai"'), "edition", "Phải là số nguyên."),
    "an edition and a half": (("edition = 2", "edition = 2.5"), "edition", "Phải là số nguyên."),
    "an edition of true": (("edition = 2", "edition = true"), "edition", "Phải là số nguyên."),
    "an edition without end": (("edition = 2", "edition = 1000000000000000000"), "edition", "Phải là số nguyên."),
    "a day that is not in the calendar": (
        ("valid_on = 2026-03-31", 'valid_on = "2026-02-30"'),
        "variants.food.eligibility[2].valid_on",
        DAY,
    ),
    "a day written the Vietnamese way": (
        ("valid_on = 2026-03-31", 'valid_on = "31/03/2026"'),
        "variants.food.eligibility[2].valid_on",
        DAY,
    ),
    "an hour for a day": (
        ("valid_on = 2026-03-31", "valid_on = 2026-03-31T08:00:00"),
        "variants.food.eligibility[2].valid_on",
        DAY,
    ),
    "blank label": (('label = "Bốc thăm"', 'label = "  "'), "ranking.tie_breaks[3].label", "Không được để trống."),
    "text is a number": (('title = "Thể lệ đủ loại"', "title = 5"), "title", "Phải là chữ, đặt trong ngoặc kép."),
    "control character": (
        ('title = "Thể lệ đủ loại"', 'title = "Thể\\u0000 lệ"'),
        "title",
        "Không được chứa ký tự điều khiển.",
    ),
    "a list is a word": (('basis = ["Căn cứ để thử"]', 'basis = "Căn cứ"'), "basis", "Phải là một danh sách."),
    "a table is a number": (
        ('rounding = { digits = 2, mode = "half_up", origin = "tự đặt" }', "rounding = 2"),
        "rounding",
        TABLE,
    ),
    "an item of a list of tables is a word": (
        ('{ kind = "lot", seed', '"lot", { kind = "lot", seed'),
        "ranking.tie_breaks[3].kind",
        "Phải nêu loại, một trong: lot, chair, votes, median, criterion.",
    ),
    "yes is a word": (
        ("recuse_own_province = false", 'recuse_own_province = "yes"'),
        "recuse_own_province",
        "Phải là true (có) hoặc false (không).",
    ),
    "a section is missing": (
        ('rounding = { digits = 2, mode = "half_up", origin = "tự đặt" }\n', ""),
        "rounding",
        "Thiếu mục này.",
    ),
    "a level without a key": (('key = "central"\n', ""), "levels[1].key", "Thiếu mục này."),
    "a level with a number for a key": (
        ('key = "central"', "key = 2"),
        "levels[1].key",
        "Phải là chữ, đặt trong ngoặc kép.",
    ),
    "a variant with an empty key": (('key = "food"', 'key = ""'), "variants[0].key", "Không được để trống."),
}  # fmt: skip


@pytest.mark.parametrize("name", ONE_MISTAKE)
def test_one_unreadable_piece_is_named_alone(name: str) -> None:
    pair, path, sentence = ONE_MISTAKE[name]
    assert mistakes(changed(EVERY_TEXT, pair)) == [(path, sentence)]


def test_many_mistakes_are_told_at_once_each_at_its_path() -> None:
    text = changed(
        SMALL_TEXT,
        ("max_points = 20", "max_points = 21"),
        ("lower = 5_000_000_000, points = 10", "lower = 6_000_000_000, points = 10"),
        ('figure = "highest_honour"', 'figure = "honour"'),
        ("step = 0.25", "step = 0.3"),
        ("edition = 1", 'edition = "một"'),
        ('method = "mean"', 'method = "vote"'),
        ('notice = "bản nháp"', ""),
        ('key = "E4"', 'key = "E3"'),
        ('paper = "registration"', 'paper = "dang-ky"'),
        ('guidance = "Xem điều lệ."', 'guide = "Xem điều lệ."'),
    )
    assert sorted(mistakes(text)) == sorted(
        [
            ("levels.central.aggregation.method", "Phải là một trong các giá trị: mean, trimmed_mean, median."),
            ("edition", "Phải là số nguyên."),
            ("notice", "Bản nháp hoặc bản trích phải mang lời cảnh báo."),
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


def test_a_text_that_is_no_toml_names_the_place() -> None:
    assert mistakes('key = "a"\naward = = 3') == [("(tệp)", "Không đúng cú pháp TOML ở dòng 2, cột 9.")]
    assert mistakes('key = "a') == [("(tệp)", "Không đúng cú pháp TOML.")]
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
        "variants",
        "max_total",
        "recuse_own_province",
        "recuse_origin",
        "rounding",
        "ranking",
        "levels",
    ]


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


Place = tuple[str | int, ...]


def places(value: object, path: Place = ()) -> Iterator[Place]:
    """The way to every value inside a JSON value."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, item in inside:
        yield (*path, step)
        yield from places(item, (*path, step))


CANONICAL = canonical_json(EVERY)
PLACES = list(places(json.loads(CANONICAL)))
JUNK = [None, 3, -1, 10**30, True, "", "x", "1/2", "\x00", "1e5", [], {}, [{}], [None], {"kind": "lot"}, {"kind": 5}]


def put(path: Place, junk: object) -> str:
    """The rulebook of every kind with one value replaced, as JSON."""
    table = json.loads(CANONICAL)
    inner = table
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = junk
    return json.dumps(table)


@given(st.sampled_from(PLACES), st.sampled_from(JUNK))
def test_junk_anywhere_is_read_or_refused_with_printable_sentences(path: Place, junk: object) -> None:
    try:
        errors: tuple[RulebookError, ...] = ()
        rulebook = from_canonical(put(path, junk))
        assert from_canonical(canonical_json(rulebook)) == rulebook
    except RulebookInvalid as refused:
        errors = refused.errors
    assert all(error.path and error.sentence and str(error).isprintable() for error in errors)


def one_of_each_sort() -> list[Place]:
    """The first place of every key of every kind of table."""
    table = json.loads(CANONICAL)
    found: dict[tuple[str, ...], Place] = {}
    for path in PLACES:
        inner, sort = table, []
        for step in path:
            sort += [step] if isinstance(step, str) else []
            sort += [inner["kind"]] if isinstance(inner, dict) and "kind" in inner else []
            inner = inner[step]
        found.setdefault(tuple(sort), path)
    return list(found.values())


def test_what_cannot_be_read_is_named_at_its_place_and_never_taken_for_a_value() -> None:
    for path in one_of_each_sort():
        with pytest.raises(RulebookInvalid) as refused:
            from_canonical(put(path, [5, "\x00"]))
        first, *others = (str(error) for error in refused.value.errors)
        told = f"{first} {others}"
        assert str(path[-1]) in first.partition(": ")[0] or f"[{path[-1]}]" in first
        assert "\x00" not in told
        assert "10000000000" not in told
