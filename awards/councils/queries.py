"""Councils as seen by the office, by those who inspect, and by their own chair and secretary."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, false, func, select, true
from sqlalchemy.orm import joinedload, selectinload

from awards.accounts.models import RoleRow, User
from awards.base.database import db
from awards.councils.models import Assignment, Council, CouncilMember, JudgingRound
from awards.councils.states import AssignmentState
from awards.nominations.models import DossierRevision, Nomination
from awards.nominations.states import NominationState
from awards.policy.actions import Action
from awards.policy.actor import Actor, Role
from awards.policy.permission_map import permits
from awards.seasons.models import PublishedRulebook, Season
from awards.seasons.states import SeasonState

_SEES_ALL = (Role.OFFICE, Role.AUDITOR, Role.STANDING)
_SITTING_ROLES = (Role.JUDGE.value, Role.CHAIR.value, Role.SECRETARY.value)


@dataclass(frozen=True)
class Share:
    """One member's share of a round: entries to mark and entries not to mark."""

    member: CouncilMember
    assigned: int
    recused: int


@dataclass(frozen=True)
class Waiting:
    """The nominations of a season a council would judge, and those whose screening is not over."""

    accepted: int
    unfinished: int


def list_visible_to(actor: Actor) -> list[Council]:
    statement = select(Council).where(_visible(actor)).join(Council.season)
    statement = statement.options(
        joinedload(Council.season), selectinload(Council.members), selectinload(Council.rounds)
    )
    return list(db.session.scalars(statement.order_by(Season.year.desc(), Council.id.desc())))


def get_visible_to(actor: Actor, public_id: str) -> Council | None:
    statement = select(Council).where(_visible(actor), Council.public_id == public_id)
    statement = statement.options(
        joinedload(Council.season).joinedload(Season.rulebook).joinedload(PublishedRulebook.confirmation),
        selectinload(Council.members).joinedload(CouncilMember.user).joinedload(User.alliance),
        selectinload(Council.rounds),
    )
    return db.session.scalars(statement).one_or_none()


def get_round_visible_to(actor: Actor, public_id: str) -> JudgingRound | None:
    """A round, with its council, members and season."""
    statement = select(JudgingRound).join(JudgingRound.council).where(_visible(actor))
    statement = statement.where(JudgingRound.public_id == public_id).options(
        joinedload(JudgingRound.council).joinedload(Council.season).joinedload(Season.rulebook),
        joinedload(JudgingRound.council).selectinload(Council.members).joinedload(CouncilMember.user),
    )
    return db.session.scalars(statement).unique().one_or_none()


def seasons_without_council(actor: Actor) -> list[Season]:
    """Seasons for which a council can be appointed now."""
    if not permits(actor, Action.COUNCIL_APPOINT):
        return []
    statement = select(Season).where(
        Season.state == SeasonState.OPEN.value, Season.id.not_in(select(Council.season_id))
    )
    return list(db.session.scalars(statement.order_by(Season.year.desc(), Season.id.desc())))


def candidates(actor: Actor, council: Council) -> list[User]:
    """Accounts that can be appointed and are not members yet."""
    sitting = select(CouncilMember.user_id).where(CouncilMember.council_id == council.id)
    statement = _accounts(actor, council).where(User.id.not_in(sitting)).options(joinedload(User.alliance))
    return list(db.session.scalars(statement.order_by(User.full_name, User.id)))


def eligible_account(actor: Actor, council: Council, public_id: str) -> User | None:
    """An account that holds a role of a council, member already or not."""
    return db.session.scalars(_accounts(actor, council).where(User.public_id == public_id)).one_or_none()


def shares_of(judging_round: JudgingRound) -> list[Share]:
    """How the entries of a round fall to its members, by judge's number."""
    statement = (
        select(Assignment.member_id, Assignment.state, func.count())
        .where(Assignment.round_id == judging_round.id)
        .group_by(Assignment.member_id, Assignment.state)
    )
    counts = {(member_id, state): count for member_id, state, count in db.session.execute(statement)}
    return [
        Share(
            member,
            counts.get((member.id, AssignmentState.ASSIGNED.value), 0),
            counts.get((member.id, AssignmentState.RECUSED.value), 0),
        )
        for member in judging_round.council.members
        if any(key[0] == member.id for key in counts)
    ]


def recusals_of(judging_round: JudgingRound) -> list[Assignment]:
    """Who does not mark which entry, by judge's number."""
    statement = (
        select(Assignment)
        .join(Assignment.member)
        .join(Assignment.nomination)
        .where(Assignment.round_id == judging_round.id, Assignment.state == AssignmentState.RECUSED.value)
        .options(
            joinedload(Assignment.member).joinedload(CouncilMember.user),
            joinedload(Assignment.nomination).joinedload(Nomination.organisation),
        )
        .order_by(CouncilMember.judge_number, Nomination.reference)
    )
    return list(db.session.scalars(statement))


def waiting_in(season: Season) -> Waiting:
    """How far the screening of a season has come."""
    statement = (
        select(Nomination.state, func.count())
        .where(Nomination.season_id == season.id, Nomination.revisions.any(DossierRevision.number >= 1))
        .group_by(Nomination.state)
    )
    counts = dict(db.session.execute(statement).all())
    unfinished = (NominationState.FORWARDED, NominationState.RETURNED, NominationState.ON_HOLD)
    return Waiting(counts.get(NominationState.ACCEPTED.value, 0), sum(counts.get(one.value, 0) for one in unfinished))


def _accounts(actor: Actor, council: Council) -> Select[User]:
    statement = select(User).where(User.active, User.roles.any(RoleRow.name.in_(_SITTING_ROLES)))
    return statement if permits(actor, Action.MEMBER_APPOINT, council) else statement.where(false())


def _visible(actor: Actor) -> ColumnElement[bool]:
    if actor.holds(*_SEES_ALL):
        return true()
    if permits(actor, Action.COUNCIL_LIST):
        return Council.members.any(CouncilMember.user_id == actor.user_id)
    return false()
