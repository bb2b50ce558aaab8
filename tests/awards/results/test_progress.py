"""The board of a round: who has cast what, without a mark; and reminders to exactly those who are late."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from sqlalchemy import select

from awards.audit import queries as audit
from awards.audit.queries import LogFilter
from awards.base.database import db
from awards.base.errors import ConflictError, DomainError
from awards.base.transaction import transaction
from awards.councils.models import Assignment, JudgingRound
from awards.notices.models import Notice, OutgoingMail
from awards.policy.actor import Actor
from awards.policy.permission_map import Forbidden
from awards.reminders import judges, services
from awards.reminders.inputs import ReleaseInput
from awards.reminders.models import JudgeReminder
from awards.results import services as results
from awards.results.board import board_of
from awards.sheets import services as sheets
from awards.sheets.inputs import SheetInput
from awards.sheets.states import Progress
from tests.cast import Cast, CastClient, email_of
from tests.judged import Judged, a_judged_season, cast_one, cast_sheets
from tests.provincial import a_provincial_round

ClientOf = Callable[[Actor], CastClient]


def a_round_half_way(cast: Cast) -> Judged:
    """The chair has cast everything; the judge one sheet, began one, gave no marks to one; the others nothing."""
    judged = a_judged_season(cast)
    cast_sheets(cast, judged, except_of=[cast.judge, cast.other_judge, cast.home_judge])
    first, second, third = (assignment_of(judged.judging_round, cast.judge, one.id) for one in judged.nominations)
    with transaction():
        cast_one(cast.judge, judged.season, first, 1)
        sheets.save_sheet(cast.judge, second, SheetInput({}, "nhận xét nháp", 0, "bat-dau"))
        sheets.abstain(cast.judge, third, "Không đủ chuyên môn về ngành này.")
    return judged


def assignment_of(judging_round: JudgingRound, actor: Actor, nomination_id: int) -> Assignment:
    statement = select(Assignment).where(
        Assignment.round_id == judging_round.id, Assignment.nomination_id == nomination_id
    )
    return next(one for one in db.session.scalars(statement) if one.judge_user_id == actor.user_id)


def remind(cast: Cast, actor: Actor, judging_round: JudgingRound, reason: str = "") -> int:
    seen = judges.digest_of(judges.planned_for(judging_round))
    with transaction():
        return services.remind_judges(actor, judging_round, ReleaseInput(seen, reason))


def test_the_board_tells_cast_begun_recused_and_abstained_and_nothing_else(cast: Cast, client_of: ClientOf) -> None:
    judged = a_round_half_way(cast)
    board = board_of(judged.judging_round)
    ids = [one.id for one in judged.nominations]
    found = [[line.cells[nomination] for nomination in ids] for line in board.judges]
    assert found == [
        [Progress.CAST] * 3,
        [Progress.CAST, Progress.DRAFT, Progress.ABSTAINED],
        [Progress.UNMARKED] * 3,
        [Progress.RECUSED, Progress.UNMARKED, Progress.UNMARKED],
    ]
    assert [line.member.judge_number for line in board.late] == [2, 3, 4]
    done = {row.nomination.id: row.done for row in board.rows}
    assert (board.missing, [done[one] for one in ids]) == (6, [2, 1, 2])
    page = unescape(client_of(cast.office).get(f"/ket-qua/{judged.judging_round.public_id}/tien-do").text)
    assert "3 người còn 6 phiếu chưa gửi." in page
    assert "Số 2 – Vũ Quốc Ân" in page
    assert ">2/3<" in page
    assert "1 không cho điểm" in page
    table = page[page.index("<tbody>") : page.index("</tbody>")]
    rows = [re.findall(r"<td[^>]*>([^<]*)</td>", row) for row in table.split("<tr")[1:]]
    wanted = dict(
        zip(ids, (["2/3", "✓", "✓", "", "–"], ["1/4", "✓", "•", "", ""], ["2/4", "✓", "a", "", ""]), strict=True)
    )
    assert rows == [wanted[one.id] for one in board.entries]
    assert "nhận xét nháp" not in page
    assert "Không đủ chuyên môn" not in page


def test_the_board_takes_a_fixed_number_of_queries(
    cast: Cast, client_of: ClientOf, count_queries: Callable[[], list[str]]
) -> None:
    few = a_judged_season(cast, [("away", "Hợp tác xã Mẫu Một")]).judging_round.public_id
    many = a_judged_season_again(cast).judging_round.public_id
    office, counts = client_of(cast.office), []
    for public_id in (few, many):
        office.get(f"/ket-qua/{public_id}/tien-do")
        before = len(count_queries())
        assert office.get(f"/ket-qua/{public_id}/tien-do").status_code == 200
        counts.append(len(count_queries()) - before)
    assert counts[0] == counts[1]


def a_judged_season_again(cast: Cast) -> Judged:
    """Another season with four entries."""
    return a_judged_season(cast, [("away", f"Hợp tác xã Mẫu {name}") for name in "ABCD"], title="Mùa giải mẫu thứ hai")


def test_outside_the_province_its_judges_have_no_names(cast: Cast, client_of: ClientOf) -> None:
    judging_round, _ = a_provincial_round(cast)
    page = f"/ket-qua/{judging_round.public_id}/tien-do"
    own = client_of(cast.province_secretary).get(page)
    assert (own.status_code, "Lý Văn Chủ" in own.text) == (200, True)
    assert [client_of(actor).get(page).status_code for actor in (cast.stranger_leader, cast.office)] == [404, 404]
    with transaction():
        results.close_and_count(cast.leader, judging_round, gaps_reason="Thử đóng sớm.")
    office = client_of(cast.office).get(page)
    assert (office.status_code, "Lý Văn Chủ" in office.text, "Số 1 – Chủ tịch hội đồng" in office.text) == (
        200,
        False,
        True,
    )


def test_a_reminder_goes_to_exactly_those_who_are_late_once_with_their_own_number_only(
    cast: Cast, client_of: ClientOf
) -> None:
    judged = a_round_half_way(cast)
    page = f"/nhac-viec/vong-cham/{judged.judging_round.public_id}"
    preview = client_of(cast.secretary).get(page).text
    assert [name in preview for name in ("Vũ Quốc Ân", "Đặng Ngọc Yến", "Bàn Thị Xuân", "Phan Thế Ưng")] == [
        True,
        True,
        True,
        False,
    ]
    assert remind(cast, cast.secretary, judged.judging_round) == 3
    told = list(db.session.scalars(select(Notice).where(Notice.kind == "judge_late").order_by(Notice.id)))
    assert [(one.user_id, one.title) for one in told] == [
        (cast.judge.user_id, "Anh/chị còn 1 phiếu chưa gửi"),
        (cast.other_judge.user_id, "Anh/chị còn 3 phiếu chưa gửi"),
        (cast.home_judge.user_id, "Anh/chị còn 2 phiếu chưa gửi"),
    ]
    kept = list(db.session.scalars(select(JudgeReminder).order_by(JudgeReminder.id)))
    assert [one.recipient for one in kept] == [email_of(key) for key in ("judge", "other_judge", "home_judge")]
    mails = db.session.scalars(select(OutgoingMail).where(OutgoingMail.subject.contains("phiếu chưa gửi"))).all()
    assert len(mails) == 3
    with pytest.raises(DomainError, match="Muốn gửi lại"):
        remind(cast, cast.office, judged.judging_round)
    assert remind(cast, cast.office, judged.judging_round, "Sắp hết hạn.") == 3
    cast_sheets(cast, judged, except_of=[cast.chair, cast.judge, cast.home_judge])
    assert [one.member.judge_number for one in judges.planned_for(judged.judging_round)] == [2, 4]
    last = audit.list_visible_to(cast.auditor, LogFilter(action="reminder.judges_release"), 1).rows
    assert len(last) == 2


def test_a_list_that_changed_under_the_hand_or_a_closed_round_sends_nothing(cast: Cast) -> None:
    judged = a_judged_season(cast)
    seen = judges.digest_of(judges.planned_for(judged.judging_round))
    cast_sheets(cast, judged, except_of=[cast.judge])
    with pytest.raises(ConflictError, match="vừa thay đổi"), transaction():
        services.remind_judges(cast.office, judged.judging_round, ReleaseInput(seen))
    with pytest.raises(Forbidden), transaction():
        services.remind_judges(cast.judge, judged.judging_round, ReleaseInput(seen))
    with transaction():
        results.close_and_count(cast.office, judged.judging_round, gaps_reason="Một ủy viên ốm.")
    with pytest.raises(DomainError, match="Vòng chấm đã đóng"), transaction():
        services.remind_judges(cast.office, judged.judging_round, ReleaseInput(seen))
    assert db.session.scalars(select(JudgeReminder)).all() == []
