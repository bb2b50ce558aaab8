"""Paper sheets on their way, for those who enter them: never a mark of a sheet somebody fills in on a screen."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import joinedload, selectinload

from awards.base.database import db
from awards.councils.models import Assignment, Council, CouncilMember, JudgingRound
from awards.councils.states import AssignmentState, Post, RoundState
from awards.nominations.models import Nomination
from awards.policy.actor import Actor, Role
from awards.sheets.models import PaperEntry, PaperReader, PaperSheet, Sheet, SheetVersion
from awards.sheets.paper_people import OnPaper, PaperRound, Scans
from awards.sheets.queries import ROUND, WHOLE, of_own_province
from awards.sheets.states import PaperState, SheetState

_WITH_READERS = select(PaperSheet).options(
    selectinload(PaperSheet.entries).joinedload(PaperEntry.entered_by), joinedload(PaperSheet.cast_by)
)
BOTH = 2
"""Entries a paper sheet needs."""


@dataclass(frozen=True)
class PaperRow:
    """One member and one entry as somebody sees them who enters paper sheets: no marks."""

    assignment: Assignment
    state: PaperState
    entered_by: tuple[int, ...]
    has_scan: bool


def get_paper_round_visible_to(actor: Actor, public_id: str) -> PaperRound | None:
    """A round of the own province's council, or of the central one the person reads paper sheets off for."""
    statement = select(JudgingRound).join(JudgingRound.council).where(_enters(actor))
    statement = statement.where(JudgingRound.public_id == public_id)
    judging_round = db.session.scalars(statement.options(*ROUND)).one_or_none()
    return PaperRound(judging_round) if judging_round is not None else None


def get_paper_visible_to(actor: Actor, public_id: str) -> OnPaper | None:
    """One member and one entry of such a round, in whatever state the sheet is."""
    statement = select(Assignment).join(Assignment.judging_round).join(JudgingRound.council)
    statement = statement.where(_enters(actor), Assignment.public_id == public_id)
    assignment = db.session.scalars(statement.options(*WHOLE)).one_or_none()
    return OnPaper(assignment) if assignment is not None else None


def get_scans_visible_to(actor: Actor, public_id: str) -> Scans | None:
    """The scans of such a sheet, once there is one."""
    found = get_paper_visible_to(actor, public_id)
    if found is None:
        return None
    stored = _WITH_READERS.where(PaperSheet.assignment_id == found.assignment.id, PaperSheet.scan_key.is_not(None))
    papers = tuple(db.session.scalars(stored.order_by(PaperSheet.id)))
    return Scans(found.assignment, papers) if papers else None


def papers_of(judging_round: JudgingRound) -> list[PaperRow]:
    """Every member and entry of a round, by entry and judge's number; four queries whatever their number."""
    statement = (
        select(Assignment)
        .join(Assignment.member)
        .join(Assignment.nomination)
        .where(Assignment.round_id == judging_round.id, Assignment.state != AssignmentState.SET_ASIDE.value)
        .options(
            joinedload(Assignment.member),
            joinedload(Assignment.nomination).joinedload(Nomination.organisation),
            joinedload(Assignment.nomination).joinedload(Nomination.product),
        )
        .order_by(Nomination.reference, CouncilMember.judge_number)
    )
    rows = list(db.session.scalars(statement))
    ids = [row.id for row in rows]
    sheets = {one.assignment_id: one for one in db.session.scalars(select(Sheet).where(Sheet.assignment_id.in_(ids)))}
    stored = select(PaperSheet).where(PaperSheet.assignment_id.in_(ids), PaperSheet.set_aside_at.is_(None))
    stored = stored.options(selectinload(PaperSheet.entries))
    papers = {one.assignment_id: one for one in db.session.scalars(stored)}
    return [_paper_row(row, sheets.get(row.id), papers.get(row.id)) for row in rows]


def to_print_of(judging_round: JudgingRound, judge_number: int) -> list[Assignment]:
    """What one member marks in a round, by reference, to be printed blank."""
    statement = (
        select(Assignment)
        .join(Assignment.member)
        .join(Assignment.nomination)
        .where(
            Assignment.round_id == judging_round.id,
            Assignment.state == AssignmentState.ASSIGNED.value,
            CouncilMember.judge_number == judge_number,
        )
        .options(*WHOLE)
        .order_by(Nomination.reference)
    )
    return list(db.session.scalars(statement))


