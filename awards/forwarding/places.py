"""Places of a province's quota, and the list of those that wait for one."""

from __future__ import annotations

from sqlalchemy import func, select

from awards.accounts import queries as accounts
from awards.base import clock
from awards.base.database import db
from awards.base.errors import DomainError
from awards.forwarding.models import WaitingPlace
from awards.forwarding.paths import province_page
from awards.forwarding.wording import place_free, quota_clause
from awards.nominations.models import Nomination
from awards.nominations.queries import takes_a_place
from awards.nominations.states import NominationState
from awards.notices import services as notices
from awards.policy.actor import Actor, Role
from awards.seasons.models import Season
from awards.seasons.rulebooks import rulebook_of
from awards.units.models import Alliance


def hold_places(alliance_id: int) -> None:
    """Lock the province's places until the end of the transaction: the last one is given once."""
    db.session.execute(select(Alliance.id).where(Alliance.id == alliance_id).with_for_update())


def quota_of(season: Season) -> int | None:
    """How many nominations a province may forward; ``None`` where the rulebook sets no number."""
    quota = rulebook_of(season).quota_per_province
    return quota.value if quota is not None else None


def taken(season_id: int, alliance_id: int) -> int:
    """How many places of the quota are taken."""
    statement = select(func.count(Nomination.id)).where(
        Nomination.season_id == season_id, Nomination.alliance_id == alliance_id, takes_a_place()
    )
    return db.session.scalar(statement) or 0


def waiting(season_id: int, alliance_id: int) -> list[WaitingPlace]:
    """The waiting list, the first in line on top."""
    statement = (
        select(WaitingPlace)
        .where(WaitingPlace.season_id == season_id, WaitingPlace.alliance_id == alliance_id)
        .order_by(WaitingPlace.position, WaitingPlace.id)
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(statement))


def refuse_without_place(nomination: Nomination) -> None:
    """Raises :class:`DomainError` when no place is free, or the free ones belong to those ahead in the list."""
    quota = quota_of(nomination.season)
    if quota is None:
        return
    free = quota - taken(nomination.season_id, nomination.alliance_id)
    if free <= 0:
        raise DomainError(
            f"Tỉnh đã gửi đủ {quota} hồ sơ theo chỉ tiêu. {quota_clause(nomination.season)} Hồ sơ này đợi trong danh "
            "sách chờ; khi có chỗ trống, hồ sơ đứng đầu danh sách được gửi."
        )
    ahead = _ahead_of(nomination)
    if len(ahead) >= free:
        raise DomainError(
            f"Hồ sơ {ahead[0].nomination.reference} đứng trước trong danh sách chờ. Hãy gửi hồ sơ đó, hoặc đổi thứ tự "
            "danh sách chờ trước khi gửi hồ sơ này."
        )


def is_full(nomination: Nomination) -> bool:
    """Whether the province has no free place left beside those signed off earlier and not sent yet."""
    quota = quota_of(nomination.season)
    if quota is None or nomination.forwarded_at is not None:
        return False
    ready = select(func.count(Nomination.id)).where(
        Nomination.season_id == nomination.season_id,
        Nomination.alliance_id == nomination.alliance_id,
        Nomination.state == NominationState.SIGNED_OFF.value,
        Nomination.forwarded_at.is_(None),
        Nomination.id != nomination.id,
    )
    used = taken(nomination.season_id, nomination.alliance_id)
    return used + (db.session.scalar(ready) or 0) >= quota


def join(actor: Actor, nomination: Nomination) -> bool:
    """Put a nomination at the end of the waiting list; whether it was not in it before."""
    line = waiting(nomination.season_id, nomination.alliance_id)
    if any(place.nomination_id == nomination.id for place in line):
        return False
    db.session.add(
        WaitingPlace(
            nomination_id=nomination.id,
            season_id=nomination.season_id,
            alliance_id=nomination.alliance_id,
            position=line[-1].position + 1 if line else 1,
            queued_at=clock.now(),
            queued_by_id=actor.user_id,
        )
    )
    db.session.flush()
    return True


def leave(nomination: Nomination) -> None:
    """Take a nomination out of the waiting list, if it stands in it."""
    for place in waiting(nomination.season_id, nomination.alliance_id):
        if place.nomination_id == nomination.id:
            db.session.delete(place)
    db.session.flush()


def move(nomination: Nomination, step: int) -> bool:
    """Let a nomination change places with the one before (-1) or after it (1); whether anything moved."""
    line = waiting(nomination.season_id, nomination.alliance_id)
    here = next((index for index, place in enumerate(line) if place.nomination_id == nomination.id), None)
    there = None if here is None else here + step
    if here is None or there is None or not 0 <= there < len(line):
        return False
    line[here], line[there] = line[there], line[here]
    for position, place in enumerate(line, start=1):
        place.position = position
    db.session.flush()
    return True


def tell_place_free(nomination: Nomination) -> None:
    """Tell the leaders of a nomination's province when a place is free and somebody waits for it."""
    season, alliance_id = nomination.season, nomination.alliance_id
    line, quota = waiting(season.id, alliance_id), quota_of(season)
    if not line or quota is None or taken(season.id, alliance_id) >= quota:
        return
    leaders = accounts.working_for(alliance_id, Role.LEADER)
    notices.tell(leaders, place_free(line[0].nomination.reference, season.title, province_page(season)))


def _ahead_of(nomination: Nomination) -> list[WaitingPlace]:
    """Those in line before a nomination; all of them when it does not stand in line."""
    line = waiting(nomination.season_id, nomination.alliance_id)
    own = next((index for index, place in enumerate(line) if place.nomination_id == nomination.id), len(line))
    return line[:own]
