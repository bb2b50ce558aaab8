"""Which of the own sheets a judge marks next, as a part of whatever statement asks for it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, bindparam, func, select

from awards.base.database import columns_of
from awards.councils.models import Assignment, CouncilMember, JudgingRound
from awards.councils.states import AssignmentState
from awards.sheets.models import Sheet
from awards.sheets.states import SheetState

_M, _ROUND = columns_of(CouncilMember), columns_of(JudgingRound)
SEAT = (
    select(_M.c.id)
    .join(_ROUND, _ROUND.c.council_id == _M.c.council_id)
    .where(_ROUND.c.id == bindparam("round_id"), _M.c.user_id == bindparam("user_id"))
    .correlate(None)
    .scalar_subquery()
)
"""A person sits once in a council. Asked by this one seat, an index gives the own sheets in their order."""


def next_of(member_id: Any, round_id: Any, but: Any = None) -> ColumnElement[Any]:
    """Public id of the entry to mark next, other than ``but`` (its row id): one not begun, else one not cast.

    Each of the two is the first of its kind by an index in that order, so nothing is sorted.
    """
    return func.coalesce(_first(member_id, round_id, but, begun=False), _first(member_id, round_id, but, begun=True))


def _first(member_id: Any, round_id: Any, but: Any, *, begun: bool) -> ScalarSelect[Any]:
    own, sheet = columns_of(Assignment).alias(), columns_of(Sheet).alias()
    left = sheet.c.state == SheetState.OPEN.value if begun else sheet.c.id.is_(None)
    statement = (
        select(own.c.public_id)
        .outerjoin(sheet, sheet.c.assignment_id == own.c.id)
        .where(own.c.member_id == member_id, own.c.round_id == round_id)
        .where(own.c.state == AssignmentState.ASSIGNED.value, left)
        .order_by(own.c.public_id)
        .limit(1)
    )
    return (statement if but is None else statement.where(own.c.id != but)).scalar_subquery()
