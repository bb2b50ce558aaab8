"""Closing a round and counting it: one act, done once. And counting again with the votes of the meeting."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import insert, select

from awards.accounts import queries as accounts
from awards.audit import services as audit
from awards.base import clock
from awards.base.collector import resting_collector
from awards.base.database import columns_of, db
from awards.base.dates import format_instant
from awards.base.errors import ConflictError, DomainError
from awards.base.files import IncomingFile
from awards.conflicts.settling import check_again
from awards.councils import services as councils
from awards.councils.levels import level_of
from awards.councils.models import Council, JudgingRound
from awards.councils.states import Post, RoundKind, RoundState
from awards.jobs import services as jobs
from awards.notices.services import tell
from awards.policy.actions import Action
from awards.policy.actor import Actor, Role
from awards.policy.permission_map import require
from awards.results import provinces, queries
from awards.results.closing import Closing, closing_of
from awards.results.counting import EntryResult, RoundCount, count_round
from awards.results.inputs import RecognitionInput
from awards.results.models import Advice, RecognisedNominee, Recognition, Result, ResultEntry
from awards.results.provinces import ProvinceStage
from awards.results.states import ResultStage
from awards.results.wording import head_written_down
from awards.screening import queries as screening
from awards.screening.checklist import NOTHING, with_release, with_waivers
from awards.seasons.rulebooks import rulebook_of
from awards.seasons.states import SeasonState
from awards.sheets import queries as sheets
from awards.units.models import Alliance
from scoring.ballots import Vote
from scoring.entry import Entry
from scoring.errors import ScoringError
from scoring.rulebook import Rulebook
from scoring.sheet import Sheet

ADVISE = "results.advise"
AT_ONCE = 500
"""Entries stored by one statement: each brings a text."""
_APPEND = insert(columns_of(ResultEntry))


@dataclass(frozen=True)
class MeetingDay:
    """The meeting whose closing asks for a count with votes, and its day."""

    meeting_id: int
    held_on: date


@resting_collector()
def close_and_count(actor: Actor, judging_round: JudgingRound, *, gaps_reason: str = "") -> Result:
    """Close the round for good, count its cast sheets and keep the result with its record.

    The round's row is locked first, so two clicks give one result: the second raises
    :class:`ConflictError`. With anything open the reason must be given (``gaps_reason``). Sheets of members who
    are out by now are left out. The head of the log is written down and told to the chair and the auditors.
    """
    require(actor, Action.ROUND_CLOSE, judging_round)
    if judging_round.kind == RoundKind.EXPERTS:
        raise ValueError("the experts' sheets are counted with the council's")
    gaps = _shut(judging_round, gaps_reason)
    if not judging_round.council.is_provincial:
        judging_round.council.season.move_to(SeasonState.DECIDING)
    result = _store(actor, judging_round, _count(judging_round))
    details = [result.record_digest, gaps.missing, gaps_reason]
    audit.record(actor, Action.ROUND_CLOSE, f"round:{judging_round.public_id}", details)
    _write_down_head(actor, judging_round)
    return result


def close_experts_round(actor: Actor, judging_round: JudgingRound, *, gaps_reason: str = "") -> None:
    """Close the experts' round for good: its sheets are counted with the council's, when that round closes."""
    require(actor, Action.ROUND_CLOSE, judging_round)
    if judging_round.kind != RoundKind.EXPERTS:
        raise ValueError("a council's round is closed by counting it")
    gaps = _shut(judging_round, gaps_reason)
    audit.record(actor, Action.ROUND_CLOSE, f"round:{judging_round.public_id}", [gaps.missing, gaps_reason])
    _write_down_head(actor, judging_round)


@resting_collector()
def count_with_votes(actor: Actor, council: Council, votes: Sequence[Vote], meeting_id: int, held_on: date) -> Result:
    """Count the council's sheets again with the votes of all its meetings; the meeting that closes calls this once.

    The count of an earlier meeting is kept, and this one stands in its place. Raises :class:`DomainError` without a
    closed round, while entries wait to be discussed and marked again, once a decision rests on what was counted
    before, and for votes the rulebook does not know.
    """
    require(actor, Action.MEETING_CLOSE, council)
    latest = queries.latest_count(council)
    if latest is None or latest.judging_round.council.rounds[-1].state != RoundState.CLOSED:
        raise DomainError("Hội đồng chưa đóng chấm nên phiên họp chưa chốt kết quả được.")
    if queries.to_discuss(latest):
        raise DomainError("Còn hồ sơ có điểm chênh lệch phải thảo luận, chấm lại trước khi chốt kết quả.")
    db.session.refresh(latest.judging_round, ["state"], with_for_update=True)
    _lock_decisions(council)
    too_late = queries.too_late_for_votes(council)
    if too_late is not None:
        raise DomainError(f"{too_late} Hủy các kết quả biểu quyết của phiên này rồi bế mạc.")
    counted = _count(latest.judging_round, votes)
    sitting = MeetingDay(meeting_id, held_on)
    result = _store(actor, latest.judging_round, counted, sitting)
    audit.record(actor, Action.RESULT_COUNT, f"result:{result.public_id}", [result.record_digest, meeting_id])
    return result


def store_advice(result_id: int, content: Mapping[str, Any]) -> None:
    """Keep the worker's advice on a count; what is there already stands."""
    if db.session.get(Advice, result_id) is None:
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        db.session.add(Advice(result_id=result_id, content=text, made_at=clock.now()))
        db.session.flush()


