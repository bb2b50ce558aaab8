"""Everything a judge has ever filled in, in this season and in all before it: to read, to compare, to check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from itertools import groupby

from sqlalchemy import Row, Select, and_, select
from sqlalchemy.orm import joinedload

from awards.base.database import db
from awards.base.identifiers import typed_code
from awards.base.paging import Page, paginate
from awards.councils.levels import level_of
from awards.councils.models import Assignment, Council, CouncilMember, JudgingRound
from awards.councils.states import AssignmentState, RoundState
from awards.nominations.dossier import DossierContent
from awards.nominations.models import Nomination
from awards.policy.actor import Actor
from awards.seasons.models import PublishedRulebook, Season
from awards.seasons.rulebooks import rulebook_of
from awards.sheets import places
from awards.sheets.blind import content_for_judge
from awards.sheets.changes import Content
from awards.sheets.marks import read_marks, read_reasons
from awards.sheets.models import Reopening, Sheet, SheetVersion
from awards.sheets.places import NOTHING, Table
from awards.sheets.queries import own
from awards.sheets.states import ReopeningState, SheetState
from scoring.criteria import Expert, judged_in
from scoring.rulebook import Variant


@dataclass(frozen=True)
class OwnRound:
    """A round in which the person judges."""

    judging_round: JudgingRound
    judge_user_id: int


@dataclass(frozen=True)
class OwnSheet:
    """One of the person's own sheets; ``sheet`` and ``version`` None: nothing done yet, nothing saved yet."""

    assignment: Assignment
    dossier: DossierContent
    sheet: Sheet | None
    version: SheetVersion | None
    table: Table

    @property
    def content(self) -> Content:
        return content_of(self.version)

    @property
    def state(self) -> SheetState:
        return SheetState(self.sheet.state) if self.sheet is not None else SheetState.OPEN

    @property
    def total(self) -> Fraction:
        """What is known so far, without bonus and penalty."""
        return self.table.total(self.content.marks)

    @property
    def gaps(self) -> int:
        """Marks and reasons still missing."""
        return self.table.gaps(self.content)

    @property
    def may_be_cast(self) -> bool:
        """Open, whole, and marked on the very text that is judged now."""
        current = self.version is not None and self.version.dossier_digest == self.assignment.revision.digest
        return self.state is SheetState.OPEN and current and not self.gaps


@dataclass(frozen=True)
class MarkTable:
    """The person's own marks under one scoring table: a row per entry, a column per criterion."""

    variant: Variant
    criteria: tuple[Expert, ...]
    rows: tuple[OwnSheet, ...]

    def most(self) -> Fraction:
        """The most a judge can give in this table."""
        return sum((one.max_points for one in self.criteria), NOTHING)


@dataclass(frozen=True)
class Receipt:
    """What a receipt code of the person's own stands for; ``reopened_at``: that casting was undone."""

    code: str
    assignment: Assignment
    sheet: Sheet
    version: int
    reopened_at: datetime | None

    @property
    def counts(self) -> bool:
        return self.reopened_at is None


@dataclass(frozen=True)
class Colleague:
    """What another member of the council gave, read after closing where the rulebook shares sheets."""

    judge_number: int
    name: str
    content: Content
    abstention_reason: str | None
    total: Fraction


def get_round_visible_to(actor: Actor, public_id: str) -> OwnRound | None:
    """A round in which the person has an entry to mark."""
    statement = (
        select(JudgingRound)
        .where(
            JudgingRound.public_id == public_id,
            JudgingRound.id.in_(own(actor).with_only_columns(Assignment.round_id)),
        )
        .options(*_ROUND)
    )
    judging_round = db.session.scalars(statement).one_or_none()
    if judging_round is None or actor.user_id is None:
        return None
    return OwnRound(judging_round, actor.user_id)


def assignments_in(actor: Actor, judging_round: JudgingRound, public_ids: Sequence[str]) -> list[Assignment]:
    """Those of the person's own entries of a round, in a fixed order: two acts at once lock them one after another."""
    statement = own(actor).where(Assignment.round_id == judging_round.id, Assignment.public_id.in_(public_ids))
    return list(db.session.scalars(statement.options(*_JUDGED).order_by(Assignment.id)))


def sheets_in(actor: Actor, judging_round: JudgingRound) -> list[OwnSheet]:
    """All the person's own sheets of a round, in the person's own order; two queries whatever their number."""
    statement = _with_sheets(
        own(actor).where(Assignment.round_id == judging_round.id, Assignment.state == AssignmentState.ASSIGNED.value)
    ).order_by(Assignment.public_id)
    return [_own_sheet(*row) for row in db.session.execute(statement)]


