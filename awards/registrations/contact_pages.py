"""The cooperative's pages: no account, no script needed, read on a telephone inside Zalo."""

from __future__ import annotations

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from awards.base.autosave import is_by_itself, told_errors
from awards.base.clock import VIETNAM
from awards.base.doors import Door, current_actor
from awards.base.errors import DomainError
from awards.base.file_kinds import ACCEPT, KINDS, MAX_FILE_BYTES
from awards.base.files import download, file_store
from awards.base.forms import Form
from awards.base.transaction import transaction
from awards.base.typed_text import typed_text
from awards.nominations.dossier import figure_rows
from awards.nominations.report_text import word_count
from awards.nominations.section_pages import stored_entry, words_of
from awards.nominations.states import Part
from awards.nominations.wording import PART_SLUGS, PURPOSE_TITLES
from awards.nominees.asked import years_of
from awards.papers.forms import PaperForm
from awards.papers.queries import papers_asked_of
from awards.papers.receiving import keep_files
from awards.policy.actions import Action
from awards.registrations import queries, services
from awards.registrations.identity import come_in_by
from awards.registrations.inputs import ContactInput
from awards.registrations.models import ContactEntry, ContactLink
from awards.registrations.part_pages import PartPage, page_of
from awards.registrations.review import both_texts
from awards.registrations.services import EntryConflict
from awards.registrations.stored_text import canonical, digest
from awards.registrations.wording import CONSENT_TEXT, CONTACT_PARTS

contact = Door("contact", __name__, url_prefix="/dang-ky")
contact.entrance = "contact.show_lost_link"

SAVED_BY_THEMSELVES = frozenset(CONTACT_PARTS) - {Part.CONSENT, Part.PAPERS}
"""Nobody consents by typing: consent is given with its button."""


@contact.after_request
def _tell_nobody(response: Response) -> Response:
    """Where somebody comes from stays on our own pages, and from the page with a token it goes nowhere at all."""
    carries_token = request.endpoint in ("contact.open_link", "contact.show_lost_link")
    response.headers["Referrer-Policy"] = "no-referrer" if carries_token else "same-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@contact.before_request
def _give_back_what_was_typed() -> ResponseReturnValue | None:
    """Whoever writes by a link that has ended meanwhile gets the text back, to be carried into the next one."""
    kept = typed_text()
    if kept is None or current_actor().is_known or is_by_itself():
        return None
    return render_template("registrations/show_lost_link.html", kept=kept), 403


@contact.page("/<token>", Action.PUBLIC_READ)
def open_link(token: str) -> ResponseReturnValue:
    """Exchange the token for a session; a link that is wrong, ended or revoked gets one and the same page."""
    link = queries.link_behind(token)
    if link is None:
        return render_template("registrations/show_lost_link.html", kept=None), 404
    public_id = link.public_id
    with transaction():
        services.open_link(current_actor(), link)
    come_in_by(link)
    return redirect(url_for(".show_overview", public_id=public_id))


@contact.page("/lien-ket-khong-dung-duoc", Action.PUBLIC_READ)
def show_lost_link() -> ResponseReturnValue:
    return render_template("registrations/show_lost_link.html", kept=None)


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
    row = queries.entries_of(place.link.nomination).get(place.part)
    page = page_of(place.link.nomination, place.part, row.content if row is not None else None)
    if not page.form.is_submitted():
        return _part_page(place, page)
    by_itself = is_by_itself() and place.part in SAVED_BY_THEMSELVES
    whole = page.form.validate()
    entry = page.entry() if whole or by_itself else None
    if entry is None:
        return _answered(place, page) if by_itself else _part_page(place, page, base=request.form.get("base"))
    try:
        with transaction():
            services.save_part(current_actor(), place, entry, request.form.get("base", ""))
    except EntryConflict as conflict:
        return _conflict(place, entry, conflict, by_itself=by_itself)
    except DomainError as error:
        page.form.place(error)
        if by_itself:
            return jsonify(state="refused", sentence=error.sentence)
        return _part_page(place, page, base=request.form.get("base"))
    if by_itself:
        return _answered(place, page)
    flash(f"Đã lưu mục “{CONTACT_PARTS[place.part]}”. Phần này chưa gửi cho cán bộ.", "success")
    return redirect(url_for(".show_overview", public_id=place.link.public_id))


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


