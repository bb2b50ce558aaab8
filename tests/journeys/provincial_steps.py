"""From the office's activation link to an accepted nomination."""

from __future__ import annotations

import re
from datetime import timedelta
from hashlib import sha256

from pypdf import PdfReader

from scoring.asked import asked
from tests.builders import GOOD_YEAR, RULEBOOK, RULES, pdf_bytes
from tests.cast import HOME, PARTS, PASSPHRASE
from tests.journeys.conftest import Person, a_file, sign_in
from tests.journeys.journey import NAME, SEASON, SECOND_NAME, SECOND_TAX_CODE, TAX_CODE, Journey

CONSENT, CONSENT_BY = "Ngày hợp tác xã ký bản đăng ký tham gia", "Người đại diện hợp tác xã ký"


def the_office_opens_its_account(journey: Journey) -> None:
    office = journey.acting()
    office.go(journey.place.activation_link)
    office.type({"Mật khẩu mới": PASSPHRASE, "Nhập lại mật khẩu mới": PASSPHRASE})
    office.press("Đặt mật khẩu")
    sign_in(office, "office")
    assert PARTS["office"].name in office.reads()


def the_office_publishes_the_rules_and_opens_the_season(journey: Journey) -> None:
    """Opening is refused while nobody has confirmed the rules."""
    office, place = journey.acting("office"), journey.place
    office.go("/cong-bo/the-le")
    office.type({"Nội dung thể lệ (TOML)": RULEBOOK.read_text(encoding="utf-8")})
    office.press("Công bố thể lệ")
    office.sees("Đã công bố thể lệ.")
    journey.paths["confirm"] = journey.here(office)
    digest = re.search(r"[0-9a-f]{64}", office.reads())
    assert digest is not None
    journey.codes["digest"] = digest.group()
    office.go("/cong-bo/mua-giai/moi")
    office.choose("Giải thưởng", "Ngôi sao Hợp tác xã (CoopStar Awards)")
    office.choose("Năm", str(place.now.year))
    office.page.get_by_label("Thể lệ", exact=True).select_option(index=1)
    office.type(
        {
            "Tên mùa giải": SEASON,
            "Bắt đầu nhận hồ sơ": place.instant(timedelta(days=-1)),
            "Hạn nhận hồ sơ": place.instant(timedelta(days=10)),
            "Hạn chấm điểm": place.instant(timedelta(days=40)),
            "Ngày lễ tôn vinh": place.day(50),
        }
    )
    office.press("Lập mùa giải")
    journey.paths["season"] = journey.here(office)
    office.press("Mở mùa giải")
    office.sees("Chưa ai xác nhận đã đối chiếu")
    office.go(journey.paths["confirm"])
    office.tick("Xác nhận", "Xác nhận dùng làm mẫu, không phải quy chế thật")
    office.type({"Văn bản đã đối chiếu": "Bản mẫu của hành trình thử"})
    office.press("Ghi xác nhận")
    office.go(journey.paths["season"])
    office.press("Mở mùa giải")
    office.sees("Đã công bố thể lệ")
    public = journey.acting()
    public.go("/the-le")
    public.follow("Thể lệ mẫu Giải thưởng Ngôi sao Hợp tác xã (CoopStar Awards)")
    public.sees(journey.codes["digest"], "bản nháp – chưa đối chiếu với quy chế gốc", "tự đặt")


