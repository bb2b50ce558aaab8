"""A third recount, by the formulas of a spreadsheet: 240 juries in one workbook, counted by LibreOffice.

A spreadsheet counts in binary floating point, so nothing here is a fraction: marks are quarters of a
point and become whole numbers, sums stay whole, and the rounding is whole division (QUOTIENT, MOD).
"""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import xlsxwriter
from openpyxl import load_workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from scoring.counting import Count, count
from scoring.entry import Entry
from scoring.reading import from_canonical
from scoring.rulebook import Rulebook
from scoring.sheet import Sheet
from tests.requirements import optional_tool
from tests.scoring.jury_rules import FIGURES, HONOURS, OURS

JURIES = 240
QUARTERS = 4
CRITERIA = ("A", "B", "C")
MOST = {"A": 10, "B": 6, "C": 4}
BONUS = {"none": 0, "province": Fraction(3, 4), "state": 5}
RECALCULATE_ON_LOAD = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


@dataclass(frozen=True)
class PlainJury:
    """Rules a spreadsheet can follow: a mean, a trimmed mean or a median, one computed criterion, shared ranks."""

    rulebook: Rulebook
    entries: list[Entry]
    sheets: list[Sheet]

    def count(self) -> Count:
        return count(self.rulebook, self.entries, self.sheets)

    def sheets_of(self, code: str) -> list[Sheet]:
        return [sheet for sheet in self.sheets if sheet.entry == code]


def a_plain_jury(number: int) -> PlainJury:
    """The jury of that number; equal totals are common and some sheets lack a mark."""
    random = Random(f"plain {number}")  # noqa: S311 - the same jury again, no secret
    entries, sheets = [], []
    for index in range(random.randint(2, 6)):
        code = f"HS-{index}"
        choices = {"honour": random.choice(HONOURS)} if random.random() < 0.8 else {}
        entries.append(Entry(code=code, variant="all", province="Huế", choices=choices))
        for judge in range(1, random.randint(1, 7) + 1):
            marks: dict[str, Fraction | None] = {
                key: MOST[key] - Fraction(random.randrange(6), QUARTERS) for key in CRITERIA
            }
            if random.random() < 0.08:
                marks[random.choice(CRITERIA)] = None
            sheets.append(Sheet(entry=code, judge=judge, marks=marks))
    return PlainJury(from_canonical(json.dumps(plain_rules(random))), entries, sheets)


def plain_rules(random: Random) -> dict[str, Any]:
    method, trim = random.choice((("mean", 0), ("trimmed_mean", 1), ("trimmed_mean", 2), ("median", 0)))
    experts: list[dict[str, Any]] = [
        {"kind": "expert", "key": key, "label": key, "max_points": MOST[key], "step": "1/4", "scale_origin": "tự đặt"}
        for key in CRITERIA
    ]
    points = [{"option": option, "points": str(BONUS[option])} for option in HONOURS]
    honour = {"kind": "lookup", "key": "D", "label": "D", "max_points": 5, "scale_origin": "tự đặt", "points": points}
    criteria = [one | OURS for one in (*experts, honour | {"figure": "honour"})]
    over = random.choice(("sheet", "criterion"))
    aggregation = {"method": method, "over": over, "trim": trim, "minimum_sheets": 2 * trim + 1, **OURS}
    return {
        "key": "mau",
        "award": "coopstar",
        "title": "Thể lệ mẫu",
        "edition": 1,
        "status": "draft",
        "notice": "dữ liệu mẫu",
        "basis": ["Dữ liệu mẫu để thử phần mềm"],
        "figures": FIGURES,
        "variants": [{"key": "all", "label": "Mọi hồ sơ", "sector_groups": ["all"], "criteria": criteria}],
        "max_total": {"value": 25, **OURS},
        "recuse_own_province": False,
        "recuse_origin": "tự đặt",
        "rounding": {"digits": random.randrange(4), "mode": random.choice(("half_up", "half_even")), **OURS},
        "ranking": {"shared": "competition"},
        "levels": [{"key": "centre", "label": "Trung ương", "aggregation": aggregation, "decision": {}}],
    }


def write_sheet(page: Worksheet, row: int, sheet: Sheet | None) -> None:
    """One sheet in a row: its marks, and beside them the same as whole quarters, if none is missing."""
    given = {} if sheet is None else {key: mark for key, mark in sheet.marks.items() if mark is not None}
    marks = f"$A{row}:$C{row}"
    for column, key in enumerate(CRITERIA):
        if key in given:
            page.write_number(row - 1, column, float(given[key]))
        cell = f"{xl_col_to_name(column)}{row}"
        page.write_formula(row - 1, 4 + column, f'=IF(COUNT({marks})=3,{cell}*{QUARTERS},"")')
    page.write_formula(row - 1, 7, f'=IF(COUNT({marks})=3,SUM(E{row}:G{row}),"")')


