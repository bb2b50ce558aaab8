"""Meetings, motions and opinions for the permission matrix: a province's and the centre's, the own and the foreign."""

from __future__ import annotations

from sqlalchemy import select

from awards.base import clock
from awards.base.database import db
from awards.base.transaction import transaction
from awards.councils.models import Council
from awards.meetings import motions
from awards.meetings.inputs import MotionInput
from awards.meetings.models import Meeting, Motion, WrittenOpinion
from awards.meetings.states import MotionKind, MotionState
from awards.policy.actor import Actor
from tests.builders import a_pdf
from tests.cast import Cast
from tests.met import an_open_meeting
from tests.provincial import a_meeting

Names = dict[str, dict[str, str | int]]


def provincial_meeting(names: Names, leader: Actor, council: Council) -> None:
    """A meeting under way with an open procedural motion, and an opinion whose scan is kept."""
    meeting = a_meeting(leader, council)
    motion = _motion(leader, meeting)
    names["meeting"], names["motion"] = {"public_id": meeting.public_id}, {"public_id": motion.public_id}
    with transaction():
        opinion = WrittenOpinion(
            motion=motion, member=council.members[0], vote="yes", entered_at=clock.now(), entered_by_id=leader.user_id
        )
        opinion.keep_scan(a_pdf("y-kien.pdf"))
        db.session.add(opinion)
    names["opinion"] = {"public_id": opinion.public_id}


def central_meetings(cast: Cast, own: Names, foreign: Names) -> None:
    """The own one is run by chair and secretary; the foreign council has neither, so its rows are written bare."""
    councils = [
        db.session.scalars(select(Council).where(Council.public_id == names["council"]["public_id"])).one()
        for names in (own, foreign)
    ]
    meeting = an_open_meeting(cast.secretary, councils[:1])
    own["central meeting"] = {"public_id": meeting.public_id}
    own["central motion"] = {"public_id": _motion(cast.secretary, meeting).public_id}
    with transaction():
        strange = Meeting(
            councils=councils[1:],
            place="Nơi khác",
            held_on=clock.today(),
            recorded_at=clock.now(),
            recorded_by_id=cast.office.user_id,
        )
        motion = Motion(
            meeting=strange, council=councils[1], number=1, kind=MotionKind.OTHER.value, state=MotionState.DRAFTED.value
        )
        db.session.add_all([strange, motion])
    foreign["central meeting"] = {"public_id": strange.public_id}
    foreign["central motion"] = {"public_id": motion.public_id}


def _motion(actor: Actor, meeting: Meeting) -> Motion:
    entry = MotionInput(MotionKind.OTHER, meeting.councils[0].public_id, text="Giờ họp buổi chiều.")
    with transaction():
        return motions.open_motion(actor, motions.put_motion(actor, meeting, entry))
