"""Rounds and results as seen by those who may: nobody reads a result before the round is closed."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from awards.base.database import db
from awards.councils.levels import level_of, provincial_level
from awards.councils.models import Assignment, Council, CouncilMember, JudgingRound
from awards.councils.states import AssignmentState, Post, RoundState
from awards.nominations.dossier import DossierContent, entry_of
from awards.nominations.models import DossierRevision, Nomination
from awards.policy.actions import Action
from awards.policy.actor import Actor, Role
from awards.policy.permission_map import permits
from awards.results.kept import Told, told
from awards.results.models import Advice, Recognition, Result, ResultEntry
from awards.results.spreads import SheetSpread, spread_of
from awards.results.states import ResultStage
from awards.seasons.models import PublishedRulebook, Season
from awards.seasons.rulebooks import rulebook_named, rulebook_of
from awards.seasons.states import SeasonState
from awards.units.models import Alliance
from scoring.decision import Outcome
from scoring.entry import Entry

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

    @property
    def spread(self) -> SheetSpread | None:
        return spread_of(self.entry.kept)


@dataclass(frozen=True)
class EntryAccount:
    """One entry's result, told step by step."""

    row: RankingRow
    judging_round: JudgingRound
    result: Result
    told: Told

    @property
    def alliance_id(self) -> int | None:
        return self.judging_round.alliance_id


@dataclass(frozen=True)
class HonouredEntry:
    """A nomination the rulebook puts forward to be honoured."""

    nomination_id: int
    dossier: DossierContent


@dataclass(frozen=True)
class CountedRecord:
    """A count that has no advice yet: its row, its record, and how many its level may choose (None: no limit)."""

    result_id: int
    record: str
    places: int | None


def list_rounds_visible_to(actor: Actor) -> list[JudgingRound]:
    statement = _visible_rounds(actor).order_by(JudgingRound.opened_at.desc(), JudgingRound.id.desc())
    return list(db.session.scalars(statement.options(_WITH_SEASON)))


def get_round_visible_to(actor: Actor, public_id: str) -> JudgingRound | None:
    statement = _visible_rounds(actor).where(JudgingRound.public_id == public_id)
    return db.session.scalars(statement.options(_WITH_SEASON)).one_or_none()


def get_visible_to(actor: Actor, public_id: str) -> Result | None:
    """The newest result of the round with this public id, or the very result with it, for those who may see results."""
    if not permits(actor, Action.RESULT_READ):
        return None
    rounds = _visible_rounds(actor).with_only_columns(JudgingRound.id)
    named = JudgingRound.id.in_(rounds), or_(JudgingRound.public_id == public_id, Result.public_id == public_id)
    statement = select(Result).join(Result.judging_round).where(*named).order_by(Result.id.desc()).limit(1)
    return db.session.scalars(statement.options(joinedload(Result.judging_round).options(_WITH_SEASON))).one_or_none()


def sees_each_sheet(actor: Actor, judging_round: JudgingRound) -> bool:
    """Whether the person may see what each judge gave: whoever marks in the council only where sheets are shared."""
    marks = any(
        member.user_id == actor.user_id and member.post != Post.SECRETARY for member in judging_round.council.members
    )
    return not marks or level_of(judging_round.council).shares_sheets


def get_entry_visible_to(actor: Actor, public_id: str, nomination_id: str) -> EntryAccount | None:
    result = get_visible_to(actor, public_id)
    if result is None:
        return None
    statement = select(ResultEntry).join(ResultEntry.nomination).options(contains_eager(ResultEntry.nomination))
    statement = statement.where(ResultEntry.result_id == result.id, Nomination.public_id == nomination_id)
    entry = db.session.scalars(statement).one_or_none()
    if entry is None:
        return None
    text = judged_texts(result.round_id, [entry.nomination_id])[entry.nomination_id]
    row = RankingRow(entry, DossierContent.read(text), Outcome(entry.outcome))
    level = level_of(result.judging_round.council).key
    account = told(entry.kept, rulebook_named(result.rulebook_digest), level)
    return EntryAccount(row, result.judging_round, result, account)


