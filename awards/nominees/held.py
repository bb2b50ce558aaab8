"""How long a certificate holds."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from awards.nominees.inputs import CertificateInput
from awards.nominees.wording import OCOP_KINDS, OCOP_MONTHS


def expiry_of(entry: CertificateInput) -> date | None:
    """The last day as told; of an OCOP certificate without one, 36 months after the day of issue."""
    if entry.expires_on is None and entry.kind in OCOP_KINDS:
        return months_later(entry.issued_on, OCOP_MONTHS)
    return entry.expires_on


def months_later(day: date, months: int) -> date:
    """The same day of a later month; the last day of a month that is too short (Bộ luật Dân sự 2015, Điều 148)."""
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
