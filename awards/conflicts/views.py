"""Pages on which a judge declares: dossier by dossier or several at once, and the own register of relations."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from awards.base.doors import Door, current_actor
from awards.base.errors import ConflictError, DomainError
from awards.base.transaction import transaction
from awards.conflicts import gate, register, services
from awards.conflicts.forms import DeclarationForm, RelationForm, declaration_form
from awards.conflicts.gate import Gate, Gates
from awards.conflicts.inputs import DeclarationInput
from awards.conflicts.wording import KIND_LABELS
from awards.councils.models import Assignment, JudgingRound
from awards.policy.actions import Action
from awards.units import queries as units

AT_ONCE = 30
"""Dossiers on one page: more would be tedious to read with care."""

conflicts = Door("conflicts", __name__, url_prefix="/ke-khai")


@conflicts.page("/", Action.DECLARATION_LIST, methods=("GET", "POST"))
def list_declarations() -> ResponseReturnValue:
    rounds = gate.rounds_visible_to(current_actor())
    wanted = request.args.get("vong")
    judging_round = next((one for one in rounds if one.public_id == wanted), rounds[0] if rounds else None)
    if judging_round is None:
        return render_template("conflicts/list_declarations.html", judging_round=None, form=None)
    gates = gate.gates_visible_to(current_actor(), judging_round)
    changes = request.args.get("sua") == "1"
    listed = _posted(gates) if request.method == "POST" else (gates.said if changes else gates.waiting)[:AT_ONCE]
    form = _form_of(listed)
    status = 200
    if form.validate_on_submit():
        try:
            told = _declare(judging_round, listed, form)
            flash(
                f"Đã ghi kê khai của {told} hồ sơ." if told else "Chưa chọn câu trả lời nào.",
                "success" if told else "info",
            )
            return redirect(url_for(".list_declarations", vong=judging_round.public_id))
        except DomainError as error:
            form.place_at(error, {one.assignment.public_id: one.key for one in listed})
            status = 409 if isinstance(error, ConflictError) else 200
    page = render_template(
        "conflicts/list_declarations.html",
        judging_round=judging_round,
        rounds=rounds,
        gates=gates,
        listed=listed,
        changes=changes,
        is_blind=gate.is_blind(judging_round.council),
        form=form,
    )
    return page, status


@conflicts.page("/<public_id>", Action.DECLARATION_MAKE, load=gate.get_visible_to, methods=("GET", "POST"))
def declare_dossier(assignment: Assignment) -> ResponseReturnValue:
    shown = gate.gate_of(assignment)
    if shown.is_blind:
        return redirect(url_for(".list_declarations", vong=assignment.judging_round.public_id))
    form = _form_of([shown])
    status = 200
    if form.validate_on_submit():
        said = form.said().get(shown.key)
        try:
            if said is None:
                raise DomainError("Chọn một trong hai câu trả lời.", f"word_{shown.key}")
            with transaction():
                services.declare(current_actor(), assignment, said)
            if said.concerned:
                flash("Đã ghi: anh/chị không chấm hồ sơ này. Có thể đổi lại khi vòng chấm còn mở.", "success")
                return redirect(url_for(".list_declarations", vong=assignment.judging_round.public_id))
            return redirect(url_for("sheets.edit_sheet", public_id=assignment.public_id))
        except DomainError as error:
            form.place_at(error, {assignment.public_id: shown.key})
            status = 409 if isinstance(error, ConflictError) else 200
    return render_template("conflicts/declare_dossier.html", gate=shown, form=form), status


@conflicts.page("/quan-he", Action.DECLARATION_LIST, methods=("GET", "POST"))
def keep_own_relations() -> ResponseReturnValue:
    actor = current_actor()
    seats = gate.own_memberships(actor)
    alliances = [(one.public_id, one.name) for one in units.all_alliances()]
    form = RelationForm(
        [(one.public_id, f"{one.council.name}, {one.council.season.title}") for one in seats], alliances
    )
    if form.validate_on_submit():
        try:
            with transaction():
                member = next((one for one in seats if one.public_id == form.member.data), None)
                if member is None:
                    raise DomainError("Chọn hội đồng trong danh sách.", "member")
                register.record_relation(actor, member, form.to_input())
            flash("Đã ghi. Các hồ sơ liên quan chuyển sang mục “Không chấm”.", "success")
            return redirect(url_for(".keep_own_relations"))
        except DomainError as error:
            form.place(error)
    return render_template(
        "conflicts/keep_own_relations.html",
        form=form,
        seats=seats,
        relations=gate.own_relations(actor),
        labels=KIND_LABELS,
    )


def _posted(gates: Gates) -> list[Gate]:
    everything = [*gates.waiting, *gates.said, *gates.shut]
    return [one for one in everything if f"word_{one.key}" in request.form]


def _form_of(gates: Sequence[Gate]) -> DeclarationForm:
    last = {
        one.key: DeclarationInput(one.last.concerned, one.last.reason, one.last.id)
        for one in gates
        if one.last is not None
    }
    return declaration_form([one.key for one in gates], last)


def _declare(judging_round: JudgingRound, listed: Sequence[Gate], form: DeclarationForm) -> int:
    said = form.said()
    with transaction():
        services.declare_all(
            current_actor(),
            judging_round,
            [(one.assignment, said[one.key]) for one in listed if one.key in said],
        )
    return len(said)
