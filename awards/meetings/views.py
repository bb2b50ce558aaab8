"""Pages of meetings: planned, opened, run from one page, shown on a big screen, closed, and their minutes."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from awards.base import clock
from awards.base.doors import Door, current_actor
from awards.base.errors import ConflictError, DomainError
from awards.base.transaction import transaction
from awards.councils.models import Council
from awards.councils.wording import PROVINCIAL_POST_LABELS
from awards.meetings import minutes, queries, services
from awards.meetings.forms import BallotForm, FloorForm, PlanForm, RollForm, close_form, roll_form
from awards.meetings.models import Meeting
from awards.meetings.offers import why_no_list, why_not_closed
from awards.meetings.preview import Forecast, forecast
from awards.meetings.queries import Attendee, Sitting
from awards.meetings.states import MeetingState
from awards.meetings.telling import presiding_words, room_of
from awards.meetings.waiting import may_still_vote
from awards.meetings.wording import MEETING_LABELS, MEETING_TONES, MOTION_LABELS, MOTION_TONES
from awards.policy.actions import Action
from awards.policy.permission_map import permits
from awards.results.wording import OUTCOME_LABELS, OUTCOME_TONES

meetings = Door("meetings", __name__, url_prefix="/phien-hop")

WORDS: dict[str, Any] = {
    "post_labels": PROVINCIAL_POST_LABELS,
    "meeting_labels": MEETING_LABELS,
    "meeting_tones": MEETING_TONES,
    "motion_labels": MOTION_LABELS,
    "motion_tones": MOTION_TONES,
    "outcome_labels": OUTCOME_LABELS,
    "outcome_tones": OUTCOME_TONES,
}


@meetings.page("/", Action.MEETING_READ)
def list_meetings() -> ResponseReturnValue:
    actor = current_actor()
    return render_template(
        "meetings/list_meetings.html",
        meetings=queries.list_visible_to(actor),
        councils=queries.councils_to_meet(actor),
        **WORDS,
    )


@meetings.page("/moi/<public_id>", Action.MEETING_PLAN, load=queries.sitting_of, methods=("GET", "POST"))
def plan_meeting(sitting: Sitting) -> ResponseReturnValue:
    named = [(one.public_id, f"{one.name} ({one.season.title})") for one in sitting.councils]
    form = PlanForm(named, data={"councils": [value for value, _ in named]})
    if form.validate_on_submit():
        try:
            with transaction():
                meeting = services.plan_meeting(current_actor(), sitting, form.to_input())
            flash("Đã lập phiên họp. Đến buổi họp, hãy điểm danh rồi khai mạc.", "success")
            return redirect(_address(meeting))
        except DomainError as error:
            form.place(error)
    return render_template("meetings/plan_meeting.html", form=form, sitting=sitting)


@meetings.page("/<public_id>", Action.MEETING_READ, load=queries.get_visible_to)
def show_meeting(meeting: Meeting) -> ResponseReturnValue:
    room, actor = room_of(meeting), current_actor()
    runs = permits(actor, Action.MEETING_RECORD, meeting)
    return render_template(
        "meetings/show_meeting.html",
        meeting=meeting,
        room=room,
        runs=runs,
        mine=[one for one in room.open_motions if may_still_vote(current_actor(), one.motion)],
        there={one.member_id: one for one in meeting.attendances},
        members={one.id: queries.voting_members(meeting, one) for one in meeting.councils},
        counted={one.id: queries.attendance_in(meeting, one) for one in meeting.councils},
        results=queries.counts_after(current_actor(), meeting),
        no_list={one.council.id: why_no_list(meeting, one) for one in room.agendas},
        is_due=meeting.held_on <= clock.today(),
        floor_form=FloorForm(formdata=None),
        ballot_form=BallotForm(formdata=None),
        presiding_words=presiding_words,
        **WORDS,
    )


@meetings.page("/<public_id>/diem-danh", Action.MEETING_RECORD, load=queries.get_visible_to, methods=("GET", "POST"))
def record_roll(meeting: Meeting) -> ResponseReturnValue:
    people = queries.attendees_of(meeting)
    form = _roll_form(meeting, people)
    conflict = False
    if form.validate_on_submit():
        try:
            with transaction():
                services.record_roll(current_actor(), meeting, form.to_input())
                if "open" in request.form:
                    services.open_meeting(current_actor(), meeting)
            flash("Đã lưu điểm danh." if meeting.state != MeetingState.OPEN else "Đã lưu phiên họp.", "success")
            return redirect(_address(meeting))
        except ConflictError as error:
            form.place(error)
            conflict = True
            form.seen.data = str(meeting.lock_version)
        except DomainError as error:
            form.place(error)
    return render_template(
        "meetings/record_roll.html",
        form=form,
        meeting=meeting,
        people=people,
        called_above={one.id: _called_above(one, people) for one in meeting.councils},
        conflict=conflict,
        there={one.member_id: one for one in meeting.attendances},
        **WORDS,
    )


@meetings.page("/<public_id>/khai-mac", Action.MEETING_OPEN, load=queries.get_visible_to, methods=("POST",))
def open_meeting(meeting: Meeting) -> ResponseReturnValue:
    try:
        with transaction():
            services.open_meeting(current_actor(), meeting)
        flash("Phiên họp đã khai mạc.", "success")
    except DomainError as error:
        flash(error.sentence, "danger")
    return redirect(_address(meeting))


@meetings.page("/<public_id>/ho-so", Action.MEETING_RECORD, load=queries.get_visible_to, methods=("POST",))
def give_floor(meeting: Meeting) -> ResponseReturnValue:
    form = FloorForm()
    known = {
        item.nomination.public_id: item.row.entry.nomination_id
        for agenda in queries.agendas_of(meeting)
        for item in agenda.items
    }
    if form.validate_on_submit():
        try:
            with transaction():
                services.give_floor(
                    current_actor(), meeting, known.get(form.nomination.data or ""), known.get(form.seen.data or "")
                )
        except DomainError as error:
            flash(error.sentence, "danger")
    return redirect(_address(meeting))


@meetings.page("/<public_id>/be-mac", Action.MEETING_CLOSE, load=queries.get_visible_to, methods=("GET", "POST"))
def close_meeting(meeting: Meeting) -> ResponseReturnValue:
    ahead = forecast(meeting) if meeting.state != MeetingState.CLOSED else Forecast((), ())
    form = close_form([(one.row.entry.nomination_id, one.row.dossier.title) for one in ahead.waiting])
    if form.validate_on_submit():
        try:
            with transaction():
                services.close_meeting(current_actor(), meeting, form.left())
            flash("Phiên họp đã bế mạc. Biên bản được lập từ những gì đã ghi.", "success")
            return redirect(url_for(".show_minutes", public_id=meeting.public_id))
        except DomainError as error:
            form.place(error)
    room = room_of(meeting)
    return render_template(
        "meetings/close_meeting.html",
        form=form,
        meeting=meeting,
        ahead=ahead,
        room=room,
        too_late=why_not_closed(room.agendas),
        **WORDS,
    )


@meetings.page("/<public_id>/man-chieu", Action.MEETING_READ, load=queries.get_visible_to)
def show_screen(meeting: Meeting) -> ResponseReturnValue:
    return render_template("meetings/show_screen.html", meeting=meeting, room=room_of(meeting), **WORDS)


@meetings.page("/<public_id>/bien-ban", Action.MEETING_READ, load=queries.get_visible_to)
def show_minutes(meeting: Meeting) -> ResponseReturnValue:
    return render_template("meetings/show_minutes.html", meeting=meeting, contents=minutes.contents(meeting), **WORDS)


@meetings.page("/<public_id>/kiem-phieu", Action.MEETING_READ, load=queries.get_visible_to)
def show_tally_record(meeting: Meeting) -> ResponseReturnValue:
    return render_template(
        "meetings/show_tally_record.html", meeting=meeting, contents=minutes.contents(meeting), **WORDS
    )


def _called_above(council: Council, people: list[Attendee]) -> list[str]:
    """Those of the council whose box stands under a council named before it."""
    later = [one for one in people if one.first.council_id != council.id]
    return [one.first.full_name for one in later if any(seat.council_id == council.id for seat in one.seats)]


def _roll_form(meeting: Meeting, people: list[Attendee]) -> RollForm:
    """Everybody is taken to be there until somebody says otherwise."""
    data: dict[str, Any] = {f"present_{one.first.public_id}": True for one in people} | {
        "venue": meeting.place,
        "held_on": meeting.held_on,
        "check_reported_by": meeting.check_reported_by,
        "notes": meeting.notes,
        "seen": str(meeting.lock_version),
    }
    for one in meeting.attendances:
        data[f"present_{one.member.public_id}"] = one.present
        data[f"note_{one.member.public_id}"] = one.note
    return roll_form([(tuple(seat.public_id for seat in one.seats), one.first.full_name) for one in people], data)


def _address(meeting: Meeting) -> str:
    return url_for("meetings.show_meeting", public_id=meeting.public_id)
