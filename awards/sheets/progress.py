"""How far every sheet of a round is: never a mark, a text or an instant."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import and_, case, func, select

from awards.base.database import db
from awards.councils.models import Assignment, CouncilMember, JudgingRound
from awards.councils.states import AssignmentState
from awards.sheets.models import Sheet
from awards.sheets.states import Progress, SheetState


def progress_in(judging_round: JudgingRound) -> dict[int, dict[int, Progress]]:
    """By member and nomination (row ids), in one query; what was set aside is left out."""
    progress = case(
        (Assignment.state == AssignmentState.RECUSED.value, Progress.RECUSED.value),
        (Sheet.state == SheetState.CAST.value, Progress.CAST.value),
        (Sheet.state == SheetState.ABSTAINED.value, Progress.ABSTAINED.value),
        (and_(Sheet.id.is_not(None), Sheet.version > 0), Progress.DRAFT.value),
        else_=Progress.UNMARKED.value,
    )
    rows = db.session.execute(
        select(Assignment.member_id, Assignment.nomination_id, progress)
        .outerjoin(Sheet, Sheet.assignment_id == Assignment.id)
        .where(Assignment.round_id == judging_round.id, Assignment.state != AssignmentState.SET_ASIDE.value)
    )
    found: dict[int, dict[int, Progress]] = {}
    for member_id, nomination_id, state in rows:
        found.setdefault(member_id, {})[nomination_id] = _BY_VALUE[state]
    return found


_BY_VALUE = {progress.value: progress for progress in Progress}


class Sums(NamedTuple):
    """Of one entry and one member group: the sheets put before its members, those cast, and those still owed."""

    nomination_id: int
    group: str
    put: int
    cast: int
    owed: int


def sums_in(judging_round: JudgingRound) -> list[Sums]:
    """The sums of a round, added by the database; of what was set aside for everybody nothing was put."""
    put = Assignment.state != AssignmentState.SET_ASIDE.value
    assigned = Assignment.state == AssignmentState.ASSIGNED.value
    done = Sheet.state.in_([SheetState.CAST.value, SheetState.ABSTAINED.value])
    counted = (
        put,
        and_(assigned, Sheet.state == SheetState.CAST.value),
        and_(assigned, func.coalesce(done, False).is_(False)),
    )
    rows = db.session.execute(
        select(
            Assignment.nomination_id,
            CouncilMember.group,
            *[func.count(Assignment.id).filter(condition) for condition in counted],
        )
        .join(Assignment.member)
        .outerjoin(Sheet, Sheet.assignment_id == Assignment.id)
        .where(Assignment.round_id == judging_round.id)
        .group_by(Assignment.nomination_id, CouncilMember.group)
    )
    return [Sums._make(row) for row in rows]
