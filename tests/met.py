"""Meetings before a test begins: a rulebook that votes, a counted season of its own, a meeting that is open."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from awards.accounts.identity import actor_of
from awards.base import clock
from awards.base.transaction import transaction
from awards.councils.models import Council, CouncilMember
from awards.councils.states import AssignmentState
from awards.meetings import ballots, motions, services
from awards.meetings.inputs import MotionInput, PlanInput, Presence, RollInput
from awards.meetings.models import Meeting, Motion
from awards.meetings.queries import Sitting, voting_members
from awards.meetings.states import MotionKind
from awards.policy.actor import Actor
from awards.publicity import services as publicity
from awards.results import services as results
from awards.seasons import services as seasons
from awards.seasons.states import ConfirmationKind
from tests.builders import RULEBOOK
from tests.cast import Cast
from tests.judged import PLACES, Judged, Places, a_judged_season, cast_one, cast_sheets
from tests.remembered import remembered

QUORUM = """[levels.meeting.quorum]
fraction = "2/3"
chair_required = true
recused = "out"
clause = "Điều 9"
origin = "tự đặt"
"""
BEFORE = "# ---------------------------------------------------------------- Số liệu và giấy tờ"


def ballot(name: str, **facts: object) -> str:
    """A ballot of a rulebook: yes or no by hands, at least two thirds of all, unless told otherwise."""
    given = {
        "kind": "yes_no", "secret": False, "threshold": "2/3", "denominator": "all", "written_opinions": True,
        "clause": "Điều 9", "origin": "tự đặt",
    } | facts  # fmt: skip
    lines = "\n".join(f"{key} = {_toml(value)}" for key, value in given.items())
    return f"[levels.meeting.{name}]\n{lines}\n"


def voting_rules(approval: str = "", departures: str = "", *, tie: str = "", places: int = 100) -> str:
    """The sample rulebook with a meeting; ``tie``: the last step among equals, else the lot."""
    text = RULEBOOK.read_text(encoding="utf-8")
    text = text.replace('value = 100\norigin = "verified"', f'value = {places}\norigin = "tự đặt"', 1)
    if tie:
        lot = text[text.index('kind = "lot"') : text.index("[[levels]]")]
        text = text.replace(lot, f'kind = "{tie}"\nlabel = "Chủ tịch quyết định"\norigin = "tự đặt"\n\n', 1)
    return text.replace(BEFORE, f"{QUORUM}\n{approval}\n{departures}\n{BEFORE}", 1)


@remembered
def publish(cast: Cast, text: str) -> None:
    """The rulebook of the seasons that follow."""
    with transaction():
        published = publicity.publish_rulebook(cast.office, text)
        seasons.confirm_rulebook(cast.office, published, ConfirmationKind.SAMPLE, "Bản mẫu của phép thử")


@remembered
def a_counted_council(cast: Cast, text: str, places: Places = PLACES, *, equal: bool = False) -> tuple[Council, Judged]:
    """Chair, three members (one out of the first entry, when of home), member-secretary; their sheets are counted."""
    publish(cast, text)
    judged = a_judged_season(cast, places)
    if equal:
        for assignment in judged.judging_round.assignments:
            judge = assignment.member.user
            if judge is not None and assignment.state == AssignmentState.ASSIGNED:
                with transaction():
                    cast_one(actor_of(judge), judged.season, assignment, 1)
    else:
        cast_sheets(cast, judged)
    with transaction():
        results.close_and_count(cast.office, judged.judging_round)
    return judged.judging_round.council, judged


@remembered
def an_open_meeting(actor: Actor, councils: list[Council], absent: Collection[int] = ()) -> Meeting:
    """Everybody is there but members with these judge's numbers."""
    chosen = tuple(one.public_id for one in councils)
    with transaction():
        entry = PlanInput("Trụ sở (mẫu)", clock.today(), chosen)
        meeting = services.plan_meeting(actor, Sitting(councils[0], tuple(councils)), entry)
        services.record_roll(actor, meeting, a_roll(meeting, absent))
        return services.open_meeting(actor, meeting)


def a_roll(meeting: Meeting, absent: Collection[int] = ()) -> RollInput:
    there = {
        one.public_id: Presence(one.judge_number not in absent, "Đi công tác" if one.judge_number in absent else "")
        for council in meeting.councils
        for one in voting_members(meeting, council)
    }
    return RollInput(meeting.place, meeting.held_on, "Bùi Thị Ánh", "", there, meeting.lock_version)


@remembered
def an_open_ballot(actor: Actor, meeting: Meeting, nomination: str, *, on_paper: bool = False) -> Motion:
    """A ballot on an entry (public id; "" for all of a council whose slips name entries)."""
    entry = MotionInput(MotionKind.APPROVE, meeting.councils[0].public_id, nomination, on_paper=on_paper)
    with transaction():
        return motions.open_motion(actor, motions.put_motion(actor, meeting, entry))


@remembered
def hands(actor: Actor, motion: Motion, votes: Mapping[int, str]) -> None:
    """Hands shown, by judge's number."""
    by_number = {one.judge_number: one.id for one in motion.council.members}
    stored = {one.member_id: one.vote for one in motion.votes}
    with transaction():
        ballots.record_votes(actor, motion, {by_number[one]: vote for one, vote in votes.items()}, stored)


@remembered
def in_secret(actor: Actor, motion: Motion, vote: str, key: str = "") -> None:
    """A slip dropped and its voter noted, in two transactions as the page does."""
    with transaction():
        ballots.drop_slip(actor, motion, key or f"{actor.public_id}-trang", vote)
    with transaction():
        ballots.note_voter(actor, motion)


@remembered
def closed(actor: Actor, motion: Motion) -> Motion:
    with transaction():
        return motions.close_motion(actor, motion)


def member(council: Council, number: int) -> CouncilMember:
    return next(one for one in council.members if one.judge_number == number)


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) else f'"{value}"'
