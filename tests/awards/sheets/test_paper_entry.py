"""Paper sheets: read off twice by two people who do not see each other's, settled with a reason, scanned, then cast."""

from __future__ import annotations

import io
from collections.abc import Callable
from fractions import Fraction

import pytest
from sqlalchemy import select

from awards.base.database import db
from awards.base.errors import DomainError
from awards.base.transaction import transaction
from awards.conflicts import services as conflicts
from awards.councils.models import Assignment
from awards.nominations import services as nominations
from awards.nominations.inputs import AchievementsInput
from awards.notices.models import Notice
from awards.policy.permission_map import Forbidden
from awards.sheets import paper_entry, paper_queries, queries, reopening, reopenings
from awards.sheets import services as sheets
from awards.sheets.errors import MarksRefused
from awards.sheets.inputs import NOTHING_TO_SETTLE, PaperInput, ReopeningInput, SettlementInput
from awards.sheets.marks import read_marks
from awards.sheets.models import Sheet
from awards.sheets.states import PaperState, SheetState
from tests.builders import a_pdf
from tests.cast import Cast, CastClient
from tests.provincial import a_provincial_round, assignment_of, marks, on_paper, online

Browser = Callable[..., CastClient]
SECRET = "17,25"


def state_of(assignment: Assignment) -> PaperState:
    db.session.expire_all()
    return paper_queries.paper_state(assignment, queries.sheet_of(assignment), paper_queries.paper_of(assignment))


def test_two_people_agree_with_a_scan_and_the_sheet_is_the_judges(cast: Cast) -> None:
    judging_round, [nomination] = a_provincial_round(cast)
    assignment = assignment_of(judging_round, 4, nomination)
    given = marks(assignment, 2)
    states = [state_of(assignment)]
    with transaction():
        first = paper_entry.enter(cast.province_secretary, assignment, PaperInput(given, "Tốt."))
        assert paper_entry.enter(cast.province_secretary, assignment, PaperInput(given, "Tốt.")) is first
    states.append(state_of(assignment))
    with transaction():
        paper_entry.enter(cast.officer, assignment, PaperInput(given, "Tốt."))
    states.append(state_of(assignment))
    with pytest.raises(DomainError, match="bản quét"):
        paper_entry.cast(cast.officer, assignment, NOTHING_TO_SETTLE)
    db.session.rollback()
    with transaction():
        paper_entry.attach_scan(cast.leader, assignment, a_pdf("phieu-4.pdf"))
        sheet = paper_entry.cast(cast.officer, assignment, NOTHING_TO_SETTLE)
        assert paper_entry.cast(cast.officer, assignment, NOTHING_TO_SETTLE).id == sheet.id
    states.append(state_of(assignment))
    assert states == [PaperState.NONE, PaperState.ONCE, PaperState.AGREED, PaperState.CAST]
    assert (read_marks(sheet.versions[-1].marks), sheet.versions[-1].remark, sheet.state) == (given, "Tốt.", "cast")
    told = db.session.scalars(select(Notice).where(Notice.user_id == cast.province_member.user_id)).all()
    assert [(one.kind, one.path) for one in told] == [
        ("sheet_entered_from_paper", f"/phieu-cham/{assignment.public_id}")
    ]


def test_differences_stand_side_by_side_and_need_a_reason(cast: Cast) -> None:
    judging_round, [nomination] = a_provincial_round(cast)
    assignment = assignment_of(judging_round, 1, nomination)
    given = marks(assignment)
    key = next(iter(given))
    misread = {**given, key: Fraction(0)}
    with transaction():
        paper_entry.attach_scan(cast.officer, assignment, a_pdf())
        paper_entry.enter(cast.officer, assignment, PaperInput(given, ""))
        paper_entry.enter(cast.leader, assignment, PaperInput(misread, ""))
    paper = paper_queries.paper_of(assignment)
    assert paper is not None
    found = [(one.criterion, one.first, one.second) for one in paper_entry.differences(assignment, paper)]
    assert found == [(key, given[key], Fraction(0))]
    with pytest.raises(DomainError, match="Ghi lý do"):
        paper_entry.cast(cast.leader, assignment, SettlementInput({key: given[key]}, "", ""))
    with pytest.raises(MarksRefused):
        paper_entry.cast(cast.leader, assignment, SettlementInput({key: Fraction(1000)}, "", "Đọc nhầm."))
    db.session.rollback()
    with transaction():
        sheet = paper_entry.cast(cast.leader, assignment, SettlementInput({key: given[key]}, "", "Đọc nhầm."))
    assert (read_marks(sheet.versions[-1].marks), paper.reason) == (given, "Đọc nhầm.")


