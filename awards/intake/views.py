"""Pages on which a province hands in a workbook, reads what was understood, and has it stored."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from awards.base.doors import Door, current_actor
from awards.base.errors import DomainError
from awards.base.file_kinds import XLSX
from awards.base.files import read_upload
from awards.base.forms import Form
from awards.base.transaction import transaction
from awards.intake import queries, services
from awards.intake.forms import WorkbookForm
from awards.intake.inputs import Level
from awards.intake.models import ImportBatch
from awards.intake.reading import FIELD, MOST_ROWS
from awards.intake.wording import LEVEL_TONES, LEVEL_WORDS
from awards.nominations import queries as nominations
from awards.policy.actions import Action

intake = Door("intake", __name__, url_prefix="/nhap-excel")


@intake.page(
    "/mua/<season_public_id>",
    Action.WORKBOOK_HAND_IN,
    load=nominations.get_season_to_enter,
    methods=("GET", "POST"),
)
def hand_in(entrance: nominations.SeasonToEnter) -> ResponseReturnValue:
    season, form = entrance.season, WorkbookForm()
    if form.validate_on_submit():
        try:
            upload = request.files.get(FIELD)
            if upload is None or not upload.filename:
                raise DomainError("Chọn tệp Excel đã điền.", FIELD)
            file = read_upload(upload.stream, upload.filename, FIELD, kinds={XLSX})
            with transaction():
                batch = services.keep_workbook(current_actor(), season, file)
            return redirect(url_for(".show_preview", public_id=batch.public_id))
        except DomainError as error:
            form.place(error)
    return render_template(
        "intake/hand_in.html",
        form=form,
        season=season,
        most_rows=MOST_ROWS,
        batches=queries.list_visible_to(current_actor(), season),
        products=queries.is_for_products(season),
    )


@intake.page("/<public_id>", Action.WORKBOOK_STORE, load=queries.get_visible_to)
def show_preview(batch: ImportBatch) -> ResponseReturnValue:
    preview = queries.preview(batch)
    return render_template(
        "intake/show_preview.html",
        form=Form(),
        preview=preview,
        batch=batch,
        counts={level: len(preview.of(level)) for level in Level},
        words=LEVEL_WORDS,
        tones=LEVEL_TONES,
        products=queries.is_for_products(batch.season),
    )


@intake.page("/<public_id>/nhap", Action.WORKBOOK_STORE, load=queries.get_visible_to, methods=("POST",))
def store_rows(batch: ImportBatch) -> ResponseReturnValue:
    form = Form()
    if form.validate_on_submit():
        try:
            with transaction():
                count = services.store_rows(current_actor(), batch)
            flash(f"Đã nhập {count} hồ sơ. Hồ sơ chưa được gửi; hãy bổ sung giấy tờ rồi trình lãnh đạo.", "success")
            return redirect(url_for("nominations.list_nominations", mua=batch.season.public_id))
        except DomainError as error:
            flash(error.sentence, "error")
    return redirect(url_for(".show_preview", public_id=batch.public_id))
