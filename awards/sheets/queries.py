"""A judge's own sheets; for the office only how many were cast, and the marks once the round is closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from awards.base.database import db
from awards.base.paging import Page, paginate
from awards.councils.models import Assignment, Council, CouncilMember, JudgingRound
from awards.councils.states import AssignmentState, Post, RoundState
from awards.nominations.dossier import DossierContent
from awards.nominations.models import DossierFile, Nomination
from awards.policy.actions import Action
from awards.policy.actor import Actor, Role
from awards.policy.permission_map import permits
from awards.seasons.models import PublishedRulebook, Season
from awards.sheets.marks import read_marks
from awards.sheets.models import PaperEntry, PaperSheet, Sheet, SheetNote, SheetVersion
from awards.sheets.states import PaperState, Progress, SheetState

BOTH = 2
"""Entries a paper sheet needs."""


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


@dataclass(frozen=True)
class PaperRow:
    """One member and one entry as somebody sees them who enters paper sheets: no marks."""

    assignment: Assignment
    state: PaperState
    entered_by: tuple[int, ...]
    has_scan: bool


@dataclass(frozen=True)
class CastMarks:
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
    statement = (
        select(JudgingRound)
        .where(JudgingRound.id.in_(own(actor).with_only_columns(Assignment.round_id)))
        .options(joinedload(JudgingRound.council).joinedload(Council.season))
        .order_by(JudgingRound.closed_at.is_not(None), JudgingRound.opened_at.desc(), JudgingRound.id.desc())
    )
    return list(db.session.scalars(statement))


def progress_visible_to(actor: Actor, judging_round: JudgingRound) -> dict[Progress, int]:
    """How many of the person's own sheets of a round stand where."""
    mine = (
        own(actor).where(Assignment.round_id == judging_round.id).outerjoin(Sheet, Sheet.assignment_id == Assignment.id)
    )
    counts = [func.count().filter(condition) for condition in _PROGRESS.values()]
    row = db.session.execute(mine.with_only_columns(*counts, maintain_column_froms=True)).one()
    return dict(zip(_PROGRESS, row, strict=True))


def list_visible_to(actor: Actor, judging_round: JudgingRound, progress: Progress, page: int) -> Page[Assignment]:
    """The person's own assignments, in an order of their own: not all judges tire at the same entry."""
    statement = (
        own(actor)
        .where(Assignment.round_id == judging_round.id, _PROGRESS[progress])
        .outerjoin(Sheet, Sheet.assignment_id == Assignment.id)
        .options(joinedload(Assignment.revision), joinedload(Assignment.nomination))
        .order_by(Assignment.public_id)
    )
    return paginate(statement, page)


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


def next_unmarked(actor: Actor, judging_round: JudgingRound, but: Assignment | None = None) -> Assignment | None:
    """The entry to mark next, other than ``but``: one not begun, else one not cast."""
    statement = (
        own(actor)
        .outerjoin(Sheet, Sheet.assignment_id == Assignment.id)
        .where(Assignment.round_id == judging_round.id, or_(_PROGRESS[Progress.UNMARKED], _PROGRESS[Progress.DRAFT]))
        .order_by(Sheet.id.is_not(None), Assignment.public_id)
    )
    if but is not None:
        statement = statement.where(Assignment.id != but.id)
    return db.session.scalars(statement.limit(1)).first()


def get_visible_to(actor: Actor, public_id: str) -> Assignment | None:
    """An entry the person marks. Recused and other judges' entries do not exist here."""
    statement = own(actor).where(Assignment.public_id == public_id, Assignment.state == AssignmentState.ASSIGNED.value)
    return db.session.scalars(statement.options(*_WHOLE)).one_or_none()


def sheet_of(assignment: Assignment) -> Sheet | None:
    """The sheet of an assignment with its versions, if anything was saved yet."""
    statement = select(Sheet).where(Sheet.assignment_id == assignment.id).options(selectinload(Sheet.versions))
    return db.session.scalars(statement).one_or_none()


def note_of(assignment: Assignment) -> SheetNote | None:
    """The judge's private note."""
    return db.session.scalars(select(SheetNote).where(SheetNote.assignment_id == assignment.id)).one_or_none()


