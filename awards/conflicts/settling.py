"""Assignments follow what is true of their members: after every word, every relation, and before the count."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from awards.base.database import db
from awards.conflicts import queries
from awards.conflicts.wording import let_back, taken_out
from awards.councils.assignment import Recusal
from awards.councils.grounds import out_of_these
from awards.councils.models import Assignment, CouncilMember, JudgingRound
from awards.councils.seats import judge_of
from awards.councils.states import AssignmentState
from awards.notices.services import tell
from awards.policy.actor import Actor

OWN_LIST = "/ke-khai/"


def check_again(judging_round: JudgingRound) -> None:
    """Write down what every member of an open round is now, before it is counted. No act of a person."""
    in_round = select(Assignment.member_id).where(Assignment.round_id == judging_round.id).distinct()
    members = queries.members_of(set(db.session.scalars(in_round)))
    judges = [judge_of(member) for member in members.values()]
    standing = queries.standing_nominations(members)
    out = {one: out_of_these(judging_round.council, judges, asked) for one, asked in standing.items()}
    moved: dict[int, Recusal | None] = {}
    for one in queries.written_of(members, {pair for found in out.values() for pair in found}):
        recusal = out[one.round_id].get((one.member_id, one.nomination_id))
        told = (None, None) if recusal is None else (recusal.kind.value, recusal.reason)
        if told != (one.recusal_kind, one.recusal_reason):
            moved[one.assignment_id] = recusal
    if moved:
        again = select(Assignment).where(Assignment.id.in_(moved)).execution_options(populate_existing=True)
        for assignment in db.session.scalars(again):
            _put(assignment, moved[assignment.id])
        db.session.flush()


def settle(member: CouncilMember, nominations: Collection[int] | None = None) -> list[Assignment]:
    """Bring the member's assignments in open rounds to what is true now; gives back those that changed."""
    changed = []
    by_round: dict[int, list[Assignment]] = {}
    for one in queries.open_assignments_of(member, nominations):
        by_round.setdefault(one.round_id, []).append(one)
    for assignments in by_round.values():
        stands = queries.stands_of(assignments[0].judging_round, assignments)
        changed += [one for one in assignments if _put(one, stands[one.id].recusal)]
    db.session.flush()
    return changed


def _put(assignment: Assignment, recusal: Recusal | None) -> bool:
    """Gives back whether the member came in or went out."""
    before = assignment.state
    assignment.state = (AssignmentState.ASSIGNED if recusal is None else AssignmentState.RECUSED).value
    assignment.recusal_kind = recusal.kind.value if recusal is not None else None
    assignment.recusal_reason = recusal.reason if recusal is not None else None
    return assignment.state != before


def tell_changed(actor: Actor, member: CouncilMember, changed: Collection[Assignment]) -> None:
    """Tell a member whom somebody else took out or let back in; whoever did it to oneself knows."""
    if member.user is None or member.user_id == actor.user_id:
        return
    season = member.council.season
    out = sum(one.state == AssignmentState.RECUSED for one in changed)
    if out:
        tell([member.user], taken_out(season.title, out, OWN_LIST))
    if len(changed) > out:
        tell([member.user], let_back(season.title, len(changed) - out, OWN_LIST))
