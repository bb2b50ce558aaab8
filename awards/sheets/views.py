"""Pages of a judge: the list, one sheet beside its dossier, and casting."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from awards.base.doors import Door, current_actor
from awards.base.errors import DomainError
from awards.base.files import download, file_store
from awards.base.identifiers import new_public_id
from awards.base.paging import page_number
from awards.base.transaction import transaction
from awards.conflicts.gate import declares_first
from awards.councils.models import Assignment, JudgingRound
from awards.councils.states import RoundState
from awards.policy.actions import Action
from awards.sheets import opened as opened_sheet
from awards.sheets import own_list, own_sheets, paper_queries, queries, services
from awards.sheets.changes import Content
from awards.sheets.entrance import turned_away, turned_away_from
from awards.sheets.errors import MarksRefused, SheetConflict
from awards.sheets.forms import CastForm, SheetForm, sheet_form
from awards.sheets.list_page import lines_of
from awards.sheets.models import Sheet, SheetVersion
from awards.sheets.opened import Opened
from awards.sheets.paper import file_name_for_judge, lay_out, variant_of
from awards.sheets.reading import progress_of, said_in
from awards.sheets.sheet_page import laid_out, remark_field, stored_fields, typed_fields, typed_remark
from awards.sheets.states import Progress, SheetState
from awards.sheets.wording import ABSTAINED, ALREADY_CAST, CLOSED, PROGRESS_LABELS, PROGRESS_TONES

sheets = Door("sheets", __name__, url_prefix="/phieu-cham")


@sheets.page("/", Action.SHEET_LIST)
def list_sheets() -> ResponseReturnValue:
    actor = current_actor()
    rounds = own_list.rounds_visible_to(actor)
    wanted = request.args.get("vong")
    judging_round = next((one for one in rounds if one.public_id == wanted), rounds[0] if rounds else None)
    if judging_round is None:
        return render_template("sheets/list_sheets.html", judging_round=None)
    is_blind = judging_round.is_blind
    if is_blind and declares_first(actor, queries.round_of(judging_round.id)):
        return render_template("sheets/declare_first.html", judging_round=judging_round, rounds=rounds)
    standing = own_list.standing_visible_to(actor, judging_round)
    shown = _shown(request.args.get("muc"), standing.counts)
    words = request.args.get("tim", "").strip()
    number = page_number(request.args.get("trang"))
    return render_template(
        "sheets/list_sheets.html",
        judging_round=judging_round,
        rounds=rounds,
        counts=standing.counts,
        shown=shown,
        lines_of=lines_of,
        page=own_list.list_visible_to(actor, judging_round, shown, standing.counts[shown], number),
        next_one=standing.next_one if judging_round.is_open else None,
        is_blind=is_blind,
        words=words,
        found=said_in(own_sheets.sheets_in(actor, queries.round_of(judging_round.id)), words) if words else [],
        progress_of=progress_of,
        labels=PROGRESS_LABELS,
        tones=PROGRESS_TONES,
    )


@sheets.page("/<public_id>", Action.SHEET_READ, load=queries.get_visible_to)
def show_sheet(assignment: Assignment) -> ResponseReturnValue:
    gate = turned_away(assignment)
    if gate is not None:
        return gate
    sheet = queries.sheet_of(assignment)
    return render_template(
        "sheets/show_sheet.html",
        assignment=assignment,
        sheet=sheet,
        newest=_newest(sheet),
        paper=lay_out(assignment, _content(sheet), for_judge=True),
        note=queries.note_of(assignment),
        colleagues=own_sheets.colleagues_of(assignment),
        from_paper=paper_queries.paper_of(assignment),
        is_open=_shut_sentence(sheet.state if sheet else None, assignment.judging_round.state) is None,
        next_one=_next_unmarked(assignment.judging_round),
    )


@sheets.page("/<public_id>/cham", Action.SHEET_SAVE, load=opened_sheet.get_visible_to, methods=("GET", "POST"))
def edit_sheet(opened: Opened) -> ResponseReturnValue:
    gate = turned_away_from(opened)
    if gate is not None:
        return gate
    if request.method == "POST":
        return _save_typed(opened)
    shut = _shut_sentence(opened.sheet_state, opened.round_state)
    if shut is not None:
        flash(shut, "info")
        return redirect(url_for(".show_sheet", public_id=opened.public_id))
    laid = laid_out(opened)
    return render_template(
        "sheets/edit_sheet.html",
        form=None,
        opened=opened,
        laid=laid,
        fields=stored_fields(opened, laid),
        remark=remark_field(opened.content.remark),
        base_version=opened.version,
        idempotency_key=new_public_id(),
        next_one=opened.next_one if opened.is_open else None,
    )


@sheets.page("/<public_id>/gui", Action.SHEET_CAST, load=queries.get_visible_to, methods=("GET", "POST"), fresh=True)
def cast_sheet(assignment: Assignment) -> ResponseReturnValue:
    gate = turned_away(assignment)
    if gate is not None:
        return gate
    form = CastForm()
    if form.validate_on_submit():
        try:
            with transaction():
                services.cast_sheet(current_actor(), assignment, form.version())
            return redirect(url_for(".show_sheet", public_id=assignment.public_id))
        except DomainError as error:
            form.place(error)
    sheet = queries.sheet_of(assignment)
    shut = _shut_sentence(sheet.state if sheet else None, assignment.judging_round.state)
    if shut is not None and request.method == "GET":
        flash(shut, "info")
        return redirect(url_for(".show_sheet", public_id=assignment.public_id))
    form.base_version.data = str(sheet.version if sheet else 0)
    return render_template(
        "sheets/cast_sheet.html",
        form=form,
        assignment=assignment,
        newest=_newest(sheet),
        paper=lay_out(assignment, _content(sheet), for_judge=True),
    )


@sheets.page("/<public_id>/tep/<file_id>", Action.SHEET_READ, load=queries.get_file_visible_to)
def download_file(judged: queries.JudgedFile) -> ResponseReturnValue:
    gate = turned_away(judged.assignment)
    if gate is not None:
        return gate
    return download(file_store().get(judged.file.storage_key), file_name_for_judge(judged), judged.file.media_type)


@sheets.page(
    "/vong/<public_id>/dua-lai/<nomination_id>",
    Action.DOSSIER_PUT_AGAIN,
    load=queries.get_put_again_visible_to,
    methods=("POST",),
)
def put_dossier_again(wanted: queries.PutAgain) -> ResponseReturnValue:
    council = wanted.judging_round.council
    try:
        with transaction():
            services.put_dossier_again(current_actor(), wanted.judging_round, wanted.nomination)
        flash(f"Hội đồng chấm hồ sơ {wanted.nomination.reference} theo bản mới.", "success")
    except DomainError as error:
        flash(error.sentence, "error")
    return redirect(url_for("councils.show_council", public_id=council.public_id))


def _save_typed(opened: Opened) -> ResponseReturnValue:
    """What was typed becomes the sheet, or stays in the form with what is wrong with it."""
    assignment = queries.get_visible_to(current_actor(), opened.public_id)
    if assignment is None:
        abort(404)
    stored = {"base_version": str(opened.version), "idempotency_key": new_public_id()}
    form = sheet_form(variant_of(assignment), opened.content, **stored)
    if form.validate_on_submit():
        try:
            with transaction():
                services.save_sheet(current_actor(), assignment, form.to_input())
            return _after_saving(assignment)
        except SheetConflict as conflict:
            return _offer_both(assignment, form, conflict)
        except MarksRefused as refused:
            for problem in refused.problems:
                form.place_problem(problem)
        except DomainError as error:
            form.place(error)
    opened = opened_sheet.get_visible_to(current_actor(), opened.public_id) or opened
    laid = laid_out(opened)
    return render_template(
        "sheets/edit_sheet.html",
        form=form,
        opened=opened,
        laid=laid,
        fields=typed_fields(form, laid),
        remark=typed_remark(form),
        base_version=form.base_version.data,
        idempotency_key=form.idempotency_key.data,
        next_one=opened.next_one if opened.is_open else None,
    )


def _after_saving(assignment: Assignment) -> ResponseReturnValue:
    """On to what the judge asked for; each of these pages shows what the database holds after the commit."""
    flash("Đã lưu nháp. Phiếu chưa gửi chính thức.", "success")
    if "proceed" in request.form:
        return redirect(url_for(".cast_sheet", public_id=assignment.public_id))
    following = _next_unmarked(assignment.judging_round, assignment) if "next" in request.form else None
    return redirect(url_for(".edit_sheet", public_id=following or assignment.public_id))


def _offer_both(assignment: Assignment, form: SheetForm, conflict: SheetConflict) -> ResponseReturnValue:
    """Both versions side by side; keeping the typed one is a new act on top of the stored one."""
    typed = form.to_input()
    form.base_version.data = str(conflict.stored.number)
    form.idempotency_key.data = new_public_id()
    page = render_template(
        "sheets/resolve_conflict.html",
        form=form,
        assignment=assignment,
        sentence=conflict.sentence,
        stored=conflict.stored,
        stored_paper=lay_out(assignment, own_sheets.content_of(conflict.stored), for_judge=True),
        typed=typed,
    )
    return page, 409


def _shut_sentence(sheet_state: str | None, round_state: str) -> str | None:
    if sheet_state == SheetState.CAST:
        return ALREADY_CAST
    if round_state != RoundState.OPEN:
        return CLOSED
    return ABSTAINED if sheet_state == SheetState.ABSTAINED else None


def _newest(sheet: Sheet | None) -> SheetVersion | None:
    return sheet.newest if sheet is not None else None


def _content(sheet: Sheet | None) -> Content:
    return own_sheets.content_of(_newest(sheet))


def _next_unmarked(judging_round: JudgingRound, but: Assignment | None = None) -> str | None:
    is_open = judging_round.state == RoundState.OPEN
    return queries.next_unmarked(current_actor(), judging_round.id, but.id if but else 0) if is_open else None


def _shown(wanted: str | None, counts: dict[Progress, int]) -> Progress:
    """The part of the list asked for, else the first that holds something to do."""
    asked = next((progress for progress in Progress if progress.value == wanted), None)
    return asked or next((progress for progress in Progress if counts[progress]), Progress.UNMARKED)
