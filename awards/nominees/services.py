"""Registering organisations, and keeping their figures, products and certificates."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import inspect, select

from awards.audit import services as audit
from awards.base import clock
from awards.base.collation import sort_key
from awards.base.database import db
from awards.base.errors import ConflictError, DomainError
from awards.base.normalise import fold
from awards.nominees.held import expiry_of
from awards.nominees.inputs import CertificateInput, FiguresInput, OrganisationInput, ProductInput
from awards.nominees.models import HeldCertificate, Organisation, OrganisationFigure, Product
from awards.nominees.shown import fingerprint
from awards.nominees.tax_code import check_digit_is_right
from awards.nominees.wording import SECTORS
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import require
from awards.units.models import Alliance, Province

_OWN_COLUMNS = [attribute.key for attribute in inspect(Organisation).column_attrs]


class TaxCodeTaken(DomainError):
    """Some organisation, perhaps of another province, is registered under this tax code."""

    def __init__(self) -> None:
        super().__init__("Mã số thuế này đã được đăng ký trong hệ thống.", "tax_code")


def register_organisation(
    actor: Actor, entry: OrganisationInput, alliance: Alliance, province: Province, *, is_sample: bool
) -> Organisation:
    """Register an organisation of the actor's own province. The tax code is the key.

    Raises :class:`DomainError` beside the field when the code is taken, or its check digit is wrong
    (right, for sample data: sample organisations must not be mistaken for real ones).
    """
    require(actor, Action.ORGANISATION_REGISTER)
    organisation = Organisation(
        alliance=alliance,
        alliance_id=alliance.id,
        province=province,
        is_sample=is_sample,
        registered_at=clock.now(),
        tax_code=entry.tax_code,
    )
    require(actor, Action.ORGANISATION_EDIT, organisation)  # only in the actor's own province
    db.session.refresh(alliance, ["name"], with_for_update=True)  # a second click waits for the first
    _check_tax_code(entry.tax_code, is_sample=is_sample)
    _fill(organisation, entry)
    db.session.add(organisation)
    db.session.flush()
    audit.record(actor, Action.ORGANISATION_REGISTER, f"organisation:{organisation.public_id}", entry)
    return organisation


def register_organisations(
    actor: Actor, entries: Sequence[OrganisationInput], alliance: Alliance, province: Province, *, is_sample: bool
) -> list[Organisation]:
    """Register many at once, with one entry in the log; the same refusals as for one."""
    require(actor, Action.ORGANISATION_REGISTER)
    require(actor, Action.ORGANISATION_EDIT, Organisation(alliance_id=alliance.id))
    db.session.refresh(alliance, ["name"], with_for_update=True)
    codes = [entry.tax_code for entry in entries]
    if len(set(codes)) < len(codes):
        raise DomainError("Có mã số thuế xuất hiện hai lần.")
    _refuse_taken(codes)
    registered = []
    for entry in entries:
        _check_digit(entry.tax_code, is_sample=is_sample)
        organisation = Organisation(
            alliance_id=alliance.id,
            province=province,
            is_sample=is_sample,
            registered_at=clock.now(),
            tax_code=entry.tax_code,
            figures=[],  # known to be empty: nobody asks the database for them again
            products=[],
        )
        _fill(organisation, entry)
        registered.append(organisation)
    db.session.add_all(registered)
    db.session.flush()
    audit.record(actor, Action.ORGANISATION_REGISTER, f"alliance:{alliance.public_id}", list(entries))
    return registered


def edit_organisation(
    actor: Actor, organisation: Organisation, entry: OrganisationInput, base: str | None = None
) -> None:
    """Correct an organisation's particulars; a dossier already forwarded keeps its own copy.

    ``base`` is the fingerprint of what the person had on the screen; raises :class:`ConflictError` when somebody
    else saved since.
    """
    require(actor, Action.ORGANISATION_EDIT, organisation)
    db.session.refresh(organisation, _OWN_COLUMNS, with_for_update=True)
    if base is not None and base != fingerprint(organisation):
        raise ConflictError(
            "Thông tin này vừa được sửa ở cửa sổ khác. Nội dung anh/chị nhập vẫn còn ở dưới; "
            "hãy so với bản đã lưu rồi bấm lưu lại."
        )
    if entry.tax_code != organisation.tax_code:
        _check_tax_code(entry.tax_code, is_sample=organisation.is_sample)
        organisation.tax_code = entry.tax_code
    _fill(organisation, entry)
    audit.record(actor, Action.ORGANISATION_EDIT, f"organisation:{organisation.public_id}", entry)


def save_figures(actor: Actor, organisation: Organisation, entry: FiguresInput) -> None:
    """Store the given figures; the others stay as they are. An unknown one is taken away, never made zero."""
    require(actor, Action.FIGURES_EDIT, organisation)
    put_figures(organisation, entry)
    db.session.flush()
    audit.record(actor, Action.FIGURES_EDIT, f"organisation:{organisation.public_id}", entry)


def put_figures(organisation: Organisation, entry: FiguresInput) -> None:
    """The figures in the place of those that are there; who may, and the log, are the caller's business."""
    present = {(row.figure, row.unit, row.year): row for row in organisation.figures}
    for one in entry.values:
        row = present.get((one.figure, one.unit, one.year))
        if one.value is None:
            if row is not None:
                organisation.figures.remove(row)
        elif row is None:
            organisation.figures.append(
                OrganisationFigure(
                    figure=one.figure, unit=one.unit, year=one.year, value=one.value, source=one.source or ""
                )
            )
        else:
            row.value = one.value
            row.source = row.source if one.source is None else one.source


