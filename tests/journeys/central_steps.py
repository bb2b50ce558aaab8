"""From the council's appointment to the second person's word on the announcement."""

from __future__ import annotations

import re
from datetime import timedelta

from tests.cast import HOME, PARTS
from tests.journeys.conftest import Person
from tests.journeys.journey import NAME, SEASON, Journey


def the_office_appoints_a_council(journey: Journey) -> None:
    """The judge of the nominee's province is recused by the rules."""
    office = journey.acting("office")
    office.go("/hoi-dong/thanh-lap")
    office.choose("Mùa giải", SEASON)
    office.type(
        {"Tên hội đồng": "Hội đồng Mẫu", "Số quyết định thành lập": "01/QĐ-MAU", "Ngày quyết định": journey.place.day()}
    )
    office.press("Ghi hội đồng")
    council = journey.here(office)
    for role, post in (
        ("chair", "Chủ tịch hội đồng"),
        ("judge", "Ủy viên"),
        ("other_judge", "Ủy viên"),
        ("home_judge", "Ủy viên"),
        ("secretary", "Thư ký"),
    ):
        office.go(council)
        office.follow("Thêm ủy viên")
        chosen = office.page.get_by_label("Người được cử", exact=True)
        chosen.select_option(chosen.locator("option", has_text=PARTS[role].name).get_attribute("value"))
        office.tick("Chức danh trong hội đồng", post)
        office.press("Thêm vào hội đồng")
    office.go(council)
    office.follow("Phân công chấm")
    office.press("Phân công và mở vòng chấm")
    office.sees(f"Ủy viên công tác tại {HOME}, nơi đề cử hồ sơ này")
    recused = journey.acting("home_judge")
    recused.go("/phieu-cham/")
    assert recused.page.get_by_role("link", name=NAME).count() == 0


def the_judges_mark_it(journey: Journey) -> None:
    """Declared first; a draft, a second version, then cast; nobody reaches another's sheet."""
    seen: list[str] = []
    for role, share in (("judge", 0.9), ("other_judge", 0.8), ("chair", 1.0)):
        judge = journey.acting(role)
        judge.go("/phieu-cham/")
        judge.follow("Chấm hồ sơ tiếp theo")
        judge.tick("Anh/chị có quan hệ liên quan không?", "Tôi không có quan hệ liên quan")
        judge.press("Lưu kê khai")
        sheet = journey.here(judge)
        give_marks(judge, share, only_first=True)
        judge.press("Lưu nháp")
        judge.sees("Đã lưu lúc")
        give_marks(judge, share)
        judge.press("Lưu và kiểm tra để gửi")
        judge.sees("Kiểm tra trước khi gửi phiếu", "Bản thứ")  # what is still on its way is sent first
        judge.press("Gửi phiếu chính thức")
        judge.sees("Phiếu đã gửi chính thức")
        for other in seen:
            judge.go(other)
            assert NAME not in judge.reads()
        seen.append(sheet)


def give_marks(judge: Person, share: float, *, only_first: bool = False) -> None:
    """The same share of every maximum, written as people write: 2,5."""
    criteria = judge.page.locator("[data-criterion]").all()
    assert len(criteria) > 10
    for criterion in criteria[:1] if only_first else criteria:
        highest = float(criterion.get_attribute("data-most") or "")
        mark = f"{round(highest * share * 2) / 2:g}".replace(".", ",")
        box = criterion.locator(".judged__row input")
        if box.count():
            box.fill(mark)
        else:
            criterion.locator(f"label:has(input[value='{mark}'])").click()  # an input lies under its own words


def the_office_closes_the_round(journey: Journey) -> None:
    office = journey.acting("office")
    office.go("/ket-qua/")
    office.follow(SEASON)
    journey.paths["round"] = journey.here(office)
    office.sees("Phiếu đã gửi")
    office.follow("Đóng chấm và tính kết quả")
    office.sees("Đã đủ tất cả các phiếu được phân công.", "chưa tới. Đóng bây giờ là đóng sớm.")
    office.press("Đóng chấm và tính kết quả")
    office.sees("Xếp hạng", journey.codes["digest"])
    office.follow(NAME)
    office.sees(NAME, "Hiệu quả sản xuất, kinh doanh")
    office.go(journey.paths["round"])
    journey.files["record.json"] = office.download("Tải bản ghi để tính lại")


def two_persons_set_the_announcement(journey: Journey) -> None:
    """The decision, the instant, and the second person's word."""
    office = journey.acting("office")
    office.go(journey.paths["round"])
    office.follow("Ghi quyết định")
    office.type(
        {
            "Số quyết định": "15/QĐ-MAU",
            "Ngày ký": journey.place.day(),
            "Quyền hạn, chức vụ của người ký": "TM. BAN THƯỜNG VỤ\nCHỦ TỊCH",
            "Họ và tên người ký": "Trần Văn Mẫu",
        }
    )
    office.press("Ghi quyết định")
    journey.paths["decision"] = journey.here(office)
    code = re.search(r"(?:[A-Z2-9]{4}-){6}[A-Z2-9]{4}", office.reads())
    assert code is not None
    journey.codes["certificate"] = code.group()
    office.follow("Công bố kết quả")
    office.follow("Đề nghị thời điểm công bố")
    office.type({"Thời điểm công bố": journey.place.instant(timedelta(hours=2))})
    office.press("Gửi đề nghị")
    office.sees("Cần một người khác của Thường trực giải thưởng")
    announcement = journey.here(office)
    assert office.page.get_by_role("button", name="Duyệt công bố").count() == 0
    second = journey.acting("second_office")
    second.go(announcement)
    second.press("Duyệt công bố")
    second.sees("Đã duyệt, chờ đến giờ")
