"""What waits at the meetings: open ballots for somebody's vote on their own device, a council for its next meeting."""

from __future__ import annotations

from sqlalchemy import select

from awards.base.database import db
from awards.councils.models import Council, CouncilMember
from awards.meetings import queries
from awards.meetings.models import Meeting, Motion
from awards.meetings.states import MeetingState, MotionState
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import permits
from awards.results import queries as results


def may_still_vote(actor: Actor, motion: Motion) -> bool:
    """Whether the person is asked to vote: on a device, and in secret only once."""
    member = queries.member_of(motion, actor)
    if member is None or motion.on_paper or not permits(actor, Action.BALLOT_CAST, motion):
        return False
    return not (motion.secret and queries.has_voted(motion, member))


def ballots_waiting_for(actor: Actor) -> list[Motion]:
    """Open ballots of the person's councils without a vote of theirs, in the order they were put."""
    statement = (
        select(Motion)
        .join(CouncilMember, CouncilMember.council_id == Motion.council_id)
        .where(Motion.state == MotionState.OPEN.value, CouncilMember.user_id == actor.user_id)
        .order_by(Motion.id)
    )
    return [one for one in db.session.scalars(statement) if may_still_vote(actor, one) and not _voted(actor, one)]


def councils_to_meet_again(actor: Actor) -> list[tuple[Council, int]]:
    """Councils the person calls together whose last meeting left entries open, with how many; no meeting is planned."""
    found = []
    for council in queries.councils_to_meet(actor):
        season, alliance = council.season, council.alliance
        result = results.result_of_province(season, alliance) if alliance else results.official_result(season)
        if result is None or result.held_on is None or _meets_soon(council) or results.too_late_for_votes(council):
            continue
        left = results.undecided_in(result)
        if left:
            found.append((council, left))
    return found


def _meets_soon(council: Council) -> bool:
    statement = select(Meeting.id).join(Meeting.councils).where(Council.id == council.id)
    statement = statement.where(Meeting.state != MeetingState.CLOSED.value)
    return db.session.scalars(statement.limit(1)).first() is not None


def _voted(actor: Actor, motion: Motion) -> bool:
    member = queries.member_of(motion, actor)
    return member is not None and any(one.member_id == member.id for one in motion.votes)
