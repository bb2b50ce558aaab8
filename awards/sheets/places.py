"""What saving reads: as little as it can, for a judge saves a field every few seconds.

Rulebooks and dossiers are named by the digest of what they say, so what follows from them is kept in memory.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any

from sqlalchemy import CursorResult, Executable, and_, bindparam, select

from awards.base.database import columns_of, db, read_alone
from awards.conflicts.models import Declaration
from awards.councils.models import Assignment, CouncilMember, JudgingRound
from awards.councils.states import AssignmentState
from awards.nominations.dossier import DossierContent
from awards.nominations.models import DossierRevision, Nomination
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import permits
from awards.seasons.models import PublishedRulebook, Season
from awards.seasons.rulebooks import rulebook_named
from awards.sheets.changes import Content
from awards.sheets.marks import Marks, read_marks, read_reasons
from awards.sheets.models import Sheet, SheetVersion
from scoring.computed import computed_marks
from scoring.criteria import judged_in
from scoring.rulebook import Variant
from scoring.sheet import check_marks, check_reasons

NOTHING = Fraction(0)


@dataclass(frozen=True)
class Place:
    """Where a save goes: an assignment, and by which rules which text is judged.

    ``declared``: the judge has said there is no tie to this entry. Whatever ties a judge to it later is written
    into the assignment's state in the same act, so a save need not search the register again.
    """

    assignment_id: int
    judge_user_id: int | None
    rulebook_digest: str
    dossier_digest: str
    declared: bool


@dataclass(frozen=True)
class Table:
    """The scoring table of one dossier, and what the dossier itself gives."""

    variant: Variant
    criteria: tuple[str, ...]
    computed: Fraction

    def total(self, marks: Marks) -> Fraction:
        """What is known so far of the table: computed points and the marks given, without bonus and penalty."""
        return sum((mark for mark in marks.values() if mark is not None), self.computed)

    def gaps(self, content: Content) -> int:
        """How many marks and reasons are missing before the sheet may be cast."""
        missing = check_marks(self.variant, content.marks, complete=True)
        return len(missing) + len(check_reasons(self.variant, content.marks, content.reasons))


@dataclass(frozen=True)
class Stand:
    """How a sheet stands at the moment of writing; ``made``: the version this very act has made before."""

    assignment_state: str
    round_state: str
    sheet_id: int | None
    sheet_public_id: str
    sheet_state: str | None
    version: int
    newest: Content
    made: int | None
    made_content: Content


@dataclass(frozen=True)
class Saved:
    """A version as the database holds it."""

    number: int
    saved_at: datetime
    content: Content


def get_place_visible_to(actor: Actor, public_id: str) -> Place | None:
    """An entry the person marks, for saving. Recused and other judges' entries do not exist here."""
    if not permits(actor, Action.SHEET_LIST):
        return None
    asked = {"public_id": public_id, "user_id": actor.user_id}
    found = read_alone(_OWN_PLACE, asked)
    return Place(*found[0]) if found else None


def place_of(assignment: Assignment) -> Place:
    """The same of an assignment that is at hand, for whose judge the register was searched already."""
    digest = assignment.nomination.season.rulebook.digest
    return Place(assignment.id, assignment.judge_user_id, digest, assignment.revision.digest, declared=True)


def table_of(place: Place) -> Table:
    """The scoring table that applies at a place."""
    return _table(place.rulebook_digest, place.dossier_digest)


def lock(place: Place) -> None:
    """Other windows wait for this one, and so does whoever closes the round; on SQLite all writers do anyway."""
    if db.engine.dialect.name != "sqlite":
        rows(_LOCK_ROUND, {"assignment_id": place.assignment_id})
        rows(_LOCK, {"assignment_id": place.assignment_id})


def stand_of(place: Place, key: str) -> Stand:
    """How the sheet stands; ``key`` names the act of saving. To be asked after :func:`lock`."""
    asked = {"assignment_id": place.assignment_id, "key": key}
    row = rows(_STAND, asked).one()
    newest, made = content_of(row[6], row[7], row[8]), content_of(row[10], row[11], row[12])
    return Stand(row[0], row[1], row[2], row[3] or "", row[4], row[5] or 0, newest, row[9], made)


def content_at(sheet_id: int | None, number: int) -> Content | None:
    """What a version says; nothing at all before the first, None for one that does not exist."""
    if number == 0:
        return Content()
    row = rows(_SAVED, {"sheet_id": sheet_id, "number": number}).one_or_none()
    return content_of(row[2], row[3], row[4]) if row is not None else None