def the_officer_prepares_a_nomination(journey: Journey) -> None:
    """Section by section, in any order: saves, comes back, attaches papers, checks, asks for the leader's word."""
    officer = journey.acting("officer")
    register_with_figures(journey, officer, TAX_CODE, NAME)
    begin(journey, officer, NAME)
    journey.paths["nomination"] = journey.here(officer)
    officer.sees("Chưa có: tóm tắt thành tích.")
    officer.follow("Hợp tác xã đồng ý tham gia")
    officer.type({CONSENT: journey.place.day(-1), CONSENT_BY: "Nguyễn Văn Mẫu"})
    officer.press("Lưu và tiếp tục")
    officer.sees("Hồ sơ chưa được gửi.")
    officer.follow("Hợp tác xã đồng ý tham gia")
    assert officer.page.get_by_label(CONSENT_BY).input_value() == "Nguyễn Văn Mẫu"
    officer.go(journey.paths["nomination"])
    officer.follow("Các mục tự khai theo thể lệ")
    officer.tick("Chấp hành pháp luật về thuế", "Có")
    officer.tick("Đang bị thanh tra", "Không")
    officer.choose("Hình thức khen thưởng cao nhất đã đạt", "Bằng khen của Chủ tịch Ủy ban nhân dân cấp tỉnh")
    officer.press("Lưu và tiếp tục")
    the_report_saves_itself(journey, officer)
    officer.follow("Thông tin đơn vị")
    officer.press("Đã kiểm tra, đúng")
    officer.follow("Số liệu các năm")
    officer.press("Lưu và tiếp tục")
    officer.follow("Giấy tờ kèm theo")
    attach(officer, "registration", "Bản đăng ký.pdf", pdf_bytes())
    attach(officer, "criteria_report", "Báo cáo.pdf", pdf_bytes())
    officer.go(journey.paths["nomination"])
    officer.sees("Hồ sơ đã đủ để gửi.", "đạt mức tối thiểu 1.500.000.000")
    assert "6/8 mục đã xong" in officer.reads()
    the_province_marks_itself(officer)
    officer.go(journey.paths["nomination"])
    ask_the_leader(officer)
    assert officer.page.get_by_role("button", name="Chuyển cho lãnh đạo duyệt").count() == 0


def the_province_marks_itself(officer: Person) -> None:
    """What can be computed is computed, with its working; an own mark is added to the sum as soon as it is saved."""
    officer.follow("Tự chấm điểm")
    officer.sees("Hệ thống tính:")
    total = officer.page.locator("#bang-diem .sheet-total")
    before = total.inner_text()
    officer.page.locator(".own-mark input").first.fill("2,5")
    officer.page.locator("[data-save-state]", has_text="Đã lưu lúc").wait_for()
    total.filter(has_not_text=before).wait_for()
    assert points_of(total.inner_text()) - points_of(before) == 2.5
    officer.press("Lưu và tiếp tục")


def points_of(sentence: str) -> float:
    """`Tổng tự chấm: 52,5/100 điểm` is 52.5."""
    found = re.search(r"([0-9]+(?:,[0-9]+)?)/", sentence)
    assert found is not None
    return float(found[1].replace(",", "."))


def the_report_saves_itself(journey: Journey, officer: Person) -> None:
    """Typed with an input method, over a cut of the line; only the server's answer says that it is saved."""
    officer.follow("Tóm tắt thành tích")
    box, state = officer.page.get_by_label("Tóm tắt thành tích", exact=True), officer.page.locator("[data-save-state]")
    box.click()
    keys = officer.page.context.new_cdp_session(officer.page)
    for word in ("d", "đ", "đa", "đá", "đán", "đánh"):
        keys.send("Input.imeSetComposition", {"text": word, "selectionStart": len(word), "selectionEnd": len(word)})
    assert state.inner_text() == "Chưa lưu lần nào"
    keys.send("Input.insertText", {"text": "đánh"})
    officer.page.keyboard.type(" gia")
    officer.page.keyboard.press("Backspace")
    officer.page.keyboard.insert_text("á")
    state.filter(has_text="Đã lưu lúc").wait_for()
    assert box.input_value() == "đánh giá"
    context = officer.page.context
    context.set_offline(True)
    officer.page.keyboard.type(" cao")
    state.filter(has_text="Chưa lưu – mất mạng, sẽ tự gửi lại").wait_for()
    context.set_offline(False)
    state.filter(has_text="Đã lưu lúc").wait_for()
    officer.troubles[:] = [trouble for trouble in officer.troubles if "INTERNET_DISCONNECTED" not in trouble]
    officer.page.reload()
    assert box.input_value() == "đánh giá cao"
    officer.type({"Tóm tắt thành tích": "Liên kết tiêu thụ nông sản cho toàn bộ thành viên."})
    officer.press("Lưu và tiếp tục")
    officer.sees("Hồ sơ chưa được gửi.")


