"""Rounds and results as seen by those who may: nobody reads a result before the round is closed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, exists, false, or_, select
from sqlalchemy.orm import joinedload, selectinload

from awards.base.database import db
from awards.councils.models import Assignment, Council, CouncilMember, JudgingRound
from awards.councils.states import AssignmentState, RoundState
from awards.nominations.dossier import DossierContent
from awards.nominations.models import DossierRevision, Nomination
from awards.nominations.states import ENDED
from awards.nominees.models import Organisation
from awards.policy.actions import Action
from awards.policy.actor import Actor, Role
from awards.policy.permission_map import permits
from awards.results.models import RecognisedNominee, Recognition, Result, ResultEntry
from awards.seasons import queries as seasons
from awards.seasons.models import PublishedRulebook, Season
from awards.units import queries as units
from awards.units.models import Alliance
from scoring.decision import Outcome
from scoring.explanation import Step

PUT_FORWARD = frozenset({Outcome.FORWARDED, Outcome.HONOURED})
"""Outcomes by which a province's council puts an entry forward."""

_WITH_SEASON = (
    joinedload(JudgingRound.council)
    .joinedload(Council.season)
    .joinedload(Season.rulebook)
    .joinedload(PublishedRulebook.confirmation)
)


@dataclass(frozen=True)
class RankingRow:
    """One line of the ranking: the count's row and the dossier that was judged."""

    entry: ResultEntry
    dossier: DossierContent
    outcome: Outcome


@dataclass(frozen=True)
class EntryAccount:
    """One entry's result told step by step, with its exact points by criterion."""

    row: RankingRow
    judging_round: JudgingRound
    result: Result
    criteria: Mapping[str, str]
    council: tuple[Step, ...]
    nominee: tuple[Step, ...]

    @property
    def alliance_id(self) -> int | None:
        return self.judging_round.alliance_id


@dataclass(frozen=True)
class HonouredEntry:
    """A nomination the rulebook puts forward to be honoured."""

    nomination_id: int
    dossier: DossierContent


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
    """What a province may recognise now: on the ground of ``result``, or (None) of a council held on paper."""

    result: Result | None
    nominees: tuple[Recognisable, ...]
    refusal: str | None


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
        return OfferedToRecognise(result, _put_forward(result), None)
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


def list_rounds_visible_to(actor: Actor) -> list[JudgingRound]:
    statement = _visible_rounds(actor).order_by(JudgingRound.opened_at.desc(), JudgingRound.id.desc())
    return list(db.session.scalars(statement.options(_WITH_SEASON)))


def get_round_visible_to(actor: Actor, public_id: str) -> JudgingRound | None:
    statement = _visible_rounds(actor).where(JudgingRound.public_id == public_id)
    return db.session.scalars(statement.options(_WITH_SEASON)).one_or_none()


def get_visible_to(actor: Actor, public_id: str) -> Result | None:
    """The result of the round with this public id, for those who may see results."""
    if not permits(actor, Action.RESULT_READ):
        return None
    rounds = _visible_rounds(actor).where(JudgingRound.public_id == public_id).with_only_columns(JudgingRound.id)
    statement = select(Result).where(Result.round_id.in_(rounds))
    return db.session.scalars(statement.options(joinedload(Result.judging_round).options(_WITH_SEASON))).one_or_none()


def get_entry_visible_to(actor: Actor, public_id: str, nomination_id: str) -> EntryAccount | None:
    result = get_visible_to(actor, public_id)
    if result is None:
        return None
    rows = ranking_of(result)
    row = next((row for row in rows if row.entry.nomination.public_id == nomination_id), None)
    if row is None:
        return None
    working: dict[str, Any] = json.loads(row.entry.working)
    council, nominee = (tuple(Step(**step) for step in working[reader]) for reader in ("council", "nominee"))
    return EntryAccount(row, result.judging_round, result, working["criteria"], council, nominee)


def result_of_season(season: Season) -> Result | None:
    """The result of the central council."""
    return _latest_result(season.id, None)


def result_of_province(season: Season, alliance: Alliance) -> Result | None:
    """The result of the last counted round of a province's council."""
    return _latest_result(season.id, alliance.id)


def to_discuss(result: Result) -> list[int]:
    """Nominations whose sheets are too far apart: the council discusses them and marks again."""
    statement = select(ResultEntry.nomination_id).where(
        ResultEntry.result_id == result.id, ResultEntry.outcome == Outcome.NEEDS_DISCUSSION.value
    )
    return list(db.session.scalars(statement.order_by(ResultEntry.position)))


def ranking_of(result: Result) -> list[RankingRow]:
    """All entries in the count's order; two queries whatever their number."""
    dossiers = judged_dossiers(result.round_id)
    statement = select(ResultEntry).where(ResultEntry.result_id == result.id).order_by(ResultEntry.position)
    entries = db.session.scalars(statement.options(joinedload(ResultEntry.nomination)))
    return [RankingRow(entry, dossiers[entry.nomination_id], Outcome(entry.outcome)) for entry in entries]


