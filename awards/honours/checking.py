"""One row of a list checked against what an honour may be: a value, or every mistake with its column."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from awards.base.dates import NotADate, parse_day
from awards.base.normalise import fold
from awards.honours.inputs import HonourInput, RowError, SourceRow
from awards.honours.wording import (
    AWARD_SPELLINGS,
    CEREMONY_DAYS,
    COLUMNS,
    CONFIDENCE_SPELLINGS,
    TYPE_SPELLINGS,
)
from awards.nominees.tax_code import clean_tax_code, has_shape
from awards.seasons.states import AwardKey
from awards.units.models import Province

FIRST_YEAR = 2024
"""Both awards were given for the first time in 2024."""

LONGEST = {"name": 300, "product_of": 300, "sector": 200, "decision_number": 80, "source": 500}

ProvinceOn = Callable[[str, date], Province | None]
"""The unit that bore a name on a day."""


@dataclass
class _Row:
    """A row under check: its texts, and the mistakes found so far."""

    row: SourceRow
    errors: list[RowError] = field(default_factory=list)

    def wrong(self, column: str, sentence: str) -> None:
        self.errors.append(RowError(self.row.line, COLUMNS[column], sentence))

    def __getitem__(self, column: str) -> str:
        return self.row.cells[column]


def check_row(source: SourceRow, province_on: ProvinceOn, today: date) -> HonourInput | tuple[RowError, ...]:
    """The honour the row tells of, or what is wrong with it."""
    row = _Row(source)
    award, year, decided_on = _award(row), _year(row, today), _decided_on(row, today)
    nominee_type, confidence = _nominee_type(row), _confidence(row)
    _check_texts(row, nominee_type)
    tax_code = _tax_code(row)
    province = _province(row, award, year, decided_on, province_on)
    if row.errors or award is None or year is None or province is None:
        return tuple(row.errors)
    return HonourInput(
        award=award.value,
        year=year,
        nominee_type=nominee_type,
        name=row["name"],
        product_of=row["product_of"],
        tax_code=tax_code,
        sector=row["sector"],
        province_id=province.id,
        province_name=province.name,
        decision_number=row["decision_number"] or None,
        decided_on=decided_on,
        source=row["source"],
        confidence=confidence,
    )


def source_key(entry: HonourInput) -> str:
    """The key of a row of a source: the same row always gives the same key, two nominees never do.

    A name alone is no key: there are two cooperatives Thanh Bình, of two provinces and years.
    """
    facts = [entry.source, entry.nominee_type, entry.name, entry.product_of, entry.province_name, entry.tax_code]
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    return f"source:{hashlib.sha256(text.encode()).hexdigest()[:40]}"


def repeated_rows(rows: list[tuple[SourceRow, HonourInput]]) -> Iterator[RowError]:
    """Rows that tell of the same honour as a row above them."""
    seen: dict[tuple[str, int, str], int] = {}
    for source, entry in rows:
        key = (entry.award, entry.year, source_key(entry))
        if key in seen:
            yield RowError(source.line, "", f"Trùng với dòng {seen[key]}.")
        seen.setdefault(key, source.line)


def _award(row: _Row) -> AwardKey | None:
    letters = "".join(letter for letter in fold(row["award"]) if letter.isalnum())
    award = AWARD_SPELLINGS.get(letters)
    if award is None:
        row.wrong("award", "Ghi “CoopStar” hoặc “Mai An Tiêm”.")
    return award


def _year(row: _Row, today: date) -> int | None:
    text = row["year"]
    if not (text.isascii() and text.isdigit() and len(text) == 4 and FIRST_YEAR <= int(text) <= today.year):
        row.wrong("year", f"Năm phải từ {FIRST_YEAR} đến {today.year}, viết bằng bốn chữ số.")
        return None
    return int(text)


def _decided_on(row: _Row, today: date) -> date | None:
    if not row["decided_on"]:
        return None
    try:
        day = parse_day(row["decided_on"])
    except NotADate as error:
        row.wrong("decided_on", error.sentence)
        return None
    if day > today:
        row.wrong("decided_on", "Ngày quyết định không được sau hôm nay.")
    return day


def _nominee_type(row: _Row) -> str:
    kind = TYPE_SPELLINGS.get(fold(row["nominee_type"]))
    if kind is None:
        row.wrong("nominee_type", "Ghi “Hợp tác xã” hoặc “Sản phẩm”.")
        return "cooperative"
    return kind


def _confidence(row: _Row) -> str:
    confidence = CONFIDENCE_SPELLINGS.get(fold(row["confidence"]))
    if confidence is None:
        row.wrong("confidence", "Ghi “cao”, “trung bình” hoặc “thấp”.")
        return "low"
    return confidence


def _check_texts(row: _Row, nominee_type: str) -> None:
    if not row["name"]:
        row.wrong("name", "Nhập tên được tôn vinh.")
    if not row["source"]:
        row.wrong("source", "Nhập nguồn: địa chỉ trang đã đăng, hoặc tên văn bản.")
    if nominee_type == "product" and not row["product_of"]:
        row.wrong("product_of", "Nhập tên đơn vị có sản phẩm.")
    for column, most in LONGEST.items():
        if len(row[column]) > most:
            row.wrong(column, f"Dài {len(row[column])} ký tự, tối đa {most} ký tự.")


def _tax_code(row: _Row) -> str | None:
    code = clean_tax_code(row["tax_code"])
    if not code:
        return None
    if not has_shape(code):
        row.wrong("tax_code", "Mã số thuế gồm 10 hoặc 13 chữ số; trong Excel hãy để ô ở dạng văn bản.")
        return None
    return code


def _province(
    row: _Row, award: AwardKey | None, year: int | None, decided_on: date | None, province_on: ProvinceOn
) -> Province | None:
    if not row["province"]:
        row.wrong("province", "Nhập tên tỉnh, thành phố tại ngày tôn vinh.")
        return None
    if award is None or year is None:
        return None
    day = decided_on or date(year, *CEREMONY_DAYS[award])
    province = province_on(row["province"], day)
    if province is None:
        row.wrong("province", f"Ngày {day:%d/%m/%Y} không có tỉnh, thành phố nào tên là “{row['province']}”.")
    return province
