"""A judge's own list, page by page: of each entry only what a line of it shows."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, exists, func, null, select

from awards.base.database import columns_of
from awards.base.kept import Kept
from awards.base.paging import PER_PAGE, Page, within
from awards.councils.models import Assignment, Council, CouncilMember, JudgingRound
from awards.councils.states import CouncilLevel, RoundState
from awards.nominations.dossier import DossierHeading
from awards.nominations.models import DossierRevision, Nomination
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import permits
from awards.seasons.models import PublishedRulebook, Season
from awards.seasons.procedure import PROVINCE
from awards.seasons.rulebooks import rulebook_named
from awards.sheets import places
from awards.sheets.blind import code_for, masked_heading
from awards.sheets.models import Sheet, SheetVersion
from awards.sheets.next_one import SEAT, next_of
from awards.sheets.queries import PROGRESS, SEATS
from awards.sheets.states import Progress


@dataclass(frozen=True)
class ListedRound:
    """A round in which the person judges, as the list tells of it."""

    id: int
    public_id: str
    state: str
    closed_at: datetime | None
    council_name: str
    level: str
    season_title: str
    is_sample: bool
    is_rehearsal: bool
    judging_close_at: datetime
    rulebook_digest: str

    @property
    def is_open(self) -> bool:
        return self.state == RoundState.OPEN

    @property
    def is_provincial(self) -> bool:
        return self.level == CouncilLevel.PROVINCE

    @property
    def is_blind(self) -> bool:
        rulebook = rulebook_named(self.rulebook_digest)
        return (rulebook.level(PROVINCE) if self.is_provincial else rulebook.level()).blind


@dataclass(frozen=True)
class Standing:
    """How many of the person's own sheets of a round stand where; public id of the one to mark next, if any is left."""

    counts: dict[Progress, int]
    next_one: str | None


class Line(NamedTuple):
    """One of the person's own entries; ``given`` of ``judged``: criteria marked on a sheet that was saved.

    ``cast_at``: of the sheets that were cast.
    """

    public_id: str
    dossier: DossierHeading
    recusal_reason: str | None
    cast_at: datetime | None
    given: int
    judged: int


def rounds_visible_to(actor: Actor) -> list[ListedRound]:
    """The rounds in which the person judges, those still open first."""
    if not permits(actor, Action.SHEET_LIST):
        return []
    return [ListedRound(*row) for row in places.rows(_ROUNDS, {"user_id": actor.user_id})]


def standing_visible_to(actor: Actor, judging_round: ListedRound) -> Standing:
    """Of the person's own sheets, in one query. The next is one not begun, else one not cast."""
    if not permits(actor, Action.SHEET_LIST):
        return Standing(dict.fromkeys(PROGRESS, 0), None)
    asked = {"user_id": actor.user_id, "round_id": judging_round.id}
    *counts, next_one = places.rows(_STANDING, asked).one()
    return Standing(dict(zip(PROGRESS, counts, strict=True)), next_one)


def list_visible_to(actor: Actor, judging_round: ListedRound, progress: Progress, total: int, page: int) -> Page[Line]:
    """The person's own entries, in an order of their own: not all judges tire at the same entry.

    ``total``: how many there are of that progress, as :func:`standing_visible_to` counts them. One query, whatever
    their number, and one more for headings not read before. Where judging is blind a code stands for the nominee, but
    not of what the person does not judge: that was declared by its name, and no code may be matched to it.
    """
    number = within(page, total)
    if not permits(actor, Action.SHEET_LIST):
        return Page((), 1, 0)
    asked = {"user_id": actor.user_id, "round_id": judging_round.id, "offset": (number - 1) * PER_PAGE}
    rows = places.rows(_LINES[progress], asked).all()
    if progress is not Progress.RECUSED and judging_round.is_blind:
        return Page(tuple([_line(row, masked_heading(code_for(row.nomination))) for row in rows]), number, total)
    headings = _headings([row.digest for row in rows])
    return Page(tuple([_line(row, headings[row.digest]) for row in rows]), number, total)


