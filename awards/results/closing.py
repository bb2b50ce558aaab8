"""What stands against closing a round, asked by its page and again by the act."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from awards.conflicts import queries as conflicts
from awards.councils.assignment import is_short, of_groups
from awards.councils.levels import level_of
from awards.councils.models import JudgingRound
from awards.councils.states import RoundKind
from awards.nominations.models import Nomination
from awards.results.board import Board, board_of
from awards.sheets import reopenings
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


def closing_of(judging_round: JudgingRound) -> Closing:
    """How the round would close now: members who are out by now are left out, as they will be at the count."""
    board = board_of(judging_round)
    outgoing = tuple(_outgoing(judging_round, board))
    gone = {(one.judge_number, one.reference) for one in outgoing}
    requests = reopenings.requests_in(judging_round)
    return Closing(
        missing=board.missing - sum(not one.had_cast for one in outgoing),
        short=tuple(_short(judging_round, board, gone)),
        outgoing=outgoing,
        reopenings=sum(one.state == ReopeningState.ASKED for one in requests),
    )


def _outgoing(judging_round: JudgingRound, board: Board) -> list[Outgoing]:
    lines = {line.member.judge_number: line for line in board.judges}
    references = {one.id: one.reference for one in board.entries}
    return [
        Outgoing(number, references[nomination_id], cell in (Progress.CAST, Progress.ABSTAINED))
        for nomination_id, number in sorted(conflicts.out_of(judging_round))
        if (cell := lines[number].cells[nomination_id]) is not Progress.RECUSED
    ]


def _short(judging_round: JudgingRound, board: Board, gone: set[tuple[int, str]]) -> list[Nomination]:
    aggregation = level_of(judging_round.council).aggregation
    apart = any(one.kind == RoundKind.EXPERTS for one in judging_round.council.rounds)
    if apart and judging_round.kind != RoundKind.DISCUSSION:
        aggregation = of_groups(aggregation, {line.member.group for line in board.judges})
    found = []
    for entry in board.entries:
        cast = Counter(
            line.member.group
            for line in board.judges
            if line.cells.get(entry.id) is Progress.CAST and (line.member.judge_number, entry.reference) not in gone
        )
        if is_short(cast, aggregation):
            found.append(entry)
    return found
