"""Pages on which the sheets a council filled in on paper are printed and entered, and who may enter them."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from awards.base.doors import Door, current_actor
from awards.base.errors import DomainError
from awards.base.files import download, file_store, read_file
from awards.base.transaction import transaction
from awards.councils.models import Assignment
from awards.councils.states import RoundState
from awards.policy.actions import Action
from awards.policy.permission_map import permits
from awards.sheets import paper_entry, paper_people, paper_queries, queries
from awards.sheets.blind import code_of, is_blind, names_hidden_from
from awards.sheets.changes import Content
from awards.sheets.errors import MarksRefused
from awards.sheets.forms import PaperForm, ReaderForm, ScanForm, SettlementForm, paper_form, settlement_form
from awards.sheets.marks import read_marks
from awards.sheets.models import PaperReader
from awards.sheets.own_sheets import content_of
from awards.sheets.paper import lay_out, variant_of
from awards.sheets.paper_people import OnPaper, PaperRound, Scans
from awards.sheets.states import PaperState
from awards.sheets.wording import PAPER_LABELS, PAPER_TONES

SCAN_KINDS = frozenset({"application/pdf", "image/jpeg", "image/png"})

paper_sheets = Door("paper_sheets", __name__, url_prefix="/phieu-giay")


@paper_sheets.page("/<public_id>", Action.PAPER_SHEET_READ, load=paper_queries.get_paper_round_visible_to)
def list_papers(run: PaperRound) -> ResponseReturnValue:
    rows = paper_queries.papers_of(run.judging_round)
    return render_template(
        "sheets/list_papers.html",
        judging_round=run.judging_round,
        rows=rows,
        numbers=sorted({row.assignment.member.judge_number for row in rows if row.state is not PaperState.RECUSED}),
        readers=paper_people.readers_of(run.council),
        run=run,
        code_of=code_of if rows and is_blind(rows[0].assignment) else None,
        hides=names_hidden_from(current_actor(), run.council),
        me=current_actor().user_id,
        labels=PAPER_LABELS,
        tones=PAPER_TONES,
    )


@paper_sheets.page("/<public_id>/in", Action.PAPER_SHEET_READ, load=paper_queries.get_paper_round_visible_to)
def print_papers(run: PaperRound) -> ResponseReturnValue:
    """Blank sheets of one member (``?so=`` the judge's number), one page of A4 each."""
    asked = request.args.get("so", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 0
    assignments = paper_queries.to_print_of(run.judging_round, number)
    return render_template(
        "sheets/print_papers.html",
        judging_round=run.judging_round,
        number=number,
        sheets=[(one, lay_out(one, Content(), for_judge=True)) for one in assignments],
    )


@paper_sheets.page(
    "/<public_id>/nguoi-nhap",
    Action.PAPER_READER_NAME,
    load=paper_people.get_people_visible_to,
    methods=("GET", "POST"),
)
def name_readers(run: PaperRound) -> ResponseReturnValue:
    """Who reads off the central council's paper sheets; the second person is named here."""
    offered = {one.public_id: one for one in paper_people.candidates(run.council)}
    form = ReaderForm([(key, f"{one.full_name}{', ' + one.post if one.post else ''}") for key, one in offered.items()])
    if form.validate_on_submit():
        try:
            with transaction():
                user = offered.get(form.user.data)
                if user is None:
                    raise DomainError("Chọn người trong danh sách.", "user")
                paper_people.name_reader(current_actor(), run, user)
            flash(f"{user.full_name} được phân công nhập phiếu giấy và đã được báo.", "success")
            return redirect(url_for(".name_readers", public_id=run.judging_round.public_id))
        except DomainError as error:
            form.place(error)
    return render_template(
        "sheets/name_readers.html",
        form=form,
        run=run,
        readers=paper_people.readers_of(run.council),
        is_full=len(paper_people.readers_of(run.council)) >= paper_people.MOST_READERS,
        enters=permits(current_actor(), Action.PAPER_SHEET_READ, run),
    )


@paper_sheets.page(
    "/nguoi-nhap/<public_id>/thoi",
    Action.PAPER_READER_NAME,
    load=paper_people.get_reader_visible_to,
    methods=("POST",),
)
def end_reader(reader: PaperReader) -> ResponseReturnValue:
    with transaction():
        paper_people.end_reader(current_actor(), reader)
    flash(f"{reader.user.full_name} thôi nhập phiếu giấy. Những gì đã nhập vẫn giữ nguyên.", "success")
    last = reader.council.rounds[-1].public_id if reader.council.rounds else None
    if last is None:
        return redirect(url_for("councils.show_council", public_id=reader.council.public_id))
    return redirect(url_for(".name_readers", public_id=last))


@paper_sheets.page("/phieu/<public_id>", Action.PAPER_SHEET_READ, load=paper_queries.get_paper_visible_to)
def show_paper(sheet: OnPaper) -> ResponseReturnValue:
    return _page(sheet.assignment, ScanForm())


@paper_sheets.page(
    "/phieu/<public_id>/ban-quet",
    Action.PAPER_SHEET_ENTER,
    load=paper_queries.get_paper_visible_to,
    methods=("POST",),
)
def attach_scan(sheet: OnPaper) -> ResponseReturnValue:
    form = ScanForm()
    if form.validate_on_submit():
        try:
            if "file" not in request.files:
                raise DomainError("Chọn tệp bản quét.", "file")
            incoming = read_file(request.files["file"], "file", SCAN_KINDS)
            with transaction():
                paper_entry.attach_scan(current_actor(), sheet.assignment, incoming)
            flash(f"Đã nhận bản quét {incoming.name}.", "success")
            return redirect(url_for(".show_paper", public_id=sheet.assignment.public_id))
        except DomainError as error:
            form.place(error)
    return _page(sheet.assignment, form)


@paper_sheets.page("/phieu/<public_id>/ban-quet/tep", Action.PAPER_SHEET_ENTER, load=paper_queries.get_scans_visible_to)
def download_scan(scans: Scans) -> ResponseReturnValue:
    """The scan that stands, or with ``?phieu=`` the one of a paper that was set aside when its sheet was opened."""
    paper = scans.of(request.args.get("phieu", ""))
    if paper is None:
        abort(404)
    key, name, media_type = paper.scan_key or "", paper.scan_name or "", paper.scan_media_type or ""
    return download(file_store().get(key), name, media_type)


@paper_sheets.page(
    "/phieu/<public_id>/nhap",
    Action.PAPER_SHEET_ENTER,
    load=paper_queries.get_paper_visible_to,
    methods=("GET", "POST"),
)
def enter_paper(sheet: OnPaper) -> ResponseReturnValue:
    assignment = sheet.assignment
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
    return render_template(
        "sheets/enter_paper.html", form=form, assignment=assignment, paper=paper, code=_code_of(assignment)
    )


@paper_sheets.page(
    "/phieu/<public_id>/ghi-nhan",
    Action.PAPER_SHEET_ENTER,
    load=paper_queries.get_paper_visible_to,
    methods=("GET", "POST"),
)
def settle_paper(sheet: OnPaper) -> ResponseReturnValue:
    assignment = sheet.assignment
    stored = paper_queries.paper_of(assignment)
    if stored is None or len(stored.entries) < paper_queries.BOTH:
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
        code=_code_of(assignment),
    )


def _page(assignment: Assignment, form: ScanForm) -> ResponseReturnValue:
    stored, sheet = paper_queries.paper_of(assignment), queries.sheet_of(assignment)
    state = paper_queries.paper_state(assignment, sheet, stored)
    actor = current_actor()
    enters = permits(actor, Action.PAPER_SHEET_ENTER, OnPaper(assignment))
    entered = stored.entries if stored is not None else []
    version = paper_queries.version_from(stored) if stored is not None and enters else None
    return render_template(
        "sheets/show_paper.html",
        form=form,
        assignment=assignment,
        stored=stored,
        set_aside=paper_queries.set_aside_of(assignment),
        state=state,
        labels=PAPER_LABELS,
        tones=PAPER_TONES,
        code=_code_of(assignment),
        hides=names_hidden_from(actor, assignment.judging_round.council),
        is_open=assignment.judging_round.state == RoundState.OPEN
        and state in (PaperState.NONE, PaperState.ONCE, PaperState.DIFFERENT, PaperState.AGREED),
        mine=any(one.entered_by_id == actor.user_id for one in entered),
        enters=enters,
        sheet=sheet,
        version=version,
        paper=lay_out(assignment, content_of(version)) if version is not None else None,
    )


def _code_of(assignment: Assignment) -> str:
    """What stands on the paper in place of the nominee where judging is blind; "" elsewhere."""
    return code_of(assignment.nomination) if is_blind(assignment) else ""


def _place(form: PaperForm | SettlementForm, error: DomainError) -> None:
    if not isinstance(error, MarksRefused):
        form.place(error)
        return
    for problem in error.problems:
        form.place(DomainError(problem.sentence, f"mark_{problem.criterion}"))
