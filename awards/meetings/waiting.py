"""Open ballots that wait for somebody's vote on their own device."""

from __future__ import annotations

from sqlalchemy import select

from awards.base.database import db
from awards.councils.models import CouncilMember
from awards.meetings import queries
from awards.meetings.models import Motion
from awards.meetings.states import MotionState
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import permits


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


def _voted(actor: Actor, motion: Motion) -> bool:
    member = queries.member_of(motion, actor)
    return member is not None and any(one.member_id == member.id for one in motion.votes)
