"""The guide for officials names every key as the reader reads it, and its examples are true."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest

from scoring.counting import EntryCount, count
from scoring.decision import Outcome
from scoring.entry import Entry
from scoring.errors import RulebookInvalid
from scoring.reading import digest, read_rulebook
from scoring.rulebook import Rulebook
from scoring.sheet import Sheet

GUIDE = (Path(__file__).parents[2] / "docs" / "rulebook.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```toml\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
EXAMPLE, RECIPES = BLOCKS[0], BLOCKS[1:]
FIRST_TIER = "[[levels.decision.tiers]]"


def dataclasses_below(shape: Any, found: dict[type, None]) -> dict[type, None]:
    """Every dataclass a rulebook is made of, with those they are built on, each once."""
    record = get_origin(shape) or shape
    if is_dataclass(record):
        if record not in found:
            found |= dict.fromkeys(base for base in reversed(record.__mro__) if is_dataclass(base))
            for hint in get_type_hints(record).values():
                dataclasses_below(hint, found)
    elif record is not Literal:
        for part in get_args(shape):
            dataclasses_below(part, found)
    return found


RECORDS = tuple(dataclasses_below(Rulebook, {}))


def own_fields(record: Any) -> list[Field[Any]]:
    """The fields a dataclass adds itself. A kind with one value is told in the text above the table."""
    added = inspect.get_annotations(record)
    return [
        field
        for field in fields(record)
        if field.name in added and not (field.name == "kind" and len(literals(record, field)) == 1)
    ]


def literals(record: Any, field: Field[Any]) -> tuple[str, ...]:
    hint = get_type_hints(record)[field.name]
    return get_args(hint) if get_origin(hint) is Literal else ()


def rows_after(mark: str) -> Iterator[list[str]]:
    """The cells of the table that follows a mark, without its two head lines."""
    lines = GUIDE.split(f"<!-- {mark} -->\n\n", 1)[1].split("\n\n", 1)[0].splitlines()
    for line in lines[2:]:
        yield [cell.strip() for cell in line.strip("|").split(" | ")]


def must_be_written(field: Field[Any]) -> str:
    """The second column: whether the key must stand, and what holds without it."""
    if field.default is MISSING or field.name == "kind":
        return "có"
    if field.default in (None, "", ()):
        return "không"
    return f"không (`{json.dumps(field.default)}`)"


@pytest.mark.parametrize("record", [one for one in RECORDS if own_fields(one)], ids=lambda one: one.__name__)
def test_the_guide_has_a_table_with_every_key_and_what_it_may_be(record: type) -> None:
    rows = list(rows_after(f"bảng của {record.__name__}"))
    assert [(row[0], row[1]) for row in rows] == [
        (f"`{field.name}`", must_be_written(field)) for field in own_fields(record)
    ]
    missing = {
        field.name: [value for value in literals(record, field) if f"`{value}`" not in row[2]]
        for field, row in zip(own_fields(record), rows, strict=True)
    }
    assert missing == {field.name: [] for field in own_fields(record)}
    assert [row for row in rows if len(row) != 4] == []


def test_the_guide_has_no_table_of_something_that_is_not_there() -> None:
    told = re.findall(r"<!-- bảng của (\w+) -->", GUIDE)
    assert sorted(told) == sorted(record.__name__ for record in RECORDS if own_fields(record))


def test_the_guide_names_every_kind() -> None:
    kinds = {
        value
        for record in RECORDS
        for field in fields(record)
        if field.name == "kind"
        for value in literals(record, field)
    }
    assert {kind for kind in kinds if f'`kind = "{kind}"`' not in GUIDE and f"`{kind}`" not in GUIDE} == set()
    assert {"group", "threshold", "bonus", "chair", "target", "approve_k", "series"} <= kinds


# ---------------------------------------------------------------- The full example


def counted() -> list[EntryCount]:
    """The entries and sheets of the guide's own table."""
    rulebook = read_rulebook(EXAMPLE)
    entries, sheets = [], []
    for code, revenue, _, *cast, _, _, _ in rows_after("tính thử"):
        series = {"revenue": {0: Fraction(revenue)}}
        entries.append(Entry(code=code, variant="chung", province="Cà Mau", series=series))
        for judge, marks in enumerate(cast, start=1):
            given = dict(zip(("A2", "B"), map(Fraction, marks.split(" + ")), strict=True))
            sheets.append(Sheet(entry=code, judge=judge, marks=given))
    return list(count(rulebook, entries, sheets).entries)


