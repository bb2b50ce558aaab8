"""What a council's first meeting left open its second decides; what was decided stays, and all is counted together."""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from awards.base import clock
from awards.base.database import db
from awards.base.dates import format_day
from awards.base.errors import DomainError
from awards.base.transaction import transaction
from awards.councils.models import Council
from awards.decisions import services as decisions
from awards.meetings import minutes, motions, queries, services
from awards.meetings.inputs import MotionInput, OrderInput, PlanInput
from awards.meetings.minutes import MinutesEarlier
from awards.meetings.models import Meeting, Motion
from awards.meetings.preview import forecast
from awards.meetings.queries import Sitting
from awards.meetings.states import MotionKind
from awards.nominations.models import Nomination
from awards.policy.actor import Actor
from awards.results import queries as results
from awards.results.models import Result
from awards.results.states import ResultStage
from scoring.decision import Outcome
from scoring.record import recount
from tests.cast import Cast, CastClient, client_for
from tests.judged import a_decision_input
from tests.met import (
    a_counted_council,
    a_roll,
    an_open_ballot,
    an_open_meeting,
    ballot,
    closed,
    hands,
    in_secret,
    voting_rules,
)

ONE_DATABASE = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
RULES = voting_rules(ballot("approval"), ballot("departures", threshold="1/2", strictly=True))
AGREED = {1: "yes", 2: "yes", 3: "yes", 4: "yes", 5: "yes"}
REFUSED = {1: "no", 2: "no", 3: "no", 4: "no", 5: "yes"}
LATER = "Chờ kết luận của tỉnh."


def vote(actor: Actor, motion: Motion, votes: Mapping[int, str]) -> Motion:
    able = {one.judge_number for one in motion.council.members if one.id in motion.electorate.voters}
    hands(actor, motion, {number: said for number, said in votes.items() if number in able})
    return closed(actor, motion)


def decide(actor: Actor, meeting: Meeting, nomination: Nomination, votes: Mapping[int, str]) -> Motion:
    return vote(actor, an_open_ballot(actor, meeting, nomination.public_id), votes)


def move(
    actor: Actor, meeting: Meeting, kind: MotionKind, nomination: Nomination, reason: str, votes: Mapping[int, str]
) -> Motion:
    entry = MotionInput(kind, meeting.councils[0].public_id, nomination.public_id, reason)
    with transaction():
        motion = motions.open_motion(actor, motions.put_motion(actor, meeting, entry))
    return vote(actor, motion, votes)


def end(actor: Actor, meeting: Meeting) -> Result:
    """Closed, whatever waits being left open for one reason; the count that stands then."""
    left = {one.row.entry.nomination_id: LATER for one in forecast(meeting).waiting}
    with transaction():
        services.close_meeting(actor, meeting, left)
    found = results.count_of_meeting(meeting.councils[0], meeting.id)
    assert found is not None
    return found


def refused(actor: Actor, meeting: Meeting, nomination: Nomination, kind: MotionKind, sentence: str) -> None:
    entry = MotionInput(kind, meeting.councils[0].public_id, nomination.public_id, "Lý do khác.")
    with pytest.raises(DomainError, match=sentence), transaction():
        motions.put_motion(actor, meeting, entry)


def outcomes(result: Result) -> dict[str, Outcome]:
    return {row.dossier.reference: row.outcome for row in results.ranking_of(result)}


def test_a_second_meeting_decides_what_the_first_left_open_and_their_votes_are_counted_together(cast: Cast) -> None:
    council, judged = a_counted_council(cast, RULES)
    best, second, third = judged.nominations
    first_meeting = an_open_meeting(cast.secretary, [council])
    decide(cast.secretary, first_meeting, best, AGREED)
    move(cast.secretary, first_meeting, MotionKind.REMOVE, second, "Đang bị thanh tra.", REFUSED)
    first = end(cast.secretary, first_meeting)
    minutes_of_the_first = minutes.contents(first_meeting)
    assert outcomes(first) == {
        best.reference: Outcome.HONOURED, second.reference: Outcome.PROPOSED, third.reference: Outcome.PROPOSED,
    }  # fmt: skip
    with pytest.raises(DomainError, match="Còn 2 hồ sơ"), transaction():
        decisions.record_decision(cast.office, judged.season, a_decision_input())
    meeting = an_open_meeting(cast.secretary, [council])
    assert meeting.id != first_meeting.id
    _its_agenda_tells_what_is_decided_and_what_is_not(meeting, best, [second, third])
    day = format_day(first_meeting.held_on)
    for kind in (MotionKind.APPROVE, MotionKind.REMOVE):
        refused(cast.secretary, meeting, best, kind, f"đã được quyết ở phiên họp ngày {day}")
    move(cast.secretary, meeting, MotionKind.REMOVE, second, "Kết luận thanh tra số 5.", AGREED)
    decide(cast.secretary, meeting, third, AGREED)
    last = end(cast.secretary, meeting)
    assert (results.official_result(judged.season), results.replaced_by(first), results.replaced_by(last)) == (
        last, last, None,
    )  # fmt: skip
    assert outcomes(last) == {
        best.reference: Outcome.HONOURED, second.reference: Outcome.REMOVED, third.reference: Outcome.HONOURED,
    }  # fmt: skip
    _both_counts_can_be_repeated(first, last)
    told = minutes.contents(meeting).councils[0].earlier
    assert told == (
        MinutesEarlier(
            first_meeting.held_on,
            first_meeting.place,
            first_meeting.closed_at,
            ((best.title, "Được thông qua"),),
            ((second.title, LATER), (third.title, LATER)),
        ),
    )
    assert minutes.contents(first_meeting) == minutes_of_the_first
    _a_count_stands_once_for_each_meeting(last)
    _nothing_is_counted_after_the_decision(cast, council, judged.season.id, third)


