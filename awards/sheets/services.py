"""A judge's acts on a sheet: saving it, abstaining, casting it; and putting the dossier before the council again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.errors import DomainError
from awards.base.identifiers import grouped, new_code
from awards.conflicts.services import refuse_when_concerned, refuse_when_out
from awards.councils.models import Assignment, JudgingRound
from awards.councils.services import FIRST_ROUND
from awards.councils.states import RoundState
from awards.nominations.completeness import readiness
from awards.nominations.dossier import live_content
from awards.nominations.models import DossierRevision, Nomination
from awards.nominations.revisions import freeze
from awards.nominations.services import lock
from awards.nominations.states import HELD_BY_THE_PROVINCE, NominationState, RevisionStage
from awards.notices.services import file_receipts, tell
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import require
from awards.seasons.rulebooks import rulebook_of
from awards.sheets import own_sheets, places, queries, saving
from awards.sheets.blind import name_for_judge
from awards.sheets.changes import Change, Content
from awards.sheets.errors import MarksRefused, SheetConflict
from awards.sheets.inputs import SheetInput
from awards.sheets.marks import Marks, read_marks, read_reasons
from awards.sheets.models import Sheet, SheetNote, SheetVersion
from awards.sheets.own_sheets import OwnRound
from awards.sheets.paper import variant_of
from awards.sheets.paper_people import OnPaper
from awards.sheets.places import place_of
from awards.sheets.states import SheetState
from awards.sheets.wording import OLDER_DOSSIER, put_again, receipt, receipts
from scoring.rulebook import Variant
from scoring.sheet import check_marks, check_reasons

RECEIPT_LETTERS = 10
RECEIPTS = "/phieu-cham/bien-nhan"
"""The page of a judge's own receipts."""


def save_sheet(actor: Actor, assignment: Assignment, entry: SheetInput) -> SheetVersion:
    """Store a whole sheet as typed and give the version back; see :func:`awards.sheets.saving.save`."""
    require(actor, Action.SHEET_SAVE, assignment)
    refuse_when_out(assignment)
    place = place_of(assignment)
    criteria = places.table_of(place).criteria
    change = Change(
        marks={**dict.fromkeys(criteria), **entry.marks},
        reasons={**dict.fromkeys(criteria, ""), **entry.reasons},
        remark=entry.remark,
        base_version=entry.base_version,
        idempotency_key=entry.idempotency_key,
    )
    number = saving.save(actor, place, change)
    return _version(stored_sheet(assignment), number)


def hand_in(actor: Actor, assignment: Assignment, entry: SheetInput, action: Action) -> Sheet:
    """Save and cast in one act what was read off a paper sheet, under the act that allows it.

    The reasons the rulebook may ask for stand on the paper, whose scan is kept.
    """
    require(actor, action, OnPaper(assignment))
    refuse_when_concerned(assignment)
    place = place_of(assignment)
    places.lock(place)
    stand = places.stand_of(place, entry.idempotency_key)
    saving.refuse_when_shut(stand.assignment_state, stand.round_state, stand.sheet_state)
    table = places.table_of(place)
    check(table.variant, entry.marks, complete=True)
    content = Content({key: entry.marks.get(key) for key in table.criteria}, {}, entry.remark)
    number = saving.add_version(actor, place, stand, content, entry.idempotency_key, action)
    sheet = stored_sheet(assignment)
    return _cast(actor, sheet, _version(sheet, number), action)


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
        put_again(name_for_judge(given[0]), nomination.season.title, "/phieu-cham/"),
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
    """Raises :class:`DomainError` for an entry not assigned, a sheet cast or abstained from, or a round closed."""
    saving.refuse_when_shut(assignment.state, assignment.judging_round.state, sheet.state)


def check(variant: Variant, marks: Marks, *, complete: bool) -> None:
    """Raises :class:`MarksRefused` for marks outside the rulebook, and when ``complete`` for missing ones."""
    problems = check_marks(variant, marks, complete=complete)
    if problems:
        raise MarksRefused(problems)


def cast_sheet(actor: Actor, assignment: Assignment, base_version: int) -> Sheet:
    """Hand in the sheet as it stands at ``base_version``, for good; casting twice gives the same receipt.

    The judge is given the receipt. Raises :class:`MarksRefused` with every mark and reason still missing.
    """
    require(actor, Action.SHEET_CAST, assignment)
    sheet = _locked_sheet(assignment)
    if sheet.state == SheetState.CAST and sheet.version == base_version:
        return sheet
    newest = _ready_to_cast(assignment, sheet, base_version)
    cast = _cast(actor, sheet, newest, Action.SHEET_CAST)
    _file_receipts([cast])
    return cast


