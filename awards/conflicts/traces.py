"""What every ground of recusal leaves in the database, as one condition of a statement.

Where none of it is there, no ground can hold, and a page that opens need not ask them one by one. Where something is
there the grounds themselves decide: a trace may be too wide, never too narrow.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_

from awards.accounts.models import User
from awards.base.database import columns_of
from awards.conflicts import grounds
from awards.conflicts.models import Declaration, Relation
from awards.councils.grounds import all_grounds, of_own_province
from awards.councils.models import Assignment, CouncilMember
from awards.forwarding.models import NominationEvent
from awards.nominations.models import Nomination
from awards.nominees.models import Organisation

TRACED = (of_own_province, grounds.of_relation, grounds.of_signature, grounds.of_words)


def every_ground_is_traced() -> bool:
    """A later area may add a ground that leaves no trace known here; then all of them are asked again."""
    return set(all_grounds()) == set(TRACED)


def trace(member_id: Any, user_id: Any, nomination_id: Any) -> ColumnElement[bool]:
    """Whether anything may tie this member (with this account) to this nomination; columns of row ids."""
    return or_(
        _of_own_province(user_id, nomination_id),
        _of_relation(user_id, nomination_id),
        _of_signature(user_id, nomination_id),
        _of_words(member_id, nomination_id),
    )


def _of_own_province(user_id: Any, nomination_id: Any) -> ColumnElement[bool]:
    user, entry = columns_of(User).alias(), columns_of(Nomination).alias()
    return exists().where(user.c.id == user_id, entry.c.id == nomination_id, user.c.alliance_id == entry.c.alliance_id)


def _of_relation(user_id: Any, nomination_id: Any) -> ColumnElement[bool]:
    """A relation of the same account in any council, with the nominee's organisation, merged or not, or alliance."""
    seat, tie, entry = columns_of(CouncilMember).alias(), columns_of(Relation).alias(), columns_of(Nomination).alias()
    one, other = columns_of(Organisation).alias(), columns_of(Organisation).alias()
    joined = (
        seat.join(tie, and_(tie.c.member_id == seat.c.id, tie.c.ended_at.is_(None)))
        .join(entry, entry.c.id == nomination_id)
        .join(one, one.c.id == entry.c.organisation_id)
        .outerjoin(other, other.c.id == tie.c.organisation_id)
    )
    same = func.coalesce(one.c.merged_into_id, one.c.id) == func.coalesce(other.c.merged_into_id, other.c.id)
    return (
        exists()
        .select_from(joined)
        .where(seat.c.user_id == user_id, or_(tie.c.alliance_id == entry.c.alliance_id, same))
    )


def _of_signature(user_id: Any, nomination_id: Any) -> ColumnElement[bool]:
    entry, act = columns_of(Nomination).alias(), columns_of(NominationEvent).alias()
    return or_(
        exists().where(entry.c.id == nomination_id, entry.c.created_by_id == user_id),
        exists().where(act.c.nomination_id == nomination_id, act.c.by_id == user_id),
    )


def _of_words(member_id: Any, nomination_id: Any) -> ColumnElement[bool]:
    given, word = columns_of(Assignment).alias(), columns_of(Declaration).alias()
    return exists().where(
        given.c.member_id == member_id,
        given.c.nomination_id == nomination_id,
        word.c.assignment_id == given.c.id,
        word.c.concerned,
    )
