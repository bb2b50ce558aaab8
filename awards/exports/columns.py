"""The columns of the winners' list, once: heading, width, kind and where the value comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from awards.base.identifiers import grouped
from awards.exports.rows import WinnerRow


class Kind(StrEnum):
    """How a cell is written: texts stay texts whatever they begin with."""

    TEXT = "text"
    CENTRED = "centred"
    WHOLE = "whole"
    MONEY = "money"
    MARK = "mark"
    SHARE = "share"
    DAY = "day"


@dataclass(frozen=True)
class Column:
    """``width`` in characters of the heading's font."""

    heading: str
    width: float
    kind: Kind
    value: Callable[[WinnerRow], str | int | Decimal | None]


_ORDER = Column("STT", 5, Kind.WHOLE, lambda row: row.order)
_TAX_CODE = Column("Mã số thuế", 14, Kind.CENTRED, lambda row: row.tax_code)
_PROVINCE = Column("Tỉnh, thành phố", 16, Kind.TEXT, lambda row: row.province)
_GROUP = Column("Nhóm lĩnh vực", 16, Kind.TEXT, lambda row: row.sector_group)
_GOLDEN_BOOK = Column("Số sổ vàng", 12, Kind.CENTRED, lambda row: row.golden_book_number)

LIST_COLUMNS: tuple[Column, ...] = (
    _ORDER,
    Column("Tên hợp tác xã", 42, Kind.TEXT, lambda row: row.name),
    _TAX_CODE,
    Column("Địa chỉ", 36, Kind.TEXT, lambda row: row.address),
    _PROVINCE,
    _GROUP,
    _GOLDEN_BOOK,
)
"""The list as attached to the decision: no marks, in the decision's order."""


def figure_columns(basis_year: int) -> tuple[Column, ...]:
    """The committee's working columns: figures, marks and codes."""
    return (
        _ORDER,
        Column("Tên hợp tác xã", 32, Kind.TEXT, lambda row: row.name),
        _TAX_CODE,
        _PROVINCE,
        _GROUP,
        Column("Lĩnh vực", 22, Kind.TEXT, lambda row: row.sector),
        Column(f"Doanh thu năm {basis_year} (đồng)", 19, Kind.MONEY, lambda row: row.revenue),
        Column("Số thành viên", 10, Kind.WHOLE, lambda row: row.member_count),
        Column("Tổng điểm", 9, Kind.MARK, lambda row: Decimal(row.total)),
        Column("Thứ hạng", 8, Kind.WHOLE, lambda row: row.rank),
        _GOLDEN_BOOK,
        Column("Mã chứng nhận", 22, Kind.CENTRED, lambda row: grouped(row.certificate_code)),
    )
