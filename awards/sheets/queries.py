"""A judge's own sheets; for the office only how many were cast, and the marks once the round is closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, false, func, or_, select
from sqlalchemy.orm import aliased, joinedload, load_only

from awards.accounts.models import User
from awards.base.database import db
from awards.conflicts.models import Declaration
from awards.councils.models import Assignment, Council, CouncilMember, JudgingRound
from awards.councils.states import AssignmentState, Post, RoundState
from awards.nominations.models import DossierFile, Nomination
from awards.policy.actions import Action
from awards.policy.actor import Actor, Role
from awards.policy.permission_map import permits
from awards.seasons.models import PublishedRulebook, Season
from awards.sheets.blind import files_for_judge
from awards.sheets.marks import read_all_marks
from awards.sheets.models import PaperEntry, PaperSheet, Sheet, SheetNote, SheetVersion
from awards.sheets.next_one import SEAT, next_of
from awards.sheets.states import Progress, SheetState


@dataclass(frozen=True)
class PutAgain:
    """An entry of a round whose dossier is to be put before the council again."""

    judging_round: JudgingRound
    nomination: Nomination

    @property
    def alliance_id(self) -> int | None:
        return self.judging_round.alliance_id


@dataclass(frozen=True)
class JudgedFile:
    """A paper of a dossier the judge marks."""

    file: DossierFile
    assignment: Assignment

    @property
    def judge_user_id(self) -> int | None:
        return self.assignment.judge_user_id


class CastMarks(NamedTuple):
    """What one judge (by number, of a member group) gave one nomination (row); no marks of one who abstained."""

    nomination_id: int
    judge: int
    group: str
    marks: Mapping[str, Fraction | None]
    abstained: bool


@dataclass(frozen=True)
class MemberCoverage:
    """How many sheets a member owes, does not mark, has cast, and gave no marks with a reason."""

    judge_number: int
    name: str
    post: str
    assigned: int
    recused: int
    cast: int
    abstained: int = 0


@dataclass(frozen=True)
class Coverage:
    """The same for the whole round. Counts only: no marks."""

    members: tuple[MemberCoverage, ...]

    @property
    def assigned(self) -> int:
        return sum(member.assigned for member in self.members)

    @property
    def recused(self) -> int:
        return sum(member.recused for member in self.members)

    @property
    def cast(self) -> int:
        return sum(member.cast for member in self.members)

    @property
    def abstained(self) -> int:
        return sum(member.abstained for member in self.members)

    @property
    def missing(self) -> int:
        """Neither cast nor abstained from."""
        return self.assigned - self.cast - self.abstained


def rounds_visible_to(actor: Actor) -> list[JudgingRound]:
    """The rounds in which the person judges, those still open first."""
    if not permits(actor, Action.SHEET_LIST):
        return []
    return list(db.session.scalars(_OWN_ROUNDS, {"user_id": actor.user_id}))


def progress_visible_to(actor: Actor, judging_round: JudgingRound) -> dict[Progress, int]:
    """How many of the person's own sheets of a round stand where."""
    if not permits(actor, Action.SHEET_LIST):
        return dict.fromkeys(PROGRESS, 0)
    row = db.session.execute(_COUNTS, {"user_id": actor.user_id, "round_id": judging_round.id}).one()
    return dict(zip(PROGRESS, row, strict=True))


def sheets_of(actor: Actor, assignments: Sequence[Assignment]) -> dict[int, tuple[Sheet, SheetVersion]]:
    """By assignment, the person's own saved sheets with their newest version, in one query."""
    statement = (
        select(Sheet, SheetVersion)
        .join(Sheet.assignment)
        .join(Assignment.member)
        .join(SheetVersion, and_(SheetVersion.sheet_id == Sheet.id, SheetVersion.number == Sheet.version))
        .where(
            Sheet.assignment_id.in_([assignment.id for assignment in assignments]),
            CouncilMember.user_id == actor.user_id,
        )
    )
    return {sheet.assignment_id: (sheet, version) for sheet, version in db.session.execute(statement)}


