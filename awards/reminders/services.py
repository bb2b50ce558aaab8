"""Releasing reminders: a person has read the list and lets it go."""

from __future__ import annotations

from sqlalchemy import select

from awards.accounts.models import User
from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.errors import ConflictError, DomainError
from awards.notices.services import tell
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import require
from awards.reminders.inputs import ReleaseInput
from awards.reminders.models import Reminder
from awards.reminders.progress import PlannedReminder, digest_of
from awards.reminders.queries import Release, planned_release
from awards.seasons.states import SeasonState


def release(actor: Actor, wanted: Release, entry: ReleaseInput) -> int:
    """Tell every province of the list, exactly as it was seen; gives back how many were told.

    Provinces that had this reminder are left out unless a reason is given. Raises :class:`ConflictError`
    when the list is another one than that on the screen, so a second click sends nothing.
    """
    require(actor, Action.REMINDER_RELEASE, wanted.season)
    db.session.refresh(wanted.season, ["state"], with_for_update=True)
    if wanted.season.state != SeasonState.OPEN:
        raise DomainError("Mùa giải không còn nhận hồ sơ nên không gửi lời nhắc.")
    planned = planned_release(wanted)
    if digest_of(planned) != entry.seen:
        raise ConflictError("Danh sách vừa thay đổi hoặc vừa được gửi. Hãy xem lại rồi gửi.")
    told = to_tell(planned, again=bool(entry.reason))
    if not told:
        raise DomainError("Không có tỉnh nào cần gửi. Muốn gửi lại cho các tỉnh đã nhắc, hãy ghi lý do.", "reason")
    for one in told:
        _tell(actor, wanted, one, entry.reason if one.sent else "")
    subject = f"season:{wanted.season.public_id}"
    audit.record(actor, Action.REMINDER_RELEASE, subject, [wanted.kind.value, len(told), entry])
    return len(told)


def to_tell(planned: list[PlannedReminder], *, again: bool) -> list[PlannedReminder]:
    """Provinces that have somebody to tell and were not told yet (or shall be told again)."""
    return [one for one in planned if one.recipients and (again or one.sent is None)]


def _tell(actor: Actor, wanted: Release, one: PlannedReminder, reason: str) -> None:
    users = db.session.scalars(select(User).where(User.id.in_([person.user_id for person in one.recipients])))
    tell(users, one.message)
    db.session.add(
        Reminder(
            season=wanted.season,
            alliance_id=one.province.alliance_id,
            kind=wanted.kind.value,
            instant=one.instant,
            title=one.message.title,
            body=one.message.body,
            recipients="\n".join(person.email for person in one.recipients),
            reason=reason,
            released_at=clock.now(),
            released_by_id=actor.user_id,
        )
    )
    db.session.flush()
