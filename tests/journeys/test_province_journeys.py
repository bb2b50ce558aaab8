"""The province's part by other ways than a wide screen and a mouse, at one server.

On a telephone with the cooperative's own link; with the keyboard alone; without scripts; and from a workbook.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from awards.base import clock
from awards.base.file_kinds import XLSX
from awards.base.transaction import transaction
from awards.intake.columns import columns_of
from awards.nominations import services as nominations
from awards.nominations.inputs import AchievementsInput
from tests.awards.intake.filled import FIRST, cell_of, good_row, typed_into
from tests.builders import RULES, a_draft, an_open_season, an_organisation, complete, pdf_bytes, sample_tax_code
from tests.cast import PASSPHRASE, email_of, find_cast
from tests.journeys.conftest import Acting, Installation, Person, a_file, installed, visitors
from tests.journeys.journey import Journey
from tests.journeys.provincial_steps import CONSENT, CONSENT_BY, begin, fill_figures, register
from tests.journeys.watching import Watch

BY_LINK = "Hợp tác xã Mẫu Chè Shan tuyết và Dịch vụ tổng hợp Bản Khuổi Nọi"
BY_KEYBOARD = "Hợp tác xã Mẫu Bưởi Khe Trò"
PLAIN = "Hợp tác xã Mẫu Mật ong Bạc Hà"
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}
pytestmark = pytest.mark.timeout(300)


def _prepare() -> None:
    """An open season, a cooperative with its figures, and a dossier that lacks one section."""
    cast = find_cast()
    season = an_open_season(cast)
    an_organisation(cast.officer, name=PLAIN)
    dossier = a_draft(cast, season, organisation=an_organisation(cast.officer, name=BY_KEYBOARD))
    complete(cast.officer, dossier)
    with transaction():
        nominations.save_section(cast.officer, dossier, AchievementsInput(""))


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installed(tmp_path_factory.mktemp("province"), _prepare) as place:
        yield place


@pytest.fixture(scope="module")
def watch() -> Watch:
    return Watch()


@pytest.fixture
def acting(browser: Browser, province: Installation, watch: Watch) -> Iterator[Acting]:
    with visitors(browser, province, watch) as sit_down:
        yield sit_down


def test_a_cooperative_fills_in_its_part_on_a_telephone(acting: Acting, province: Installation, watch: Watch) -> None:
    journey = Journey(acting, province)
    officer = acting("officer", **PHONE)
    register(officer, sample_tax_code(72_001), BY_LINK)
    begin(journey, officer, BY_LINK)
    journey.paths["nomination"] = journey.here(officer)
    officer.follow("Liên kết cho hợp tác xã tự điền")
    officer.press("Tạo liên kết")
    address = officer.page.get_by_label("Địa chỉ", exact=True).input_value()
    assert address in officer.page.get_by_label("Tin nhắn để dán vào Zalo").input_value()
    the_contact_hands_in(journey, address)
    the_officer_takes_it_over(journey, officer)
    assert watch.found == []


def the_contact_hands_in(journey: Journey, address: str) -> None:
    """No account; only this dossier; nothing can be changed after it was handed in."""
    contact = journey.acting(**PHONE)
    contact.go(address)
    assert contact.heading() == BY_LINK
    overview = journey.here(contact)
    contact.follow("Số liệu các năm")
    fill_figures(journey, contact)
    contact.press("Lưu mục này")
    contact.follow("Giấy tờ")
    paper = contact.page.locator("#muc-registration")
    paper.locator("input[type=file]").set_input_files([a_file("Bản đăng ký chụp.pdf", pdf_bytes())])
    paper.get_by_role("button", name="Tải lên", exact=True).click()
    contact.page.locator("#muc-registration").get_by_role("link", name="Bản đăng ký chụp.pdf").wait_for()
    contact.go(overview)
    contact.follow("Đồng ý tham gia")
    contact.type({"Họ và tên người đại diện": "Lò Thị Mẫu", "Chức vụ": "Giám đốc"})
    contact.page.get_by_label(re.compile("^Tôi đã đọc và đồng ý")).check()
    contact.press("Lưu mục này")
    contact.press("Gửi cho Liên minh của tỉnh")
    contact.sees("Hợp tác xã đã gửi phần của mình lúc")
    contact.follow("Số liệu các năm")
    contact.sees("Mục này đã gửi nên không sửa được.")
    assert contact.page.get_by_role("button", name="Lưu mục này").count() == 0
    contact.go(journey.paths["nomination"])
    assert BY_LINK not in contact.reads()


def the_officer_takes_it_over(journey: Journey, officer: Person) -> None:
    officer.go(journey.paths["nomination"])
    officer.follow("Phần hợp tác xã điền")
    officer.sees("Lò Thị Mẫu", "Bản đăng ký chụp.pdf")
    officer.press("Nhận các mục đã chọn vào hồ sơ")
    officer.sees("Đã nhận vào hồ sơ: Số liệu các năm, Giấy tờ, Đồng ý tham gia.")
    officer.go(journey.paths["nomination"])
    officer.follow("Số liệu các năm")
    assert officer.page.get_by_label(re.compile("^Doanh thu.*năm")).first.input_value() == "12.000.000.000"
    for path in ("/kiem-tra", "/dien-bien", "/giay-to", "/muc/tu-cham", "/muc/tu-khai", "/ban-ky"):
        officer.go(journey.paths["nomination"] + path)
    officer.go("/ho-so/")
    officer.follow("Chỉ tiêu, danh sách chờ")


def test_an_officer_needs_nothing_but_the_keyboard(acting: Acting, watch: Watch) -> None:
    officer = acting()
    officer.go("/dang-nhap")
    _tab_to(officer, "Thư điện tử")
    officer.page.keyboard.type(email_of("officer"))
    _tab_to(officer, "Mật khẩu")
    officer.page.keyboard.insert_text(PASSPHRASE)
    _enter(officer)
    for link in ("Hồ sơ đề cử", BY_KEYBOARD, "Tóm tắt thành tích"):
        _tab_to(officer, link)
        _enter(officer)
    _tab_to(officer, "Tóm tắt thành tích")
    officer.page.keyboard.insert_text("Trồng bưởi theo VietGAP, bao tiêu cho 120 thành viên.")
    officer.page.locator("[data-save-state]", has_text="Đã lưu lúc").wait_for()
    _tab_to(officer, "Lưu và tiếp tục")
    _enter(officer)
    for link in ("Kiểm tra trước khi trình", "Chuyển cho lãnh đạo duyệt"):
        _tab_to(officer, link)
        _enter(officer)
    _tab_to(officer, "Chuyển cho lãnh đạo duyệt")
    _enter(officer, "Space")
    officer.sees("Đã chuyển hồ sơ cho lãnh đạo duyệt.")
    assert watch.found == []


_FOCUSED = """() => {
  const one = document.activeElement, look = getComputedStyle(one);
  const words = one.labels && one.labels.length ? one.labels[0] : one;
  return [words.innerText.trim(), look.outlineStyle !== "none" || look.boxShadow !== "none"];
}"""


def _tab_to(person: Person, words: str, most: int = 90) -> None:
    """Press Tab until the thing with these words has the focus, and shows that it has."""
    passed = []
    for _ in range(most):
        person.page.keyboard.press("Tab")
        focused, is_seen = person.page.evaluate(_FOCUSED)
        if focused == words:
            assert is_seen, f"nothing shows that “{words}” has the focus"
            return
        passed.append(focused)
    raise AssertionError(f"“{words}” was not reached by Tab: {passed}")


def _enter(person: Person, key: str = "Enter") -> None:
    with person.page.expect_navigation():
        person.page.keyboard.press(key)
    person.arrived(person.page)


def test_a_nomination_is_filled_in_and_sent_without_scripts(browser: Browser, province: Installation) -> None:
    officer_saw, leader_saw = Watch(), Watch()
    with visitors(browser, province, officer_saw.width) as acting:
        journey = Journey(acting, province)
        officer = acting("officer", java_script_enabled=False)
        begin(journey, officer, PLAIN)
        journey.paths["nomination"] = journey.here(officer)
        the_sections_are_filled_in(journey, officer)
        leader = acting("leader", java_script_enabled=False)
        leader.arrived = leader_saw.width
        the_leader_sends(journey, leader)
        the_officer_imports_a_workbook(officer)
        assert officer_saw.found + leader_saw.found == []
        for person, watch in ((officer, officer_saw), (leader, leader_saw)):
            assert _barriers_of(browser, person, watch.addresses) == []


def the_leader_sends(journey: Journey, leader: Person) -> None:
    leader.go(journey.paths["nomination"])
    leader.follow("Xem và duyệt hồ sơ")
    leader.press("Duyệt hồ sơ")
    leader.press("Gửi hồ sơ lên Trung ương")
    assert leader.heading() == "Biên nhận hồ sơ"
    leader.sees("Báo cáo không dùng mã.pdf")


def the_sections_are_filled_in(journey: Journey, officer: Person) -> None:
    """Each form by its own button; the files by an ordinary form."""
    officer.follow("Thông tin đơn vị")
    officer.press("Đã kiểm tra, đúng")
    officer.follow("Tóm tắt thành tích")
    officer.type({"Tóm tắt thành tích": "Nuôi ong bản địa, bao tiêu mật cho thành viên."})
    officer.press("Lưu và tiếp tục")
    officer.follow("Hợp tác xã đồng ý tham gia")
    officer.type({CONSENT: journey.place.day(-1), CONSENT_BY: "Vàng Thị Mẫu"})
    officer.press("Lưu và tiếp tục")
    officer.follow("Các mục tự khai theo thể lệ")
    officer.tick("Chấp hành pháp luật về thuế", "Có")
    officer.tick("Đang bị thanh tra", "Không")
    officer.choose("Hình thức khen thưởng cao nhất đã đạt", "Bằng khen của Chủ tịch Ủy ban nhân dân cấp tỉnh")
    officer.press("Lưu và tiếp tục")
    officer.follow("Giấy tờ kèm theo")
    for paper, name in (("registration", "Bản đăng ký.pdf"), ("criteria_report", "Báo cáo không dùng mã.pdf")):
        place = officer.page.locator(f"#muc-{paper}")
        place.locator("input[type=file]").set_input_files([a_file(name, pdf_bytes())])
        place.get_by_role("button", name="Tải lên", exact=True).click()
        officer.page.locator(f"#muc-{paper} .paper-file", has_text=name).wait_for()
    officer.go(journey.paths["nomination"])
    officer.follow("Kiểm tra trước khi trình")
    officer.follow("Chuyển cho lãnh đạo duyệt")
    officer.press("Chuyển cho lãnh đạo duyệt")
    officer.sees("Đã chuyển hồ sơ cho lãnh đạo duyệt.")


def the_officer_imports_a_workbook(officer: Person) -> None:
    """The season's own template with two good rows and a wrong one; nothing is stored before somebody says so."""
    officer.go("/ho-so/")
    officer.follow("Nhập từ Excel")
    with officer.page.expect_download() as waiting:
        officer.page.get_by_role("link", name="Tải mẫu Excel", exact=True).click()
    columns = columns_of(RULES, clock.today().year - 1, products=False)
    rows = [good_row(number, columns) for number in (73_001, 73_002)]
    rows.append(good_row(73_003, columns, founded_year="năm ngoái"))
    filled = typed_into(Path(waiting.value.path()).read_bytes(), rows, columns)
    box = officer.page.get_by_label("Tệp Excel đã điền", exact=True)
    box.set_input_files([a_file("Hồ sơ của tỉnh.xlsx", filled, XLSX)])
    officer.press("Kiểm tra tệp")
    officer.sees(f"Ô {cell_of('founded_year', FIRST + 2)}")
    preview = officer.page.url
    officer.go("/ho-so/")
    names = [str(row["name"]) for row in rows]
    assert [name for name in names if name in officer.reads()] == []
    officer.go(preview)
    officer.press("Nhập 2 hồ sơ")
    officer.sees("Đã nhập 2 hồ sơ.")
    assert [name for name in names if name in officer.reads()] == names[:2]


def _barriers_of(browser: Browser, person: Person, addresses: list[str]) -> list[str]:
    """axe needs scripts: the same person looks at the same pages once more with a browser that has them."""
    context = browser.new_context(locale="vi-VN", storage_state=person.page.context.storage_state())
    page, watch = context.new_page(), Watch()
    for address in dict.fromkeys(addresses):
        page.goto(address)
        watch(page)
    return watch.found