def undeclared_count(actor: Actor, judging_round: JudgingRound) -> int:
    """How many of the person's own entries of a round wait for the word that there is no tie, in this council."""
    if not permits(actor, Action.SHEET_LIST):
        return 0
    return db.session.scalar(_UNDECLARED, {"user_id": actor.user_id, "round_id": judging_round.id}) or 0


def next_unmarked(actor: Actor, round_id: int, but: int = 0) -> str | None:
    """Public id of the entry to mark next, other than ``but`` (its row): one not begun, else one not cast."""
    if not permits(actor, Action.SHEET_LIST):
        return None
    asked = {"user_id": actor.user_id, "round_id": round_id, "but": but}
    return db.session.connection().execute(_NEXT, asked).scalar()


def round_of(round_id: int) -> JudgingRound:
    """A round with its council and rulebook."""
    return db.session.scalars(select(JudgingRound).where(JudgingRound.id == round_id).options(*ROUND)).one()


def get_visible_to(actor: Actor, public_id: str) -> Assignment | None:
    """An entry the person marks. Recused and other judges' entries do not exist here."""
    if not permits(actor, Action.SHEET_LIST):
        return None
    return db.session.scalars(_OWN_ONE, {"user_id": actor.user_id, "public_id": public_id}).one_or_none()


def sheet_of(assignment: Assignment) -> Sheet | None:
    """The sheet of an assignment with its newest version, if anything was saved yet."""
    return db.session.scalars(_SHEET, {"assignment_id": assignment.id}).one_or_none()


def note_of(assignment: Assignment) -> SheetNote | None:
    """The judge's private note."""
    return db.session.scalars(_NOTE, {"assignment_id": assignment.id}).one_or_none()


def get_file_visible_to(actor: Actor, public_id: str, file_id: str) -> JudgedFile | None:
    """A paper named by the revision that is judged."""
    assignment = get_visible_to(actor, public_id)
    if assignment is None:
        return None
    if file_id not in files_for_judge(assignment):
        return None
    file = db.session.scalars(
        select(DossierFile).where(
            DossierFile.public_id == file_id, DossierFile.nomination_id == assignment.nomination_id
        )
    ).one_or_none()
    return JudgedFile(file, assignment) if file is not None else None


def coverage_of(judging_round: JudgingRound, numbers: CoverageNumbers | None = None) -> Coverage:
    """Who owes how many sheets and has cast how many; members without any entry are left out. Two queries.

    ``numbers``: :func:`coverage_numbers`, where the caller has kept those of a closed round.
    """
    judging = select(CouncilMember).where(
        CouncilMember.council_id == judging_round.council_id, CouncilMember.post != Post.SECRETARY.value
    )
    members = list(db.session.scalars(judging.order_by(CouncilMember.judge_number)))
    counted = coverage_numbers(judging_round.id) if numbers is None else numbers
    return Coverage(
        tuple(
            MemberCoverage(member.judge_number, member.full_name, member.post, *counted[member.id])
            for member in members
            if member.id in counted
        )
    )


CoverageNumbers = Mapping[int, tuple[int, int, int, int]]
"""By member (row id): assigned, recused, cast, abstained."""


def coverage_numbers(round_id: int) -> CoverageNumbers:
    """The bare numbers of a round; they do not change any more once it is closed."""
    rows = db.session.execute(_COVERAGE, {"round_id": round_id})
    return {member_id: (assigned, recused, cast, abstained) for member_id, assigned, recused, cast, abstained in rows}


