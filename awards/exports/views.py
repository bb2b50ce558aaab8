"""Files about a decision. Sent by POST, since taking one leaves an entry in the log."""

from __future__ import annotations

from flask import Response, current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from awards.base.doors import Door, current_actor
from awards.base.errors import DomainError
from awards.base.files import PDF, download
from awards.base.transaction import transaction
from awards.config import Settings
from awards.decisions import queries as decisions
from awards.decisions.models import Decision
from awards.exports import services
from awards.exports.certificate import certificates_pdf
from awards.exports.workbook import winners_workbook
from awards.policy.actions import Action

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

exports = Door("exports", __name__, url_prefix="/tai-ve")


@exports.page(
    "/quyet-dinh/<public_id>/danh-sach", Action.WINNERS_EXPORT, load=decisions.get_visible_to, methods=("POST",)
)
def download_winners(decision: Decision) -> Response:
    name = f"danh-sach-ton-vinh-{decision.season.award}-{decision.season.year}.xlsx"
    with transaction():
        sheet = services.take_winners(current_actor(), decision, issuer=_settings().issuer)
    return download(winners_workbook(sheet), name, XLSX)


@exports.page(
    "/quyet-dinh/<public_id>/chung-nhan", Action.CERTIFICATES_EXPORT, load=decisions.get_visible_to, methods=("POST",)
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


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
