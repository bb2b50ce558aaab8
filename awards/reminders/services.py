"""Releasing reminders: a person has read the list and lets it go."""

from __future__ import annotations

from sqlalchemy import select

from awards.accounts.models import User
from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.errors import ConflictError, DomainError
from awards.councils.models import JudgingRound
from awards.councils.states import RoundState
from awards.notices.services import tell
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import require
from awards.reminders import judges
from awards.reminders.inputs import ReleaseInput
from awards.reminders.judges import PlannedJudgeReminder
from awards.reminders.models import JudgeReminder, Reminder
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


def remind_judges(actor: Actor, judging_round: JudgingRound, entry: ReleaseInput) -> int:
    """Tell every late judge of the list, exactly as it was seen; gives back how many were told.

    Whoever had a reminder is left out unless a reason is given. Raises :class:`ConflictError` when the list is
    another one than that on the screen, so a second click sends nothing.
    """
    require(actor, Action.JUDGES_REMIND, judging_round)
    db.session.refresh(judging_round, ["state"], with_for_update=True)
    if judging_round.state != RoundState.OPEN:
        raise DomainError("Vòng chấm đã đóng nên không gửi lời nhắc.")
    planned = judges.planned_for(judging_round)
    if judges.digest_of(planned) != entry.seen:
        raise ConflictError("Danh sách vừa thay đổi hoặc vừa được gửi. Hãy xem lại rồi gửi.")
    told = judges_to_tell(planned, again=bool(entry.reason))
    if not told:
        raise DomainError("Không có ai cần gửi. Muốn gửi lại cho người đã nhắc, hãy ghi lý do.", "reason")
    for one in told:
        _tell_judge(actor, judging_round, one, entry.reason if one.sent else "")
    db.session.flush()
    audit.record(actor, Action.JUDGES_REMIND, f"round:{judging_round.public_id}", [len(told), entry])
    return len(told)


def judges_to_tell(planned: list[PlannedJudgeReminder], *, again: bool) -> list[PlannedJudgeReminder]:
    """Judges who can be told and were not told yet (or shall be told again)."""
    return [one for one in planned if one.is_reachable and (again or one.sent is None)]


def _tell_judge(actor: Actor, judging_round: JudgingRound, one: PlannedJudgeReminder, reason: str) -> None:
    user = one.member.user
    if user is None:
        return
    tell([user], one.message)
    db.session.add(
        JudgeReminder(
            judging_round=judging_round,
            member=one.member,
            title=one.message.title,
            body=one.message.body,
            recipient=user.email,
            reason=reason,
            released_at=clock.now(),
            released_by_id=actor.user_id,
        )
    )
