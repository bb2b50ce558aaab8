"""The exported record of a result, and its recount (docs/record.md tells it key by key).

A record holds everything a stranger needs to count again: rulebook, entries, cast sheets (judges by
number), votes, recusals and the result. Its digests show that something was changed; the recount
shows what follows from it. Who changes a record and all its digests can only be caught by the
digests published beforehand.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from scoring.ballots import Vote
from scoring.counting import Count, count
from scoring.entry import Entry
from scoring.errors import RulebookInvalid, ScoringError
from scoring.reading import canonical_json, from_canonical
from scoring.record_rows import Rows, entry_of, entry_text, joined, sheet_of, vote_of, vote_row
from scoring.rulebook import Rulebook
from scoring.sheet import Sheet

FORMAT = "awards-record/2"
DIGESTED = {
    "rulebook_digest": ("rulebook", "thể lệ"),
    "entries_digest": ("entries", "số liệu hồ sơ"),
    "sheets_digest": ("sheets", "phiếu chấm"),
    "votes_digest": ("votes", "phiếu biểu quyết"),
}
WORDS = {
    "variant": "bảng tiêu chí",
    "province": "tỉnh, thành phố",
    "eligibility": "điều kiện",
    "sheets": "số phiếu",
    "round": "vòng chấm",
    "spread": "chênh lệch điểm",
    "base": "tổng điểm của bảng",
    "total": "tổng điểm chính xác",
    "printed_total": "tổng điểm",
    "knocked_out": "điểm liệt",
    "rank": "thứ hạng",
    "outcome": "kết quả",
    "tie_step": "bước phân định",
    "tier": "hạng",
    "waiting": "thứ tự dự bị",
    "motion": "đề nghị làm khác thứ hạng",
}
PARTS = {
    "conditions": "điều kiện",
    "criteria": "điểm tiêu chí",
    "adjustments": "điểm cộng, trừ",
    "shares": "phiếu",
    "ballot": "kiểm phiếu",
}


@dataclass(frozen=True)
class Written:
    """A record: its canonical text, its digests by name, and the texts of its entries (by code) and results."""

    text: str
    digests: Mapping[str, str]
    entries: Mapping[str, str]
    results: Sequence[str]

    @property
    def table(self) -> dict[str, Any]:
        """The record read again."""
        read: dict[str, Any] = json.loads(self.text)
        return read


def write_record(
    *,
    rulebook: Rulebook,
    entries: Iterable[Entry],
    sheets: Sequence[Sheet],
    votes: Iterable[Vote] = (),
    recused: Sequence[tuple[str, int]],
    count: Count,
    season: str,
) -> Written:
    """The record of a count. Raises ScoringError when a recused judge's sheet is among them."""
    out = sorted(set(recused))
    given = [(one.entry, one.judge) for one in sorted(sheets, key=PLACE)] if out else []
    broken = list(_sheets_of_recused(given, set(out)))
    if broken:
        raise ScoringError(" ".join(broken))
    rows = Rows()
    told = {one.code: entry_text(one) for one in sorted(entries, key=attrgetter("code"))}
    results = [rows.result(one) for one in count.entries]
    texts = {
        "format": canonical_record(FORMAT),
        "season": canonical_record(season),
        "level": canonical_record(count.level),
        "rulebook": canonical_json(rulebook),
        "entries": _listed(told.values()),
        "sheets": _listed([rows.sheet(one) for one in sorted(sheets, key=PLACE)]),
        "votes": canonical_record([vote_row(one) for one in sorted(votes, key=attrgetter("motion", "entry", "voter"))]),
        "recused": canonical_record([{"entry": entry, "judge": judge} for entry, judge in out]),
        "result": _listed(results),
    }
    digests = _digests(texts)
    texts |= {name: f'"{digest}"' for name, digest in digests.items()}
    return Written(joined(texts), digests, told, results)


def _digests(texts: Mapping[str, str]) -> dict[str, str]:
    """The digests of the parts and of the whole record without its own, from the parts; each is encoded once."""
    parts = {name: text.encode() for name, text in texts.items()}
    digests = {name: hashlib.sha256(parts[part]).hexdigest() for name, (part, _) in DIGESTED.items()}
    parts |= {name: f'"{digest}"'.encode() for name, digest in digests.items()}
    whole = hashlib.sha256()
    for index, name in enumerate(sorted(parts)):
        whole.update(f'{"," if index else "{"}"{name}":'.encode())
        whole.update(parts[name])
    whole.update(b"}")
    return digests | {"record_digest": whole.hexdigest()}