def test_the_second_person_is_another_one_and_never_the_judge(cast: Cast) -> None:
    judging_round, [nomination] = a_provincial_round(cast)
    assignment = assignment_of(judging_round, 1, nomination)
    given = marks(assignment)
    with transaction():
        paper_entry.enter(cast.officer, assignment, PaperInput(given, ""))
    with pytest.raises(DomainError, match="người khác"):
        paper_entry.enter(cast.officer, assignment, PaperInput(marks(assignment, 3), ""))
    for actor in (cast.stranger, cast.province_member, cast.office):
        with pytest.raises(Forbidden):
            paper_entry.enter(actor, assignment, PaperInput(given, ""))
    with pytest.raises(MarksRefused):
        paper_entry.enter(cast.leader, assignment, PaperInput({}, ""))
    mine = assignment_of(judging_round, 4, nomination)
    online(cast.province_member, mine, given)
    with pytest.raises(DomainError, match="đã gửi chính thức"):
        paper_entry.enter(cast.leader, mine, PaperInput(given, ""))


def test_nobody_reads_the_first_entry_before_the_second_is_there(cast: Cast, client_of: Browser) -> None:
    judging_round, [nomination] = a_provincial_round(cast)
    assignment = assignment_of(judging_round, 1, nomination)
    given = marks(assignment)
    with transaction():
        remark = f"Nhận xét kín {SECRET}"
        paper_entry.enter(cast.officer, assignment, PaperInput(given, remark))
    pages = [f"/phieu-giay/{judging_round.public_id}", f"/phieu-giay/phieu/{assignment.public_id}"]
    pages += [f"{pages[1]}/nhap", f"{pages[1]}/ghi-nhan", f"/ket-qua/{judging_round.public_id}"]
    council = f"/hoi-dong/{judging_round.council.public_id}"
    for actor in (cast.leader, cast.province_secretary, cast.officer):
        browser = client_of(actor)
        answers = {page: browser.get(page, follow_redirects=True) for page in (*pages, council)}
        assert {page: answer.status_code for page, answer in answers.items()} == dict.fromkeys(answers, 200)
        assert [page for page, answer in answers.items() if SECRET in answer.get_data(as_text=True)] == []


def test_a_whole_paper_sheet_goes_through_the_pages(cast: Cast, client_of: Browser) -> None:
    judging_round, [nomination] = a_provincial_round(cast)
    assignment = assignment_of(judging_round, 2, nomination)
    there = f"/phieu-giay/phieu/{assignment.public_id}"
    given = {f"mark_{key}": str(mark) for key, mark in marks(assignment).items()}
    other = given | {next(iter(given)): "0"}
    scan = {"file": (io.BytesIO(a_pdf().content), "phieu.pdf")}
    client_of(cast.officer).post(f"{there}/ban-quet", data=scan, content_type="multipart/form-data")
    missing = client_of(cast.officer).post(f"{there}/nhap", data={}).get_data(as_text=True)
    first = client_of(cast.officer).post(f"{there}/nhap", data=given)
    second = client_of(cast.leader).post(f"{there}/nhap", data=other)
    settling = client_of(cast.leader).get(f"{there}/ghi-nhan").get_data(as_text=True)
    right = {next(iter(given)): given[next(iter(given))], "reason": "Đọc nhầm."}
    cast_it = client_of(cast.leader).post(f"{there}/ghi-nhan", data=right)
    shown = client_of(cast.leader).get(there).get_data(as_text=True)
    assert (first.status_code, second.status_code, cast_it.status_code) == (302, 302, 302)
    assert ("Chưa chấm tiêu chí" in missing, "Hai lần nhập khác nhau ở 1 mục" in settling) == (True, True)
    assert ("Đã ghi nhận thành phiếu chấm" in shown, "Khác nhau vì: Đọc nhầm." in shown) == (True, True)


