"""Pages of the centre's desk, and the findings a province reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from awards.base import clock
from awards.base.doors import Door, current_actor
from awards.base.errors import DomainError
from awards.base.files import download, file_store
from awards.base.forms import Form
from awards.base.paging import page_number
from awards.base.transaction import transaction
from awards.nominations import queries as nominations
from awards.nominations.dossier import DossierContent
from awards.nominations.models import DossierFile, DossierRevision, Nomination, ReopenedPart
from awards.nominations.wording import STATE_LABELS, STATE_TONES
from awards.nominees.wording import SECTORS
from awards.policy.actions import Action
from awards.screening import marking, proposals, queries, queue, services
from awards.screening.checklist import Checked, checked, part_labels, returnable, waivable
from awards.screening.comparison import compare
from awards.screening.findings import UNDER_WAY
from awards.screening.forms import (
    FindingForm,
    ReasonForm,
    RefusalForm,
    SendBackForm,
    WaiverForm,
    return_form,
)
from awards.screening.models import Proposal
from awards.screening.queue import QueueFilter, kept
from awards.screening.states import Finding, Verdict
from awards.screening.wording import (
    FINDING_LABELS,
    FINDING_TONES,
    FLAG_REASONS,
    FLAG_ROLES,
    QUEUE,
    QUEUE_TONES,
    SETTLEMENT_LABELS,
    SETTLEMENT_TONES,
)
from awards.seasons import queries as seasons
from awards.seasons.rulebooks import rulebook_of
from awards.units.queries import all_alliances

screening = Door("screening", __name__, url_prefix="/tham-tra")


@screening.page("/", Action.SCREENING_LIST)
def list_nominations() -> ResponseReturnValue:
    actor, wanted = current_actor(), QueueFilter.read(request.args)
    page = queue.page_of(actor, wanted, page_number(request.args.get("trang")))
    return render_template(
        "screening/list_nominations.html",
        page=page,
        signs=queue.signs_of(page.rows),
        counts=queue.counts_of(actor, wanted),
        **_filter_words(wanted),
    )


@screening.page("/tong-hop", Action.SCREENING_LIST)
def show_table() -> ResponseReturnValue:
    wanted = QueueFilter.read(request.args)
    rows, totals = queue.table_of(current_actor(), wanted)
    return render_template("screening/show_table.html", rows=rows, totals=totals, **_filter_words(wanted))


@screening.page("/<public_id>", Action.SCREENING_READ, load=queries.get_visible_to)
def show_nomination(nomination: Nomination) -> ResponseReturnValue:
    actor, reading = current_actor(), _reading(nomination)
    marked = marking.marked_lines_of(nomination, reading.revision)
    return render_template(
        "screening/show_nomination.html",
        nomination=nomination,
        reading=reading,
        findings=queries.findings_of(nomination),
        proposals=queries.proposals_of(nomination),
        flags=queries.flags_of(nomination),
        refusal=proposals.why_not_acceptable(nomination, reading.revision),
        waivable=waivable(reading),
        looked_at=sum(one.mark is not None for one in marked),
        line_count=len(marked),
        neighbours=queue.neighbours_of(actor, QueueFilter.read(request.args), nomination),
        form=FindingForm(seen=reading.revision.public_id),
        kept=_kept(),
        **_words(nomination),
    )


@screening.page("/<public_id>/doi-chieu", Action.SCREENING_READ, load=queries.get_visible_to)
def compare_revisions(nomination: Nomination) -> ResponseReturnValue:
    """Any two revisions, the last two where the address names none."""
    before, after = _two_revisions(nomination)
    comparison = None
    if before is not None:
        contents = (DossierContent.read(one.content) for one in (before, after))
        comparison = compare(rulebook_of(nomination.season), *contents)
    return render_template(
        "screening/compare_revisions.html",
        nomination=nomination,
        before=before,
        after=after,
        comparison=comparison,
        asked=[part for part in nomination.reopened_parts if before is not None and _between(part, before, after)],
        part_labels=part_labels(rulebook_of(nomination.season)),
        kept=_kept(),
    )


@screening.page("/<public_id>/hop-le", Action.SCREENING_ACCEPT, load=queries.get_visible_to, methods=("POST",))
def propose_acceptance(nomination: Nomination) -> ResponseReturnValue:
    form = FindingForm()
    if form.validate_on_submit():
        try:
            with transaction():
                proposals.propose_acceptance(current_actor(), nomination, seen=form.seen.data)
            flash(f"Đã đề nghị công nhận hồ sơ {nomination.reference} hợp lệ; chờ người thứ hai kiểm tra.", "success")
        except DomainError as error:
            flash(error.sentence, "error")
    return _back_to(nomination)


@screening.page("/<public_id>/tra-lai", Action.SCREENING_RETURN, load=queries.get_visible_to, methods=("GET", "POST"))
def return_to_province(nomination: Nomination) -> ResponseReturnValue:
    form = return_form(
        returnable(rulebook_of(nomination.season)),
        seen=nomination.revisions[-1].public_id,
        until=services.proposed_deadline(nomination),
    )
    if form.validate_on_submit():
        entry = form.to_input()
        done = _carry_out(
            form,
            lambda: services.return_to_province(
                current_actor(), nomination, entry.items, until=entry.until, seen=entry.seen
            ),
        )
        if done:
            flash(f"Đã trả lại hồ sơ {nomination.reference} kèm {len(entry.items)} mục cần bổ sung.", "success")
            return _back_to(nomination)
    return render_template(
        "screening/return_to_province.html",
        nomination=nomination,
        form=form,
        reading=_reading(nomination),
        lacking=_lacking(nomination),
        kept=_kept(),
    )


@screening.page("/<public_id>/tam-dung", Action.SCREENING_HOLD, load=queries.get_visible_to, methods=("GET", "POST"))
def hold(nomination: Nomination) -> ResponseReturnValue:
    form = ReasonForm(seen=nomination.revisions[-1].public_id)
    if form.validate_on_submit():
        entry = form.to_input()
        done = _carry_out(form, lambda: services.hold(current_actor(), nomination, entry.reason, seen=entry.seen))
        if done:
            flash(f"Đã tạm dừng xét hồ sơ {nomination.reference}.", "success")
            return _back_to(nomination)
    return render_template("screening/hold.html", nomination=nomination, form=form, kept=_kept())


@screening.page("/<public_id>/xet-tiep", Action.SCREENING_RELEASE, load=queries.get_visible_to, methods=("GET", "POST"))
def propose_release(nomination: Nomination) -> ResponseReturnValue:
    form = ReasonForm(seen=nomination.revisions[-1].public_id)
    if form.validate_on_submit():
        entry = form.to_input()
        done = _carry_out(
            form, lambda: proposals.propose_release(current_actor(), nomination, entry.reason, seen=entry.seen)
        )
        if done:
            flash(f"Đã đề nghị xét tiếp hồ sơ {nomination.reference}; chờ người thứ hai kiểm tra.", "success")
            return _back_to(nomination)
    return render_template("screening/propose_release.html", nomination=nomination, form=form, kept=_kept())


@screening.page(
    "/<public_id>/khong-hop-le", Action.SCREENING_REFUSE, load=queries.get_visible_to, methods=("GET", "POST")
)
def propose_refusal(nomination: Nomination) -> ResponseReturnValue:
    form = RefusalForm(seen=nomination.revisions[-1].public_id)
    if form.validate_on_submit():
        entry = form.to_input()
        done = _carry_out(
            form,
            lambda: proposals.propose_refusal(current_actor(), nomination, entry.reason, entry.clause, seen=entry.seen),
        )
        if done:
            flash(
                f"Đã đề nghị kết luận hồ sơ {nomination.reference} không hợp lệ; chờ người thứ hai kiểm tra.", "success"
            )
            return _back_to(nomination)
    return render_template(
        "screening/propose_refusal.html", nomination=nomination, form=form, reading=_reading(nomination), kept=_kept()
    )


@screening.page("/<public_id>/mien", Action.SCREENING_WAIVE, load=queries.get_visible_to, methods=("GET", "POST"))
def propose_waiver(nomination: Nomination) -> ResponseReturnValue:
    reading = _reading(nomination)
    form = WaiverForm(waivable(reading).items(), seen=reading.revision.public_id)
    if form.validate_on_submit():
        entry = form.to_input()
        done = _carry_out(
            form,
            lambda: proposals.propose_waiver(
                current_actor(), nomination, entry.condition, entry.reason, seen=entry.seen
            ),
        )
        if done:
            flash("Đã đề nghị miễn điều kiện; chờ người thứ hai kiểm tra.", "success")
            return _back_to(nomination)
    return render_template(
        "screening/propose_waiver.html", nomination=nomination, form=form, waivable=waivable(reading), kept=_kept()
    )


@screening.page(
    "/de-nghi/<public_id>/xac-nhan",
    Action.SCREENING_CONFIRM,
    load=queries.get_proposal_visible_to,
    methods=("POST",),
)
def confirm(proposal: Proposal) -> ResponseReturnValue:
    if FindingForm().validate_on_submit():
        try:
            with transaction():
                proposals.confirm(current_actor(), proposal)
            flash(f"Đã xác nhận: {FINDING_LABELS[Finding(proposal.finding)].lower()}.", "success")
        except DomainError as error:
            flash(error.sentence, "error")
    return _back_to(proposal.nomination)


@screening.page(
    "/de-nghi/<public_id>/tra-lai",
    Action.SCREENING_SEND_BACK,
    load=queries.get_proposal_visible_to,
    methods=("GET", "POST"),
)
def send_back(proposal: Proposal) -> ResponseReturnValue:
    form = SendBackForm()
    if form.validate_on_submit():
        reason = form.reason.data or ""
        if _carry_out(form, lambda: proposals.send_back(current_actor(), proposal, reason)):
            flash("Đã trả lại đề nghị cho người lập.", "success")
            return _back_to(proposal.nomination)
    return render_template(
        "screening/send_back.html", proposal=proposal, form=form, kept=_kept(), labels=FINDING_LABELS
    )


@screening.page("/<public_id>/tep/<file_id>", Action.DOSSIER_FILE_READ, load=queries.get_file_visible_to)
def download_file(file: DossierFile) -> ResponseReturnValue:
    return download(file_store().get(file.storage_key), file.name, file.media_type)


@screening.page("/ket-luan/<public_id>", Action.NOMINATION_READ, load=nominations.get_visible_to)
def show_findings(nomination: Nomination) -> ResponseReturnValue:
    return render_template(
        "screening/show_findings.html",
        nomination=nomination,
        findings=queries.findings_of(nomination),
        open_parts=[part for part in nomination.reopened_parts if part.closed_at is None],
        now=clock.now(),
        **_words(nomination),
    )


def _words(nomination: Nomination) -> dict[str, object]:
    return {
        "labels": FINDING_LABELS,
        "tones": FINDING_TONES,
        "settlement_labels": SETTLEMENT_LABELS,
        "settlement_tones": SETTLEMENT_TONES,
        "flag_reasons": FLAG_REASONS,
        "flag_roles": FLAG_ROLES,
        "state_labels": STATE_LABELS,
        "state_tones": STATE_TONES,
        "part_labels": part_labels(rulebook_of(nomination.season)),
    }


def _filter_words(wanted: QueueFilter) -> dict[str, object]:
    return {
        "wanted": wanted,
        "labels": QUEUE,
        "tones": QUEUE_TONES,
        "seasons": [one for one in seasons.list_visible_to(current_actor()) if one.state in UNDER_WAY],
        "alliances": all_alliances(),
        "sectors": {key: label for key, (_, label) in SECTORS.items()},
    }


def _reading(nomination: Nomination) -> Checked:
    """The newest revision, with the conditions that were set aside for it."""
    waivers = queries.waivers_of([nomination.id]).get(nomination.id, {})
    return checked(nomination.season, nomination.revisions[-1], waivers)


def _lacking(nomination: Nomination) -> list[queries.MarkedLine]:
    """The lines of the checklist that were marked as not met or incomplete."""
    marked = marking.marked_lines_of(nomination, nomination.revisions[-1])
    return [one for one in marked if one.verdict in (Verdict.NOT_MET, Verdict.INCOMPLETE)]


def _two_revisions(nomination: Nomination) -> tuple[DossierRevision | None, DossierRevision]:
    """The revision asked for (``ban``, else the newest) and the one before it."""
    asked = page_number(request.args.get("ban")) if "ban" in request.args else len(nomination.revisions)
    number = min(asked, len(nomination.revisions))
    return (nomination.revisions[number - 2] if number > 1 else None), nomination.revisions[number - 1]


def _between(part: ReopenedPart, before: DossierRevision, after: DossierRevision) -> bool:
    return before.forwarded_at <= part.reopened_at <= after.forwarded_at


def _carry_out(form: Form, verb: Callable[[], object]) -> bool:
    """Whether the verb was stored; its refusal is placed on the form."""
    try:
        with transaction():
            verb()
    except DomainError as error:
        form.place(error)
        return False
    return True


def _kept() -> dict[str, Any]:
    return kept(request.args)


def _back_to(nomination: Nomination) -> ResponseReturnValue:
    return redirect(url_for(".show_nomination", public_id=nomination.public_id, **_kept()))
