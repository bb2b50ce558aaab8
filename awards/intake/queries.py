"""Workbooks as seen by their own province, and what the register knows of their rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from awards.base import clock
from awards.base.database import db
from awards.base.normalise import fold
from awards.base.spreadsheets import cell_text
from awards.config import Settings
from awards.intake import kept_rows
from awards.intake.checking import Against, check_rows
from awards.intake.columns import Column, columns_of
from awards.intake.inputs import CheckedRow, Known, Level, SourceSheet
from awards.intake.models import ImportBatch
from awards.nominations.models import Nomination
from awards.nominations.services import shut_sentence
from awards.nominations.states import ENDED
from awards.nominees.models import Organisation, Product
from awards.nominees.tax_code import clean_tax_code
from awards.nominees.wording import COOPERATIVE_GROUP, KINDS
from awards.policy.actor import Actor, Role
from awards.seasons.models import PublishedRulebook, Season
from awards.seasons.rulebooks import rulebook_of
from awards.seasons.states import AwardKey

IN_ONE_QUESTION = 400
"""How many tax codes one statement asks for: SQLite allows 999 parameters in its older releases."""


@dataclass(frozen=True)
class Preview:
    """A workbook with its rows as they would be stored now."""

    batch: ImportBatch
    sheet: SourceSheet
    rows: tuple[CheckedRow, ...]

    def of(self, level: Level) -> list[CheckedRow]:
        return [row for row in self.rows if row.level is level]

    @property
    def storable(self) -> list[CheckedRow]:
        """The rows that would be stored: all but those with a mistake."""
        return [row for row in self.rows if row.values is not None]


def get_visible_to(actor: Actor, public_id: str) -> ImportBatch | None:
    return db.session.scalars(_visible_to(actor).where(ImportBatch.public_id == public_id)).one_or_none()


def list_visible_to(actor: Actor, season: Season, most: int = 10) -> list[ImportBatch]:
    """The newest uploads of the actor's province in a season."""
    statement = _visible_to(actor).where(ImportBatch.season_id == season.id).order_by(ImportBatch.id.desc())
    return list(db.session.scalars(statement.limit(most)))


def is_for_products(season: Season) -> bool:
    """Whether the nominees of the season are products."""
    return season.award == AwardKey.COOPGOLD


def columns_for(season: Season) -> tuple[Column, ...]:
    """The columns of the season's workbook."""
    settings: Settings = current_app.extensions["settings"]
    kinds = {
        key: label for key, label in KINDS.items() if key != COOPERATIVE_GROUP or settings.accept_cooperative_groups
    }
    return columns_of(rulebook_of(season), season.basis_year, products=is_for_products(season), kinds=kinds)


def preview(batch: ImportBatch) -> Preview:
    """The rows checked against the register as it stands now; the same number of queries whatever their number."""
    sheet = kept_rows.read(batch.rows)
    season = batch.season
    against = Against(
        rulebook=rulebook_of(season),
        columns=columns_for(season),
        products=is_for_products(season),
        is_sample=season.is_sample,
        today=clock.today(),
        known=_known(season, batch.alliance_id, sheet),
    )
    return Preview(batch, sheet, check_rows(sheet.rows, against))


def organisations_with(codes: Iterable[str]) -> dict[str, Organisation]:
    """The organisations that bear these tax codes, of whatever province, with figures and products."""
    found: dict[str, Organisation] = {}
    wanted = sorted(set(codes))
    for start in range(0, len(wanted), IN_ONE_QUESTION):
        part = wanted[start : start + IN_ONE_QUESTION]
        statement = select(Organisation).where(Organisation.tax_code.in_(part))
        statement = statement.options(selectinload(Organisation.figures), selectinload(Organisation.products))
        found |= {one.tax_code: one for one in db.session.scalars(statement)}
    return found


def codes_in(sheet: SourceSheet) -> set[str]:
    """The tax codes of a sheet, as the register writes them."""
    return {clean_tax_code(cell_text(row.cells.get("tax_code", ""))) for row in sheet.rows}


def live_nominations(season: Season, alliance_id: int) -> dict[tuple[int, int | None], Nomination]:
    """The province's nominations of a season that were not taken back, by organisation and product."""
    statement = (
        select(Nomination)
        .where(
            Nomination.season_id == season.id,
            Nomination.alliance_id == alliance_id,
            Nomination.state.not_in([state.value for state in ENDED]),
        )
        .options(
            joinedload(Nomination.season),
            selectinload(Nomination.reopened_parts),
            selectinload(Nomination.revisions),
            selectinload(Nomination.answers),
            selectinload(Nomination.sections),
        )
    )
    return {(one.organisation_id, one.product_id): one for one in db.session.scalars(statement)}


def product_named(organisation: Organisation, name: str) -> Product | None:
    """The organisation's product of that name, whatever its marks and capitals."""
    return next((one for one in organisation.products if one.name_fold == fold(name)), None)


def _known(season: Season, alliance_id: int, sheet: SourceSheet) -> Callable[[str, str], Known | None]:
    organisations = organisations_with(codes_in(sheet))
    live = live_nominations(season, alliance_id)
    sentences: dict[str, str | None] = {}

    def known(code: str, product_name: str) -> Known | None:
        organisation = organisations.get(code)
        if organisation is None:
            return None
        if organisation.alliance_id != alliance_id:
            return Known(is_own=False)
        product = product_named(organisation, product_name) if product_name else None
        if product_name and product is None:
            return Known(is_own=True)
        nomination = live.get((organisation.id, product.id if product else None))
        if nomination is None:
            return Known(is_own=True)
        if nomination.state not in sentences:
            sentences[nomination.state] = shut_sentence(nomination)
        return Known(is_own=True, live=sentences[nomination.state] or "draft")

    return known


def _visible_to(actor: Actor) -> Select[ImportBatch]:
    """An upload is the business of its own province only."""
    statement = select(ImportBatch).options(
        joinedload(ImportBatch.season).joinedload(Season.rulebook).joinedload(PublishedRulebook.confirmation),
        joinedload(ImportBatch.uploaded_by),
    )
    if actor.holds(Role.OFFICER) and actor.alliance_id is not None:
        return statement.where(ImportBatch.alliance_id == actor.alliance_id)
    return statement.where(ImportBatch.id.is_(None))
