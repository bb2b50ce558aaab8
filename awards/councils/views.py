"""Pages about councils and the assignment of judges."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from awards.accounts.models import User
from awards.base import clock
from awards.base.doors import Door, current_actor
from awards.base.errors import DomainError
from awards.base.forms import Form
from awards.base.transaction import transaction
from awards.councils import queries, services
from awards.councils.forms import CouncilForm, MemberForm
from awards.councils.models import Council
from awards.councils.states import Post
from awards.councils.wording import POST_LABELS, ROUND_LABELS, ROUND_TONES
from awards.policy.actions import Action
from awards.seasons import queries as seasons
from awards.seasons.rulebooks import rulebook_of

councils = Door("councils", __name__, url_prefix="/hoi-dong")


@councils.page("/", Action.COUNCIL_LIST)
def list_councils() -> ResponseReturnValue:
    return render_template(
        "councils/list_councils.html",
        councils=queries.list_visible_to(current_actor()),
        round_labels=ROUND_LABELS,
        round_tones=ROUND_TONES,
    )


@councils.page("/thanh-lap", Action.COUNCIL_APPOINT, methods=("GET", "POST"))
def appoint_council() -> ResponseReturnValue:
    open_seasons = queries.seasons_without_council(current_actor())
    form = CouncilForm([(season.public_id, season.title) for season in open_seasons], clock.today())
    if form.validate_on_submit():
        try:
            with transaction():
                season = seasons.get_visible_to(current_actor(), form.season.data)
                if season is None:
                    raise DomainError("Chọn mùa giải trong danh sách.", "season")
                council = services.appoint_council(current_actor(), season, form.to_input())
            flash("Đã ghi hội đồng. Tiếp theo, hãy thêm các ủy viên.", "success")
            return redirect(url_for(".show_council", public_id=council.public_id))
        except DomainError as error:
            form.place(error)
    return render_template("councils/appoint_council.html", form=form, has_seasons=bool(open_seasons))


@councils.page("/<public_id>", Action.COUNCIL_READ, load=queries.get_visible_to)
def show_council(council: Council) -> ResponseReturnValue:
    judging_round = council.rounds[0] if council.rounds else None
    return render_template(
        "councils/show_council.html",
        council=council,
        judging_round=judging_round,
        shares=queries.shares_of(judging_round) if judging_round else [],
        recusals=queries.recusals_of(judging_round) if judging_round else [],
        waiting=queries.waiting_in(council.season),
        rulebook=rulebook_of(council.season),
        post_labels=POST_LABELS,
        round_labels=ROUND_LABELS,
        round_tones=ROUND_TONES,
    )


@councils.page("/<public_id>/uy-vien", Action.MEMBER_APPOINT, load=queries.get_visible_to, methods=("GET", "POST"))
def add_member(council: Council) -> ResponseReturnValue:
    users = queries.candidates(current_actor(), council)
    form = MemberForm([(user.public_id, _introduced(user)) for user in users], post=Post.MEMBER.value)
    if form.validate_on_submit():
        entry = form.to_input()
        try:
            with transaction():
                user = queries.eligible_account(current_actor(), council, entry.user)
                if user is None:
                    raise DomainError("Chọn người trong danh sách.", "user")
                member = services.add_member(current_actor(), council, user, entry.post)
            flash(f"Đã thêm {user.full_name}, số phiếu {member.judge_number}.", "success")
            return redirect(url_for(".show_council", public_id=council.public_id))
        except DomainError as error:
            form.place(error)
    return render_template("councils/add_member.html", form=form, council=council, has_users=bool(users))


@councils.page("/<public_id>/phan-cong", Action.JUDGES_ASSIGN, load=queries.get_visible_to, methods=("GET", "POST"))
def assign_judges(council: Council) -> ResponseReturnValue:
    form = Form()
    if form.validate_on_submit():
        try:
            with transaction():
                judging_round = services.assign_judges(current_actor(), council)
            recused = sum(share.recused for share in queries.shares_of(judging_round))
            flash(f"Đã phân công chấm; {recused} trường hợp không chấm vì cùng địa phương.", "success")
            return redirect(url_for(".show_council", public_id=council.public_id))
        except DomainError as error:
            form.place(error)
    return render_template(
        "councils/assign_judges.html",
        form=form,
        council=council,
        judges=[member for member in council.members if member.post != Post.SECRETARY],
        waiting=queries.waiting_in(council.season),
        rulebook=rulebook_of(council.season),
    )


def _introduced(user: User) -> str:
    place = user.alliance.name if user.alliance is not None else "Cơ quan Trung ương"
    return ", ".join(part for part in (user.full_name, user.post, place) if part)