def official_result(season: Season) -> Result | None:
    """What the central council's work has come to: by its sheets, or by its meeting where the rulebook has it vote."""
    return _official_result(season, None)


def result_of_province(season: Season, alliance: Alliance) -> Result | None:
    """The same of a province's council."""
    return _official_result(season, alliance.id)


def latest_count(council: Council) -> Result | None:
    """The last count of the council's sheets, before any votes."""
    return _latest_result(council.season_id, council.alliance_id, ResultStage.SHEETS)


def counted_until(council: Council, instant: datetime) -> Result | None:
    """The last count of the council's sheets as it was at an instant: what a meeting closed then had before it."""
    statement = (
        select(Result)
        .join(Result.judging_round)
        .where(
            JudgingRound.council_id == council.id,
            Result.stage == ResultStage.SHEETS.value,
            Result.counted_at <= instant,
        )
    )
    return db.session.scalars(statement.order_by(JudgingRound.number.desc()).limit(1)).one_or_none()


def count_of_meeting(council: Council, meeting_id: int) -> Result | None:
    """The count made when a meeting was closed; None when nothing of this council was voted on there."""
    statement = select(Result).join(Result.judging_round)
    statement = statement.where(JudgingRound.council_id == council.id, Result.meeting_id == meeting_id)
    return db.session.scalars(statement).one_or_none()


def counts_of(judging_round: JudgingRound) -> list[Result]:
    """Every count of a round, the one that stands first."""
    statement = select(Result).where(Result.round_id == judging_round.id).order_by(Result.id.desc())
    return list(db.session.scalars(statement))


def replaced_by(result: Result) -> Result | None:
    """The count that stands in place of this one; None when this one stands."""
    statement = select(Result).where(Result.round_id == result.round_id, Result.id > result.id)
    return db.session.scalars(statement.order_by(Result.id.desc()).limit(1)).one_or_none()


def too_late_for_votes(council: Council) -> str | None:
    """Why no votes can be counted any more: a decision rests on what was counted before. None while they can.

    A province's decision of a council that met on paper rests on no count; only a further count would then come late.
    """
    if not council.is_provincial:
        if council.season.state != SeasonState.DECIDED:
            return None
        return "Quyết định của mùa giải đã được ghi theo kết quả trước nên kết quả biểu quyết không tính thêm được nữa."
    recognised = (
        select(func.count())
        .select_from(Recognition)
        .where(Recognition.season_id == council.season_id, Recognition.alliance_id == council.alliance_id)
    )
    if not _was_voted_on(council):
        recognised = recognised.where(Recognition.result_id.is_not(None))
    if not db.session.scalars(recognised).one():
        return None
    return "Tỉnh đã ghi quyết định công nhận theo kết quả trước nên kết quả biểu quyết không tính thêm được nữa."


def counted_for_advice(public_id: str) -> CountedRecord | None:
    """The count the worker shall advise on; None when that was done."""
    statement = select(Result).where(Result.public_id == public_id, Result.id.not_in(select(Advice.result_id)))
    result = db.session.scalars(statement).one_or_none()
    if result is None:
        return None
    council = result.judging_round.council
    decision, rulebook = level_of(council).decision, rulebook_of(council.season)
    if decision.places is not None:
        return CountedRecord(result.id, result.record, decision.places.value)
    quota = rulebook.quota_per_province if council.is_provincial else None
    return CountedRecord(result.id, result.record, quota.value if quota is not None else None)


def advice_of(result: Result) -> dict[str, Any] | None:
    """What :func:`awards.results.advising.advise` said of a count; None while the worker has not come to it."""
    content = db.session.scalars(select(Advice.content).where(Advice.result_id == result.id)).one_or_none()
    found: dict[str, Any] | None = json.loads(content) if content is not None else None
    return found


def undecided_in(result: Result) -> int:
    """How many entries still wait for a discussion, a ballot or the chair."""
    waiting = (Outcome.NEEDS_DISCUSSION, Outcome.PROPOSED, Outcome.AWAITING_CHAIR)
    statement = select(func.count()).select_from(ResultEntry)
    statement = statement.where(
        ResultEntry.result_id == result.id, ResultEntry.outcome.in_([one.value for one in waiting])
    )
    return db.session.scalars(statement).one()


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


