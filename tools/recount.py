"""Recount an exported result without the system's own code: `python tools/recount.py record.json`.

Plain Python, nothing installed. It is written apart from the package `scoring`, after the rules
printed in the record, so that two programs must agree. Exit code 0: agrees; 1: differs; 2: no file.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

FORMAT = "awards-record/1"
NUMBER = re.compile(r"-?[0-9]{1,60}(/[1-9][0-9]{0,59})?")
DIGESTS = {"rulebook": "thể lệ", "entries": "số liệu hồ sơ", "sheets": "phiếu chấm", "record": "toàn bản ghi"}
FACTS = ("variant", "province", "sheets", "total", "printed_total", "rank", "outcome", "tie_step")
WORDS = "bảng tiêu chí; tỉnh, thành phố; số phiếu; tổng điểm chính xác; tổng điểm; thứ hạng; kết quả; bước phân định"


def sha256(part: object) -> str:
    text = json.dumps(part, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@cache
def exact(text: str) -> Fraction:
    if not NUMBER.fullmatch(text):
        raise ValueError(text)
    return Fraction(text)


def check_inputs(record: dict[str, Any]) -> list[str]:
    """Digests that do not fit, and sheets of judges who may not judge."""
    lines = []
    for part, words in DIGESTS.items():
        whole = {key: value for key, value in record.items() if key != "record_digest"}
        name, again = f"{part}_digest", sha256(whole if part == "record" else record[part])
        if record.get(name) != again:
            lines.append(f"Mã băm {words} ({name}) ghi {record.get(name, 'không có')}, tính lại {again}.")
    recused = {(pair["entry"], pair["judge"]) for pair in record["recused"]}
    for entry, judge in ((sheet["entry"], sheet["judge"]) for sheet in record["sheets"]):
        if (entry, judge) in recused:
            lines.append(f"Giám khảo số {judge} không được chấm hồ sơ {entry} nhưng có phiếu trong bản ghi.")
    return lines


def leaves(criteria: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [leaf for one in criteria for leaf in (leaves(one["children"]) if one["kind"] == "group" else [one])]


def is_complete(sheet: dict[str, Any], judged: dict[str, dict[str, Any]]) -> bool:
    """Whether a sheet counts; refuses marks that the rulebook does not allow."""
    for key, mark in sheet["marks"].items():
        most, step = (exact(judged[key][name]) for name in ("max_points", "step")) if key in judged else (-1, 1)
        if most < 0 or (mark is not None and (not 0 <= exact(mark) <= most or exact(mark) % step)):
            refuse(sheet, f"không hợp lệ: {key}")
    return all(sheet["marks"].get(key) is not None for key in judged)


def refuse(sheet: dict[str, Any], why: str) -> None:
    raise ValueError(f"Phiếu của giám khảo số {sheet['judge']} cho hồ sơ {sheet['entry']} {why}.")


def points_of(leaf: dict[str, Any], entry: dict[str, Any], sheets: list[dict[str, Any]]) -> Fraction:
    """The points of one criterion: mean of the sheets, band of the figure, or points of the answer."""
    if leaf["kind"] == "expert":
        return sum((exact(sheet["marks"][leaf["key"]]) for sheet in sheets), Fraction(0)) / (len(sheets) or 1)
    if leaf["kind"] == "lookup":
        answer = entry["choices"].get(leaf["figure"])
        return next((exact(one["points"]) for one in leaf["points"] if one["option"] == answer), Fraction(0))
    value = entry["series"].get(leaf["figure"], {}).get(str(leaf["year_offset"]))
    above = [one for one in leaf["bands"] if one["lower"] is None or (value and exact(value) >= exact(one["lower"]))]
    return Fraction(0) if value is None else exact(above[-1]["points"])


def fill(criterion: dict[str, Any], points: dict[str, Fraction]) -> Fraction:
    if criterion["kind"] == "group":
        points[criterion["key"]] = sum((fill(child, points) for child in criterion["children"]), Fraction(0))
    return points[criterion["key"]]


def printed(value: Fraction, rounding: dict[str, Any]) -> str:
    """The total with the rulebook's digits; a half goes up, or to the even digit."""
    digits = rounding["digits"]
    units, rest = divmod(value * 10**digits, 1)
    if rest > Fraction(1, 2) or (rest == Fraction(1, 2) and (rounding["mode"] == "half_up" or units % 2)):
        units += 1
    text = f"{units:0{digits + 1}d}"
    return f"{text[:-digits]}.{text[-digits:]}" if digits else text


def count_entry(rulebook: dict[str, Any], entry: dict[str, Any], sheets: list[dict[str, Any]]) -> dict[str, Any]:
    """Everything about one entry that does not need the others."""
    roots = {one["key"]: one["criteria"] for one in rulebook["variants"]}[entry["variant"]]
    judged = {leaf["key"]: leaf for leaf in leaves(roots) if leaf["kind"] == "expert"}
    complete = [sheet for sheet in sheets if is_complete(sheet, judged)]
    points = {leaf["key"]: points_of(leaf, entry, complete) for leaf in leaves(roots)}
    total = Fraction(sum(fill(root, points) for root in roots))
    row = {"entry": entry["code"], "variant": entry["variant"], "province": entry["province"], "criteria": points}
    return row | {"sheets": len(complete), "total": str(total), "printed_total": printed(total, rulebook["rounding"])}