def cast_sheets_of(judging_round: JudgingRound) -> list[CastMarks]:
    """What every cast sheet of a closed round says, and who abstained.

    Raises :class:`ValueError` while the round is open: until then no marks leave this area.
    """
    if judging_round.state != RoundState.CLOSED:
        raise ValueError("the round is open")
    statement = (
        select(
            Assignment.nomination_id, CouncilMember.judge_number, CouncilMember.group, Sheet.state, SheetVersion.marks
        )
        .join(Sheet, Sheet.assignment_id == Assignment.id)
        .join(CouncilMember, CouncilMember.id == Assignment.member_id)
        .outerjoin(SheetVersion, and_(SheetVersion.sheet_id == Sheet.id, SheetVersion.number == Sheet.version))
        .where(Assignment.round_id == judging_round.id, or_(PROGRESS[Progress.CAST], PROGRESS[Progress.ABSTAINED]))
        .order_by(Assignment.nomination_id, CouncilMember.judge_number)
    )
    db.session.flush()
    rows = db.session.connection().execute(statement).all()
    cast = SheetState.CAST.value
    marks = read_all_marks([text if state == cast else "{}" for _, _, _, state, text in rows])
    return [
        CastMarks(entry, judge, group, given, state != cast)
        for (entry, judge, group, state, _), given in zip(rows, marks, strict=True)
    ]


def assignments_of(judging_round: JudgingRound, nomination: Nomination) -> list[Assignment]:
    """Every member's assignment for one entry of a round."""
    statement = select(Assignment).where(
        Assignment.round_id == judging_round.id, Assignment.nomination_id == nomination.id
    )
    statement = statement.options(
        joinedload(Assignment.member).joinedload(CouncilMember.user), joinedload(Assignment.revision)
    )
    return list(db.session.scalars(statement.order_by(Assignment.id)))


def has_paper_entries(assignments: Sequence[Assignment]) -> bool:
    """Whether somebody has read off a paper sheet of one of these."""
    statement = select(PaperEntry.id).join(PaperEntry.paper_sheet)
    statement = statement.where(PaperSheet.assignment_id.in_([assignment.id for assignment in assignments]))
    return db.session.scalars(statement.limit(1)).first() is not None


def get_put_again_visible_to(actor: Actor, public_id: str, nomination_id: str) -> PutAgain | None:
    """An entry of a round of the own province's council."""
    statement = select(JudgingRound).join(JudgingRound.council).where(of_own_province(actor))
    statement = statement.where(JudgingRound.public_id == public_id)
    judging_round = db.session.scalars(statement.options(*ROUND)).one_or_none()
    if judging_round is None:
        return None
    put = select(Nomination).join(Assignment, Assignment.nomination_id == Nomination.id)
    put = put.where(Assignment.round_id == judging_round.id, Nomination.public_id == nomination_id)
    nomination = db.session.scalars(put).unique().first()
    return PutAgain(judging_round, nomination) if nomination is not None else None


def of_own_province(actor: Actor) -> ColumnElement[bool]:
    if actor.alliance_id is None or not actor.holds(Role.PROVINCE_SECRETARY, Role.LEADER, Role.OFFICER):
        return false()
    return Council.alliance_id == actor.alliance_id


_ASSIGNED = Assignment.state == AssignmentState.ASSIGNED.value
_OPEN = Sheet.state == SheetState.OPEN.value
PROGRESS: dict[Progress, ColumnElement[bool]] = {
    Progress.UNMARKED: and_(_ASSIGNED, or_(Sheet.id.is_(None), and_(_OPEN, Sheet.version == 0))),
    Progress.DRAFT: and_(Sheet.version > 0, _OPEN, _ASSIGNED),
    Progress.CAST: and_(Sheet.state == SheetState.CAST.value, _ASSIGNED),
    Progress.ABSTAINED: and_(Sheet.state == SheetState.ABSTAINED.value, _ASSIGNED),
    Progress.RECUSED: Assignment.state == AssignmentState.RECUSED.value,
}
"""A sheet's row is made by the first save (or an abstention), so no row means nothing marked yet.

What most entries fail is asked first: a list counts hundreds of them.
"""

ROUND = (
    joinedload(JudgingRound.council)
    .joinedload(Council.season)
    .joinedload(Season.rulebook)
    .joinedload(PublishedRulebook.confirmation),
    joinedload(JudgingRound.council).joinedload(Council.alliance),
)

