"""Pages of the centre's desk, and the findings a province reads."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from awards.base.doors import Door, current_actor
from awards.base.errors import DomainError
from awards.base.files import download, file_store
from awards.base.paging import page_number
from awards.base.transaction import transaction
from awards.nominations import queries as nominations
from awards.nominations.models import DossierFile, Nomination
from awards.nominations.states import NominationState
from awards.nominations.wording import STATE_LABELS, STATE_TONES
from awards.policy.actions import Action
from awards.screening import queries, services
from awards.screening.checklist import checked, refusal, returnable
from awards.screening.forms import FindingForm, ReasonForm, RefusalForm, return_form
from awards.screening.states import Finding
from awards.screening.wording import FINDING_LABELS, FINDING_TONES, QUEUE
from awards.seasons.rulebooks import rulebook_of

screening = Door("screening", __name__, url_prefix="/tham-tra")


@screening.page("/", Action.SCREENING_LIST)
def list_nominations() -> ResponseReturnValue:
    state = _wanted_state(request.args.get("tinh-trang"))
    page = queries.queue_visible_to(current_actor(), state, page_number(request.args.get("trang")))
    counts = queries.queue_counts_visible_to(current_actor())
    return render_template("screening/list_nominations.html", page=page, state=state, counts=counts, labels=QUEUE)


@screening.page("/<public_id>", Action.SCREENING_READ, load=queries.get_visible_to)
def show_nomination(nomination: Nomination) -> ResponseReturnValue:
    reading = checked(nomination.season, nomination.revisions[-1])
    findings = queries.findings_of(nomination)
    released = any(one.finding == Finding.RELEASED and one.revision_id == reading.revision.id for one in findings)
    return render_template(
        "screening/show_nomination.html",
        nomination=nomination,
        reading=reading,
        findings=findings,
        refusal=refusal(reading.outcome, released=released),
        form=FindingForm(seen=reading.revision.public_id),
        **_words(nomination),
    )


@screening.page("/<public_id>/hop-le", Action.SCREENING_ACCEPT, load=queries.get_visible_to, methods=("POST",))
def accept(nomination: Nomination) -> ResponseReturnValue:
    form = FindingForm()
    if form.validate_on_submit():
        try:
            with transaction():
                services.accept(current_actor(), nomination, seen=form.seen.data)
            flash(f"Hồ sơ {nomination.reference} hợp lệ.", "success")
        except DomainError as error:
            flash(error.sentence, "error")
    return _back_to(nomination)


@screening.page("/<public_id>/tra-lai", Action.SCREENING_RETURN, load=queries.get_visible_to, methods=("GET", "POST"))
def return_to_province(nomination: Nomination) -> ResponseReturnValue:
    form = return_form(returnable(rulebook_of(nomination.season)), seen=nomination.revisions[-1].public_id)
    if form.validate_on_submit():
        entry = form.to_input()
        try:
            with transaction():
                services.return_to_province(current_actor(), nomination, entry.items, seen=entry.seen)
            flash(f"Đã trả lại hồ sơ {nomination.reference} kèm {len(entry.items)} mục cần bổ sung.", "success")
            return _back_to(nomination)
        except DomainError as error:
            form.place(error)
    reading = checked(nomination.season, nomination.revisions[-1])
    return render_template("screening/return_to_province.html", nomination=nomination, form=form, reading=reading)


@screening.page("/<public_id>/tam-dung", Action.SCREENING_HOLD, load=queries.get_visible_to, methods=("GET", "POST"))
def hold(nomination: Nomination) -> ResponseReturnValue:
    form = ReasonForm(seen=nomination.revisions[-1].public_id)
    if form.validate_on_submit():
        entry = form.to_input()
        done = _carry_out(form, lambda: services.hold(current_actor(), nomination, entry.reason, seen=entry.seen))
        if done:
            flash(f"Đã tạm dừng xét hồ sơ {nomination.reference}.", "success")
            return _back_to(nomination)
    return render_template("screening/hold.html", nomination=nomination, form=form)


@screening.page("/<public_id>/xet-tiep", Action.SCREENING_RELEASE, load=queries.get_visible_to, methods=("GET", "POST"))
def release_hold(nomination: Nomination) -> ResponseReturnValue:
    form = ReasonForm(seen=nomination.revisions[-1].public_id)
    if form.validate_on_submit():
        entry = form.to_input()
        done = _carry_out(
            form, lambda: services.release_hold(current_actor(), nomination, entry.reason, seen=entry.seen)
        )
        if done:
            flash(f"Hồ sơ {nomination.reference} được xét tiếp.", "success")
            return _back_to(nomination)
    return render_template("screening/release_hold.html", nomination=nomination, form=form)


@screening.page(
    "/<public_id>/khong-hop-le",
    Action.SCREENING_REFUSE,
    load=queries.get_visible_to,
    methods=("GET", "POST"),
)
def refuse(nomination: Nomination) -> ResponseReturnValue:
    form = RefusalForm(seen=nomination.revisions[-1].public_id)
    if form.validate_on_submit():
        entry = form.to_input()
        done = _carry_out(
            form,
            lambda: services.refuse(current_actor(), nomination, entry.reason, entry.clause, seen=entry.seen),
        )
        if done:
            flash(f"Đã kết luận hồ sơ {nomination.reference} không hợp lệ.", "success")
            return _back_to(nomination)
    reading = checked(nomination.season, nomination.revisions[-1])
    return render_template("screening/refuse.html", nomination=nomination, form=form, reading=reading)


@screening.page("/<public_id>/tep/<file_id>", Action.DOSSIER_FILE_READ, load=queries.get_file_visible_to)
def download_file(file: DossierFile) -> ResponseReturnValue:
    return download(file_store().get(file.storage_key), file.name, file.media_type)


@screening.page("/ket-luan/<public_id>", Action.NOMINATION_READ, load=nominations.get_visible_to)
def show_findings(nomination: Nomination) -> ResponseReturnValue:
    return render_template(
        "screening/show_findings.html",
        nomination=nomination,
        findings=queries.findings_of(nomination),
        **_words(nomination),
    )


def _words(nomination: Nomination) -> dict[str, object]:
    return {
        "labels": FINDING_LABELS,
        "tones": FINDING_TONES,
        "state_labels": STATE_LABELS,
        "state_tones": STATE_TONES,
        "part_labels": returnable(rulebook_of(nomination.season)),
    }


def _carry_out(form: FindingForm, verb: Callable[[], object]) -> bool:
    """Whether the verb was stored; its refusal is placed on the form."""
    try:
        with transaction():
            verb()
    except DomainError as error:
        form.place(error)
        return False
    return True


def _wanted_state(text: str | None) -> NominationState:
    return next((state for state in QUEUE if state.value == text), NominationState.FORWARDED)


def _back_to(nomination: Nomination) -> ResponseReturnValue:
    return redirect(url_for(".show_nomination", public_id=nomination.public_id))
