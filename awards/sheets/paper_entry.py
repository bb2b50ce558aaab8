"""A sheet filled in on paper becomes the judge's sheet: read off twice, by two people, neither seeing the other's.

Only when both agree, or the differences were settled with a reason, and the scan is there, is it cast.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import select

from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.errors import DomainError
from awards.base.files import IncomingFile
from awards.conflicts.queries import stand_of
from awards.conflicts.states import Stand
from awards.councils.models import Assignment
from awards.notices.services import tell
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import require
from awards.sheets import services
from awards.sheets.blind import is_blind, name_for_judge
from awards.sheets.inputs import PaperInput, SettlementInput, SheetInput
from awards.sheets.marks import read_marks, write_marks
from awards.sheets.models import PaperEntry, PaperSheet, Sheet
from awards.sheets.paper import variant_of
from awards.sheets.paper_people import OnPaper
from awards.sheets.wording import entered_from_paper
from scoring.criteria import judged_in

ENTRIES = 2


@dataclass(frozen=True)
class Difference:
    """One field that was read off in two ways; ``criterion`` is None for the remark."""

    criterion: str | None
    label: str
    first: Fraction | str | None
    second: Fraction | str | None


def attach_scan(actor: Actor, assignment: Assignment, file: IncomingFile) -> PaperSheet:
    """Keep the scan of the signed paper sheet; the same file sent again is kept once."""
    require(actor, Action.PAPER_SHEET_ENTER, OnPaper(assignment))
    paper = _locked(assignment)
    _refuse_when_shut(assignment, paper)
    if paper.scan_sha256 != file.sha256:
        paper.keep_scan(file)
        db.session.add(paper)
        db.session.flush()
        audit.record(actor, Action.PAPER_SHEET_ENTER, f"paper:{paper.public_id}", ["scan", file.sha256])
    return paper


def enter(actor: Actor, assignment: Assignment, entry: PaperInput) -> PaperEntry:
    """What this person read off the paper. The second must be another person; sent twice it is kept once.

    Raises :class:`awards.sheets.errors.MarksRefused` for marks outside the rulebook or missing ones.
    """
    require(actor, Action.PAPER_SHEET_ENTER, OnPaper(assignment))
    paper = _locked(assignment)
    _refuse_when_shut(assignment, paper)
    variant = variant_of(assignment)
    services.check(variant, entry.marks, complete=True)
    marks = write_marks({one.key: entry.marks.get(one.key) for one in judged_in(variant.criteria)})
    own = next((one for one in paper.entries if one.entered_by_id == actor.user_id), None)
    if own is not None:
        if (own.marks, own.remark) == (marks, entry.remark):
            return own
        raise DomainError("Anh/chị đã nhập phiếu này. Lần nhập thứ hai phải do người khác làm.")
    if len(paper.entries) >= ENTRIES:
        raise DomainError("Phiếu này đã được nhập đủ hai lần.")
    made = PaperEntry(
        number=len(paper.entries) + 1,
        marks=marks,
        remark=entry.remark,
        dossier_digest=assignment.revision.digest,
        entered_at=clock.now(),
        entered_by_id=actor.user_id,
    )
    paper.entries.append(made)
    db.session.add(paper)
    db.session.flush()
    details = [made.number, made.marks, made.remark, paper.public_id]
    audit.record(actor, Action.PAPER_SHEET_ENTER, f"paper:{paper.public_id}", details)
    return made


def cast(actor: Actor, assignment: Assignment, settled: SettlementInput) -> Sheet:
    """Hand in the judge's sheet as both read it, or as the differences were settled, for good.

    A judge with an account is told. Casting twice gives the same sheet.
    """
    require(actor, Action.PAPER_SHEET_ENTER, OnPaper(assignment))
    paper = _locked(assignment)
    if paper.cast_at is not None:
        return services.stored_sheet(assignment)
    _refuse_when_shut(assignment, paper)
    _refuse_undeclared(assignment)
    if len(paper.entries) < ENTRIES:
        raise DomainError("Phiếu phải được hai người nhập xong mới ghi nhận được.")
    if not paper.has_scan:
        raise DomainError("Tải bản quét của phiếu giấy lên trước khi ghi nhận.")
    marks, remark = _agreed(assignment, paper, settled)
    paper.reason = settled.reason
    paper.cast_by_id, paper.cast_at = actor.user_id, clock.now()
    given = SheetInput(marks, remark, 0, paper.public_id)
    sheet = services.hand_in(actor, assignment, given, Action.PAPER_SHEET_ENTER)
    if assignment.member.user is not None:
        season, path = assignment.nomination.season, f"/phieu-cham/{assignment.public_id}"
        tell([assignment.member.user], entered_from_paper(name_for_judge(assignment), season.title, path))
    return sheet


def differences(assignment: Assignment, paper: PaperSheet) -> list[Difference]:
    """What the two entries do not agree on; both must be there."""
    first, second = paper.entries
    one, other = read_marks(first.marks), read_marks(second.marks)
    found = [
        Difference(criterion.key, criterion.label, one.get(criterion.key), other.get(criterion.key))
        for criterion in judged_in(variant_of(assignment).criteria)
        if one.get(criterion.key) != other.get(criterion.key)
    ]
    if first.remark != second.remark:
        found.append(Difference(None, "Nhận xét", first.remark, second.remark))
    return found


def _agreed(
    assignment: Assignment, paper: PaperSheet, settled: SettlementInput
) -> tuple[Mapping[str, Fraction | None], str]:
    found = differences(assignment, paper)
    marks, remark = read_marks(paper.entries[0].marks), paper.entries[0].remark
    if found and not settled.reason:
        raise DomainError("Ghi lý do khi hai lần nhập khác nhau.", "reason")
    for difference in found:
        if difference.criterion is None:
            remark = settled.remark
        else:
            marks[difference.criterion] = settled.marks.get(difference.criterion)
    services.check(variant_of(assignment), marks, complete=True)
    return marks, remark


def _locked(assignment: Assignment) -> PaperSheet:
    """The paper sheet as it is now, or a new one; whoever comes second waits."""
    db.session.refresh(assignment.judging_round, ["state"], with_for_update={"read": True})
    db.session.refresh(assignment, ["state"], with_for_update=True)
    stored = select(PaperSheet).where(PaperSheet.assignment_id == assignment.id, PaperSheet.set_aside_at.is_(None))
    found = db.session.scalars(stored.execution_options(populate_existing=True)).one_or_none()
    return found or PaperSheet(assignment=assignment)


def _refuse_undeclared(assignment: Assignment) -> None:
    """A paper sheet carries its own declaration; a blind one does not name the nominee and cannot."""
    declares = is_blind(assignment) and assignment.member.user_id is not None
    if declares and stand_of(assignment).stand is Stand.NOT_DECLARED:
        raise DomainError("Vòng chấm kín: ủy viên kê khai liên quan trên hệ thống trước, rồi mới ghi nhận phiếu giấy.")


def _refuse_when_shut(assignment: Assignment, paper: PaperSheet) -> None:
    sheet = services.stored_sheet(assignment)
    services.refuse_when_shut(assignment, sheet)
    if sheet.version and assignment.member.user_id is not None:
        raise DomainError("Ủy viên đã tự chấm phiếu này trực tuyến nên không nhập từ phiếu giấy.")
    if any(one.dossier_digest != assignment.revision.digest for one in paper.entries):
        raise DomainError("Phiếu giấy được nhập cho bản hồ sơ cũ hơn bản hội đồng đang chấm.")