def step_key(step: dict[str, Any], row: dict[str, Any]) -> Any:
    """What a tie step compares; the smaller goes first."""
    drawn = hashlib.sha256(f"{step.get('seed')}:{row['entry']}".encode()).hexdigest()
    return drawn if step["kind"] == "lot" else -row["criteria"][step["criterion"]]


def place_all(rulebook: dict[str, Any], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rank by printed total, then by the tie steps; the last step is a lot, so no rank is shared."""
    steps, decision = rulebook["ranking"]["tie_breaks"], rulebook["decision"]
    for row in rows:
        row["order"] = [-Fraction(row["printed_total"]), *(step_key(step, row) for step in steps)]
        row |= {"rank": None, "tie_step": None, "outcome": "not_counted"}
    least = rulebook["aggregation"]["minimum_sheets"]
    ranked = sorted((row for row in rows if row["sheets"] >= least), key=lambda row: row["order"])
    for index, row in enumerate(ranked):
        neighbours = ranked[max(index - 1, 0) : index] + ranked[index + 1 : index + 2]
        parted = [[a == b for a, b in zip(row["order"], one["order"], strict=True)] for one in neighbours]
        latest = max((equal.index(False) for equal in parted), default=0)
        honoured = "honoured" if index < decision["honours_total"] else "not_honoured"
        above = Fraction(row["printed_total"]) >= exact(decision["floor"])
        row |= {"rank": index + 1, "outcome": honoured if above else "below_floor"}
        row["tie_step"] = steps[latest - 1]["label"] if latest else None
    return ranked + sorted((row for row in rows if row["rank"] is None), key=lambda row: str(row["entry"]))


def count_all(record: dict[str, Any]) -> list[dict[str, Any]]:
    """All results, in the order of the ranking."""
    sheets_of: dict[str, dict[int, dict[str, Any]]] = {entry["code"]: {} for entry in record["entries"]}
    if len(sheets_of) != len(record["entries"]):
        raise ValueError("Có mã hồ sơ xuất hiện hai lần.")
    for sheet in record["sheets"]:
        if sheet["judge"] in sheets_of.get(sheet["entry"], [sheet["judge"]]):
            refuse(sheet, "bị trùng hoặc không thuộc hồ sơ nào")
        sheets_of[sheet["entry"]][sheet["judge"]] = sheet
    rules, entries = record["rulebook"], record["entries"]
    return place_all(rules, [count_entry(rules, one, list(sheets_of[one["code"]].values())) for one in entries])


def facts_of(row: dict[str, Any]) -> dict[str, Any]:
    points = {f"điểm tiêu chí {key}": str(row["criteria"][key]) for key in sorted(row["criteria"])}
    facts = {words: row.get(name) for name, words in zip(FACTS, WORDS.split("; "), strict=True)}
    return {words: value for words, value in (points | facts).items() if value is not None}


def compare(written: dict[str, Any], counted: dict[str, Any]) -> list[str]:
    lines = [f"Hồ sơ {code} không có trong kết quả đã ghi." for code in counted if code not in written]
    extra = [code for code in written if code not in counted]
    lines += [f"Hồ sơ {code} có trong kết quả đã ghi nhưng không có trong danh sách hồ sơ." for code in extra]
    for code in (code for code in written if code in counted):
        before, after = facts_of(written[code]), facts_of(counted[code])
        names = [name for name in before | after if before.get(name) != after.get(name)]
        told = [(name, *(facts.get(name, "không có") for facts in (before, after))) for name in names]
        lines += [f"Hồ sơ {code}: {name} ghi {had}, tính lại {has}." for name, had, has in told]
    if list(written) != list(counted) and set(written) == set(counted):
        lines.append("Thứ tự kết quả đã ghi khác thứ tự tính lại.")
    return lines


def recount(record: Any) -> list[str]:
    """Every difference as a sentence; none when the record agrees."""
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        return [f"Tệp không phải là bản ghi kết quả theo định dạng {FORMAT}."]
    lines: list[str] = []
    try:
        lines += check_inputs(record)
        counted = {row["entry"]: row for row in count_all(record)}
        lines += compare({row["entry"]: row for row in record["result"]}, counted)
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        lines.append(f"Không tính lại được: {error}")
    return lines


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or not Path(arguments[0]).is_file():
        print("Cách dùng: python tools/recount.py record.json")
        return 2
    try:
        record = json.loads(Path(arguments[0]).read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError):
        print("Tệp không phải là JSON đọc được.")
        return 1
    lines = recount(record)
    if lines:
        print(*lines, f"Kết quả tính lại có {len(lines)} điểm khác với bản ghi.", sep="\n")
        return 1
    print(f"Kết quả tính lại khớp hoàn toàn với bản ghi: {len(record['result'])} hồ sơ, {len(record['sheets'])} phiếu.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
