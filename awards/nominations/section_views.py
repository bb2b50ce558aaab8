"""One page for each section of a dossier: saved alone, by its button or by the page itself."""

from __future__ import annotations

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from awards.base import clock
from awards.base.autosave import is_by_itself, told_errors
from awards.base.doors import current_actor
from awards.base.errors import DomainError
from awards.base.forms import Form
from awards.base.identifiers import new_public_id
from awards.base.transaction import transaction
from awards.nominations import queries, services
from awards.nominations.completeness import Readiness, readiness
from awards.nominations.dossier import DossierContent, figure_rows, live_content
from awards.nominations.inputs import DeclarationsInput, SectionInput
from awards.nominations.models import Nomination
from awards.nominations.reading import Reading, read_dossier
from awards.nominations.report_text import word_count
from awards.nominations.section_content import base_of
from awards.nominations.section_pages import SectionPage, page_of, stored_entry, words_of
from awards.nominations.states import Part
from awards.nominations.tasks import task_of
from awards.nominations.views import nominations, shut_for, words
from awards.nominations.wording import PART_SLUGS, PURPOSE_TITLES
from awards.nominees.asked import years_of
from awards.nominees.inputs import FiguresInput
from awards.policy.actions import Action
from awards.seasons.rulebooks import rulebook_of

__all__ = ["nominations"]

BACK_TO_CHECK = "kiem-tra"
_CSRF = "csrf_token"


@nominations.page(
    "/<public_id>/muc/<section>",
    Action.NOMINATION_EDIT,
    load=queries.get_section_visible_to,
    methods=("GET", "POST"),
)
def edit_section(hand: queries.SectionInHand) -> ResponseReturnValue:
    page = page_of(hand.nomination, hand.part)
    if not page.form.is_submitted():
        return _shown(page)
    by_itself = is_by_itself()
    whole = page.form.validate()
    if _CSRF in page.form.errors:
        return _stale() if by_itself else _shown(page, base=request.form.get("base"))
    try:
        with transaction(keeps=by_itself):
            services.save_section(
                current_actor(),
                page.nomination,
                page.entry(),
                opened=services.Opened(request.form.get("base", ""), request.form.get("page", "")),
                finished=whole and not by_itself,
            )
    except services.SectionConflict as conflict:
        return _conflict(page, conflict, by_itself=by_itself)
    except DomainError as error:
        page.form.place(error)
        return _refused(error) if by_itself else _shown(page, base=request.form.get("base"))
    if by_itself:
        return _answered(page)
    return _onwards(page) if whole else _shown(page, kept=True)


def _onwards(page: SectionPage) -> ResponseReturnValue:
    """On to what the person asked for: the same section, the check page, or the tasks."""
    flash(f"Đã lưu lúc {_saved_at(page)}. Hồ sơ chưa được gửi.", "success")
    public_id = page.nomination.public_id
    if "stay" in request.form:
        return redirect(url_for(".edit_section", public_id=public_id, section=PART_SLUGS[page.part], ve=_way_back()))
    if _way_back() is not None:
        return redirect(url_for(".check_nomination", public_id=public_id, _anchor=page.part.value))
    return redirect(url_for(".show_nomination", public_id=public_id))


def _way_back() -> str | None:
    return BACK_TO_CHECK if request.values.get("ve") == BACK_TO_CHECK else None


def _shown(page: SectionPage, *, base: str | None = None, kept: bool = False) -> ResponseReturnValue:
    """The section's form; ``kept``: what was right of it has just been stored."""
    nomination, part = page.nomination, page.part
    return render_template(
        "nominations/edit_section.html",
        nomination=nomination,
        part=part,
        form=page.form,
        base=base or base_of(nomination, part),
        opened=request.form.get("page") or new_public_id(),
        kept=kept,
        saved_at=_saved_at(page),
        way_back=_way_back(),
        stored=words_of(nomination, stored_entry(nomination, part)),
        years=_years(nomination),
        figure_rows=figure_rows(nomination),
        purpose_titles=PURPOSE_TITLES,
        count=word_count(nomination.achievements),
        **_around(page),
        **words(),
    )