def paper_of(assignment: Assignment) -> PaperSheet | None:
    """The paper sheet of an assignment as it stands, with its entries and who made them."""
    statement = _WITH_READERS.where(PaperSheet.assignment_id == assignment.id, PaperSheet.set_aside_at.is_(None))
    return db.session.scalars(statement).one_or_none()


def set_aside_of(assignment: Assignment) -> list[PaperSheet]:
    """What was read off before the sheet was opened again, the oldest first."""
    statement = _WITH_READERS.where(PaperSheet.assignment_id == assignment.id, PaperSheet.set_aside_at.is_not(None))
    return list(db.session.scalars(statement.order_by(PaperSheet.id)))


def version_from(paper: PaperSheet) -> SheetVersion | None:
    """What was handed in from this paper. What the judge changed later, on the screen, is nobody else's."""
    statement = select(SheetVersion).join(SheetVersion.sheet)
    statement = statement.where(
        Sheet.assignment_id == paper.assignment_id, SheetVersion.idempotency_key == paper.public_id
    )
    return db.session.scalars(statement).one_or_none()


def rounds_read_by(actor: Actor) -> list[JudgingRound]:
    """Open rounds whose paper sheets the person reads off at the centre."""
    if not actor.holds(Role.SECRETARY, Role.OFFICE):
        return []
    statement = select(JudgingRound).join(JudgingRound.council)
    statement = statement.where(_reads_at_the_centre(actor), JudgingRound.state == RoundState.OPEN.value)
    return list(db.session.scalars(statement.options(*ROUND).order_by(JudgingRound.id)))


def waiting_for_reader(actor: Actor) -> list[tuple[JudgingRound, int]]:
    """The same with how many sheets wait for that person.

    One somebody else read off once waits for the second reading, one read off twice for being settled.
    """
    return [(one, _waiting(actor, one)) for one in rounds_read_by(actor)]


def paper_state(assignment: Assignment, sheet: Sheet | None, paper: PaperSheet | None) -> PaperState:
    """How far the paper sheet has come."""
    if assignment.state == AssignmentState.RECUSED:
        return PaperState.RECUSED
    if paper is not None and paper.cast_at is not None:
        return PaperState.CAST
    if sheet is not None and sheet.state == SheetState.ABSTAINED:
        return PaperState.ABSTAINED
    if sheet is not None and sheet.version and assignment.member.user_id is not None:
        return PaperState.CAST_ONLINE if sheet.state == SheetState.CAST else PaperState.ONLINE
    entries = paper.entries if paper is not None else []
    if len(entries) < BOTH:
        return PaperState.ONCE if entries else PaperState.NONE
    first, second = entries
    same = (first.marks, first.remark) == (second.marks, second.remark)
    return PaperState.AGREED if same else PaperState.DIFFERENT


def _waiting(actor: Actor, judging_round: JudgingRound) -> int:
    mine_to_do = {PaperState.DIFFERENT, PaperState.AGREED}
    return sum(
        row.state in mine_to_do or (row.state is PaperState.ONCE and actor.user_id not in row.entered_by)
        for row in papers_of(judging_round)
    )


def _paper_row(assignment: Assignment, sheet: Sheet | None, paper: PaperSheet | None) -> PaperRow:
    entered_by = tuple(one.entered_by_id for one in paper.entries) if paper is not None else ()
    has_scan = paper is not None and paper.has_scan
    return PaperRow(assignment, paper_state(assignment, sheet, paper), entered_by, has_scan)


def _enters(actor: Actor) -> ColumnElement[bool]:
    return or_(of_own_province(actor), _reads_at_the_centre(actor))


def _reads_at_the_centre(actor: Actor) -> ColumnElement[bool]:
    """The secretary of a central council, and who was named beside; the map asks the rest of them."""
    if actor.user_id is None or not actor.holds(Role.SECRETARY, Role.OFFICE):
        return false()
    sits = and_(
        CouncilMember.user_id == actor.user_id,
        CouncilMember.post == Post.SECRETARY.value,
        CouncilMember.left_on.is_(None),
    )
    named = select(PaperReader.council_id).where(PaperReader.user_id == actor.user_id, PaperReader.ended_at.is_(None))
    return and_(Council.alliance_id.is_(None), or_(Council.members.any(sits), Council.id.in_(named)))
