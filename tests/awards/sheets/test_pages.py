"""The judge's pages: what is typed is kept, what is saved is read back, nobody else's sheet exists."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

import pytest
from sqlalchemy import func, select

from awards.base.database import db
from awards.councils.models import Assignment
from awards.nominations.dossier import DossierContent
from awards.policy.actor import Actor
from awards.sheets.marks import read_marks
from awards.sheets.models import Sheet, SheetVersion
from tests.cast import Cast, CastClient
from tests.judging import a_round, assignment_of, cast_by, close, marks_for, saved

ClientOf = Callable[[Actor], CastClient]


def hidden(page: str, name: str) -> str:
    """The value of a hidden input."""
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page)
    assert found is not None, name
    return found.group(1)


def typed(assignment: Assignment, page: str, **changes: str) -> dict[str, str]:
    """The form of the page with half marks everywhere, but for `changes` by criterion or field."""
    marks = {f"mark_{key}": str(mark).replace(".", ",") for key, mark in texts(assignment).items()}
    fields = {name: hidden(page, name) for name in ("base_version", "idempotency_key")}
    named = {name if name in ("remark", *fields) else f"mark_{name}": text for name, text in changes.items()}
    return {"remark": "", **marks, **fields, **named}


def texts(assignment: Assignment) -> dict[str, str]:
    return {key: f"{float(mark or 0):g}" for key, mark in marks_for(assignment).items()}


def newest() -> SheetVersion:
    return db.session.scalars(select(SheetVersion).order_by(SheetVersion.number.desc())).first() or pytest.fail("none")


def versions() -> int:
    return db.session.scalar(select(func.count(SheetVersion.id))) or 0


def test_a_judge_saves_reads_back_and_casts(cast: Cast, client_of: ClientOf) -> None:
    assignment = assignment_of(a_round(cast), cast.judge)
    judge, path = client_of(cast.judge), f"/phieu-cham/{assignment.public_id}"
    answer = judge.post(f"{path}/cham", data=typed(assignment, judge.get(f"{path}/cham").text))
    assert (answer.status_code, answer.location) == (302, f"{path}/cham")
    page = judge.get(f"{path}/cham").text
    assert "Đã lưu nháp. Phiếu chưa gửi chính thức." in page
    assert re.search(r"data-save-state>Đã lưu lúc \d\d:\d\d:\d\d</p>", page)
    assert "<strong data-given>11/11</strong> tiêu chí đã chấm" in page
    assert "đã lưu đến bản thứ 1" in page
    check = judge.get(f"{path}/gui").text
    answer = judge.post(f"{path}/gui", data={"base_version": hidden(check, "base_version")})
    assert (answer.status_code, answer.location) == (302, path)
    receipt = db.session.scalars(select(Sheet.receipt_code)).one()
    assert receipt is not None
    shown = judge.get(path).text
    assert f"{receipt[:4]}-{receipt[4:8]}-{receipt[8:]}" in shown
    assert "Phiếu đã gửi chính thức" in shown
    assert judge.get(f"{path}/cham").location == path


def test_pressing_twice_makes_one_version(cast: Cast, client_of: ClientOf) -> None:
    assignment = assignment_of(a_round(cast), cast.judge)
    judge, path = client_of(cast.judge), f"/phieu-cham/{assignment.public_id}/cham"
    data = typed(assignment, judge.get(path).text)
    assert [judge.post(path, data=data).status_code for _ in range(3)] == [302, 302, 302]
    assert versions() == 1


@pytest.mark.parametrize(
    ("text", "mark"),
    [("5,5", "11/2"), ("5.5", "11/2"), ("6", "6"), ("0", "0"), ("", None), (" 2,50 ", "5/2")],
)
def test_marks_are_read_as_vietnamese_people_write_them(
    cast: Cast, client_of: ClientOf, text: str, mark: str | None
) -> None:
    assignment = assignment_of(a_round(cast), cast.judge)
    judge, path = client_of(cast.judge), f"/phieu-cham/{assignment.public_id}/cham"
    assert judge.post(path, data=typed(assignment, judge.get(path).text, A3=text)).status_code == 302
    assert read_marks(newest().marks)["A3"] == (None if mark is None else Fraction(mark))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("abc", "nhập điểm bằng chữ số, ví dụ 7,5."),
        ("7,5 điểm", "nhập điểm bằng chữ số, ví dụ 7,5."),
        ("1.234.567,89", "điểm không được lớn hơn 6."),
        ("9", "điểm không được lớn hơn 6."),
        ("-1", "điểm không được nhỏ hơn 0."),
        ("1,3", "điểm phải theo bước 0,5"),
    ],
)
def test_a_wrong_mark_is_refused_beside_its_box_and_what_was_typed_stays(
    cast: Cast, client_of: ClientOf, text: str, sentence: str
) -> None:
    assignment = assignment_of(a_round(cast), cast.judge)
    judge, path = client_of(cast.judge), f"/phieu-cham/{assignment.public_id}/cham"
    page = judge.post(path, data=typed(assignment, judge.get(path).text, A3=text, remark="Nhận xét đang viết")).text
    beside = page.partition('id="mark_A3-error"')[2].partition("</p>")[0]
    assert sentence in beside
    assert "Có lỗi cần sửa" in page
    assert "<title>Lỗi: " in page
    assert f'name="mark_A3" type="text" value="{text}"' in page
    assert "Nhận xét đang viết</textarea>" in page
    assert versions() == 0


def test_all_mistakes_of_a_sheet_come_at_once_and_name_their_criterion(cast: Cast, client_of: ClientOf) -> None:
    assignment = assignment_of(a_round(cast), cast.judge)
    judge, path = client_of(cast.judge), f"/phieu-cham/{assignment.public_id}/cham"
    page = judge.post(path, data=typed(assignment, judge.get(path).text, A3="abc", B1="9", D2="1,3")).text
    summary = page.partition('class="error-summary"')[2].partition("</ul>")[0]
    assert re.findall(r'href="#mark_(\w+)">“([^”]+)”', summary) == [
        ("A3", "Vốn, tài sản và trích lập các quỹ"),
        ("B1", "Tổ chức, điều lệ, đại hội và kiểm soát"),
        ("D2", "Khoa học công nghệ và chuyển đổi số"),
    ]


def test_two_windows_see_both_versions_and_nothing_is_overwritten(cast: Cast, client_of: ClientOf) -> None:
    assignment = assignment_of(a_round(cast), cast.judge)
    judge, path = client_of(cast.judge), f"/phieu-cham/{assignment.public_id}/cham"
    one, other = judge.get(path).text, judge.get(path).text
    assert judge.post(path, data=typed(assignment, one, A3="6")).status_code == 302
    answer = judge.post(path, data=typed(assignment, other, A3="1,5", remark="Của cửa sổ thứ hai"))
    assert answer.status_code == 409
    row = answer.text.partition("Vốn, tài sản và trích lập các quỹ")[2].partition("</tr>")[0]
    assert (re.findall(r">([\d,]+)</td>", row), "khác nhau" in row) == (["6", "1,5"], True)
    assert read_marks(newest().marks)["A3"] == 6
    kept = dict(re.findall(r'<input type="hidden" name="((?:mark_|remark)[^"]*)" value="([^"]*)"', answer.text))
    again = {name: hidden(answer.text, name) for name in ("base_version", "idempotency_key")}
    assert judge.post(path, data={**kept, **again}).status_code == 302
    assert (newest().number, read_marks(newest().marks)["A3"], newest().remark) == (
        2,
        Fraction(3, 2),
        "Của cửa sổ thứ hai",
    )


def test_an_incomplete_sheet_lists_its_gaps_and_cannot_be_sent(cast: Cast, client_of: ClientOf) -> None:
    assignment = assignment_of(a_round(cast), cast.judge)
    saved(cast.judge, assignment, {**marks_for(assignment), "A3": None, "D2": None})
    judge, path = client_of(cast.judge), f"/phieu-cham/{assignment.public_id}/gui"
    page = judge.get(path).text
    assert "Còn 2 tiêu chí chưa chấm" in page
    assert re.findall(r"/cham#(\w+)", page) == ["mark_A3", "mark_D2"]
    assert "Gửi phiếu chính thức</button>" not in page
    refused = judge.post(path, data={"base_version": "1"})
    assert "Chưa chấm tiêu chí “Vốn, tài sản và trích lập các quỹ”" in refused.text
    assert db.session.scalars(select(Sheet.cast_at)).one() is None


def test_a_closed_round_refuses_in_words_and_keeps_what_was_typed(cast: Cast, client_of: ClientOf) -> None:
    judging_round = a_round(cast)
    assignment = assignment_of(judging_round, cast.judge)
    judge, path = client_of(cast.judge), f"/phieu-cham/{assignment.public_id}/cham"
    data = typed(assignment, judge.get(path).text, A3="2")
    close(judging_round)
    page = judge.post(path, data=data).text
    assert "Vòng chấm đã đóng nên phiếu không sửa và không gửi được nữa." in page
    assert 'name="mark_A3" type="text" value="2"' in page
    assert judge.get(path).location == f"/phieu-cham/{assignment.public_id}"
    assert versions() == 0


def test_another_judges_sheet_does_not_exist(cast: Cast, client_of: ClientOf) -> None:
    judging_round = a_round(cast)
    assignment = assignment_of(judging_round, cast.judge)
    cast_by(cast.judge, assignment)
    content = DossierContent.read(assignment.revision.content)
    paths = [
        f"/phieu-cham/{assignment.public_id}{end}" for end in ("", "/cham", "/gui", f"/tep/{content.papers[0].file}")
    ]
    for actor in (cast.other_judge, cast.chair, cast.office, cast.secretary, cast.auditor, cast.sysadmin):
        assert [client_of(actor).get(path).status_code for path in paths] == [404] * 4, actor.name


def test_a_recused_judge_has_no_sheet_and_reads_why(cast: Cast, client_of: ClientOf) -> None:
    judging_round = a_round(cast)
    recused = assignment_of(judging_round, cast.home_judge, away=False)
    judge = client_of(cast.home_judge)
    assert [judge.get(f"/phieu-cham/{recused.public_id}{end}").status_code for end in ("", "/cham", "/gui")] == [
        404
    ] * 3
    page = judge.get("/phieu-cham/?muc=recused").text
    assert "Ủy viên công tác tại Tuyên Quang, nơi đề cử hồ sơ này" in page
    assert f"/phieu-cham/{recused.public_id}" not in page


def test_a_judge_downloads_only_papers_of_the_judged_dossier(cast: Cast, client_of: ClientOf) -> None:
    judging_round = a_round(cast)
    home, away = (assignment_of(judging_round, cast.judge, away=away) for away in (False, True))
    files = {one.public_id: DossierContent.read(one.revision.content).papers[0].file for one in (home, away)}
    judge = client_of(cast.judge)
    answers = [
        judge.get(f"/phieu-cham/{assignment}/tep/{file}").status_code for assignment in files for file in files.values()
    ]
    assert answers == [200, 404, 404, 200]


def test_the_list_counts_the_judges_own_progress(cast: Cast, client_of: ClientOf) -> None:
    judging_round = a_round(cast)
    first, second = (assignment_of(judging_round, cast.judge, away=away) for away in (True, False))
    cast_by(cast.judge, first)
    saved(cast.judge, second, {**marks_for(second), "A3": None})
    cast_by(cast.chair, assignment_of(judging_round, cast.chair))
    judge = client_of(cast.judge)
    page = judge.get("/phieu-cham/").text
    assert re.findall(r'class="tabs__count">(\d+)<', page) == ["0", "1", "1", "0", "0"]
    assert "1/2" in page
    assert "10/11 tiêu chí" in page
    assert f'href="/phieu-cham/{second.public_id}/cham">Chấm hồ sơ tiếp theo' in page


def test_the_list_takes_a_constant_number_of_queries(
    cast: Cast, client_of: ClientOf, count_queries: Callable[[], list[str]]
) -> None:
    judging_round = a_round(cast)
    judge = client_of(cast.judge)
    saved(cast.judge, assignment_of(judging_round, cast.judge))
    judge.get("/phieu-cham/")
    judge.get("/phieu-cham/?muc=draft")  # the headings of all dossiers were read once
    seen = count_queries()
    seen.clear()
    assert "11/11 tiêu chí" in judge.get("/phieu-cham/?muc=draft").text
    one = len(seen)
    saved(cast.judge, assignment_of(judging_round, cast.judge, away=False))
    seen.clear()
    judge.get("/phieu-cham/?muc=draft")
    assert len(seen) == one


def test_the_sheet_shows_the_dossier_beside_points_the_system_computes(cast: Cast, client_of: ClientOf) -> None:
    assignment = assignment_of(a_round(cast), cast.judge)
    page = client_of(cast.judge).get(f"/phieu-cham/{assignment.public_id}/cham").text
    assert "Hợp tác xã liên kết tiêu thụ nông sản cho thành viên." in page
    assert "Hệ thống tính: 12.000.000.000 đồng/năm, thuộc khung từ 10.000.000.000 trở lên: 6 điểm." in page
    assert len(set(re.findall(r'name="(mark_\w+)"', page))) == 11
    offered = re.findall(r'type="radio" name="mark_E1b" value="([^"]*)"', page)
    assert offered == ["0", "0,5", "1", "1,5", "2", "2,5", "3", ""]
    assert "<script" not in page.partition("<main")[2].partition("</main>")[0]
