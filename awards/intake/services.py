"""Keeping a workbook for its preview, and storing its rows when a person says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.files import IncomingFile
from awards.intake import kept_rows, queries
from awards.intake.inputs import CheckedRow, RowValues
from awards.intake.models import ImportBatch
from awards.intake.reading import read_sheet
from awards.nominations.bulk_entry import DraftEntry, hold_province, store_drafts
from awards.nominees import services as nominees
from awards.nominees.inputs import OrganisationInput, ProductInput
from awards.nominees.models import Organisation, Product
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import require
from awards.seasons.models import Season
from awards.units import queries as units
from awards.units.models import Alliance


def keep_workbook(actor: Actor, season: Season, file: IncomingFile) -> ImportBatch:
    """Keep the cells of a workbook; no organisation and no nomination is touched.

    The same bytes handed in twice by one province give the same preview. Raises :class:`DomainError` for
    ``workbook`` when the file does not follow the template.
    """
    require(actor, Action.WORKBOOK_HAND_IN)
    statement = select(ImportBatch).where(
        ImportBatch.season_id == season.id,
        ImportBatch.alliance_id == actor.alliance_id,
        ImportBatch.sha256 == file.sha256,
        ImportBatch.imported_at.is_(None),
    )
    present = db.session.scalars(statement.limit(1)).one_or_none()
    if present is not None:
        return present
    sheet = read_sheet(file.content, queries.columns_for(season))
    batch = ImportBatch(
        season=season,
        alliance_id=actor.alliance_id,
        name=file.name,
        sha256=file.sha256,
        rows=kept_rows.written(sheet),
        uploaded_at=clock.now(),
        uploaded_by_id=actor.user_id,
    )
    db.session.add(batch)
    db.session.flush()
    audit.record(actor, Action.WORKBOOK_HAND_IN, f"import:{batch.public_id}", [file.sha256, len(sheet.rows)])
    return batch


def store_rows(actor: Actor, batch: ImportBatch) -> int:
    """Store every row without a mistake; gives back how many. Storing a batch twice stores it once.

    A nominee that has a draft already has it filled in anew: cells that are empty leave what is there.
    """
    require(actor, Action.WORKBOOK_STORE, batch)
    db.session.refresh(batch, ["imported_at", "imported_count"], with_for_update=True)
    if batch.imported_count is not None:
        return batch.imported_count
    alliance = db.session.get_one(Alliance, batch.alliance_id)
    hold_province(alliance)
    rows = queries.preview(batch).storable
    store_drafts(actor, batch.season, alliance, _Province(actor, batch.season, alliance).entries(rows))
    batch.imported_at, batch.imported_count = clock.now(), len(rows)
    audit.record(actor, Action.WORKBOOK_STORE, f"import:{batch.public_id}", [batch.sha256, len(rows)])
    return len(rows)


class _Province:
    """A province's organisations and drafts while a workbook is stored: each kind is read once."""

    def __init__(self, actor: Actor, season: Season, alliance: Alliance) -> None:
        self.actor, self.season, self.alliance = actor, season, alliance
        self.live = queries.live_nominations(season, alliance.id)

    def entries(self, rows: Sequence[CheckedRow]) -> list[DraftEntry]:
        """Every row with its organisation, which is registered or corrected here."""
        organisations = queries.organisations_with(row.tax_code for row in rows)
        fresh = {
            row.tax_code: row.values.organisation for row in rows if row.values and row.tax_code not in organisations
        }
        province = units.province_of(self.alliance, clock.today())
        for one in nominees.register_organisations(
            self.actor, list(fresh.values()), self.alliance, province, is_sample=self.season.is_sample
        ):
            organisations[one.tax_code] = one
        return [self._entry(row, row.values, organisations[row.tax_code]) for row in rows if row.values]

    def _entry(self, row: CheckedRow, values: RowValues, organisation: Organisation) -> DraftEntry:
        wanted = _over(organisation, values.organisation)
        if wanted is not None:
            nominees.edit_organisation(self.actor, organisation, wanted)
        product = self._product(organisation, values.product) if values.product else None
        nomination = self.live.get((organisation.id, product.id if product else None))
        typed = (values.figures, values.declarations, values.consent, values.achievements)
        sections = tuple(one for one in typed if one is not None)
        return DraftEntry(organisation, product, nomination, sections, finished=not row.doubts)

    def _product(self, organisation: Organisation, entry: ProductInput) -> Product:
        known = queries.product_named(organisation, entry.name)
        if known is None:
            return nominees.add_product(self.actor, organisation, entry)
        brand = entry.brand or known.brand
        if (known.name, known.product_group, known.brand) != (entry.name, entry.product_group, brand):
            nominees.edit_product(self.actor, known, replace(entry, brand=brand, description=known.description))
        return known


def _over(known: Organisation, entry: OrganisationInput) -> OrganisationInput | None:
    """What the row says over what is registered, its empty cells left as they are; ``None`` when nothing changes."""
    present = OrganisationInput(
        tax_code=known.tax_code,
        name=known.name,
        kind=known.kind,
        sector=known.sector,
        address=known.street,
        founded_year=known.founded_year,
        commune=known.commune,
        founded_on=known.founded_on,
        representative=known.representative,
        representative_post=known.representative_post,
        contact_phone=known.contact_phone,
        contact_email=known.contact_email,
    )
    same_year = entry.founded_year in (None, known.founded_year)
    wanted = OrganisationInput(
        tax_code=entry.tax_code,
        name=entry.name,
        kind=entry.kind,
        sector=entry.sector,
        address=entry.address or present.address,
        founded_year=entry.founded_year or present.founded_year,
        commune=entry.commune or present.commune,
        founded_on=present.founded_on if same_year else None,
        representative=entry.representative or present.representative,
        representative_post=present.representative_post,
        contact_phone=entry.contact_phone or present.contact_phone,
        contact_email=present.contact_email,
    )
    return None if wanted == present else wanted
