"""Files about a decision. Sent by POST, since taking one leaves an entry in the log."""

from __future__ import annotations

from pathlib import PurePath

from flask import Response, current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from awards.base import clock
from awards.base.doors import Door, current_actor
from awards.base.errors import DomainError
from awards.base.files import PDF, download
from awards.base.normalise import fold
from awards.base.transaction import transaction
from awards.config import Settings
from awards.decisions import queries as decisions
from awards.decisions.models import Decision
from awards.exports import services
from awards.exports.certificate import certificates_pdf
from awards.exports.nomination_workbook import Template, marked_workbook, template_workbook
from awards.exports.receipt import Receipt, receipt_pdf
from awards.exports.score_summary import score_summary
from awards.exports.workbook import winners_workbook
from awards.forwarding.queries import late_since
from awards.intake import queries as intake
from awards.intake.examples import examples_of
from awards.intake.models import ImportBatch
from awards.nominations import queries as nominations
from awards.policy.actions import Action
from awards.results import provinces
from awards.seasons.models import Season
from awards.seasons.rulebooks import rulebook_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

exports = Door("exports", __name__, url_prefix="/tai-ve")


@exports.page(
    "/quyet-dinh/<public_id>/danh-sach",
    Action.WINNERS_EXPORT,
    load=decisions.get_visible_to,
    methods=("POST",),
    fresh=True,
)
def download_winners(decision: Decision) -> Response:
    name = f"danh-sach-ton-vinh-{decision.season.award}-{decision.season.year}.xlsx"
    with transaction():
        sheet = services.take_winners(current_actor(), decision, issuer=_settings().issuer)
    return download(winners_workbook(sheet), name, XLSX)


@exports.page(
    "/quyet-dinh/<public_id>/chung-nhan",
    Action.CERTIFICATES_EXPORT,
    load=decisions.get_visible_to,
    methods=("POST",),
    fresh=True,
)
def download_certificates(decision: Decision) -> ResponseReturnValue:
    name = f"chung-nhan-{decision.season.award}-{decision.season.year}.pdf"
    there = url_for("decisions.show_decision", public_id=decision.public_id)
    with transaction():
        batch = services.take_certificates(
            current_actor(), decision, issuer=_settings().issuer, base_url=_settings().base_url
        )
    try:
        return download(certificates_pdf(batch), name, PDF)
    except DomainError as error:
        flash(error.sentence, "error")
        return redirect(there)


@exports.page(
    "/mau-ho-so/<season_public_id>",
    Action.WORKBOOK_HAND_IN,
    load=nominations.get_season_to_enter,
)
def download_nomination_template(entrance: nominations.SeasonToEnter) -> Response:
    season = entrance.season
    return download(template_workbook(_template(season)), f"mau-ho-so-{season.award}-{season.year}.xlsx", XLSX)


@exports.page("/ho-so-co-loi/<public_id>", Action.WORKBOOK_STORE, load=intake.get_visible_to)
def download_marked_workbook(batch: ImportBatch) -> Response:
    preview = intake.preview(batch)
    cells = [row.cells for row in preview.sheet.rows]
    name = f"{PurePath(batch.name).stem}-co-loi.xlsx"
    return download(marked_workbook(_template(batch.season), preview.rows, cells), name, XLSX)


def _template(season: Season) -> Template:
    columns = intake.columns_for(season)
    return Template(
        title=season.title,
        columns=columns,
        examples=examples_of(columns, rulebook_of(season)),
        products=intake.is_for_products(season),
        made_on=clock.today(),
    )


@exports.page("/bien-nhan/<public_id>/<int:number>", Action.NOMINATION_READ, load=nominations.get_revision_visible_to)
def download_receipt(found: nominations.VisibleRevision) -> ResponseReturnValue:
    revision = found.revision
    receipt = Receipt(revision, found.content, _settings().issuer, late_since(revision))
    try:
        return download(receipt_pdf(receipt), f"bien-nhan-{found.content.reference}-lan-{revision.number}.pdf", PDF)
    except DomainError as error:
        flash(error.sentence, "error")
        there = url_for("forwarding.show_receipt", public_id=revision.nomination.public_id, number=revision.number)
        return redirect(there)


@exports.page(
    "/cap-tinh/<season_id>/<alliance_id>/bang-diem",
    Action.SCORE_SUMMARY_EXPORT,
    load=provinces.get_stage_visible_to,
    methods=("POST",),
)
def download_score_summary(stage: provinces.ProvinceStage) -> Response:
    province = fold(stage.alliance.province_name).replace(" ", "-")
    with transaction():
        package = services.take_score_summary(current_actor(), stage)
    name = f"bang-tong-hop-diem-{province}-{package.award}-{package.year}.xlsx"
    return download(score_summary(package, clock.today()), name, XLSX)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
