"""Councils as seen by the office, by those who inspect, and by their own chair and secretary."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from awards.accounts.models import RoleRow, User
from awards.base.database import db
from awards.councils.inputs import Founding
from awards.councils.levels import provincial_level
from awards.councils.models import Assignment, Council, CouncilMember, JudgingRound
from awards.councils.states import AssignmentState
from awards.nominations.completeness import Readiness, readiness
from awards.nominations.dossier import DossierContent, live_content
from awards.nominations.models import DossierRevision, Nomination
from awards.nominations.states import ENDED, HELD_BY_THE_PROVINCE, NominationState
from awards.nominees.models import Organisation
from awards.policy.actions import Action
from awards.policy.actor import Actor, Role
from awards.policy.permission_map import permits
from awards.seasons.models import PublishedRulebook, Season
from awards.seasons.rulebooks import rulebook_of
from awards.seasons.states import SeasonState
from awards.units.models import Alliance

_SEES_ALL = (Role.OFFICE, Role.AUDITOR, Role.STANDING)
_SITTING_ROLES = (Role.JUDGE.value, Role.CHAIR.value, Role.SECRETARY.value)
_SITTING_IN_A_PROVINCE = (Role.PROVINCE_MEMBER.value, Role.PROVINCE_SECRETARY.value)
_RUNS_A_PROVINCE = (Role.PROVINCE_SECRETARY, Role.LEADER, Role.OFFICER)


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


BEFORE_THE_COUNCIL = frozenset({NominationState.DRAFT, NominationState.AWAITING_SIGN_OFF, NominationState.SIGNED_OFF})
"""States in which a province may put a dossier before its own council."""


@dataclass(frozen=True)
class ProvincialDossier:
    """A dossier a province may put before its council: as it stands now, and as the council judges it."""

    nomination: Nomination
    content: DossierContent
    ready: Readiness
    judged: DossierRevision | None

    @property
    def is_with_the_province(self) -> bool:
        return NominationState(self.nomination.state) in BEFORE_THE_COUNCIL

    @property
    def may_be_put(self) -> bool:
        return self.judged is None and self.is_with_the_province and self.ready.may_be_forwarded

    @property
    def has_changed(self) -> bool:
        """The council judges an older text than the one that stands now."""
        return self.judged is not None and self.judged.digest != self.content.digest()


def list_visible_to(actor: Actor) -> list[Council]:
    statement = select(Council).where(_visible(actor)).join(Council.season)
    statement = statement.options(
        joinedload(Council.season),
        joinedload(Council.alliance),
        selectinload(Council.members),
        selectinload(Council.rounds),
    )
    return list(db.session.scalars(statement.order_by(Season.year.desc(), Council.id.desc())))


def get_visible_to(actor: Actor, public_id: str) -> Council | None:
    statement = select(Council).where(_visible(actor), Council.public_id == public_id)
    statement = statement.options(
        joinedload(Council.season).joinedload(Season.rulebook).joinedload(PublishedRulebook.confirmation),
        joinedload(Council.alliance),
        selectinload(Council.members).joinedload(CouncilMember.user).joinedload(User.alliance),
        selectinload(Council.rounds),
    )
    return db.session.scalars(statement).one_or_none()


def get_member_visible_to(actor: Actor, public_id: str) -> CouncilMember | None:
    """A member of a council the person sees."""
    statement = select(CouncilMember).join(CouncilMember.council).where(_visible(actor))
    statement = statement.where(CouncilMember.public_id == public_id)
    return db.session.scalars(statement).one_or_none()


def get_provincial_visible_to(actor: Actor, public_id: str) -> Council | None:
    """A province's own council; what the central one judges is assigned elsewhere."""
    council = get_visible_to(actor, public_id)
    return council if council is not None and council.is_provincial else None


def seasons_without_council(actor: Actor) -> list[Season]:
    """Seasons for which a central council can be appointed now."""
    if not permits(actor, Action.COUNCIL_APPOINT):
        return []
    statement = select(Season).where(
        Season.state == SeasonState.OPEN.value,
        Season.id.not_in(select(Council.season_id).where(Council.alliance_id.is_(None))),
    )
    return list(db.session.scalars(statement.order_by(Season.year.desc(), Season.id.desc())))


def founding_of(actor: Actor) -> Founding:
    """Where this person could found a council: in the own alliance, else at the centre."""
    return Founding(actor.alliance_id)


def alliance_of(founding: Founding) -> Alliance | None:
    return db.session.get(Alliance, founding.alliance_id) if founding.alliance_id is not None else None


