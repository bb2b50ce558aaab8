"""Judges mark on a phone, by keyboard, without a network, without scripts: at a real server, in a real browser."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from awards.accounts.session_store import IDLE_LIMIT
from tests.builders import an_open_season
from tests.cast import PASSPHRASE, email_of, find_cast
from tests.journeys.conftest import Acting, Installation, Person, installed, visitors
from tests.journeys.watching import Watch
from tests.judging import a_round, assignment_of, under_rules

PHONE = {"width": 390, "height": 844}
SAVED = re.compile(r"^Đã lưu lúc \d\d:\d\d:\d\d$")
OFFLINE = "Chưa lưu – mất mạng, sẽ tự gửi lại"
TIMES = int(os.environ.get("TRUST_TIMES", "5"))
addresses: dict[str, str] = {}
pytestmark = pytest.mark.timeout(max(300, 30 * TIMES))


def _prepare() -> None:
    """An open round of two entries; everybody has declared, nobody has marked. One criterion asks for reasons."""
    cast = find_cast()
    under_rules(cast, ('key = "A3"', 'key = "A3"\njustify_above = 5.5'))
    judging_round = a_round(cast, an_open_season(cast))
    for role in ("judge", "other_judge", "chair", "home_judge"):
        for away in (True, False):
            assignment = assignment_of(judging_round, getattr(cast, role), away=away)
            addresses[f"{role} {'away' if away else 'home'}"] = f"/phieu-cham/{assignment.public_id}/cham"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installed(tmp_path_factory.mktemp("judges"), _prepare) as made:
        yield made


@pytest.fixture
def acting(browser: Browser, place: Installation) -> Iterator[Acting]:
    watch = Watch()
    with visitors(browser, place, watch) as sit_down:
        yield sit_down
    assert watch.found == []


def state(person: Person) -> Locator:
    return person.page.locator("[data-save-state]")


def choice(person: Person, criterion: str, mark: str) -> Locator:
    return person.page.locator(f"input[name=mark_{criterion}][value='{mark}']")


def stored(person: Person, address: str) -> dict[str, str]:
    """The marks and the remark as the server shows them to a browser that remembers nothing."""
    page = person.page.context.request.get(person.base_url + address).text()
    typed = re.findall(r'name="mark_(\w+)" type="text" value="([^"]+)"', page)
    chosen = re.findall(r'name="mark_(\w+)" value="([^"]+)" id="[^"]*" checked', page)
    remark = re.search(r'name="remark"[^>]*>\s*([^<]*)</textarea>', page)
    return {**dict(typed), **dict(chosen), **({"remark": remark.group(1)} if remark and remark.group(1) else {})}


def waiting(page: Page) -> int:
    """Sheets of which this browser still keeps something to send."""
    count: int = page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('phieu:')).length")
    return count


def test_a_judge_marks_on_a_phone(acting: Acting) -> None:
    judge = acting("judge", viewport=PHONE, reduced_motion="reduce")
    judge.go("/phieu-cham/")
    judge.go(addresses["judge away"])
    choice(judge, "A1b", "2").check()
    reason = judge.page.get_by_label("Lý do của điểm “Vốn, tài sản và trích lập các quỹ”")
    expect(reason).to_be_hidden()
    judge.page.locator("#mark_A3").fill("5.5")
    reason.fill("Vốn góp tăng đều ba năm.")
    expect(state(judge)).to_have_text(SAVED)
    judge.page.locator("#mark_B1").fill("9")
    judge.sees("điểm không được lớn hơn 8")
    judge.page.locator("#mark_B1").fill("8")
    expect(state(judge)).to_have_text(SAVED)
    assert judge.page.locator("#mark_A3").input_value() == "5,5"  # as the server has read it
    assert judge.page.locator("[data-given]").inner_text() == "3/11"
    assert stored(judge, addresses["judge away"]) == {"A1b": "2", "A3": "5,5", "B1": "8"}
    assert too_small(judge.page) == []
    assert hidden_by_the_bar(judge.page) == []
    first = judge.heading()
    judge.press("Lưu, sang hồ sơ sau")
    judge.page.wait_for_url(f"**{addresses['judge home']}")
    assert judge.heading() != first
    judge.troubles.clear()  # the browser reports the answer 422, which is what was asked for


def too_small(page: Page) -> list[str]:
    """Choices smaller than 48 px, or nearer than 8 px to the next."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('.marks')].flatMap(group => {
          const boxes = [...group.children].map(one => one.getBoundingClientRect());
          const gap = (one, other) => Math.max(one.left - other.right, other.left - one.right,
            one.top - other.bottom, other.top - one.bottom);
          return boxes.filter((box, place) => box.width < 48 || box.height < 48
            || boxes.some((other, at) => at !== place && gap(box, other) < 7.9)
          ).map(box => `${group.querySelector('input').name} ${box.width} x ${box.height}`);
        })"""
    )
    return found


def hidden_by_the_bar(page: Page) -> list[str]:
    """Fields that the bar at the bottom covers while somebody is in them."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('#phieu input:not([type=hidden]), #phieu textarea, #phieu button')]
          .filter(field => field.offsetParent && !field.disabled).filter(field => {
            field.focus();
            const bar = document.querySelector('[data-sheet-bar]').getBoundingClientRect();
            return field.getBoundingClientRect().bottom > bar.top;
          }).map(field => field.name || field.textContent)"""
    )
    return found


def test_a_judge_marks_by_keyboard_only(acting: Acting) -> None:
    chair = acting("chair")
    chair.go(addresses["chair away"])
    keyboard = chair.page.keyboard
    reach(chair.page, "mark_A1b")
    keyboard.type("soup")  # letters are no shortcuts, whatever the input method makes of them
    keyboard.type("2,5")
    keyboard.press("ArrowRight")
    reach(chair.page, "mark_A3")
    keyboard.type("4,5")
    keyboard.press("Enter")
    reach(chair.page, "remark")
    keyboard.type("Tốt")
    keyboard.press("Control+Enter")
    chair.page.wait_for_url(f"**{addresses['chair home']}")
    assert stored(chair, addresses["chair away"]) == {"A1b": "3", "A3": "4,5", "remark": "Tốt"}


def reach(page: Page, name: str) -> None:
    """Tab on to a field."""
    for _ in range(80):
        if page.evaluate("document.activeElement.name") == name:
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{name} cannot be reached by Tab")


def test_marks_given_without_a_network_all_arrive(acting: Acting) -> None:
    judge = acting("other_judge", viewport=PHONE)
    address = addresses["other_judge away"]
    judge.go(address)
    judge.page.context.set_offline(True)
    given = {"A3": "5", "B1": "7,5", "B2": "4", "B3": "6"}
    for criterion, mark in given.items():
        judge.page.locator(f"#mark_{criterion}").fill(mark)
    choice(judge, "D2", "4,5").check()
    judge.page.get_by_label("Nhận xét của giám khảo").fill("Viết trên tàu.")
    expect(state(judge)).to_have_text(OFFLINE)
    judge.page.locator("#mark_A3").fill("5,5")  # changed again after the network was tried
    judge.page.close()  # the tablet is put away
    judge.page = judge.page.context.new_page()
    judge.page.context.set_offline(False)
    judge.go(address)
    expect(state(judge)).to_have_text(SAVED)
    assert stored(judge, address) == {**given, "A3": "5,5", "D2": "4,5", "remark": "Viết trên tàu."}
    assert waiting(judge.page) == 0
    judge.troubles.clear()  # the browser reports each request that found no network


def test_two_windows_lose_nothing_and_the_judge_chooses(acting: Acting) -> None:
    judge = acting("other_judge")
    address = addresses["other_judge home"]
    judge.go(address)
    window = judge.page.context.new_page()
    window.goto(judge.base_url + address)
    judge.page.locator("#mark_A3").fill("3")
    expect(state(judge)).to_have_text(SAVED)
    window.locator("#mark_B1").fill("6")
    window.get_by_role("button", name="Xem hai bản và chọn").click()
    window.get_by_role("heading", name="Chọn bản muốn giữ").wait_for()
    assert stored(judge, address) == {"A3": "3"}
    window.get_by_role("button", name="Lưu bản vừa nhập").click()
    expect(window.locator("[data-save-state]")).to_have_text(SAVED)
    assert (stored(judge, address), waiting(window)) == ({"B1": "6"}, 0)
    judge.troubles.clear()  # the browser reports the answer 409, which is what was asked for


def test_a_judge_without_scripts_marks_and_casts(browser: Browser, place: Installation) -> None:
    with visitors(browser, place) as sit_down:  # nothing can look for barriers where no script runs
        judge = sit_down("home_judge", java_script_enabled=False)
        judge.go(addresses["home_judge away"])
        for box in judge.page.locator(".judged__row input").all():
            box.fill("2,5")
        for group in judge.page.locator(".marks").all():
            group.locator("input[value='1,5']").check()
        judge.press("Lưu và kiểm tra để gửi")
        assert judge.heading() == "Kiểm tra trước khi gửi phiếu"
        judge.press("Gửi phiếu chính thức")
        judge.sees("Phiếu đã gửi chính thức", "Mã biên nhận")


def test_an_input_method_is_never_disturbed_by_saving(acting: Acting) -> None:
    judge = acting("judge")
    address = addresses["judge home"]
    judge.go(address)
    remark = judge.page.get_by_label("Nhận xét của giám khảo")
    browser = judge.page.context.new_cdp_session(judge.page)
    slow = {"offline": False, "latency": 400, "downloadThroughput": -1, "uploadThroughput": -1}
    browser.send("Network.enable")
    browser.send("Network.emulateNetworkConditions", slow)
    sent: list[str] = []
    judge.page.on("request", lambda one: sent.append(one.post_data or "") if one.url.endswith("/luu") else None)
    judge.page.locator("#mark_A3").fill("3")  # its answer comes while the word is being composed
    remark.focus()
    for text in ("d", "đ", "đá", "đán", "đánh"):
        browser.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})
        judge.page.wait_for_timeout(450)
    composing = [one for one in sent if 'name="remark"' in one]
    browser.send("Input.insertText", {"text": "đánh"})
    judge.page.keyboard.type(" gia")
    judge.page.keyboard.press("Backspace")
    judge.page.keyboard.insert_text("á")  # as keyboard programs on Windows do it: back, then the letter with its mark
    expect(state(judge)).to_have_text(SAVED)
    caret = judge.page.evaluate("document.activeElement.selectionStart")
    assert (composing, remark.input_value(), caret) == ([], "đánh giá", 8)
    assert stored(judge, address) == {"A3": "3", "remark": "đánh giá"}


def test_no_mark_is_lost_over_expired_sessions_and_cut_lines(acting: Acting, place: Installation) -> None:
    chair = acting("chair")
    address = addresses["chair home"]
    chair.go(address)
    for turn in range(TIMES):
        place.tell_time(IDLE_LIMIT + timedelta(minutes=1))
        mark = str(turn % 5 + 1)
        chair.page.locator("#mark_A3").fill(mark)
        chair.page.get_by_role("heading", name="Phiên làm việc đã hết").wait_for()
        sign_in_elsewhere(chair)
        chair.page.get_by_role("button", name="Tiếp tục", exact=True).click()
        expect(state(chair)).to_have_text(SAVED)
        chair.page.context.set_offline(True)
        chair.page.locator("#mark_B1").fill(mark)
        expect(state(chair)).to_have_text(OFFLINE)
        chair.page.context.set_offline(False)
        expect(state(chair)).to_have_text(SAVED)
        assert stored(chair, address) == {"A3": mark, "B1": mark}
    chair.troubles.clear()  # requests without a network, and answers to somebody signed out


def sign_in_elsewhere(person: Person) -> None:
    """In another window of the same browser, as the dialog says."""
    with person.page.context.expect_page() as opened:
        person.page.get_by_role("link", name="Đăng nhập ở cửa sổ mới").click()
    window = opened.value
    window.get_by_label("Thư điện tử", exact=True).fill(email_of("chair"))
    window.get_by_label("Mật khẩu", exact=True).fill(PASSPHRASE)
    window.get_by_role("button", name="Đăng nhập", exact=True).click()
    window.wait_for_url("**/ban-lam-viec/")
    window.close()
