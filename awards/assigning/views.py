"""Pages about who marks what: choosing a way, a plan before it is accepted, one entry by hand, members' fields."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from awards.assigning import queries, services
from awards.assigning.forms import PanelForm, PlanForm, SeenForm, fields_form
from awards.assigning.light import Light
from awards.assigning.models import AssignmentPlan
from awards.assigning.problem import Problem
from awards.assigning.queries import PlanEntry
from awards.assigning.states import Method, PlanState
from awards.assigning.wording import (
    LIGHT_LABELS,
    LIGHT_SENTENCES,
    LIGHT_TONES,
    METHOD_LABELS,
    STATE_LABELS,
    STATE_TONES,
)
from awards.base.doors import Door, current_actor
from awards.base.errors import ConflictError, DomainError
from awards.base.forms import Form
from awards.base.identifiers import new_code
from awards.base.paging import page_number
from awards.base.transaction import transaction
from awards.councils import queries as councils
from awards.councils import services as council_services
from awards.councils.models import Council
from awards.councils.seats import marking_members
from awards.policy.actions import Action
from awards.seasons.rulebooks import rulebook_of

assigning = Door("assigning", __name__, url_prefix="/hoi-dong")

SEED_LENGTH = 8


@assigning.page(
    "/<public_id>/phan-cong", Action.JUDGES_ASSIGN, load=queries.get_central_visible_to, methods=("GET", "POST")
)
def assign_judges(council: Council) -> ResponseReturnValue:
    problem = queries.problem_of(council)
    form = PlanForm(data=_offered(problem) if request.method == "GET" else {})
    if form.validate_on_submit():
        try:
            return _drawn(council, form) if form.is_drawn else _everybody(council)
        except DomainError as error:
            form.place(error)
    return render_template(
        "assigning/assign_judges.html",
        form=form,
        council=council,
        problem=problem,
        fields=queries.fields_of(council),
        plans=queries.plans_of(council),
        waiting=councils.waiting_in(council.season),
        rulebook=rulebook_of(council.season),
        methods=METHOD_LABELS,
        labels=STATE_LABELS,
        tones=STATE_TONES,
    )


@assigning.page(
    "/<public_id>/phan-cong/linh-vuc",
    Action.MEMBER_FIELDS,
    load=queries.get_central_visible_to,
    methods=("GET", "POST"),
)
def edit_fields(council: Council) -> ResponseReturnValue:
    members = marking_members(council)
    known = queries.fields_of(council)
    form = fields_form(
        queries.group_labels(council).items(),
        [(one.public_id, one.full_name) for one in members],
        {one.public_id: known.get(one.id, ()) for one in members},
    )
    if form.validate_on_submit():
        try:
            with transaction():
                services.save_fields(current_actor(), council, form.to_input())
            flash("Đã lưu lĩnh vực chuyên môn.", "success")
            return redirect(url_for(".assign_judges", public_id=council.public_id))
        except DomainError as error:
            form.place(error)
    return render_template("assigning/edit_fields.html", form=form, council=council, members=members)


@assigning.page("/phan-cong/<public_id>", Action.PLAN_READ, load=queries.get_plan_visible_to)
def show_plan(plan: AssignmentPlan) -> ResponseReturnValue:
    return _plan_page(plan, SeenForm())


@assigning.page(
    "/phan-cong/<public_id>/chap-nhan", Action.PLAN_ACCEPT, load=queries.get_plan_visible_to, methods=("POST",)
)
def accept_plan(plan: AssignmentPlan) -> ResponseReturnValue:
    form = SeenForm()
    if form.validate_on_submit():
        try:
            with transaction():
                services.accept(current_actor(), plan, form.version())
            flash("Đã phân công theo phương án và mở vòng chấm.", "success")
            return redirect(url_for("councils.show_council", public_id=plan.council.public_id))
        except DomainError as error:
            form.place(error)
            return _plan_page(plan, form), 409 if isinstance(error, ConflictError) else 200
    return _plan_page(plan, form)


@assigning.page(
    "/phan-cong/<public_id>/hoan-tac", Action.PLAN_UNDO, load=queries.get_plan_visible_to, methods=("POST",)
)
def undo_plan(plan: AssignmentPlan) -> ResponseReturnValue:
    form = SeenForm()
    if form.validate_on_submit():
        try:
            with transaction():
                services.undo(current_actor(), plan)
            flash("Đã hoàn tác; các hồ sơ của phương án này lại chờ phân công.", "success")
            return redirect(url_for(".assign_judges", public_id=plan.council.public_id))
        except DomainError as error:
            form.place(error)
    return _plan_page(plan, form)


@assigning.page("/phan-cong/<public_id>/bo", Action.PLAN_ADJUST, load=queries.get_plan_visible_to, methods=("POST",))
def drop_plan(plan: AssignmentPlan) -> ResponseReturnValue:
    form = SeenForm()
    if form.validate_on_submit():
        try:
            with transaction():
                services.drop(current_actor(), plan)
            flash("Đã bỏ phương án.", "success")
            return redirect(url_for(".assign_judges", public_id=plan.council.public_id))
        except DomainError as error:
            form.place(error)
    return _plan_page(plan, form)


@assigning.page(
    "/phan-cong/<public_id>/ho-so/<nomination>",
    Action.PLAN_ADJUST,
    load=queries.get_entry_visible_to,
    methods=("GET", "POST"),
)
def change_entry(entry: PlanEntry) -> ResponseReturnValue:
    plan, nomination = entry.plan, entry.nomination
    members = {one.id: one for one in marking_members(plan.council)}
    stored = [members[one].public_id for one in queries.panel_of(plan, nomination) if one in members]
    form = PanelForm(
        [(one.public_id, one.full_name) for one in members.values()],
        data={"members": stored, "seen": str(plan.lock_version)},
    )
    if form.validate_on_submit():
        try:
            with transaction():
                services.change_panel(current_actor(), plan, nomination, form.to_input())
            flash(f"Đã đổi người chấm hồ sơ {nomination.reference}.", "success")
            return redirect(url_for(".show_plan", public_id=plan.public_id))
        except DomainError as error:
            form.place(error)
            form.seen.data = str(plan.lock_version)
    problem = queries.problem_of(plan.council, [nomination.id])
    return render_template(
        "assigning/change_entry.html",
        form=form,
        plan=plan,
        nomination=nomination,
        members=list(members.values()),
        stored=stored,
        loads=queries.loads_of(plan),
        problem=problem,
        experts={one.id for one in problem.markers if problem.entries[0].field in one.fields},
        group_labels=queries.group_labels(plan.council),
        is_open=plan.state == PlanState.PROPOSED,
    )


def _offered(problem: Problem) -> dict[str, object]:
    """What the form begins with."""
    return {
        "method": Method.BALANCED.value,
        "per_entry": min(max(problem.minimum, 3), len(problem.markers)) or None,
        "seed": new_code(SEED_LENGTH),
    }


def _everybody(council: Council) -> ResponseReturnValue:
    with transaction():
        judging_round = council_services.assign_judges(current_actor(), council)
    recused = sum(share.recused for share in councils.shares_of(judging_round))
    flash(f"Đã phân công chấm; {recused} trường hợp không chấm vì có liên quan.", "success")
    return redirect(url_for("councils.show_council", public_id=council.public_id))


def _drawn(council: Council, form: PlanForm) -> ResponseReturnValue:
    page = url_for(".show_latest", public_id=council.public_id)
    with transaction():
        job = services.propose(current_actor(), council, form.to_input(), page)
    return redirect(url_for("jobs.show_job", public_id=job.public_id))


@assigning.page("/<public_id>/phan-cong/moi-nhat", Action.PLAN_PROPOSE, load=queries.get_central_visible_to)
def show_latest(council: Council) -> ResponseReturnValue:
    """The council's latest plan: where a job leads to; the ways of assigning when it found none."""
    plans = queries.plans_of(council)
    if not plans:
        return redirect(url_for(".assign_judges", public_id=council.public_id))
    return _plan_page(plans[0], SeenForm())


def _plan_page(plan: AssignmentPlan, form: SeenForm) -> str:
    shown = queries.preview(plan, page_number(request.args.get("trang")))
    light = shown.ties.light
    form.seen.data = str(plan.lock_version)
    return render_template(
        "assigning/show_plan.html",
        form=form,
        plan=plan,
        shown=shown,
        experts_are_known=any(row.experts for row in shown.rows),
        light_label=LIGHT_LABELS[light],
        light_tone=LIGHT_TONES[light],
        light_sentence=LIGHT_SENTENCES[light].format(parts=len(shown.apart)),
        is_apart=light is Light.APART,
        methods=METHOD_LABELS,
        labels=STATE_LABELS,
        tones=STATE_TONES,
        button=Form(),
        group_labels=queries.group_labels(plan.council),
    )
