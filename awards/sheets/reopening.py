"""Opening a cast sheet again: one of two persons asks with a reason, the other agrees, the judge is told."""

from __future__ import annotations

from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.errors import DomainError
from awards.councils.models import Council, JudgingRound
from awards.councils.states import Post, RoundState
from awards.notices.services import tell
from awards.policy.actions import Action
from awards.policy.actor import Actor, Role
from awards.policy.permission_map import require
from awards.sheets import reopenings
from awards.sheets.blind import name_for_judge
from awards.sheets.inputs import ReopeningInput
from awards.sheets.models import Reopening, Sheet
from awards.sheets.reopenings import RunRound
from awards.sheets.services import open_again
from awards.sheets.states import ReopeningState, SheetState
from awards.sheets.wording import reopened, reopening_asked

PAIRS = {
    Role.CHAIR: Role.SECRETARY,
    Role.SECRETARY: Role.CHAIR,
    Role.PROVINCE_SECRETARY: Role.LEADER,
    Role.LEADER: Role.PROVINCE_SECRETARY,
}
"""Who asks, and who must agree."""
SHUT = "Vòng chấm đã đóng nên không mở lại phiếu được nữa."
NOT_CAST = "Không có phiếu đã gửi nào của giám khảo ấy cho hồ sơ ấy trong vòng chấm này."


def ask(actor: Actor, run: RunRound, entry: ReopeningInput) -> Reopening:
    """Ask that a cast sheet be opened again. Asked once more while nobody answered, it is the same request.

    Refused for a sheet that is not cast, and after closing.
    """
    require(actor, Action.REOPENING_ASK, run)
    judging_round = run.judging_round
    _lock(judging_round)
    sheet = reopenings.sheet_named(actor, judging_round, entry.judge_number, entry.reference)
    if sheet is None or sheet.state != SheetState.CAST:
        raise DomainError(NOT_CAST, "reference")
    waiting = [one for one in reopenings.requests_in(judging_round) if one.state == ReopeningState.ASKED]
    present = next((one for one in waiting if one.sheet_id == sheet.id), None)
    if present is not None:
        return present
    made = Reopening(
        sheet=sheet,
        version=sheet.version,
        receipt_code=sheet.receipt_code,
        state=ReopeningState.ASKED.value,
        reason=entry.reason,
        asked_as=_asked_as(actor, judging_round.council).value,
        asked_at=clock.now(),
        asked_by_id=actor.user_id,
    )
    db.session.add(made)
    db.session.flush()
    audit.record(actor, Action.REOPENING_ASK, f"sheet:{sheet.public_id}", [sheet.version, entry.reason])
    season, address = judging_round.council.season, f"/mo-lai-phieu/{judging_round.public_id}"
    message = reopening_asked(name_for_judge(sheet.assignment), season.title, entry.judge_number, address)
    tell(reopenings.who_may_agree(judging_round.council, PAIRS[Role(made.asked_as)]), message)
    return made


def confirm(actor: Actor, request: Reopening) -> Sheet:
    """Agree: the sheet is open again as it was cast, and its judge is told. Agreeing twice changes nothing.

    A judge without an account corrects the signed paper; what was read off it is set aside, and it is read off anew.
    Refused once the round is closed or the sheet is no longer the one that was asked for.
    """
    require(actor, Action.REOPENING_CONFIRM, request)
    sheet = _asked_for(request)
    if request.state == ReopeningState.CONFIRMED:
        return sheet
    _answer(actor, request, ReopeningState.CONFIRMED)
    if (sheet.state, sheet.version, sheet.receipt_code) != (SheetState.CAST, request.version, request.receipt_code):
        raise DomainError("Phiếu không còn như khi được đề nghị mở lại.")
    open_again(sheet)
    paper = reopenings.paper_to_read_again(sheet)
    if paper is not None:
        paper.set_aside_at = clock.now()
    db.session.flush()
    details = [request.version, request.receipt_code, request.reason]
    audit.record(actor, Action.REOPENING_CONFIRM, f"sheet:{sheet.public_id}", details)
    judge, season = sheet.assignment.member.user, sheet.assignment.nomination.season
    if judge is not None:
        address = f"/phieu-cham/{sheet.assignment.public_id}"
        tell([judge], reopened(name_for_judge(sheet.assignment), season.title, request.reason, address))
    return sheet


def decline(actor: Actor, request: Reopening) -> None:
    """Do not agree: the sheet stays as it was cast."""
    require(actor, Action.REOPENING_DECLINE, request)
    sheet = _asked_for(request)
    if request.state == ReopeningState.DECLINED:
        return
    _answer(actor, request, ReopeningState.DECLINED)
    db.session.flush()
    audit.record(actor, Action.REOPENING_DECLINE, f"sheet:{sheet.public_id}", [request.version, request.reason])


def _answer(actor: Actor, request: Reopening, state: ReopeningState) -> None:
    if request.state != ReopeningState.ASKED:
        raise DomainError("Đề nghị này đã được trả lời.")
    request.state, request.answered_at, request.answered_by_id = state.value, clock.now(), actor.user_id


def _asked_for(request: Reopening) -> Sheet:
    """The sheet as it is now; saving, casting and closing wait until we are done."""
    assignment = request.sheet.assignment
    _lock(assignment.judging_round)
    db.session.refresh(assignment, ["state"], with_for_update=True)
    db.session.refresh(request, ["state"], with_for_update=True)
    db.session.refresh(request.sheet)
    return request.sheet


def _lock(judging_round: JudgingRound) -> None:
    db.session.refresh(judging_round, ["state"], with_for_update={"read": True})
    if judging_round.state != RoundState.OPEN:
        raise DomainError(SHUT)


def _asked_as(actor: Actor, council: Council) -> Role:
    """Which of the two the person is here."""
    if council.is_provincial:
        return Role.PROVINCE_SECRETARY if actor.holds(Role.PROVINCE_SECRETARY) else Role.LEADER
    posts = {one.post for one in council.members if one.user_id == actor.user_id and one.left_on is None}
    return Role.CHAIR if Post.CHAIR in posts and actor.holds(Role.CHAIR) else Role.SECRETARY
