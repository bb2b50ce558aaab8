"""What a judge reads beside marking: pages of papers, the own table, printed sheets; and a word about a doubt."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from awards.base.doors import Door, current_actor
from awards.base.errors import DomainError
from awards.base.paging import page_number
from awards.base.transaction import transaction
from awards.councils.models import Assignment
from awards.papers import pictures
from awards.policy.actions import Action
from awards.seasons.rulebooks import rulebook_of
from awards.sheets import own_sheets, queries, table
from awards.sheets.blind import content_for_judge
from awards.sheets.changes import Content
from awards.sheets.concerns import raise_concern
from awards.sheets.entrance import sent_to_declare, turned_away
from awards.sheets.forms import ConcernForm
from awards.sheets.own_sheets import OwnRound
from awards.sheets.paper import file_name_for_judge, lay_out
from awards.sheets.reading import JudgedPage, get_page_visible_to, label_of
from awards.sheets.wording import OFFICE_TOLD, PROVINCE_TOLD

PAGES_AT_ONCE = 20

judged = Door("judged", __name__, url_prefix="/phieu-cham")


@judged.page("/<public_id>/tep/<file_id>/xem", Action.SHEET_READ, load=queries.get_file_visible_to)
def show_judged_paper(paper: queries.JudgedFile) -> ResponseReturnValue:
    """The paper as pictures, some pages at a time; nothing has to be downloaded."""
    gate = turned_away(paper.assignment)
    if gate is not None:
        return gate
    sizes = pictures.pages_of(paper.file)
    parts = max(1, -(-len(sizes) // PAGES_AT_ONCE))
    part = min(page_number(request.args.get("phan")), parts)
    first = (part - 1) * PAGES_AT_ONCE
    labels = {one.key: one.label for one in rulebook_of(paper.assignment.nomination.season).papers}
    return render_template(
        "sheets/show_judged_paper.html",
        assignment=paper.assignment,
        file=paper.file,
        name=file_name_for_judge(paper),
        title=content_for_judge(paper.assignment).title,
        label=label_of(paper, labels),
        pages=list(enumerate(sizes, start=1))[first : first + PAGES_AT_ONCE],
        count=len(sizes),
        part=part,
        parts=parts,
    )


@judged.page("/<public_id>/tep/<file_id>/trang/<int:number>", Action.SHEET_READ, load=get_page_visible_to)
def show_judged_page(page: JudgedPage) -> ResponseReturnValue:
    gate = turned_away(page.judged.assignment)
    return gate if gate is not None else pictures.page_picture(page.judged.file, page.number)


@judged.page("/<public_id>/bao-vuong-mac", Action.FLAG_RAISE, load=queries.get_visible_to, methods=("GET", "POST"))
def tell_office(assignment: Assignment) -> ResponseReturnValue:
    gate = turned_away(assignment)
    if gate is not None:
        return gate
    form, told = ConcernForm(), PROVINCE_TOLD if assignment.judging_round.council.is_provincial else OFFICE_TOLD
    if form.validate_on_submit():
        try:
            with transaction():
                raise_concern(current_actor(), assignment, form.to_input())
            flash(f"Đã báo tới {told}. Anh/chị vẫn chấm tiếp được.", "success")
            return redirect(url_for("sheets.edit_sheet", public_id=assignment.public_id))
        except DomainError as error:
            form.place(error)
    dossier = content_for_judge(assignment)
    return render_template("sheets/tell_office.html", form=form, assignment=assignment, dossier=dossier, told=told)


@judged.page("/vong/<public_id>/bang-diem", Action.SHEET_LIST, load=own_sheets.get_round_visible_to)
def show_own_table(own: OwnRound) -> ResponseReturnValue:
    """All the person's own marks of a round side by side, to harmonise them before they are sent."""
    gate = sent_to_declare(own.judging_round)
    if gate is not None:
        return gate
    order = request.args.get("xep", "")
    tables = own_sheets.table_of(current_actor(), own.judging_round)
    return render_template(
        "sheets/show_own_table.html",
        judging_round=own.judging_round,
        tables=[table.compare(one, order) for one in tables],
        order=order,
    )


@judged.page("/<public_id>/in", Action.SHEET_READ, load=queries.get_visible_to)
def print_sheet(assignment: Assignment) -> ResponseReturnValue:
    """One sheet on one page of A4: as it was filled in, or with ``?mau=trong`` blank for a meeting without screens."""
    gate = turned_away(assignment)
    return gate if gate is not None else _printed(assignment)


def _printed(assignment: Assignment) -> str:
    blank = request.args.get("mau") == "trong"
    sheet = queries.sheet_of(assignment)
    newest = sheet.newest if sheet is not None and not blank else None
    content = own_sheets.content_of(newest) if newest is not None else Content()
    return render_template(
        "sheets/print_sheet.html",
        assignment=assignment,
        sheet=sheet,
        newest=newest,
        blank=blank,
        paper=lay_out(assignment, content, for_judge=True),
    )
