"""Organisations and what they hold, as seen by their own province and by the centre's desk."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from awards.base.database import db
from awards.base.normalise import fold
from awards.base.paging import Page, paginate
from awards.nominees.asked import FigureRow, asked_of
from awards.nominees.duplicates import similar_to
from awards.nominees.models import HeldCertificate, Organisation, Product
from awards.nominees.wording import PRODUCT_GROUPS, SECTOR_GROUPS
from awards.policy.actor import Actor, Role
from awards.seasons import queries as seasons
from awards.seasons.rulebooks import rulebook_of
from awards.units.models import Province


def list_visible_to(actor: Actor, search: str, page: int) -> Page[Organisation]:
    statement = current_visible_to(actor).options(joinedload(Organisation.province)).order_by(Organisation.name_sort)
    words = fold(search)
    if words:
        statement = statement.where(
            Organisation.name_fold.contains(words, autoescape=True)
            | Organisation.tax_code.startswith(words, autoescape=True)
        )
    return paginate(statement, page)


def get_visible_to(actor: Actor, public_id: str) -> Organisation | None:
    """An organisation, also one that was merged: it says into which."""
    statement = _visible_to(actor).options(*_WHOLE)
    return db.session.scalars(statement.where(Organisation.public_id == public_id)).one_or_none()


def get_current_visible_to(actor: Actor, public_id: str) -> Organisation | None:
    """An organisation that can be worked on: not one that was merged."""
    statement = current_visible_to(actor).options(*_WHOLE)
    return db.session.scalars(statement.where(Organisation.public_id == public_id)).one_or_none()


def get_product_visible_to(actor: Actor, public_id: str, product_id: str) -> Product | None:
    organisation = get_current_visible_to(actor, public_id)
    products = organisation.products if organisation is not None else []
    return next((one for one in products if one.public_id == product_id), None)


def get_certificate_visible_to(actor: Actor, public_id: str, certificate_id: str) -> HeldCertificate | None:
    organisation = get_current_visible_to(actor, public_id)
    certificates = organisation.certificates if organisation is not None else []
    return next((one for one in certificates if one.public_id == certificate_id), None)


def by_tax_code_visible_to(actor: Actor, tax_code: str) -> Organisation | None:
    return db.session.scalars(_visible_to(actor).where(Organisation.tax_code == tax_code)).one_or_none()


def all_visible_to(actor: Actor) -> list[Organisation]:
    """For a choice on a form: every organisation of the person's own province."""
    return list(db.session.scalars(current_visible_to(actor).order_by(Organisation.name_sort)))


def similar_in_province(
    actor: Actor, name: str, province: Province, but: Organisation | None = None
) -> list[Organisation]:
    """Registered organisations of the same province whose names are like this one. Also names of other provinces'
    organisations may be the same: those are two."""
    statement = current_visible_to(actor).where(Organisation.alliance_id == province.alliance_id)
    others = db.session.scalars(statement.order_by(Organisation.name_sort))
    return similar_to(name, (one for one in others if one is not but), province.name)


def merged_into(organisation: Organisation) -> list[Organisation]:
    """The rows that were merged into this one, in the order of merging."""
    statement = select(Organisation).where(Organisation.merged_into_id == organisation.id)
    return list(db.session.scalars(statement.order_by(Organisation.merged_at, Organisation.id)))


def product_groups() -> dict[str, str]:
    """Groups a product may be in, with their words: those the running rulebooks know, then the draft rules' own."""
    found: dict[str, str] = {}
    for season in seasons.receiving():
        for variant in rulebook_of(season).variants:
            for group in set(variant.sector_groups) - SECTOR_GROUPS.keys():
                label = variant.label if len(variant.sector_groups) == 1 else PRODUCT_GROUPS.get(group, group)
                found.setdefault(group, label)
    return {key: found.get(key, PRODUCT_GROUPS.get(key, key)) for key in (*PRODUCT_GROUPS, *sorted(found))}


def figures_asked_of(organisation: Organisation) -> tuple[FigureRow, ...]:
    """The yearly figures that the seasons receiving nominations ask of this organisation."""
    running = ((season.basis_year, rulebook_of(season)) for season in seasons.receiving())
    return asked_of(organisation.sector_group, running)


def known_figures(organisation: Organisation) -> dict[tuple[str, str, int], str]:
    """Exact text by figure, unit and year."""
    return {(row.figure, row.unit, row.year): row.value for row in organisation.figures}


def known_sources(organisation: Organisation, rows: Iterable[FigureRow]) -> dict[int, str]:
    """Which papers the figures of each year stand in, one line a year."""
    asked = {(row.figure.key, row.figure.unit, year) for row in rows for year in row.years}
    found: dict[int, dict[str, None]] = {}
    for row in organisation.figures:
        if row.source and (row.figure, row.unit, row.year) in asked:
            found.setdefault(row.year, {})[row.source] = None
    return {year: "; ".join(sources) for year, sources in found.items()}


_WHOLE = (
    selectinload(Organisation.figures),
    selectinload(Organisation.products),
    selectinload(Organisation.certificates).joinedload(HeldCertificate.product),
    joinedload(Organisation.province),
    joinedload(Organisation.merged_into),
)


def current_visible_to(actor: Actor) -> Select[Organisation]:
    return _visible_to(actor).where(Organisation.merged_into_id.is_(None))


def _visible_to(actor: Actor) -> Select[Organisation]:
    if actor.holds(Role.SCREENER, Role.OFFICE):
        return select(Organisation)
    if actor.holds(Role.OFFICER, Role.LEADER):
        return select(Organisation).where(Organisation.alliance_id == actor.alliance_id)
    return select(Organisation).where(Organisation.id.is_(None))
