"""The cooperative's pages: no account, no script needed, read on a telephone inside Zalo."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from awards.base.doors import Door, current_actor
from awards.base.errors import DomainError
from awards.base.file_kinds import ACCEPT, KINDS, MAX_FILE_BYTES, InfectedFile
from awards.base.files import IncomingFile, download, file_store, read_file
from awards.base.forms import Form
from awards.base.transaction import transaction, without_lock
from awards.nominations.dossier import figure_rows
from awards.nominations.report_text import word_count
from awards.nominations.section_pages import stored_entry, words_of
from awards.nominations.states import Part
from awards.nominations.wording import PART_SLUGS, PURPOSE_TITLES
from awards.nominees.asked import years_of
from awards.papers.forms import PaperForm
from awards.papers.queries import papers_asked_of
from awards.policy.actions import Action
from awards.registrations import queries, services
from awards.registrations.identity import come_in_by
from awards.registrations.models import ContactLink
from awards.registrations.part_pages import PartPage, page_of
from awards.registrations.review import offered_words
from awards.registrations.services import EntryConflict
from awards.registrations.stored_text import digest
from awards.registrations.wording import CONSENT_TEXT, CONTACT_PARTS
from awards.uploads.services import report_infected, take

contact = Door("contact", __name__, url_prefix="/dang-ky")
contact.entrance = "contact.show_lost_link"


@contact.after_request
def _tell_nobody(response: Response) -> Response:
    """Where somebody comes from stays on our own pages, and from the page with a token it goes nowhere at all."""
    carries_token = request.endpoint in ("contact.open_link", "contact.show_lost_link")
    response.headers["Referrer-Policy"] = "no-referrer" if carries_token else "same-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@contact.page("/<token>", Action.PUBLIC_READ)
def open_link(token: str) -> ResponseReturnValue:
    """Exchange the token for a session; a link that is wrong, ended or revoked gets one and the same page."""
    link = queries.link_behind(token)
    if link is None:
        return render_template("registrations/show_lost_link.html"), 404
    public_id = link.public_id
    with transaction():
        services.open_link(current_actor(), link)
    come_in_by(link)
    return redirect(url_for(".show_overview", public_id=public_id))


@contact.page("/lien-ket-khong-dung-duoc", Action.PUBLIC_READ)
def show_lost_link() -> ResponseReturnValue:
    return render_template("registrations/show_lost_link.html")


@contact.page("/phan/<public_id>", Action.CONTACT_READ, load=queries.get_own_link)
def show_overview(link: ContactLink) -> ResponseReturnValue:
    entries, files = queries.entries_of(link.nomination), queries.files_of(link.nomination)
    parts = queries.asked_parts(link.nomination)
    return _page(
        "registrations/show_overview.html",
        link,
        entries=entries,
        parts=parts,
        files=files,
        open_parts=[part for part in parts if queries.is_open(link, part, entries)],
        form=Form(),
    )


@contact.page("/phan/<public_id>/<section>", Action.CONTACT_WRITE, load=queries.get_own_part, methods=("GET", "POST"))
def edit_part(place: queries.PartOfLink) -> ResponseReturnValue:
    if place.part is Part.PAPERS:
        return _edit_papers(place)
    link, nomination = place.link, place.link.nomination
    entries = queries.entries_of(nomination)
    row = entries.get(place.part)
    saved = row.content if row is not None else None
    page = page_of(nomination, place.part, saved)
    stored = None
    if page.form.validate_on_submit():
        try:
            with transaction():
                services.save_part(current_actor(), place, page.entry(), request.form.get("base", ""))
            flash(f"Đã lưu mục “{CONTACT_PARTS[place.part]}”. Phần này chưa gửi cho cán bộ.", "success")
            return redirect(url_for(".show_overview", public_id=link.public_id))
        except EntryConflict as conflict:
            page.form.place(conflict)
            stored, saved = conflict.stored, conflict.stored.content
        except DomainError as error:
            page.form.place(error)
    body = _part_page(
        place, page, saved, is_conflict=stored is not None, is_open=queries.is_open(link, place.part, entries)
    )
    return body, 409 if stored is not None else 200


@contact.page("/phan/<public_id>/tep/<file_id>/bo", Action.CONTACT_WRITE, load=queries.get_own_file, methods=("POST",))
def remove_file(place: queries.FileOfLink) -> ResponseReturnValue:
    if Form().validate_on_submit():
        try:
            with transaction():
                services.remove_file(current_actor(), place)
            flash(f"Đã bỏ tệp {place.file.name}.", "success")
        except DomainError as error:
            flash(error.sentence, "error")
    return redirect(url_for(".edit_part", public_id=place.link.public_id, section=PART_SLUGS[Part.PAPERS]))


@contact.page("/phan/<public_id>/tep/<file_id>", Action.CONTACT_READ, load=queries.get_own_file)
def download_file(place: queries.FileOfLink) -> ResponseReturnValue:
    return download(file_store().get(place.file.storage_key), place.file.name, place.file.media_type)


@contact.page("/gui/<public_id>", Action.CONTACT_HAND_IN, load=queries.get_own_link, methods=("POST",))
def hand_in(link: ContactLink) -> ResponseReturnValue:
    if Form().validate_on_submit():
        try:
            with transaction():
                services.hand_in(current_actor(), link)
            flash("Đã gửi cho cán bộ Liên minh của tỉnh.", "success")
        except DomainError as error:
            flash(error.sentence, "error")
    return redirect(url_for(".show_overview", public_id=link.public_id))


def _part_page(
    place: queries.PartOfLink, page: PartPage, saved: str | None, *, is_conflict: bool, is_open: bool
) -> str:
    nomination = place.link.nomination
    entry = queries.entries_of(nomination).get(place.part)
    form, rows = page.form, figure_rows(nomination)
    count = word_count(form.achievements.data or "") if place.part is Part.ACHIEVEMENTS else 0
    return _page(
        "registrations/edit_part.html",
        place.link,
        place=place,
        form=form,
        part=place.part,
        base=digest(saved) if saved is not None else "",
        entry=entry,
        is_open=is_open,
        conflict=offered_words(nomination, place.part, saved) if is_conflict and saved is not None else (),
        facts=words_of(nomination, stored_entry(nomination, Part.ORGANISATION)),
        figure_rows=rows,
        years=years_of(rows),
        purpose_titles=PURPOSE_TITLES,
        count=count,
        consent_text=CONSENT_TEXT,
    )


def _edit_papers(place: queries.PartOfLink) -> ResponseReturnValue:
    """One form per paper; the paper's key tells which was sent."""
    link, nomination = place.link, place.link.nomination
    asked, key = papers_asked_of(nomination), request.form.get("paper", "")
    forms = {one.key: PaperForm(one) if one.key == key else PaperForm(one, formdata=None) for one in asked}
    sent = forms.get(key)
    if sent is not None and sent.validate_on_submit():
        names = _attach(link, sent)
        if names:
            flash(f"Đã nhận tệp: {', '.join(names)}.", "success")
        if not sent.errors:
            return redirect(url_for(".edit_part", public_id=link.public_id, section=PART_SLUGS[Part.PAPERS]))
    entries = queries.entries_of(nomination)
    return _page(
        "registrations/edit_papers.html",
        link,
        place=place,
        papers=asked,
        files=queries.files_of(nomination),
        forms=forms,
        sent=sent,
        entry=entries.get(Part.PAPERS),
        is_open=queries.is_open(link, Part.PAPERS, entries),
        accept=ACCEPT,
        kind_labels={kind: one.label for kind, one in KINDS.items()},
        most_bytes=MAX_FILE_BYTES,
    )


