"""Pages save while somebody types, and what could not be saved comes back: at a real server, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from awards.accounts.session_store import IDLE_LIMIT
from awards.base.transaction import transaction
from awards.registrations import services
from awards.registrations.inputs import LinkInput
from tests.builders import a_draft, a_forwarded, an_open_season, an_organisation, pdf_bytes
from tests.cast import PASSPHRASE, email_of, find_cast
from tests.journeys.conftest import Acting, Installation, a_file, installed, visitors
from tests.journeys.watching import Watch

NAME, SENT = "Hợp tác xã Mẫu Đồi Cọ", "Hợp tác xã Nông nghiệp Mẫu"
TEXT = "Liên kết với 30 hộ trồng chè, tạo việc làm cho 12 thanh niên."
SAVED = re.compile(r"^Đã lưu lúc \d\d:\d\d:\d\d$")
addresses: dict[str, str] = {}
pytestmark = pytest.mark.timeout(300)


def _prepare() -> None:
    """An open season: a draft with a link for its cooperative, and a dossier that was sent."""
    cast = find_cast()
    season = an_open_season(cast)
    draft = a_draft(cast, season, organisation=an_organisation(cast.officer, name=NAME))
    sent = a_forwarded(cast, season)
    with transaction():
        issued = services.issue_link(cast.officer, draft, LinkInput(10, "Hoàng Thị Hiền, 0912 345 678"))
    addresses.update(link=f"/dang-ky/{issued.token}", draft=f"/ho-so/{draft.public_id}")
    addresses["sent"] = f"/tham-tra/{sent.public_id}/phieu-kiem"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installed(tmp_path_factory.mktemp("typed"), _prepare) as made:
        yield made


@pytest.fixture
def acting(browser: Browser, place: Installation) -> Iterator[Acting]:
    watch = Watch()
    with visitors(browser, place, watch) as sit_down:
        yield sit_down
    assert watch.found == []


def test_a_cooperatives_figures_save_themselves_and_its_papers_go_up_in_pieces(acting: Acting) -> None:
    contact = acting(viewport={"width": 390, "height": 844})
    contact.go(addresses["link"])
    contact.follow("Số liệu các năm")
    state = contact.page.locator("[data-save-state]")
    revenue = contact.page.get_by_label(re.compile("^Doanh thu.*năm")).first
    revenue.fill("1,5 tỷ")
    expect(state).to_have_text(SAVED)
    revenue.fill("nhiều lắm")
    expect(state).to_have_text(re.compile("1 ô báo lỗi"))
    contact.page.reload()
    assert revenue.input_value() == "nhiều lắm"  # put back from this tab, beside what the server kept
    revenue.fill("1,6 tỷ")
    expect(state).to_have_text(SAVED)
    contact.press("Lưu mục này")
    contact.follow("Giấy tờ")
    paper = contact.page.locator("#muc-registration")
    paper.locator("input[type=file]").set_input_files([a_file("Bản chụp.pdf", pdf_bytes())])
    with contact.page.expect_request(lambda one: one.method == "PATCH", timeout=30_000):
        paper.get_by_role("button", name="Tải lên", exact=True).click()
    contact.page.locator("#muc-registration").get_by_role("link", name="Bản chụp.pdf").wait_for()


def test_the_checklist_saves_itself_and_counts_on(acting: Acting) -> None:
    screener = acting("screener")
    screener.go(addresses["sent"])
    state = screener.page.locator("[data-save-state]")
    expect(state).to_have_text("Chưa lưu lần nào")
    screener.page.locator("#muc-1").get_by_label("Đạt", exact=True).check()
    expect(state).to_have_text(SAVED)
    screener.sees("1/14 mục đã xem")
    screener.page.locator("#muc-2").get_by_label("Không đạt", exact=True).check()
    screener.sees("Ghi lý do vì sao đánh giá khác")
    screener.page.locator("#muc-2").get_by_label("Ghi chú, lý do").fill("Báo cáo ghi khác.")
    expect(state).to_have_text(SAVED)
    screener.page.reload()
    screener.sees("2/14 mục đã xem")


def test_without_scripts_a_session_that_ends_gives_the_text_back(browser: Browser, place: Installation) -> None:
    with visitors(browser, place) as sit_down:  # nothing can look for barriers where no script runs
        the_text_comes_back(sit_down, place)


def the_text_comes_back(sit_down: Acting, place: Installation) -> None:
    officer = sit_down("officer", java_script_enabled=False)
    officer.go(f"{addresses['draft']}/muc/thanh-tich")
    officer.page.get_by_label("Tóm tắt thành tích").fill(TEXT)
    place.tell_time(IDLE_LIMIT + timedelta(minutes=1))
    officer.press("Lưu và tiếp tục")
    officer.sees("Phiên làm việc đã hết, nội dung chưa được lưu", TEXT)
    with officer.page.context.expect_page() as opened:
        officer.page.get_by_role("link", name="Đăng nhập ở cửa sổ mới").click()
    window = opened.value
    window.get_by_label("Thư điện tử", exact=True).fill(email_of("officer"))
    window.get_by_label("Mật khẩu", exact=True).fill(PASSPHRASE)
    window.get_by_role("button", name="Đăng nhập", exact=True).click()
    window.wait_for_url("**/ban-lam-viec/")
    officer.press("Lưu nội dung này")
    officer.sees("Đã lưu lúc")
    officer.go(f"{addresses['draft']}/muc/thanh-tich")
    assert officer.page.get_by_label("Tóm tắt thành tích").input_value() == TEXT
    officer.troubles.clear()  # the browser reports the answer 400, which is what was asked for
