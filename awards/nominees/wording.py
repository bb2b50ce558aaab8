"""Words about organisations and their figures, said once."""

from __future__ import annotations

KINDS: dict[str, str] = {
    "cooperative": "Hợp tác xã",
    "cooperative_union": "Liên hiệp hợp tác xã",
    "credit_fund": "Quỹ tín dụng nhân dân",
}

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


def sector_label(sector: str) -> str:
    return SECTORS[sector][1]
