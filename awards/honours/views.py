"""Pages about the register of honours."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from awards.base.doors import Door, current_actor
from awards.base.errors import DomainError
from awards.base.files import download
from awards.base.paging import page_number
from awards.base.transaction import transaction
from awards.honours import queries, services
from awards.honours.forms import HonoursForm
from awards.honours.inputs import ImportRefused, RowError
from awards.honours.wording import COLUMNS, CONFIDENCE_LABELS, NOMINEE_TYPES, REQUIRED
from awards.policy.actions import Action
from awards.seasons.wording import AWARD_TITLES

honours = Door("honours", __name__, url_prefix="/so-vinh-danh")

MOST_ERRORS_SHOWN = 200


@honours.page("/", Action.HONOURS_IMPORT)
def list_honours() -> ResponseReturnValue:
    is_sample = "mau" in request.args
    number = page_number(request.args.get("trang"))
    return render_template(
        "honours/list_honours.html",
        is_sample=is_sample,
        page=queries.list_visible_to(current_actor(), is_sample=is_sample, number=number),
        award_titles=AWARD_TITLES,
        nominee_types=NOMINEE_TYPES,
        confidence_labels=CONFIDENCE_LABELS,
    )


@honours.page("/nhap", Action.HONOURS_IMPORT, methods=("GET", "POST"))
def import_honours() -> ResponseReturnValue:
    form = HonoursForm()
    errors: tuple[RowError, ...] = ()
    if form.validate_on_submit():
        try:
            with transaction():
                outcome = services.import_honours(current_actor(), form.to_input())
        except DomainError as error:
            form.place(error)
            errors = error.errors if isinstance(error, ImportRefused) else ()
        else:
            flash(_told(len(outcome.added), outcome.known), "success")
            return redirect(url_for(".list_honours"))
    return render_template(
        "honours/import_honours.html",
        form=form,
        errors=errors[:MOST_ERRORS_SHOWN],
        error_count=len(errors),
        columns=[(heading, column in REQUIRED) for column, heading in COLUMNS.items()],
    )


@honours.page("/tep-mau", Action.HONOURS_IMPORT)
def download_template() -> ResponseReturnValue:
    """An empty list with the right headings, as Excel in Vietnam opens it: UTF-8 with BOM and semicolons."""
    line = ";".join(COLUMNS.values()) + "\r\n"
    return download(line.encode("utf-8-sig"), "Danh sách vinh danh.csv", "text/csv")


def _told(added: int, known: int) -> str:
    sentence = f"Đã nhập {added} lượt vinh danh vào sổ."
    return f"{sentence} {known} dòng đã có từ trước được giữ nguyên." if known else sentence
