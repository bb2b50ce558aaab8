"""Which judges of a round are late, and what each would be told: their own number, never a mark or another's number.

The board of the round and the recipients come from one query.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from awards.base.database import db
from awards.councils.models import CouncilMember, JudgingRound
from awards.councils.states import RoundState
from awards.notices.inputs import Message
from awards.reminders.models import JudgeReminder
from awards.reminders.wording import judge_late
from awards.results.board import JudgeLine, board_of


@dataclass(frozen=True)
class PlannedJudgeReminder:
    """What one late judge would get; nothing can be sent to a member without an account."""

    member: CouncilMember
    owed: int
    message: Message
    sent: str | None
    sent_at: datetime | None

    @property
    def is_reachable(self) -> bool:
        return self.member.user is not None and self.member.user.active and self.member.is_sitting


def planned_for(judging_round: JudgingRound) -> list[PlannedJudgeReminder]:
    """Exactly those who owe a sheet in an open round, by judge's number."""
    if judging_round.state != RoundState.OPEN:
        return []
    latest = {one.member_id: one for one in reversed(history_of(judging_round))}
    return [_planned(judging_round, line, latest.get(line.member.id)) for line in board_of(judging_round).late]


def history_of(judging_round: JudgingRound) -> list[JudgeReminder]:
    """Every reminder of a round, the newest first."""
    statement = select(JudgeReminder).where(JudgeReminder.round_id == judging_round.id)
    statement = statement.options(joinedload(JudgeReminder.member), joinedload(JudgeReminder.released_by))
    return list(db.session.scalars(statement.order_by(JudgeReminder.released_at.desc(), JudgeReminder.id.desc())))


def digest_of(planned: Sequence[PlannedJudgeReminder]) -> str:
    """What was on the screen in one hash: who, which words, and what had gone out before."""
    seen = [(one.member.public_id, one.message.title, one.message.body, one.sent, one.is_reachable) for one in planned]
    return hashlib.sha256(json.dumps(seen, ensure_ascii=False).encode()).hexdigest()


def _planned(judging_round: JudgingRound, line: JudgeLine, sent: JudgeReminder | None) -> PlannedJudgeReminder:
    council = judging_round.council
    closes = None if council.is_provincial else council.season.judging_close_at
    return PlannedJudgeReminder(
        member=line.member,
        owed=line.owed,
        message=judge_late(council.season.title, council.name, line.owed, closes),
        sent=sent.public_id if sent is not None else None,
        sent_at=sent.released_at if sent is not None else None,
    )
