"""Who has cast which sheet of a round: never a mark, a text or an instant. For board, closing and reminders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from awards.base.database import db
from awards.councils.models import Assignment, CouncilMember, JudgingRound
from awards.nominations.models import Nomination
from awards.sheets.progress import progress_in
from awards.sheets.states import Progress

OWED = (Progress.UNMARKED, Progress.DRAFT)


@dataclass(frozen=True)
class JudgeLine:
    """One member of the round with the progress of every sheet, by nomination (row id)."""

    member: CouncilMember
    cells: Mapping[int, Progress]

    def count(self, *wanted: Progress) -> int:
        return sum(progress in wanted for progress in self.cells.values())

    @property
    def cast(self) -> int:
        """Cast, or no marks given with a reason."""
        return self.count(Progress.CAST, Progress.ABSTAINED)

    @property
    def owed(self) -> int:
        return self.count(*OWED)

    @property
    def marks(self) -> int:
        """How many entries the member marks at all."""
        return self.cast + self.owed


@dataclass(frozen=True)
class Board:
    """A round's judges, by number, and its entries, by reference."""

    judges: tuple[JudgeLine, ...]
    entries: tuple[Nomination, ...]

    @property
    def late(self) -> tuple[JudgeLine, ...]:
        """Exactly those who owe a sheet."""
        return tuple(line for line in self.judges if line.owed)

    @property
    def missing(self) -> int:
        return sum(line.owed for line in self.judges)

    def done_for(self, nomination_id: int) -> int:
        done = (Progress.CAST, Progress.ABSTAINED)
        return sum(line.cells.get(nomination_id) in done for line in self.judges)

    def owed_for(self, nomination_id: int) -> int:
        return sum(line.cells.get(nomination_id) in OWED for line in self.judges)


def board_of(judging_round: JudgingRound) -> Board:
    """Three queries, whatever the number of judges and entries; what was set aside is left out."""
    cells = progress_in(judging_round)
    in_round = select(Assignment.nomination_id).where(Assignment.round_id == judging_round.id)
    entries = db.session.scalars(
        select(Nomination)
        .where(Nomination.id.in_(in_round))
        .options(joinedload(Nomination.organisation), joinedload(Nomination.product))
        .order_by(Nomination.reference)
    )
    judging = select(Assignment.member_id).where(Assignment.round_id == judging_round.id)
    members = db.session.scalars(
        select(CouncilMember)
        .where(CouncilMember.id.in_(judging))
        .options(joinedload(CouncilMember.user))
        .order_by(CouncilMember.judge_number)
    )
    lines = tuple(JudgeLine(member, cells[member.id]) for member in members if member.id in cells)
    return Board(lines, tuple(entries))
