"""A province's pages about its nominations."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from awards.base.doors import Door, current_actor
from awards.base.errors import ConflictError, DomainError
from awards.base.files import download, file_store, read_pdf
from awards.base.forms import Form
from awards.base.paging import page_number
from awards.base.transaction import transaction
from awards.nominations import queries, services
from awards.nominations.answers import in_words
from awards.nominations.completeness import readiness
from awards.nominations.dossier import asked_of_nominee, given_answers, live_content
from awards.nominations.forms import BeginForm, PaperForm, nomination_form
from awards.nominations.models import DossierFile, Nomination
from awards.nominations.states import WITH_THE_PROVINCE, NominationState
from awards.nominations.wording import FIELD_LABELS, PURPOSE_TITLES, STATE_LABELS, STATE_TONES
from awards.nominees import queries as nominees
from awards.policy.actions import Action
from awards.seasons import queries as seasons
from awards.seasons.rulebooks import rulebook_of
from scoring.asked import AskedFigure, asked, asked_papers

nominations = Door("nominations", __name__, url_prefix="/ho-so")


@nominations.page("/", Action.NOMINATION_LIST)
def list_nominations() -> ResponseReturnValue:
    actor = current_actor()
    season, state = request.args.get("mua"), request.args.get("trang-thai")
    under_way = seasons.list_visible_to(actor)
    return render_template(
        "nominations/list_nominations.html",
        page=queries.list_visible_to(actor, season, state, page_number(request.args.get("trang"))),
        quotas=queries.quota_use(actor, under_way),
        season=season,
        state=state,
        state_labels=STATE_LABELS,
        state_tones=STATE_TONES,
    )


@nominations.page(
    "/de-cu/<season_public_id>",
    Action.NOMINATION_CREATE,
    load=queries.get_season_to_enter,
    methods=("GET", "POST"),
)
def begin_nomination(entrance: queries.SeasonToEnter) -> ResponseReturnValue:
    actor, season = current_actor(), entrance.season
    own = nominees.all_visible_to(actor)
    form = BeginForm([(organisation.public_id, organisation.name) for organisation in own])
    if form.validate_on_submit():
        organisation = next(one for one in own if one.public_id == form.organisation.data)
        try:
            with transaction():
                nomination = services.begin_nomination(actor, season, organisation)
            return redirect(url_for(".edit_nomination", public_id=nomination.public_id))
        except DomainError as error:
            form.place(error)
    return render_template("nominations/begin_nomination.html", form=form, season=season, has_own=bool(own))


@nominations.page("/<public_id>", Action.NOMINATION_READ, load=queries.get_visible_to)
def show_nomination(nomination: Nomination) -> ResponseReturnValue:
    rulebook = rulebook_of(nomination.season)
    content = queries.content_visible_to(current_actor(), nomination)
    variant = rulebook.variant(content.variant)
    questions = asked(variant, rulebook)
    return render_template(
        "nominations/show_nomination.html",
        nomination=nomination,
        content=content,
        answers=[
            (one.figure.label, in_words(one.figure, content.answer(one.figure.key)))
            for one in questions
            if one.figure.kind != "series"
        ],
        series=[one for one in questions if one.figure.kind == "series"],
        offsets=sorted({offset for one in questions for offset in one.offsets}, reverse=True),
        papers=asked_papers(variant, rulebook),
        ready=readiness(rulebook, content),
        shut=services.shut_sentence(nomination),
        with_the_province=NominationState(nomination.state) in WITH_THE_PROVINCE,
        state_labels=STATE_LABELS,
        state_tones=STATE_TONES,
        field_labels=FIELD_LABELS,
    )


@nominations.page("/<public_id>/sua", Action.NOMINATION_EDIT, load=queries.get_visible_to, methods=("GET", "POST"))
def edit_nomination(nomination: Nomination) -> ResponseReturnValue:
    questions = asked_of_nominee(nomination)
    form = nomination_form(questions, _typed(nomination), given_answers(nomination, questions))
    shut = services.shut_sentence(nomination)
    stored: Nomination | None = None
    status = 200
    if form.validate_on_submit():
        try:
            with transaction():
                base = page_number(form.base_version.data)
                services.save_draft(current_actor(), nomination, form.to_input(), base)
            flash("Đã lưu nháp. Hồ sơ chưa được gửi.", "success")
            return redirect(url_for(".show_nomination", public_id=nomination.public_id))
        except ConflictError as error:
            form.place(error)
            form.base_version.data = str(nomination.lock_version)
            stored, status = nomination, 409
        except DomainError as error:
            form.place(error)
    page = render_template(
        "nominations/edit_nomination.html",
        form=form,
        nomination=nomination,
        shut=shut,
        stored=stored,
        stored_answers=_in_words(nomination, questions) if stored else [],
        field_labels=FIELD_LABELS,
        purpose_titles=PURPOSE_TITLES,
    )
    return page, status


def _typed(nomination: Nomination) -> dict[str, object]:
    """The fields every nomination has, as they are stored."""
    return {
        "base_version": str(nomination.lock_version),
        "consent_on": nomination.consent_on,
        "consent_by": nomination.consent_by,
        "achievements": nomination.achievements,
    }


def _in_words(nomination: Nomination, questions: tuple[AskedFigure, ...]) -> list[tuple[str, str]]:
    """Every question that is not asked per year, and the answer that is stored."""
    given = given_answers(nomination, questions)
    own = (one.figure for one in questions if one.figure.kind != "series")
    return [(figure.label, in_words(figure, given.get(figure.key))) for figure in own]


@nominations.page("/<public_id>/giay-to", Action.DOSSIER_FILE_ADD, load=queries.get_visible_to, methods=("GET", "POST"))
def attach_file(nomination: Nomination) -> ResponseReturnValue:
    rulebook = rulebook_of(nomination.season)
    papers = asked_papers(rulebook.variant(nomination.variant), rulebook)
    form = PaperForm(papers)
    if form.validate_on_submit():
        try:
            incoming = read_pdf(request.files["file"], "file") if "file" in request.files else None
            if incoming is None:
                raise DomainError("Chọn tệp cần tải lên.", "file")
            with transaction():
                services.attach_file(current_actor(), nomination, form.to_input(), incoming)
            flash(f"Đã nhận tệp {incoming.name}.", "success")
            return redirect(url_for(".attach_file", public_id=nomination.public_id))
        except DomainError as error:
            form.place(error)
    return render_template(
        "nominations/attach_file.html",
        form=form,
        nomination=nomination,
        papers=papers,
        shut=services.shut_sentence(nomination),
    )


@nominations.page("/<public_id>/tep/<file_id>", Action.DOSSIER_FILE_READ, load=queries.get_file_visible_to)
def download_file(file: DossierFile) -> ResponseReturnValue:
    return download(file_store().get(file.storage_key), file.name, file.media_type)


@nominations.page(
    "/<public_id>/tep/<file_id>/xoa", Action.DOSSIER_FILE_REMOVE, load=queries.get_file_visible_to, methods=("POST",)
)
def remove_file(file: DossierFile) -> ResponseReturnValue:
    try:
        with transaction():
            services.remove_file(current_actor(), file)
        flash(f"Đã bỏ tệp {file.name} khỏi hồ sơ.", "success")
    except DomainError as error:
        flash(error.sentence, "error")
    return redirect(url_for(".attach_file", public_id=file.nomination.public_id))


@nominations.page("/<public_id>/gui", Action.NOMINATION_FORWARD, load=queries.get_visible_to, methods=("GET", "POST"))
def forward(nomination: Nomination) -> ResponseReturnValue:
    form = Form()
    if form.validate_on_submit():
        try:
            with transaction():
                revision = services.forward(current_actor(), nomination)
            return redirect(url_for(".show_receipt", public_id=nomination.public_id, number=revision.number))
        except DomainError as error:
            form.place(error)
    content = live_content(nomination)
    return render_template(
        "nominations/forward.html",
        form=form,
        nomination=nomination,
        content=content,
        ready=readiness(rulebook_of(nomination.season), content),
        shut=services.shut_sentence(nomination),
        quota=queries.quota_use(current_actor(), [nomination.season])[0],
    )


@nominations.page("/<public_id>/rut", Action.NOMINATION_WITHDRAW, load=queries.get_visible_to, methods=("GET", "POST"))
def withdraw(nomination: Nomination) -> ResponseReturnValue:
    form = Form()
    if form.validate_on_submit():
        try:
            with transaction():
                services.withdraw(current_actor(), nomination)
            flash("Đã rút hồ sơ đề cử.", "success")
            return redirect(url_for(".show_nomination", public_id=nomination.public_id))
        except DomainError as error:
            form.place(error)
    return render_template("nominations/withdraw.html", form=form, nomination=nomination)


@nominations.page("/<public_id>/bien-nhan/<int:number>", Action.NOMINATION_READ, load=queries.get_revision_visible_to)
def show_receipt(revision: queries.VisibleRevision) -> ResponseReturnValue:
    return render_template("nominations/show_receipt.html", revision=revision.revision, content=revision.content)
