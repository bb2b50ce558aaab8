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

FIGURE_LABELS: dict[str, tuple[str, str]] = {
    "revenue": ("Doanh thu", "đồng"),
    "profit_after_tax": ("Lợi nhuận sau thuế", "đồng"),
    "average_income": ("Thu nhập bình quân một lao động", "đồng/tháng"),
    "tax_paid": ("Thuế và các khoản đã nộp ngân sách", "đồng"),
    "member_count": ("Số thành viên tại ngày 31/12", "thành viên"),
    "worker_count": ("Số lao động thường xuyên", "người"),
    "insured_count": ("Số lao động tham gia bảo hiểm xã hội", "người"),
}
"""Label and unit of each figure of a year, in the order of the form."""


def sector_label(sector: str) -> str:
    return SECTORS[sector][1]
