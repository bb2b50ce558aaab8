"""The two invented rows of a template. They show how cells are filled in and are passed over when read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from awards.base.spreadsheets import Raw
from awards.intake.columns import Column, Kind
from scoring.rulebook import Rulebook

_PLAIN: tuple[Mapping[str, Raw], ...] = (
    {
        "tax_code": "0900000001",
        "name": "Hợp tác xã Nông nghiệp Mẫu Một (dữ liệu mẫu)",
        "kind": "Hợp tác xã",
        "sector": "Nông nghiệp",
        "commune": "Xã Mẫu",
        "address": "Thôn 1",
        "founded_year": "2012",
        "representative": "Nguyễn Văn Mẫu",
        "contact_phone": "0912 345 678",
        "product_name": "Chè xanh Mẫu",
        "brand": "Mẫu Một",
        "consent_on": "31/12/2025",
        "consent_by": "Nguyễn Văn Mẫu",
        "achievements": "Liên kết tiêu thụ nông sản cho thành viên.",
    },
    {
        "tax_code": "0900000002-001",
        "name": "Hợp tác xã Dịch vụ Mẫu Hai (dữ liệu mẫu)",
        "kind": "Hợp tác xã",
        "sector": "Thương mại – dịch vụ",
        "commune": "Phường Mẫu",
        "address": "Số 2 đường Mẫu",
        "founded_year": "2018",
        "representative": "Trần Thị Mẫu",
        "contact_phone": "02438431234",
        "product_name": "Giỏ mây Mẫu",
        "brand": "",
        "consent_on": "13/01/2026",
        "consent_by": "Trần Thị Mẫu",
        "achievements": "",
    },
)


_SECTOR_GROUPS = ("agri", "non_agri")
"""Of the two examples."""


def examples_of(columns: Sequence[Column], rulebook: Rulebook) -> tuple[dict[str, Raw], ...]:
    """Two rows: money once in figures, once in words. What the row's nominee is not asked stays empty."""
    groups = next((tuple(one.options.values()) for one in columns if one.key == "product_group"), _SECTOR_GROUPS)
    rows = []
    for place, plain in enumerate(_PLAIN):
        variant = rulebook.variant_for(groups[min(place, len(groups) - 1)])
        asked = variant.key if variant is not None else ""
        rows.append({column.key: _cell(column, plain, place, asked) for column in columns})
    return tuple(rows)


def _cell(column: Column, plain: Mapping[str, Raw], place: int, variant: str) -> Raw:
    if column.key in plain:
        return plain[column.key]
    if column.figure is not None and variant not in column.variants:
        return ""
    words = tuple(column.options)
    if column.kind is Kind.SET:
        return words[0]
    if column.kind is Kind.CHOICE:
        return words[min(place, len(words) - 1)]
    if column.kind is Kind.DECIMAL:
        return "12,5"
    money = column.figure is not None and "đồng" in column.figure.unit
    return ("2,5 triệu" if place else "12.000.000") if money else ("150" if place else "80")
