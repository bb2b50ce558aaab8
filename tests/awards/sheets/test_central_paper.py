"""Paper sheets of the central council: two persons by name read them off, nobody else learns what stands on them."""

from __future__ import annotations

import io
from collections.abc import Callable
from fractions import Fraction

import pytest
from sqlalchemy import select

from awards.accounts.identity import actor_of
from awards.base.database import db
from awards.base.errors import DomainError
from awards.base.transaction import transaction
from awards.councils.models import Assignment, CouncilMember, JudgingRound
from awards.councils.states import Post
from awards.notices.models import Notice, OutgoingMail
from awards.policy.actor import Actor
from awards.policy.permission_map import Forbidden
from awards.sheets import paper_entry, paper_people, paper_queries, reopening, reopenings
from awards.sheets.blind import code_of
from awards.sheets.inputs import NOTHING_TO_SETTLE, PaperInput, ReopeningInput
from awards.sheets.marks import read_marks
from awards.sheets.models import PaperReader, Sheet
from awards.sheets.paper_people import PaperRound
from awards.sheets.states import PaperState
from scoring.rounding import vietnamese_number
from tests.builders import a_pdf
from tests.cast import Cast, CastClient
from tests.judging import a_round, account_of, assignment_of, marks_for, saved, under_rules

ClientOf = Callable[[Actor], CastClient]
CANARY = "chim-yen-tren-phieu-giay"


def named(cast: Cast, judging_round: JudgingRound, by: Actor | None = None) -> PaperReader:
    """The second person of the office reads paper sheets off beside the secretary."""
    with transaction():
        return paper_people.name_reader(by or cast.chair, PaperRound(judging_round), account_of(cast.second_office))


def readers(judging_round: JudgingRound) -> list[str]:
    return [one.user.full_name for one in paper_people.readers_of(judging_round.council)]


def read_off(cast: Cast, assignment: Assignment, remark: str = "") -> Sheet:
    entry = PaperInput(marks_for(assignment), remark)
    with transaction():
        paper_entry.attach_scan(cast.secretary, assignment, a_pdf(f"{remark or 'phieu'}.pdf"))
        paper_entry.enter(cast.secretary, assignment, entry)
        paper_entry.enter(cast.second_office, assignment, entry)
        return paper_entry.cast(cast.secretary, assignment, NOTHING_TO_SETTLE)


def told(actor: Actor, kind: str) -> list[tuple[str, str]]:
    """Title and address of what the person was told, where a mail with that title went out too."""
    mails = select(OutgoingMail.subject).where(OutgoingMail.recipient == account_of(actor).email)
    statement = select(Notice).where(Notice.user_id == actor.user_id, Notice.kind == kind).order_by(Notice.id)
    subjects = " ".join(db.session.scalars(mails))
    return [(one.title, one.path) for one in db.session.scalars(statement) if one.title in subjects]


def test_the_secretary_reads_off_by_post_and_the_second_person_is_named_and_told(cast: Cast) -> None:
    judging_round = a_round(cast)
    assert readers(judging_round) == ["Bùi Thị Ánh"]
    first = named(cast, judging_round)
    assert named(cast, judging_round, cast.secretary).id == first.id
    assert readers(judging_round) == ["Bùi Thị Ánh", "Dương Hữu Đức"]
    path = f"/phieu-giay/{judging_round.public_id}"
    assert told(cast.second_office, "named_for_papers") == [("Anh/chị được phân công nhập phiếu giấy", path)]
    with pytest.raises(DomainError, match="Đã đủ hai người"):
        paper_people.name_reader(cast.secretary, PaperRound(judging_round), account_of(cast.office))
    for actor in (cast.office, cast.second_office, cast.judge, cast.standing, cast.sysadmin):
        with pytest.raises(Forbidden):
            paper_people.name_reader(actor, PaperRound(judging_round), account_of(cast.office))
        with pytest.raises(Forbidden):
            paper_people.end_reader(actor, first)
    with transaction():
        paper_people.end_reader(cast.chair, first)
        paper_people.end_reader(cast.chair, first)
    assert readers(judging_round) == ["Bùi Thị Ánh"]