def _line(row: Any, heading: DossierHeading) -> Line:
    public_id, recusal_reason, _, _, cast_at, saved = row
    marks = json.loads(saved) if saved else {}
    given = sum(mark is not None for mark in marks.values())
    return Line(public_id, heading, recusal_reason, cast_at, given, len(marks))


def _headings(digests: Collection[str]) -> dict[str, DossierHeading]:
    """By the digest of the dossier; each is read once in a process, for its digest stands for its text."""
    found = {digest: _HEADINGS[digest] for digest in digests if digest in _HEADINGS}
    missing = [digest for digest in digests if digest not in found]
    if missing:
        for digest, text in places.rows(_TEXTS, {"digests": missing}):
            found[digest] = _HEADINGS[digest] = DossierHeading.read(text)
    return found


_HEADINGS: Kept[str, DossierHeading] = Kept(4096)

_A, _M, _N, _R = map(columns_of, (Assignment, CouncilMember, Nomination, DossierRevision))
_ROUND, _COUNCIL, _SEASON, _BOOK = map(columns_of, (JudgingRound, Council, Season, PublishedRulebook))
_ROUNDS = (
    select(_ROUND.c.id, _ROUND.c.public_id, _ROUND.c.state, _ROUND.c.closed_at, _COUNCIL.c.name, _COUNCIL.c.level)
    .add_columns(_SEASON.c.title, _SEASON.c.is_sample, _SEASON.c.is_rehearsal, _SEASON.c.judging_close_at)
    .add_columns(_BOOK.c.digest)
    .join_from(_ROUND, _COUNCIL, _COUNCIL.c.id == _ROUND.c.council_id)
    .join(_SEASON, _SEASON.c.id == _COUNCIL.c.season_id)
    .join(_BOOK, _BOOK.c.id == _SEASON.c.rulebook_id)
    .where(
        _ROUND.c.council_id.in_(select(_M.c.council_id).where(_M.c.user_id == bindparam("user_id"))),
        exists().where(_A.c.round_id == _ROUND.c.id, _A.c.member_id.in_(SEATS)),
    )
    .order_by(_ROUND.c.closed_at.is_not(None), _ROUND.c.opened_at.desc(), _ROUND.c.id.desc())
)
_ASKED: Any = bindparam("round_id")
_MINE = and_(Assignment.member_id == SEAT, Assignment.round_id == _ASKED)
_STANDING = (
    select(
        *[func.count().filter(condition) for condition in PROGRESS.values()],
        next_of(SEAT, _ASKED),
    )
    .select_from(Assignment)
    .outerjoin(Sheet, Sheet.assignment_id == Assignment.id)
    .where(_MINE)
)
_TEXTS = select(_R.c.digest, _R.c.content).where(_R.c.digest.in_(bindparam("digests", expanding=True)))


def _lines(progress: Progress) -> Select[*tuple[Any, ...]]:
    """The page is cut out before anything is joined to its lines."""
    mine = (
        select(Assignment.id)
        .outerjoin(Sheet, Sheet.assignment_id == Assignment.id)
        .where(_MINE, PROGRESS[progress])
        .order_by(Assignment.public_id)
        .limit(PER_PAGE)
        .offset(bindparam("offset"))
    )
    newest = and_(SheetVersion.sheet_id == Sheet.id, SheetVersion.number == Sheet.version)
    return (
        select(
            Assignment.public_id,
            Assignment.recusal_reason,
            Nomination.public_id.label("nomination"),
            DossierRevision.digest,
            Sheet.cast_at if progress is Progress.CAST else null(),
            SheetVersion.marks,
        )
        .join(Nomination, Nomination.id == Assignment.nomination_id)
        .join(DossierRevision, DossierRevision.id == Assignment.revision_id)
        .outerjoin(Sheet, Sheet.assignment_id == Assignment.id)
        .outerjoin(SheetVersion, newest)
        .where(Assignment.id.in_(mine.subquery().select()))
        .order_by(Assignment.public_id)
    )


_LINES = {progress: _lines(progress) for progress in Progress}
"""Written once: to put a statement together costs more than to run it."""
