"""Saving a sheet, version by version, and casting it."""

from __future__ import annotations

from sqlalchemy import select

from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.errors import DomainError
from awards.base.identifiers import new_code
from awards.councils.models import Assignment, JudgingRound
from awards.councils.services import FIRST_ROUND
from awards.councils.states import AssignmentState, RoundState
from awards.nominations.completeness import readiness
from awards.nominations.dossier import live_content
from awards.nominations.models import DossierRevision, Nomination
from awards.nominations.revisions import freeze
from awards.nominations.services import lock
from awards.nominations.states import HELD_BY_THE_PROVINCE, NominationState, RevisionStage
from awards.notices.services import tell
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import require
from awards.seasons.rulebooks import rulebook_of
from awards.sheets import queries
from awards.sheets.errors import MarksRefused, SheetConflict
from awards.sheets.inputs import SheetInput
from awards.sheets.marks import Marks, read_marks, write_marks
from awards.sheets.models import Sheet, SheetVersion
from awards.sheets.paper import variant_of
from awards.sheets.states import SheetState
from awards.sheets.wording import ALREADY_CAST, CLOSED, NOT_ASSIGNED, OLDER_DOSSIER, put_again
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
    refuse_when_shut(assignment, sheet)
    newest = sheet.versions[-1] if sheet.versions else None
    if newest is not None and newest.number != entry.base_version:
        raise SheetConflict(newest)
    check(variant_of(assignment), entry.marks, complete=False)
    return _add_version(actor, assignment, sheet, entry, Action.SHEET_SAVE)


def hand_in(actor: Actor, assignment: Assignment, entry: SheetInput, action: Action) -> Sheet:
    """Save and cast in one act what was read off a paper sheet, under the act that allows it."""
    require(actor, action, assignment)
    sheet = _locked_sheet(assignment)
    refuse_when_shut(assignment, sheet)
    check(variant_of(assignment), entry.marks, complete=True)
    return _cast(actor, sheet, _add_version(actor, assignment, sheet, entry, action), action)


def put_dossier_again(actor: Actor, judging_round: JudgingRound, nomination: Nomination) -> DossierRevision:
    """The council judges the dossier as it stands now. Sheets cast on the older text are opened again.

    Their judges are told. Refused after the first round, for a dossier with gaps, and when paper sheets
    were entered for the older text. The same text again changes nothing.
    """
    require(actor, Action.DOSSIER_PUT_AGAIN, judging_round)
    db.session.refresh(judging_round, ["state"], with_for_update=True)
    given = queries.assignments_of(judging_round, nomination)
    if judging_round.state != RoundState.OPEN or judging_round.number != FIRST_ROUND or not given:
        raise DomainError("Chỉ đưa lại hồ sơ khi vòng chấm đầu đang mở.")
    lock(nomination)
    if NominationState(nomination.state) not in HELD_BY_THE_PROVINCE:
        raise DomainError("Hồ sơ đã gửi Trung ương nên không đưa lại ra hội đồng được.")
    content = live_content(nomination)
    if content.digest() == given[0].revision.digest:
        return given[0].revision
    ready = readiness(rulebook_of(nomination.season), content)
    if not ready.may_be_forwarded:
        raise DomainError(f"Hồ sơ chưa đủ để đưa lại: {' '.join((*ready.gaps, *ready.failures)[:3])}")
    if queries.has_paper_entries(given):
        raise DomainError("Đã nhập phiếu giấy cho bản hồ sơ trước nên không đưa bản mới ra hội đồng được.")
    revision = freeze(actor, nomination, RevisionStage.PROVINCE)
    reopened = [_onto(assignment, revision) for assignment in given]
    judges = [one.assignment.member.user for one in reopened if one is not None]
    tell(
        [user for user in judges if user is not None],
        put_again(nomination.reference, nomination.season.title, "/phieu-cham/"),
    )
    db.session.flush()
    details = [revision.digest, len(judges)]
    audit.record(actor, Action.DOSSIER_PUT_AGAIN, f"nomination:{nomination.public_id}", details)
    return revision


def stored_sheet(assignment: Assignment) -> Sheet:
    """The sheet of an assignment, or a new one that is not stored yet."""
    stored = select(Sheet).where(Sheet.assignment_id == assignment.id).execution_options(populate_existing=True)
    return db.session.scalars(stored).one_or_none() or Sheet(
        assignment=assignment, state=SheetState.OPEN.value, version=0
    )


def refuse_when_shut(assignment: Assignment, sheet: Sheet) -> None:
    """Raises :class:`DomainError` for an entry not assigned, a sheet cast, or a round closed."""
    if assignment.state != AssignmentState.ASSIGNED:
        raise DomainError(NOT_ASSIGNED)
    if sheet.state == SheetState.CAST:
        raise DomainError(ALREADY_CAST)
    if assignment.judging_round.state != RoundState.OPEN:
        raise DomainError(CLOSED)


def check(variant: Variant, marks: Marks, *, complete: bool) -> None:
    """Raises :class:`MarksRefused` for marks outside the rulebook, and when ``complete`` for missing ones."""
    problems = check_marks(variant, marks, complete=complete)
    if problems:
        raise MarksRefused(problems)


def _add_version(actor: Actor, assignment: Assignment, sheet: Sheet, entry: SheetInput, action: Action) -> SheetVersion:
    variant = variant_of(assignment)
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
    audit.record(actor, action, f"sheet:{sheet.public_id}", details)
    return version


def cast_sheet(actor: Actor, assignment: Assignment, base_version: int) -> Sheet:
    """Hand in the sheet as it stands at ``base_version``, for good; casting twice gives the same receipt.

    Raises :class:`MarksRefused` with every mark still missing.
    """
    require(actor, Action.SHEET_CAST, assignment)
    sheet = _locked_sheet(assignment)
    if sheet.state == SheetState.CAST and sheet.version == base_version:
        return sheet
    refuse_when_shut(assignment, sheet)
    if not sheet.versions:
        check(variant_of(assignment), {}, complete=True)
        raise DomainError("Phiếu chưa được lưu lần nào nên chưa gửi được.")
    newest = sheet.versions[-1]
    if newest.number != base_version:
        raise SheetConflict(newest)
    if newest.dossier_digest != assignment.revision.digest:
        raise DomainError(OLDER_DOSSIER)
    check(variant_of(assignment), read_marks(newest.marks), complete=True)
    return _cast(actor, sheet, newest, Action.SHEET_CAST)


def _cast(actor: Actor, sheet: Sheet, newest: SheetVersion, action: Action) -> Sheet:
    sheet.state = SheetState.CAST.value
    sheet.cast_at = clock.now()
    sheet.receipt_code = new_code(RECEIPT_LETTERS)
    db.session.flush()
    details = [newest.number, sheet.receipt_code, newest.marks, newest.idempotency_key]
    audit.record(actor, action, f"sheet:{sheet.public_id}", details)
    return sheet


def _onto(assignment: Assignment, revision: DossierRevision) -> Sheet | None:
    """Judge the newer text; gives back the sheet that was cast and is open again."""
    assignment.revision = revision
    sheet = stored_sheet(assignment)
    if sheet.state != SheetState.CAST:
        return None
    sheet.state, sheet.cast_at, sheet.receipt_code = SheetState.OPEN.value, None, None
    return sheet


def _locked_sheet(assignment: Assignment) -> Sheet:
    """The sheet as it is now, or a new one; closing the round and other windows wait until we are done."""
    db.session.refresh(assignment.judging_round, ["state"], with_for_update={"read": True})
    db.session.refresh(assignment, ["state"], with_for_update=True)
    return stored_sheet(assignment)


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
