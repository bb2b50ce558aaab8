"""What a judge reads beside marking: pages of papers, the own table, the printed sheet; and what the office is told."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from sqlalchemy import select

from awards.base.database import db
from awards.nominations.dossier import DossierContent
from awards.policy.actor import Actor
from awards.screening.models import DossierFlag
from tests.cast import Cast, CastClient
from tests.judging import a_round, assignment_of, cast_by, marks_for, saved

ClientOf = Callable[[Actor], CastClient]


def test_pages_of_a_paper_are_pictures_for_its_judge_alone(cast: Cast, client_of: ClientOf) -> None:
    assignment = assignment_of(a_round(cast), cast.judge)
    file = DossierContent.read(assignment.revision.content).papers[0].file
    path = f"/phieu-cham/{assignment.public_id}/tep/{file}"
    judge = client_of(cast.judge)
    assert f'href="{path}/xem"' in judge.get(f"/phieu-cham/{assignment.public_id}/cham").text
    assert f'src="{path}/trang/1"' in judge.get(f"{path}/xem").text
    picture = judge.get(f"{path}/trang/1")
    assert (picture.status_code, picture.mimetype) == (200, "image/webp")
    assert judge.get(f"{path}/trang/9").status_code == 404
    for other in (cast.other_judge, cast.office, cast.officer):
        assert [client_of(other).get(f"{path}{end}").status_code for end in ("/xem", "/trang/1")] == [404] * 2


def test_a_judge_tells_the_office_once_and_marks_on(cast: Cast, client_of: ClientOf) -> None:
    assignment = assignment_of(a_round(cast), cast.judge)
    judge, path = client_of(cast.judge), f"/phieu-cham/{assignment.public_id}/bao-vuong-mac"
    told = {"reason": "figures", "text": "Doanh thu ghi khác báo cáo tài chính."}
    assert [judge.post(path, data=told).location for _ in range(2)] == [f"/phieu-cham/{assignment.public_id}/cham"] * 2
    flags = db.session.scalars(select(DossierFlag)).all()
    assert [(one.for_role, one.reason, one.stops, one.raised_by_id) for one in flags] == [
        ("office", "figures", False, cast.judge.user_id)
    ]
    a_tie = {"reason": "conflict", "text": "Là người nhà."}  # which is declared, not told
    assert judge.post(path, data=a_tie).status_code == 200
    assert len(db.session.scalars(select(DossierFlag)).all()) == 1
    assert client_of(cast.other_judge).post(path, data=told).status_code == 404


def test_the_own_table_holds_the_own_marks_and_takes_a_constant_number_of_queries(
    cast: Cast, client_of: ClientOf, count_queries: Callable[[], list[str]]
) -> None:
    judging_round = a_round(cast)
    home, away = (assignment_of(judging_round, cast.judge, away=away) for away in (False, True))
    cast_by(cast.chair, assignment_of(judging_round, cast.chair))
    saved(cast.judge, home, marks_for(home, Fraction(1)))
    judge, path = client_of(cast.judge), f"/phieu-cham/vong/{judging_round.public_id}/bang-diem"
    judge.get(path)
    seen = count_queries()
    seen.clear()
    page = judge.get(path).text
    one = len(seen)
    assert "1 phiếu đã chấm đủ: thấp nhất <strong>95</strong>" in page
    saved(cast.judge, away)
    seen.clear()
    page = judge.get(f"{path}?xep=A3").text
    assert len(seen) == one
    assert re.findall(r'<td class="number">(?:<strong>)?([\d,–]+)(?:</strong>)?</td>', page)[1:3] == ["4", "6"]
    assert re.findall(r'/cham">([^<]+)</a>', page) == [
        title_of(home.revision.content),
        title_of(away.revision.content),
    ]


def title_of(content: str) -> str:
    return DossierContent.read(content).title


def test_a_sheet_prints_filled_in_and_blank(cast: Cast, client_of: ClientOf) -> None:
    assignment = assignment_of(a_round(cast), cast.judge)
    saved(cast.judge, assignment, remark="Mô hình tốt.")
    judge, path = client_of(cast.judge), f"/phieu-cham/{assignment.public_id}/in"
    filled, blank = judge.get(path).text, judge.get(f"{path}?mau=trong").text
    given = r'<td class="sheet-paper__given">([^<]*)</td>'
    reference = DossierContent.read(assignment.revision.content).reference
    assert [reference in page for page in (filled, blank)] == [True, True]
    assert [page.count("Mô hình tốt.") for page in (filled, blank)] == [1, 0]
    counts = [len([mark for mark in re.findall(given, page) if mark]) for page in (filled, blank)]
    computed = blank.count("hệ thống tính")
    assert counts == [11 + computed + 1, computed]


def test_the_list_is_searched_without_marks_of_the_letters(cast: Cast, client_of: ClientOf) -> None:
    judging_round = a_round(cast)
    home, away = (assignment_of(judging_round, cast.judge, away=away) for away in (False, True))
    judge = client_of(cast.judge)
    page = judge.get("/phieu-cham/?tim=tuyen+quang").text
    assert ("1 hồ sơ có" in page, f"/{home.public_id}/cham" in page.partition("1 hồ sơ có")[2]) == (True, True)
    found = judge.get(f"/phieu-cham/?tim={DossierContent.read(away.revision.content).reference.lower()}").text
    assert "1 hồ sơ có" in found


def test_saving_goes_on_to_the_next_sheet(cast: Cast, client_of: ClientOf) -> None:
    judging_round = a_round(cast)
    home, away = (assignment_of(judging_round, cast.judge, away=away) for away in (False, True))
    judge, path = client_of(cast.judge), f"/phieu-cham/{home.public_id}/cham"
    key = re.search(r'name="idempotency_key"[^>]*value="([^"]+)"', judge.get(path).text)
    assert key is not None
    data = {"base_version": "0", "idempotency_key": key.group(1), "mark_A3": "2", "remark": "", "next": "1"}
    assert judge.post(path, data=data).location == f"/phieu-cham/{away.public_id}/cham"