def test_the_example_reads_and_counts_to_what_the_guide_says() -> None:
    # M-1: (18 + 50 + 17 + 52,5) / 2 = 68,75; + 20 = 88,75.  M-2: (66 + 65) / 2 = 65,5; + 10 = 75,5.
    # M-3: (55 + 58) / 2 = 56,5; + 10 = 66,5; hết hai chỗ nên chờ.  M-4: (49,5 + 50) / 2 = 49,75; + 10 = 59,75 < 60.
    # M-5: doanh thu thiếu một đồng.
    labels = {"gold": "Hạng vàng", "silver": "Hạng bạc"}
    words = {Outcome.BELOW_FLOOR: "dưới điểm sàn", Outcome.INELIGIBLE: "không đủ điều kiện"}
    found = [
        (
            one.entry,
            str(one.criteria["A1"]),
            one.printed_total,
            str(one.rank or "–"),
            labels.get(one.tier or "") or words.get(one.outcome) or f"chờ, số {one.waiting}",
        )
        for one in counted()
    ]
    assert found == [(row[0], row[2], row[5], row[6], row[7]) for row in rows_after("tính thử")]
    assert found[2:4] == [("M-3", "10", "66.50", "3", "chờ, số 1"), ("M-4", "10", "59.75", "4", "dưới điểm sàn")]


def test_the_fingerprint_changes_with_every_word_but_not_with_notes_blanks_or_the_order_of_keys() -> None:
    fingerprint = digest(read_rulebook(EXAMPLE))
    rewritten = EXAMPLE.replace('digits = 2\nmode = "half_up"\n', '# Ghi chú.\n\nmode  =  "half_up"\ndigits = 2\n')
    assert rewritten != EXAMPLE
    assert digest(read_rulebook(rewritten)) == fingerprint
    assert digest(read_rulebook(EXAMPLE.replace('label = "Hạng vàng"', 'label = "Hạng Vàng"'))) != fingerprint


@pytest.mark.parametrize("recipe", RECIPES)
def test_every_recipe_can_be_put_at_the_end_of_the_example(recipe: str) -> None:
    before = EXAMPLE.split(FIRST_TIER, 1)[0] if recipe.startswith(FIRST_TIER) else EXAMPLE
    level = read_rulebook(f"{before}\n{recipe}").level()
    assert level != read_rulebook(EXAMPLE).level()


def test_the_recipes_are_those_the_guide_promises() -> None:
    heads = [re.findall(r"^\[+([a-z_.]+)\]+", recipe, re.MULTILINE) for recipe in RECIPES]
    assert heads == [
        ["levels.decision.limits"] * 2,
        ["levels.decision.tiers"] * 3,
        ["levels.spread"],
        ["levels.meeting.quorum", "levels.meeting.approval"],
        ["levels.meeting.quorum", "levels.meeting.departures"],
        ["levels.aggregation.member_groups"] * 2,
    ]


# ---------------------------------------------------------------- The usual mistakes

PAPER_WITH_A_DAY = """[[variants.eligibility]]
kind = "paper"
key = "DK2"
label = "Bản đăng ký còn hiệu lực"
paper = "registration"
valid_on = "30/02/2026"
clause = "Dữ liệu mẫu"
origin = "tự đặt"

[[variants.criteria]]
key = "A"
"""
TARGETS, GROUPS, MEETING = RECIPES[0], RECIPES[5], RECIPES[3]
LOT = EXAMPLE[EXAMPLE.index('[[ranking.tie_breaks]]\nkind = "lot"') : EXAMPLE.index("[[figures]]")]
JUDGED = EXAMPLE[EXAMPLE.index('key = "B"') : EXAMPLE.index("[[levels]]")]

