"""What stands against closing a round, asked by its page and again by the act."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from awards.base.database import db
from awards.conflicts import queries as conflicts
from awards.councils.assignment import is_short, of_groups
from awards.councils.levels import level_of
from awards.councils.models import CouncilMember, JudgingRound
from awards.councils.states import RoundKind
from awards.nominations.models import Nomination
from awards.results.board import DONE, entries_named
from awards.sheets import reopenings
from awards.sheets.progress import Sums, progress_in, sums_in
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
    stands = sums_in(judging_round)
    outgoing = [] if settled else _outgoing(judging_round)
    requests = reopenings.requests_in(judging_round)
    return Closing(
        missing=sum(one.owed for one in stands) - sum(not one.had_cast for one in outgoing),
        short=tuple(_short(judging_round, stands, outgoing)),
        outgoing=_told(outgoing),
        reopenings=sum(one.state == ReopeningState.ASKED for one in requests),
    )


@dataclass(frozen=True)
class _Out:
    member: CouncilMember
    nomination_id: int
    cell: Progress

    @property
    def had_cast(self) -> bool:
        return self.cell in DONE


def _outgoing(judging_round: JudgingRound) -> list[_Out]:
    cells = progress_in(judging_round)
    found = select(CouncilMember).where(CouncilMember.id.in_(cells))
    by_number = {member.judge_number: member for member in db.session.scalars(found)}
    return [
        _Out(member, nomination_id, cell)
        for nomination_id, number in sorted(conflicts.out_of(judging_round))
        for member in (by_number[number],)
        if (cell := cells[member.id][nomination_id]) is not Progress.RECUSED
    ]


def _told(outgoing: Sequence[_Out]) -> tuple[Outgoing, ...]:
    wanted = select(Nomination.id, Nomination.reference).where(
        Nomination.id.in_([one.nomination_id for one in outgoing])
    )
    references = {one: reference for one, reference in db.session.execute(wanted)} if outgoing else {}  # noqa: C416
    return tuple(Outgoing(one.member.judge_number, references[one.nomination_id], one.had_cast) for one in outgoing)


def _short(judging_round: JudgingRound, stands: Sequence[Sums], outgoing: Sequence[_Out]) -> list[Nomination]:
    """By reference, those with too few sheets; what was set aside for everybody has none."""
    aggregation = level_of(judging_round.council).aggregation
    apart = any(one.kind == RoundKind.EXPERTS for one in judging_round.council.rounds)
    if apart and judging_round.kind != RoundKind.DISCUSSION:
        aggregation = of_groups(aggregation, {one.group for one in stands if one.put})
    cast: dict[int, Counter[str]] = {}
    for one in stands:
        cast.setdefault(one.nomination_id, Counter())[one.group] += one.cast
    for gone in outgoing:
        cast[gone.nomination_id][gone.member.group] -= gone.cell is Progress.CAST
    return entries_named([nomination_id for nomination_id, groups in cast.items() if is_short(groups, aggregation)])
