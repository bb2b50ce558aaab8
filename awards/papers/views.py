"""Pages about the papers of a dossier."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from awards.base.doors import Door, current_actor
from awards.base.errors import DomainError
from awards.base.file_kinds import ACCEPT, KINDS, MAX_FILE_BYTES
from awards.base.files import download, file_store
from awards.base.paging import page_number
from awards.base.transaction import transaction
from awards.nominations import queries as nominations
from awards.nominations.models import DossierFile, Nomination
from awards.nominations.services import shut_sentence
from awards.papers import pictures, queries, services
from awards.papers.forms import PaperForm, ReplaceForm
from awards.papers.receiving import keep_files, read_files
from awards.policy.actions import Action

papers = Door("papers", __name__, url_prefix="/ho-so")

PAGES_AT_ONCE = 20
"""Pictures of pages on one page of the reader."""


@papers.page("/<public_id>/giay-to", Action.DOSSIER_FILE_ADD, load=nominations.get_visible_to, methods=("GET", "POST"))
def attach_file(nomination: Nomination) -> ResponseReturnValue:
    """One form per paper; the paper's key tells which was sent."""
    asked, key = queries.papers_asked_of(nomination), request.form.get("paper", "")
    forms = {one.key: PaperForm(one) if one.key == key else PaperForm(one, formdata=None) for one in asked}
    sent = forms.get(key)
    if sent is not None and sent.validate_on_submit():
        entry = sent.to_input()
        names = keep_files(sent, lambda file: services.attach(current_actor(), nomination, entry, file))
        if names:
            flash(f"Đã thêm vào hồ sơ: {', '.join(names)}.", "success")
        if not sent.errors:
            return redirect(
                url_for(".attach_file", public_id=nomination.public_id, _anchor=f"muc-{sent.definition.key}")
            )
    shut = shut_sentence(nomination, "papers")
    return render_template(
        "papers/attach_file.html",
        nomination=nomination,
        slots=queries.slots_of(nomination, shut),
        forms=forms,
        sent=sent,
        shut=shut,
        **_words(),
    )


@papers.page("/<public_id>/tep/<file_id>", Action.DOSSIER_FILE_READ, load=nominations.get_file_visible_to)
def download_file(file: DossierFile) -> ResponseReturnValue:
    return download(file_store().get(file.storage_key), file.name, file.media_type)


@papers.page("/<public_id>/tep/<file_id>/xem", Action.DOSSIER_FILE_READ, load=nominations.get_file_visible_to)
def show_paper(file: DossierFile) -> ResponseReturnValue:
    """The paper as pictures, some pages at a time."""
    sizes = pictures.pages_of(file)
    part = min(page_number(request.args.get("phan")), max(1, -(-len(sizes) // PAGES_AT_ONCE)))
    first = (part - 1) * PAGES_AT_ONCE
    labels = {paper.key: paper.label for paper in queries.papers_asked_of(file.nomination)}
    return render_template(
        "papers/show_paper.html",
        file=file,
        nomination=file.nomination,
        label=labels.get(file.paper, "Giấy tờ"),
        pages=list(enumerate(sizes, start=1))[first : first + PAGES_AT_ONCE],
        count=len(sizes),
        part=part,
        parts=max(1, -(-len(sizes) // PAGES_AT_ONCE)),
        drawable=file.media_type in pictures.DRAWABLE,
        **_words(),
    )


@papers.page(
    "/<public_id>/tep/<file_id>/trang/<int:number>", Action.DOSSIER_FILE_READ, load=queries.get_page_visible_to
)
def show_page(page: queries.Page) -> ResponseReturnValue:
    return pictures.page_picture(page.file, page.number)


@papers.page("/<public_id>/tep/<file_id>/anh-nho", Action.DOSSIER_FILE_READ, load=nominations.get_file_visible_to)
def show_thumbnail(file: DossierFile) -> ResponseReturnValue:
    return pictures.thumbnail(file)


@papers.page(
    "/<public_id>/tep/<file_id>/thay",
    Action.DOSSIER_FILE_ADD,
    load=nominations.get_file_visible_to,
    methods=("GET", "POST"),
)
def replace_file(file: DossierFile) -> ResponseReturnValue:
    """Another file in the place of this one, or other days."""
    nomination = file.nomination
    definition = next((one for one in queries.papers_asked_of(nomination) if one.key == file.paper), None)
    if definition is None:
        flash("Thể lệ mùa này không còn hỏi giấy tờ này.", "error")
        return _back(nomination, file.paper)
    form = ReplaceForm(definition, data={"issued_on": file.issued_on, "expires_on": file.expires_on})
    if form.validate_on_submit():
        found = read_files(form, form.chosen)
        if not (form.definition.dated or found or form.errors):
            form.place(DomainError("Chọn tệp cần tải lên.", "file"))
        if not form.errors and _carry_out(
            lambda: services.replace(current_actor(), file, form.to_input(), found[0] if found else None), form
        ):
            flash("Đã lưu giấy tờ.", "success")
            return _back(nomination, file.paper)
    return render_template(
        "papers/replace_file.html",
        form=form,
        file=file,
        nomination=nomination,
        label=definition.label,
        shut=shut_sentence(nomination, f"paper:{file.paper}"),
        **_words(),
    )


@papers.page(
    "/<public_id>/tep/<file_id>/chuyen",
    Action.DOSSIER_FILE_MOVE,
    load=nominations.get_file_visible_to,
    methods=("POST",),
)
def move_file(file: DossierFile) -> ResponseReturnValue:
    """Form field ``to``: ``up``, else down."""
    _carry_out(lambda: services.move(current_actor(), file, up=request.form.get("to") == "up"))
    return _back(file.nomination, file.paper)


@papers.page(
    "/<public_id>/tep/<file_id>/xoa",
    Action.DOSSIER_FILE_REMOVE,
    load=nominations.get_file_visible_to,
    methods=("POST",),
)
def remove_file(file: DossierFile) -> ResponseReturnValue:
    if _carry_out(lambda: services.remove(current_actor(), file)):
        flash(f"Đã bỏ tệp {file.name} khỏi hồ sơ.", "success")
    return _back(file.nomination, file.paper)


def _carry_out(verb: Callable[[], object], form: ReplaceForm | None = None) -> bool:
    """Whether the verb was stored; its refusal is placed on the form, or told on top of the next page."""
    try:
        with transaction():
            verb()
    except DomainError as error:
        if form is not None:
            form.place(error)
        else:
            flash(error.sentence, "error")
        return False
    return True


def _back(nomination: Nomination, paper: str) -> ResponseReturnValue:
    return redirect(url_for(".attach_file", public_id=nomination.public_id, _anchor=f"muc-{paper}"))


def _words() -> dict[str, object]:
    labels = {key: kind.label for key, kind in KINDS.items()}
    return {"accept": ACCEPT, "most_bytes": MAX_FILE_BYTES, "kind_labels": labels, "drawables": pictures.DRAWABLE}
