"""The terminal's door to the rules: check, count, recount, schema; no Flask, no database.

Exit code 0: in order; 1: mistakes or differences, each on its line; 2: wrong call or no such file.
"""

from __future__ import annotations

import argparse
import gc
import io
import json
import sys
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import NoReturn

from scoring.counting import count
from scoring.criteria import Expert, Group, walk
from scoring.errors import RulebookInvalid, ScoringError
from scoring.explanation import Audience, explain
from scoring.levels import Level
from scoring.reading import digest, read_rulebook
from scoring.record import recount, write_record
from scoring.result import result_lines
from scoring.rounding import vietnamese_number
from scoring.rulebook import Rulebook, Variant
from scoring.schema import schema_text
from scoring.tables import read_entries, read_sheets, read_votes

USAGE = """Cách dùng:
  python -m scoring check THE-LE.toml
      kiểm tra một thể lệ: nêu mọi lỗi, hoặc tóm tắt và mã băm
  python -m scoring count THE-LE.toml --entries HO-SO.csv --sheets PHIEU.csv --out KET-QUA.json
      [--ballots BIEU-QUYET.csv] [--level CAP] [--explain MA-HO-SO] [--audience council|nominee] [--record BAN-GHI.json]
      tính kết quả từ phiếu chấm; --explain in lời giải thích một hồ sơ; --record ghi cả bản ghi để người khác tính lại
  python -m scoring recount BAN-GHI.json
      tính lại một kết quả đã ghi, nêu mọi điểm khác
  python -m scoring schema
      in JSON Schema của tệp thể lệ"""

COLUMNS = "{:<14}{:>10}{:>10}{:>14}{:>11}{:>8}"


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        print(USAGE)
        raise SystemExit(2)


class _Unreadable(Exception):
    """A file that cannot be opened (2) or is no text (1)."""

    def __init__(self, sentence: str, code: int) -> None:
        super().__init__(sentence)
        self.code = code


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        told = _parser().parse_args(arguments)
        code: int = told.run(told)
    except SystemExit as end:
        return 2 if end.code is None else int(end.code)
    except _Unreadable as unreadable:
        print(unreadable)
        return unreadable.code
    except RulebookInvalid as invalid:
        print(invalid)
        print(f"Thể lệ có {len(invalid.errors)} lỗi.")
        return 1
    except ScoringError as error:
        print(error)
        return 1
    return code


def _parser() -> _Parser:
    parser = _Parser(prog="python -m scoring", add_help=False)
    commands = parser.add_subparsers(required=True)
    check = commands.add_parser("check", add_help=False)
    check.add_argument("rules")
    check.set_defaults(run=check_command)
    counted = commands.add_parser("count", add_help=False)
    counted.add_argument("rules")
    for name in ("--entries", "--sheets", "--out"):
        counted.add_argument(name, required=True)
    for name in ("--ballots", "--level", "--explain", "--record"):
        counted.add_argument(name)
    counted.add_argument("--audience", choices=[str(one) for one in Audience], default=str(Audience.COUNCIL))
    counted.set_defaults(run=count_command)
    again = commands.add_parser("recount", add_help=False)
    again.add_argument("record")
    again.set_defaults(run=recount_command)
    schema = commands.add_parser("schema", add_help=False)
    schema.set_defaults(run=schema_command)
    return parser


def check_command(told: argparse.Namespace) -> int:
    """The summary and digest of a rulebook."""
    for line in summary(read_rulebook(_text(told.rules))):
        print(line)
    return 0


