"""A council meets: attendance, ballots by hand and in secret, departures, the chair's order, the closing."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from awards.base import clock
from awards.base.database import db
from awards.base.errors import ConflictError, DomainError
from awards.base.transaction import transaction
from awards.councils.models import Council
from awards.meetings import ballots, minutes, motions, queries, services
from awards.meetings.inputs import MotionInput, OpinionInput, OrderInput, PlanInput, TallyInput
from awards.meetings.models import Meeting, Motion
from awards.meetings.preview import forecast
from awards.meetings.queries import Sitting, attendance_in
from awards.meetings.results_told import Outcome as Told
from awards.meetings.states import MeetingState, MotionKind, MotionState
from awards.policy.permission_map import Forbidden
from awards.results import queries as results
from scoring.decision import Outcome
from scoring.record import recount
from tests.cast import Cast
from tests.met import (
    a_counted_council,
    a_roll,
    an_open_ballot,
    an_open_meeting,
    ballot,
    closed,
    hands,
    in_secret,
    member,
    voting_rules,
)
from tests.provincial import a_provincial_council, a_two_level_season

CHAIR_AWAY = (
    "3/5 thành viên dự họp; thể lệ cần ít nhất 2/3 số thành viên là 4 người: chưa đủ. "
    "Thể lệ yêu cầu Chủ tịch có mặt, Chủ tịch vắng."
)
ONE_DATABASE = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
OPEN_RULES = voting_rules(ballot("approval"), ballot("departures", threshold="1/2", strictly=True))


def test_one_meeting_serves_two_councils_and_its_quorum_is_told_with_its_working(cast: Cast) -> None:
    sitting = [a_provincial_council(cast, a_two_level_season(cast, title=title)) for title in ("CoopStar", "CoopGold")]
    entry = PlanInput("Trụ sở Liên minh", clock.today(), tuple(one.public_id for one in sitting))
    secretary = cast.province_secretary
    with transaction():
        meeting = services.plan_meeting(secretary, Sitting(sitting[0], tuple(sitting)), entry)
        assert services.plan_meeting(secretary, Sitting(sitting[0], tuple(sitting)), entry) is meeting
        with pytest.raises(DomainError, match="Điểm danh"):
            services.open_meeting(secretary, meeting)
        roll = a_roll(meeting, {2})
        chair_of_the_second = sitting[1].members[0].public_id
        roll = a_roll(meeting, {2})
        roll.attendance[chair_of_the_second] = roll.attendance[sitting[1].members[1].public_id]  # type: ignore[index]
        services.record_roll(secretary, meeting, roll)
        services.open_meeting(secretary, meeting)
    assert [(one.is_met, one.sentence) for one in (attendance_in(meeting, council) for council in sitting)] == [
        (True, "4/5 thành viên dự họp; thể lệ cần ít nhất 2/3 số thành viên là 4 người: đủ. Chủ tịch có mặt."),
        (False, CHAIR_AWAY),
    ]
    assert [queries.meetings_of(council) for council in sitting] == [[meeting], [meeting]]
    with pytest.raises(ConflictError, match="người khác sửa"):
        services.record_roll(cast.leader, meeting, roll)
    db.session.rollback()
    assert queries.get_visible_to(cast.stranger, meeting.public_id) is None
    with transaction():
        services.close_meeting(secretary, meeting, {})
    assert (meeting.state, meeting.audit_number is None) == (MeetingState.CLOSED, False)


def test_votes_by_hand_decide_with_a_recused_member_an_absent_one_who_wrote_and_a_departure(cast: Cast) -> None:
    council, judged = a_counted_council(cast, OPEN_RULES)
    best, second, third = judged.nominations
    meeting = an_open_meeting(cast.secretary, [council], absent={3})
    first = an_open_ballot(cast.secretary, meeting, best.public_id)
    # The home judge (number 4) is of the province that put the first entry forward.
    with pytest.raises(Forbidden):
        ballots.cast_vote(cast.home_judge, first, "yes")
    with transaction():
        ballots.cast_vote(cast.judge, first, "yes")
        wrote = OpinionInput(member(council, 3).public_id, "no", "Chưa thuyết phục.")
        ballots.record_opinion(cast.secretary, first, wrote, None)
    with pytest.raises(ConflictError), transaction():
        ballots.record_votes(cast.secretary, first, {member(council, 2).id: "no"}, {})
    hands(cast.secretary, first, {1: "yes", 2: "yes", 5: "yes"})
    closed(cast.secretary, first)
    with pytest.raises(DomainError, match="đã đóng"), transaction():
        ballots.cast_vote(cast.judge, first, "no")
    for nomination in (second, third):
        motion = an_open_ballot(cast.secretary, meeting, nomination.public_id)
        hands(cast.secretary, motion, {1: "yes", 2: "yes", 4: "yes", 5: "yes" if nomination is second else "no"})
        closed(cast.chair, motion)
    with pytest.raises(DomainError, match="Ghi lý do"), transaction():
        motions.put_motion(cast.secretary, meeting, MotionInput(MotionKind.ADD, council.public_id, best.public_id))
    with transaction():
        away = MotionInput(MotionKind.REMOVE, council.public_id, second.public_id, "Đang bị thanh tra.")
        departure = motions.open_motion(cast.secretary, motions.put_motion(cast.secretary, meeting, away))
    hands(cast.secretary, departure, {1: "yes", 2: "yes", 4: "yes", 5: "no"})
    closed(cast.secretary, departure)
    left = {one.row.entry.nomination_id: "Chờ phiên sau." for one in forecast(meeting).waiting}
    with transaction():
        services.close_meeting(cast.secretary, meeting, left)
        services.close_meeting(cast.secretary, meeting, left)
    told = Told.read(first.outcome).counts[0]
    assert (told.members, told.present, told.recused, told.written, told.yes, told.no, told.passed) == (
        4, 3, 1, 1, 3, 1, True,
    )  # fmt: skip
    result = results.official_result(judged.season)
    assert result is not None
    assert {row.dossier.reference: row.outcome for row in results.ranking_of(result)} == {
        best.reference: Outcome.HONOURED,
        second.reference: Outcome.REMOVED,
        third.reference: Outcome.NOT_APPROVED,
    }
    record = json.loads(result.record)
    assert recount(record) == ()
    assert [row["voter"] for row in record["votes"] if row["entry"] == best.reference] == ["2", "3", "4", "5", "chair"]
    contents = minutes.contents(meeting)
    [own] = contents.councils
    assert [(one.name, one.note) for one in own.absent] == [("Đặng Ngọc Yến", "Đi công tác")]
    assert [one.counts[0].verdict for one in own.tallied] == [
        "Được thông qua", "Được thông qua", "Không được thông qua", "Được thông qua",
    ]  # fmt: skip
    assert (own.motions[3].reason, own.entries[0].out) == ("Đang bị thanh tra.", ("Bàn Thị Xuân",))
    assert (len(own.receipts), contents.is_final, contents.audit_hash) == (11, True, meeting.audit_hash)
    _refuse_every_change(meeting.id, first)


def _refuse_every_change(meeting_id: int, motion: Motion) -> None:
    for statement in (
        f"UPDATE meeting SET place = 'khác' WHERE id = {meeting_id}",
        f"DELETE FROM attendance WHERE meeting_id = {meeting_id}",
        f"UPDATE motion SET reason = 'khác' WHERE id = {motion.id}",
        f"UPDATE open_vote SET vote = 'no' WHERE motion_id = {motion.id}",
        f"DELETE FROM written_opinion WHERE motion_id = {motion.id}",
    ):
        with pytest.raises(DatabaseError, match="is closed"):
            db.session.execute(text(statement))
        db.session.rollback()


@ONE_DATABASE
def test_slips_that_name_entries_are_counted_by_the_rulebook_and_too_many_names_are_refused(cast: Cast) -> None:
    rules = voting_rules(ballot("approval", kind="approve_k", most=2, secret=True, threshold="1/2"), places=2)
    council, judged = a_counted_council(cast, rules)
    best, second, third = judged.nominations
    meeting = an_open_meeting(cast.secretary, [council])
    motion = an_open_ballot(cast.chair, meeting, "")
    names = {one.id for one in judged.nominations}
    with pytest.raises(DomainError, match="nhiều nhất 2"), transaction():
        ballots.drop_slip(cast.judge, motion, "trang-một-đủ-hai-mươi-chữ", _named(*names))
    with pytest.raises(DomainError, match="trong danh sách"), transaction():
        ballots.drop_slip(cast.home_judge, motion, "trang-hai-đủ-hai-mươi-chữ", _named(best.id))
    for actor, chosen in (
        (cast.chair, (best.id, second.id)),
        (cast.judge, (best.id, third.id)),
        (cast.other_judge, (best.id,)),
        (cast.home_judge, (second.id, third.id)),
        (cast.secretary, ()),
    ):
        in_secret(actor, motion, _named(*chosen))
    closed(cast.secretary, motion)
    counts = {one.entry: one for one in Told.read(motion.outcome).counts}
    assert {entry: (one.members, one.yes, one.no, one.passed) for entry, one in counts.items()} == {
        best.id: (4, 3, 1, True),
        second.id: (5, 2, 3, False),
        third.id: (5, 2, 3, False),
    }
    with transaction():
        services.close_meeting(cast.chair, meeting, {})
    result = results.official_result(judged.season)
    assert result is not None
    assert recount(json.loads(result.record)) == ()
    assert [row.outcome for row in results.ranking_of(result)] == [
        Outcome.HONOURED, Outcome.NOT_APPROVED, Outcome.NOT_APPROVED,
    ]  # fmt: skip


def _named(*entries: int) -> str:
    return json.dumps(sorted(entries))


def test_paper_slips_count_once_two_persons_counted_alike(cast: Cast) -> None:
    council, judged = a_counted_council(cast, voting_rules(ballot("approval", secret=True)))
    meeting = an_open_meeting(cast.secretary, [council])
    nomination = judged.nominations[1]
    motion = an_open_ballot(cast.secretary, meeting, nomination.public_id, on_paper=True)
    right = TallyInput(5, 5, 1, 0, 1, {nomination.id: 3})
    with pytest.raises(DomainError, match="phải bằng 4"), transaction():
        ballots.enter_tally(cast.secretary, motion, TallyInput(5, 5, 1, 0, 1, {nomination.id: 4}))
    with transaction():
        ballots.enter_tally(cast.secretary, motion, right)
    for refusal, entry in (("hai người", None), ("chưa giống", TallyInput(5, 5, 0, 1, 1, {nomination.id: 3}))):
        if entry is not None:
            with transaction():
                ballots.enter_tally(cast.judge, motion, entry)
        with pytest.raises(DomainError, match=refusal):
            closed(cast.secretary, motion)
    with transaction():
        ballots.enter_tally(cast.judge, motion, right)
    with pytest.raises(DomainError, match="được hai người"), transaction():
        ballots.enter_tally(cast.chair, motion, right)
    told = Told.read(closed(cast.secretary, motion).outcome)
    [one] = told.counts
    assert (told.issued, told.returned, one.yes, one.no, one.invalid, one.denominator, one.passed) == (
        5, 5, 3, 1, 1, 5, False,
    )  # fmt: skip
    with transaction():
        motions.annul_motion(cast.secretary, motion, "Phát thiếu một phiếu.")
    again = an_open_ballot(cast.secretary, meeting, nomination.public_id)
    assert (again is motion, again.number, again.on_paper) == (False, 2, False)
    _a_procedural_motion_needs_more_than_half_of_those_present(cast, meeting, council)


def _a_procedural_motion_needs_more_than_half_of_those_present(cast: Cast, meeting: Meeting, council: Council) -> None:
    with transaction():
        entry = MotionInput(MotionKind.OTHER, council.public_id, text="Họp tiếp buổi chiều.")
        motion = motions.put_motion(cast.secretary, meeting, entry)
        assert motions.put_motion(cast.secretary, meeting, entry) is motion
        motions.open_motion(cast.secretary, motion)
    hands(cast.secretary, motion, {1: "yes", 2: "yes"})
    [told] = Told.read(closed(cast.secretary, motion).outcome).counts
    assert (told.present, told.needed, told.yes, told.blank, told.passed) == (5, 3, 2, 3, False)
    with pytest.raises(Forbidden):
        motions.put_motion(cast.judge, meeting, entry)
    best = queries.agendas_of(meeting)[0].ranked[0].nomination.public_id
    bare = MotionInput(MotionKind.ADD, council.public_id, best)
    with pytest.raises(DomainError, match="không cho làm khác"), transaction():
        motions.put_motion(cast.secretary, meeting, bare)
    assert motion.state == MotionState.CLOSED


@ONE_DATABASE
def test_the_chair_orders_equals_and_what_is_not_decided_must_be_left_open_in_words(cast: Cast) -> None:
    council, judged = a_counted_council(cast, voting_rules(tie="chair", places=1), EQUALS, equal=True)
    meeting = an_open_meeting(cast.chair, [council])
    tied = [item for agenda in queries.agendas_of(meeting) for group in agenda.ties for item in group]
    assert [item.row.outcome for item in tied] == [Outcome.AWAITING_CHAIR] * len(tied)
    assert len(tied) == 2
    with pytest.raises(DomainError, match="chưa được quyết"), transaction():
        services.close_meeting(cast.chair, meeting, {})
    second, first = (item.nomination.public_id for item in tied)
    with pytest.raises(DomainError, match="thứ tự khác nhau"), transaction():
        motions.order_equals(cast.chair, meeting, OrderInput(council.public_id, {first: 1, second: 1}, "Lý do"))
    with transaction():
        entry = OrderInput(council.public_id, {first: 1, second: 2}, "Giữ chân vùng khó khăn")
        motions.order_equals(cast.chair, meeting, entry)
    with transaction():
        services.close_meeting(cast.chair, meeting, {})
    result = results.official_result(judged.season)
    assert result is not None
    assert [(row.entry.nomination.public_id, row.outcome) for row in results.ranking_of(result)][:2] == [
        (first, Outcome.HONOURED),
        (second, Outcome.NOT_HONOURED),
    ]


EQUALS = (("away", "Hợp tác xã Mẫu Bình Minh"), ("away", "Hợp tác xã Mẫu Ưu Đàm"))
