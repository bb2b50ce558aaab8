"""Pages on which something is put to the vote, voted on and counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from awards.base.doors import Door, current_actor
from awards.base.errors import ConflictError, DomainError
from awards.base.files import download, file_store, read_file
from awards.base.identifiers import new_public_id
from awards.base.transaction import transaction, without_lock
from awards.meetings import ballots, motions, queries
from awards.meetings.forms import (
    AnnulForm,
    BallotForm,
    DepartureForm,
    HandsForm,
    NamesForm,
    OpinionForm,
    OtherForm,
    VoteForm,
    hands_form,
    order_form,
    tally_form,
)
from awards.meetings.models import Meeting, Motion, WrittenOpinion
from awards.meetings.one_by_one import one_by_one
from awards.meetings.states import MotionState
from awards.meetings.telling import ToldMotion, presiding_words, titles_of, told_here
from awards.meetings.views import WORDS
from awards.policy.actions import Action

SCAN_KINDS = frozenset({"application/pdf", "image/jpeg", "image/png"})

ballot_pages = Door("ballots", __name__, url_prefix="/phien-hop/noi-dung")


@ballot_pages.page("/moi/<public_id>/bo-phieu", Action.MOTION_PUT, load=queries.get_visible_to, methods=("POST",))
def put_ballot(meeting: Meeting) -> ResponseReturnValue:
    """Put an entry to the vote and open the ballot in one step."""
    form = BallotForm()
    if form.validate_on_submit():
        try:
            with transaction():
                motion = motions.put_motion(current_actor(), meeting, form.to_input())
                if motion.state == MotionState.DRAFTED:
                    motions.open_motion(current_actor(), motion)
            return redirect(_address(motion))
        except DomainError as error:
            flash(error.sentence, "danger")
    return redirect(_meeting(meeting))


@ballot_pages.page(
    "/moi/<public_id>/khac-thu-hang", Action.MOTION_PUT, load=queries.get_visible_to, methods=("GET", "POST")
)
def put_departure(meeting: Meeting) -> ResponseReturnValue:
    agendas = [one for one in queries.agendas_of(meeting) if one.departures is not None]
    entries = [
        (f"{agenda.council.public_id}:{item.nomination.public_id}", f"{item.row.entry.rank}. {item.row.dossier.title}")
        for agenda in agendas
        if agenda.shut is None
        for item in agenda.to_vote_on
        if item.row.entry.nomination_id not in agenda.earlier.added
    ]
    form = DepartureForm(entries, data={"entry": request.args.get("ho-so", "")})
    if form.validate_on_submit():
        try:
            with transaction():
                motion = motions.put_motion(current_actor(), meeting, form.to_input())
            flash("Đã ghi đề nghị. Mở biểu quyết khi chủ tọa cho phép.", "success")
            return redirect(_address(motion))
        except DomainError as error:
            form.place(error)
    rules = [(one.council, one.departures) for one in agendas]
    shut = [one.shut for one in agendas if one.shut is not None]
    return render_template(
        "meetings/put_departure.html", form=form, meeting=meeting, rules=rules, shut=shut, entries=entries
    )


@ballot_pages.page("/moi/<public_id>/khac", Action.MOTION_PUT, load=queries.get_visible_to, methods=("GET", "POST"))
def put_other(meeting: Meeting) -> ResponseReturnValue:
    form = OtherForm([(one.public_id, one.name) for one in meeting.councils])
    if form.validate_on_submit():
        try:
            with transaction():
                motion = motions.put_motion(current_actor(), meeting, form.to_input())
            flash("Đã ghi nội dung. Mở biểu quyết khi chủ tọa cho phép.", "success")
            return redirect(_address(motion))
        except DomainError as error:
            form.place(error)
    return render_template("meetings/put_other.html", form=form, meeting=meeting)


@ballot_pages.page("/moi/<public_id>/thu-tu", Action.MOTION_PUT, load=queries.get_visible_to, methods=("GET", "POST"))
def order_equals(meeting: Meeting) -> ResponseReturnValue:
    """Equals of one council: the one named in the address, else the first with any."""
    tied = [one for one in queries.agendas_of(meeting) if one.ties]
    wanted = request.args.get("hoi-dong")
    agenda = next((one for one in tied if wanted in (None, one.council.public_id)), None)
    equals = [one for group in agenda.ties for one in group] if agenda is not None else []
    form = order_form([(one.nomination.public_id, one.row.dossier.title) for one in equals])
    if agenda is not None and form.validate_on_submit():
        try:
            with transaction():
                motion = motions.order_equals(current_actor(), meeting, form.to_input(agenda.council.public_id))
            flash("Đã ghi thứ tự của chủ tọa.", "success")
            return redirect(_address(motion))
        except DomainError as error:
            form.place(error)
    presiding = queries.presiding_over_equals(meeting, agenda) if agenda is not None else None
    return render_template(
        "meetings/order_equals.html",
        form=form,
        meeting=meeting,
        agenda=agenda,
        presiding=presiding_words(presiding),
        has_chair=presiding is not None,
    )


@ballot_pages.page("/<public_id>", Action.MEETING_READ, load=queries.get_motion_visible_to)
def show_motion(motion: Motion) -> ResponseReturnValue:
    return _page(motion)


@ballot_pages.page("/<public_id>/rut", Action.MOTION_PUT, load=queries.get_motion_visible_to, methods=("POST",))
def withdraw_motion(motion: Motion) -> ResponseReturnValue:
    meeting = motion.meeting
    try:
        with transaction():
            motions.withdraw_motion(current_actor(), motion)
        flash("Đã rút nội dung chưa biểu quyết.", "success")
    except DomainError as error:
        flash(error.sentence, "danger")
        return redirect(_address(motion))
    return redirect(_meeting(meeting))


@ballot_pages.page("/<public_id>/mo", Action.MOTION_OPEN, load=queries.get_motion_visible_to, methods=("POST",))
def open_motion(motion: Motion) -> ResponseReturnValue:
    try:
        with transaction():
            motions.open_motion(current_actor(), motion)
    except DomainError as error:
        flash(error.sentence, "danger")
    return redirect(_address(motion))


@ballot_pages.page("/<public_id>/dong", Action.MOTION_CLOSE, load=queries.get_motion_visible_to, methods=("POST",))
def close_motion(motion: Motion) -> ResponseReturnValue:
    try:
        with transaction():
            motions.close_motion(current_actor(), motion)
        if motion.state == MotionState.VOID:
            flash(motion.void_reason, "danger")
    except DomainError as error:
        flash(error.sentence, "danger")
    return redirect(_address(motion))


@ballot_pages.page("/<public_id>/huy", Action.MOTION_VOID, load=queries.get_motion_visible_to, methods=("GET", "POST"))
def annul_motion(motion: Motion) -> ResponseReturnValue:
    form = AnnulForm()
    if form.validate_on_submit():
        try:
            with transaction():
                motions.annul_motion(current_actor(), motion, form.reason.data or "")
            flash("Kết quả này không được lấy; biên bản ghi lại kèm lý do.", "success")
            return redirect(_address(motion))
        except DomainError as error:
            form.place(error)
    return render_template("meetings/annul_motion.html", form=form, one=_told(motion), meeting=motion.meeting, **WORDS)


@ballot_pages.page(
    "/<public_id>/phieu", Action.BALLOT_CAST, load=queries.get_motion_visible_to, methods=("GET", "POST")
)
def cast_vote(motion: Motion) -> ResponseReturnValue:
    """One's own vote; a secret one in two transactions, so that nothing stored together tells who and how."""
    form = _own_form(motion)
    if form.validate_on_submit():
        try:
            if motion.secret:
                _cast_in_secret(motion, form.page_key.data or "", form.to_vote())
            else:
                with transaction():
                    ballots.cast_vote(current_actor(), motion, form.to_vote())
            flash("Đã nhận phiếu của anh/chị.", "success")
            return redirect(_meeting(motion.meeting))
        except DomainError as error:
            form.place(error)
    member = queries.member_of(motion, current_actor())
    return render_template(
        "meetings/cast_vote.html",
        form=form,
        one=_told(motion),
        meeting=motion.meeting,
        done=motion.secret and member is not None and queries.has_voted(motion, member),
        rule=motions.rule_of(motion),
        tells_opinions=queries.tells_opinions(current_actor(), motion),
        **WORDS,
    )