def count_command(told: argparse.Namespace) -> int:
    """Count three tables by a rulebook and write the result."""
    rulebook = read_rulebook(_text(told.rules))
    entries = read_entries(rulebook, _text(told.entries))
    sheets = read_sheets(_text(told.sheets))
    votes = read_votes(_text(told.ballots)) if told.ballots else ()
    counted = count(rulebook, entries, sheets, votes, told.level)
    explained = next((one for one in counted.entries if one.entry == told.explain), None)
    if told.explain and explained is None:
        print(f"Không có hồ sơ {told.explain} trong danh sách.")
        return 1
    _write(told.out, result_lines(rulebook, counted))
    if told.record:
        written = write_record(
            rulebook=rulebook,
            entries=entries,
            sheets=sheets,
            votes=votes,
            recused=(),
            count=counted,
            season=rulebook.title,
        )
        _write(told.record, (written.text,))
    if explained is None:
        ranked = sum(one.rank is not None for one in counted.entries)
        print(f"Đã tính {len(counted.entries)} hồ sơ, xếp hạng {ranked} hồ sơ, từ {len(sheets)} phiếu chấm: {told.out}")
        return 0
    for line in explain(rulebook, explained, Audience(told.audience), counted.level):
        print(line)
    return 0


def recount_command(told: argparse.Namespace) -> int:
    """Every difference between a record and its recount, or one line that it agrees."""
    try:
        record = json.loads(_text(told.record), parse_float=Decimal)
    except (ValueError, RecursionError):
        print("Tệp không phải là JSON đọc được.")
        return 1
    differences = recount(record)
    for difference in differences:
        print(difference)
    if differences:
        print(f"Kết quả tính lại có {len(differences)} điểm khác với bản ghi.")
        return 1
    print(f"Kết quả tính lại khớp hoàn toàn với bản ghi: {len(record['result'])} hồ sơ, {len(record['sheets'])} phiếu.")
    return 0


def schema_command(told: argparse.Namespace) -> int:  # noqa: ARG001 - every command is called alike
    """The JSON Schema of a rulebook's file."""
    print(schema_text(), end="")
    return 0


def summary(rulebook: Rulebook) -> tuple[str, ...]:
    """What a rulebook holds, as a small table, and its digest."""
    return (
        f"{rulebook.title} – bản {rulebook.edition} ({rulebook.key}, {rulebook.status})",
        *([f"Lưu ý: {rulebook.notice}"] if rulebook.notice else []),
        COLUMNS.format("Bảng", "Điều kiện", "Tiêu chí", "Điểm tự tính", "Điểm chấm", "Tổng"),
        *(_variant_line(variant) for variant in rulebook.variants),
        *([f"Mỗi tỉnh, thành phố: {rulebook.quota_per_province.value} hồ sơ."] if rulebook.quota_per_province else []),
        *(_level_line(level) for level in rulebook.levels),
        f"SHA-256 {digest(rulebook)}",
    )


def _variant_line(variant: Variant) -> str:
    leaves = [one for one in walk(variant.criteria) if not isinstance(one, Group)]
    judged = sum((one.max_points for one in leaves if isinstance(one, Expert)), Fraction(0))
    total = sum((one.max_points for one in leaves), Fraction(0))
    points = (vietnamese_number(number) for number in (total - judged, judged, total))
    return COLUMNS.format(variant.key, len(variant.eligibility), len(leaves), *points)


def _level_line(level: Level) -> str:
    rule = level.decision
    parts = [f"ít nhất {level.aggregation.minimum_sheets} phiếu"]
    if rule.floor is not None:
        parts.append(f"điểm sàn {vietnamese_number(rule.floor.value)}")
    if rule.places is not None:
        parts.append(f"chọn {rule.places.value}")
    parts += [tier.label for tier in rule.tiers]
    return f"{level.label}: {'; '.join(parts)}."


def _text(path: str) -> str:
    """The text of a file, without the mark Excel writes before it."""
    try:
        return Path(path).read_bytes().decode("utf-8-sig")
    except OSError:
        raise _Unreadable(f"Không mở được tệp {path}.", 2) from None
    except UnicodeDecodeError:
        raise _Unreadable(f"Tệp {path} không phải là văn bản UTF-8.", 1) from None


def _write(path: str, lines: Iterable[str]) -> None:
    try:
        with Path(path).open("w", encoding="utf-8", newline="") as file:
            file.writelines(lines)
    except OSError:
        raise _Unreadable(f"Không ghi được tệp {path}.", 2) from None


if __name__ == "__main__":
    gc.disable()  # one short run that makes no cycles: the collector would only walk over the same sheets again
    sys.exit(main(sys.argv[1:]))