WHOLE = (
    joinedload(Assignment.member).joinedload(CouncilMember.user).lazyload(User.roles),
    joinedload(Assignment.revision),
    joinedload(Assignment.judging_round).joinedload(JudgingRound.council),
    joinedload(Assignment.nomination)
    .joinedload(Nomination.season)
    .joinedload(Season.rulebook)
    .options(load_only(PublishedRulebook.digest), joinedload(PublishedRulebook.confirmation)),
)
"""The text of a rulebook is read once in a process; its digest tells which it is."""


SEATS = select(CouncilMember.id).where(CouncilMember.user_id == bindparam("user_id"))
"""Where a person sits. Asked by member, SQLite finds the own sheets; by a join it walks through everybody's."""


def own(actor: Actor) -> Select[Assignment]:
    """The person's own assignments: the one place that decides what a judge can see."""
    statement = select(Assignment)
    if not permits(actor, Action.SHEET_LIST):
        return statement.where(false())
    seats = select(CouncilMember.id).where(CouncilMember.user_id == actor.user_id)
    return statement.where(Assignment.member_id.in_(seats))


_MINE = and_(Assignment.member_id.in_(SEATS), Assignment.round_id == bindparam("round_id"))
_COUNTS = (
    select(*[func.count().filter(condition) for condition in PROGRESS.values()])
    .select_from(Assignment)
    .outerjoin(Sheet, Sheet.assignment_id == Assignment.id)
    .where(_MINE)
)
_SAME_COUNCIL = select(JudgingRound.id).where(
    JudgingRound.council_id.in_(select(JudgingRound.council_id).where(JudgingRound.id == bindparam("round_id")))
)
_EARLIER = aliased(Assignment)
_DECLARED = (
    select(_EARLIER.nomination_id)
    .join(Declaration, Declaration.assignment_id == _EARLIER.id)
    .where(
        _EARLIER.member_id.in_(SEATS),
        _EARLIER.round_id.in_(_SAME_COUNCIL),
        Declaration.declared_by_id == bindparam("user_id"),
    )
)
_UNDECLARED = select(func.count(Assignment.id)).where(_MINE, _ASSIGNED, Assignment.nomination_id.not_in(_DECLARED))
_NEXT = select(next_of(SEAT, bindparam("round_id"), bindparam("but")))
_OWN_ONE = (
    select(Assignment)
    .where(
        Assignment.member_id.in_(SEATS),
        Assignment.public_id == bindparam("public_id"),
        Assignment.state == AssignmentState.ASSIGNED.value,
    )
    .options(*WHOLE)
)
_SHEET = select(Sheet).where(Sheet.assignment_id == bindparam("assignment_id")).options(joinedload(Sheet.newest))
_SHEET = _SHEET.execution_options(populate_existing=True)
_NOTE = select(SheetNote).where(SheetNote.assignment_id == bindparam("assignment_id"))
_COVERAGE = (
    select(
        Assignment.member_id,
        func.count().filter(Assignment.state == AssignmentState.ASSIGNED.value),
        func.count().filter(Assignment.state == AssignmentState.RECUSED.value),
        func.count().filter(PROGRESS[Progress.CAST]),
        func.count().filter(PROGRESS[Progress.ABSTAINED]),
    )
    .outerjoin(Sheet, Sheet.assignment_id == Assignment.id)
    .where(Assignment.round_id == bindparam("round_id"))
    .group_by(Assignment.member_id)
)
_OWN_ROUNDS = (
    select(JudgingRound)
    .where(
        JudgingRound.council_id.in_(select(CouncilMember.council_id).where(CouncilMember.id.in_(SEATS))),
        exists().where(Assignment.round_id == JudgingRound.id, Assignment.member_id.in_(SEATS)),
    )
    .options(
        joinedload(JudgingRound.council)
        .joinedload(Council.season)
        .joinedload(Season.rulebook)
        .load_only(PublishedRulebook.digest)
    )
    .order_by(JudgingRound.closed_at.is_not(None), JudgingRound.opened_at.desc(), JudgingRound.id.desc())
)
"""The list asks these each time it opens: written once."""
