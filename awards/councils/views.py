"""Pages about councils and who judges what."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from awards.accounts.models import User
from awards.base import clock
from awards.base.doors import Door, current_actor
from awards.base.errors import DomainError
from awards.base.transaction import transaction
from awards.councils import membership, queries, services
from awards.councils.forms import CouncilForm, DossiersForm, MemberForm, member_form
from awards.councils.inputs import Founding, MemberInput
from awards.councils.levels import level_of
from awards.councils.models import Council, CouncilMember
from awards.councils.states import Post, RoundKind
from awards.councils.wording import (
    LEVEL_LABELS,
    POST_LABELS,
    PROVINCIAL_POST_LABELS,
    RECUSAL_LABELS,
    ROUND_KIND_LABELS,
    ROUND_LABELS,
    ROUND_TONES,
    needed_sheets,
)
from awards.policy.actions import Action
from awards.seasons import queries as seasons
from awards.seasons.rulebooks import rulebook_of

councils = Door("councils", __name__, url_prefix="/hoi-dong")


@councils.page("/", Action.COUNCIL_LIST)
def list_councils() -> ResponseReturnValue:
    return render_template(
        "councils/list_councils.html",
        councils=queries.list_visible_to(current_actor()),
        founding=queries.founding_of(current_actor()),
        level_labels=LEVEL_LABELS,
        round_labels=ROUND_LABELS,
        round_tones=ROUND_TONES,
    )


@councils.page("/thanh-lap", Action.COUNCIL_APPOINT, load=queries.founding_of, methods=("GET", "POST"))
def appoint_council(founding: Founding) -> ResponseReturnValue:
    open_seasons = queries.seasons_to_found_in(current_actor(), founding)
    form = CouncilForm([(season.public_id, season.title) for season in open_seasons], clock.today())
    if form.validate_on_submit():
        try:
            with transaction():
                season = seasons.get_visible_to(current_actor(), form.season.data)
                if season is None:
                    raise DomainError("Chọn mùa giải trong danh sách.", "season")
                alliance = queries.alliance_of(founding)
                council = services.appoint_council(current_actor(), season, form.to_input(), alliance)
            flash("Đã ghi hội đồng. Tiếp theo, hãy thêm các ủy viên.", "success")
            return redirect(url_for(".show_council", public_id=council.public_id))
        except DomainError as error:
            form.place(error)
    return render_template(
        "councils/appoint_council.html", form=form, has_seasons=bool(open_seasons), founding=founding
    )


@councils.page("/<public_id>", Action.COUNCIL_READ, load=queries.get_visible_to)
def show_council(council: Council) -> ResponseReturnValue:
    assigned = [one for one in council.rounds if one.kind != RoundKind.DISCUSSION]
    judging_round = assigned[-1] if assigned else None
    return render_template(
        "councils/show_council.html",
        council=council,
        judging_round=judging_round,
        offers_experts=services.may_open_experts_round(council),
        kind_labels=ROUND_KIND_LABELS,
        shares=queries.shares_of(judging_round) if judging_round else [],
        recusals=queries.recusals_of(judging_round) if judging_round else [],
        waiting=queries.waiting_in(council.season),
        dossiers=queries.dossiers_of(council) if council.is_provincial else [],
        rulebook=rulebook_of(council.season),
        post_labels=PROVINCIAL_POST_LABELS if council.is_provincial else POST_LABELS,
        round_labels=ROUND_LABELS,
        round_tones=ROUND_TONES,
        recusal_labels=RECUSAL_LABELS,
        group_labels={group.key: group.label for group in level_of(council).aggregation.member_groups},
    )


@councils.page("/<public_id>/vong-chuyen-gia", Action.JUDGES_ASSIGN, load=queries.get_visible_to, methods=("POST",))
def open_experts_round(council: Council) -> ResponseReturnValue:
    try:
        with transaction():
            services.open_experts_round(current_actor(), council)
        flash("Đã mở vòng chuyên gia. Đóng vòng này rồi mới phân công vòng của hội đồng.", "success")
    except DomainError as error:
        flash(error.sentence, "error")
    return redirect(url_for(".show_council", public_id=council.public_id))


@councils.page("/<public_id>/uy-vien", Action.MEMBER_APPOINT, load=queries.get_visible_to, methods=("GET", "POST"))
def add_member(council: Council) -> ResponseReturnValue:
    users = queries.candidates(current_actor(), council)
    form = _member_form(council, users)
    if form.validate_on_submit():
        try:
            user = _chosen_account(council, form)
            if council.rounds and not form.is_confirmed:
                return _show_joining(council, form, user)
            with transaction():
                member = _appoint(council, form, user)
            flash(f"Đã thêm {member.full_name}, số phiếu {member.judge_number}.", "success")
            return redirect(url_for(".show_council", public_id=council.public_id))
        except DomainError as error:
            form.place(error)
            if form.is_confirmed and error.field in ("scope", "reason"):
                return _show_joining(council, form, _chosen_account(council, form))
    form.step.data = ""
    return render_template("councils/add_member.html", form=form, council=council, has_users=bool(users))


@councils.page(
    "/<public_id>/dua-ra-hoi-dong",
    Action.JUDGES_ASSIGN,
    load=queries.get_provincial_visible_to,
    methods=("GET", "POST"),
)
def put_before_council(council: Council) -> ResponseReturnValue:
    """The page on which a province chooses what its council judges."""
    dossiers = queries.dossiers_of(council)
    ready = [one for one in dossiers if one.may_be_put]
    named = [(one.nomination.public_id, one.content.title) for one in ready]
    form = DossiersForm(named, data={"nominations": [public_id for public_id, _ in named]})
    if form.validate_on_submit():
        chosen = [one.nomination for one in ready if one.nomination.public_id in form.chosen()]
        try:
            with transaction():
                services.put_before_council(current_actor(), council, chosen)
            flash(f"Đã đưa {len(chosen)} hồ sơ ra hội đồng và mở vòng chấm.", "success")
            return redirect(url_for(".show_council", public_id=council.public_id))
        except DomainError as error:
            form.place(error)
    return render_template(
        "councils/put_before_council.html",
        form=form,
        council=council,
        dossiers=dossiers,
        ready=ready,
        judges=[one for one in council.members if one.post != Post.SECRETARY],
        minimum=level_of(council).aggregation.minimum_sheets,
    )


def _member_form(council: Council, users: list[User]) -> MemberForm:
    groups = level_of(council).aggregation.member_groups
    return member_form(
        [(user.public_id, _introduced(user)) for user in users],
        [(group.key, group.label) for group in groups],
        is_provincial=council.is_provincial,
        joined_on=max(council.founded_on, clock.today()) if council.rounds else council.founded_on,
    )


def _chosen_account(council: Council, form: MemberForm) -> User | None:
    wanted = form.to_input().user
    user = queries.eligible_account(current_actor(), council, wanted) if wanted else None
    if user is None and wanted:
        raise DomainError("Chọn người trong danh sách.", "user")
    return user


def _appoint(council: Council, form: MemberForm, user: User | None) -> CouncilMember:
    entry = form.to_input()
    if council.rounds:
        return membership.join(current_actor(), council, user, entry, form.to_join())
    return services.add_member(current_actor(), council, user, entry.post, entry)


def _show_joining(council: Council, form: MemberForm, user: User | None) -> ResponseReturnValue:
    """What follows when somebody joins while the council judges; nothing is stored yet."""
    entry = form.to_input()
    preview = membership.joining_preview(council, user, entry)
    form.step.data = "confirm"
    return render_template(
        "councils/join_member.html",
        council=council,
        form=form,
        name=user.full_name if user is not None else entry.full_name,
        preview=preview,
        seat=_seat_of(council, entry),
        needed=needed_sheets(level_of(council).aggregation),
    )


def _seat_of(council: Council, entry: MemberInput) -> str:
    """The post, and the member group where the rulebook weighs groups."""
    labels = PROVINCIAL_POST_LABELS if council.is_provincial else POST_LABELS
    groups = (one.label for one in level_of(council).aggregation.member_groups if one.key == entry.group)
    return ", ".join([labels[entry.post], *groups])


def _introduced(user: User) -> str:
    place = user.alliance.name if user.alliance is not None else "Cơ quan Trung ương"
    return ", ".join(part for part in (user.full_name, user.post, place) if part)
