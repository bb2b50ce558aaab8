"""Receipt codes of a council's cast sheets, for its minutes: which judge's number, which entry, no mark."""

from __future__ import annotations

from sqlalchemy import select

from awards.base.database import db
from awards.councils.models import Assignment, Council, CouncilMember, JudgingRound
from awards.nominations.models import Nomination
from awards.sheets.models import Sheet


def receipts_of(council: Council) -> tuple[tuple[int, str, str], ...]:
    """Judge's number, the entry's reference and the receipt code of every cast sheet of all its rounds."""
    statement = (
        select(CouncilMember.judge_number, Nomination.reference, Sheet.receipt_code)
        .join(Assignment, Assignment.id == Sheet.assignment_id)
        .join(JudgingRound, JudgingRound.id == Assignment.round_id)
        .join(CouncilMember, CouncilMember.id == Assignment.member_id)
        .join(Nomination, Nomination.id == Assignment.nomination_id)
        .where(JudgingRound.council_id == council.id, Sheet.receipt_code.is_not(None))
    )
    return tuple(sorted((number, reference, code or "") for number, reference, code in db.session.execute(statement)))