def add_product(actor: Actor, organisation: Organisation, entry: ProductInput) -> Product:
    """Enter a product. A second one of the same name is refused: a second click is not a second product."""
    require(actor, Action.PRODUCT_EDIT, organisation)
    _lock(organisation)
    product = Product(organisation=organisation, registered_at=clock.now())
    _fill_product(product, entry)
    db.session.add(product)
    db.session.flush()
    audit.record(actor, Action.PRODUCT_EDIT, f"product:{product.public_id}", entry)
    return product


def edit_product(actor: Actor, product: Product, entry: ProductInput) -> None:
    """Correct a product; a dossier already forwarded keeps its own copy."""
    require(actor, Action.PRODUCT_EDIT, product)
    _lock(product.organisation)
    _fill_product(product, entry)
    audit.record(actor, Action.PRODUCT_EDIT, f"product:{product.public_id}", entry)


def add_certificate(actor: Actor, organisation: Organisation, entry: CertificateInput) -> HeldCertificate:
    """Enter a certificate held. The same one (kind, number, product) sent again is kept once."""
    require(actor, Action.CERTIFICATE_EDIT, organisation)
    _lock(organisation)
    wanted = _product_of(organisation, entry)
    same = (
        one
        for one in organisation.certificates
        if (one.kind, one.number, one.issuer, one.product_id) == (entry.kind, entry.number, entry.issuer, wanted)
    )
    certificate = next(same, None) or HeldCertificate(organisation=organisation)
    _fill_certificate(certificate, entry, wanted)
    db.session.add(certificate)
    db.session.flush()
    audit.record(actor, Action.CERTIFICATE_EDIT, f"certificate:{certificate.public_id}", entry)
    return certificate


def edit_certificate(actor: Actor, certificate: HeldCertificate, entry: CertificateInput) -> None:
    """Correct a certificate held."""
    require(actor, Action.CERTIFICATE_EDIT, certificate)
    _fill_certificate(certificate, entry, _product_of(certificate.organisation, entry))
    audit.record(actor, Action.CERTIFICATE_EDIT, f"certificate:{certificate.public_id}", entry)


def remove_certificate(actor: Actor, certificate: HeldCertificate) -> None:
    """Strike a certificate off; what was forwarded keeps its own copy."""
    require(actor, Action.CERTIFICATE_EDIT, certificate)
    db.session.delete(certificate)
    db.session.flush()
    audit.record(actor, Action.CERTIFICATE_EDIT, f"certificate:{certificate.public_id}", "removed")


def _lock(organisation: Organisation) -> None:
    """Whoever clicked second sees what the first click did."""
    db.session.refresh(organisation, ["name", "products", "certificates"], with_for_update=True)


def _fill_product(product: Product, entry: ProductInput) -> None:
    folded = fold(entry.name)
    if any(one is not product and one.name_fold == folded for one in product.organisation.products):
        raise DomainError("Đơn vị đã có sản phẩm mang tên này.", "name")
    product.name, product.name_fold, product.name_sort = entry.name, folded, sort_key(entry.name)
    product.product_group, product.brand = entry.product_group, entry.brand
    product.description, product.is_active = entry.description, entry.is_active


def _product_of(organisation: Organisation, entry: CertificateInput) -> int | None:
    if entry.product is None:
        return None
    found = next((one.id for one in organisation.products if one.public_id == entry.product), None)
    if found is None:
        raise DomainError("Chọn sản phẩm của đơn vị này.", "product")
    return found


def _fill_certificate(certificate: HeldCertificate, entry: CertificateInput, product_id: int | None) -> None:
    certificate.kind, certificate.title, certificate.product_id = entry.kind, entry.title, product_id
    certificate.number, certificate.issuer = entry.number, entry.issuer
    certificate.issued_on, certificate.expires_on = entry.issued_on, expiry_of(entry)


def _fill(organisation: Organisation, entry: OrganisationInput) -> None:
    organisation.name = entry.name
    organisation.name_fold = fold(entry.name)
    organisation.name_sort = sort_key(entry.name)
    organisation.kind = entry.kind
    organisation.sector = entry.sector
    organisation.sector_group = SECTORS[entry.sector][0]
    organisation.street = entry.address
    organisation.commune = entry.commune
    organisation.founded_on = entry.founded_on
    organisation.founded_year = entry.founded_on.year if entry.founded_on is not None else entry.founded_year
    organisation.representative = entry.representative
    organisation.representative_post = entry.representative_post
    organisation.contact_phone = entry.contact_phone
    organisation.contact_email = entry.contact_email


def _check_tax_code(code: str, *, is_sample: bool) -> None:
    _check_digit(code, is_sample=is_sample)
    _refuse_taken([code])


def _refuse_taken(codes: Sequence[str]) -> None:
    if db.session.scalar(select(Organisation.id).where(Organisation.tax_code.in_(codes)).limit(1)) is not None:
        raise TaxCodeTaken


def _check_digit(code: str, *, is_sample: bool) -> None:
    right = check_digit_is_right(code)
    if is_sample and right:
        raise DomainError("Dữ liệu mẫu phải dùng mã số thuế không có thật: hãy đổi chữ số cuối.", "tax_code")
    if not is_sample and not right:
        raise DomainError("Mã số thuế chưa đúng: chữ số kiểm tra không khớp. Hãy xem lại giấy đăng ký.", "tax_code")