def kept_sum(rule: Any, cells: str) -> str:
    """The sum of what counts: all, all but the highest and lowest, or twice the median."""
    if rule.method == "median":
        return f"2*MEDIAN({cells})"
    dropped = "".join(f"-LARGE({cells},{place})-SMALL({cells},{place})" for place in range(1, rule.trim + 1))
    return f"SUM({cells}){dropped}"


def write_entry(page: Worksheet, row: int, jury: PlainJury, first: int, last: int, computed: Fraction) -> None:
    """One entry in a row: sheets, numerator, denominator, total in units of its last digit."""
    rule, rounding = jury.rulebook.level().aggregation, jury.rulebook.rounding
    columns = "H" if rule.over == "sheet" else "EFG"
    added = "+".join(kept_sum(rule, f"marks!{column}{first}:{column}{last}") for column in columns)
    divisor = "2" if rule.method == "median" else f"(C{row}-{2 * rule.trim})"
    page.write_formula(row - 1, 2, f"=COUNT(marks!H{first}:H{last})")
    page.write_formula(row - 1, 3, f'=IF(C{row}<{rule.minimum_sheets},"",{divisor}*{QUARTERS})')
    page.write_formula(row - 1, 4, f'=IF(D{row}="","",{added}+{int(computed * QUARTERS)}*{divisor})')
    doubled = f"(2*E{row}*{10**rounding.digits}+D{row})"
    page.write_formula(row - 1, 5, f'=IF(D{row}="","",QUOTIENT({doubled},2*D{row}))')
    even = f"IF(AND(MOD({doubled},2*D{row})=0,ISODD(F{row})),F{row}-1,F{row})"
    chosen = even if rounding.mode == "half_even" else f"F{row}"
    page.write_formula(row - 1, 6, f'=IF(D{row}="","",{chosen})')


def write_workbook(path: Path, juries: list[PlainJury]) -> None:
    """All juries below one another: sheets on the page "marks", entries on the page "result"."""
    book = xlsxwriter.Workbook(path)
    marks, result = book.add_worksheet("marks"), book.add_worksheet("result")
    mark_row = row = 0
    for number, jury in enumerate(juries):
        top, bottom = row + 1, row + len(jury.entries)
        for entry in jury.entries:
            row, first = row + 1, mark_row + 1
            for sheet in jury.sheets_of(entry.code) or [None]:
                mark_row += 1
                write_sheet(marks, mark_row, sheet)
            result.write_number(row - 1, 0, number)
            result.write_string(row - 1, 1, entry.code)
            answer = entry.choices.get("honour", "none")
            write_entry(result, row, jury, first, mark_row, Fraction(BONUS[answer]))
            result.write_formula(row - 1, 7, f'=IF(G{row}="","",RANK(G{row},G${top}:G${bottom}))')
    book.close()


def counted_by_libreoffice(
    program: str, folder: Path, juries: list[PlainJury]
) -> dict[tuple[int, str], tuple[Any, Any]]:
    """Total in units of its last digit, and rank, by jury and entry; a fresh profile that counts on loading."""
    profile, source, done = folder / "profile", folder / "juries.xlsx", folder / "counted"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(RECALCULATE_ON_LOAD, encoding="utf-8")
    write_workbook(source, juries)
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", str(done), str(source)], check=True, capture_output=True, timeout=110)
    book = load_workbook(done / source.name, read_only=True, data_only=True)
    rows = list(book["result"].iter_rows(values_only=True))
    book.close()
    return {(row[0], row[1]): (row[6] if row[6] != "" else None, row[7] if row[7] != "" else None) for row in rows}


def test_a_spreadsheet_comes_to_the_same_totals_and_ranks(tmp_path: Path) -> None:
    program = optional_tool(
        "soffice", "libreoffice", sentence="no LibreOffice on this machine: 240 juries are not counted a third time"
    )
    juries = [a_plain_jury(number) for number in range(JURIES)]
    ours: dict[tuple[int, str], tuple[int | None, int | None]] = {}
    for number, jury in enumerate(juries):
        for row in jury.count().entries:
            units = None if row.rank is None else int(row.printed_total.replace(".", ""))
            ours[number, row.entry] = (units, row.rank)
    theirs = counted_by_libreoffice(program, tmp_path, juries)
    assert {name: (theirs[name], told) for name, told in ours.items() if theirs[name] != told} == {}
    assert theirs.keys() == ours.keys()


def test_the_juries_of_the_spreadsheet_meet_every_way_to_count() -> None:
    juries = [a_plain_jury(number) for number in range(JURIES)]
    ways = Counter(
        (jury.rulebook.level().aggregation.method, jury.rulebook.level().aggregation.over, jury.rulebook.rounding.mode)
        for jury in juries
    )
    assert len(ways) == 12
    ranks = [Counter(row.rank for row in jury.count().entries if row.rank) for jury in juries]
    assert sum(max(found.values(), default=0) > 1 for found in ranks) > 10
    assert sum(row.rank is None for jury in juries for row in jury.count().entries) > 10