@ballot_pages.page(
    "/<public_id>/gio-tay", Action.VOTE_RECORD, load=queries.get_motion_visible_to, methods=("GET", "POST")
)
def record_votes(motion: Motion) -> ResponseReturnValue:
    form = _hands(motion)
    if form.validate_on_submit():
        try:
            with transaction():
                seen = _seen(form.seen.data or "")
                ballots.record_votes(current_actor(), motion, form.to_votes(), seen)
            flash("Đã ghi phiếu của các thành viên.", "success")
            return redirect(_address(motion))
        except ConflictError as error:
            form.place(error)
            form.seen.data = _as_seen(motion)
        except DomainError as error:
            form.place(error)
    return render_template("meetings/record_votes.html", form=form, one=_told(motion), meeting=motion.meeting, **WORDS)


@ballot_pages.page(
    "/<public_id>/y-kien", Action.OPINION_RECORD, load=queries.get_motion_visible_to, methods=("GET", "POST")
)
def record_opinion(motion: Motion) -> ResponseReturnValue:
    electorate = motion.electorate
    absent = [(one.public_id, one.full_name) for one in motion.council.members if one.id in electorate.writers]
    form = OpinionForm(absent, _entries(motion) if _names_entries(motion) else None)
    if form.validate_on_submit():
        try:
            given = request.files.get("file")
            scan = read_file(given, "file", SCAN_KINDS) if given is not None and given.filename else None
            with transaction():
                ballots.record_opinion(current_actor(), motion, form.to_input(), scan)
            flash("Đã ghi ý kiến bằng văn bản.", "success")
            return redirect(_address(motion))
        except DomainError as error:
            form.place(error)
    return render_template(
        "meetings/record_opinion.html", form=form, one=_told(motion), meeting=motion.meeting, absent=absent, **WORDS
    )


