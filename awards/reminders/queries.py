"""How far the provinces are, who is late, and what they would be told.

The board, the recipients and the task on the desk come from the same two questions: what a province has
forwarded, and what it still holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from awards.accounts.models import User
from awards.base import clock
from awards.base.database import db
from awards.nominations import queries as nominations
from awards.nominations.completeness import readiness
from awards.nominations.dossier import live_content
from awards.nominations.models import Nomination
from awards.nominations.states import ENDED, HELD_BY_THE_PROVINCE, NominationState
from awards.nominations.wording import STATE_LABELS
from awards.notices.wording import as_zalo
from awards.policy.actions import Action
from awards.policy.actor import Actor, Role
from awards.policy.permission_map import permits
from awards.reminders.models import Reminder
from awards.reminders.progress import PlannedReminder, ProvinceProgress, Recipient, Unsent, message_for
from awards.reminders.states import BEFORE, ReminderKind
from awards.reminders.wording import SLUGS
from awards.seasons import queries as seasons
from awards.seasons.calendar import extended, window_of
from awards.seasons.models import Season
from awards.seasons.rulebooks import rulebook_of
from awards.seasons.states import SeasonStage, SeasonState
from awards.units import queries as units
from scoring.rulebook import Rulebook

TOLD = (Role.OFFICER, Role.LEADER)


@dataclass(frozen=True)
class Release:
    """One kind of reminder in one season."""

    season: Season
    kind: ReminderKind

    @property
    def slug(self) -> str:
        return next(slug for slug, kind in SLUGS.items() if kind is self.kind)


def open_seasons_visible_to(actor: Actor) -> list[Season]:
    """The seasons that receive nominations, for those who follow how far provinces are."""
    if not permits(actor, Action.REMINDER_LIST):
        return []
    return [season for season in seasons.list_visible_to(actor) if season.state == SeasonState.OPEN]


def get_release_visible_to(actor: Actor, public_id: str, slug: str) -> Release | None:
    season = seasons.get_visible_to(actor, public_id)
    return Release(season, SLUGS[slug]) if season is not None and slug in SLUGS else None


def progress_visible_to(actor: Actor, season: Season) -> list[ProvinceProgress]:
    """Every province, in numbers, for the award office; for provincial people their own with what is missing."""
    if permits(actor, Action.REMINDER_RELEASE):
        return progress_in(season)
    if not permits(actor, Action.REMINDER_LIST):
        return []
    return with_gaps(season, [one for one in progress_in(season) if one.alliance_id == actor.alliance_id])


def progress_in(season: Season) -> list[ProvinceProgress]:
    """How far every province is with a season, in numbers, in the order of their names."""
    counts = _counts(season)
    extensions = seasons.extensions_in(season)
    common = window_of(season, SeasonStage.NOMINATIONS)
    return [
        ProvinceProgress(
            alliance_id=alliance.id,
            alliance_public_id=alliance.public_id,
            alliance=alliance.name,
            window=extended(common, extensions.get((alliance.id, SeasonStage.NOMINATIONS))),
            forwarded=counts[alliance.id, True, False],
            returned=counts[alliance.id, True, True],
            begun=counts[alliance.id, False, True],
        )
        for alliance in units.all_alliances()
    ]


def with_gaps(season: Season, provinces: Sequence[ProvinceProgress]) -> list[ProvinceProgress]:
    """The same provinces with what is missing in each dossier they still hold."""
    only = provinces[0].alliance_id if len(provinces) == 1 else None
    rulebook = rulebook_of(season)
    wanted = {one.alliance_id for one in provinces}
    held: defaultdict[int, list[Unsent]] = defaultdict(list)
    for nomination in nominations.unsent_in(season, only) if wanted else ():
        if nomination.alliance_id in wanted:
            held[nomination.alliance_id].append(_unsent(rulebook, nomination))
    return [replace(one, unsent=tuple(held[one.alliance_id])) for one in provinces]


def planned_release(release: Release) -> list[PlannedReminder]:
    """What every province would get now; only those the reminder concerns."""
    now = clock.now()
    season, kind = release.season, release.kind
    concerned = [one for one in progress_in(season) if _is_concerned(one, kind, now)]
    if kind is not ReminderKind.OPENED:
        concerned = with_gaps(season, concerned)
    people = _people_of([one.alliance_id for one in concerned])
    instants = {one.alliance_id: _instant(season, kind, one) for one in concerned}
    latest = _latest_releases(season, kind)
    base_url = str(current_app.config["AWARDS_BASE_URL"])
    planned = []
    for one in concerned:
        message = message_for(kind, season.title, season.public_id, one)
        zalo = as_zalo(message.title, message.body, f"{base_url}{message.path}")
        sent = latest.get((one.alliance_id, instants[one.alliance_id]))
        planned.append(
            PlannedReminder(
                province=one,
                instant=instants[one.alliance_id],
                message=message,
                zalo=zalo,
                recipients=tuple(people[one.alliance_id]),
                sent=sent.public_id if sent else None,
                sent_at=sent.released_at if sent else None,
            )
        )
    return planned


def history_of(season: Season) -> list[Reminder]:
    """Every reminder of a season, the newest first."""
    statement = select(Reminder).where(Reminder.season_id == season.id)
    statement = statement.options(joinedload(Reminder.alliance), joinedload(Reminder.released_by))
    return list(db.session.scalars(statement.order_by(Reminder.released_at.desc(), Reminder.id.desc())))


def waiting_visible_to(actor: Actor) -> list[tuple[Release, int]]:
    """Reminders whose time has come and which nobody has released, with how many provinces wait for them."""
    if not permits(actor, Action.REMINDER_RELEASE):
        return []
    return [found for season in open_seasons_visible_to(actor) for found in _waiting_in(season)]


def _waiting_in(season: Season) -> list[tuple[Release, int]]:
    """An extension only lengthens, so before the first common threshold no province has reached one."""
    now = clock.now()
    if now < season.nominations_close_at - max(BEFORE.values()):
        return []
    due: defaultdict[ReminderKind, list[ProvinceProgress]] = defaultdict(list)
    for one in progress_in(season):
        kind = one.due(now)
        if kind is not None:
            due[kind].append(one)
    found = []
    for kind, provinces in due.items():
        latest = _latest_releases(season, kind)
        waiting = [one for one in provinces if (one.alliance_id, one.window.closes) not in latest]
        reachable = _people_of([one.alliance_id for one in waiting])
        count = sum(1 for one in waiting if reachable[one.alliance_id])
        if count:
            found.append((Release(season, kind), count))
    return found


def _is_concerned(province: ProvinceProgress, kind: ReminderKind, now: datetime) -> bool:
    """That a season has opened concerns everybody while it receives; a deadline those who are late."""
    if kind is ReminderKind.OPENED:
        return province.window.opens <= now < province.window.closes
    return province.due(now) is kind


def _instant(season: Season, kind: ReminderKind, province: ProvinceProgress) -> datetime:
    return season.nominations_open_at if kind is ReminderKind.OPENED else province.window.closes


def _unsent(rulebook: Rulebook, nomination: Nomination) -> Unsent:
    state = NominationState(nomination.state)
    found = readiness(rulebook, live_content(nomination)).found if state is NominationState.DRAFT else ()
    return Unsent(
        public_id=nomination.public_id,
        reference=nomination.reference,
        step=_STEPS.get(state, STATE_LABELS[state]),
        gaps=tuple(gap.sentence for gap in found if not gap.is_wrong),
        wrong=sum(gap.is_wrong for gap in found),
    )


_STEPS: dict[NominationState, str] = {
    NominationState.DRAFT: "đã đủ mục, chưa trình lãnh đạo duyệt",
    NominationState.AWAITING_SIGN_OFF: "chờ lãnh đạo duyệt",
    NominationState.SIGNED_OFF: "lãnh đạo đã duyệt, chưa gửi lên Trung ương",
}


def _counts(season: Season) -> defaultdict[tuple[int, bool, bool], int]:
    """Live nominations by province, whether they were forwarded, and whether the province holds them now."""
    was_forwarded = Nomination.forwarded_at.is_not(None)
    is_held = Nomination.state.in_([state.value for state in HELD_BY_THE_PROVINCE])
    statement = (
        select(Nomination.alliance_id, was_forwarded, is_held, func.count(Nomination.id))
        .where(Nomination.season_id == season.id, Nomination.state.not_in([state.value for state in ENDED]))
        .group_by(Nomination.alliance_id, was_forwarded, is_held)
    )
    rows = db.session.execute(statement)
    return defaultdict(int, {(alliance, bool(sent), bool(held)): count for alliance, sent, held, count in rows})


def _people_of(alliance_ids: Sequence[int]) -> defaultdict[int, list[Recipient]]:
    """Officers and leaders of the alliances, in the order of their names."""
    found: defaultdict[int, list[Recipient]] = defaultdict(list)
    statement = select(User).where(User.alliance_id.in_(alliance_ids), User.active).order_by(User.full_name, User.id)
    for user in db.session.scalars(statement):
        if user.alliance_id is not None and not user.role_names.isdisjoint(TOLD):
            found[user.alliance_id].append(Recipient(user.id, user.full_name, user.email))
    return found


def _latest_releases(season: Season, kind: ReminderKind) -> dict[tuple[int, datetime], Reminder]:
    statement = select(Reminder).where(Reminder.season_id == season.id, Reminder.kind == kind.value)
    return {(one.alliance_id, one.instant): one for one in db.session.scalars(statement.order_by(Reminder.id))}
