"""The exported record of a result, and its recount.

A record holds everything a stranger needs to count again: rulebook, entries, cast sheets (judges by
number), recusals and the result. Its digests show that something was changed; the recount shows
what follows from it. Who changes a record and all its digests can only be caught by the digests
published beforehand.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from scoring.counting import Count, count
from scoring.entry import Entry
from scoring.errors import RulebookInvalid, ScoringError
from scoring.reading import from_canonical, plain
from scoring.rulebook import Rulebook
from scoring.sheet import Sheet

FORMAT = "awards-record/1"
EXACT = re.compile(r"-?[0-9]{1,60}(/[1-9][0-9]{0,59})?")
DIGESTED = {
    "rulebook_digest": ("rulebook", "thể lệ"),
    "entries_digest": ("entries", "số liệu hồ sơ"),
    "sheets_digest": ("sheets", "phiếu chấm"),
}
WORDS = {
    "variant": "bảng tiêu chí",
    "province": "tỉnh, thành phố",
    "sheets": "số phiếu",
    "total": "tổng điểm chính xác",
    "printed_total": "tổng điểm",
    "rank": "thứ hạng",
    "outcome": "kết quả",
    "tie_step": "bước phân định",
}


def build_record(
    *,
    rulebook: Rulebook,
    entries: Iterable[Entry],
    sheets: Iterable[Sheet],
    recused: Sequence[tuple[str, int]],
    count: Count,
    season: str,
) -> dict[str, Any]:
    """The record of a count, ready for JSON. Raises ScoringError when a recused judge's sheet is among them."""
    sheet_rows = [_sheet_row(one) for one in sorted(sheets, key=lambda one: (one.entry, one.judge))]
    record: dict[str, Any] = {
        "format": FORMAT,
        "season": season,
        "rulebook": plain(rulebook),
        "entries": [_entry_row(one) for one in sorted(entries, key=lambda one: one.code)],
        "sheets": sheet_rows,
        "recused": [{"entry": entry, "judge": judge} for entry, judge in sorted(set(recused))],
        "result": result_rows(count),
    }
    broken = list(_recused_sheets(record))
    if broken:
        raise ScoringError(" ".join(broken))
    for name, (part, _) in DIGESTED.items():
        record[name] = digest_of(record[part])
    record["record_digest"] = record_digest(record)
    return record