_READ_WHOLE = (Part.ORGANISATION, Part.SELF_SCORE)
"""Sections whose form shows what the dossier says; the others spare the reading."""


def _around(page: SectionPage) -> dict[str, object]:
    """What the dossier as stored says about the section: its task, its conditions, the points."""
    nomination, content, ready = _checked(page)
    task = task_of(nomination, content, ready, page.part, shut_for(nomination))
    return {
        "task": task,
        "conditions": ready.conditions_about(page.part),
        "reading": _reading(page, content) if task.shut or page.part in _READ_WHOLE else None,
    }


def _checked(page: SectionPage) -> tuple[Nomination, DossierContent, Readiness]:
    """The dossier as stored, held against the rulebook."""
    content = live_content(page.nomination)
    return page.nomination, content, readiness(rulebook_of(page.nomination.season), content)


def _reading(page: SectionPage, content: DossierContent) -> Reading:
    return read_dossier(rulebook_of(page.nomination.season), content)


def _years(nomination: Nomination) -> tuple[int, ...]:
    return years_of(figure_rows(nomination))


def _saved_at(page: SectionPage) -> str:
    """When the section was saved last, in Vietnam: ``14:03:22``; "" when never."""
    row = next((one for one in page.nomination.sections if one.section == page.part), None)
    return "" if row is None else f"{row.saved_at.astimezone(clock.VIETNAM):%H:%M:%S}"


def _conflict(page: SectionPage, conflict: services.SectionConflict, *, by_itself: bool) -> ResponseReturnValue:
    """Nothing was stored; a person is shown both texts and chooses."""
    if by_itself:
        return jsonify(state="conflict", sentence=conflict.sentence)
    nomination, part = page.nomination, page.part
    typed, stored = page.entry(), stored_entry(nomination, part)
    pairs = zip(words_of(nomination, stored), words_of(nomination, _whole(stored, typed)), strict=True)
    shown = render_template(
        "nominations/resolve_section.html",
        nomination=nomination,
        part=part,
        sentence=conflict.sentence,
        rows=[(label, was, now) for (label, was), (_, now) in pairs],
        typed=[(name, text) for name, text in request.form.items(multi=True) if name not in (_CSRF, "base", "page")],
        base=base_of(nomination, part),
        opened=new_public_id(),
        saved_at=_saved_at(page),
        saved_by=next((one.saved_by.full_name for one in nomination.sections if one.section == part), ""),
        form=Form(formdata=None),
        way_back=_way_back(),
        **words(),
    )
    return shown, 409


def _answered(page: SectionPage) -> ResponseReturnValue:
    """What the page that saved by itself shows: the time, what could not be kept, and the check made anew."""
    services.forget_what_was_read(page.nomination)  # the answer tells what the database holds
    _, content, ready = _checked(page)
    points = page.part is Part.SELF_SCORE
    return jsonify(
        state="partly" if page.form.errors else "saved",
        at=_saved_at(page),
        base=base_of(page.nomination, page.part),
        errors=told_errors(page.form),
        fragments={
            "kiem-tra-muc": render_template("nominations/_checks.html", conditions=ready.conditions_about(page.part)),
            "bang-diem": render_template("nominations/_score.html", reading=_reading(page, content)) if points else "",
        },
    )


def _refused(error: DomainError) -> ResponseReturnValue:
    return jsonify(state="refused", sentence=error.sentence)


def _stale() -> ResponseReturnValue:
    """The session of the page has ended: the browser keeps the text and asks for sign-in."""
    return jsonify(state="signed_out"), 401


def _whole(stored: SectionInput, typed: SectionInput) -> SectionInput:
    """The typed entry with what it left out, as it is stored, so that both can be laid side by side."""
    if isinstance(stored, FiguresInput) and isinstance(typed, FiguresInput):
        given = {(one.figure, one.unit, one.year): one for one in typed.values}
        return FiguresInput(tuple(given.get((one.figure, one.unit, one.year), one) for one in stored.values))
    if isinstance(stored, DeclarationsInput) and isinstance(typed, DeclarationsInput):
        return DeclarationsInput({**stored.answers, **typed.answers})
    return typed
