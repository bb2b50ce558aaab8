"""Pages on which the people of a province enter the sheets its council filled in on paper."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from awards.base.doors import Door, current_actor
from awards.base.errors import DomainError
from awards.base.files import download, file_store, read_file
from awards.base.transaction import transaction
from awards.councils.models import Assignment, JudgingRound
from awards.councils.states import RoundState
from awards.policy.actions import Action
from awards.sheets import paper_entry, queries
from awards.sheets.changes import Content
from awards.sheets.errors import MarksRefused
from awards.sheets.forms import PaperForm, ScanForm, SettlementForm, paper_form, settlement_form
from awards.sheets.marks import read_marks
from awards.sheets.models import PaperSheet
from awards.sheets.own_sheets import content_of
from awards.sheets.paper import lay_out, variant_of
from awards.sheets.states import PaperState
from awards.sheets.wording import PAPER_LABELS, PAPER_TONES

SCAN_KINDS = frozenset({"application/pdf", "image/jpeg", "image/png"})

paper_sheets = Door("paper_sheets", __name__, url_prefix="/phieu-giay")


@paper_sheets.page("/<public_id>", Action.PAPER_SHEET_READ, load=queries.get_paper_round_visible_to)
def list_papers(judging_round: JudgingRound) -> ResponseReturnValue:
    return render_template(
        "sheets/list_papers.html",
        judging_round=judging_round,
        rows=queries.papers_of(judging_round),
        me=current_actor().user_id,
        labels=PAPER_LABELS,
        tones=PAPER_TONES,
    )


@paper_sheets.page("/phieu/<public_id>", Action.PAPER_SHEET_READ, load=queries.get_paper_visible_to)
def show_paper(assignment: Assignment) -> ResponseReturnValue:
    return _page(assignment, ScanForm())


@paper_sheets.page(
    "/phieu/<public_id>/ban-quet", Action.PAPER_SHEET_ENTER, load=queries.get_paper_visible_to, methods=("POST",)
)
def attach_scan(assignment: Assignment) -> ResponseReturnValue:
    form = ScanForm()
    if form.validate_on_submit():
        try:
            if "file" not in request.files:
                raise DomainError("Chọn tệp bản quét.", "file")
            incoming = read_file(request.files["file"], "file", SCAN_KINDS)
            with transaction():
                paper_entry.attach_scan(current_actor(), assignment, incoming)
            flash(f"Đã nhận bản quét {incoming.name}.", "success")
            return redirect(url_for(".show_paper", public_id=assignment.public_id))
        except DomainError as error:
            form.place(error)
    return _page(assignment, form)


@paper_sheets.page("/phieu/<public_id>/ban-quet/tep", Action.PAPER_SHEET_READ, load=queries.get_scan_visible_to)
def download_scan(paper: PaperSheet) -> ResponseReturnValue:
    key, name, media_type = paper.scan_key or "", paper.scan_name or "", paper.scan_media_type or ""
    return download(file_store().get(key), name, media_type)


@paper_sheets.page(
    "/phieu/<public_id>/nhap", Action.PAPER_SHEET_ENTER, load=queries.get_paper_visible_to, methods=("GET", "POST")
)
def enter_paper(assignment: Assignment) -> ResponseReturnValue:
    form = paper_form(variant_of(assignment))
    if form.validate_on_submit():
        try:
            with transaction():
                entry = paper_entry.enter(current_actor(), assignment, form.to_paper())
            flash(f"Đã lưu lần nhập thứ {entry.number}.", "success")
            return redirect(url_for(".show_paper", public_id=assignment.public_id))
        except DomainError as error:
            _place(form, error)
    paper = lay_out(assignment, Content())
    return render_template("sheets/enter_paper.html", form=form, assignment=assignment, paper=paper)


@paper_sheets.page(
    "/phieu/<public_id>/ghi-nhan", Action.PAPER_SHEET_ENTER, load=queries.get_paper_visible_to, methods=("GET", "POST")
)
def settle_paper(assignment: Assignment) -> ResponseReturnValue:
    stored = queries.paper_of(assignment)
    if stored is None or len(stored.entries) < queries.BOTH:
        flash("Phiếu phải được hai người nhập xong mới đối chiếu được.", "info")
        return redirect(url_for(".show_paper", public_id=assignment.public_id))
    found = paper_entry.differences(assignment, stored)
    form = settlement_form({one.criterion: one.label for one in found if one.criterion is not None})
    if form.validate_on_submit():
        try:
            with transaction():
                paper_entry.cast(current_actor(), assignment, form.to_input())
            flash("Đã ghi nhận phiếu giấy thành phiếu chấm của ủy viên.", "success")
            return redirect(url_for(".show_paper", public_id=assignment.public_id))
        except DomainError as error:
            _place(form, error)
    return render_template(
        "sheets/settle_paper.html",
        form=form,
        assignment=assignment,
        stored=stored,
        found=found,
        paper=lay_out(assignment, Content(read_marks(stored.entries[0].marks))),
    )


def _page(assignment: Assignment, form: ScanForm) -> ResponseReturnValue:
    stored, sheet = queries.paper_of(assignment), queries.sheet_of(assignment)
    state = queries.paper_state(assignment, sheet, stored)
    me = current_actor().user_id
    entered = stored.entries if stored is not None else []
    return render_template(
        "sheets/show_paper.html",
        form=form,
        assignment=assignment,
        stored=stored,
        state=state,
        labels=PAPER_LABELS,
        tones=PAPER_TONES,
        is_open=assignment.judging_round.state == RoundState.OPEN
        and state in (PaperState.NONE, PaperState.ONCE, PaperState.DIFFERENT, PaperState.AGREED),
        mine=any(one.entered_by_id == me for one in entered),
        is_judge=assignment.member.user_id == me,
        sheet=sheet,
        paper=lay_out(assignment, content_of(sheet.versions[-1]))
        if sheet is not None and state is PaperState.CAST
        else None,
    )


def _place(form: PaperForm | SettlementForm, error: DomainError) -> None:
    if not isinstance(error, MarksRefused):
        form.place(error)
        return
    for problem in error.problems:
        form.place(DomainError(problem.sentence, f"mark_{problem.criterion}"))