def _attach(link: ContactLink, form: PaperForm) -> list[str]:
    """Keep the good files; every other one leaves its sentence on the form. Gives back the names kept."""
    actor, waiting = current_actor(), request.form.getlist("upload")
    if not form.chosen and not waiting:
        form.place(DomainError("Chọn tệp cần tải lên.", "file"))
        return []
    found = _read(form, form.chosen)
    try:
        with transaction():
            found += [take(actor, public_id, "file") for public_id in waiting]
            return [services.attach_file(actor, link, form.to_input(), one).name for one in found]
    except DomainError as error:
        form.place(error)
        return []


def _read(form: PaperForm, chosen: list[FileStorage]) -> list[IncomingFile]:
    found: list[IncomingFile] = []
    infected: list[InfectedFile] = []
    with without_lock():
        for one in chosen:
            try:
                found.append(read_file(one, "file"))
            except DomainError as error:
                form.place(DomainError(f"{one.filename}: {error.sentence}", "file"))
                infected += [error] if isinstance(error, InfectedFile) else []
    for finding in infected:
        with transaction():
            report_infected(current_actor(), finding)
    return found


def _page(template: str, link: ContactLink, **more: object) -> str:
    return render_template(
        template, link=link, nomination=link.nomination, titles=CONTACT_PARTS, slugs=PART_SLUGS, **more
    )
