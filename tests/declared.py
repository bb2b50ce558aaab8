"""What judges say before a dossier opens: that nothing ties them to it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from awards.accounts.identity import actor_of
from awards.base.database import db
from awards.base.transaction import transaction
from awards.conflicts import services as conflicts
from awards.conflicts.inputs import NO_TIE
from awards.councils.models import Assignment, CouncilMember, JudgingRound
from awards.councils.states import AssignmentState
from tests.remembered import remembered


@remembered
def everybody_declares(judging_round: JudgingRound) -> JudgingRound:
    """Every judge with an account declares for every entry of the round; members without one sign on paper."""
    statement = (
        select(Assignment)
        .join(Assignment.member)
        .where(
            Assignment.round_id == judging_round.id,
            Assignment.state == AssignmentState.ASSIGNED.value,
            CouncilMember.user_id.is_not(None),
        )
        .options(joinedload(Assignment.member).joinedload(CouncilMember.user))
        .order_by(Assignment.id)
    )
    by_member: dict[int, list[Assignment]] = {}
    for one in db.session.scalars(statement):
        by_member.setdefault(one.member_id, []).append(one)
    with transaction():
        for own in by_member.values():
            user = own[0].member.user
            assert user is not None
            conflicts.declare_all(actor_of(user), judging_round, [(one, NO_TIE) for one in own])
    return judging_round