def ask_the_leader(officer: Person) -> None:
    officer.follow("Kiểm tra trước khi trình")
    assert officer.heading() == "Kiểm tra trước khi trình"
    officer.sees("Hồ sơ đã đủ nội dung và đạt các điều kiện tham gia.")
    officer.follow("Chuyển cho lãnh đạo duyệt")
    officer.press("Chuyển cho lãnh đạo duyệt")


def register(officer: Person, tax_code: str, name: str) -> None:
    """A cooperative as on its registration."""
    officer.go("/hop-tac-xa/dang-ky")
    officer.type(
        {
            "Mã số thuế": tax_code,
            "Tên theo giấy chứng nhận đăng ký": name,
            "Xã, phường, đặc khu": "Xã Mẫu",
        }
    )
    officer.choose("Loại hình", "Hợp tác xã")
    officer.choose("Lĩnh vực hoạt động chính", "Nông nghiệp (gồm lâm nghiệp, thủy sản, diêm nghiệp)")
    officer.press("Đăng ký hợp tác xã")


def register_with_figures(journey: Journey, officer: Person, tax_code: str, name: str) -> None:
    register(officer, tax_code, name)
    fill_figures(journey, officer)
    officer.press("Lưu số liệu")
    officer.sees("Đã lưu số liệu lúc")


def fill_figures(journey: Journey, person: Person) -> None:
    """Every figure the rules ask for, as people write them."""
    last = journey.place.now.year - 1
    for one in asked(RULES.variant("agri"), RULES):
        for offset in one.offsets:
            value = f"{GOOD_YEAR[one.figure.key] * (10 + offset) // 10:,}".replace(",", ".")
            person.type({f"{one.figure.label}, năm {last + offset}": value})


def begin(journey: Journey, officer: Person, name: str) -> None:
    """Starts the nomination; ends on its tasks."""
    officer.go("/ho-so/")
    officer.follow("Lập hồ sơ đề cử")
    officer.choose("Hợp tác xã được đề cử", name)
    officer.press("Lập hồ sơ")
    officer.sees("Các mục của hồ sơ")


def attach(officer: Person, paper: str, name: str, content: bytes) -> None:
    """A file for one paper of the rulebook, by its key."""
    place = officer.page.locator(f"#muc-{paper}")
    more = place.locator("summary")
    if more.count():
        more.click()
    place.locator("input[type=file]").set_input_files([a_file(name, content)])
    place.get_by_role("button", name="Tải lên", exact=True).click()
    place.locator(".paper-file", has_text=name).wait_for()
    officer.page.wait_for_load_state()


def the_leader_opens_one_section_again(journey: Journey) -> None:
    """With a reason; the officer corrects that section, and no other can be written."""
    leader = journey.acting("leader")
    leader.go(journey.paths["nomination"])
    leader.follow("Xem và duyệt hồ sơ")
    leader.sees("Hoàng Thị Hiền đã hoàn thiện và chuyển duyệt.")
    leader.follow("Mở lại một số mục")
    leader.type({"Tóm tắt thành tích": "Nêu rõ số thành viên được bao tiêu nông sản."})
    leader.press("Mở lại các mục có lý do")
    officer = journey.acting("officer")
    officer.go(journey.paths["nomination"])
    officer.sees("Nêu rõ số thành viên được bao tiêu nông sản.")
    officer.follow("Hợp tác xã đồng ý tham gia")
    assert officer.page.get_by_role("button", name="Lưu và tiếp tục").count() == 0
    officer.go(journey.paths["nomination"])
    officer.follow("Tóm tắt thành tích")
    officer.type({"Tóm tắt thành tích": "Bao tiêu nông sản cho 120 thành viên, giá cao hơn thị trường 5%."})
    officer.press("Lưu và tiếp tục")
    ask_the_leader(officer)