def test_a_changed_dossier_put_again_opens_the_cast_sheets_and_tells_their_judges(cast: Cast) -> None:
    judging_round, [nomination] = a_provincial_round(cast)
    assignment = assignment_of(judging_round, 4, nomination)
    sheet = online(cast.province_member, assignment, marks(assignment))
    with transaction():
        same = sheets.put_dossier_again(cast.leader, judging_round, nomination)
    assert (same.number, sheet.state) == (1, SheetState.CAST)
    with transaction():
        nominations.save_section(cast.officer, nomination, AchievementsInput("Bản sửa."))
    with transaction():
        newer = sheets.put_dossier_again(cast.leader, judging_round, nomination)
    assert (newer.number, sheet.state, sheet.receipt_code, len(sheet.versions)) == (2, SheetState.OPEN, None, 1)
    assert {one.revision_id for one in queries.assignments_of(judging_round, nomination)} == {newer.id}
    with pytest.raises(DomainError, match="bản mới"):
        sheets.cast_sheet(cast.province_member, assignment, 1)
    told = select(Notice.kind).where(Notice.user_id == cast.province_member.user_id).order_by(Notice.id)
    assert db.session.scalars(told).all() == ["sheet_cast", "dossier_put_again"]


def test_the_sheet_of_a_recused_member_is_neither_owed_nor_counted(cast: Cast) -> None:
    judging_round, [nomination] = a_provincial_round(cast)
    assignment = assignment_of(judging_round, 1, nomination)
    on_paper(cast, assignment, marks(assignment))
    before = queries.coverage_of(judging_round)
    with transaction():
        conflicts.recuse(cast.leader, assignment, "Người nhà của giám đốc.")
    after = queries.coverage_of(judging_round)
    assert [(one.assigned, one.recused, one.cast) for one in (before, after)] == [(4, 0, 1), (3, 1, 0)]


def test_a_paper_read_off_wrongly_is_opened_again_by_two_and_read_anew(cast: Cast, client_of: Browser) -> None:
    """The member has no account: what was read off first is kept, and the corrected paper is read off twice again."""
    judging_round, [nomination] = a_provincial_round(cast)
    assignment = assignment_of(judging_round, 1, nomination)
    wrong, right = marks(assignment), marks(assignment, 2)
    first = read_off(cast, assignment, wrong, "phieu-doc-nham.pdf")
    run = reopenings.get_round_visible_to(cast.leader, judging_round.public_id)
    assert run is not None
    with transaction():
        asked = reopening.ask(
            cast.leader, run, ReopeningInput(1, nomination.reference, "Đọc nhầm phiếu của hồ sơ khác.")
        )
    secretary = client_of(cast.province_secretary)
    secretary.post(f"/mo-lai-phieu/de-nghi/{asked.public_id}/dong-y")
    assert "hai người nhập lại từ đầu" in secretary.get(f"/mo-lai-phieu/{judging_round.public_id}").text
    assert state_of(assignment) == PaperState.NONE
    [former] = paper_queries.set_aside_of(assignment)
    page = f"/phieu-giay/phieu/{assignment.public_id}"
    scan, old = f"{page}/ban-quet/tep", f"{page}/ban-quet/tep?phieu={former.public_id}"
    told = ("hãy nhập lại từ đầu", "Đã mở lại, không tính", "phieu-doc-nham.pdf", old)
    assert [one in secretary.get(page).text for one in told] == [True] * 4
    assert [secretary.get(one).status_code for one in (scan, old)] == [404, 200]
    again = read_off(cast, assignment, right, "phieu-da-sua.pdf")
    assert [one in secretary.get(page).text for one in told] == [False, True, True, True]
    given_out = [secretary.get(one).headers["Content-Disposition"] for one in (scan, old)]
    assert ["phieu-da-sua.pdf" in given_out[0], "phieu-doc-nham.pdf" in given_out[1]] == [True, True]
    refused = [client_of(cast.stranger_leader).get(one).status_code for one in (scan, old)]
    assert (refused, secretary.get(f"{scan}?phieu=khac").status_code) == ([404, 404], 404)
    assert (again.id, again.version, state_of(assignment)) == (first.id, 2, PaperState.CAST)
    assert [read_marks(one.marks) for one in again.versions] == [wrong, right]
    rows = {one.assignment.id: (one.state, one.has_scan) for one in paper_queries.papers_of(judging_round)}
    assert rows[assignment.id] == (PaperState.CAST, True)


def read_off(cast: Cast, assignment: Assignment, given: dict[str, Fraction | None], scan: str) -> Sheet:
    with transaction():
        paper_entry.attach_scan(cast.officer, assignment, a_pdf(scan))
        paper_entry.enter(cast.officer, assignment, PaperInput(given, ""))
        paper_entry.enter(cast.province_secretary, assignment, PaperInput(given, ""))
        return paper_entry.cast(cast.officer, assignment, NOTHING_TO_SETTLE)
