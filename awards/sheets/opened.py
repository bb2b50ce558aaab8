"""One of the person's own sheets as the page that marks it opens it: everything that page reads, in one row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, select

from awards.base.database import columns_of
from awards.conflicts.traces import every_ground_is_traced, trace
from awards.councils.models import Assignment, Council, CouncilMember, JudgingRound
from awards.councils.states import AssignmentState, CouncilLevel, RoundState
from awards.nominations.models import DossierRevision, Nomination
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import permits
from awards.seasons.models import PublishedRulebook, Season
from awards.seasons.procedure import PROVINCE
from awards.seasons.rulebooks import rulebook_named
from awards.sheets import places
from awards.sheets.blind import code_for
from awards.sheets.changes import Content
from awards.sheets.models import Sheet, SheetNote, SheetVersion
from awards.sheets.next_one import next_of


@dataclass(frozen=True)
class Opened:
    """``traced``: something may tie the judge to the entry, and the grounds of recusal are to be asked.

    ``next_one``: public id of the own entry to mark after this one, if any is left.
    """

    assignment_id: int
    public_id: str
    judge_user_id: int | None
    rulebook_digest: str
    dossier_digest: str
    nomination: str
    round_id: int
    round_public_id: str
    round_state: str
    level: str
    season_title: str
    is_sample: bool
    is_rehearsal: bool
    sheet_state: str | None
    version: int
    saved_at: datetime | None
    content: Content
    note: str
    declared: bool
    traced: bool
    next_one: str | None

    @property
    def is_open(self) -> bool:
        """The round, not the sheet."""
        return self.round_state == RoundState.OPEN

    @property
    def is_provincial(self) -> bool:
        return self.level == CouncilLevel.PROVINCE

    @property
    def code(self) -> str | None:
        """The code that stands for the nominee, where judging is blind."""
        rulebook = rulebook_named(self.rulebook_digest)
        level = rulebook.level(PROVINCE) if self.is_provincial else rulebook.level()
        return code_for(self.nomination) if level.blind else None

    @property
    def has_free_way(self) -> bool:
        """The judge has declared of this entry, and no ground of recusal can hold."""
        return self.declared and not self.traced and every_ground_is_traced()


def get_visible_to(actor: Actor, public_id: str) -> Opened | None:
    """An entry the person marks. Recused and other judges' entries do not exist here."""
    if not permits(actor, Action.SHEET_LIST):
        return None
    row = places.rows(_OPENED, {"public_id": public_id, "user_id": actor.user_id}).one_or_none()
    if row is None:
        return None
    *facts, version, saved_at, marks, reasons, remark, note, declared, traced, next_one = row
    content = places.content_of(marks, reasons, remark)
    told = [version or 0, saved_at, content, note or "", bool(declared), bool(traced), next_one]
    return Opened(*facts, *told)


_A, _M, _R, _N = map(columns_of, (Assignment, CouncilMember, DossierRevision, Nomination))
_SEASON, _BOOK, _ROUND, _COUNCIL = map(columns_of, (Season, PublishedRulebook, JudgingRound, Council))
_S, _V, _NOTE = map(columns_of, (Sheet, SheetVersion, SheetNote))
_OPENED = (
    select(_A.c.id, _A.c.public_id, _M.c.user_id, _BOOK.c.digest, _R.c.digest, _N.c.public_id)
    .add_columns(_ROUND.c.id, _ROUND.c.public_id, _ROUND.c.state, _COUNCIL.c.level)
    .add_columns(_SEASON.c.title, _SEASON.c.is_sample, _SEASON.c.is_rehearsal)
    .add_columns(_S.c.state, _V.c.number, _V.c.saved_at, _V.c.marks, _V.c.reasons, _V.c.remark, _NOTE.c.text)
    .add_columns(places.DECLARED, trace(_M.c.id, _M.c.user_id, _A.c.nomination_id))
    .add_columns(next_of(_A.c.member_id, _A.c.round_id, _A.c.id))
    .join_from(_A, _M, _M.c.id == _A.c.member_id)
    .join(_R, _R.c.id == _A.c.revision_id)
    .join(_N, _N.c.id == _A.c.nomination_id)
    .join(_ROUND, _ROUND.c.id == _A.c.round_id)
    .join(_COUNCIL, _COUNCIL.c.id == _ROUND.c.council_id)
    .join(_SEASON, _SEASON.c.id == _N.c.season_id)
    .join(_BOOK, _BOOK.c.id == _SEASON.c.rulebook_id)
    .outerjoin(_S, _S.c.assignment_id == _A.c.id)
    .outerjoin(_V, and_(_V.c.sheet_id == _S.c.id, _V.c.number == _S.c.version))
    .outerjoin(_NOTE, _NOTE.c.assignment_id == _A.c.id)
    .where(
        _A.c.public_id == bindparam("public_id"),
        _M.c.user_id == bindparam("user_id"),
        _A.c.state == AssignmentState.ASSIGNED.value,
    )
)
