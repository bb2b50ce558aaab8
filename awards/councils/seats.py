"""Who sits in a council and marks."""

from __future__ import annotations

from awards.councils.assignment import Judge
from awards.councils.models import Council, CouncilMember
from awards.councils.states import Post, RoundKind, RoundState


def sitting_members(council: Council) -> list[CouncilMember]:
    """Everybody who has not left, by judge's number."""
    return [member for member in council.members if member.is_sitting]


def marking_members(council: Council) -> list[CouncilMember]:
    """Those who sit and mark in the round that takes assignments now: the secretary does not.

    Where the experts have a round of their own, theirs is the first and the others mark in the next.
    """
    kinds = [one.kind for one in council.rounds]
    if RoundKind.EXPERTS not in kinds:
        return [member for member in sitting_members(council) if member.post != Post.SECRETARY]
    if council.rounds[-1].kind == RoundKind.EXPERTS and council.rounds[-1].state == RoundState.OPEN:
        return experts_of(council)
    return [member for member in sitting_members(council) if member.post not in (Post.SECRETARY, Post.EXPERT)]


def experts_of(council: Council) -> list[CouncilMember]:
    """The members of the group of experts who have not left."""
    return [member for member in sitting_members(council) if member.post == Post.EXPERT]


def judge_of(member: CouncilMember) -> Judge:
    """The member as the grounds of recusal ask of one."""
    alliance_id = member.user.alliance_id if member.user is not None else None
    return Judge(member.id, alliance_id, member.user_id, member.group)