def get_file_visible_to(actor: Actor, public_id: str, file_id: str) -> JudgedFile | None:
    """A paper named by the revision that is judged."""
    assignment = get_visible_to(actor, public_id)
    if assignment is None:
        return None
    content = DossierContent.read(assignment.revision.content)
    if file_id not in {paper.file for paper in content.papers}:
        return None
    file = db.session.scalars(
        select(DossierFile).where(
            DossierFile.public_id == file_id, DossierFile.nomination_id == assignment.nomination_id
        )
    ).one_or_none()
    return JudgedFile(file, assignment) if file is not None else None


def coverage_of(judging_round: JudgingRound) -> Coverage:
    """Who owes how many sheets and has cast how many; members without any entry are left out."""
    statement = (
        select(
            CouncilMember,
            func.count().filter(Assignment.state == AssignmentState.ASSIGNED.value),
            func.count().filter(Assignment.state == AssignmentState.RECUSED.value),
            func.count().filter(_PROGRESS[Progress.CAST]),
            func.count().filter(_PROGRESS[Progress.ABSTAINED]),
        )
        .join(Assignment, Assignment.member_id == CouncilMember.id)
        .outerjoin(Sheet, Sheet.assignment_id == Assignment.id)
        .where(Assignment.round_id == judging_round.id, CouncilMember.post != Post.SECRETARY.value)
        .group_by(CouncilMember.id)
        .order_by(CouncilMember.judge_number)
    )
    return Coverage(
        tuple(
            MemberCoverage(member.judge_number, member.full_name, member.post, assigned, recused, cast, abstained)
            for member, assigned, recused, cast, abstained in db.session.execute(statement)
        )
    )


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
        .where(Assignment.round_id == judging_round.id, or_(_PROGRESS[Progress.CAST], _PROGRESS[Progress.ABSTAINED]))
        .order_by(Assignment.nomination_id, CouncilMember.judge_number)
    )
    return [
        CastMarks(entry, judge, group, read_marks(marks) if state == SheetState.CAST else {}, state != SheetState.CAST)
        for entry, judge, group, state, marks in db.session.execute(statement)
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


def get_paper_round_visible_to(actor: Actor, public_id: str) -> JudgingRound | None:
    """A round of the own province's council, for those who may enter its paper sheets."""
    statement = select(JudgingRound).join(JudgingRound.council).where(_of_own_province(actor))
    statement = statement.where(JudgingRound.public_id == public_id)
    return db.session.scalars(statement.options(*_ROUND)).one_or_none()


def get_put_again_visible_to(actor: Actor, public_id: str, nomination_id: str) -> PutAgain | None:
    """An entry of a round of the own province's council."""
    judging_round = get_paper_round_visible_to(actor, public_id)
    if judging_round is None:
        return None
    statement = select(Nomination).join(Assignment, Assignment.nomination_id == Nomination.id)
    statement = statement.where(Assignment.round_id == judging_round.id, Nomination.public_id == nomination_id)
    nomination = db.session.scalars(statement).unique().first()
    return PutAgain(judging_round, nomination) if nomination is not None else None


def get_paper_visible_to(actor: Actor, public_id: str) -> Assignment | None:
    """One member and one entry of the own province's council, in whatever state the sheet is."""
    statement = select(Assignment).join(Assignment.judging_round).join(JudgingRound.council)
    statement = statement.where(_of_own_province(actor), Assignment.public_id == public_id)
    return db.session.scalars(statement.options(*_WHOLE)).one_or_none()


def papers_of(judging_round: JudgingRound) -> list[PaperRow]:
    """Every member and entry of a round, by entry and judge's number; four queries whatever their number."""
    statement = (
        select(Assignment)
        .join(Assignment.member)
        .join(Assignment.nomination)
        .where(Assignment.round_id == judging_round.id, Assignment.state != AssignmentState.SET_ASIDE.value)
        .options(joinedload(Assignment.member), joinedload(Assignment.nomination).joinedload(Nomination.organisation))
        .order_by(Nomination.reference, CouncilMember.judge_number)
    )
    rows = list(db.session.scalars(statement))
    ids = [row.id for row in rows]
    sheets = {one.assignment_id: one for one in db.session.scalars(select(Sheet).where(Sheet.assignment_id.in_(ids)))}
    stored = select(PaperSheet).where(PaperSheet.assignment_id.in_(ids)).options(selectinload(PaperSheet.entries))
    papers = {one.assignment_id: one for one in db.session.scalars(stored)}
    return [_paper_row(row, sheets.get(row.id), papers.get(row.id)) for row in rows]


def paper_of(assignment: Assignment) -> PaperSheet | None:
    """The paper sheet of an assignment with its entries and who made them."""
    statement = select(PaperSheet).where(PaperSheet.assignment_id == assignment.id)
    statement = statement.options(
        selectinload(PaperSheet.entries).joinedload(PaperEntry.entered_by), joinedload(PaperSheet.cast_by)
    )
    return db.session.scalars(statement).one_or_none()


def get_scan_visible_to(actor: Actor, public_id: str) -> PaperSheet | None:
    """The paper sheet of an assignment of the own province's council, once its scan is there."""
    assignment = get_paper_visible_to(actor, public_id)
    paper = paper_of(assignment) if assignment is not None else None
    return paper if paper is not None and paper.has_scan else None


def paper_state(assignment: Assignment, sheet: Sheet | None, paper: PaperSheet | None) -> PaperState:
    """How far the paper sheet has come."""
    if assignment.state == AssignmentState.RECUSED:
        return PaperState.RECUSED
    if paper is not None and paper.cast_at is not None:
        return PaperState.CAST
    if sheet is not None and sheet.state == SheetState.ABSTAINED:
        return PaperState.ABSTAINED
    if sheet is not None and sheet.version:
        return PaperState.CAST_ONLINE if sheet.state == SheetState.CAST else PaperState.ONLINE
    entries = paper.entries if paper is not None else []
    if len(entries) < BOTH:
        return PaperState.ONCE if entries else PaperState.NONE
    first, second = entries
    same = (first.marks, first.remark) == (second.marks, second.remark)
    return PaperState.AGREED if same else PaperState.DIFFERENT


def _paper_row(assignment: Assignment, sheet: Sheet | None, paper: PaperSheet | None) -> PaperRow:
    entered_by = tuple(one.entered_by_id for one in paper.entries) if paper is not None else ()
    has_scan = paper is not None and paper.has_scan
    return PaperRow(assignment, paper_state(assignment, sheet, paper), entered_by, has_scan)


def _of_own_province(actor: Actor) -> ColumnElement[bool]:
    if actor.alliance_id is None or not actor.holds(Role.PROVINCE_SECRETARY, Role.LEADER, Role.OFFICER):
        return false()
    return Council.alliance_id == actor.alliance_id


_ASSIGNED = Assignment.state == AssignmentState.ASSIGNED.value
_OPEN = Sheet.state == SheetState.OPEN.value
_PROGRESS: dict[Progress, ColumnElement[bool]] = {
    Progress.UNMARKED: and_(_ASSIGNED, or_(Sheet.id.is_(None), and_(_OPEN, Sheet.version == 0))),
    Progress.DRAFT: and_(_ASSIGNED, _OPEN, Sheet.version > 0),
    Progress.CAST: and_(_ASSIGNED, Sheet.state == SheetState.CAST.value),
    Progress.ABSTAINED: and_(_ASSIGNED, Sheet.state == SheetState.ABSTAINED.value),
    Progress.RECUSED: Assignment.state == AssignmentState.RECUSED.value,
}
"""A sheet's row is made by the first save (or an abstention), so no row means nothing marked yet."""

_ROUND = (
    joinedload(JudgingRound.council)
    .joinedload(Council.season)
    .joinedload(Season.rulebook)
    .joinedload(PublishedRulebook.confirmation),
    joinedload(JudgingRound.council).joinedload(Council.alliance),
)

_WHOLE = (
    joinedload(Assignment.member).joinedload(CouncilMember.user),
    joinedload(Assignment.revision),
    joinedload(Assignment.judging_round).joinedload(JudgingRound.council),
    joinedload(Assignment.nomination)
    .joinedload(Nomination.season)
    .joinedload(Season.rulebook)
    .joinedload(PublishedRulebook.confirmation),
)


def own(actor: Actor) -> Select[Assignment]:
    """The person's own assignments: the one place that decides what a judge can see."""
    statement = select(Assignment).join(Assignment.member)
    if not permits(actor, Action.SHEET_LIST):
        return statement.where(false())
    return statement.where(CouncilMember.user_id == actor.user_id)
