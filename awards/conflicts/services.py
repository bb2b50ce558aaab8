"""Declaring, the register of relations, recusals: every way a member is taken out of an entry, and let back in."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from awards.accounts.models import User
from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.dates import format_clock
from awards.base.errors import ConflictError, DomainError
from awards.conflicts import gate, queries
from awards.conflicts.errors import MustStayOut, NotDeclared
from awards.conflicts.inputs import DeclarationInput
from awards.conflicts.models import Declaration
from awards.conflicts.queries import Standing
from awards.conflicts.settling import settle, tell_changed
from awards.conflicts.states import Stand
from awards.conflicts.wording import (
    CONCERNED,
    DECLARE_FIRST,
    NO_RELATION,
    NOT_ASSIGNED,
    REASON_NEEDED,
    ROUND_IS_CLOSED,
    SEALED,
    somebody_declared,
)
from awards.conflicts.words import NO_WORDS, words_of
from awards.councils.models import Assignment, Council, CouncilMember, JudgingRound
from awards.councils.states import AssignmentState, Post, RecusalKind, RoundState
from awards.notices.services import tell
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import require


def refuse_when_out(assignment: Assignment) -> None:
    """Raises :class:`MustStayOut` for a judge with a tie to the entry, :class:`NotDeclared` before the declaration.

    Asked when a dossier opens, and when a sheet is saved or cast online.
    """
    standing = refuse_when_concerned(assignment)
    if standing.stand is Stand.NOT_DECLARED:
        raise NotDeclared(DECLARE_FIRST)


def refuse_when_concerned(assignment: Assignment) -> Standing:
    """Raises :class:`MustStayOut` for a member with a tie to the entry.

    Enough where a paper sheet is entered: the paper carries its own declaration line, signed by the member.
    """
    standing = queries.stand_of(assignment)
    if standing.stand is Stand.OUT:
        raise MustStayOut(standing.sentence)
    return standing


def declare(actor: Actor, assignment: Assignment, entry: DeclarationInput) -> None:
    """The judge says whether there is a tie to this dossier; the same word twice is one. Undone by the other word."""
    require(actor, Action.DECLARATION_MAKE, assignment)
    declare_all(actor, assignment.judging_round, [(assignment, entry)])


def declare_all(actor: Actor, judging_round: JudgingRound, said: Sequence[tuple[Assignment, DeclarationInput]]) -> None:
    """Several dossiers of one round at once; all are stored, or none.

    Raises :class:`DomainError` after closing, for somebody recused by rule, register or record, and for a tie
    without a reason (``field``: the public id of its assignment).
    """
    require(actor, Action.DECLARATION_LIST)
    for assignment, _ in said:
        require(actor, Action.DECLARATION_MAKE, assignment)
    if not said:
        return
    db.session.refresh(judging_round, ["state"], with_for_update={"read": True})
    if judging_round.state != RoundState.OPEN:
        raise DomainError(ROUND_IS_CLOSED)
    member = said[0][0].member
    nominations = {assignment.nomination_id for assignment, _ in said}
    queries.open_assignments_of(member, nominations)  # locked, and read anew
    stands = queries.stands_of(judging_round, [assignment for assignment, _ in said])
    words = words_of(judging_round.council, {member.id}, nominations)
    sealed = gate.is_sealed(actor, judging_round)
    for assignment, entry in said:
        own = words.get((member.id, assignment.nomination_id), NO_WORDS).own
        if sealed and own is not None and own.concerned and not entry.concerned:
            raise DomainError(SEALED, assignment.public_id)
        _say(actor, assignment, entry, stands[assignment.id], own)
    changed = settle(member, nominations)
    concerned = sum(one.state == AssignmentState.RECUSED for one in changed)
    if concerned:
        council = judging_round.council
        tell(_heads(council, actor), somebody_declared(council.name, concerned, f"/hoi-dong/{council.public_id}"))


def recuse(actor: Actor, assignment: Assignment, reason: str) -> None:
    """Those who run the council write down that this member does not mark this entry, while its round is open.

    A sheet already cast is then left out of the count, and the judge is told.
    """
    require(actor, Action.JUDGE_RECUSE, assignment.judging_round)
    _lock_open(assignment)
    if assignment.state == AssignmentState.RECUSED:
        return
    if not reason:
        raise DomainError("Ghi lý do.", "reason")
    _write(actor, assignment, Action.JUDGE_RECUSE, concerned=True, reason=reason)
    tell_changed(actor, assignment.member, settle(assignment.member, {assignment.nomination_id}))


def take_back(actor: Actor, assignment: Assignment) -> None:
    """Undo a recusal that was written down by those who run the council, while the round is open."""
    require(actor, Action.RECUSAL_TAKE_BACK, assignment.judging_round)
    _lock_open(assignment)
    said = words_of(assignment.judging_round.council, {assignment.member_id}, {assignment.nomination_id})
    words = said.get((assignment.member_id, assignment.nomination_id), NO_WORDS)
    if words.recorded is None or not words.recorded.concerned:
        return
    _write(actor, assignment, Action.RECUSAL_TAKE_BACK, concerned=False, reason="")
    tell_changed(actor, assignment.member, settle(assignment.member, {assignment.nomination_id}))


def _say(
    actor: Actor, assignment: Assignment, entry: DeclarationInput, standing: Standing, last: Declaration | None
) -> None:
    if assignment.state == AssignmentState.SET_ASIDE:
        raise DomainError(NOT_ASSIGNED)
    if standing.recusal is not None and standing.recusal.kind is not RecusalKind.DECLARED:
        raise MustStayOut(standing.sentence)
    if entry.concerned and not entry.reason:
        raise DomainError(REASON_NEEDED, assignment.public_id)
    reason = entry.reason if entry.concerned else ""
    if last is not None and (last.concerned, last.reason) == (entry.concerned, reason):
        return
    if entry.seen is not None and entry.seen != (last.id if last is not None else 0):
        raise ConflictError(_said_elsewhere(last), assignment.public_id)
    _write(actor, assignment, Action.DECLARATION_MAKE, concerned=entry.concerned, reason=reason)


def _said_elsewhere(last: Declaration | None) -> str:
    """Both words side by side: the stored one in this sentence, the typed one still in the form."""
    if last is None:
        return "Trang này đã cũ. Hãy tải lại trang rồi kê khai."
    told = f"“{CONCERNED}: {last.reason}”" if last.concerned else f"“{NO_RELATION}”"
    return f"Lúc {format_clock(last.declared_at)} anh/chị đã kê khai ở cửa sổ khác: {told}. Tải lại trang để sửa."


def _write(actor: Actor, assignment: Assignment, action: Action, *, concerned: bool, reason: str) -> None:
    word = Declaration(
        assignment_id=assignment.id,
        concerned=concerned,
        reason=reason,
        declared_at=clock.now(),
        declared_by_id=actor.user_id,
    )
    db.session.add(word)
    db.session.flush()
    audit.record(actor, action, f"assignment:{assignment.public_id}", [word.id, concerned, reason])


def _lock_open(assignment: Assignment) -> None:
    db.session.refresh(assignment.judging_round, ["state"], with_for_update={"read": True})
    db.session.refresh(assignment, ["state"], with_for_update=True)
    if assignment.judging_round.state != RoundState.OPEN:
        raise DomainError("Chỉ ghi hoặc gỡ việc không chấm khi vòng chấm đang mở.")
    if assignment.state == AssignmentState.SET_ASIDE:
        raise DomainError("Ủy viên này đã thôi tham gia hội đồng.", "member")


def _heads(council: Council, actor: Actor) -> list[User]:
    """The chair and the secretary with an account, but not whoever acts."""
    statement = (
        select(CouncilMember)
        .where(
            CouncilMember.council_id == council.id,
            CouncilMember.post.in_([Post.CHAIR.value, Post.SECRETARY.value]),
            CouncilMember.left_on.is_(None),
            CouncilMember.user_id.is_not(None),
            CouncilMember.user_id != actor.user_id,
        )
        .options(joinedload(CouncilMember.user))
    )
    return [member.user for member in db.session.scalars(statement) if member.user is not None]
