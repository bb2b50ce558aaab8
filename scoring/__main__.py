"""The terminal's door: `python -m scoring check RULES.toml` and `python -m scoring recount record.json`.

Exit code 0: in order; 1: mistakes or differences, each on its line; 2: wrong call or no such file.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from scoring.errors import RulebookInvalid
from scoring.reading import digest, read_rulebook
from scoring.record import recount
from scoring.rounding import vietnamese_number
from scoring.rulebook import Expert, Group, Rulebook, Variant, walk

USAGE = """Cách dùng:
  python -m scoring check THE-LE.toml      kiểm tra một thể lệ, nêu mọi lỗi
  python -m scoring recount record.json    tính lại một kết quả đã ghi"""

COLUMNS = "{:<12}{:>10}{:>10}{:>14}{:>11}{:>8}"


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    if len(arguments) != 2 or arguments[0] not in COMMANDS:
        print(USAGE)
        return 2
    try:
        text = Path(arguments[1]).read_text(encoding="utf-8-sig")
    except OSError:
        print(f"Không mở được tệp {arguments[1]}.")
        return 2
    except UnicodeDecodeError:
        print(f"Tệp {arguments[1]} không phải là văn bản UTF-8.")
        return 1
    return COMMANDS[arguments[0]](text)


def check_command(text: str) -> int:
    """All mistakes of a rulebook, or its summary and digest."""
    try:
        rulebook = read_rulebook(text)
    except RulebookInvalid as invalid:
        for error in invalid.errors:
            print(str(error))
        print(f"Thể lệ có {len(invalid.errors)} lỗi.")
        return 1
    for line in summary(rulebook):
        print(line)
    return 0


def recount_command(text: str) -> int:
    """Every difference between a record and its recount, or one line that it agrees."""
    try:
        record = json.loads(text, parse_float=Decimal)
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


def summary(rulebook: Rulebook) -> tuple[str, ...]:
    """What a rulebook holds, as a small table, and its digest."""
    decision = rulebook.decision
    floor = vietnamese_number(decision.floor)
    quota = rulebook.quota_per_province.value
    return (
        f"{rulebook.title} – bản {rulebook.edition} ({rulebook.key}, {rulebook.status})",
        *([f"Lưu ý: {rulebook.notice}"] if rulebook.notice else []),
        COLUMNS.format("Bảng", "Điều kiện", "Tiêu chí", "Điểm tự tính", "Điểm chấm", "Tổng"),
        *(_variant_line(variant) for variant in rulebook.variants),
        f"Mỗi tỉnh, thành phố: {quota} hồ sơ; điểm sàn {floor}; tôn vinh {decision.honours_total} đơn vị.",
        f"SHA-256 {digest(rulebook)}",
    )


def _variant_line(variant: Variant) -> str:
    leaves = [one for one in walk(variant.criteria) if not isinstance(one, Group)]
    judged = sum((one.max_points for one in leaves if isinstance(one, Expert)), Fraction(0))
    total = sum((one.max_points for one in leaves), Fraction(0))
    points = (vietnamese_number(number) for number in (total - judged, judged, total))
    return COLUMNS.format(variant.key, len(variant.eligibility), len(leaves), *points)


COMMANDS: dict[str, Callable[[str], int]] = {"check": check_command, "recount": recount_command}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
