"""A judge's acts beside the page of a sheet: saving by itself, the note, abstaining, casting many, receipts."""

from __future__ import annotations

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from awards.base.dates import format_clock
from awards.base.doors import Door, current_actor
from awards.base.errors import DomainError
from awards.base.paging import page_number
from awards.base.transaction import transaction
from awards.councils.models import Assignment
from awards.policy.actions import Action
from awards.sheets import own_sheets, places, queries, saving, services
from awards.sheets.blind import content_for_judge
from awards.sheets.changes import Content
from awards.sheets.entrance import sent_to_declare
from awards.sheets.errors import MarksRefused, SheetConflict
from awards.sheets.forms import AbstainForm, CastAllForm, NoteForm, ReceiptForm, mark_name, read_change
from awards.sheets.own_sheets import OwnRound
from awards.sheets.places import Place
from awards.sheets.refusals import FieldsRefused
from awards.sheets.wording import NOTHING_TO_CAST
from scoring.rounding import vietnamese_number

TIME = slice(0, 8)
"""Of an instant as it is shown: the time of day."""

sheet_acts = Door("sheet_acts", __name__, url_prefix="/phieu-cham")


@sheet_acts.page("/<public_id>/luu", Action.SHEET_SAVE, load=places.get_place_visible_to, methods=("POST",))
def save_fields(place: Place) -> ResponseReturnValue:
    """What the page sent by itself; the answer is what the database holds after the commit."""
    table = places.table_of(place)
    try:
        change = read_change(table.variant, request.form)
        with transaction():
            number = saving.save(current_actor(), place, change)
    except FieldsRefused as refused:
        return jsonify(state="refused", sentence=refused.sentence, errors=refused.errors), 422
    except MarksRefused as refused:
        errors = {mark_name(problem.criterion): problem.sentence for problem in refused.problems}
        return jsonify(state="refused", sentence=refused.sentence, errors=errors), 422
    except SheetConflict as conflict:
        stored = conflict.stored
        told = _told(own_sheets.content_of(stored))
        at = format_clock(stored.saved_at)[TIME]
        return jsonify(state="conflict", sentence=conflict.sentence, version=stored.number, at=at, **told), 409
    except DomainError as error:
        return jsonify(state="refused", sentence=error.sentence, errors={}), 422
    saved = places.saved_at(place, number)
    return jsonify(
        state="saved",
        version=saved.number,
        at=format_clock(saved.saved_at)[TIME],
        total=vietnamese_number(table.total(saved.content.marks)),
        gaps=table.gaps(saved.content),
        **_told(saved.content),
    )


@sheet_acts.page("/<public_id>/ghi-chu", Action.SHEET_NOTE, load=queries.get_visible_to, methods=("POST",))
def save_note(assignment: Assignment) -> ResponseReturnValue:
    form = NoteForm()
    by_itself = "X-Autosave" in request.headers
    if not form.validate_on_submit():
        sentence = " ".join(map(str, form.text.errors)) or "Chưa lưu được ghi chú. Hãy tải lại trang."
        if by_itself:
            return jsonify(state="refused", sentence=sentence, errors={"text": sentence}), 422
        flash(sentence, "error")
        return redirect(url_for("sheets.edit_sheet", public_id=assignment.public_id))
    with transaction():
        services.save_note(current_actor(), assignment, form.text.data or "")
    note = queries.note_of(assignment)
    at = format_clock(note.saved_at)[TIME] if note is not None else ""
    if by_itself:
        return jsonify(state="saved", at=at, text=note.text if note is not None else "")
    flash(f"Đã lưu ghi chú riêng lúc {at}.", "success")
    return redirect(url_for("sheets.edit_sheet", public_id=assignment.public_id))


@sheet_acts.page("/<public_id>/khong-cham", Action.SHEET_ABSTAIN, load=queries.get_visible_to, methods=("GET", "POST"))
def abstain(assignment: Assignment) -> ResponseReturnValue:
    gate = sent_to_declare(assignment.judging_round)
    if gate is not None:
        return gate
    form = AbstainForm()
    if form.validate_on_submit():
        try:
            with transaction():
                services.abstain(current_actor(), assignment, form.reason.data or "")
            flash("Đã ghi nhận: anh/chị không cho điểm hồ sơ này.", "success")
            return redirect(url_for("sheets.show_sheet", public_id=assignment.public_id))
        except DomainError as error:
            form.place(error)
    dossier = content_for_judge(assignment)
    return render_template("sheets/abstain.html", form=form, assignment=assignment, dossier=dossier)


@sheet_acts.page("/<public_id>/cham-lai", Action.SHEET_RESUME, load=queries.get_visible_to, methods=("POST",))
def resume(assignment: Assignment) -> ResponseReturnValue:
    try:
        with transaction():
            services.resume(current_actor(), assignment)
        flash("Anh/chị có thể chấm lại hồ sơ này. Điểm đã lưu trước đây vẫn còn.", "success")
        return redirect(url_for("sheets.edit_sheet", public_id=assignment.public_id))
    except DomainError as error:
        flash(error.sentence, "error")
    return redirect(url_for("sheets.show_sheet", public_id=assignment.public_id))


@sheet_acts.page(
    "/vong/<public_id>/gui",
    Action.SHEET_CAST,
    load=own_sheets.get_round_visible_to,
    methods=("GET", "POST"),
    fresh=True,
)
def cast_complete(own: OwnRound) -> ResponseReturnValue:
    gate = sent_to_declare(own.judging_round)
    if gate is not None:
        return gate
    form = CastAllForm()
    if form.validate_on_submit():
        with transaction():
            cast = len(services.cast_complete(current_actor(), own, form.seen(request.form.getlist("sheet"))))
        if cast:
            flash(f"Đã gửi chính thức {cast} phiếu. Mã biên nhận ở mục Thông báo.", "success")
            return redirect(url_for("sheets.list_sheets", vong=own.judging_round.public_id, muc="cast"))
        form.place(DomainError(NOTHING_TO_CAST))
    rows = own_sheets.sheets_in(current_actor(), own.judging_round)
    return render_template("sheets/cast_complete.html", form=form, judging_round=own.judging_round, rows=rows)


@sheet_acts.page("/bien-nhan", Action.SHEET_LIST)
def check_receipt() -> ResponseReturnValue:
    """Look a receipt code up, and every sheet ever cast."""
    form = ReceiptForm(request.args, meta={"csrf": False})
    asked = "code" in request.args and form.validate()
    return render_template(
        "sheets/check_receipt.html",
        form=form,
        asked=asked,
        found=own_sheets.own_by_receipt(current_actor(), form.code.data or "") if asked else None,
        page=(page := own_sheets.archive_of(current_actor(), page_number(request.args.get("trang")))),
        saved=queries.sheets_of(current_actor(), page.rows),
        name_of=lambda assignment: content_for_judge(assignment).title,
    )


def _told(content: Content) -> dict[str, object]:
    """A version as the page reads it."""
    marks = {key: "" if mark is None else vietnamese_number(mark) for key, mark in content.marks.items()}
    return {"marks": marks, "reasons": dict(content.reasons), "remark": content.remark}
