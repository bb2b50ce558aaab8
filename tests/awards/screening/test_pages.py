"""The desk's pages, and what the province reads of its findings."""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlalchemy import func, select

from awards.base.database import db
from awards.base.transaction import transaction
from awards.nominations.models import Nomination
from awards.policy.actor import Actor
from awards.screening import services
from awards.screening.models import ReturnItem, Screening
from tests.builders import a_complete_draft, a_forwarded, an_open_season
from tests.cast import Cast, CastClient
from tests.judging import an_accepted

ClientOf = Callable[[Actor], CastClient]


def seen_by(client: CastClient, nomination: Nomination) -> str:
    """The revision named by the form of the nomination's page."""
    found = re.search(
        r'name="seen" type="hidden" value="([^"]+)"', client.get(f"/tham-tra/{nomination.public_id}").text
    )
    assert found is not None
    return found.group(1)


def test_the_queue_holds_what_was_forwarded_by_state(cast: Cast, client_of: ClientOf) -> None:
    season = an_open_season(cast)
    draft, forwarded, accepted = a_complete_draft(cast, season), a_forwarded(cast, season), an_accepted(cast, season)
    desk = client_of(cast.screener)
    waiting, done = (desk.get(f"/tham-tra/?tinh-trang={state}").text for state in ("forwarded", "accepted"))
    assert [[one.reference in page for one in (draft, forwarded, accepted)] for page in (waiting, done)] == [
        [False, True, False],
        [False, False, True],
    ]
    assert re.findall(r'class="tabs__count">(\d+)<', waiting) == ["1", "0", "0", "1", "0"]


def test_a_draft_is_not_there_for_the_desk(cast: Cast, client_of: ClientOf) -> None:
    draft = a_complete_draft(cast, an_open_season(cast))
    assert client_of(cast.screener).get(f"/tham-tra/{draft.public_id}").status_code == 404


def test_the_screener_accepts_what_was_read(cast: Cast, client_of: ClientOf) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    desk, path = client_of(cast.screener), f"/tham-tra/{nomination.public_id}"
    seen = seen_by(desk, nomination)
    answers = [desk.post(f"{path}/hop-le", data={"seen": seen}) for _ in range(2)]
    assert [(answer.status_code, answer.location) for answer in answers] == [(302, path)] * 2
    page = desk.get(path).text
    assert f"Hồ sơ {nomination.reference} hợp lệ." in page
    assert "Hồ sơ đã chuyển sang tình trạng khác." in page
    assert db.session.scalar(select(func.count(Screening.id))) == 1


def test_a_return_needs_one_reason_and_keeps_what_was_typed(cast: Cast, client_of: ClientOf) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    desk, path = client_of(cast.screener), f"/tham-tra/{nomination.public_id}/tra-lai"
    empty = desk.post(path, data={})
    assert "Ghi lý do cho ít nhất một mục cần bổ sung." in empty.text
    too_long = desk.post(path, data={"item_figures": "x" * 1001, "item_consent": "Thiếu ngày ký."})
    assert "“Số liệu các năm” dài 1001 ký tự, tối đa 1000 ký tự." in too_long.text
    assert "Thiếu ngày ký.</textarea>" in too_long.text
    assert db.session.scalar(select(func.count(ReturnItem.id))) == 0
    answer = desk.post(path, data={"item_figures": "Doanh thu chưa khớp.", "item_consent": "Thiếu ngày ký."})
    assert answer.location == f"/tham-tra/{nomination.public_id}"
    rows = db.session.execute(select(ReturnItem.item, ReturnItem.reason).order_by(ReturnItem.id)).all()
    assert [tuple(row) for row in rows] == [("figures", "Doanh thu chưa khớp."), ("consent", "Thiếu ngày ký.")]


def test_the_own_province_reads_the_reasons_and_no_name_and_a_stranger_nothing(cast: Cast, client_of: ClientOf) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    with transaction():
        services.return_to_province(cast.screener, nomination, {"registration": "Bản đăng ký thiếu chữ ký."})
    path = f"/tham-tra/ket-luan/{nomination.public_id}"
    page = client_of(cast.officer).get(path).text
    assert "Bản đăng ký thiếu chữ ký." in page
    assert cast.screener.name not in page
    assert client_of(cast.stranger).get(path).status_code == 404


def test_hold_release_and_refusal_ask_for_their_reason_on_the_page(cast: Cast, client_of: ClientOf) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    desk, path = client_of(cast.screener), f"/tham-tra/{nomination.public_id}"
    assert "Ghi lý do." in desk.post(f"{path}/tam-dung", data={"reason": " "}).text
    assert desk.post(f"{path}/tam-dung", data={"reason": "Chờ kết luận."}).status_code == 302
    assert desk.post(f"{path}/xet-tiep", data={"reason": "Không vi phạm."}).status_code == 302
    page = desk.post(f"{path}/khong-hop-le", data={"reason": "Đã giải thể."}).text
    assert "Ghi điều, khoản làm căn cứ." in page
    assert "Đã giải thể.</textarea>" in page
    assert desk.post(f"{path}/khong-hop-le", data={"reason": "Đã giải thể.", "clause": "Điều 5"}).status_code == 302
    rows = db.session.scalars(select(Screening.finding).order_by(Screening.id)).all()
    assert rows == ["on_hold", "released", "ineligible"]


def test_the_office_reads_and_does_not_conclude(cast: Cast, client_of: ClientOf) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    office, path = client_of(cast.office), f"/tham-tra/{nomination.public_id}"
    assert "Công nhận hợp lệ" not in office.get(path).text
    assert office.post(f"{path}/hop-le").status_code == 403


def test_the_desk_downloads_papers_of_the_forwarded_revision_only(cast: Cast, client_of: ClientOf) -> None:
    season = an_open_season(cast)
    one, other = a_forwarded(cast, season), a_forwarded(cast, season)
    desk = client_of(cast.screener)
    answers = [desk.get(f"/tham-tra/{one.public_id}/tep/{whose.files[0].public_id}") for whose in (one, other)]
    assert [answer.status_code for answer in answers] == [200, 404]
    assert answers[0].headers["Content-Disposition"].startswith("attachment")