@ballot_pages.page("/y-kien/<public_id>/tep", Action.MEETING_READ, load=queries.get_opinion_visible_to)
def download_opinion(opinion: WrittenOpinion) -> ResponseReturnValue:
    key, name, media_type = opinion.scan_key or "", opinion.scan_name or "", opinion.scan_media_type or ""
    return download(file_store().get(key), name, media_type)


@ballot_pages.page(
    "/<public_id>/kiem-phieu", Action.PAPER_TALLY, load=queries.get_motion_visible_to, methods=("GET", "POST")
)
def enter_tally(motion: Motion) -> ResponseReturnValue:
    names = _names_entries(motion)
    form = tally_form([(int(value), label) for value, label in _entries(motion)], names_entries=names)
    if form.validate_on_submit():
        try:
            with transaction():
                ballots.enter_tally(current_actor(), motion, form.to_input())
            flash("Đã lưu kết quả kiểm phiếu của anh/chị.", "success")
            return redirect(_address(motion))
        except DomainError as error:
            form.place(error)
    return render_template(
        "meetings/enter_tally.html", form=form, one=_told(motion), meeting=motion.meeting, names_entries=names, **WORDS
    )


def _cast_in_secret(motion: Motion, page_key: str, vote: str) -> None:
    actor = current_actor()
    with without_lock(), one_by_one():
        with transaction():
            ballots.drop_slip(actor, motion, page_key, vote)
        with transaction():
            ballots.note_voter(actor, motion)


def _page(motion: Motion) -> ResponseReturnValue:
    me = current_actor().user_id
    return render_template(
        "meetings/show_motion.html",
        one=_told(motion),
        meeting=motion.meeting,
        tallied=[entry.entered_by for entry in motion.tallies],
        alike=len({entry.totals for entry in motion.tallies}) == 1,
        mine=any(entry.entered_by_id == me for entry in motion.tallies),
        rule=motions.rule_of(motion),
        tells_opinions=queries.tells_opinions(current_actor(), motion),
        **WORDS,
    )


def _told(motion: Motion) -> ToldMotion:
    return told_here(motion, tuple(queries.agendas_of(motion.meeting)))


def _names_entries(motion: Motion) -> bool:
    """Whether a vote names entries (approve_k) instead of saying yes or no."""
    return motion.nomination_id is None and motions.rule_of(motion) is not None


def _entries(motion: Motion, member: int | None = None) -> list[tuple[str, str]]:
    """The entries that are voted on (row id and name), for one member without those the member is out of."""
    electorate = motion.electorate
    titles = titles_of(tuple(queries.agendas_of(motion.meeting)))
    wanted = electorate.entries if member is None else electorate.entries_of(member)
    return [(str(one), titles.get(one, "")) for one in wanted]


def _own_form(motion: Motion) -> VoteForm | NamesForm:
    data = {"page_key": new_public_id()}
    member = queries.member_of(motion, current_actor())
    if not _names_entries(motion) or member is None:
        return VoteForm(data=data)
    return NamesForm(_entries(motion, member.id), data=data)


def _hands(motion: Motion) -> HandsForm:
    able, stored = motion.electorate.voters, {one.member_id: one.vote for one in motion.votes}
    names = _names_entries(motion)
    members: list[tuple[int, str, Sequence[tuple[str, str]] | None]] = [
        (one.id, one.full_name, _entries(motion, one.id) if names else None)
        for one in motion.council.members
        if one.id in able
    ]
    data: dict[str, Any] = {"seen": _as_seen(motion)}
    for member, vote in stored.items():
        data[f"vote_{member}"] = vote.strip("[]").split(", ") if names else vote
    return hands_form(members, data)


def _as_seen(motion: Motion) -> str:
    """The votes a page shows, to be sent back with it."""
    return "|".join(f"{one.member_id}={one.vote}" for one in motion.votes)


def _seen(text: str) -> dict[int, str]:
    pairs = (one.partition("=") for one in text.split("|") if "=" in one)
    return {int(member): vote for member, _, vote in pairs if member.isascii() and member.isdigit()}


def _address(motion: Motion) -> str:
    return url_for("ballots.show_motion", public_id=motion.public_id)


def _meeting(meeting: Meeting) -> str:
    return url_for("meetings.show_meeting", public_id=meeting.public_id)
