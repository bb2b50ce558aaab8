"""Words about organisations and their figures, said once."""

from __future__ import annotations

COOPERATIVE_GROUP = "cooperative_group"

KINDS: dict[str, str] = {
    "cooperative": "Hợp tác xã",
    "cooperative_union": "Liên hiệp hợp tác xã",
    "credit_fund": "Quỹ tín dụng nhân dân",
    COOPERATIVE_GROUP: "Tổ hợp tác",
}
"""A cooperative group may be registered only where the installation's settings say so."""

SECTOR_GROUPS: dict[str, str] = {
    "agri": "Nông nghiệp",
    "non_agri": "Phi nông nghiệp",
    "credit_fund": "Quỹ tín dụng nhân dân",
}

SECTORS: dict[str, tuple[str, str]] = {
    "agriculture": ("agri", "Nông nghiệp (gồm lâm nghiệp, thủy sản, diêm nghiệp)"),
    "industry_handicraft": ("non_agri", "Công nghiệp – tiểu thủ công nghiệp"),
    "trade_service": ("non_agri", "Thương mại – dịch vụ (gồm chợ, du lịch)"),
    "transport": ("non_agri", "Giao thông vận tải"),
    "construction": ("non_agri", "Xây dựng"),
    "environment": ("non_agri", "Môi trường"),
    "credit_fund": ("credit_fund", "Quỹ tín dụng nhân dân"),
    "other": ("non_agri", "Khác (y tế, giáo dục, nhà ở)"),
}
"""Sector, its group, and its label; the award itself counts only the three groups."""

PRODUCT_GROUPS: dict[str, str] = {
    "food_drink": "Nông sản, thực phẩm, đồ uống",
    "handicraft": "Thủ công mỹ nghệ, tiểu thủ công nghiệp",
    "tourism_service": "Du lịch, dịch vụ",
    "other": "Sản phẩm khác",
}
"""The groups of the draft rules of the product award; a running season may know others."""

OCOP_KINDS: tuple[str, ...] = ("ocop_5", "ocop_4", "ocop_3")
OCOP_MONTHS = 36
"""An OCOP certificate is valid for 36 months."""

OTHER_TITLE = "other"
CERTIFICATE_KINDS: dict[str, str] = {
    "ocop_5": "OCOP 5 sao",
    "ocop_4": "OCOP 4 sao",
    "ocop_3": "OCOP 3 sao",
    "vietgap": "VietGAP",
    "globalgap": "GlobalGAP",
    "organic": "Hữu cơ",
    "haccp": "HACCP",
    "iso_22000": "ISO 22000",
    "halal": "Halal",
    "geographical_indication": "Chỉ dẫn địa lý",
    OTHER_TITLE: "Danh hiệu, chứng nhận khác",
}


def certificate_label(kind: str, title: str) -> str:
    """What a certificate is called; a kind without a name of its own is called by its title."""
    return title if kind == OTHER_TITLE and title else CERTIFICATE_KINDS[kind]


def sector_label(sector: str) -> str:
    return SECTORS[sector][1]
