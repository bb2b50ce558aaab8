"""Pages of those who run a council: the register of relations, recusals written down and taken back."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from awards.base.doors import Door, current_actor
from awards.base.errors import DomainError
from awards.base.forms import Form
from awards.base.transaction import transaction
from awards.conflicts import queries, register, services
from awards.conflicts.forms import RecusalForm, RelationForm
from awards.conflicts.models import Relation
from awards.conflicts.wording import KIND_LABELS
from awards.councils import queries as councils
from awards.councils.levels import level_of
from awards.councils.models import Assignment, Council
from awards.councils.seats import marking_members, sitting_members
from awards.councils.wording import RECUSAL_LABELS, needed_sheets
from awards.policy.actions import Action
from awards.seasons.rulebooks import rulebook_of
from awards.units import queries as units

relations = Door("relations", __name__, url_prefix="/hoi-dong")


@relations.page("/<public_id>/quan-he", Action.RELATION_LIST, load=councils.get_visible_to, methods=("GET", "POST"))
def keep_register(council: Council) -> ResponseReturnValue:
    members = {one.public_id: one for one in sitting_members(council)}
    form = RelationForm(
        [(one.public_id, f"Số {one.judge_number} – {one.full_name}") for one in members.values()],
        [(one.public_id, one.name) for one in units.all_alliances()],
    )
    if form.validate_on_submit():
        try:
            with transaction():
                member = members.get(form.member.data)
                if member is None:
                    raise DomainError("Chọn ủy viên trong danh sách.", "member")
                register.record_relation(current_actor(), member, form.to_input())
            flash("Đã ghi vào sổ quan hệ. Các phân công liên quan đã cập nhật.", "success")
            return redirect(url_for(".keep_register", public_id=council.public_id))
        except DomainError as error:
            form.place(error)
    return render_template(
        "conflicts/keep_register.html",
        council=council,
        form=form,
        relations=queries.relations_of(council),
        elsewhere=queries.relations_elsewhere(council),
        recusals=queries.recusals_of(council),
        rulebook=rulebook_of(council.season),
        labels=KIND_LABELS,
        recusal_labels=RECUSAL_LABELS,
    )


@relations.page(
    "/quan-he/<public_id>/ket-thuc", Action.RELATION_END, load=queries.get_relation_visible_to, methods=("GET", "POST")
)
def end_relation(relation: Relation) -> ResponseReturnValue:
    is_own = relation.member.user_id == current_actor().user_id
    council = relation.member.council
    back = url_for("conflicts.keep_own_relations") if is_own else url_for(".keep_register", public_id=council.public_id)
    form = Form()
    if form.validate_on_submit():
        try:
            with transaction():
                register.end_relation(current_actor(), relation)
            flash("Đã kết thúc quan hệ đã ghi. Các phân công liên quan đã cập nhật.", "success")
            return redirect(back)
        except DomainError as error:
            form.place(error)
    return render_template(
        "conflicts/end_relation.html", relation=relation, form=form, back=back, labels=KIND_LABELS, is_own=is_own
    )


@relations.page("/<public_id>/khong-cham", Action.JUDGE_RECUSE, load=councils.get_visible_to, methods=("GET", "POST"))
def recuse_judge(council: Council) -> ResponseReturnValue:
    judged = [(one.public_id, f"{one.title}, {one.reference}") for one in queries.judged_now(council)]
    members = [(one.public_id, f"Số {one.judge_number} – {one.full_name}") for one in marking_members(council)]
    form = RecusalForm(judged, members)
    if form.validate_on_submit():
        entry = form.to_input()
        try:
            with transaction():
                assignment = queries.assignment_of(council, entry.member, entry.nomination)
                if assignment is None:
                    raise DomainError("Ủy viên này không được phân công chấm hồ sơ đã chọn.", "member")
                services.recuse(current_actor(), assignment, entry.reason)
            flash("Đã ghi ủy viên không chấm hồ sơ này.", "success")
            return redirect(url_for("councils.show_council", public_id=council.public_id))
        except DomainError as error:
            form.place(error)
    return render_template(
        "conflicts/recuse_judge.html", form=form, council=council, needed=needed_sheets(level_of(council).aggregation)
    )


@relations.page(
    "/khong-cham/<public_id>/go", Action.RECUSAL_TAKE_BACK, load=queries.get_recusal_visible_to, methods=("POST",)
)
def take_back_recusal(assignment: Assignment) -> ResponseReturnValue:
    try:
        with transaction():
            services.take_back(current_actor(), assignment)
        flash("Đã gỡ ghi nhận. Ủy viên được chấm lại nếu không còn lý do nào khác.", "success")
    except DomainError as error:
        flash(error.sentence, "error")
    return redirect(url_for(".keep_register", public_id=assignment.judging_round.council.public_id))
