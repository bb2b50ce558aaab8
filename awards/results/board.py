"""Who has cast which sheet of a round: never a mark, a text or an instant. For board, closing and reminders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, load_only

from awards.base.database import db
from awards.councils.models import Assignment, CouncilMember, JudgingRound
from awards.nominations.models import Nomination
from awards.nominees.models import Organisation, Product
from awards.sheets.progress import progress_in
from awards.sheets.states import Progress

OWED = (Progress.UNMARKED, Progress.DRAFT)
DONE = (Progress.CAST, Progress.ABSTAINED)


@dataclass(frozen=True)
class JudgeLine:
    """One member of the round with the progress of every sheet, by nomination (row id)."""

    member: CouncilMember
    cells: Mapping[int, Progress]

    @cached_property
    def _counts(self) -> Counter[Progress]:
        return Counter(self.cells.values())

    def count(self, *wanted: Progress) -> int:
        return sum(self._counts[progress] for progress in wanted)

    @property
    def cast(self) -> int:
        """Cast, or no marks given with a reason."""
        return self.count(*DONE)

    @property
    def owed(self) -> int:
        return self.count(*OWED)

    @property
    def marks(self) -> int:
        """How many entries the member marks at all."""
        return self.cast + self.owed


@dataclass(frozen=True)
class EntryLine:
    """One entry with the progress of every judge's sheet, in the order of the judges; None: not that judge's."""

    nomination: Nomination
    cells: tuple[Progress | None, ...]
    done: int
    owed: int


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

    @property
    def rows(self) -> Iterator[EntryLine]:
        """The entries, each with its sheets."""
        columns = [line.cells for line in self.judges]
        for one in self.entries:
            cells = tuple(column.get(one.id) for column in columns)
            counts = Counter(cells)
            yield EntryLine(one, cells, sum(counts[each] for each in DONE), sum(counts[each] for each in OWED))


def board_of(judging_round: JudgingRound) -> Board:
    """Three queries, whatever the number of judges and entries; what was set aside is left out."""
    cells = progress_in(judging_round)
    entries = _named(select(Assignment.nomination_id).where(Assignment.round_id == judging_round.id))
    judging = select(Assignment.member_id).where(Assignment.round_id == judging_round.id)
    members = db.session.scalars(
        select(CouncilMember)
        .where(CouncilMember.id.in_(judging))
        .options(joinedload(CouncilMember.user))
        .order_by(CouncilMember.judge_number)
    )
    lines = tuple(JudgeLine(member, cells[member.id]) for member in members if member.id in cells)
    return Board(lines, tuple(entries))


def entries_named(nominations: Collection[int]) -> list[Nomination]:
    """These nominations (row ids) by reference, each with the name it is listed by; no query for none."""
    return _named(nominations) if nominations else []


def _named(nominations: Select[int] | Collection[int]) -> list[Nomination]:
    statement = select(Nomination).where(Nomination.id.in_(nominations)).options(*_NAMED)
    return list(db.session.scalars(statement.order_by(Nomination.reference)))


_NAMED = (
    load_only(Nomination.public_id, Nomination.reference, Nomination.organisation_id, Nomination.product_id),
    joinedload(Nomination.organisation).load_only(Organisation.name),
    joinedload(Nomination.product).load_only(Product.name),
)
"""Of an entry its name is shown: whole dossiers stay where they are."""