def export_record(actor: Actor, result: Result) -> str:
    """The record as it was counted, for whoever wants to recount it; the log notes who took it."""
    require(actor, Action.RECORD_EXPORT, result)
    audit.record(actor, Action.RECORD_EXPORT, f"result:{result.public_id}", result.record_digest)
    return result.record


def open_next_round(actor: Actor, result: Result) -> JudgingRound:
    """After the discussion: a further round for the entries whose sheets are too far apart.

    Asked twice it gives the same round.
    """
    require(actor, Action.NEXT_ROUND_OPEN, result)
    return councils.open_next_round(actor, result.judging_round, queries.to_discuss(result))


def record_recognition(
    actor: Actor, stage: ProvinceStage, entry: RecognitionInput, scan: IncomingFile | None
) -> Recognition:
    """Keep a province's own decision: who is recognised at its level. Sent twice it is kept once.

    With a count of its council only those the count puts forward; without one the scan of the decision
    is needed. Refused while the council is at work.
    """
    require(actor, Action.RECOGNITION_RECORD, stage)
    db.session.execute(select(Alliance.id).where(Alliance.id == stage.alliance.id).with_for_update())
    if stage.season.is_rehearsal:
        raise DomainError("Đây là mùa giải tập dượt: không ghi quyết định.")
    if entry.decided_on > clock.today():
        raise DomainError("Ngày quyết định không thể sau hôm nay.", "decided_on")
    same = next((one for one in provinces.recognitions_of(stage) if _is_same(one, entry)), None)
    if same is not None:
        return same
    offered = provinces.recognisable(stage)
    if offered.refusal is not None:
        raise DomainError(offered.refusal)
    chosen = [one for one in offered.nominees if one.public_id in entry.nominations]
    if not chosen or len(chosen) != len(entry.nominations):
        raise DomainError("Chọn ít nhất một đơn vị trong danh sách.", "nominations")
    if offered.result is None and scan is None:
        raise DomainError("Tải bản quét quyết định lên, vì hội đồng không chấm trên hệ thống.", "file")
    recognition = Recognition(
        season=stage.season,
        alliance=stage.alliance,
        result=offered.result,
        number=entry.number,
        decided_on=entry.decided_on,
        recorded_at=clock.now(),
        recorded_by_id=actor.user_id,
        nominees=[
            RecognisedNominee(nomination_id=one.nomination_id, position=position, name=one.name)
            for position, one in enumerate(chosen, 1)
        ],
    )
    if scan is not None:
        recognition.keep_scan(scan)
    db.session.add(recognition)
    db.session.flush()
    details = [entry, scan.sha256 if scan is not None else None]
    audit.record(actor, Action.RECOGNITION_RECORD, f"recognition:{recognition.public_id}", details)
    return recognition


def _lock_decisions(council: Council) -> None:
    """Whoever writes down the season's decision, or the province's, waits for this count or is waited for."""
    if council.alliance_id is None:
        db.session.refresh(council.season, ["state"], with_for_update=True)
    else:
        db.session.execute(select(Alliance.id).where(Alliance.id == council.alliance_id).with_for_update())


def _is_same(recognition: Recognition, entry: RecognitionInput) -> bool:
    named = {one.nomination.public_id for one in recognition.nominees}
    return (recognition.number, recognition.decided_on, named) == (
        entry.number,
        entry.decided_on,
        set(entry.nominations),
    )


def _shut(judging_round: JudgingRound, gaps_reason: str) -> Closing:
    """Close the round, with what everybody's standing is now written down; gives back what was open."""
    db.session.refresh(judging_round, ["state", "closed_at"], with_for_update=True)
    if judging_round.closed_at is not None:
        raise ConflictError(f"Vòng chấm này đã đóng lúc {format_instant(judging_round.closed_at)}; kết quả ở dưới đây.")
    check_again(judging_round)
    found = closing_of(judging_round, settled=True)
    if found.has_gaps and not gaps_reason:
        raise DomainError(f"{found.sentence} Muốn đóng khi chưa đủ, hãy ghi lý do.", "gaps_reason")
    judging_round.state, judging_round.closed_at = RoundState.CLOSED.value, clock.now()
    judging_round.closing_note = gaps_reason if found.has_gaps else ""
    return found


