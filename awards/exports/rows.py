"""What a workbook or a certificate is made from: frozen values, already in the decision's order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class DecisionHeading:
    """The decision a document belongs to, as signed."""

    number: str
    signed_on: date
    signer: str
    signing_capacity: str


@dataclass(frozen=True)
class WinnerRow:
    """One honoured nominee; ``total`` is the exact decimal text as printed by the rulebook's rounding."""

    order: int
    name: str
    tax_code: str
    address: str
    province: str
    sector_group: str
    sector: str
    revenue: int | None
    member_count: int | None
    total: str
    rank: int
    golden_book_number: str
    certificate_code: str


@dataclass(frozen=True)
class WinnersSheet:
    """The list attached to a decision."""

    issuer: str
    award_title: str
    season_title: str
    basis_year: int
    decision: DecisionHeading
    is_sample: bool
    generated_on: date
    rows: tuple[WinnerRow, ...]


@dataclass(frozen=True)
class CertificateRow:
    """One certificate; the name exactly as on the registration certificate."""

    name: str
    province: str
    golden_book_number: str
    code: str
    check_address: str


@dataclass(frozen=True)
class CertificateLayout:
    """Sheet and margins in millimetres, and the lines of text every certificate shares."""

    width_mm: int = 297
    height_mm: int = 210
    border_mm: int = 10
    conferring_line: str = "LIÊN MINH HỢP TÁC XÃ VIỆT NAM"
    title_line: str = "CHỨNG NHẬN"
    place: str = "Hà Nội"


@dataclass(frozen=True)
class CertificateBatch:
    """The certificates of one decision."""

    award_title: str
    season_title: str
    decision: DecisionHeading
    is_sample: bool
    rows: tuple[CertificateRow, ...]
    layout: CertificateLayout = CertificateLayout()