def table_of(actor: Actor, judging_round: JudgingRound) -> list[MarkTable]:
    """Entries by criteria with the person's own marks, one table for each scoring table; a fixed number of queries."""
    rulebook = rulebook_of(judging_round.council.season)
    rows = sheets_in(actor, judging_round)
    by_variant = sorted(rows, key=lambda row: row.dossier.variant)
    return [
        MarkTable(rulebook.variant(key), judged_in(rulebook.variant(key).criteria), tuple(found))
        for key, found in groupby(by_variant, key=lambda row: row.dossier.variant)
    ]


def archive_of(actor: Actor, page: int) -> Page[Assignment]:
    """Every sheet the person has ever cast, the newest first, in seasons long closed too."""
    statement = (
        own(actor)
        .join(Sheet, Sheet.assignment_id == Assignment.id)
        .where(Sheet.state == SheetState.CAST.value)
        .options(*_JUDGED)
        .order_by(Sheet.cast_at.desc(), Assignment.id.desc())
    )
    return paginate(statement, page)


def own_by_receipt(actor: Actor, code: str) -> Receipt | None:
    """The person's own sheet with that receipt code, typed as it may be; of nobody else's sheets."""
    wanted = typed_code(code)
    statement = own(actor).join(Sheet, Sheet.assignment_id == Assignment.id).options(*_JUDGED).add_columns(Sheet)
    cast = db.session.execute(statement.where(Sheet.receipt_code == wanted)).one_or_none()
    if cast is not None:
        return Receipt(wanted, cast[0], cast[1], cast[1].version, None)
    undone = (
        statement.join(Reopening, Reopening.sheet_id == Sheet.id)
        .where(Reopening.receipt_code == wanted, Reopening.state == ReopeningState.CONFIRMED.value)
        .add_columns(Reopening.version, Reopening.answered_at)
    )
    row = db.session.execute(undone).first()
    return Receipt(wanted, *row) if row is not None else None


def colleagues_of(assignment: Assignment) -> list[Colleague]:
    """What the others of the council gave the same entry; nothing before closing, or where sheets are not shared."""
    judging_round = assignment.judging_round
    if judging_round.state != RoundState.CLOSED or not level_of(judging_round.council).shares_sheets:
        return []
    statement = (
        select(CouncilMember, Sheet, SheetVersion)
        .join(Assignment, Assignment.member_id == CouncilMember.id)
        .join(Sheet, Sheet.assignment_id == Assignment.id)
        .outerjoin(SheetVersion, and_(SheetVersion.sheet_id == Sheet.id, SheetVersion.number == Sheet.version))
        .where(
            Assignment.round_id == judging_round.id,
            Assignment.nomination_id == assignment.nomination_id,
            Assignment.id != assignment.id,
            Assignment.state == AssignmentState.ASSIGNED.value,
            Sheet.state != SheetState.OPEN.value,
        )
        .order_by(CouncilMember.judge_number)
    )
    table = places.table_of(places.place_of(assignment))
    return list(_colleagues(table, db.session.execute(statement)))


def _colleagues(table: Table, rows: Iterable[Row[CouncilMember, Sheet, SheetVersion | None]]) -> Iterator[Colleague]:
    for member, sheet, version in rows:
        told = version if sheet.state == SheetState.CAST else None
        content = content_of(told)
        yield Colleague(
            member.judge_number, member.full_name, content, sheet.abstention_reason, table.total(content.marks)
        )


def _own_sheet(assignment: Assignment, sheet: Sheet | None, version: SheetVersion | None) -> OwnSheet:
    table = places.table_of(places.place_of(assignment))
    return OwnSheet(assignment, content_for_judge(assignment), sheet, version, table)


def content_of(version: SheetVersion | None) -> Content:
    """What a stored version says; nothing where there is none."""
    if version is None:
        return Content()
    return Content(read_marks(version.marks), read_reasons(version.reasons), version.remark)


def _with_sheets(statement: Select[Assignment]) -> Select[Assignment, Sheet | None, SheetVersion | None]:
    newest = and_(SheetVersion.sheet_id == Sheet.id, SheetVersion.number == Sheet.version)
    joined = statement.outerjoin(Sheet, Sheet.assignment_id == Assignment.id).outerjoin(SheetVersion, newest)
    return joined.add_columns(Sheet, SheetVersion).options(*_JUDGED)


_ROUND = (
    joinedload(JudgingRound.council)
    .joinedload(Council.season)
    .joinedload(Season.rulebook)
    .joinedload(PublishedRulebook.confirmation),
)
_JUDGED = (
    joinedload(Assignment.member).joinedload(CouncilMember.user),
    joinedload(Assignment.revision),
    joinedload(Assignment.nomination)
    .joinedload(Nomination.season)
    .joinedload(Season.rulebook)
    .joinedload(PublishedRulebook.confirmation),
    joinedload(Assignment.judging_round).joinedload(JudgingRound.council).joinedload(Council.season),
)
