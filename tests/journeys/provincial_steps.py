"""From the office's activation link to an accepted nomination."""

from __future__ import annotations

import re
from datetime import timedelta

from scoring.asked import asked
from tests.builders import GOOD_YEAR, RULEBOOK, RULES, pdf_bytes
from tests.cast import HOME, PARTS, PASSPHRASE
from tests.journeys.conftest import Person, sign_in
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
    """Registers the cooperative, its figures and its consent; saves, comes back, attaches papers."""
    officer = journey.acting("officer")
    register(journey, officer, TAX_CODE, NAME)
    begin(journey, officer, NAME)
    journey.paths["edit"] = journey.here(officer)
    journey.paths["nomination"] = journey.paths["edit"].removesuffix("/sua")
    officer.type({CONSENT: journey.place.day(-1), CONSENT_BY: "Nguyễn Văn Mẫu"})
    officer.press("Lưu nháp")
    officer.sees("Đã lưu nháp. Hồ sơ chưa được gửi.", "Chưa có: tóm tắt thành tích.")
    officer.go(journey.paths["edit"])
    assert officer.page.get_by_label(CONSENT_BY).input_value() == "Nguyễn Văn Mẫu"
    officer.tick("Chấp hành pháp luật về thuế", "Có")
    officer.tick("Đang bị thanh tra", "Không")
    officer.choose("Hình thức khen thưởng cao nhất đã đạt", "Bằng khen của Chủ tịch Ủy ban nhân dân cấp tỉnh")
    officer.type({"Tóm tắt thành tích": "Liên kết tiêu thụ nông sản cho toàn bộ thành viên."})
    officer.press("Lưu nháp")
    officer.go(journey.paths["nomination"] + "/giay-to")
    for paper, file in (
        ("Bản đăng ký tham gia", "Bản đăng ký.pdf"),
        ("Báo cáo kết quả thực hiện tiêu chí", "Báo cáo.pdf"),
    ):
        attach(officer, paper, file, pdf_bytes())
        officer.sees(f"Đã nhận tệp {file}.")
    attach(officer, "Báo cáo tài chính", "bang-tinh.pdf", b"PK\x03\x04 not a PDF")
    officer.sees("Tệp phải là PDF. Hãy lưu văn bản thành PDF rồi tải lại.")
    officer.go(journey.paths["nomination"])
    officer.sees("Hồ sơ đã đủ để gửi.", "đạt mức tối thiểu 1.500.000.000")


def register(journey: Journey, officer: Person, tax_code: str, name: str) -> None:
    """A cooperative as on its registration, with every figure the rules ask for."""
    officer.go("/hop-tac-xa/dang-ky")
    officer.type(
        {
            "Mã số thuế": tax_code,
            "Tên theo giấy chứng nhận đăng ký": name,
            "Địa chỉ trụ sở (xã, phường, đặc khu; tỉnh, thành phố)": f"Xã Mẫu, tỉnh {HOME}",
        }
    )
    officer.choose("Loại hình", "Hợp tác xã")
    officer.choose("Lĩnh vực hoạt động chính", "Nông nghiệp (gồm lâm nghiệp, thủy sản, diêm nghiệp)")
    officer.press("Đăng ký hợp tác xã")
    last = journey.place.now.year - 1
    for one in asked(RULES.variant("agri"), RULES):
        for offset in one.offsets:
            value = f"{GOOD_YEAR[one.figure.key] * (10 + offset) // 10:,}".replace(",", ".")
            officer.type({f"{one.figure.label}, năm {last + offset}": value})
    officer.press("Lưu số liệu")
    officer.sees("Đã lưu số liệu lúc")


def begin(journey: Journey, officer: Person, name: str) -> None:
    """Starts the nomination; ends on its form."""
    officer.go("/ho-so/")
    officer.follow("Lập hồ sơ đề cử")
    officer.choose("Hợp tác xã được đề cử", name)
    officer.press("Lập hồ sơ")


def attach(officer: Person, paper: str, name: str, content: bytes) -> None:
    officer.choose("Loại giấy tờ", paper)
    file = {"name": name, "mimeType": "application/pdf", "buffer": content}
    officer.page.get_by_label("Tệp PDF", exact=True).set_input_files([file])
    officer.press("Tải tệp lên")


def the_leader_forwards_it(journey: Journey) -> None:
    leader = journey.acting("leader")
    leader.go(journey.paths["nomination"] + "/gui")
    leader.sees("Chỉ tiêu của tỉnh đã dùng")
    leader.press("Gửi hồ sơ lên Trung ương")
    assert leader.heading() == "Biên nhận hồ sơ"
    receipt = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{2}", leader.reads())
    assert receipt is not None
    stranger = journey.acting("stranger")
    stranger.go(journey.paths["nomination"])
    assert NAME not in stranger.reads()


def the_form_is_shut_after_the_deadline_until_an_extension(journey: Journey) -> None:
    """By the server's time; what was saved is kept."""
    officer = journey.acting("officer")
    register(journey, officer, SECOND_TAX_CODE, SECOND_NAME)
    begin(journey, officer, SECOND_NAME)
    second = journey.here(officer)
    journey.place.tell_time(timedelta(days=10, hours=1))
    officer = journey.acting("officer")
    officer.go(second)
    officer.sees("Đã hết hạn nhận hồ sơ:", "Nội dung đã lưu vẫn được giữ.")
    assert officer.page.get_by_role("button", name="Lưu nháp").count() == 0
    office = journey.acting("office")
    office.go(journey.paths["season"])
    office.follow("Gia hạn cho một tỉnh")
    office.choose("Liên minh Hợp tác xã tỉnh, thành phố", f"Liên minh Hợp tác xã tỉnh {HOME}")
    office.type({"Hạn mới": journey.place.instant(timedelta(days=2)), "Lý do": "Mưa lũ kéo dài, mất điện toàn huyện."})
    office.press("Ghi gia hạn")
    officer.go(second)
    officer.type({CONSENT_BY: "Trần Thị Mẫu", CONSENT: journey.place.day(-1)})
    officer.press("Lưu nháp")
    officer.sees("Đã lưu nháp. Hồ sơ chưa được gửi.")


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
    officer.go(journey.paths["nomination"] + "/giay-to")
    attach(officer, "Báo cáo kết quả thực hiện tiêu chí", "Báo cáo đã ký.pdf", pdf_bytes(2))
    leader = journey.acting("leader")
    leader.go(journey.paths["nomination"] + "/gui")
    leader.press("Gửi hồ sơ lên Trung ương")
    leader.sees("Báo cáo đã ký.pdf")
    screener.go(journey.paths["screening"])
    screener.sees("Bản gửi lần 2")
    screener.press("Công nhận hợp lệ")
    screener.go(journey.paths["screening"])
    screener.sees("Hợp lệ")