def _its_agenda_tells_what_is_decided_and_what_is_not(
    meeting: Meeting, decided: Nomination, still: list[Nomination]
) -> None:
    [agenda] = queries.agendas_of(meeting)
    assert [(one.nomination, one.settled_fate, one.row.outcome) for one in agenda.done] == [
        (decided, ("Được thông qua", "success"), Outcome.HONOURED)
    ]
    assert [(one.nomination, one.left.reason if one.left else "", one.fates) for one in agenda.to_decide] == [
        (one, LATER, []) for one in still
    ]


def _both_counts_can_be_repeated(first: Result, last: Result) -> None:
    records = [json.loads(one.record) for one in (first, last)]
    assert [recount(one) for one in records] == [(), ()]
    before, after = ({(row["motion"], row["entry"], row["voter"]) for row in one["votes"]} for one in records)
    # The departure that was not agreed is in the first record only: it was voted on again.
    assert {motion for motion, _, _ in before - after} == {"remove:Đang bị thanh tra."}
    assert {motion for motion, _, _ in after} == {"approve", "remove:Kết luận thanh tra số 5."}


def _a_count_stands_once_for_each_meeting(last: Result) -> None:
    columns = "rulebook_digest, sheets_digest, record, record_digest, counted_at, counted_by_id"
    for stage, given, key in (("meeting", "meeting_id, held_on", "again"), ("sheets", "NULL, NULL", "also again")):
        twice = (
            f"INSERT INTO result (public_id, round_id, stage, meeting_id, held_on, {columns}) "
            f"SELECT '{key}', round_id, '{stage}', {given}, {columns} FROM result WHERE id = {last.id}"
        )
        with pytest.raises(DatabaseError, match=r"(?i)unique"):
            db.session.execute(text(twice))
        db.session.rollback()


def _nothing_is_counted_after_the_decision(
    cast: Cast, council: Council, season_id: int, nomination: Nomination
) -> None:
    meeting = an_open_meeting(cast.secretary, [council])
    with transaction():
        decision = decisions.record_decision(cast.office, council.season, a_decision_input())
    assert decision.season_id == season_id
    refused(cast.secretary, meeting, nomination, MotionKind.APPROVE, "Quyết định của mùa giải đã được ghi")


@ONE_DATABASE
def test_of_two_meetings_open_at_once_the_second_to_close_takes_nothing_back(cast: Cast) -> None:
    council, judged = a_counted_council(cast, RULES)
    best, second, third = judged.nominations
    one, other = an_open_meeting(cast.secretary, [council]), _elsewhere(cast, council)
    decide(cast.secretary, one, best, REFUSED)
    twice = decide(cast.secretary, other, best, AGREED)
    decide(cast.secretary, other, second, AGREED)
    waiting = _drafted(cast, other, third)
    decide(cast.secretary, one, third, AGREED)
    assert outcomes(end(cast.secretary, one))[best.reference] is Outcome.NOT_APPROVED
    with pytest.raises(DomainError, match="Hồ sơ này đã được quyết"), transaction():
        motions.open_motion(cast.secretary, waiting)
    with transaction():
        motions.withdraw_motion(cast.secretary, waiting)
    with pytest.raises(DomainError, match=f"{best.reference} đã được quyết .* Hủy kết quả của nội dung số 1"):
        end(cast.secretary, other)
    db.session.rollback()
    with transaction():
        motions.annul_motion(cast.secretary, twice, "Phiên kia đã quyết.")
    assert outcomes(end(cast.secretary, other)) == {
        best.reference: Outcome.NOT_APPROVED, second.reference: Outcome.HONOURED, third.reference: Outcome.HONOURED,
    }  # fmt: skip


def _elsewhere(cast: Cast, council: Council) -> Meeting:
    """Another meeting of the same day."""
    entry = PlanInput("Phòng họp số 2", clock.today(), (council.public_id,))
    with transaction():
        meeting = services.plan_meeting(cast.secretary, Sitting(council, (council,)), entry)
        services.record_roll(cast.secretary, meeting, a_roll(meeting))
        return services.open_meeting(cast.secretary, meeting)


