"""The order of a decision: sector group, province in Vietnamese order, name; never the rank."""

from __future__ import annotations

from awards.decisions.official_order import golden_book_number, official_order
from awards.nominations.dossier import DossierContent, OrganisationContent
from awards.results.queries import HonouredEntry


def honoured(number: int, group: str, province: str, name: str) -> HonouredEntry:
    organisation = OrganisationContent(name, f"{number:010d}", "cooperative", group, "other", "", province)
    return HonouredEntry(
        number,
        DossierContent(
            reference=f"HS-{number}",
            organisation=organisation,
            variant="agri",
            basis_year=2025,
            rulebook_digest="",
            series={},
            choices={},
            sets={},
            flags={},
            papers=(),
            achievements="",
            consent_on=None,
            consent_by=None,
        ),
    )


def test_group_then_province_then_name() -> None:
    entries = [
        honoured(1, "non_agri", "An Giang", "Hợp tác xã Mẫu A"),
        honoured(2, "agri", "Đồng Tháp", "Hợp tác xã Mẫu B"),
        honoured(3, "agri", "Đà Nẵng", "Hợp tác xã Mẫu Ớt"),
        honoured(4, "agri", "Đà Nẵng", "Hợp tác xã Mẫu Ong"),
        honoured(5, "agri", "Cần Thơ", "Hợp tác xã Mẫu Z"),
        honoured(6, "credit_fund", "An Giang", "Quỹ tín dụng nhân dân Mẫu"),
        honoured(7, "agri", "Điện Biên", "Hợp tác xã Mẫu C"),
    ]
    assert [one.nomination_id for one in official_order(entries)] == [5, 4, 3, 7, 2, 1, 6]


def test_two_of_one_name_keep_one_order() -> None:
    twins = [honoured(number, "agri", "Huế", "Hợp tác xã Mẫu") for number in (2, 1)]
    assert official_order(twins) == official_order(reversed(twins))


def test_the_golden_book_counts_in_four_digits() -> None:
    assert [golden_book_number(one, 2026) for one in (1, 42, 1000)] == ["0001/2026", "0042/2026", "1000/2026"]