def canonical_record(record: Mapping[str, Any]) -> str:
    """The one text of a record: UTF-8 JSON, sorted keys, no spaces."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(part: object) -> str:
    """SHA-256 (hex) of the canonical JSON of a part of the record."""
    text = json.dumps(part, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def record_digest(record: Mapping[str, Any]) -> str:
    """SHA-256 of the whole record without this digest itself."""
    return digest_of({name: part for name, part in record.items() if name != "record_digest"})


def recount(record: Any) -> tuple[str, ...]:
    """Count the record again; every difference as a sentence, none when it agrees."""
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        return (f"Tệp không phải là bản ghi kết quả theo định dạng {FORMAT}.",)
    try:
        differences = [*_digest_differences(record), *_recused_sheets(record)]
        rulebook = from_canonical(canonical_record(record["rulebook"]))
        entries = [_entry(row) for row in record["entries"]]
        sheets = [_sheet(row) for row in record["sheets"]]
        written = {row["entry"]: row for row in record["result"]}
        if len(written) != len(record["result"]):
            differences.append("Có hồ sơ được ghi kết quả hai lần.")
    except RulebookInvalid as invalid:
        return (*differences, *(f"Thể lệ trong bản ghi có lỗi – {error}" for error in invalid.errors))
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        return (f"Không tính lại được: bản ghi thiếu hoặc sai định dạng ở một phần ({error}).",)
    try:
        counted = {row["entry"]: row for row in result_rows(count(rulebook, entries, sheets))}
    except ScoringError as error:
        return (*differences, f"Không tính lại được: {error}")
    return (*differences, *_result_differences(written, counted))


def result_rows(count: Count) -> list[dict[str, Any]]:
    """The result of a count, ready for JSON: exact numbers as texts."""
    return [
        {
            "entry": one.entry,
            "variant": one.variant,
            "province": one.province,
            "sheets": one.sheets,
            "criteria": {key: str(points) for key, points in one.criteria.items()},
            "total": str(one.total),
            "printed_total": one.printed_total,
            "rank": one.rank,
            "outcome": str(one.outcome),
            "tie_step": one.tie_step,
        }
        for one in count.entries
    ]


def _digest_differences(record: dict[str, Any]) -> Iterator[str]:
    for name, (part, words) in DIGESTED.items():
        again = digest_of(record[part])
        if record.get(name) != again:
            yield f"Mã băm {words} ({name}) ghi {_told(record.get(name))}, tính lại {again}."
    again = record_digest(record)
    if record.get("record_digest") != again:
        yield f"Mã băm toàn bản ghi (record_digest) ghi {_told(record.get('record_digest'))}, tính lại {again}."


def _recused_sheets(record: dict[str, Any]) -> Iterator[str]:
    recused = {(row["entry"], row["judge"]) for row in record["recused"]}
    for row in record["sheets"]:
        if (row["entry"], row["judge"]) in recused:
            yield f"Giám khảo số {row['judge']} không được chấm hồ sơ {row['entry']} nhưng có phiếu trong bản ghi."


def _result_differences(written: dict[str, Any], counted: dict[str, Any]) -> Iterator[str]:
    for code, row in counted.items():
        if code in written:
            yield from _row_differences(code, written[code], row)
        else:
            yield f"Hồ sơ {code} không có trong kết quả đã ghi."
    for code in written:
        if code not in counted:
            yield f"Hồ sơ {code} có trong kết quả đã ghi nhưng không có trong danh sách hồ sơ."
    if list(written) != list(counted) and set(written) == set(counted):
        yield "Thứ tự kết quả đã ghi khác thứ tự tính lại."


def _row_differences(code: str, written: dict[str, Any], counted: dict[str, Any]) -> Iterator[str]:
    points = written.get("criteria")
    points = points if isinstance(points, dict) else {}
    for key in sorted({*points, *counted["criteria"]}):
        before, after = points.get(key), counted["criteria"].get(key)
        if before != after:
            yield f"Hồ sơ {code}: điểm tiêu chí {key} ghi {_told(before)}, tính lại {_told(after)}."
    for name, words in WORDS.items():
        if written.get(name) != counted[name] or isinstance(written.get(name), bool):
            yield f"Hồ sơ {code}: {words} ghi {_told(written.get(name))}, tính lại {_told(counted[name])}."


def _told(value: object) -> str:
    return "không có" if value is None else str(value)


def _entry_row(entry: Entry) -> dict[str, Any]:
    return {
        "code": entry.code,
        "variant": entry.variant,
        "province": entry.province,
        "series": {
            figure: {str(offset): str(value) for offset, value in values.items()}
            for figure, values in entry.series.items()
        },
        "choices": dict(entry.choices),
        "flags": dict(entry.flags),
        "papers": sorted(entry.papers),
    }


def _sheet_row(sheet: Sheet) -> dict[str, Any]:
    marks = {key: None if mark is None else str(mark) for key, mark in sheet.marks.items()}
    return {"entry": sheet.entry, "judge": sheet.judge, "marks": marks}


def _entry(row: dict[str, Any]) -> Entry:
    return Entry(
        code=_text(row["code"]),
        variant=_text(row["variant"]),
        province=_text(row["province"]),
        series={
            figure: {int(offset): _exact(value) for offset, value in values.items()}
            for figure, values in row["series"].items()
        },
        choices=dict(row["choices"]),
        flags=dict(row["flags"]),
        papers=frozenset(row["papers"]),
    )


def _sheet(row: dict[str, Any]) -> Sheet:
    if isinstance(row["judge"], bool) or not isinstance(row["judge"], int):
        raise TypeError(row["judge"])
    marks = {key: None if mark is None else _exact(mark) for key, mark in row["marks"].items()}
    return Sheet(entry=_text(row["entry"]), judge=row["judge"], marks=marks)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _exact(value: object) -> Fraction:
    if not isinstance(value, str) or not EXACT.fullmatch(value):
        raise ValueError(value)
    return Fraction(value)
