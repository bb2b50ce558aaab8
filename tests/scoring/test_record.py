"""The exported record: it agrees with its own recount, and every change is named."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from scoring.ballots import VOTES, Vote
from scoring.counting import count
from scoring.decision import Outcome
from scoring.entry import Entry, HeldPaper
from scoring.errors import ScoringError
from scoring.reading import digest
from scoring.record import canonical_record, digest_of, recount, write_record
from scoring.record_rows import Rows, entry_of, entry_text, sheet_of, vote_of, vote_row
from scoring.sheet import Sheet
from tests.scoring.juries import jury
from tests.scoring.world import SMALL, a_sheet, an_entry, seasons

DOCUMENT = (Path(__file__).parents[2] / "docs" / "record.md").read_text(encoding="utf-8")


def a_record() -> dict[str, Any]:
    entries = [an_entry("CS-1"), an_entry("CS-2", revenue={0: 6 * 10**9, -1: 5 * 10**9}, honour="none")]
    sheets = [a_sheet(code, judge, A2=8, B="10.25") for code in ("CS-1", "CS-2") for judge in (1, 2, 3)]
    return write_record(
        rulebook=SMALL,
        entries=entries,
        sheets=sheets,
        recused=[("CS-2", 4)],
        count=count(SMALL, entries, sheets),
        season="CoopStar mẫu",
    ).table


def without_digests(differences: tuple[str, ...]) -> list[str]:
    return [line for line in differences if not line.startswith("Mã băm")]


def broken_digests(differences: tuple[str, ...]) -> list[str]:
    return [line.split("(")[1].split(")")[0] for line in differences if line.startswith("Mã băm")]


def test_a_record_is_what_a_stranger_needs() -> None:
    record = a_record()
    assert list(record) == [
        "entries",
        "entries_digest",
        "format",
        "level",
        "record_digest",
        "recused",
        "result",
        "rulebook",
        "rulebook_digest",
        "season",
        "sheets",
        "sheets_digest",
        "votes",
        "votes_digest",
    ]
    assert record["rulebook_digest"] == digest(SMALL)
    assert (record["level"], record["votes"]) == ("central", [])
    assert record["sheets"][0] == {
        "entry": "CS-1",
        "judge": 1,
        "group": "",
        "round": 1,
        "abstained": False,
        "marks": {"A2": "8", "B": "41/4"},
    }
    assert record["entries"][0] == {
        "code": "CS-1",
        "variant": "agri",
        "province": "Cà Mau",
        "series": {"revenue": {"0": "1620000000", "-1": "1500000000", "-2": "1400000000"}},
        "choices": {"highest_honour": "province"},
        "sets": {},
        "flags": {"law_compliance": True, "open_inquiry": False},
        "papers": {"registration": {"issued": None, "expires": None}},
        "traits": {},
        "past_honours": {},
        "waivers": {},
    }
    assert record["result"][0] == {
        "entry": "CS-2",
        "variant": "agri",
        "province": "Cà Mau",
        "eligibility": "pass",
        "conditions": {"E1": "pass", "E2": "pass", "E3": "pass", "E4": "pass"},
        "sheets": 3,
        "round": 1,
        "spread": "0",
        "criteria": {"A": "18", "A1": "10", "A2": "8", "B": "41/4", "C": "0"},
        "adjustments": {},
        "base": "113/4",
        "total": "113/4",
        "printed_total": "28.25",
        "knocked_out": None,
        "rank": 1,
        "tie_step": None,
        "outcome": "honoured",
        "tier": None,
        "waiting": None,
        "motion": None,
        "ballot": None,
        "shares": [{"judge": judge, "round": 1, "total": "73/4", "use": "counted"} for judge in (1, 2, 3)],
    }


def a_full_entry() -> Entry:
    return Entry(
        code="SP-1",
        variant="agri",
        province="Huế",
        series={"revenue": {0: Fraction(7, 3)}},
        choices={"honour": "state"},
        sets={"certificates": frozenset({"safe", "organic"}), "held": frozenset()},
        flags={"law": False},
        papers={"audit": HeldPaper(date(2025, 1, 31), date(2026, 1, 31)), "form": HeldPaper()},
        traits={"sector": "crop", "owner": "Bà Sáu"},
        past_honours={"nominee": (3, 1), "product": ()},
        waivers={"E1": "thiên tai"},
    )


def test_an_entry_and_a_sheet_stand_in_the_record_with_everything_they_hold() -> None:
    row = json.loads(entry_text(a_full_entry()))
    assert (row["sets"], row["past_honours"]) == (
        {"certificates": ["organic", "safe"], "held": []},
        {"nominee": [1, 3], "product": []},
    )
    assert row["papers"]["audit"] == {"issued": "2025-01-31", "expires": "2026-01-31"}
    assert canonical_record(row) == entry_text(a_full_entry())
    assert entry_of(row) == replace(a_full_entry(), past_honours={"nominee": (1, 3), "product": ()})
    sheet = Sheet(entry="SP-1", judge=4, marks={"A": Fraction(1, 3), "B": None}, group="experts", round=2)
    written = Rows().sheet(sheet)
    assert (sheet_of(json.loads(written)), canonical_record(json.loads(written))) == (sheet, written)


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("code", 5),
        ("series", {"revenue": {"00": "5"}}),
        ("series", {"revenue": {"0": 5}}),
        ("series", {"revenue": {"0": "5.0"}}),
        ("choices", {"honour": None}),
        ("sets", {"held": [1]}),
        ("flags", {"law": 1}),
        ("papers", {"audit": {"issued": "31/01/2025", "expires": None}}),
        ("past_honours", {"nominee": [True]}),
    ],
)
def test_a_row_that_is_not_written_as_the_record_writes_is_refused(part: str, value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        entry_of(json.loads(entry_text(a_full_entry())) | {part: value})


def test_a_vote_stands_in_the_record_as_it_was_cast() -> None:
    vote = Vote(motion="add:vùng khó khăn", entry="SP-1", voter="chair", vote="yes")
    row = {"motion": "add:vùng khó khăn", "entry": "SP-1", "voter": "chair", "vote": "yes"}
    assert (vote_row(vote), vote_of(row)) == (row, vote)
    with pytest.raises(TypeError):
        vote_of(row | {"voter": 1})


def test_a_ballot_stands_in_the_result_with_its_numbers() -> None:
    made = next(one for one in map(jury, range(100)) if one.votes and one.count().ballots.approvals)
    code, ballot = next(iter(made.count().ballots.approvals.items()))
    row = next(row for row in made.record()["result"] if row["entry"] == code)
    told = {**asdict(ballot)}
    assert row["ballot"] == {name: told[name] for name in told if name not in ("motion", "entry", "reason")}


@given(seasons())
def test_every_record_agrees_with_its_recount_through_json(season: tuple[list[Entry], list[Sheet]]) -> None:
    entries, sheets = season
    record = write_record(
        rulebook=SMALL,
        entries=entries,
        sheets=sheets,
        recused=[],
        count=count(SMALL, entries, sheets),
        season="Mùa mẫu",
    ).table
    assert recount(json.loads(canonical_record(record))) == ()


def test_one_changed_mark_is_named() -> None:
    record = a_record()
    record["sheets"][3]["marks"]["B"] = "10"
    differences = recount(record)
    assert without_digests(differences) == [
        "Hồ sơ CS-2: điểm tiêu chí B ghi 41/4, tính lại 61/6.",
        "Hồ sơ CS-2: phiếu 1 (vòng 1) ghi 73/4 (counted), tính lại 18 (counted).",
        "Hồ sơ CS-2: chênh lệch điểm ghi 0, tính lại 1/4.",
        "Hồ sơ CS-2: tổng điểm của bảng ghi 113/4, tính lại 169/6.",
        "Hồ sơ CS-2: tổng điểm chính xác ghi 113/4, tính lại 169/6.",
        "Hồ sơ CS-2: tổng điểm ghi 28.25, tính lại 28.17.",
    ]
    assert broken_digests(differences) == ["sheets_digest", "record_digest"]


def test_a_sheet_taken_away_is_named() -> None:
    record = a_record()
    record["sheets"] = [sheet for sheet in record["sheets"] if (sheet["entry"], sheet["judge"]) != ("CS-1", 1)]
    assert without_digests(recount(record)) == [
        "Hồ sơ CS-1: phiếu (tổng số) ghi 3, tính lại 2.",
        "Hồ sơ CS-1: phiếu 1 (vòng 1) ghi 73/4 (counted), tính lại không có.",
        "Hồ sơ CS-1: số phiếu ghi 3, tính lại 2.",
    ]


def test_too_few_sheets_left_change_the_ranking() -> None:
    record = a_record()
    record["sheets"] = [sheet for sheet in record["sheets"] if sheet["judge"] == 1 or sheet["entry"] == "CS-1"]
    differences = [line for line in without_digests(recount(record)) if ": phiếu" not in line]
    assert differences == [
        "Hồ sơ CS-1: thứ hạng ghi 2, tính lại 1.",
        "Hồ sơ CS-2: số phiếu ghi 3, tính lại 1.",
        "Hồ sơ CS-2: thứ hạng ghi 1, tính lại không có.",
        "Hồ sơ CS-2: kết quả ghi honoured, tính lại not_counted.",
        "Thứ tự kết quả đã ghi khác thứ tự tính lại.",
    ]


def test_a_table_that_is_none_and_a_sheet_told_twice_are_named() -> None:
    record = a_record()
    first, second = record["result"]
    first["shares"].append(first["shares"][0])
    first["shares"].append("phiếu")
    first["conditions"] = {}
    second["adjustments"] = None
    second["rank"] = 2.0
    assert without_digests(recount(record)) == [
        "Hồ sơ CS-2: điều kiện ghi {}, tính lại không có.",
        *(f"Hồ sơ CS-2: điều kiện {key} ghi không có, tính lại pass." for key in ("E1", "E2", "E3", "E4")),
        "Hồ sơ CS-2: phiếu (tổng số) ghi 5, tính lại 3.",
        "Hồ sơ CS-1: điểm cộng, trừ ghi không có, tính lại {}.",
        "Hồ sơ CS-1: thứ hạng ghi 2.0, tính lại 2.",
    ]


def test_a_result_written_twice_is_named() -> None:
    record = a_record()
    record["result"].append(record["result"][0])
    assert without_digests(recount(record)) == ["Có hồ sơ được ghi kết quả hai lần."]


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
    record["rulebook"]["levels"][0]["decision"]["places"]["value"] = 1
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
        write_record(
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


@pytest.mark.parametrize("name", ["rulebook", "entries", "sheets", "votes", "recused", "result"])
@pytest.mark.parametrize("value", [None, 3, "x", [3], [None], [{}], {"x": 1}])
def test_a_broken_record_is_told_apart_not_tripped_over(name: str, value: object) -> None:
    record = a_record()
    record[name] = value
    assert recount(record)
    del record[name]
    assert recount(record)


@pytest.mark.parametrize("record", [None, [], "x", {}, {"format": "awards-record/1"}])
def test_anything_else_is_not_a_record(record: object) -> None:
    assert recount(record) == ("Tệp không phải là bản ghi kết quả theo định dạng awards-record/2.",)


def test_a_digest_is_of_the_content_not_of_the_order_of_keys() -> None:
    assert digest_of({"b": 1, "a": [2]}) == digest_of({"a": [2], "b": 1})


def test_every_key_of_a_record_is_told_in_the_documentation() -> None:
    record = next(one for one in (jury(number).record() for number in range(100)) if any_ballot(one))
    ballot = next(row["ballot"] for row in record["result"] if row["ballot"])
    parts = [record, *record["entries"], *record["sheets"], *record["votes"], *record["result"], ballot]
    keys = {key for part in parts for key in part}
    words = keys | {str(outcome) for outcome in Outcome} | set(VOTES)
    assert sorted(word for word in words if f"`{word}`" not in DOCUMENT and f'"{word}"' not in DOCUMENT) == []


def any_ballot(record: dict[str, Any]) -> bool:
    return any(row["ballot"] for row in record["result"])
