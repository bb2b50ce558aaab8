"""A member joins or leaves while entries are being judged; what follows is shown before it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from awards.accounts.models import User
from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.errors import DomainError
from awards.councils.appointing import check_member, new_member, present_member
from awards.councils.assignment import Candidate, Judge, Pair, is_short_of, pairs
from awards.councils.entries import judged_candidates
from awards.councils.grounds import out_of_these
from awards.councils.inputs import JoinInput, LeaveInput, MemberInput
from awards.councils.levels import level_of
from awards.councils.models import Assignment, Council, CouncilMember, JudgingRound
from awards.councils.seats import judge_of
from awards.councils.services import assign_found
from awards.councils.states import AssignmentState, Post, RoundKind, RoundState, Scope
from awards.councils.wording import joined, left
from awards.notices.services import tell
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import require


@dataclass(frozen=True)
class Joining:
    """What somebody who joins would get of the open rounds, by scope: pairs with their recusals."""

    everything: tuple[Pair, ...]
    lacking: tuple[Pair, ...]

    def of(self, scope: Scope) -> tuple[Pair, ...]:
        return {Scope.ALL: self.everything, Scope.LACKING: self.lacking, Scope.NONE: ()}[scope]


def joining_preview(council: Council, user: User | None, entry: MemberInput) -> Joining:
    """What would follow. Raises :class:`DomainError` for somebody who cannot join so."""
    _check_joining(council, user, entry)
    alliance_id = user.alliance_id if user is not None else None
    judge = Judge(0, alliance_id, user.id if user is not None else None, entry.group)
    found = [pair for one in rounds_to_join(council, entry.post) for pair in _pairs_of(one, judge)]
    return Joining(tuple(found), tuple(_lacking(council, found, entry.group)))


def join(actor: Actor, council: Council, user: User | None, entry: MemberInput, how: JoinInput) -> CouncilMember:
    """Appoint a member while the council judges, and assign what ``how`` says. The member is told.

    Who was a member before comes back with the same number; begun sheets are taken up where they were set aside.
    The same act twice gives the same member.
    """
    require(actor, Action.MEMBER_APPOINT, council)
    db.session.refresh(council, ["name", "members", "rounds"], with_for_update=True)
    present = present_member(council, user, entry)
    if present is not None and present.is_sitting and present.post == entry.post:
        return present
    _check_joining(council, user, entry)
    if not how.reason:
        raise DomainError("Ghi lý do tham gia giữa vòng chấm, ví dụ số quyết định bổ sung.", "reason")
    member = present or new_member(council, user, entry)
    member.post, member.group, member.left_on = entry.post.value, entry.group, None
    member.join_reason = how.reason
    db.session.add(member)
    db.session.flush()
    given = 0
    for judging_round in rounds_to_join(council, entry.post):
        found = _pairs_of(judging_round, judge_of(member))
        if how.scope is Scope.LACKING:
            found = _lacking(council, found, member.group)
        if how.scope is not Scope.NONE:
            assign_found(actor, judging_round, found)
            given += sum(pair.recusal is None for pair in found)
    details = [member.public_id, entry.post.value, how.scope.value, how.reason, given]
    audit.record(actor, Action.MEMBER_APPOINT, f"council:{council.public_id}", details)
    if member.user is not None:
        tell([member.user], joined(council.name, council.season.title, given, "/phieu-cham/"))
    return member


def leave(actor: Actor, member: CouncilMember, entry: LeaveInput, cast: Collection[int]) -> None:
    """The member sits no longer. Of open rounds only the sheets already cast (``cast``: assignments) stay counted.

    Everything else assigned is set aside: begun sheets are kept as they are and counted nowhere. The member is told.
    """
    require(actor, Action.MEMBER_LEAVE, member)
    db.session.refresh(member.council, ["name", "members", "rounds"], with_for_update=True)
    db.session.refresh(member, ["left_on"], with_for_update=True)
    if not member.is_sitting:
        return
    if not entry.reason:
        raise DomainError("Ghi lý do thôi tham gia.", "reason")
    if entry.left_on > clock.today() or entry.left_on < member.joined_on:
        raise DomainError("Ngày thôi tham gia phải từ ngày tham gia đến hôm nay.", "left_on")
    for assignment in open_assignments_of(member):
        if assignment.state == AssignmentState.ASSIGNED and assignment.id not in cast:
            assignment.state = AssignmentState.SET_ASIDE.value
    member.left_on, member.leave_reason = entry.left_on, entry.reason
    db.session.flush()
    details = [member.public_id, entry.left_on.isoformat(), entry.reason, sorted(cast)]
    audit.record(actor, Action.MEMBER_LEAVE, f"council:{member.council.public_id}", details)
    if member.user is not None:
        tell([member.user], left(member.council.name, member.council.season.title, "/phieu-cham/"))


def rounds_to_join(council: Council, post: Post) -> list[JudgingRound]:
    """Open rounds in which a newcomer marks: experts theirs, the others the council's; a discussion admits nobody new.

    Where the council has no round of experts, they mark with the others.
    """
    if post is Post.SECRETARY:
        return []
    apart = any(one.kind == RoundKind.EXPERTS for one in council.rounds)
    kind = RoundKind.EXPERTS if apart and post is Post.EXPERT else RoundKind.COUNCIL
    return [one for one in council.rounds if one.state == RoundState.OPEN and one.kind == kind]


def open_assignments_of(member: CouncilMember, *, lock: bool = True) -> list[Assignment]:
    """What the member was given in rounds that are open; locked for whoever is about to write."""
    statement = (
        select(Assignment)
        .join(Assignment.judging_round)
        .where(Assignment.member_id == member.id, JudgingRound.state == RoundState.OPEN.value)
        .order_by(Assignment.id)
    )
    if lock:
        statement = statement.with_for_update(of=Assignment).execution_options(populate_existing=True)
    return list(db.session.scalars(statement))


def sheets_to_come(
    council: Council, nominations: Collection[int], without: Collection[int] = ()
) -> Mapping[int, Counter[str]]:
    """By nomination, how many sheets of each member group the open rounds can bring; ``without`` these assignments."""
    statement = (
        select(Assignment.nomination_id, CouncilMember.group, func.count())
        .join(Assignment.member)
        .join(Assignment.judging_round)
        .where(
            JudgingRound.council_id == council.id,
            JudgingRound.state == RoundState.OPEN.value,
            Assignment.nomination_id.in_(nominations),
            Assignment.state == AssignmentState.ASSIGNED.value,
            Assignment.id.not_in(without),
        )
        .group_by(Assignment.nomination_id, CouncilMember.group)
    )
    found: dict[int, Counter[str]] = {one: Counter() for one in nominations}
    for nomination_id, group, count in db.session.execute(statement):
        found[nomination_id][group] += count
    return found


def _check_joining(council: Council, user: User | None, entry: MemberInput) -> None:
    present = present_member(council, user, entry)
    if present is not None and present.is_sitting:
        raise DomainError("Người này đã ở trong hội đồng.", "user")
    check_member(council, user, entry)
    if entry.joined_on is not None and entry.joined_on > clock.today():
        raise DomainError("Ngày tham gia giữa vòng chấm không thể sau hôm nay.", "joined_on")


def _pairs_of(judging_round: JudgingRound, judge: Judge) -> list[Pair]:
    candidates = judged_candidates(judging_round)
    out = out_of_these(judging_round.council, [judge], {one.nomination_id for one in candidates})
    return list(pairs([judge], candidates, out))


def _lacking(council: Council, found: Sequence[Pair], group: str) -> list[Pair]:
    """Of these pairs those whose entry fewer judges (of this member group) may mark than the rulebook counts sheets."""
    aggregation = level_of(council).aggregation
    to_come = sheets_to_come(council, {pair.candidate.nomination_id for pair in found})
    return [pair for pair in found if is_short_of(group, to_come[pair.candidate.nomination_id], aggregation)]


def short_of(
    council: Council, candidates: Sequence[Candidate], without: Collection[int], group: str
) -> list[Candidate]:
    """Entries that would bring fewer sheets (of this member group) than the rulebook counts, without these assignments.

    What the other groups bring does not change, and may lie in a round that is closed already.
    """
    aggregation = level_of(council).aggregation
    to_come = sheets_to_come(council, {one.nomination_id for one in candidates}, without)
    return [one for one in candidates if is_short_of(group, to_come[one.nomination_id], aggregation)]
