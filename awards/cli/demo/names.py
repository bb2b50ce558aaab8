"""Invented names. A cooperative's always carries “Mẫu”, so nobody takes it for a real one."""

from __future__ import annotations

from awards.base.normalise import fold
from awards.cli.demo.dice import draw, pick
from awards.nominees.tax_code import check_digit_is_right

FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Nông")
MIDDLE_OF_WOMEN = ("Thị", "Thu", "Ngọc", "Thanh", "Minh", "Phương", "Kim", "Hồng")
MIDDLE_OF_MEN = ("Văn", "Đức", "Quốc", "Hữu", "Minh", "Xuân", "Thế", "Quang")
WOMEN = ("Hiền", "Lan", "Hương", "Ngân", "Yến", "Hạnh", "Thảo", "Liên", "Nhung", "Tuyết", "Oanh", "Duyên")
MEN = ("Hùng", "Dũng", "Thắng", "Sơn", "Tuấn", "Khánh", "Long", "Phúc", "Toàn", "Việt", "Lực", "Đạt")

TRADES: dict[str, tuple[str, ...]] = {
    "agriculture": (
        "Nông nghiệp", "Dịch vụ nông nghiệp", "Rau an toàn", "Chè", "Cây ăn quả", "Chăn nuôi", "Thủy sản", "Lúa gạo",
        "Dược liệu", "Lâm nghiệp", "Mật ong", "Cà phê",
    ),
    "industry_handicraft": ("Mây tre đan", "Cơ khí", "Dệt thổ cẩm", "Gốm", "Chế biến gỗ"),
    "trade_service": ("Thương mại – dịch vụ", "Quản lý chợ", "Du lịch cộng đồng"),
    "transport": ("Vận tải", "Vận tải hành khách"),
    "construction": ("Xây dựng",),
    "environment": ("Môi trường", "Nước sạch và vệ sinh môi trường"),
    "credit_fund": ("Quỹ tín dụng nhân dân",),
}  # fmt: skip
PLACES = (
    "An Bình", "Ánh Dương", "Bình Minh", "Biển Bạc", "Bông Sen", "Bưởi Hồng", "Cánh Đồng Vàng", "Chiến Thắng",
    "Cửu Long", "Đại Đồng", "Đất Lành", "Đoàn Kết", "Đồng Tâm", "Đồng Xanh", "Gạo Thơm", "Hải Âu", "Hòa Hợp",
    "Hoa Ban", "Hồng Hà", "Hưng Thịnh", "Hương Quê", "Hữu Nghị", "Lúa Vàng", "Mai Vàng", "Minh Châu", "Nắng Sớm",
    "Ngọc Lan", "Núi Xanh", "Ong Vàng", "Phú Quý", "Phương Đông", "Quyết Thắng", "Quế Hương", "Rừng Xanh", "Sao Mai",
    "Sen Hồng", "Sông Thao", "Suối Ngọc", "Tân Tiến", "Thanh Trà", "Thành Công", "Thống Nhất", "Trường Sơn",
    "Vàm Cỏ", "Việt Tiến", "Xuân Mới", "Yên Vui",
)  # fmt: skip


def person(*what: object) -> str:
    """A person's full name."""
    middles, names = pick(((MIDDLE_OF_WOMEN, WOMEN), (MIDDLE_OF_MEN, MEN)), "sex", *what)
    return f"{pick(FAMILY, 'family', *what)} {pick(middles, 'middle', *what)} {pick(names, 'name', *what)}"


def cooperative(sector: str, number: int) -> str:
    """The name of the ``number``-th cooperative of a sector; the first 47 of each trade differ."""
    trades = TRADES[sector]
    turn, trade = divmod(number, len(trades))
    kind = "" if sector == "credit_fund" else "Hợp tác xã "
    return f"{kind}{trades[trade]} Mẫu {PLACES[(turn + 11 * trade) % len(PLACES)]}"


def commune(*what: object) -> str:
    return f"Xã {pick(PLACES, 'commune', *what)} Mẫu"


def tax_code(number: int) -> str:
    """Ten digits of which the check digit is wrong: no real organisation can have it."""
    body = f"99{number:07d}"
    wrong = [digit for digit in "0123456789" if not check_digit_is_right(body + digit)]
    return body + wrong[draw(0, len(wrong) - 1, "tax", number)]


def slug(name: str) -> str:
    """A name as part of a mail address."""
    return "-".join(fold(name).split())
