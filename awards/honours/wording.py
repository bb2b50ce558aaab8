"""Words of the register of honours: columns of a list, awards as people spell them."""

from __future__ import annotations

from awards.seasons.states import AwardKey

COLUMNS: dict[str, str] = {
    "award": "Giải thưởng",
    "year": "Năm",
    "nominee_type": "Loại",
    "name": "Tên được tôn vinh",
    "product_of": "Đơn vị có sản phẩm",
    "tax_code": "Mã số thuế",
    "province": "Tỉnh, thành phố",
    "sector": "Lĩnh vực",
    "decision_number": "Số quyết định",
    "decided_on": "Ngày quyết định",
    "source": "Nguồn",
    "confidence": "Độ tin cậy",
}
"""Column of a list and its heading, in the order of the template."""

REQUIRED = ("award", "year", "name", "province", "source")

HEADINGS: dict[str, str] = {
    "award": "award",
    "giai": "award",
    "year": "year",
    "nominee type": "nominee_type",
    "name": "name",
    "name vi": "name",
    "ten": "name",
    "ten don vi": "name",
    "ten hop tac xa": "name",
    "ten san pham": "name",
    "product of": "product_of",
    "tax code": "tax_code",
    "mst": "tax_code",
    "province": "province",
    "province vi": "province",
    "tinh": "province",
    "tinh thanh pho": "province",
    "tinh/thanh pho": "province",
    "sector": "sector",
    "decision number": "decision_number",
    "quyet dinh": "decision_number",
    "decided on": "decided_on",
    "source": "source",
    "source url": "source",
    "nguon cong bo": "source",
    "confidence": "confidence",
}
"""Other headings that are understood, folded, with ``_`` as a space."""

IGNORED_HEADINGS = frozenset({"", "tt", "stt", "so tt", "ghi chu"})

NOMINEE_TYPES: dict[str, str] = {"cooperative": "Hợp tác xã, quỹ tín dụng nhân dân", "product": "Sản phẩm"}

TYPE_SPELLINGS: dict[str, str] = {
    "": "cooperative",
    "cooperative": "cooperative",
    "hop tac xa": "cooperative",
    "htx": "cooperative",
    "lien hiep hop tac xa": "cooperative",
    "lhhtx": "cooperative",
    "quy tin dung nhan dan": "cooperative",
    "qtdnd": "cooperative",
    "don vi": "cooperative",
    "product": "product",
    "san pham": "product",
}

CONFIDENCE_LABELS: dict[str, str] = {
    "own": "từ hệ thống này",
    "high": "chắc chắn",
    "medium": "tên khôi phục từ bản dịch",
    "low": "cần đối chiếu",
}

CONFIDENCE_SPELLINGS: dict[str, str] = {
    "": "high",
    "high": "high",
    "cao": "high",
    "medium": "medium",
    "trung binh": "medium",
    "low": "low",
    "thap": "low",
}

AWARD_SPELLINGS: dict[str, AwardKey] = {
    "coopstar": AwardKey.COOPSTAR,
    "coopstarawards": AwardKey.COOPSTAR,
    "coopsaward": AwardKey.COOPSTAR,
    "ngoisaohoptacxa": AwardKey.COOPSTAR,
    "ngoisaohtx": AwardKey.COOPSTAR,
    "coopgold": AwardKey.COOPGOLD,
    "coopgoldawards": AwardKey.COOPGOLD,
    "coopgoldproductawards": AwardKey.COOPGOLD,
    "coopgoldmaiantiem": AwardKey.COOPGOLD,
    "maiantiem": AwardKey.COOPGOLD,
}
"""The press spells the awards in many ways; folded, letters only."""

CEREMONY_DAYS: dict[AwardKey, tuple[int, int]] = {AwardKey.COOPSTAR: (4, 11), AwardKey.COOPGOLD: (12, 11)}
"""Month and day of the ceremony: the day on which a province's name is looked up when no decision day is given."""