def the_leader_forwards_it(journey: Journey) -> None:
    leader = journey.acting("leader")
    sign_off_and_send(journey, leader)
    receipt = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{2}", leader.reads())
    assert receipt is not None
    leader.sees(sha256(pdf_bytes()).hexdigest())
    with leader.page.expect_download() as waiting:
        leader.follow("Tải biên nhận (PDF)")
    words = " ".join(PdfReader(waiting.value.path()).pages[0].extract_text().split())
    assert receipt.group() in words
    assert NAME in words
    stranger = journey.acting("stranger")
    stranger.go(journey.paths["nomination"])
    assert NAME not in stranger.reads()


def sign_off_and_send(journey: Journey, leader: Person) -> None:
    leader.go(journey.paths["nomination"])
    leader.follow("Xem và duyệt hồ sơ")
    leader.press("Duyệt hồ sơ")
    leader.go(journey.paths["nomination"] + "/gui")
    leader.press("Gửi hồ sơ lên Trung ương")
    leader.sees("Biên nhận")


def the_form_is_shut_after_the_deadline_until_an_extension(journey: Journey) -> None:
    """By the server's time; what was saved is kept."""
    officer = journey.acting("officer")
    register_with_figures(journey, officer, SECOND_TAX_CODE, SECOND_NAME)
    begin(journey, officer, SECOND_NAME)
    second = journey.here(officer) + "/muc/dong-y"
    journey.place.tell_time(timedelta(days=10, hours=1))
    officer = journey.acting("officer")
    officer.go(second)
    officer.sees("Đã hết hạn nhận hồ sơ:", "Nội dung đã lưu vẫn được giữ.")
    assert officer.page.get_by_role("button", name="Lưu và tiếp tục").count() == 0
    office = journey.acting("office")
    office.go(journey.paths["season"])
    office.follow("Gia hạn cho một tỉnh")
    office.choose("Liên minh Hợp tác xã tỉnh, thành phố", f"Liên minh Hợp tác xã tỉnh {HOME}")
    office.type({"Hạn mới": journey.place.instant(timedelta(days=2)), "Lý do": "Mưa lũ kéo dài, mất điện toàn huyện."})
    office.press("Ghi gia hạn")
    officer.go(second)
    officer.type({CONSENT_BY: "Trần Thị Mẫu", CONSENT: journey.place.day(-1)})
    officer.press("Lưu và tiếp tục")
    officer.sees("Hồ sơ chưa được gửi.")


def the_screener_returns_it_and_then_accepts_it(journey: Journey) -> None:
    """A reason for each part; the officer corrects it, the leader forwards it again."""
    screener = journey.acting("screener")
    screener.go("/tham-tra/")
    screener.follow(NAME)
    journey.paths["screening"] = journey.here(screener)
    screener.follow("Trả lại để bổ sung")
    screener.type({"Báo cáo kết quả thực hiện tiêu chí": "Báo cáo thiếu chữ ký của người đại diện."})
    screener.press("Trả lại hồ sơ cho tỉnh")
    officer = journey.acting("officer")
    officer.go(journey.paths["nomination"])
    officer.follow("Xem các mục cần bổ sung")
    officer.sees("Báo cáo thiếu chữ ký của người đại diện.")
    officer.go(journey.paths["nomination"] + "/muc/thanh-tich")
    officer.sees("Bao tiêu nông sản cho 120 thành viên")
    assert officer.page.get_by_role("button", name="Lưu và tiếp tục").count() == 0
    officer.go(journey.paths["nomination"] + "/giay-to")
    open_papers = officer.page.locator(".paper-slot", has=officer.page.locator("input[type=file]"))
    assert open_papers.evaluate_all("slots => slots.map(slot => slot.id)") == ["muc-criteria_report"]
    attach(officer, "criteria_report", "Báo cáo đã ký.pdf", pdf_bytes(2))
    officer.go(journey.paths["nomination"])
    ask_the_leader(officer)
    leader = journey.acting("leader")
    sign_off_and_send(journey, leader)
    leader.sees("Báo cáo đã ký.pdf")
    screener.go(journey.paths["screening"])
    screener.press("Đề nghị công nhận hợp lệ")
    office = journey.acting("office")
    office.go(journey.paths["screening"])
    office.press("Xác nhận: hợp lệ")
    screener.go(journey.paths["screening"])
    screener.sees("Hợp lệ")
