"""How far every sheet of a round is: never a mark, a text or an instant."""

from __future__ import annotations

from sqlalchemy import and_, case, select

from awards.base.database import db
from awards.councils.models import Assignment, JudgingRound
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