def cast_complete(actor: Actor, own: OwnRound, seen: Mapping[str, int]) -> list[Sheet]:
    """Hand in every sheet of a round that is complete as the judge saw it: assignment (public id) to version.

    A sheet that is not complete, was changed meanwhile or is cast already stays as it is. Gives back those cast
    now, with their receipts.
    """
    require(actor, Action.SHEET_CAST, own)
    cast = []
    for assignment in own_sheets.assignments_in(actor, own.judging_round, list(seen)):
        sheet = _locked_sheet(assignment)
        try:
            newest = _ready_to_cast(assignment, sheet, seen[assignment.public_id])
        except DomainError:
            continue
        cast.append(_cast(actor, sheet, newest, Action.SHEET_CAST))
    _file_receipts(cast)
    return cast


def abstain(actor: Actor, assignment: Assignment, reason: str) -> Sheet:
    """The judge gives this entry no marks and says why; neither zero nor missing. What was saved is kept.

    Saying it twice changes nothing. Refused once the sheet was cast or the round closed.
    """
    require(actor, Action.SHEET_ABSTAIN, assignment)
    sheet = _locked_sheet(assignment)
    if sheet.state == SheetState.ABSTAINED and sheet.abstention_reason == reason:
        return sheet
    refuse_when_shut(assignment, sheet)
    if not reason:
        raise DomainError("Ghi lý do không cho điểm.", "reason")
    sheet.state = SheetState.ABSTAINED.value
    sheet.abstained_at, sheet.abstention_reason = clock.now(), reason
    db.session.add(sheet)
    db.session.flush()
    audit.record(actor, Action.SHEET_ABSTAIN, f"sheet:{sheet.public_id}", [sheet.version, reason])
    return sheet


def resume(actor: Actor, assignment: Assignment) -> Sheet:
    """Take an abstention back while the round is open; the marks saved before are there again."""
    require(actor, Action.SHEET_RESUME, assignment)
    sheet = _locked_sheet(assignment)
    if sheet.state != SheetState.ABSTAINED:
        return sheet
    saving.refuse_when_shut(assignment.state, assignment.judging_round.state, SheetState.OPEN)
    sheet.state, sheet.abstained_at, sheet.abstention_reason = SheetState.OPEN.value, None, None
    db.session.flush()
    audit.record(actor, Action.SHEET_RESUME, f"sheet:{sheet.public_id}", sheet.version)
    return sheet


def save_note(actor: Actor, assignment: Assignment, text: str) -> SheetNote:
    """Keep the judge's private note in place of the one before. It stays out of the log: it is nobody else's."""
    require(actor, Action.SHEET_NOTE, assignment)
    db.session.refresh(assignment, ["state"], with_for_update=True)
    note = queries.note_of(assignment) or SheetNote(assignment_id=assignment.id)
    note.text, note.saved_at = text, clock.now()
    db.session.add(note)
    db.session.flush()
    return note


def _ready_to_cast(assignment: Assignment, sheet: Sheet, base_version: int) -> SheetVersion:
    """The version to be cast. Raises :class:`DomainError` unless it is whole and the one the judge has read."""
    refuse_when_shut(assignment, sheet)
    refuse_when_out(assignment)
    if not sheet.versions:
        check(variant_of(assignment), {}, complete=True)
        raise DomainError("Phiếu chưa được lưu lần nào nên chưa gửi được.")
    newest = sheet.versions[-1]
    if newest.number != base_version:
        raise SheetConflict(newest)
    if newest.dossier_digest != assignment.revision.digest:
        raise DomainError(OLDER_DOSSIER)
    variant, marks = variant_of(assignment), read_marks(newest.marks)
    check(variant, marks, complete=True)
    problems = check_reasons(variant, marks, read_reasons(newest.reasons))
    if problems:
        raise MarksRefused(problems)
    return newest


def _file_receipts(cast: Sequence[Sheet]) -> None:
    """Of one judge's sheets, all of one season."""
    user = cast[0].assignment.member.user if cast else None
    if user is None:
        return
    lines = [
        receipt(name_for_judge(one.assignment), grouped(one.receipt_code or ""), one.cast_at or clock.now())
        for one in cast
    ]
    title = cast[0].assignment.judging_round.council.season.title
    file_receipts(user, receipts(title, RECEIPTS), lines)


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
    open_again(sheet)
    return sheet


def open_again(sheet: Sheet) -> None:
    """A cast sheet becomes one that can be changed; its versions stay."""
    sheet.state, sheet.cast_at, sheet.receipt_code = SheetState.OPEN.value, None, None


def _locked_sheet(assignment: Assignment) -> Sheet:
    """The sheet as it is now, or a new one; closing the round and other windows wait until we are done."""
    db.session.refresh(assignment.judging_round, ["state"], with_for_update={"read": True})
    db.session.refresh(assignment, ["state"], with_for_update=True)
    return stored_sheet(assignment)


def _version(sheet: Sheet, number: int) -> SheetVersion:
    stored = select(SheetVersion).where(SheetVersion.sheet_id == sheet.id, SheetVersion.number == number)
    return db.session.scalars(stored).one()
