"""A member leaves the council in the middle of a round: what becomes of each sheet, shown before it is done."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from awards.base.database import db
from awards.base.errors import ConflictError
from awards.councils import membership
from awards.councils.assignment import Candidate
from awards.councils.inputs import LeaveInput
from awards.councils.models import Assignment, CouncilMember
from awards.councils.states import AssignmentState
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import require
from awards.sheets.models import Sheet
from awards.sheets.states import SheetState


@dataclass(frozen=True)
class Leaving:
    """The member's assignments in open rounds by what becomes of them, and entries left with too few sheets."""

    handed_in: tuple[Assignment, ...]
    begun: tuple[Assignment, ...]
    unmarked: tuple[Assignment, ...]
    short: tuple[Candidate, ...]

    @property
    def fingerprint(self) -> str:
        """Changes with anything a person who read the page would want to read again."""
        parts = [[one.id for one in rows] for rows in (self.handed_in, self.begun, self.unmarked)]
        parts.append([one.nomination_id for one in self.short])
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def leaving_preview(member: CouncilMember) -> Leaving:
    """What would follow if the member left now."""
    return _leaving(member, membership.open_assignments_of(member, lock=False))


def leave_council(actor: Actor, member: CouncilMember, entry: LeaveInput) -> None:
    """The member leaves; sheets handed in stay in the count, the rest is set aside.

    Raises :class:`ConflictError` when a sheet or an assignment has changed since the page was read.
    """
    require(actor, Action.MEMBER_LEAVE, member)
    if not member.is_sitting:
        return
    leaving = _leaving(member, membership.open_assignments_of(member))
    if leaving.fingerprint != entry.seen:
        raise ConflictError("Phiếu hoặc phân công vừa thay đổi. Hãy xem lại các con số dưới đây rồi ghi lại.")
    membership.leave(actor, member, entry, [one.id for one in leaving.handed_in])


def _leaving(member: CouncilMember, assignments: Sequence[Assignment]) -> Leaving:
    owed = [one for one in assignments if one.state == AssignmentState.ASSIGNED]
    sheets = select(Sheet.assignment_id, Sheet.state).where(Sheet.assignment_id.in_([one.id for one in owed]))
    states: dict[int, str] = dict(db.session.execute(sheets).all())
    lost = [one for one in owed if states.get(one.id, SheetState.OPEN) == SheetState.OPEN]
    candidates = [Candidate(one.nomination_id, one.revision_id, one.nomination.reference) for one in lost]
    return Leaving(
        handed_in=tuple(one for one in owed if one not in lost),
        begun=tuple(one for one in lost if one.id in states),
        unmarked=tuple(one for one in lost if one.id not in states),
        short=tuple(membership.short_of(member.council, candidates, [one.id for one in lost], member.group)),
    )