def test_whoever_marks_is_never_named_and_reads_nothing_off_once_a_member(cast: Cast) -> None:
    judging_round = a_round(cast)
    offered = {one.full_name for one in paper_people.candidates(judging_round.council)}
    assert offered == {"Ngô Thanh Ý", "Dương Hữu Đức"}
    for actor in (cast.judge, cast.chair, cast.screener, cast.leader):
        with pytest.raises(DomainError, match="Chọn người của Thường trực"):
            paper_people.name_reader(cast.secretary, PaperRound(judging_round), account_of(actor))
    named(cast, judging_round)
    assignment = assignment_of(judging_round, cast.judge)
    with transaction():
        joined = CouncilMember(
            council=judging_round.council,
            user=account_of(cast.second_office),
            full_name="Dương Hữu Đức",
            post=Post.MEMBER.value,
            judge_number=9,
            joined_on=judging_round.council.founded_on,
        )
        db.session.add(joined)
    assert readers(judging_round) == ["Bùi Thị Ánh"]
    with pytest.raises(Forbidden):
        paper_entry.enter(cast.second_office, assignment, PaperInput(marks_for(assignment), ""))


def test_a_paper_sheet_goes_through_the_pages_of_the_two_and_its_judge_is_told(cast: Cast, client_of: ClientOf) -> None:
    judging_round = a_round(cast)
    named(cast, judging_round)
    assignment = assignment_of(judging_round, cast.judge)
    there = f"/phieu-giay/phieu/{assignment.public_id}"
    given = {f"mark_{key}": vietnamese_number(mark) for key, mark in marks_for(assignment).items() if mark is not None}
    key = next(iter(given))
    secretary, second = client_of(cast.secretary), client_of(cast.second_office)
    scan = {"file": (io.BytesIO(a_pdf().content), "phieu.pdf")}
    answers = [
        secretary.post(f"{there}/ban-quet", data=scan, content_type="multipart/form-data"),
        secretary.post(f"{there}/nhap", data=given),
        second.post(f"{there}/nhap", data=given | {key: "0"}),
    ]
    assert [one.status_code for one in answers] == [302] * 3
    listed = second.get(f"/phieu-giay/{judging_round.public_id}").text
    assert "<strong>Bùi Thị Ánh</strong> và <strong>Dương Hữu Đức</strong>" in listed
    settling = second.get(f"{there}/ghi-nhan").text
    assert ("Hai lần nhập khác nhau ở 1 mục" in settling, second.get(f"{there}/ban-quet/tep").status_code) == (
        True,
        200,
    )
    assert second.post(f"{there}/ghi-nhan", data={key: given[key], "reason": "Đọc nhầm."}).status_code == 302
    assert "Đã ghi nhận thành phiếu chấm của ủy viên" in secretary.get(there).text
    db.session.expire_all()
    sheet = db.session.scalars(select(Sheet).where(Sheet.assignment_id == assignment.id)).one()
    assert (sheet.state, read_marks(sheet.versions[-1].marks)) == ("cast", marks_for(assignment))
    title = f"Phiếu chấm giấy của anh/chị đã được nhập: hồ sơ {assignment.nomination.reference}"
    assert told(cast.judge, "sheet_entered_from_paper") == [(title, f"/phieu-cham/{assignment.public_id}")]
    shown = client_of(cast.judge).get(f"/phieu-cham/{assignment.public_id}").text
    assert "Bùi Thị Ánh nhập lần 1, Dương Hữu Đức nhập lần 2" in shown


def test_nobody_but_the_two_finds_the_papers_and_what_stands_on_them(cast: Cast, client_of: ClientOf) -> None:
    judging_round = a_round(cast)
    named(cast, judging_round)
    assignment = assignment_of(judging_round, cast.judge)
    sheet = read_off(cast, assignment, CANARY)
    there = f"/phieu-giay/phieu/{assignment.public_id}"
    papers = [f"/phieu-giay/{judging_round.public_id}", f"/phieu-giay/{judging_round.public_id}/in?so=2", there]
    papers += [f"{there}/ban-quet/tep", f"{there}/nhap", f"{there}/ghi-nhan"]
    around = [f"/hoi-dong/{judging_round.council.public_id}", f"/ket-qua/{judging_round.public_id}", "/thong-bao/"]
    around += [f"/ket-qua/{judging_round.public_id}/tien-do", f"/mo-lai-phieu/{judging_round.public_id}", "/nhat-ky/"]
    outside = [cast.office, cast.chair, cast.other_judge, cast.standing, cast.auditor, cast.sysadmin, cast.leader]
    for actor in outside:
        browser = client_of(actor)
        assert {path: browser.get(path).status_code for path in papers} == dict.fromkeys(papers, 404)
        assert [path for path in around if CANARY in browser.get(path, follow_redirects=True).text] == []
    inside = {path: client_of(cast.secretary).get(path).status_code for path in papers}
    assert inside == dict.fromkeys(papers, 200) | {f"{there}/ghi-nhan": 200}
    assert sheet.receipt_code is not None


