"""Two councils of seven meet: a province's own for two awards in one sitting, and the centre's. Each at one server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.cast import PARTS, find_cast
from tests.journeys import council_steps as steps
from tests.journeys.conftest import Person, installed, visitors
from tests.journeys.council_steps import BLANK, NO, PHONE, WALL, YES, lacking
from tests.journeys.journey import Journey
from tests.journeys.watching import Watch
from tests.met import ballot, voting_rules
from tests.sevens import COOPERATIVES, PRODUCTS, PROVINCE, SEATS, a_central_seven, two_provincial_sevens

pytestmark = pytest.mark.timeout(300)
CHAIR, VICE, FARMING, TRADE, FINANCE, POLICY, SECRETARY = (name for _, name, _, _ in SEATS)
FIRST, SECOND = COOPERATIVES
HONEY, FISH = PRODUCTS
COUNCIL = "Hội đồng bình chọn tỉnh Cà Mau (mẫu)"

LEADER, BY_HOME, EQUAL, LAST = (
    "Hợp tác xã Mẫu Bình Minh",
    "Hợp tác xã Mẫu Ánh Dương",
    "Hợp tác xã Mẫu Ưu Đàm",
    "Hợp tác xã Mẫu Sông Xanh",
)
CENTRAL = voting_rules(
    ballot("approval", kind="approve_k", most=2, secret=True, threshold="1/2"),
    ballot("departures"),
    tie="chair",
    places=2,
)
VICE_CHAIR, SEVENTH = "Triệu Văn Ổn", "Lò Thị Ươm"
ENTERED = [("away", LEADER, 0), ("home", BY_HOME, 1), ("away", EQUAL, 1), ("away", LAST, 3)]


def prepare_province() -> None:
    two_provincial_sevens(find_cast())


def prepare_centre() -> None:
    a_central_seven(find_cast(), CENTRAL, ENTERED)


@contextmanager
def held(browser: Browser, folder: Path, prepare: object) -> Iterator[Journey]:
    """A served installation for one meeting, watched on every page."""
    assert callable(prepare)
    watch = Watch()
    with installed(folder, prepare) as place, visitors(browser, place, watch) as acting:
        yield Journey(acting, place)
    assert watch.found == []


def test_a_province_meets_for_both_awards_in_one_sitting(browser: Browser, tmp_path: Path) -> None:
    with held(browser, tmp_path, prepare_province) as journey:
        the_province_meets(journey)


def the_province_meets(journey: Journey) -> None:
    secretary = journey.acting(f"{PROVINCE}_secretary")
    steps.the_meeting_is_planned(journey, secretary, COUNCIL, "Trụ sở Liên minh Hợp tác xã tỉnh (mẫu)")
    steps.the_roll_is_called(journey, secretary, FINANCE, "Đi công tác")
    quorum = "6/7 thành viên dự họp; thể lệ cần ít nhất 2/3 số thành viên là 5 người: đủ. Chủ tịch có mặt."
    assert secretary.reads().count(quorum) >= 2
    a_secret_ballot_with_one_out_and_one_away(journey, secretary)
    an_entry_is_taken_out_with_a_reason(journey, secretary)
    equal_votes_are_decided_by_whoever_presides(journey, secretary)
    the_province_reads_what_it_decided(journey, secretary)


def a_secret_ballot_with_one_out_and_one_away(journey: Journey, secretary: Person) -> None:
    steps.takes_up(journey, secretary, FIRST)
    secretary.sees("Không tham gia hồ sơ này:", TRADE)
    assert TRADE in steps.row_of(secretary, FIRST)
    assert TRADE not in steps.row_of(secretary, SECOND)
    steps.opens_ballot(journey, secretary)
    steps.an_opinion_is_recorded(journey, secretary, FINANCE, YES, "Đồng ý với thứ hạng của hội đồng.")
    steps.is_not_asked(journey, journey.acting(f"{PROVINCE}_trade"))
    steps.votes(journey, journey.acting(f"{PROVINCE}_chair"), YES)
    steps.votes(journey, journey.acting(f"{PROVINCE}_vice", **PHONE), YES)
    steps.nothing_is_told_before_the_closing(journey, secretary, "2/5 người đã biểu quyết")
    for role in ("farming", "policy"):
        steps.votes(journey, journey.acting(f"{PROVINCE}_{role}"), YES)
    steps.votes(journey, secretary, YES)
    steps.the_ballot_is_closed(journey, secretary)
    told = "6 đồng ý, 0 không đồng ý; trong đó 1 ý kiến bằng văn bản. Tính trên tổng số thành viên: 6/6 = 100%"
    assert lacking(secretary.reads(), "Được thông qua", told, "Mọi lá phiếu giống nhau") == []


def an_entry_is_taken_out_with_a_reason(journey: Journey, secretary: Person) -> None:
    steps.takes_up(journey, secretary, SECOND)
    steps.a_departure_is_moved(
        journey, secretary, "Đề nghị đưa ra khỏi danh sách", SECOND, "Đang chờ kết luận kiểm tra thuế."
    )
    shown = {CHAIR: YES, VICE: YES, FARMING: YES, TRADE: YES, POLICY: NO, SECRETARY: YES}
    steps.hands_are_counted(journey, secretary, shown)
    told = "5 đồng ý, 1 không đồng ý. Tính trên tổng số thành viên: 5/7 = 71,4%; cần ít nhất 2/3"
    assert lacking(secretary.reads(), "Được thông qua", told) == []


def equal_votes_are_decided_by_whoever_presides(journey: Journey, secretary: Person) -> None:
    steps.takes_up(journey, secretary, HONEY)
    steps.opens_ballot(journey, secretary)
    steps.votes(journey, journey.acting(f"{PROVINCE}_vice", **PHONE), YES, secret=False)
    shown = {CHAIR: YES, FARMING: YES, TRADE: NO, POLICY: NO, SECRETARY: NO}
    steps.hands_are_counted(journey, secretary, shown)
    by_the_chair = "bằng nhau nên theo phiếu của người chủ trì"
    assert lacking(secretary.reads(), "Được thông qua", by_the_chair, f"Chủ trì: {CHAIR}.") == []
    steps.takes_up(journey, secretary, FISH)
    acting = f"Chủ trì: {VICE}, Phó Chủ tịch, điều hành thay Chủ tịch"
    assert lacking(steps.row_of(secretary, FISH), CHAIR, acting) == []
    steps.opens_ballot(journey, secretary)
    steps.hands_are_counted(journey, secretary, {VICE: YES, FARMING: YES, TRADE: NO, POLICY: NO, SECRETARY: BLANK})
    assert lacking(secretary.reads(), "Được thông qua", by_the_chair, acting) == []


def the_province_reads_what_it_decided(journey: Journey, secretary: Person) -> None:
    minutes = steps.the_meeting_is_closed(journey, secretary)
    wanted = (
        f"{FINANCE}, Ủy viên, Sở Tài chính (mẫu): Đi công tác",
        "Lý do: Đang chờ kết luận kiểm tra thuế.",
        f"Ý kiến bằng văn bản của {FINANCE}: đồng ý – Đồng ý với thứ hạng của hội đồng.",
        "Mọi lá phiếu giống nhau, nên ai cũng biết từng người đã bỏ phiếu thế nào.",
        f"Chủ trì: {VICE}, Phó Chủ tịch, điều hành thay Chủ tịch",
        "Ủy viên số 1",
        "Mốc nhật ký lúc bế mạc",
        "DỮ LIỆU MẪU.",
    )
    assert lacking(minutes, *wanted) == []
    secretary.go(f"{journey.paths['meeting']}/kiem-phieu")
    assert lacking(secretary.reads(), "phát ra 5 phiếu, thu về 5 phiếu", "Được biểu quyết: 5 người") == []
    chair = journey.acting(f"{PROVINCE}_chair")
    chair.go("/ket-qua/")
    chair.page.get_by_role("row", name="CoopStar cấp tỉnh (mẫu)").get_by_role("link").first.click()
    chair.arrived(chair.page)
    chair.sees("Kết quả theo phiếu chấm và biểu quyết của hội đồng.")
    assert "Hội đồng đưa ra khỏi danh sách" in steps.row_of(chair, SECOND)
    elsewhere = journey.acting("leader")
    elsewhere.go(journey.paths["meeting"])
    assert FIRST not in elsewhere.reads()


def test_the_centre_meets_votes_on_a_list_and_its_chair_parts_equals(browser: Browser, tmp_path: Path) -> None:
    with held(browser, tmp_path, prepare_centre) as journey:
        the_centre_meets(journey)


def the_centre_meets(journey: Journey) -> None:
    secretary = journey.acting("secretary")
    steps.the_meeting_is_planned(journey, secretary, "Hội đồng bình chọn Trung ương (mẫu)", "Hội trường tầng 3 (mẫu)")
    steps.the_roll_is_called(journey, secretary, SEVENTH, "Ốm, gửi ý kiến bằng văn bản")
    secretary.sees("6/7 thành viên dự họp")
    assert PARTS["home_judge"].name in steps.row_of(secretary, BY_HOME)
    the_list_is_voted_on_in_secret(journey, secretary)
    the_chair_puts_equals_in_order(journey)
    a_departure_that_does_not_pass(journey, secretary)
    minutes = steps.the_meeting_is_closed(journey, secretary)
    wanted = (
        f"{SEVENTH}, Ủy viên, Cơ quan Trung ương: Ốm, gửi ý kiến bằng văn bản",
        "Lý do: Giữ chân thành viên vùng khó khăn.",
        "Không được thông qua",
        f"Ý kiến bằng văn bản của {SEVENTH}: đồng ý: {LEADER}; {BY_HOME}",
        "Mốc nhật ký lúc bế mạc",
    )
    assert lacking(minutes, *wanted) == []
    secretary.go(f"{journey.paths['meeting']}/kiem-phieu")
    assert lacking(secretary.reads(), "phát ra 6 phiếu, thu về 6 phiếu") == []
    secretary.go("/ket-qua/")
    secretary.follow("Mùa giải mẫu")
    secretary.sees("Kết quả theo phiếu chấm và biểu quyết của hội đồng.")
    fates = {name: steps.row_of(secretary, name) for name in (LEADER, BY_HOME, EQUAL)}
    assert ["Đề nghị tôn vinh" in one for one in fates.values()] == [True, True, False]


def the_list_is_voted_on_in_secret(journey: Journey, secretary: Person) -> None:
    motion = steps.opens_ballot(journey, secretary, "Mở bỏ phiếu cả danh sách")
    steps.an_opinion_is_recorded(journey, secretary, SEVENTH, (LEADER, BY_HOME), "Tôi chọn hai hợp tác xã này.")
    steps.votes(journey, journey.acting("judge", **PHONE), (LEADER, BY_HOME))
    of_home = journey.acting("home_judge")
    of_home.go(f"{motion}/phieu")
    assert BY_HOME not in of_home.page.get_by_role("group", name="Hồ sơ anh/chị đồng ý").inner_text()
    steps.votes(journey, of_home, (LEADER, EQUAL))
    steps.is_not_asked(journey, of_home)
    steps.nothing_is_told_before_the_closing(journey, journey.acting("secretary", **WALL), "2/6 người đã biểu quyết")
    steps.votes(journey, journey.acting("chair"), (LEADER, BY_HOME))
    steps.votes(journey, journey.acting("vice_chair"), (LEADER, BY_HOME))
    steps.votes(journey, journey.acting("other_judge"), (LEADER, EQUAL))
    steps.votes(journey, secretary, (LEADER, BY_HOME))
    steps.the_ballot_is_closed(journey, secretary)
    told = f"{BY_HOME}: Được thông qua 5 đồng ý, 1 không đồng ý; trong đó 1 ý kiến bằng văn bản."
    assert lacking(secretary.reads(), told, f"{EQUAL}: Không được thông qua", "Mọi lá phiếu giống nhau") == []


def the_chair_puts_equals_in_order(journey: Journey) -> None:
    chair = journey.acting("chair")
    chair.go(journey.paths["meeting"])
    chair.follow("Chủ tọa xếp thứ tự hồ sơ bằng điểm")
    chair.sees(f"Chủ trì: {PARTS['chair'].name}.")
    chair.type({BY_HOME: "1", EQUAL: "2", "Lý do": "Giữ chân thành viên vùng khó khăn."})
    chair.press("Ghi thứ tự của chủ tọa")
    chair.sees("Đã ghi thứ tự của chủ tọa.")


def a_departure_that_does_not_pass(journey: Journey, secretary: Person) -> None:
    steps.a_departure_is_moved(
        journey, secretary, "Đề nghị đưa thêm vào danh sách", EQUAL, "Mô hình mới, nên khuyến khích."
    )
    steps.votes(journey, journey.acting("judge", **PHONE), YES, secret=False)
    names = {role: PARTS[role].name for role in ("chair", "other_judge", "home_judge", "secretary")}
    shown = {names["chair"]: NO, VICE_CHAIR: NO, names["other_judge"]: YES, names["home_judge"]: NO}
    steps.hands_are_counted(journey, secretary, {**shown, names["secretary"]: NO})
    secretary.sees("Không được thông qua")
