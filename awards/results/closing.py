"""What stands against closing a round, asked by its page and again by the act."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from awards.base.database import db
from awards.conflicts import queries as conflicts
from awards.councils.assignment import is_short, of_groups
from awards.councils.levels import level_of
from awards.councils.models import Assignment, CouncilMember, JudgingRound
from awards.councils.states import RoundKind
from awards.nominations.models import Nomination
from awards.results.board import DONE, OWED, entries_named
from awards.sheets import reopenings
from awards.sheets.progress import progress_in
from awards.sheets.states import Progress, ReopeningState


@dataclass(frozen=True)
class Outgoing:
    """A member who turned out to have a tie to an entry; ``had_cast``: a sheet that will not be counted."""

    judge_number: int
    reference: str
    had_cast: bool


@dataclass(frozen=True)
class Closing:
    """The checklist of a round. ``short``: entries with fewer sheets than the rulebook counts."""

    missing: int
    short: tuple[Nomination, ...]
    outgoing: tuple[Outgoing, ...]
    reopenings: int

    @property
    def has_gaps(self) -> bool:
        """Closing needs a reason."""
        return bool(self.sentence)

    @property
    def sentence(self) -> str:
        """What is open, in one or more sentences; "" when nothing is."""
        open_things = (
            (self.missing, f"Còn thiếu {self.missing} phiếu."),
            (len(self.short), f"{len(self.short)} hồ sơ có ít phiếu hơn mức tối thiểu của thể lệ."),
            (self.reopenings, f"{self.reopenings} đề nghị mở lại phiếu chưa được trả lời."),
        )
        return " ".join(sentence for count, sentence in open_things if count)


def closing_of(judging_round: JudgingRound, *, settled: bool = False) -> Closing:
    """How the round would close now: members who are out by now are left out, as they will be at the count.

    ``settled``: what everybody is now was written down in this very transaction, so nobody else is out.
    """
    cells = progress_in(judging_round)
    members = _members(cells)
    outgoing = [] if settled else _outgoing(judging_round, cells, members)
    gone = {(one.member_id, one.nomination_id) for one in outgoing}
    owed = sum(cell in OWED for column in cells.values() for cell in column.values())
    requests = reopenings.requests_in(judging_round)
    return Closing(
        missing=owed - sum(not one.had_cast for one in outgoing),
        short=tuple(_short(judging_round, cells, members, gone)),
        outgoing=_told(outgoing, members),
        reopenings=sum(one.state == ReopeningState.ASKED for one in requests),
    )


Cells = Mapping[int, Mapping[int, Progress]]
"""How far every sheet is, by member and nomination (row ids)."""


@dataclass(frozen=True)
class _Out:
    member_id: int
    nomination_id: int
    had_cast: bool


def _members(cells: Cells) -> dict[int, CouncilMember]:
    found = select(CouncilMember).where(CouncilMember.id.in_(cells)).order_by(CouncilMember.judge_number)
    return {member.id: member for member in db.session.scalars(found)}


def _outgoing(judging_round: JudgingRound, cells: Cells, members: Mapping[int, CouncilMember]) -> list[_Out]:
    by_number = {member.judge_number: member.id for member in members.values()}
    return [
        _Out(by_number[number], nomination_id, cell in DONE)
        for nomination_id, number in sorted(conflicts.out_of(judging_round))
        if (cell := cells[by_number[number]][nomination_id]) is not Progress.RECUSED
    ]


def _told(outgoing: Sequence[_Out], members: Mapping[int, CouncilMember]) -> tuple[Outgoing, ...]:
    wanted = select(Nomination.id, Nomination.reference).where(
        Nomination.id.in_([one.nomination_id for one in outgoing])
    )
    references = {one: reference for one, reference in db.session.execute(wanted)} if outgoing else {}  # noqa: C416
    return tuple(
        Outgoing(members[one.member_id].judge_number, references[one.nomination_id], one.had_cast) for one in outgoing
    )


def _short(
    judging_round: JudgingRound, cells: Cells, members: Mapping[int, CouncilMember], gone: Collection[tuple[int, int]]
) -> list[Nomination]:
    """By reference, those with too few sheets; what was set aside for everybody has none."""
    aggregation = level_of(judging_round.council).aggregation
    apart = any(one.kind == RoundKind.EXPERTS for one in judging_round.council.rounds)
    if apart and judging_round.kind != RoundKind.DISCUSSION:
        aggregation = of_groups(aggregation, {member.group for member in members.values()})
    in_round = select(Assignment.nomination_id).where(Assignment.round_id == judging_round.id).distinct()
    cast: dict[int, Counter[str]] = {nomination_id: Counter() for nomination_id in db.session.scalars(in_round)}
    for member_id, column in cells.items():
        group = members[member_id].group
        for nomination_id, cell in column.items():
            if cell is Progress.CAST and (member_id, nomination_id) not in gone:
                cast[nomination_id][group] += 1
    return entries_named([nomination_id for nomination_id, groups in cast.items() if is_short(groups, aggregation)])
