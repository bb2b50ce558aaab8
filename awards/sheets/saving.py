"""One act of saving becomes one version of a sheet, whatever is lost, sent twice or typed in two windows."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Table as DatabaseTable
from sqlalchemy import bindparam, select

from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.errors import DomainError
from awards.base.identifiers import new_public_id
from awards.conflicts.errors import NotDeclared
from awards.conflicts.wording import DECLARE_FIRST
from awards.councils.states import AssignmentState, RoundState
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import require
from awards.sheets import places
from awards.sheets.changes import Change, Content
from awards.sheets.errors import MarksRefused, SheetConflict
from awards.sheets.marks import write_marks, write_reasons
from awards.sheets.models import Sheet, SheetVersion
from awards.sheets.places import Place, Stand
from awards.sheets.states import SheetState
from awards.sheets.wording import ABSTAINED, ALREADY_CAST, CLOSED, NOT_ASSIGNED
from scoring.sheet import check_marks

_SHEETS = cast(DatabaseTable, Sheet.__table__)
_VERSIONS = cast(DatabaseTable, SheetVersion.__table__)
_NEW_SHEET = _SHEETS.insert().returning(_SHEETS.c.id)
_NEW_VERSION = _VERSIONS.insert()
_MOVE_ON = _SHEETS.update().where(_SHEETS.c.id == bindparam("row_id")).values(version=bindparam("number"))


def save(actor: Actor, place: Place, change: Change) -> int:
    """Store the change on top of what is there as a new version; gives back its number.

    The same act sent again gives the number it got. Raises :class:`SheetConflict` when something was saved
    since the base version that the window does not show, :class:`MarksRefused` for marks outside the
    rulebook, and :class:`DomainError` once the sheet was cast, the judge abstained or the round closed.
    """
    require(actor, Action.SHEET_SAVE, place)
    if not place.declared:
        raise NotDeclared(DECLARE_FIRST)
    places.lock(place)
    stand = places.stand_of(place, change.idempotency_key)
    if stand.made is not None and change.is_said_by(stand.made_content):
        return stand.made
    refuse_when_shut(stand.assignment_state, stand.round_state, stand.sheet_state)
    if stand.made is not None or not _has_seen_all(stand, change):
        raise SheetConflict(_newest(stand))
    table = places.table_of(place)
    problems = check_marks(table.variant, change.marks, complete=False)
    if problems:
        raise MarksRefused(problems)
    content = change.on(stand.newest, table.criteria)
    return add_version(actor, place, stand, content, change.idempotency_key, Action.SHEET_SAVE)


def add_version(actor: Actor, place: Place, stand: Stand, content: Content, key: str, action: Action) -> int:
    """The next version of a sheet, its first one with the sheet itself; gives back its number."""
    number, sheet_id, public_id = stand.version + 1, stand.sheet_id, stand.sheet_public_id
    if sheet_id is None:
        public_id = new_public_id()
        fresh = {"public_id": public_id, "assignment_id": place.assignment_id, "state": SheetState.OPEN.value}
        sheet_id = places.rows(_NEW_SHEET, {**fresh, "version": number}).scalar_one()
    else:
        places.rows(_MOVE_ON, {"row_id": sheet_id, "number": number})
    row = {
        "sheet_id": sheet_id,
        "number": number,
        "marks": write_marks(content.marks),
        "reasons": write_reasons(content.reasons),
        "remark": content.remark,
        "idempotency_key": key,
        "rulebook_digest": place.rulebook_digest,
        "dossier_digest": place.dossier_digest,
        "saved_at": clock.now(),
    }
    places.rows(_NEW_VERSION, row)
    # The key is random and secret, so nobody can find the marks by trying digests of likely ones.
    details = [number, row["marks"], row["reasons"], row["remark"], key]
    audit.record(actor, action, f"sheet:{public_id}", details)
    return number


def refuse_when_shut(assignment_state: str, round_state: str, sheet_state: str | None) -> None:
    """Raises :class:`DomainError` for an entry not assigned, a sheet cast or abstained from, or a closed round."""
    if assignment_state != AssignmentState.ASSIGNED:
        raise DomainError(NOT_ASSIGNED)
    if sheet_state == SheetState.CAST:
        raise DomainError(ALREADY_CAST)
    if round_state != RoundState.OPEN:
        raise DomainError(CLOSED)
    if sheet_state == SheetState.ABSTAINED:
        raise DomainError(ABSTAINED)


def _has_seen_all(stand: Stand, change: Change) -> bool:
    if change.base_version == stand.version:
        return True
    if not 0 <= change.base_version < stand.version:
        return False
    base = places.content_at(stand.sheet_id, change.base_version)
    return base is not None and change.has_seen(base, stand.newest)


def _newest(stand: Stand) -> SheetVersion:
    """The stored version; a window that names one although nothing was ever saved gets an empty one."""
    stored = select(SheetVersion).where(SheetVersion.sheet_id == stand.sheet_id, SheetVersion.number == stand.version)
    return db.session.scalars(stored).one_or_none() or SheetVersion(
        number=0, marks="{}", reasons="{}", remark="", saved_at=clock.now()
    )
