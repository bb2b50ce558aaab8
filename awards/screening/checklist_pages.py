"""The checklist of a dossier: saved with its buttons, and by the page itself while somebody works through it."""

from __future__ import annotations

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from awards.base.autosave import is_by_itself, told_errors
from awards.base.clock import VIETNAM
from awards.base.doors import current_actor
from awards.base.errors import DomainError
from awards.base.transaction import transaction
from awards.nominations.models import Nomination
from awards.policy.actions import Action
from awards.screening import marking, queries
from awards.screening.forms import ChecklistForm, checklist_form
from awards.screening.queue import kept
from awards.screening.views import screening
from awards.screening.wording import KIND_TITLES, VERDICT_LABELS

__all__ = ["screening"]


@screening.page("/<public_id>/phieu-kiem", Action.SCREENING_READ, load=queries.get_visible_to)
def show_checklist(nomination: Nomination) -> ResponseReturnValue:
    marked = marking.marked_lines_of(nomination, nomination.revisions[-1])
    return _page(nomination, _form(nomination, marked), marked)


@screening.page("/<public_id>/phieu-kiem/luu", Action.SCREENING_MARK, load=queries.get_visible_to, methods=("POST",))
def save_checklist(nomination: Nomination) -> ResponseReturnValue:
    """All or nothing with a button; by itself the page saves the lines that are right and names the others."""
    marked = marking.marked_lines_of(nomination, nomination.revisions[-1])
    form, by_itself = _form(nomination, marked), is_by_itself()
    overtaken: tuple[str, ...] = ()
    if form.validate_on_submit() or by_itself:
        try:
            with transaction():
                saved = marking.save_marks(current_actor(), nomination, form.right_marks(), seen=form.seen.data)
            return _answered(nomination, form) if by_itself else _onwards(nomination, saved)
        except marking.MarkedMeanwhile as error:
            if by_itself:
                return jsonify(state="conflict", sentence=error.sentence)
            form.place(error)
            overtaken = error.lines
            marked = marking.marked_lines_of(nomination, nomination.revisions[-1])
            form.build_on({one.line.key: one.version for one in marked})
        except DomainError as error:
            if by_itself:
                return jsonify(state="refused", sentence=error.sentence)
            form.place(error)
    return _page(nomination, form, marked, overtaken), 409 if overtaken else 200


def _onwards(nomination: Nomination, saved: tuple[str, ...]) -> ResponseReturnValue:
    flash(f"Đã lưu {len(saved)} mục." if saved else "Không có mục nào thay đổi.", "success")
    after = request.form.get("sau", "")
    place = f"muc-{after}" if after.isascii() and after.isdigit() else None
    return redirect(url_for(".show_checklist", public_id=nomination.public_id, _anchor=place, **kept(request.args)))


def _answered(nomination: Nomination, form: ChecklistForm) -> ResponseReturnValue:
    """What the page that saved by itself shows: the time, what could not be kept, how far the checklist is."""
    marked = marking.marked_lines_of(nomination, nomination.revisions[-1])
    versions = zip(form.rows(), marked, strict=True)
    errors = told_errors(form)
    counts = {"looked_at": _looked_at(marked), "line_count": len(marked)}
    return jsonify(
        state="partly" if errors else "saved",
        at=_saved_at(marked),
        fields={fields.version.name: str(one.version) for fields, one in versions},
        errors=errors,
        fragments={"tien-do": render_template("screening/_progress.html", **counts)},
    )


def _form(nomination: Nomination, marked: list[queries.MarkedLine]) -> ChecklistForm:
    return checklist_form([one.row for one in marked], seen=nomination.revisions[-1].public_id)


def _page(
    nomination: Nomination, form: ChecklistForm, marked: list[queries.MarkedLine], overtaken: tuple[str, ...] = ()
) -> str:
    return render_template(
        "screening/show_checklist.html",
        nomination=nomination,
        form=form,
        rows=[
            {"marked": one, "verdict": controls.verdict, "note": controls.note, "version": controls.version}
            for one, controls in zip(marked, form.rows(), strict=True)
        ],
        overtaken=overtaken,
        titles=KIND_TITLES,
        verdict_labels=VERDICT_LABELS,
        open_for_marks=nomination.state in queries.TO_BE_CHECKED,
        looked_at=_looked_at(marked),
        line_count=len(marked),
        saved_at=_saved_at(marked),
        kept=kept(request.args),
    )


def _looked_at(marked: list[queries.MarkedLine]) -> int:
    return sum(one.mark is not None for one in marked)


def _saved_at(marked: list[queries.MarkedLine]) -> str:
    """When a line was marked last, in Vietnam: ``14:03:22``; "" while none was marked of this revision."""
    instants = [one.mark.marked_at for one in marked if one.mark is not None and not one.carried]
    return f"{max(instants).astimezone(VIETNAM):%H:%M:%S}" if instants else ""
