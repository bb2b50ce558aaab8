"""Invented cooperatives with figures that fit together, from struggling to outstanding."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from awards.base import clock
from awards.cli.demo import names
from awards.cli.demo.dice import draw
from awards.cli.demo.figures import Invention
from awards.cli.demo.people import Desk
from awards.nominees import services
from awards.nominees.inputs import FiguresInput, FigureValue, OrganisationInput
from awards.nominees.models import Organisation
from awards.seasons.models import Season
from awards.seasons.rulebooks import rulebook_of
from awards.units import queries as units

SECTORS = (
    "agriculture", "agriculture", "trade_service", "agriculture", "credit_fund", "agriculture", "transport",
    "industry_handicraft", "agriculture", "environment", "agriculture", "construction", "agriculture",
)  # fmt: skip
"""Thirteen, so that every province gets its own mixture."""


@dataclass
class Registry:
    """Hands out names and tax codes so that no two cooperatives share one, and remembers what was invented."""

    count: int = 0
    by_sector: Counter[str] = field(default_factory=Counter)
    inventions: dict[int, Invention] = field(default_factory=dict)

    def register(self, desk: Desk, season: Season, standing: int) -> Organisation:
        """A cooperative of this province with the figures the season asks for."""
        number = self.count
        self.count += 1
        sector = SECTORS[number % len(SECTORS)]
        entry = OrganisationInput(
            tax_code=names.tax_code(number),
            name=names.cooperative(sector, self.by_sector[sector]),
            kind="credit_fund" if sector == "credit_fund" else "cooperative",
            sector=sector,
            address="",
            commune=names.commune(number),
            founded_year=draw(1998, 2019, "founded", number),
        )
        self.by_sector[sector] += 1
        province = units.province_of(desk.alliance, clock.today())
        organisation = services.register_organisation(desk.officer, entry, desk.alliance, province, is_sample=True)
        invention = Invention(rulebook_of(season), organisation.sector_group, number, standing)
        values = (
            FigureValue(figure.key, figure.unit, season.basis_year + offset, text)
            for figure, offset, text in invention.series()
        )
        services.save_figures(desk.officer, organisation, FiguresInput(tuple(values)))
        self.inventions[organisation.id] = invention
        return organisation


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
