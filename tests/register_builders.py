"""Products, certificates and past honours for tests, through the services."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from awards.base import clock
from awards.base.database import db
from awards.base.transaction import transaction
from awards.honours import services as honours
from awards.honours.inputs import SourceRow
from awards.honours.models import Honour
from awards.honours.wording import COLUMNS
from awards.nominees import services as nominees
from awards.nominees.inputs import CertificateInput, ProductInput
from awards.nominees.models import HeldCertificate, Organisation, Product
from awards.policy.actor import Actor
from tests.cast import HOME, Cast
from tests.remembered import remembered


@remembered
def a_product(
    officer: Actor, organisation: Organisation, *, name: str = "Chè Mẫu", group: str = "food_drink"
) -> Product:
    with transaction():
        return nominees.add_product(officer, organisation, ProductInput(name, group, brand="Mẫu Xanh"))


@remembered
def a_certificate(
    officer: Actor, organisation: Organisation, *, product: Product | None = None, kind: str = "ocop_4"
) -> HeldCertificate:
    """An OCOP certificate of a year ago, so valid for two years more."""
    issued = clock.today() - timedelta(days=365)
    of_product = product.public_id if product is not None else None
    entry = CertificateInput(kind, "12/QĐ-UBND", "UBND tỉnh Mẫu", issued, product=of_product)
    with transaction():
        return nominees.add_certificate(officer, organisation, entry)


@remembered
def a_past_honour(
    cast: Cast,
    province: str = HOME,
    *,
    name: str = "Hợp tác xã Mẫu Ngày Trước",
    year: int = 2024,
    award: str = "CoopStar",
    tax_code: str = "",
    product_of: str = "",
    is_sample: bool = True,
) -> Honour:
    """One honour of an imported list, of a product when ``product_of`` says whose it is."""
    told = {
        "award": award,
        "year": str(year),
        "nominee_type": "product" if product_of else "",
        "name": name,
        "product_of": product_of,
        "tax_code": tax_code,
        "province": province,
        "source": "Danh sách mẫu",
    }
    row = SourceRow(2, dict.fromkeys(COLUMNS, "") | told)
    with transaction():
        outcome = honours.import_honours(cast.office, [row], is_sample=is_sample)
    if outcome.added:
        return outcome.added[0]
    return db.session.scalars(select(Honour).where(Honour.name == name, Honour.year == year)).one()
