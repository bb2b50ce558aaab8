"""Saving a sheet, version by version, and casting it."""

from __future__ import annotations

from sqlalchemy import select

from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.errors import DomainError
from awards.base.identifiers import new_code
from awards.councils.models import Assignment
from awards.councils.states import AssignmentState, RoundState
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import require
from awards.sheets.errors import MarksRefused, SheetConflict
from awards.sheets.inputs import SheetInput
from awards.sheets.marks import Marks, read_marks, write_marks
from awards.sheets.models import Sheet, SheetVersion
from awards.sheets.paper import variant_of
from awards.sheets.states import SheetState
from awards.sheets.wording import ALREADY_CAST, CLOSED, NOT_ASSIGNED
from scoring.criteria import judged_in
from scoring.rulebook import Variant
from scoring.sheet import check_marks

RECEIPT_LETTERS = 10


def save_sheet(actor: Actor, assignment: Assignment, entry: SheetInput) -> SheetVersion:
    """Store the marks as a new version and give it back.

    The same act sent twice gives the version it made. Raises :class:`SheetConflict` when another
    window saved since ``base_version``, :class:`MarksRefused` for marks outside the rulebook, and
    :class:`DomainError` after casting or closing.
    """
    require(actor, Action.SHEET_SAVE, assignment)
    sheet = _locked_sheet(assignment)
    same = _made_before(sheet, entry)
    if same is not None:
        return same
    _refuse_when_shut(assignment, sheet)
    newest = sheet.versions[-1] if sheet.versions else None
    if newest is not None and newest.number != entry.base_version:
        raise SheetConflict(newest)
    variant = variant_of(assignment)
    _check(variant, entry.marks, complete=False)
    marks = {criterion.key: entry.marks.get(criterion.key) for criterion in judged_in(variant.criteria)}
    version = SheetVersion(
        number=sheet.version + 1,
        marks=write_marks(marks),
        remark=entry.remark,
        idempotency_key=entry.idempotency_key,
        rulebook_digest=assignment.nomination.season.rulebook.digest,
        dossier_digest=assignment.revision.digest,
        saved_at=clock.now(),
    )
    sheet.versions.append(version)
    sheet.version = version.number
    db.session.add(sheet)
    db.session.flush()
    # The key is random and secret, so nobody can find the marks by trying digests of likely ones.
    details = [version.number, version.marks, version.remark, version.idempotency_key]
    audit.record(actor, Action.SHEET_SAVE, f"sheet:{sheet.public_id}", details)
    return version


def cast_sheet(actor: Actor, assignment: Assignment, base_version: int) -> Sheet:
    """Hand in the sheet as it stands at ``base_version``, for good; casting twice gives the same receipt.

    Raises :class:`MarksRefused` with every mark still missing.
    """
    require(actor, Action.SHEET_CAST, assignment)
    sheet = _locked_sheet(assignment)
    if sheet.state == SheetState.CAST and sheet.version == base_version:
        return sheet
    _refuse_when_shut(assignment, sheet)
    if not sheet.versions:
        _check(variant_of(assignment), {}, complete=True)
        raise DomainError("Phiếu chưa được lưu lần nào nên chưa gửi được.")
    newest = sheet.versions[-1]
    if newest.number != base_version:
        raise SheetConflict(newest)
    _check(variant_of(assignment), read_marks(newest.marks), complete=True)
    sheet.state = SheetState.CAST.value
    sheet.cast_at = clock.now()
    sheet.receipt_code = new_code(RECEIPT_LETTERS)
    db.session.flush()
    details = [newest.number, sheet.receipt_code, newest.marks, newest.idempotency_key]
    audit.record(actor, Action.SHEET_CAST, f"sheet:{sheet.public_id}", details)
    return sheet


def _locked_sheet(assignment: Assignment) -> Sheet:
    """The sheet as it is now, or a new one; closing the round and other windows wait until we are done."""
    db.session.refresh(assignment.judging_round, ["state"], with_for_update={"read": True})
    db.session.refresh(assignment, ["state"], with_for_update=True)
    stored = select(Sheet).where(Sheet.assignment_id == assignment.id).execution_options(populate_existing=True)
    sheet = db.session.scalars(stored).one_or_none()
    return sheet or Sheet(assignment=assignment, state=SheetState.OPEN.value, version=0)


def _made_before(sheet: Sheet, entry: SheetInput) -> SheetVersion | None:
    """The version this very act has made; a key that comes back with other marks is another act."""
    for version in sheet.versions:
        if version.idempotency_key == entry.idempotency_key:
            if _is_same(version, entry):
                return version
            raise SheetConflict(sheet.versions[-1])
    return None


def _is_same(version: SheetVersion, entry: SheetInput) -> bool:
    given = {key: mark for key, mark in entry.marks.items() if mark is not None}
    stored = {key: mark for key, mark in read_marks(version.marks).items() if mark is not None}
    return given == stored and version.remark == entry.remark


def _refuse_when_shut(assignment: Assignment, sheet: Sheet) -> None:
    if assignment.state != AssignmentState.ASSIGNED:
        raise DomainError(NOT_ASSIGNED)
    if sheet.state == SheetState.CAST:
        raise DomainError(ALREADY_CAST)
    if assignment.judging_round.state != RoundState.OPEN:
        raise DomainError(CLOSED)


def _check(variant: Variant, marks: Marks, *, complete: bool) -> None:
    problems = check_marks(variant, marks, complete=complete)
    if problems:
        raise MarksRefused(problems)
