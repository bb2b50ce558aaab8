"""The exported record: it agrees with its own recount, and every change is named."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from scoring.counting import count
from scoring.entry import Entry
from scoring.errors import ScoringError
from scoring.reading import digest
from scoring.record import build_record, canonical_record, digest_of, recount
from scoring.sheet import Sheet
from tests.scoring.world import SMALL, a_sheet, an_entry, seasons


def a_record() -> dict[str, Any]:
    entries = [an_entry("CS-1"), an_entry("CS-2", revenue={0: 6 * 10**9, -1: 5 * 10**9}, honour="none")]
    sheets = [a_sheet(code, judge, A2=8, B="10.25") for code in ("CS-1", "CS-2") for judge in (1, 2, 3)]
    return build_record(
        rulebook=SMALL,
        entries=entries,
        sheets=sheets,
        recused=[("CS-2", 4)],
        count=count(SMALL, entries, sheets),
        season="CoopStar mẫu",
    )


def without_digests(differences: tuple[str, ...]) -> list[str]:
    return [line for line in differences if not line.startswith("Mã băm")]


def broken_digests(differences: tuple[str, ...]) -> list[str]:
    return [line.split("(")[1].split(")")[0] for line in differences if line.startswith("Mã băm")]


def test_a_record_is_what_a_stranger_needs() -> None:
    record = a_record()
    assert list(record) == [
        "format",
        "season",
        "rulebook",
        "entries",
        "sheets",
        "recused",
        "result",
        "rulebook_digest",
        "entries_digest",
        "sheets_digest",
        "record_digest",
    ]
    assert record["rulebook_digest"] == digest(SMALL)
    assert record["sheets"][0] == {"entry": "CS-1", "judge": 1, "marks": {"A2": "8", "B": "41/4"}}
    assert record["entries"][0] == {
        "code": "CS-1",
        "variant": "agri",
        "province": "Cà Mau",
        "series": {"revenue": {"0": "1620000000", "-1": "1500000000", "-2": "1400000000"}},
        "choices": {"highest_honour": "province"},
        "flags": {"law_compliance": True, "open_inquiry": False},
        "papers": ["registration"],
    }
    assert record["result"][0] == {
        "entry": "CS-2",
        "variant": "agri",
        "province": "Cà Mau",
        "sheets": 3,
        "criteria": {"A": "18", "A1": "10", "A2": "8", "B": "41/4", "C": "0"},
        "total": "113/4",
        "printed_total": "28.25",
        "rank": 1,
        "outcome": "honoured",
        "tie_step": None,
    }


@given(seasons())
def test_every_record_agrees_with_its_recount_through_json(season: tuple[list[Entry], list[Sheet]]) -> None:
    entries, sheets = season
    record = build_record(
        rulebook=SMALL,
        entries=entries,
        sheets=sheets,
        recused=[],
        count=count(SMALL, entries, sheets),
        season="Mùa mẫu",
    )
    assert recount(json.loads(canonical_record(record))) == ()


def test_one_changed_mark_is_named() -> None:
    record = a_record()
    record["sheets"][3]["marks"]["B"] = "10"
    differences = recount(record)
    assert without_digests(differences) == [
        "Hồ sơ CS-2: điểm tiêu chí B ghi 41/4, tính lại 61/6.",
        "Hồ sơ CS-2: tổng điểm chính xác ghi 113/4, tính lại 169/6.",
        "Hồ sơ CS-2: tổng điểm ghi 28.25, tính lại 28.17.",
    ]
    assert broken_digests(differences) == ["sheets_digest", "record_digest"]


def test_a_sheet_taken_away_is_named() -> None:
    record = a_record()
    record["sheets"] = [sheet for sheet in record["sheets"] if (sheet["entry"], sheet["judge"]) == ("CS-1", 1)]
    assert without_digests(recount(record)) == [
        "Hồ sơ CS-1: số phiếu ghi 3, tính lại 1.",
        "Hồ sơ CS-1: thứ hạng ghi 2, tính lại không có.",
        "Hồ sơ CS-1: kết quả ghi honoured, tính lại not_counted.",
        "Hồ sơ CS-2: điểm tiêu chí A ghi 18, tính lại 10.",
        "Hồ sơ CS-2: điểm tiêu chí A2 ghi 8, tính lại 0.",
        "Hồ sơ CS-2: điểm tiêu chí B ghi 41/4, tính lại 0.",
        "Hồ sơ CS-2: số phiếu ghi 3, tính lại 0.",
        "Hồ sơ CS-2: tổng điểm chính xác ghi 113/4, tính lại 10.",
        "Hồ sơ CS-2: tổng điểm ghi 28.25, tính lại 10.00.",
        "Hồ sơ CS-2: thứ hạng ghi 1, tính lại không có.",
        "Hồ sơ CS-2: kết quả ghi honoured, tính lại not_counted.",
        "Thứ tự kết quả đã ghi khác thứ tự tính lại.",
    ]


def test_a_figure_that_moves_no_band_is_still_seen() -> None:
    record = a_record()
    record["entries"][0]["series"]["revenue"]["0"] = "1620000001"
    differences = recount(record)
    assert without_digests(differences) == []
    assert broken_digests(differences) == ["entries_digest", "record_digest"]


def test_a_changed_total_is_named() -> None:
    record = a_record()
    record["result"][1]["printed_total"] = "29.75"
    differences = recount(record)
    assert without_digests(differences) == ["Hồ sơ CS-1: tổng điểm ghi 29.75, tính lại 27.75."]
    assert broken_digests(differences) == ["record_digest"]


def test_a_changed_digest_is_named() -> None:
    record = a_record()
    record["sheets_digest"] = "0" * 64
    differences = recount(record)
    assert (without_digests(differences), broken_digests(differences)) == ([], ["sheets_digest", "record_digest"])


def test_a_changed_rulebook_is_named_with_what_follows() -> None:
    record = a_record()
    record["rulebook"]["decision"]["honours_total"] = 1
    differences = recount(record)
    assert without_digests(differences) == ["Hồ sơ CS-1: kết quả ghi honoured, tính lại not_honoured."]
    assert broken_digests(differences) == ["rulebook_digest", "record_digest"]


def test_a_rulebook_that_cannot_stand_is_named_at_its_path() -> None:
    record = a_record()
    record["rulebook"]["variants"][0]["criteria"][1]["max_points"] = "15"
    assert without_digests(recount(record)) == [
        "Thể lệ trong bản ghi có lỗi – variants.agri.criteria: Ghi 40 điểm nhưng các phần cộng lại là 39 điểm."
    ]


def test_a_sheet_of_a_recused_judge_is_refused_and_seen() -> None:
    record = a_record()
    record["recused"].append({"entry": "CS-1", "judge": 2})
    assert without_digests(recount(record)) == [
        "Giám khảo số 2 không được chấm hồ sơ CS-1 nhưng có phiếu trong bản ghi."
    ]
    entries, sheets = [an_entry()], [a_sheet("CS-1", judge, A2=1, B=1) for judge in (1, 2)]
    with pytest.raises(ScoringError):
        build_record(
            rulebook=SMALL,
            entries=entries,
            sheets=sheets,
            recused=[("CS-1", 2)],
            count=count(SMALL, entries, sheets),
            season="Mùa mẫu",
        )


def test_results_added_removed_or_moved_are_named() -> None:
    record = a_record()
    record["result"].reverse()
    assert without_digests(recount(record)) == ["Thứ tự kết quả đã ghi khác thứ tự tính lại."]
    record["result"][0]["entry"] = "CS-7"
    assert without_digests(recount(record)) == [
        "Hồ sơ CS-1 không có trong kết quả đã ghi.",
        "Hồ sơ CS-7 có trong kết quả đã ghi nhưng không có trong danh sách hồ sơ.",
    ]


def test_a_mark_the_rulebook_forbids_stops_the_recount() -> None:
    record = a_record()
    record["sheets"][0]["marks"]["A2"] = "11"
    sheet, why = "Phiếu của giám khảo số 1 cho hồ sơ CS-1", "“Tăng trưởng”: điểm không được lớn hơn 10."
    assert without_digests(recount(record)) == [f"Không tính lại được: {sheet} không hợp lệ: {why}"]


@pytest.mark.parametrize("name", ["rulebook", "entries", "sheets", "recused", "result"])
@pytest.mark.parametrize("value", [None, 3, "x", [3], [None], [{}], {"x": 1}])
def test_a_broken_record_is_told_apart_not_tripped_over(name: str, value: object) -> None:
    record = a_record()
    record[name] = value
    assert recount(record)
    del record[name]
    assert recount(record)


@pytest.mark.parametrize("record", [None, [], "x", {}, {"format": "awards-record/2"}])
def test_anything_else_is_not_a_record(record: object) -> None:
    assert recount(record) == ("Tệp không phải là bản ghi kết quả theo định dạng awards-record/1.",)


def test_a_digest_is_of_the_content_not_of_the_order_of_keys() -> None:
    assert digest_of({"b": 1, "a": [2]}) == digest_of({"a": [2], "b": 1})