def _drafted(cast: Cast, meeting: Meeting, nomination: Nomination) -> Motion:
    with transaction():
        entry = MotionInput(MotionKind.APPROVE, meeting.councils[0].public_id, nomination.public_id)
        return motions.put_motion(cast.secretary, meeting, entry)


@ONE_DATABASE
def test_a_list_is_voted_on_once_and_without_what_was_taken_out_before(cast: Cast) -> None:
    rules = voting_rules(
        ballot("approval", kind="approve_k", most=2, secret=True, threshold="1/2"), ballot("departures"), places=2
    )
    council, judged = a_counted_council(cast, rules)
    best, second, third = judged.nominations
    meeting = an_open_meeting(cast.secretary, [council])
    move(cast.secretary, meeting, MotionKind.REMOVE, second, "Đang bị thanh tra.", AGREED)
    end(cast.secretary, meeting)
    meeting = an_open_meeting(cast.secretary, [council])
    motion = an_open_ballot(cast.secretary, meeting, "")
    assert motion.electorate.entries == (best.id, third.id)
    for actor in (cast.chair, cast.judge, cast.other_judge, cast.secretary):
        in_secret(actor, motion, json.dumps(sorted((best.id, third.id))))
    closed(cast.secretary, motion)
    last = end(cast.secretary, meeting)
    assert outcomes(last) == {
        best.reference: Outcome.HONOURED, third.reference: Outcome.HONOURED, second.reference: Outcome.REMOVED,
    }  # fmt: skip
    assert recount(json.loads(last.record)) == ()
    meeting = an_open_meeting(cast.secretary, [council])
    [agenda] = queries.agendas_of(meeting)
    assert (agenda.listed, agenda.to_decide) == (None, ())
    with pytest.raises(DomainError, match="đã bỏ phiếu cả danh sách ở phiên họp ngày"):
        an_open_ballot(cast.secretary, meeting, "")


@ONE_DATABASE
def test_the_chair_s_order_stands_and_a_place_given_to_another_is_told_before_closing(cast: Cast) -> None:
    rules = voting_rules("", ballot("departures"), tie="chair", places=1)
    council, judged = a_counted_council(cast, rules, EQUALS, equal=True)
    first, second, third = judged.nominations
    meeting = an_open_meeting(cast.chair, [council])
    order = {first.public_id: 1, second.public_id: 2, third.public_id: 3}
    with transaction():
        motions.order_equals(cast.chair, meeting, OrderInput(council.public_id, order, "Vùng khó khăn."))
    assert outcomes(end(cast.chair, meeting))[first.reference] is Outcome.HONOURED
    meeting = an_open_meeting(cast.chair, [council])
    with pytest.raises(DomainError, match="Không có hồ sơ bằng điểm nào"), transaction():
        motions.order_equals(cast.chair, meeting, OrderInput(council.public_id, order, "Đổi ý."))
    move(cast.chair, meeting, MotionKind.ADD, third, "Mô hình mới của vùng.", AGREED)
    [(changed, fate)] = forecast(meeting).changed
    assert (changed.nomination, changed.row.outcome, fate) == (first, Outcome.HONOURED, Outcome.NOT_HONOURED)
    last = end(cast.chair, meeting)
    assert outcomes(last) == {
        first.reference: Outcome.NOT_HONOURED,
        second.reference: Outcome.NOT_HONOURED,
        third.reference: Outcome.HONOURED,
    }
    assert minutes.contents(meeting).councils[0].earlier[0].decided == tuple(
        (one.title, "Chủ tọa đã xếp thứ tự") for one in (first, second, third)
    )


EQUALS = (
    ("away", "Hợp tác xã Mẫu Bình Minh"),
    ("away", "Hợp tác xã Mẫu Ưu Đàm"),
    ("away", "Hợp tác xã Mẫu Ánh Dương"),
)


@pytest.mark.parametrize("app", ["postgresql"], indirect=True)
def test_two_meetings_closed_at_the_same_moment_do_not_both_decide(app: Flask, cast: Cast) -> None:
    council, judged = a_counted_council(cast, RULES)
    best, second, third = judged.nominations
    sitting = [an_open_meeting(cast.secretary, [council]), _elsewhere(cast, council)]
    for meeting in sitting:
        decide(cast.secretary, meeting, best, AGREED)
    clients = [client_for(app, actor) for actor in (cast.secretary, cast.chair)]
    left, ready = {f"left_{one.id}": LATER for one in (second, third)}, Barrier(2)

    def close(client: CastClient, path: str) -> tuple[int, bool]:
        with app.app_context():
            ready.wait()
            answer = client.post(path, data=left)
            return answer.status_code, "bế mạc trước phiên này" in answer.text

    paths = [f"/phien-hop/{one.public_id}/be-mac" for one in sitting]
    with ThreadPoolExecutor(2) as hands_on:
        answers = sorted(hands_on.map(close, clients, paths))
    assert answers == [(200, True), (302, False)]
    db.session.expire_all()
    assert [one.stage for one in results.counts_of(judged.judging_round)] == [ResultStage.MEETING, ResultStage.SHEETS]