def seasons_to_found_in(actor: Actor, founding: Founding) -> list[Season]:
    """Seasons for which a council can be appointed there; a province needs a level of its own in the rulebook."""
    if not permits(actor, Action.COUNCIL_APPOINT, founding):
        return []
    if founding.alliance_id is None:
        return seasons_without_council(actor)
    taken = select(Council.season_id).where(Council.alliance_id == founding.alliance_id)
    statement = select(Season).where(Season.state == SeasonState.OPEN.value, Season.id.not_in(taken))
    statement = statement.options(joinedload(Season.rulebook)).order_by(Season.year.desc(), Season.id.desc())
    return [one for one in db.session.scalars(statement) if provincial_level(rulebook_of(one)) is not None]


def candidates(actor: Actor, council: Council) -> list[User]:
    """Accounts that can be appointed and are not members yet."""
    sitting = select(CouncilMember.user_id).where(
        CouncilMember.council_id == council.id,
        CouncilMember.user_id.is_not(None),
        CouncilMember.left_on.is_(None),
    )
    statement = _accounts(actor, council).where(User.id.not_in(sitting)).options(joinedload(User.alliance))
    return list(db.session.scalars(statement.order_by(User.full_name, User.id)))


def eligible_account(actor: Actor, council: Council, public_id: str) -> User | None:
    """An account that holds a role of a council, member already or not."""
    return db.session.scalars(_accounts(actor, council).where(User.public_id == public_id)).one_or_none()


def shares_of(judging_round: JudgingRound) -> list[Share]:
    """How the entries of a round fall to its members, by judge's number."""
    statement = (
        select(Assignment.member_id, Assignment.state, func.count())
        .where(Assignment.round_id == judging_round.id, Assignment.state != AssignmentState.SET_ASIDE.value)
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


def dossiers_of(council: Council) -> list[ProvincialDossier]:
    """The province's nominations in the season, those taken back left out, with what its council judges of each."""
    statement = (
        select(Nomination)
        .join(Nomination.organisation)
        .where(
            Nomination.season_id == council.season_id,
            Nomination.alliance_id == council.alliance_id,
            Nomination.state.not_in([state.value for state in ENDED]),
        )
        .options(*_DOSSIER)
        .order_by(Organisation.name_sort, Nomination.id)
    )
    judged = _judged_by(council)
    rulebook = rulebook_of(council.season)
    found = [(one, _as_it_stands(one)) for one in db.session.scalars(statement)]
    return [ProvincialDossier(one, content, readiness(rulebook, content), judged.get(one.id)) for one, content in found]


_DOSSIER = (
    joinedload(Nomination.season).joinedload(Season.rulebook).joinedload(PublishedRulebook.confirmation),
    joinedload(Nomination.organisation).selectinload(Organisation.figures),
    joinedload(Nomination.organisation).joinedload(Organisation.province),
    selectinload(Nomination.answers),
    selectinload(Nomination.files),
    selectinload(Nomination.revisions),
)


def _as_it_stands(nomination: Nomination) -> DossierContent:
    """In the province's hands as it is now, else as it was sent."""
    if NominationState(nomination.state) in HELD_BY_THE_PROVINCE or not nomination.revisions:
        return live_content(nomination)
    return DossierContent.read(nomination.revisions[-1].content)


def _judged_by(council: Council) -> dict[int, DossierRevision]:
    statement = (
        select(DossierRevision)
        .join(Assignment, Assignment.revision_id == DossierRevision.id)
        .join(Assignment.judging_round)
        .where(JudgingRound.council_id == council.id)
        .order_by(DossierRevision.id)
    )
    return {revision.nomination_id: revision for revision in db.session.scalars(statement).unique()}


def _accounts(actor: Actor, council: Council) -> Select[User]:
    sitting = _SITTING_IN_A_PROVINCE if council.is_provincial else _SITTING_ROLES
    statement = select(User).where(User.active, User.roles.any(RoleRow.name.in_(sitting)))
    if council.is_provincial:
        statement = statement.where(User.alliance_id == council.alliance_id)
    return statement if permits(actor, Action.MEMBER_APPOINT, council) else statement.where(false())


def _visible(actor: Actor) -> ColumnElement[bool]:
    """The centre sees its own council, a province the ones of its alliance; members see where they sit."""
    sits = Council.members.any(CouncilMember.user_id == actor.user_id)
    ways: list[ColumnElement[bool]] = []
    if actor.holds(*_SEES_ALL):
        ways.append(Council.alliance_id.is_(None))
    elif actor.holds(Role.CHAIR, Role.SECRETARY):
        ways.append(and_(Council.alliance_id.is_(None), sits))
    if actor.alliance_id is not None and actor.holds(*_RUNS_A_PROVINCE):
        ways.append(Council.alliance_id == actor.alliance_id)
    elif actor.alliance_id is not None and actor.holds(Role.PROVINCE_MEMBER):
        ways.append(and_(Council.alliance_id == actor.alliance_id, sits))
    return or_(false(), *ways)
