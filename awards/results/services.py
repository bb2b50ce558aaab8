"""Closing a round and counting it: one act, done once."""

from __future__ import annotations

import json

from sqlalchemy import select

from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.dates import format_instant
from awards.base.errors import ConflictError, DomainError
from awards.base.files import IncomingFile
from awards.councils import services as councils
from awards.councils.levels import level_of
from awards.councils.models import JudgingRound
from awards.councils.states import RoundState
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import require
from awards.results import queries
from awards.results.counting import CastSheet, EntryResult, RoundCount, count_round
from awards.results.inputs import RecognitionInput
from awards.results.models import RecognisedNominee, Recognition, Result, ResultEntry
from awards.results.queries import ProvinceStage
from awards.screening import queries as screening
from awards.screening.checklist import NOTHING, with_release, with_waivers
from awards.seasons.rulebooks import rulebook_of
from awards.seasons.states import SeasonState
from awards.sheets import queries as sheets
from awards.units.models import Alliance
from scoring.errors import ScoringError


def close_and_count(actor: Actor, judging_round: JudgingRound, *, accept_gaps: bool = False) -> Result:
    """Close the round for good, count its cast sheets and keep the result with its record.

    The round's row is locked first, so two clicks give one result: the second raises
    :class:`ConflictError`. Missing sheets must be accepted in so many words (``accept_gaps``).
    """
    require(actor, Action.ROUND_CLOSE, judging_round)
    db.session.refresh(judging_round, ["state", "closed_at"], with_for_update=True)
    if judging_round.closed_at is not None:
        raise ConflictError(f"Vòng chấm này đã đóng lúc {format_instant(judging_round.closed_at)}; kết quả ở dưới đây.")
    missing = sheets.coverage_of(judging_round).missing
    if missing and not accept_gaps:
        raise DomainError(
            f"Còn thiếu {missing} phiếu. Muốn đóng khi chưa đủ, hãy đánh dấu vào ô xác nhận.", "accept_gaps"
        )
    judging_round.state, judging_round.closed_at = RoundState.CLOSED.value, clock.now()
    if not judging_round.council.is_provincial:
        judging_round.council.season.move_to(SeasonState.DECIDING)
    result = _store(actor, judging_round, _count(judging_round))
    audit.record(actor, Action.ROUND_CLOSE, f"round:{judging_round.public_id}", [result.record_digest, missing])
    return result


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
    if entry.decided_on > clock.today():
        raise DomainError("Ngày quyết định không thể sau hôm nay.", "decided_on")
    same = next((one for one in queries.recognitions_of(stage) if _is_same(one, entry)), None)
    if same is not None:
        return same
    offered = queries.recognisable(stage)
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


def _is_same(recognition: Recognition, entry: RecognitionInput) -> bool:
    named = {one.nomination.public_id for one in recognition.nominees}
    return (recognition.number, recognition.decided_on, named) == (
        entry.number,
        entry.decided_on,
        set(entry.nominations),
    )


def _count(judging_round: JudgingRound) -> RoundCount:
    season = judging_round.council.season
    rulebook = rulebook_of(season)
    dossiers = queries.judged_dossiers(judging_round.id)
    central = [] if judging_round.council.is_provincial else list(dossiers)
    releases, waivers = screening.releases_of(central), screening.waivers_of(central)
    entries = {
        nomination_id: with_release(
            rulebook,
            with_waivers(dossier.entry(), waivers.get(nomination_id, NOTHING)),
            releases.get(nomination_id),
        )
        for nomination_id, dossier in dossiers.items()
    }
    try:
        counted = count_round(
            rulebook,
            entries,
            _cast_sheets(judging_round),
            queries.recusals_of(judging_round.id),
            season=season.title,
            level=level_of(judging_round.council).key,
        )
    except ScoringError as error:
        raise DomainError(f"Chưa tính được kết quả: {error}") from error
    if counted.record["rulebook_digest"] != season.rulebook.digest:
        raise DomainError("Thể lệ đọc lại không khớp mã băm đã công bố nên không tính kết quả.")
    return counted


def _cast_sheets(judging_round: JudgingRound) -> list[CastSheet]:
    """The sheets of this round and of those before it: after a discussion the last round counts."""
    return [
        CastSheet(nomination_id=nomination_id, judge=judge, marks=marks, round=one.number)
        for one in judging_round.council.rounds
        if one.number <= judging_round.number
        for nomination_id, judge, marks in sheets.cast_sheets_of(one)
    ]


def _store(actor: Actor, judging_round: JudgingRound, counted: RoundCount) -> Result:
    result = Result(
        judging_round=judging_round,
        rulebook_digest=counted.record["rulebook_digest"],
        sheets_digest=counted.record["sheets_digest"],
        record=counted.text,
        record_digest=counted.record["record_digest"],
        counted_at=clock.now(),
        counted_by_id=actor.user_id,
        entries=[_row(position, one) for position, one in enumerate(counted.entries, 1)],
    )
    db.session.add(result)
    db.session.flush()
    return result


def _row(position: int, one: EntryResult) -> ResultEntry:
    return ResultEntry(
        nomination_id=one.nomination_id,
        position=position,
        sheet_count=one.counted.sheets,
        exact_total=str(one.counted.total),  # a fraction in lowest terms
        printed_total=one.counted.printed_total,
        rank=one.counted.rank,
        outcome=one.counted.outcome.value,
        tie_step=one.counted.tie_step,
        tier=one.counted.tier,
        waiting=one.counted.waiting,
        working=json.dumps(one.working, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
    )