def _part_page(place: queries.PartOfLink, page: PartPage, base: str | None = None) -> str:
    """``base``: which text the page before this one had shown, where that is not the stored one."""
    nomination, form = place.link.nomination, page.form
    entries, rows = queries.entries_of(nomination), figure_rows(nomination)
    entry = entries.get(place.part)
    count = word_count(form.achievements.data or "") if place.part is Part.ACHIEVEMENTS else 0
    return _page(
        "registrations/edit_part.html",
        place.link,
        place=place,
        form=form,
        part=place.part,
        base=_base(entry) if base is None else base,
        entry=entry,
        is_open=queries.is_open(place.link, place.part, entries),
        saves_itself=place.part in SAVED_BY_THEMSELVES,
        saved_at=_saved_at(entry),
        facts=words_of(nomination, stored_entry(nomination, Part.ORGANISATION)),
        figure_rows=rows,
        years=years_of(rows),
        purpose_titles=PURPOSE_TITLES,
        count=count,
        consent_text=CONSENT_TEXT,
    )


def _conflict(
    place: queries.PartOfLink, entry: ContactInput, conflict: EntryConflict, *, by_itself: bool
) -> ResponseReturnValue:
    """Nothing was stored; whoever typed is shown both texts and chooses."""
    if by_itself:
        return jsonify(state="conflict", sentence=conflict.sentence)
    shown = _page(
        "registrations/resolve_part.html",
        place.link,
        part=place.part,
        rows=both_texts(place.link.nomination, place.part, conflict.stored.content, canonical(entry)),
        typed=[(name, text) for name, text in request.form.items(multi=True) if name not in ("csrf_token", "base")],
        base=digest(conflict.stored.content),
        saved_at=_saved_at(conflict.stored),
        form=Form(formdata=None),
    )
    return shown, 409


def _answered(place: queries.PartOfLink, page: PartPage) -> ResponseReturnValue:
    """What the page that saved by itself shows: the time, and what could not be kept."""
    row, form = queries.entries_of(place.link.nomination).get(place.part), page.form
    return jsonify(
        state="partly" if form.errors else "saved",
        at=_saved_at(row),
        base=_base(row),
        errors=told_errors(form),
        fragments={},
    )


def _base(row: ContactEntry | None) -> str:
    """By this a page says later which text it has shown; "" where there was none."""
    return digest(row.content) if row is not None else ""


def _saved_at(row: ContactEntry | None) -> str:
    """When the cooperative saved the part last, in Vietnam: ``14:03:22``; "" when never."""
    return f"{row.saved_at.astimezone(VIETNAM):%H:%M:%S}" if row is not None and row.is_typed else ""


def _edit_papers(place: queries.PartOfLink) -> ResponseReturnValue:
    """One form per paper; the paper's key tells which was sent."""
    link, nomination = place.link, place.link.nomination
    asked, key = papers_asked_of(nomination), request.form.get("paper", "")
    forms = {one.key: PaperForm(one) if one.key == key else PaperForm(one, formdata=None) for one in asked}
    sent = forms.get(key)
    if sent is not None and sent.validate_on_submit():
        typed = sent.to_input()
        names = keep_files(sent, lambda file: services.attach_file(current_actor(), link, typed, file))
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


def _page(template: str, link: ContactLink, **more: object) -> str:
    return render_template(
        template, link=link, nomination=link.nomination, titles=CONTACT_PARTS, slugs=PART_SLUGS, **more
    )
