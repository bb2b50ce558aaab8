"""Giving no marks with a reason, the reasons the rulebook asks for, and casting everything that is whole in one act."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from sqlalchemy import select

from awards.base.database import db
from awards.base.dates import format_clock
from awards.base.errors import DomainError
from awards.base.identifiers import grouped
from awards.base.transaction import transaction
from awards.councils.models import JudgingRound
from awards.notices.models import Notice, OutgoingMail
from awards.notices.queries import unread_count
from awards.policy.actor import Actor
from awards.sheets import own_sheets, paper_queries, queries, services
from awards.sheets.errors import MarksRefused
from awards.sheets.models import Sheet
from awards.sheets.own_sheets import OwnRound
from awards.sheets.states import PaperState, Progress, SheetState
from awards.sheets.wording import ABSTAINED, ALREADY_CAST, CLOSED
from tests.cast import Cast, CastClient
from tests.judging import a_round, assignment_of, cast_by, close, marks_for, saved, under_rules

ClientOf = Callable[[Actor], CastClient]
REASON = "Không đủ chuyên môn về lĩnh vực này."


def abstained(cast: Cast, judging_round: JudgingRound) -> Sheet:
    with transaction():
        return services.abstain(cast.judge, assignment_of(judging_round, cast.judge), REASON)


def test_an_abstention_is_neither_zero_nor_missing(cast: Cast) -> None:
    judging_round = a_round(cast)
    saved(cast.judge, assignment_of(judging_round, cast.judge))
    sheet = abstained(cast, judging_round)
    abstained(cast, judging_round)
    assert (sheet.state, sheet.version, sheet.abstention_reason, sheet.receipt_code) == ("abstained", 1, REASON, None)
    coverage = queries.coverage_of(judging_round)
    assert (coverage.assigned, coverage.cast, coverage.abstained, coverage.missing) == (7, 0, 1, 6)
    counts = queries.progress_visible_to(cast.judge, judging_round)
    assert counts == dict.fromkeys(Progress, 0) | {Progress.UNMARKED: 1, Progress.ABSTAINED: 1}
    paper = paper_queries.paper_state(sheet.assignment, sheet, None)
    assert paper is PaperState.ABSTAINED
    close(judging_round)
    [given] = queries.cast_sheets_of(judging_round)
    assert (given.judge, given.marks, given.abstained) == (sheet.assignment.member.judge_number, {}, True)


def test_an_abstention_is_taken_back_until_the_round_closes(cast: Cast) -> None:
    judging_round = a_round(cast)
    assignment = assignment_of(judging_round, cast.judge)
    saved(cast.judge, assignment)
    abstained(cast, judging_round)
    with pytest.raises(DomainError) as refused:
        saved(cast.judge, assignment, base_version=1)
    assert refused.value.sentence == ABSTAINED
    with transaction():
        sheet = services.resume(cast.judge, assignment)
    assert (sheet.state, sheet.abstention_reason, sheet.version) == ("open", None, 1)
    abstained(cast, judging_round)
    close(judging_round)
    with pytest.raises(DomainError) as shut, transaction():
        services.resume(cast.judge, assignment)
    assert shut.value.sentence == CLOSED


def test_what_was_cast_cannot_be_abstained_from(cast: Cast) -> None:
    judging_round = a_round(cast)
    cast_by(cast.judge, assignment_of(judging_round, cast.judge))
    with pytest.raises(DomainError) as refused:
        abstained(cast, judging_round)
    assert refused.value.sentence == ALREADY_CAST


def test_a_mark_at_the_end_of_its_scale_is_cast_with_its_reason_only(cast: Cast) -> None:
    under_rules(cast, ('key = "A3"', 'key = "A3"\njustify_below = 1\njustify_above = 5.5'))
    assignment = assignment_of(a_round(cast), cast.judge)
    marks = {**marks_for(assignment), "A3": Fraction(6)}
    saved(cast.judge, assignment, marks)
    with pytest.raises(MarksRefused, match="điểm từ 5,5 điểm trở lên phải ghi lý do") as refused, transaction():
        services.cast_sheet(cast.judge, assignment, 1)
    assert [one.criterion for one in refused.value.problems] == ["A3"]
    saved(cast.judge, assignment, marks, base_version=1, reasons={"A3": "Liên kết cả chuỗi, có hợp đồng."})
    with transaction():
        sheet = services.cast_sheet(cast.judge, assignment, 2)
    assert sheet.state == SheetState.CAST


def test_the_judge_is_told_the_receipt_and_no_mark(cast: Cast) -> None:
    assignment = assignment_of(a_round(cast), cast.judge)
    sheet = cast_by(cast.judge, assignment)
    code = f"{sheet.receipt_code[:4]}-{sheet.receipt_code[4:8]}-{sheet.receipt_code[8:]}"  # type: ignore[index]
    told = db.session.scalars(select(Notice).where(Notice.kind == "sheet_cast")).one()
    mail = db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind == "sheet_cast")).one()
    line = f"{assignment.nomination.reference}: {code}, gửi lúc {format_clock(sheet.cast_at)}"  # type: ignore[arg-type]
    assert (told.user_id, told.body.splitlines()[1:]) == (cast.judge.user_id, [line])
    assert mail.body.splitlines()[-1] == line
    assert not any(f"{mark} điểm" in told.body for mark in marks_for(assignment).values())


def test_receipts_lie_in_one_notice_and_ask_for_no_attention(cast: Cast, client_of: ClientOf) -> None:
    judging_round = a_round(cast)
    both = [assignment_of(judging_round, cast.judge, away=away) for away in (True, False)]
    codes = [grouped(cast_by(cast.judge, one).receipt_code or "") for one in both]
    judge, page = client_of(cast.judge), "/phieu-cham/bien-nhan"
    notice = db.session.scalars(select(Notice).where(Notice.kind == "sheet_cast")).one()
    assert (unread_count(cast.judge), notice.path) == (0, page)
    shown = {address: judge.get(address).text for address in (f"/thong-bao/{notice.public_id}", page)}
    assert [code in text for text in shown.values() for code in codes] == [True] * 4
    assert "topbar__count" not in shown[page]


def test_all_whole_sheets_are_cast_in_one_act_with_one_message(cast: Cast) -> None:
    judging_round = a_round(cast)
    both = [assignment_of(judging_round, cast.judge, away=away) for away in (True, False)]
    saved(cast.judge, both[0])
    saved(cast.judge, both[1], {**marks_for(both[1]), "A3": None})
    own = OwnRound(judging_round, cast.judge.user_id or 0)
    rows = own_sheets.sheets_in(cast.judge, judging_round)
    seen = {row.assignment.public_id: row.version.number for row in rows if row.version}
    assert sorted((row.may_be_cast, row.gaps) for row in rows) == [(False, 1), (True, 0)]
    with transaction():
        first = [one.assignment.public_id for one in services.cast_complete(cast.judge, own, seen)]
    saved(cast.judge, both[1], base_version=1)
    with transaction():
        stale = services.cast_complete(cast.judge, own, seen)
    with transaction():
        second = services.cast_complete(cast.judge, own, {**seen, both[1].public_id: 2})
    assert (first, stale, [one.assignment_id for one in second]) == ([both[0].public_id], [], [both[1].id])
    filed = db.session.scalars(select(Notice).where(Notice.kind == "sheet_cast")).one()
    named = [line.partition(":")[0] for line in filed.body.splitlines()[1:]]
    assert named == [one.nomination.reference for one in both]


def test_the_page_casts_what_it_showed(cast: Cast, client_of: ClientOf) -> None:
    judging_round = a_round(cast)
    assignment = assignment_of(judging_round, cast.judge)
    saved(cast.judge, assignment)
    path = f"/phieu-cham/vong/{judging_round.public_id}/gui"
    client = client_of(cast.judge)
    page = client.get(path).get_data(as_text=True)
    assert f'value="{assignment.public_id}:1"' in page
    answers = [client.post(path, data={"sheet": f"{assignment.public_id}:1"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 200]
    assert db.session.scalars(select(Sheet.state)).all() == ["cast"]


def test_a_passphrase_given_long_ago_is_asked_for_before_casting(cast: Cast, client_of: ClientOf) -> None:
    assignment = assignment_of(a_round(cast), cast.judge)
    saved(cast.judge, assignment)
    client = client_of(cast.judge)
    with client.session_transaction() as session:
        session["authenticated_at"] = 0
    path = f"/phieu-cham/{assignment.public_id}/gui"
    opened, sent = client.get(path), client.post(path, data={"base_version": "1"})
    assert (opened.status_code, sent.status_code) == (302, 403)
    assert opened.location.startswith("/xac-nhan-lai")
    assert db.session.scalars(select(Sheet.state)).all() == ["open"]


def test_the_page_of_an_abstention_works_and_goes_back(cast: Cast, client_of: ClientOf) -> None:
    assignment = assignment_of(a_round(cast), cast.judge)
    client, path = client_of(cast.judge), f"/phieu-cham/{assignment.public_id}"
    assert "Ghi lý do không cho điểm." in client.post(f"{path}/khong-cham", data={"reason": " "}).get_data(as_text=True)
    assert client.post(f"{path}/khong-cham", data={"reason": REASON}).location == path
    assert client.get(path).status_code == 200
    assert client.get(f"{path}/cham").location == path
    assert client.post(f"{path}/cham-lai").location == f"{path}/cham"
    assert db.session.scalars(select(Sheet.state)).all() == ["open"]
