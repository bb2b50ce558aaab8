"""Organisations as seen by their own province, and by the centre's desk."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from awards.base.database import db
from awards.base.normalise import fold
from awards.base.paging import Page, paginate
from awards.nominees.asked import FigureRow, asked_of
from awards.nominees.models import Organisation
from awards.policy.actor import Actor, Role
from awards.seasons import queries as seasons
from awards.seasons.rulebooks import rulebook_of


def list_visible_to(actor: Actor, search: str, page: int) -> Page[Organisation]:
    statement = _visible_to(actor).options(joinedload(Organisation.province)).order_by(Organisation.name_sort)
    words = fold(search)
    if words:
        statement = statement.where(
            Organisation.name_fold.contains(words, autoescape=True)
            | Organisation.tax_code.startswith(words, autoescape=True)
        )
    return paginate(statement, page)


def get_visible_to(actor: Actor, public_id: str) -> Organisation | None:
    statement = _visible_to(actor).options(selectinload(Organisation.figures), joinedload(Organisation.province))
    return db.session.scalars(statement.where(Organisation.public_id == public_id)).one_or_none()


def all_visible_to(actor: Actor) -> list[Organisation]:
    """For a choice on a form: every organisation of the person's own province."""
    return list(db.session.scalars(_visible_to(actor).order_by(Organisation.name_sort)))


def figures_asked_of(organisation: Organisation) -> tuple[FigureRow, ...]:
    """The yearly figures that the seasons receiving nominations ask of this organisation."""
    running = ((season.basis_year, rulebook_of(season)) for season in seasons.receiving())
    return asked_of(organisation.sector_group, running)


def known_figures(organisation: Organisation) -> dict[tuple[str, str, int], str]:
    """Exact text by figure, unit and year."""
    return {(row.figure, row.unit, row.year): row.value for row in organisation.figures}


def _visible_to(actor: Actor) -> Select[Organisation]:
    if actor.holds(Role.SCREENER, Role.OFFICE):
        return select(Organisation)
    if actor.holds(Role.OFFICER, Role.LEADER):
        return select(Organisation).where(Organisation.alliance_id == actor.alliance_id)
    return select(Organisation).where(Organisation.id.is_(None))