PLACE = attrgetter("entry", "round", "judge")


def _listed(rows: Iterable[str]) -> str:
    return f"[{','.join(rows)}]"


def canonical_record(record: object) -> str:
    """The one text of a record, or of a part of one: UTF-8 JSON, sorted keys, no spaces."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(part: object) -> str:
    """SHA-256 (hex) of the canonical JSON of a part of the record."""
    return _sha256(canonical_record(part))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def record_digest(record: Mapping[str, Any]) -> str:
    """SHA-256 of the whole record without this digest itself."""
    return digest_of({name: part for name, part in record.items() if name != "record_digest"})


def recount(record: Any) -> tuple[str, ...]:
    """Count the record again; every difference as a sentence, none when it agrees."""
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        return (f"Tệp không phải là bản ghi kết quả theo định dạng {FORMAT}.",)
    part, differences = "các mã băm", list[str]()
    try:
        differences += [*_digest_differences(record), *_recused_sheets(record)]
        part = "thể lệ"
        rulebook = from_canonical(canonical_record(record["rulebook"]))
        part = "hồ sơ"
        entries = [entry_of(row) for row in record["entries"]]
        part = "phiếu chấm"
        sheets = [sheet_of(row) for row in record["sheets"]]
        part = "phiếu biểu quyết"
        votes = [vote_of(row) for row in record["votes"]]
        part = "kết quả"
        written = {row["entry"]: row for row in record["result"]}
        if len(written) != len(record["result"]):
            differences.append("Có hồ sơ được ghi kết quả hai lần.")
    except RulebookInvalid as invalid:
        return (*differences, *(f"Thể lệ trong bản ghi có lỗi – {error}" for error in invalid.errors))
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return (*differences, f"Không tính lại được: phần {part} của bản ghi thiếu mục hoặc sai định dạng.")
    try:
        again = count(rulebook, entries, sheets, votes, record.get("level"))
    except ScoringError as error:
        return (*differences, f"Không tính lại được: {error}")
    return (*differences, *_result_differences(written, _result_rows(again)))


def _result_rows(counted: Count) -> dict[str, Any]:
    """The rows of a result by entry, as they are read from a record."""
    rows = Rows()
    return {one.entry: json.loads(rows.result(one)) for one in counted.entries}


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
    yield from _sheets_of_recused([(row["entry"], row["judge"]) for row in record["sheets"]], recused)


def _sheets_of_recused(sheets: Iterable[tuple[str, int]], recused: Collection[tuple[str, int]]) -> Iterator[str]:
    for entry, judge in sheets:
        if (entry, judge) in recused:
            yield f"Giám khảo số {judge} không được chấm hồ sơ {entry} nhưng có phiếu trong bản ghi."


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
    for name, words in PARTS.items():
        before, after = _parts(written.get(name)), _parts(counted[name])
        for key in sorted({*before, *after}):
            if _differ(before.get(key), after.get(key)):
                told = f"{words} {key}".strip()
                yield f"Hồ sơ {code}: {told} ghi {_told(before.get(key))}, tính lại {_told(after.get(key))}."
    for name, words in WORDS.items():
        if _differ(written.get(name), counted[name]):
            yield f"Hồ sơ {code}: {words} ghi {_told(written.get(name))}, tính lại {_told(counted[name])}."


def _parts(table: object) -> dict[str, Any]:
    """A table of a result row; a list of sheets by judge and round, and how many there are."""
    if isinstance(table, list):
        told = [one for one in table if isinstance(one, dict)]
        sheets = {
            f"{one.get('judge')} (vòng {one.get('round')})": f"{one.get('total') or '-'} ({one.get('use')})"
            for one in told
        }
        return {**sheets, "(tổng số)": len(table)}
    return table if isinstance(table, dict) and table else {"": table}


def _differ(before: object, after: object) -> bool:
    """Two values of JSON that are not the same; true and 1, or 1 and 1.0, are not."""
    return before != after or type(before) is not type(after)


def _told(value: object) -> str:
    return "không có" if value is None else str(value)