def _write_down_head(actor: Actor, judging_round: JudgingRound) -> None:
    """A checkpoint of the log leaves the house: with the chair of the council and every auditor."""
    checkpoint = audit.write_checkpoint(actor, f"round:{judging_round.public_id}")
    council = judging_round.council
    chairs = [one.user for one in council.members if one.post == Post.CHAIR and one.left_on is None]
    tell(
        [*(user for user in chairs if user is not None), *accounts.holding(Role.AUDITOR)],
        head_written_down(council.name, council.season.title, checkpoint.number, checkpoint.hash, "/ket-qua/"),
    )


def _count(judging_round: JudgingRound, votes: Sequence[Vote] = ()) -> RoundCount:
    season = judging_round.council.season
    rulebook = rulebook_of(season)
    entries = _entries(judging_round, rulebook)
    try:
        counted = count_round(
            rulebook,
            entries,
            _cast_sheets(judging_round, {one: entry.code for one, entry in entries.items()}),
            queries.recusals_of(judging_round.id),
            votes=votes,
            season=season.title,
            level=level_of(judging_round.council).key,
        )
    except ScoringError as error:
        raise DomainError(f"Chưa tính được kết quả: {error}") from error
    if counted.record.digests["rulebook_digest"] != season.rulebook.digest:
        raise DomainError("Thể lệ đọc lại không khớp mã băm đã công bố nên không tính kết quả.")
    return counted


def _entries(judging_round: JudgingRound, rulebook: Rulebook) -> dict[int, Entry]:
    """What the rules may know of every dossier that was judged; at the centre with what its screening set aside."""
    entries = queries.judged_entries(judging_round.id)
    if judging_round.council.is_provincial:
        return entries
    judged = queries.judged_nominations(judging_round.id)
    releases, waivers = screening.releases_of(judged), screening.waivers_of(judged)
    return {
        nomination_id: with_release(
            rulebook,
            with_waivers(entry, waivers.get(nomination_id, NOTHING)),
            releases.get(nomination_id),
        )
        for nomination_id, entry in entries.items()
    }


def _cast_sheets(judging_round: JudgingRound, codes: Mapping[int, str]) -> list[Sheet]:
    """The sheets of this round and of those before it: after a discussion the last round counts."""
    return [
        Sheet(
            entry=codes[given.nomination_id],
            judge=given.judge,
            marks=given.marks,
            round=turn,
            group=given.group,
            abstained=given.abstained,
        )
        for one in judging_round.council.rounds
        if one.number <= judging_round.number
        for turn in (one.counting_round,)
        for given in sheets.cast_sheets_of(one)
    ]


def _store(actor: Actor, judging_round: JudgingRound, counted: RoundCount, sitting: MeetingDay | None = None) -> Result:
    result = Result(
        judging_round=judging_round,
        stage=(ResultStage.SHEETS if sitting is None else ResultStage.MEETING).value,
        meeting_id=sitting.meeting_id if sitting is not None else None,
        held_on=sitting.held_on if sitting is not None else None,
        rulebook_digest=counted.record.digests["rulebook_digest"],
        sheets_digest=counted.record.digests["sheets_digest"],
        record=counted.record.text,
        record_digest=counted.record.digests["record_digest"],
        counted_at=clock.now(),
        counted_by_id=actor.user_id,
    )
    db.session.add(result)
    db.session.flush()
    places = enumerate(counted.entries(), 1)
    while rows := [_row(result.id, position, one) for position, one in islice(places, AT_ONCE)]:
        db.session.execute(_APPEND, rows)
    jobs.enqueue(
        actor,
        ADVISE,
        {"result": result.public_id},
        title=f"Phân tích tham khảo: {judging_round.council.season.title}",
        page=f"/ket-qua/{judging_round.public_id}/tham-khao",
    )
    return result


def _row(result_id: int, position: int, one: EntryResult) -> dict[str, Any]:
    return {
        "result_id": result_id,
        "nomination_id": one.nomination_id,
        "position": position,
        "sheet_count": one.counted.sheets,
        "exact_total": str(one.counted.total),  # a fraction in lowest terms
        "printed_total": one.counted.printed_total,
        "rank": one.counted.rank,
        "outcome": one.counted.outcome.value,
        "tie_step": one.counted.tie_step,
        "tier": one.counted.tier,
        "waiting": one.counted.waiting,
        "kept": one.kept,
    }
