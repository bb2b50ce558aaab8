"""Registering organisations and keeping their figures."""

from __future__ import annotations

from sqlalchemy import select

from awards.audit import services as audit
from awards.base import clock
from awards.base.collation import sort_key
from awards.base.database import db
from awards.base.errors import DomainError
from awards.base.normalise import fold
from awards.nominees.inputs import FiguresInput, OrganisationInput
from awards.nominees.models import Organisation, OrganisationFigure
from awards.nominees.tax_code import check_digit_is_right
from awards.nominees.wording import SECTORS
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import require
from awards.units.models import Alliance, Province


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


def edit_organisation(actor: Actor, organisation: Organisation, entry: OrganisationInput) -> None:
    """Correct an organisation's particulars; a dossier already forwarded keeps its own copy."""
    require(actor, Action.ORGANISATION_EDIT, organisation)
    if entry.tax_code != organisation.tax_code:
        _check_tax_code(entry.tax_code, is_sample=organisation.is_sample)
        organisation.tax_code = entry.tax_code
    _fill(organisation, entry)
    audit.record(actor, Action.ORGANISATION_EDIT, f"organisation:{organisation.public_id}", entry)


def save_figures(actor: Actor, organisation: Organisation, entry: FiguresInput) -> None:
    """Store the given figures; the others stay as they are. An unknown one is taken away, never made zero."""
    require(actor, Action.FIGURES_EDIT, organisation)
    present = {(row.figure, row.unit, row.year): row for row in organisation.figures}
    for one in entry.values:
        row = present.get((one.figure, one.unit, one.year))
        if one.value is None:
            if row is not None:
                organisation.figures.remove(row)
        elif row is None:
            organisation.figures.append(
                OrganisationFigure(figure=one.figure, unit=one.unit, year=one.year, value=one.value)
            )
        else:
            row.value = one.value
    db.session.flush()
    audit.record(actor, Action.FIGURES_EDIT, f"organisation:{organisation.public_id}", entry)


def _fill(organisation: Organisation, entry: OrganisationInput) -> None:
    organisation.name = entry.name
    organisation.name_fold = fold(entry.name)
    organisation.name_sort = sort_key(entry.name)
    organisation.kind = entry.kind
    organisation.sector = entry.sector
    organisation.sector_group = SECTORS[entry.sector][0]
    organisation.address = entry.address
    organisation.founded_year = entry.founded_year


def _check_tax_code(code: str, *, is_sample: bool) -> None:
    right = check_digit_is_right(code)
    if is_sample and right:
        raise DomainError("Dữ liệu mẫu phải dùng mã số thuế không có thật: hãy đổi chữ số cuối.", "tax_code")
    if not is_sample and not right:
        raise DomainError("Mã số thuế chưa đúng: chữ số kiểm tra không khớp. Hãy xem lại giấy đăng ký.", "tax_code")
    taken = select(Organisation.id).where(Organisation.tax_code == code)
    if db.session.scalar(taken) is not None:
        raise DomainError("Mã số thuế này đã được đăng ký trong hệ thống.", "tax_code")