def judged_entries(round_id: int) -> dict[int, Entry]:
    """What the rules may know of the same dossiers, by nomination."""
    texts = _texts(select(Assignment.revision_id).where(Assignment.round_id.in_(_rounds_up_to(round_id))))
    return {nomination_id: entry_of(content) for nomination_id, content in texts.items()}


def judged_nominations(round_id: int) -> Select[int]:
    """Row ids of the nominations of a round and of the earlier ones of its council, for a statement."""
    return select(Assignment.nomination_id).where(Assignment.round_id.in_(_rounds_up_to(round_id)))


def dossiers_of_result(result_id: int) -> dict[int, DossierContent]:
    """The dossiers a result rests on, by nomination."""
    round_id = select(Result.round_id).where(Result.id == result_id).scalar_subquery()
    return _dossiers(select(Assignment.revision_id).where(Assignment.round_id.in_(_rounds_up_to(round_id))))


def judged_texts(round_id: int, nominations: Collection[int]) -> dict[int, str]:
    """The same of these nominations only, as stored."""
    in_rounds = (Assignment.round_id + 0).in_(_rounds_up_to(round_id))  # else SQLite walks through the whole round
    given = in_rounds, Assignment.nomination_id.in_(nominations)
    return _texts(select(Assignment.revision_id).where(*given))


def _dossiers(revision_ids: Select[int]) -> dict[int, DossierContent]:
    return {nomination_id: DossierContent.read(content) for nomination_id, content in _texts(revision_ids).items()}


def _texts(revision_ids: Select[int]) -> dict[int, str]:
    rows = db.session.execute(
        select(DossierRevision.nomination_id, DossierRevision.content)
        .where(DossierRevision.id.in_(revision_ids))
        .order_by(DossierRevision.nomination_id, DossierRevision.id)
    )
    return {nomination_id: content for nomination_id, content in rows}  # noqa: C416


def recusals_of(round_id: int) -> list[tuple[int, int]]:
    """Nomination and judge's number of every assignment that is recused."""
    statement = (
        select(Assignment.nomination_id, CouncilMember.judge_number)
        .join(Assignment.member)
        .where(Assignment.round_id.in_(_rounds_up_to(round_id)), Assignment.state == AssignmentState.RECUSED.value)
    )
    return [(nomination_id, judge) for nomination_id, judge in db.session.execute(statement)]


def _rounds_up_to(round_id: int | ScalarSelect[int]) -> Select[int]:
    """A round and the earlier ones of its council: what is not marked again stands."""
    this = select(JudgingRound.council_id, JudgingRound.number).where(JudgingRound.id == round_id).subquery()
    same_council = and_(JudgingRound.council_id == this.c.council_id, JudgingRound.number <= this.c.number)
    return select(JudgingRound.id).join(this, same_council)


def _official_result(season: Season, alliance_id: int | None) -> Result | None:
    """With a ballot on the entries only the count with its votes; else the latest."""
    rulebook = rulebook_of(season)
    level = provincial_level(rulebook) if alliance_id is not None else rulebook.level()
    votes = level is not None and level.meeting is not None and level.meeting.approval is not None
    return _latest_result(season.id, alliance_id, ResultStage.MEETING if votes else None)


def _was_voted_on(council: Council) -> bool:
    counted = select(func.count()).select_from(Result).join(Result.judging_round)
    counted = counted.where(JudgingRound.council_id == council.id, Result.stage == ResultStage.MEETING.value)
    return db.session.scalars(counted).one() > 0


def _latest_result(season_id: int, alliance_id: int | None, stage: ResultStage | None) -> Result | None:
    statement = select(Result).join(Result.judging_round).join(JudgingRound.council)
    if stage is not None:
        statement = statement.where(Result.stage == stage.value)
    statement = statement.where(
        Council.season_id == season_id, Council.alliance_id.is_not_distinct_from(alliance_id)
    ).options(joinedload(Result.judging_round).joinedload(JudgingRound.council))
    return db.session.scalars(statement.order_by(JudgingRound.number.desc(), Result.id.desc()).limit(1)).one_or_none()


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