def saved_at(place: Place, number: int) -> Saved:
    """A version read back from the database."""
    [row] = read_alone(_READ_BACK, {"assignment_id": place.assignment_id, "number": number})
    return Saved(row[0], row[1], content_of(row[2], row[3], row[4]))


def dossier_named(digest: str) -> DossierContent:
    """The text that is judged, by its digest."""
    return DossierContent.read(rows(_TEXT, {"digest": digest}).scalar_one())


@lru_cache(maxsize=4096)
def _table(rulebook_digest: str, dossier_digest: str) -> Table:
    content, rulebook = dossier_named(dossier_digest), rulebook_named(rulebook_digest)
    variant = rulebook.variant(content.variant)
    points = (mark.points for mark in computed_marks(variant, content.entry()))
    known = sum((one for one in points if one is not None), NOTHING)
    return Table(variant, tuple(one.key for one in judged_in(variant.criteria)), known)


def content_of(marks: str | None, reasons: str | None, remark: str | None) -> Content:
    """What a version's columns say; nothing where there is no version."""
    return Content() if marks is None else Content(read_marks(marks), read_reasons(reasons or "{}"), remark or "")


def rows(statement: Executable, values: Mapping[str, object]) -> CursorResult[*tuple[Any, ...]]:
    """Plain rows, without the detour over objects, in the session's own transaction."""
    return db.session.connection().execute(statement, values)


_A, _D, _M, _N = map(columns_of, (Assignment, Declaration, CouncilMember, Nomination))
_R, _SEASON, _BOOK = map(columns_of, (DossierRevision, Season, PublishedRulebook))
_ROUND, _S, _V = map(columns_of, (JudgingRound, Sheet, SheetVersion))
_SAME, _NEWEST, _MADE = _A.alias(), _V.alias(), _V.alias()
_AT = _A.c.id == bindparam("assignment_id")
DECLARED = (
    select(_D.c.id)
    .join(_SAME, _SAME.c.id == _D.c.assignment_id)
    .where(
        _SAME.c.nomination_id == _A.c.nomination_id,
        _SAME.c.member_id == _A.c.member_id,
        _D.c.declared_by_id == _M.c.user_id,
    )
    .exists()
)
"""The judge's own word about the entry, in whichever round of the council."""
_OWN_PLACE = (
    select(_A.c.id, _M.c.user_id, _BOOK.c.digest, _R.c.digest, DECLARED)
    .join(_M, _M.c.id == _A.c.member_id)
    .join(_R, _R.c.id == _A.c.revision_id)
    .join(_N, _N.c.id == _A.c.nomination_id)
    .join(_SEASON, _SEASON.c.id == _N.c.season_id)
    .join(_BOOK, _BOOK.c.id == _SEASON.c.rulebook_id)
    .where(
        _A.c.public_id == bindparam("public_id"),
        _M.c.user_id == bindparam("user_id"),
        _A.c.state == AssignmentState.ASSIGNED.value,
    )
)
_LOCK_ROUND = select(_ROUND.c.id).join(_A, _A.c.round_id == _ROUND.c.id).where(_AT)
_LOCK_ROUND = _LOCK_ROUND.with_for_update(read=True, of=_ROUND)
_LOCK = select(_A.c.id).where(_AT).with_for_update()
_STAND = (
    select(_A.c.state, _ROUND.c.state, _S.c.id, _S.c.public_id, _S.c.state, _S.c.version)
    .add_columns(_NEWEST.c.marks, _NEWEST.c.reasons, _NEWEST.c.remark)
    .add_columns(_MADE.c.number, _MADE.c.marks, _MADE.c.reasons, _MADE.c.remark)
    .join_from(_A, _ROUND, _ROUND.c.id == _A.c.round_id)
    .outerjoin(_S, _S.c.assignment_id == _A.c.id)
    .outerjoin(_NEWEST, and_(_NEWEST.c.sheet_id == _S.c.id, _NEWEST.c.number == _S.c.version))
    .outerjoin(_MADE, and_(_MADE.c.sheet_id == _S.c.id, _MADE.c.idempotency_key == bindparam("key")))
    .where(_AT)
)
_VERSION = (_V.c.number, _V.c.saved_at, _V.c.marks, _V.c.reasons, _V.c.remark)
_SAVED = select(*_VERSION).where(_V.c.sheet_id == bindparam("sheet_id"), _V.c.number == bindparam("number"))
_READ_BACK = (
    select(*_VERSION)
    .join(_S, _S.c.id == _V.c.sheet_id)
    .where(_S.c.assignment_id == bindparam("assignment_id"), _V.c.number == bindparam("number"))
)
_TEXT = select(DossierRevision.content).where(DossierRevision.digest == bindparam("digest")).limit(1)
