"""A province's own part of a season: what its council came to, and whom its decision recognises."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from awards.base.database import db
from awards.councils.models import Council
from awards.councils.states import RoundState
from awards.nominations.models import Nomination
from awards.nominations.states import ENDED
from awards.nominees.models import Organisation
from awards.policy.actions import Action
from awards.policy.actor import Actor, Role
from awards.policy.permission_map import permits
from awards.results.models import RecognisedNominee, Recognition, Result
from awards.results.queries import ranking_of, result_of_province, to_discuss, undecided_in
from awards.seasons import queries as seasons
from awards.seasons.models import Season
from awards.units import queries as units
from awards.units.models import Alliance
from scoring.decision import Outcome

PUT_FORWARD = frozenset({Outcome.FORWARDED, Outcome.HONOURED})
"""Outcomes by which a province's council puts an entry forward."""


@dataclass(frozen=True)
class ProvinceStage:
    """One province's own part of a season: its council, its result, its decision."""

    season: Season
    alliance: Alliance

    @property
    def alliance_id(self) -> int:
        return self.alliance.id


@dataclass(frozen=True)
class Recognisable:
    """A nomination a province may recognise; ``put_forward`` by the count of its council."""

    nomination_id: int
    public_id: str
    reference: str
    name: str
    put_forward: bool


@dataclass(frozen=True)
class OfferedToRecognise:
    """What a province may recognise now: on the ground of ``result``, or (None) of a council held on paper.

    ``undecided``: entries its council has left open, which no meeting can decide once this is written down.
    """

    result: Result | None
    nominees: tuple[Recognisable, ...]
    refusal: str | None
    undecided: int = 0


@dataclass(frozen=True)
class NomineeRecognition:
    """Whether one nomination is recognised by its province, and by which decision."""

    nomination: Nomination
    recognition: Recognition | None

    @property
    def alliance_id(self) -> int:
        return self.nomination.alliance_id


def get_stage_visible_to(actor: Actor, season_id: str, alliance_id: str) -> ProvinceStage | None:
    """The own province's part of a season; office and auditor see one with a count or a decision."""
    season, alliance = seasons.get_visible_to(actor, season_id), units.alliance_by_public_id(alliance_id)
    if season is None or alliance is None or not permits(actor, Action.RECOGNITION_READ):
        return None
    stage = ProvinceStage(season, alliance)
    if actor.alliance_id is not None:
        return stage if actor.alliance_id == alliance.id else None
    if not actor.holds(Role.OFFICE, Role.AUDITOR):
        return None
    return stage if recognitions_of(stage) or result_of_province(season, alliance) is not None else None


def stages_visible_to(actor: Actor) -> list[ProvinceStage]:
    """The own province's part of every season under way."""
    if actor.alliance_id is None or not permits(actor, Action.RECOGNITION_READ):
        return []
    alliance = db.session.get_one(Alliance, actor.alliance_id)
    return [ProvinceStage(season, alliance) for season in seasons.list_visible_to(actor)]


def council_of(stage: ProvinceStage) -> Council | None:
    statement = select(Council).where(Council.season_id == stage.season.id, Council.alliance_id == stage.alliance.id)
    statement = statement.options(selectinload(Council.members), selectinload(Council.rounds))
    return db.session.scalars(statement).one_or_none()


def recognitions_of(stage: ProvinceStage) -> list[Recognition]:
    """The province's decisions in a season, in the order of their days."""
    statement = select(Recognition).where(
        Recognition.season_id == stage.season.id, Recognition.alliance_id == stage.alliance.id
    )
    statement = statement.options(
        selectinload(Recognition.nominees).joinedload(RecognisedNominee.nomination), joinedload(Recognition.result)
    )
    return list(db.session.scalars(statement.order_by(Recognition.decided_on, Recognition.id)))


def recognisable(stage: ProvinceStage) -> OfferedToRecognise:
    """What the province's decision may name: what its council put forward, else any of its nominations."""
    council, result = council_of(stage), result_of_province(stage.season, stage.alliance)
    at_work = council is not None and any(one.state == RoundState.OPEN.value for one in council.rounds)
    if at_work:
        return OfferedToRecognise(result, (), "Hội đồng đang chấm. Đóng chấm rồi mới ghi quyết định công nhận.")
    if result is not None and to_discuss(result):
        sentence = "Còn hồ sơ có điểm chênh lệch phải thảo luận, chấm lại. Mở vòng chấm lại trước."
        return OfferedToRecognise(result, (), sentence)
    if result is not None:
        return OfferedToRecognise(result, _put_forward(result), None, undecided_in(result))
    return OfferedToRecognise(None, _entered(stage), None)


def get_recognition_visible_to(actor: Actor, public_id: str) -> Recognition | None:
    """A decision of the own province with its scan; office and auditor see every province's."""
    if not permits(actor, Action.RECOGNITION_READ):
        return None
    statement = select(Recognition).where(Recognition.public_id == public_id, Recognition.scan_key.is_not(None))
    if actor.alliance_id is not None:
        statement = statement.where(Recognition.alliance_id == actor.alliance_id)
    elif not actor.holds(Role.OFFICE, Role.AUDITOR):
        return None
    return db.session.scalars(statement).one_or_none()


def get_nominee_visible_to(actor: Actor, public_id: str) -> NomineeRecognition | None:
    """Whether a nomination is recognised, for its own province and for those who see what was forwarded."""
    if not permits(actor, Action.RECOGNITION_READ):
        return None
    statement = select(Nomination).where(Nomination.public_id == public_id)
    if actor.alliance_id is not None:
        statement = statement.where(Nomination.alliance_id == actor.alliance_id)
    else:
        statement = statement.where(Nomination.forwarded_at.is_not(None))
    whole = (joinedload(Nomination.organisation), joinedload(Nomination.season), joinedload(Nomination.alliance))
    nomination = db.session.scalars(statement.options(*whole)).one_or_none()
    if nomination is None:
        return None
    named = select(Recognition).join(Recognition.nominees).where(RecognisedNominee.nomination_id == nomination.id)
    return NomineeRecognition(nomination, db.session.scalars(named).one_or_none())


def _put_forward(result: Result) -> tuple[Recognisable, ...]:
    taken = set(db.session.scalars(select(RecognisedNominee.nomination_id)))
    return tuple(
        Recognisable(
            row.entry.nomination_id,
            row.entry.nomination.public_id,
            row.dossier.reference,
            row.dossier.title,
            put_forward=True,
        )
        for row in ranking_of(result)
        if row.outcome in PUT_FORWARD and row.entry.nomination_id not in taken
    )


def _entered(stage: ProvinceStage) -> tuple[Recognisable, ...]:
    statement = (
        select(Nomination)
        .join(Nomination.organisation)
        .where(
            Nomination.season_id == stage.season.id,
            Nomination.alliance_id == stage.alliance.id,
            Nomination.state.not_in([state.value for state in ENDED]),
            Nomination.id.not_in(select(RecognisedNominee.nomination_id)),
        )
        .options(joinedload(Nomination.organisation))
        .order_by(Organisation.name_sort, Nomination.id)
    )
    found = db.session.scalars(statement)
    return tuple(Recognisable(one.id, one.public_id, one.reference, one.title, put_forward=False) for one in found)
