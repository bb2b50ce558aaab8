"""Pages about councils, who judges what, and meetings."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from awards.accounts.models import User
from awards.base import clock
from awards.base.doors import Door, current_actor
from awards.base.errors import DomainError
from awards.base.forms import Form
from awards.base.transaction import transaction
from awards.councils import meetings, queries, services
from awards.councils.forms import (
    CouncilForm,
    DossiersForm,
    MeetingForm,
    MemberForm,
    ProvincialMemberForm,
    RecusalForm,
    meeting_form,
)
from awards.councils.inputs import Founding, MemberInput
from awards.councils.levels import level_of
from awards.councils.models import Council, Meeting
from awards.councils.states import Post
from awards.councils.wording import LEVEL_LABELS, POST_LABELS, PROVINCIAL_POST_LABELS, ROUND_LABELS, ROUND_TONES
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
    judging_round = council.rounds[0] if council.rounds else None
    return render_template(
        "councils/show_council.html",
        council=council,
        judging_round=judging_round,
        shares=queries.shares_of(judging_round) if judging_round else [],
        recusals=queries.recusals_of(judging_round) if judging_round else [],
        waiting=queries.waiting_in(council.season),
        dossiers=queries.dossiers_of(council) if council.is_provincial else [],
        meetings=queries.meetings_of(council) if council.is_provincial else [],
        rulebook=rulebook_of(council.season),
        post_labels=PROVINCIAL_POST_LABELS if council.is_provincial else POST_LABELS,
        round_labels=ROUND_LABELS,
        round_tones=ROUND_TONES,
    )


@councils.page("/<public_id>/uy-vien", Action.MEMBER_APPOINT, load=queries.get_visible_to, methods=("GET", "POST"))
def add_member(council: Council) -> ResponseReturnValue:
    users = queries.candidates(current_actor(), council)
    form = _member_form(council, users)
    if form.validate_on_submit():
        entry = form.to_input()
        try:
            with transaction():
                user = queries.eligible_account(current_actor(), council, entry.user) if entry.user else None
                if user is None and (entry.user or not council.is_provincial):
                    raise DomainError("Chọn người trong danh sách.", "user")
                facts: MemberInput | None = entry if council.is_provincial else None
                member = services.add_member(current_actor(), council, user, entry.post, facts)
            flash(f"Đã thêm {member.full_name}, số phiếu {member.judge_number}.", "success")
            return redirect(url_for(".show_council", public_id=council.public_id))
        except DomainError as error:
            form.place(error)
    return render_template("councils/add_member.html", form=form, council=council, has_users=bool(users))


@councils.page("/<public_id>/phan-cong", Action.JUDGES_ASSIGN, load=queries.get_visible_to, methods=("GET", "POST"))
def assign_judges(council: Council) -> ResponseReturnValue:
    if council.is_provincial:
        return _put_before_council(council)
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


@councils.page("/<public_id>/khong-cham", Action.JUDGE_RECUSE, load=queries.get_visible_to, methods=("GET", "POST"))
def recuse_judge(council: Council) -> ResponseReturnValue:
    judged = [(one.public_id, f"{one.title}, {one.reference}") for one in queries.judged_in_first(council)]
    members = [one for one in council.members if one.post != Post.SECRETARY]
    form = RecusalForm(judged, [(one.public_id, f"Số {one.judge_number} – {one.full_name}") for one in members])
    if form.validate_on_submit():
        entry = form.to_input()
        try:
            with transaction():
                assignment = queries.assignment_of(council, entry.member, entry.nomination)
                if assignment is None:
                    raise DomainError("Ủy viên này không được phân công chấm hồ sơ đã chọn.", "member")
                services.recuse(current_actor(), assignment, entry.reason)
            flash("Đã ghi ủy viên không chấm hồ sơ này.", "success")
            return redirect(url_for(".show_council", public_id=council.public_id))
        except DomainError as error:
            form.place(error)
    return render_template(
        "councils/recuse_judge.html", form=form, council=council, minimum=level_of(council).aggregation.minimum_sheets
    )


@councils.page("/<public_id>/phien-hop", Action.MEETING_RECORD, load=queries.get_visible_to, methods=("GET", "POST"))
def record_meeting(council: Council) -> ResponseReturnValue:
    sisters = queries.sister_councils(council)
    seats = {"councils": [one.public_id for one in sisters], "seen": "0"}
    form = _meeting_form(sisters, seats)
    if form.validate_on_submit():
        chosen = [one for one in sisters if one.public_id in (form.councils.data or [])]
        try:
            with transaction():
                meeting = meetings.record_meeting(current_actor(), chosen, form.to_input())
            flash("Đã ghi phiên họp.", "success")
            return redirect(url_for(".show_meeting", public_id=meeting.public_id))
        except DomainError as error:
            form.place(error)
    return render_template(
        "councils/record_meeting.html", form=form, council=council, councils=sisters, post_labels=PROVINCIAL_POST_LABELS
    )


@councils.page("/phien-hop/<public_id>", Action.MEETING_READ, load=queries.get_meeting_visible_to)
def show_meeting(meeting: Meeting) -> ResponseReturnValue:
    there = {one.member_id: one for one in meeting.attendances}
    return render_template(
        "councils/show_meeting.html",
        meeting=meeting,
        there=there,
        counted={council.id: meetings.attendance_in(meeting, council) for council in meeting.councils},
        post_labels=PROVINCIAL_POST_LABELS,
    )


@councils.page(
    "/phien-hop/<public_id>/sua", Action.MEETING_RECORD, load=queries.get_meeting_visible_to, methods=("GET", "POST")
)
def edit_meeting(meeting: Meeting) -> ResponseReturnValue:
    form = _meeting_form(meeting.councils, _as_written(meeting))
    if form.validate_on_submit():
        try:
            with transaction():
                meetings.update_meeting(current_actor(), meeting, form.to_input())
            flash("Đã sửa phiên họp.", "success")
            return redirect(url_for(".show_meeting", public_id=meeting.public_id))
        except DomainError as error:
            form.place(error)
    return render_template("councils/edit_meeting.html", form=form, meeting=meeting, post_labels=PROVINCIAL_POST_LABELS)


def _put_before_council(council: Council) -> ResponseReturnValue:
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


def _member_form(council: Council, users: list[User]) -> MemberForm | ProvincialMemberForm:
    choices = [(user.public_id, _introduced(user)) for user in users]
    if council.is_provincial:
        return ProvincialMemberForm(choices, post=Post.MEMBER.value, joined_on=council.founded_on)
    return MemberForm(choices, post=Post.MEMBER.value)


def _meeting_form(sitting: list[Council], data: dict[str, Any]) -> MeetingForm:
    """Everybody is taken to be there until somebody says otherwise."""
    members = [(member.public_id, member.full_name) for council in sitting for member in council.members]
    there = {f"present_{member}": True for member, _ in members}
    named = [(council.public_id, f"{council.name} ({council.season.title})") for council in sitting]
    return meeting_form(named, members, there | data)


def _as_written(meeting: Meeting) -> dict[str, Any]:
    data: dict[str, Any] = {
        "venue": meeting.place,
        "held_on": meeting.held_on,
        "check_reported_by": meeting.check_reported_by,
        "notes": meeting.notes,
        "seen": str(meeting.lock_version),
        "councils": [council.public_id for council in meeting.councils],
    }
    for one in meeting.attendances:
        data[f"present_{one.member.public_id}"] = one.present
        data[f"note_{one.member.public_id}"] = one.note
    return data


def _introduced(user: User) -> str:
    place = user.alliance.name if user.alliance is not None else "Cơ quan Trung ương"
    return ", ".join(part for part in (user.full_name, user.post, place) if part)
