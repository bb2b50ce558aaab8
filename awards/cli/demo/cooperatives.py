"""Invented cooperatives with figures that fit together, from struggling to outstanding."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from awards.base import clock
from awards.cli.demo import names
from awards.cli.demo.dice import draw, pick
from awards.cli.demo.people import Desk
from awards.nominees import services
from awards.nominees.inputs import FiguresInput, OrganisationInput
from awards.nominees.models import Organisation
from awards.units import queries as units

MILLION = 1_000_000
SECTORS = ("agriculture", "agriculture", "agriculture", "trade_service", "industry_handicraft", "environment",
           "agriculture", "agriculture", "transport", "construction")  # fmt: skip
YEARS = 3
SCALE = {"agriculture": 1}
NON_FARM_SCALE = 4
"""Non-agricultural cooperatives are held to larger sums by the rulebook."""


@dataclass
class Registry:
    """Hands out names and tax codes so that no two cooperatives share one."""

    count: int = 0
    by_sector: Counter[str] = field(default_factory=Counter)

    def register(self, desk: Desk, basis_year: int, standing: int) -> Organisation:
        """A cooperative of this province; ``standing`` from 0 (struggling) to 100 (outstanding)."""
        number = self.count
        self.count += 1
        sector = SECTORS[number % len(SECTORS)]
        entry = OrganisationInput(
            tax_code=names.tax_code(number),
            name=names.cooperative(sector, self.by_sector[sector]),
            kind="cooperative",
            sector=sector,
            address=f"{names.commune(number)}, {desk.alliance.province_name}",
            founded_year=draw(1998, 2019, "founded", number),
        )
        self.by_sector[sector] += 1
        province = units.province_of(desk.alliance, clock.today())
        organisation = services.register_organisation(desk.officer, entry, desk.alliance, province, is_sample=True)
        years = {basis_year - back: figures(sector, standing, back, number) for back in range(YEARS)}
        services.save_figures(desk.officer, organisation, FiguresInput(years))
        return organisation


def figures(sector: str, standing: int, years_back: int, number: int) -> dict[str, int | None]:
    """One year's figures; every year before is about a tenth smaller."""
    scale = SCALE.get(sector, NON_FARM_SCALE)
    part = 100 - 9 * years_back

    def sized(low: int, high: int, *what: object) -> int:
        spread = low + (high - low) * standing // 100
        return spread * draw(94, 106, number, *what) * part // 10_000

    workers = max(4, sized(10, 60, "workers"))
    return {
        "revenue": sized(2_000, 16_000, "revenue") * scale * MILLION,
        "profit_after_tax": sized(130, 1_300, "profit") * scale * MILLION,
        "average_income": sized(3_400, 9_000, "income") * 1_000 * (5 if scale > 1 else 4) // 4,
        "tax_paid": sized(15, 160, "tax") * scale * 2 * MILLION,
        "member_count": max(7, sized(18, 160, "members")),
        "worker_count": workers,
        "insured_count": min(workers, sized(4, 50, "insured")),
    }


ACHIEVEMENTS = (
    "Liên kết tiêu thụ sản phẩm cho thành viên theo hợp đồng cả năm; giá thu mua cao hơn thị trường từ 5% đến 8%.",
    "Xây dựng vùng nguyên liệu được cấp mã số, truy xuất nguồn gốc từng lô; hai sản phẩm đạt OCOP bốn sao.",
    "Đầu tư kho lạnh và nhà sơ chế dùng chung; chi phí của hộ thành viên giảm rõ rệt so với làm riêng lẻ.",
    "Tổ chức dịch vụ làm đất, gieo cấy và thu hoạch bằng máy; phần mềm kế toán được dùng từ cấp tổ đội.",
    "Tạo việc làm cho lao động tại chỗ, trong đó nhiều lao động nữ; đóng bảo hiểm đầy đủ cho lao động thường xuyên.",
    "Thu gom, xử lý phụ phẩm thành phân hữu cơ; giữ nguồn nước và cảnh quan của xã.",
    "Trích lập quỹ đầy đủ; chia lãi theo mức độ sử dụng dịch vụ; đại hội thành viên họp đúng kỳ.",
    "Ủng hộ làm đường, trường học và quỹ khuyến học của xã; giúp hộ nghèo vay vốn không lãi.",
)


def achievements(number: int) -> str:
    """Three sentences of what the cooperative has done."""
    first = draw(0, len(ACHIEVEMENTS) - 1, "achievement", number)
    return "\n".join(ACHIEVEMENTS[(first + step * 3) % len(ACHIEVEMENTS)] for step in range(3))


def honour_level(standing: int, number: int) -> str:
    levels = ("none", "province", "province", "ministry", "prime_minister")
    return pick(levels[max(0, standing // 34) : standing // 34 + 3], "honour", number)