def honoured_of(result: Result) -> list[HonouredEntry]:
    """Those the rulebook puts forward, in the count's order (not the decision's)."""
    dossiers = judged_dossiers(result.round_id)
    statement = select(ResultEntry.nomination_id).where(
        ResultEntry.result_id == result.id, ResultEntry.outcome == Outcome.HONOURED.value
    )
    ids = db.session.scalars(statement.order_by(ResultEntry.position))
    return [HonouredEntry(nomination_id, dossiers[nomination_id]) for nomination_id in ids]


def places_of(result_id: int) -> dict[int, tuple[int, str]]:
    """Rank and printed total of every ranked nomination of a result."""
    statement = select(ResultEntry.nomination_id, ResultEntry.rank, ResultEntry.printed_total).where(
        ResultEntry.result_id == result_id, ResultEntry.rank.is_not(None)
    )
    return {row.nomination_id: (row.rank, row.printed_total) for row in db.session.execute(statement)}


def judged_dossiers(round_id: int) -> dict[int, DossierContent]:
    """The dossiers of a round as they were judged, by nomination."""
    return _dossiers(select(Assignment.revision_id).where(Assignment.round_id.in_(_rounds_up_to(round_id))))


def dossiers_of_result(result_id: int) -> dict[int, DossierContent]:
    """The dossiers a result rests on, by nomination."""
    round_id = select(Result.round_id).where(Result.id == result_id).scalar_subquery()
    return _dossiers(select(Assignment.revision_id).where(Assignment.round_id.in_(_rounds_up_to(round_id))))


def _dossiers(revision_ids: Select[int]) -> dict[int, DossierContent]:
    rows = db.session.execute(
        select(DossierRevision.nomination_id, DossierRevision.content)
        .where(DossierRevision.id.in_(revision_ids))
        .order_by(DossierRevision.nomination_id)
    )
    return {nomination_id: DossierContent.read(content) for nomination_id, content in rows}


def recusals_of(round_id: int) -> list[tuple[int, int]]:
    """Nomination and judge's number of every assignment that is recused."""
    statement = (
        select(Assignment.nomination_id, CouncilMember.judge_number)
        .join(Assignment.member)
        .where(Assignment.round_id.in_(_rounds_up_to(round_id)), Assignment.state == AssignmentState.RECUSED.value)
    )
    return [(nomination_id, judge) for nomination_id, judge in db.session.execute(statement)]


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


def _rounds_up_to(round_id: int | ScalarSelect[int]) -> Select[int]:
    """A round and the earlier ones of its council: what is not marked again stands."""
    this = select(JudgingRound.council_id, JudgingRound.number).where(JudgingRound.id == round_id).subquery()
    same_council = and_(JudgingRound.council_id == this.c.council_id, JudgingRound.number <= this.c.number)
    return select(JudgingRound.id).join(this, same_council)


def _latest_result(season_id: int, alliance_id: int | None) -> Result | None:
    statement = select(Result).join(Result.judging_round).join(JudgingRound.council)
    statement = statement.where(
        Council.season_id == season_id, Council.alliance_id.is_not_distinct_from(alliance_id)
    ).options(joinedload(Result.judging_round).joinedload(JudgingRound.council))
    return db.session.scalars(statement.order_by(JudgingRound.number.desc()).limit(1)).one_or_none()


def _visible_rounds(actor: Actor) -> Select[JudgingRound]:
    """The office sees the centre's rounds, a chair or secretary those of the own council, inspectors closed ones.

    A province sees the rounds of its own council, its members once they are closed; office and auditor
    read a province's closed ones.
    """
    central, closed = Council.alliance_id.is_(None), JudgingRound.state == RoundState.CLOSED.value
    sits = exists().where(CouncilMember.council_id == JudgingRound.council_id, CouncilMember.user_id == actor.user_id)
    ways: list[ColumnElement[bool]] = []
    if actor.holds(Role.OFFICE):
        ways += [central, closed]
    if actor.holds(Role.AUDITOR):
        ways.append(closed)
    if actor.holds(Role.STANDING):
        ways.append(and_(central, closed))
    if actor.holds(Role.AUDITOR, Role.STANDING, Role.CHAIR, Role.SECRETARY):
        ways.append(and_(central, sits))
    if actor.alliance_id is not None:
        own = Council.alliance_id == actor.alliance_id
        if actor.holds(Role.PROVINCE_SECRETARY, Role.LEADER, Role.OFFICER):
            ways.append(own)
        if actor.holds(Role.PROVINCE_MEMBER):
            ways.append(and_(own, closed, sits))
    return select(JudgingRound).join(JudgingRound.council).where(or_(false(), *ways))