MISTAKES: dict[str, list[tuple[str, str]]] = {
    "quên ngoặc kép quanh tên thể lệ": [('"Giải thưởng mẫu (dữ liệu mẫu)"', "Giải thưởng mẫu (dữ liệu mẫu)")],
    "viết ngày 30/02/2026": [
        ('[[variants.criteria]]\nkey = "A"\n', PAPER_WITH_A_DAY),
        ('required = true\nclause = "Dữ liệu mẫu"\n', 'required = true\ndated = true\nclause = "Dữ liệu mẫu"\n'),
    ],
    "dùng dấu chấm ngăn hàng nghìn": [("limit = 1_000_000_000", 'limit = "1.000.000.000"')],
    "viết `[levels]` thay vì `[[levels]]`": [("[[levels]]", "[levels]")],
    "gõ nhầm tên mục: `lable` thay vì `label`": [('label = "Hội đồng Trung', 'lable = "Hội đồng Trung')],
    "vì thế mục `label` lại thiếu": [('label = "Hội đồng Trung', 'lable = "Hội đồng Trung')],
    "để trống tên": [('"Giải thưởng mẫu (dữ liệu mẫu)"', '""')],
    "nguồn ghi khác ba giá trị cho phép": [('value = 100\norigin = "tự đặt"', 'value = 100\norigin = "tạm"')],
    "loại tiêu chí không có": [(JUDGED, JUDGED.replace('"expert"', '"judge"'))],
    "quên `kind` của điều kiện": [('kind = "threshold"\n', "")],
    "khóa có dấu tiếng Việt": [('key = "B"', 'key = "Đ"')],
    "hai tiêu chí cùng khóa": [('key = "A2"', 'key = "A1"')],
    "số liệu chưa khai": [('figure = "revenue"\noperator', 'figure = "doanh_thu"\noperator')],
    "đơn vị khác đơn vị của số liệu": [
        ('limit = 1_000_000_000\nunit = "đồng/năm"', 'limit = 1_000_000_000\nunit = "tỷ đồng"')
    ],
    "điểm con cộng lại khác điểm của nhóm": [
        ('"Hiệu quả và tính bền vững"\nmax_points = 20', '"Hiệu quả và tính bền vững"\nmax_points = 25')
    ],
    "tổng các nhóm khác tổng điểm tối đa": [("value = 100\n", "value = 90\n")],
    "khung điểm bị hở": [("{ lower = 3_000_000_000,", "{ lower = 3_500_000_000,")],
    "khung điểm chồng nhau": [("{ lower = 3_000_000_000,", "{ lower = 2_000_000_000,")],
    "khung cao nhất không tới điểm tối đa": [
        ("lower = 3_000_000_000, points = 20", "lower = 3_000_000_000, points = 15")
    ],
    "bước điểm không chia hết": [(JUDGED, JUDGED.replace("step = 0.5", "step = 0.7"))],
    "có số chỗ mà không có bước phân định cuối cùng": [(LOT, "")],
    "hạng ghi từ thấp lên cao": [("lower = 85", "lower = 55")],
    "chỉ tiêu nhiều hơn số chỗ": [("", TARGETS.replace('value = "agri"\ncount = 1', 'value = "agri"\ncount = 3'))],
    "trọng số không cộng đúng bằng 1": [("", GROUPS.replace("0.4", "0.5"))],
    "tỷ lệ viết thành phần trăm": [("", MEETING.replace('fraction = "2/3"', "fraction = 67"))],
    "cấp cuối cùng ghi là gửi lên": [('purpose = "honour"', 'purpose = "forward"')],
    "bản nháp không có lời cảnh báo": [('notice = "dữ liệu mẫu – mọi con số đều tự đặt"\n', "")],
}


def spoilt(changes: list[tuple[str, str]]) -> str:
    """The example with each first text replaced by the second; an empty first one: added at the end."""
    text = EXAMPLE
    for old, new in changes:
        assert not old or text.count(old) == 1
        text = text.replace(old, new) if old else f"{text}\n{new}"
    return text


@pytest.mark.parametrize("row", list(rows_after("lỗi hay gặp")), ids=lambda row: row[0])
def test_the_checker_says_of_a_usual_mistake_what_the_guide_says(row: list[str]) -> None:
    with pytest.raises(RulebookInvalid) as refused:
        read_rulebook(spoilt(MISTAKES[row[0]]))
    sentences = [f"`{error}`" for error in refused.value.errors]
    told = [other[1] for other in rows_after("lỗi hay gặp") if MISTAKES[other[0]] == MISTAKES[row[0]]]
    assert sorted(sentences) == sorted(told)


def test_every_usual_mistake_stands_in_the_guide() -> None:
    assert [row[0] for row in rows_after("lỗi hay gặp")] == list(MISTAKES)
