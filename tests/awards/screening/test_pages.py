"""The desk's pages, and what the province reads of its findings."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import func, select, update

from awards.base import clock
from awards.base.database import db
from awards.base.transaction import transaction
from awards.nominations.models import ReopenedPart
from awards.policy.actor import Actor, Role
from awards.screening import flagging, proposals, services
from awards.screening.inputs import FlagInput
from awards.screening.models import ChecklistMark, Proposal, ReturnItem, Screening
from awards.screening.states import FlagReason
from tests import screened
from tests.builders import a_complete_draft, a_forwarded, an_open_season
from tests.cast import Cast, CastClient
from tests.judging import an_accepted
from tests.screened import revised

ClientOf = Callable[[Actor], CastClient]


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" type="hidden" value="([^"]*)"', page)
    assert found is not None
    return found.group(1)


def test_the_queue_holds_what_was_forwarded_by_state(cast: Cast, client_of: ClientOf) -> None:
    season = an_open_season(cast)
    draft, forwarded, accepted = a_complete_draft(cast, season), a_forwarded(cast, season), an_accepted(cast, season)
    desk = client_of(cast.screener)
    states = ("forwarded", "accepted", "tat-ca")
    pages = [desk.get(f"/tham-tra/?tinh-trang={state}").text for state in states]
    assert [[one.reference in page for one in (draft, forwarded, accepted)] for page in pages] == [
        [False, True, False],
        [False, False, True],
        [False, True, True],
    ]
    assert re.findall(r'class="tabs__count">(\d+)<', pages[0]) == ["1", "0", "0", "1", "0", "2"]


def test_a_draft_is_not_there_for_the_desk(cast: Cast, client_of: ClientOf) -> None:
    draft = a_complete_draft(cast, an_open_season(cast))
    assert client_of(cast.screener).get(f"/tham-tra/{draft.public_id}").status_code == 404


def test_one_proposes_and_the_other_confirms_by_the_pages_and_the_filter_stays(cast: Cast, client_of: ClientOf) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    desk, path = client_of(cast.screener), f"/tham-tra/{nomination.public_id}"
    seen = hidden(desk.get(path).text, "seen")
    answers = [desk.post(f"{path}/hop-le?tim=mau", data={"seen": seen}) for _ in range(2)]
    assert [(answer.status_code, answer.location) for answer in answers] == [(302, f"{path}?tim=mau")] * 2
    assert "Anh/chị là người đề nghị" in desk.get(path).text
    proposal = db.session.scalars(select(Proposal)).one()
    office = client_of(cast.office)
    assert "Xác nhận: hợp lệ" in office.get(path).text
    confirm = f"/tham-tra/de-nghi/{proposal.public_id}/xac-nhan"
    assert desk.post(confirm).status_code == 403
    assert [office.post(confirm).location for _ in range(2)] == [path] * 2
    page = office.get(path).text
    assert "Đã xác nhận: hợp lệ." in page
    assert "Đề nghị này đã được giải quyết." in page
    assert db.session.scalar(select(func.count(Screening.id))) == 1


def test_a_proposal_is_sent_back_with_its_reason(cast: Cast, client_of: ClientOf) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    with transaction():
        proposal = proposals.propose_refusal(cast.screener, nomination, "Đã giải thể.", "Điều 5")
    path = f"/tham-tra/de-nghi/{proposal.public_id}/tra-lai"
    office = client_of(cast.office)
    assert "Ghi lý do trả lại đề nghị." in office.post(path, data={"reason": " "}).text
    assert office.post(path, data={"reason": "Còn hoạt động."}).location == f"/tham-tra/{nomination.public_id}"
    page = client_of(cast.screener).get(f"/tham-tra/{nomination.public_id}").text
    assert "Còn hoạt động." in page
    assert "Đã trả lại người đề nghị" in page


def test_a_return_needs_one_reason_and_a_day_and_keeps_what_was_typed(cast: Cast, client_of: ClientOf) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    desk, path = client_of(cast.screener), f"/tham-tra/{nomination.public_id}/tra-lai"
    until = re.search(r'id="until"[^>]*value="([^"]+)"', desk.get(path).text)
    assert until is not None
    day = {"until": until.group(1)}
    assert "Ghi lý do cho ít nhất một mục cần bổ sung." in desk.post(path, data=day).text
    too_long = desk.post(path, data={**day, "item_figures": "x" * 1001, "item_consent": "Thiếu ngày ký."})
    assert "“Số liệu các năm” dài 1001 ký tự, tối đa 1000 ký tự." in too_long.text
    assert "Thiếu ngày ký.</textarea>" in too_long.text
    past = desk.post(path, data={"until": "17:00 01/01/2020", "item_figures": "Chưa khớp."})
    assert "Hạn bổ sung phải sau thời điểm hiện tại." in past.text
    assert db.session.scalar(select(func.count(ReturnItem.id))) == 0
    answer = desk.post(path, data={**day, "item_figures": "Doanh thu chưa khớp.", "item_consent": "Thiếu ngày ký."})
    assert answer.location == f"/tham-tra/{nomination.public_id}"
    rows = db.session.execute(select(ReturnItem.item, ReturnItem.reason).order_by(ReturnItem.id)).all()
    assert [tuple(row) for row in rows] == [("figures", "Doanh thu chưa khớp."), ("consent", "Thiếu ngày ký.")]


def test_the_province_reads_its_requests_and_no_name_no_note_and_no_flag(cast: Cast, client_of: ClientOf) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    with transaction():
        entry = FlagInput(Role.OFFICE, FlagReason.FIGURES, "Nghi khai khống doanh thu.", stops=True)
        flagging.raise_flag(cast.screener, nomination, entry)
        services.return_to_province(cast.screener, nomination, {"paper:registration": "Bản đăng ký thiếu chữ ký."})
    path = f"/tham-tra/ket-luan/{nomination.public_id}"
    page = client_of(cast.officer).get(path).text
    for words in ("Việc cần làm", "Bản đăng ký thiếu chữ ký.", "Hạn bổ sung:", "Cán bộ thẩm tra"):
        assert words in page
    for words in (cast.screener.name, "khai khống", "Quá hạn"):
        assert words not in page
    assert client_of(cast.stranger).get(path).status_code == 404
    with transaction():
        db.session.execute(update(ReopenedPart).values(until=clock.now() - timedelta(minutes=1)))
    assert "Quá hạn" in client_of(cast.officer).get(path).text


def test_a_proposal_is_not_there_for_the_province_until_it_is_confirmed(cast: Cast, client_of: ClientOf) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    with transaction():
        proposal = proposals.propose_refusal(cast.screener, nomination, "Đã giải thể.", "Điều 5")
    officer, path = client_of(cast.officer), f"/tham-tra/ket-luan/{nomination.public_id}"
    assert "Đã giải thể." not in officer.get(path).text
    screened.confirmed(cast, proposal)
    page = officer.get(path).text
    assert "Đã giải thể." in page
    assert "kiểm tra lại: thường trực giải thưởng" in page


def test_hold_release_and_refusal_ask_for_their_reason_on_the_page(cast: Cast, client_of: ClientOf) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    desk, path = client_of(cast.screener), f"/tham-tra/{nomination.public_id}"
    assert "Ghi lý do." in desk.post(f"{path}/tam-dung", data={"reason": " "}).text
    assert desk.post(f"{path}/tam-dung", data={"reason": "Chờ kết luận."}).status_code == 302
    assert desk.post(f"{path}/xet-tiep", data={"reason": "Không vi phạm."}).status_code == 302
    page = desk.post(f"{path}/khong-hop-le", data={"reason": "Đã giải thể."}).text
    assert "Ghi điều, khoản làm căn cứ." in page
    assert "Đã giải thể.</textarea>" in page
    waiting = desk.post(f"{path}/khong-hop-le", data={"reason": "Đã giải thể.", "clause": "Điều 5"}).text
    assert "đang chờ người thứ hai kiểm tra" in waiting
    assert db.session.scalars(select(Proposal.finding)).all() == ["released"]


def test_the_checklist_is_saved_as_one_form_and_refuses_a_deviation_without_a_reason(
    cast: Cast, client_of: ClientOf
) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    desk, path = client_of(cast.screener), f"/tham-tra/{nomination.public_id}/phieu-kiem"
    page = desk.get(path).text
    assert "0/14 mục đã xem" in page
    seen = {"seen": hidden(page, "seen")}
    bad = {"verdict_condition:EL01": "not_met", "verdict_paper:registration": "met", **seen}
    refused = desk.post(f"{path}/luu", data=bad)
    assert "Kết quả tự động là “Đạt”. Ghi lý do vì sao đánh giá khác." in refused.text
    assert db.session.scalar(select(func.count(ChecklistMark.id))) == 0
    good = {**bad, "note_condition:EL01": "Báo cáo ghi khác.", "sau": "2"}
    assert desk.post(f"{path}/luu", data=good).location == f"{path}#muc-2"
    page = desk.get(path).text
    assert "2/14 mục đã xem" in page
    assert "Báo cáo ghi khác.</textarea>" in page
    late = desk.post(f"{path}/luu", data={"verdict_condition:EL01": "met", "version_condition:EL01": "0", **seen})
    assert late.status_code == 409
    assert "Bản đã lưu của Nguyễn Thu Trang" in late.text
    office = client_of(cast.office)
    assert "Báo cáo ghi khác." in office.get(path).text
    assert office.post(f"{path}/luu", data=good).status_code == 403


def test_old_and_new_stand_side_by_side(cast: Cast, client_of: ClientOf) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    desk, path = client_of(cast.screener), f"/tham-tra/{nomination.public_id}"
    assert "Mới có một bản gửi" in desk.get(f"{path}/doi-chieu").text

    def rewritten(content):  # type: ignore[no-untyped-def]
        return type(content)(**{**vars(content), "achievements": "Bản viết lại."})

    revised(cast, nomination, rewritten)
    assert "So với bản gửi lần 1" in desk.get(path).text
    page = desk.get(f"{path}/doi-chieu").text
    assert "<ins>Bản viết lại.</ins>" in page
    assert "<del>Hợp tác xã liên kết tiêu thụ nông sản cho thành viên.</del>" in page
    assert "<strong>1</strong> chỗ khác nhau" in page


def test_the_office_reads_and_does_not_conclude(cast: Cast, client_of: ClientOf) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    office, path = client_of(cast.office), f"/tham-tra/{nomination.public_id}"
    assert "Đề nghị công nhận hợp lệ" not in office.get(path).text
    assert office.post(f"{path}/hop-le").status_code == 403


def test_a_flag_goes_from_the_dossier_to_the_chair_and_back(cast: Cast, client_of: ClientOf) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    desk = client_of(cast.screener)
    data = {"for_role": "chair", "reason": "rules", "text": "Điều 3 hiểu thế nào?", "stops": "1"}
    assert desk.post(f"/vuong-mac/bao/{nomination.public_id}", data={**data, "text": ""}).status_code == 200
    assert desk.post(f"/vuong-mac/bao/{nomination.public_id}", data=data).status_code == 302
    assert "Điều 3 hiểu thế nào?" in desk.get(f"/tham-tra/{nomination.public_id}").text
    chair = client_of(cast.chair)
    assert "Vướng mắc chờ anh/chị giải quyết" in chair.get("/ban-lam-viec/").text
    page = chair.get("/vuong-mac/").text
    assert "Điều 3 hiểu thế nào?" in page
    link = re.search(r'href="(/vuong-mac/[^"]+/giai-quyet)"', page)
    assert link is not None
    assert chair.post(link.group(1), data={"resolution": "Theo khoản 2."}).location == "/vuong-mac/"
    assert "Theo khoản 2." in chair.get("/vuong-mac/?da-xong=1").text
    assert "Điều 3 hiểu thế nào?" not in chair.get("/vuong-mac/").text


def test_the_desk_downloads_papers_of_forwarded_revisions_only(cast: Cast, client_of: ClientOf) -> None:
    season = an_open_season(cast)
    one, other = a_forwarded(cast, season), a_forwarded(cast, season)
    desk = client_of(cast.screener)
    answers = [desk.get(f"/tham-tra/{one.public_id}/tep/{whose.files[0].public_id}") for whose in (one, other)]
    assert [answer.status_code for answer in answers] == [200, 404]
    assert answers[0].headers["Content-Disposition"].startswith("attachment")
