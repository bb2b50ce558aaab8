"""Registered facts as forms and pages show them."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from awards.base.dates import format_day
from awards.nominees.inputs import OrganisationInput
from awards.nominees.models import HeldCertificate, Organisation
from awards.nominees.wording import KINDS, sector_label

Fact = tuple[str, str]
"""What a fact is called, and what it says."""


def facts_of(organisation: Organisation) -> tuple[Fact, ...]:
    """What the form of an organisation holds, as it is stored."""
    return _facts(organisation, organisation.street, founded_text(organisation))


def facts_typed(entry: OrganisationInput) -> tuple[Fact, ...]:
    """The same as somebody typed it."""
    founded = format_day(entry.founded_on) if entry.founded_on is not None else str(entry.founded_year or "")
    return _facts(entry, entry.address, founded)


def fingerprint(organisation: Organisation) -> str:
    """Changes with every fact of :func:`facts_of`: how a form tells which state it was filled in over."""
    return hashlib.sha256(json.dumps(facts_of(organisation)).encode()).hexdigest()[:32]


def founded_text(organisation: Organisation) -> str:
    """The day if it is known, else the year."""
    if organisation.founded_on is not None:
        return format_day(organisation.founded_on)
    return str(organisation.founded_year or "")


def certificate_data(certificate: HeldCertificate) -> dict[str, Any]:
    """What the form shows of a certificate that is being corrected."""
    names = ("kind", "title", "number", "issuer", "issued_on", "expires_on")
    product = certificate.product.public_id if certificate.product is not None else ""
    return {name: getattr(certificate, name) for name in names} | {"product": product}


def _facts(of: Organisation | OrganisationInput, street: str, founded: str) -> tuple[Fact, ...]:
    return (
        ("Mã số thuế", of.tax_code),
        ("Tên", of.name),
        ("Loại hình", KINDS[of.kind]),
        ("Lĩnh vực", sector_label(of.sector)),
        ("Xã, phường, đặc khu", of.commune),
        ("Số nhà, đường, thôn", street),
        ("Thành lập", founded),
        ("Người đại diện", of.representative),
        ("Chức vụ", of.representative_post),
        ("Điện thoại liên hệ", of.contact_phone),
        ("Thư điện tử liên hệ", of.contact_email),
    )
