"""What forms about organisations give back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class OrganisationInput:
    """An organisation as on its registration certificate, and whom to ask about it.

    ``address`` is the street line; without ``commune`` it is the whole address in one line, as older lists have it.
    ``founded_on``, where the day is known, says the year too. Phone and mail are normalised already.
    """

    tax_code: str
    name: str
    kind: str
    sector: str
    address: str
    founded_year: int | None
    commune: str = ""
    founded_on: date | None = None
    representative: str = ""
    representative_post: str = ""
    contact_phone: str = ""
    contact_email: str = ""


@dataclass(frozen=True)
class FigureValue:
    """One figure of one year in its unit; ``value`` is exact text, or ``None`` when nobody knows it: never zero.

    ``source`` is the paper that says so; ``None`` leaves the one that is known.
    """

    figure: str
    unit: str
    year: int
    value: str | None
    source: str | None = None


@dataclass(frozen=True)
class FiguresInput:
    """What was typed; figures and years that do not stand here stay as they are."""

    values: tuple[FigureValue, ...]


@dataclass(frozen=True)
class ProductInput:
    """A product as its organisation sells it."""

    name: str
    product_group: str
    brand: str = ""
    description: str = ""
    is_active: bool = True


@dataclass(frozen=True)
class CertificateInput:
    """A certificate held. ``product`` is the public id of a product, ``None`` for the organisation as a whole.

    ``title`` is for kinds without a name of their own.
    """

    kind: str
    number: str
    issuer: str
    issued_on: date
    expires_on: date | None = None
    title: str = ""
    product: str | None = None