def test_one_who_reads_nothing_off_any_more_finds_nothing_either(cast: Cast, client_of: ClientOf) -> None:
    judging_round = a_round(cast)
    reader = named(cast, judging_round)
    path = f"/phieu-giay/{judging_round.public_id}"
    before = client_of(cast.second_office).get(path).status_code
    places = ["/ban-lam-viec/", *(f"/ket-qua/{judging_round.public_id}{one}" for one in ("", "/tien-do"))]
    offered = [[path in client_of(one).get(at).text for at in places] for one in (cast.second_office, cast.office)]
    assert offered == [[True] * 3, [False] * 3]
    ended = client_of(cast.chair).post(f"/phieu-giay/nguoi-nhap/{reader.public_id}/thoi")
    assert (before, ended.status_code, client_of(cast.second_office).get(path).status_code) == (200, 302, 404)
    assert [path in client_of(cast.second_office).get(at).text for at in places] == [False] * 3
    assignment = assignment_of(judging_round, cast.judge)
    with pytest.raises(Forbidden):
        paper_entry.attach_scan(cast.second_office, assignment, a_pdf())


def test_what_the_judge_changes_after_a_reopening_is_not_read_on_the_page_of_the_paper(
    cast: Cast, client_of: ClientOf
) -> None:
    judging_round = a_round(cast)
    named(cast, judging_round)
    assignment = assignment_of(judging_round, cast.judge)
    sheet = read_off(cast, assignment, "Như trên giấy")
    run = reopenings.get_round_visible_to(cast.secretary, judging_round.public_id)
    assert run is not None
    wanted = ReopeningInput(assignment.member.judge_number, assignment.nomination.reference, "Nhập sai phiếu.")
    with transaction():
        request = reopening.ask(cast.secretary, run, wanted)
    with transaction():
        reopening.confirm(cast.chair, request)
    marks = marks_for(assignment, Fraction(3, 4))
    saved(cast.judge, assignment, marks, base_version=sheet.version, remark=CANARY)
    shown = client_of(cast.secretary).get(f"/phieu-giay/phieu/{assignment.public_id}").text
    assert ("Như trên giấy" in shown, CANARY in shown, "ủy viên tự sửa" in shown) == (True, False, True)
    paper = paper_queries.paper_of(assignment)
    assert paper is not None
    version = paper_queries.version_from(paper)
    assert version is not None
    assert read_marks(version.marks) == marks_for(assignment)


def test_on_paper_too_a_blind_entry_goes_by_its_code(cast: Cast, client_of: ClientOf) -> None:
    under_rules(cast, ("[levels.aggregation]", "blind = true\n\n[levels.aggregation]"))
    judging_round = a_round(cast)
    named(cast, judging_round)
    assignment = assignment_of(judging_round, cast.judge)
    code, nomination = code_of(assignment.nomination), assignment.nomination
    number = assignment.member.judge_number
    printed = client_of(cast.secretary).get(f"/phieu-giay/{judging_round.public_id}/in?so={number}").text
    assert (code in printed, nomination.title in printed, nomination.reference in printed) == (True, False, False)
    listed = client_of(cast.secretary).get(f"/phieu-giay/{judging_round.public_id}").text
    assert (code in listed, nomination.title in listed) == (True, True)  # the one place where both stand
    read_off(cast, assignment)
    [(title, _)] = told(cast.judge, "sheet_entered_from_paper")
    assert title.endswith(f"hồ sơ {code}")


def test_blank_sheets_are_printed_for_one_member_a_page_each(cast: Cast, client_of: ClientOf) -> None:
    judging_round = a_round(cast)
    home = assignment_of(judging_round, cast.home_judge, away=False)
    pages = {
        one: client_of(cast.secretary).get(f"/phieu-giay/{judging_round.public_id}/in?so={one}").text.count("<article")
        for one in (assignment_of(judging_round, cast.judge).member.judge_number, home.member.judge_number, 99, "x")
    }
    assert list(pages.values()) == [2, 1, 0, 0]  # who comes from home does not mark there


def test_the_desk_of_the_two_says_what_waits_for_whom(cast: Cast) -> None:
    judging_round = a_round(cast)
    named(cast, judging_round)
    assignment = assignment_of(judging_round, cast.judge)
    waiting = []
    for actor in (None, cast.secretary, cast.second_office):
        if actor is not None:
            with transaction():
                paper_entry.enter(actor, assignment, PaperInput(marks_for(assignment), ""))
        pair = (cast.secretary, cast.second_office)
        waiting.append([count for one in pair for _, count in paper_queries.waiting_for_reader(one)])
    assert waiting == [[0, 0], [0, 1], [1, 1]]
    state = paper_queries.papers_of(judging_round)
    assert {row.state for row in state if row.assignment.id == assignment.id} == {PaperState.AGREED}
    assert paper_queries.waiting_for_reader(actor_of(account_of(cast.office))) == []
