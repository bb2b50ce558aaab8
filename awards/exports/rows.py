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
    """The list attached to a decision; without one it is a draft and says so."""

    issuer: str
    award_title: str
    season_title: str
    basis_year: int
    decision: DecisionHeading | None
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
    """Sheet and distances in millimetres, and the lines of text every certificate shares (rules.md 5.8).

    ``draws_border`` is off when the sheet comes pre-printed; ``signature_gap_mm`` is the room for signature and seal.
    """

    width_mm: int = 297
    height_mm: int = 210
    border_mm: int = 8
    band_mm: int = 8
    head_mm: int = 7
    side_mm: int = 12
    foot_mm: int = 6
    qr_mm: int = 27
    signature_width_mm: int = 92
    signature_gap_mm: int = 35
    draws_border: bool = True
    motto_lines: tuple[str, ...] = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
    conferring_line: str = "LIÊN MINH HỢP TÁC XÃ VIỆT NAM"
    title_line: str = "CHỨNG NHẬN"
    bridge_line: str = "đạt giải thưởng"
    achievement_line: str = ""
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
