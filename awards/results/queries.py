"""Rounds and results as seen by those who may: nobody reads a result before the round is closed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import joinedload

from awards.base.database import db
from awards.councils.models import Assignment, Council, CouncilMember, JudgingRound
from awards.councils.states import AssignmentState, RoundState
from awards.nominations.dossier import DossierContent
from awards.nominations.models import DossierRevision
from awards.policy.actions import Action
from awards.policy.actor import Actor, Role
from awards.policy.permission_map import permits
from awards.results.models import Result, ResultEntry
from awards.seasons.models import PublishedRulebook, Season
from scoring.decision import Outcome
from scoring.explanation import Step

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


@dataclass(frozen=True)
class HonouredEntry:
    """A nomination the rulebook puts forward to be honoured."""

    nomination_id: int
    dossier: DossierContent


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
    statement = select(Result).join(Result.judging_round).join(JudgingRound.council)
    return db.session.scalars(statement.where(Council.season_id == season.id)).one_or_none()


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
    return _dossiers(select(Assignment.revision_id).where(Assignment.round_id == round_id))


def dossiers_of_result(result_id: int) -> dict[int, DossierContent]:
    """The dossiers a result rests on, by nomination."""
    judged = select(Assignment.revision_id).join(Result, Result.round_id == Assignment.round_id)
    return _dossiers(judged.where(Result.id == result_id))


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
        .where(Assignment.round_id == round_id, Assignment.state == AssignmentState.RECUSED.value)
    )
    return [(nomination_id, judge) for nomination_id, judge in db.session.execute(statement)]


def _visible_rounds(actor: Actor) -> Select[JudgingRound]:
    """The office sees every round, a chair or secretary those of the own council, inspectors closed ones."""
    statement = select(JudgingRound)
    if actor.holds(Role.OFFICE):
        return statement
    if not permits(actor, Action.ROUND_READ):
        return statement.where(JudgingRound.id.is_(None))
    own = exists().where(CouncilMember.council_id == JudgingRound.council_id, CouncilMember.user_id == actor.user_id)
    if actor.holds(Role.AUDITOR, Role.STANDING):
        return statement.where((JudgingRound.state == RoundState.CLOSED.value) | own)
    return statement.where(own)
