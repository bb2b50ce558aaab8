"""Assignments follow what is true of their members: after every word, every relation, and before the count."""

from __future__ import annotations

from collections.abc import Collection

from awards.base.database import db
from awards.conflicts import queries
from awards.conflicts.queries import Standing
from awards.conflicts.wording import let_back, taken_out
from awards.councils.models import Assignment, CouncilMember, JudgingRound
from awards.councils.states import AssignmentState
from awards.notices.services import tell
from awards.policy.actor import Actor

OWN_LIST = "/ke-khai/"


def check_again(judging_round: JudgingRound) -> None:
    """Write down what every member of an open round is now, before it is counted. No act of a person."""
    for member in {one.member for one in judging_round.assignments}:
        settle(member)


def settle(member: CouncilMember, nominations: Collection[int] | None = None) -> list[Assignment]:
    """Bring the member's assignments in open rounds to what is true now; gives back those that changed."""
    changed = []
    by_round: dict[int, list[Assignment]] = {}
    for one in queries.open_assignments_of(member, nominations):
        by_round.setdefault(one.round_id, []).append(one)
    for assignments in by_round.values():
        stands = queries.stands_of(assignments[0].judging_round, assignments)
        changed += [one for one in assignments if _put(one, stands[one.id])]
    db.session.flush()
    return changed


def _put(assignment: Assignment, standing: Standing) -> bool:
    """Gives back whether the member came in or went out."""
    recusal, before = standing.recusal, assignment.state
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
