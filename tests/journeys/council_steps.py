"""What the people of a council do at a meeting, each before a browser of their own; the meeting's page is `meeting`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tests.journeys.conftest import Person
from tests.journeys.journey import Journey

YES, NO, BLANK = "Đồng ý", "Không đồng ý", "Không có ý kiến"
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
WALL = {"viewport": {"width": 1920, "height": 1080}}
"""What hangs on the wall of the room."""


def the_meeting_is_planned(journey: Journey, secretary: Person, council: str, place: str) -> None:
    """With every council that may sit in it."""
    secretary.go("/phien-hop/")
    secretary.follow(f"Lập phiên họp của {council}")
    secretary.type({"Ngày họp": journey.place.day(), "Địa điểm họp": place})
    secretary.press("Lập phiên họp")
    journey.paths["meeting"] = journey.here(secretary)
    journey.paths["screen"] = f"{journey.paths['meeting']}/man-chieu"


def the_roll_is_called(journey: Journey, secretary: Person, absent: str, why: str) -> None:
    """Everybody is there but one, who is called once for all councils; then the meeting is opened."""
    secretary.go(journey.paths["meeting"])
    secretary.follow("Điểm danh, ghi nội dung")
    secretary.page.get_by_label(re.compile(f"^{absent}")).uncheck()
    secretary.type({f"Ghi chú của {absent}": why})
    secretary.type({"Người báo cáo việc tiếp nhận, kiểm tra hồ sơ (không bắt buộc)": "Thư ký hội đồng"})
    secretary.press("Lưu và khai mạc")


def row_of(person: Person, name: str) -> str:
    """What the agenda says of an entry."""
    return person.page.locator("tr", has_text=name).first.inner_text()


def takes_up(journey: Journey, secretary: Person, name: str) -> None:
    """The meeting speaks of this entry now."""
    secretary.go(journey.paths["meeting"])
    row = secretary.page.locator("tr", has_text=name).first
    row.get_by_role("button", name="Xét hồ sơ này").click()
    secretary.page.locator(".floor__title", has_text=name).wait_for()
    secretary.arrived(secretary.page)


def opens_ballot(journey: Journey, secretary: Person, button: str = "Mở bỏ phiếu hồ sơ này") -> str:
    """On the entry that is spoken of, or on all of a council."""
    secretary.press(button)
    secretary.sees("người đã biểu quyết")
    journey.paths["motion"] = journey.here(secretary)
    return journey.paths["motion"]


def looks_away(person: Person) -> None:
    """The page is left: it would go on asking the server for news while nobody looks."""
    person.page.goto("about:blank")


def is_not_asked(journey: Journey, person: Person) -> None:
    """A member who is out, or has voted, finds no ballot."""
    person.go(journey.paths["meeting"])
    assert "Mời anh/chị biểu quyết" not in person.reads()
    looks_away(person)


def votes(journey: Journey, person: Person, said: str | Sequence[str], *, secret: bool = True) -> None:
    """At the own browser: one of three words, or the names of entries."""
    person.go(journey.paths["meeting"])
    person.page.locator(".notice", has_text="Mời anh/chị biểu quyết").get_by_role("link").first.click()
    person.page.wait_for_load_state()
    person.arrived(person.page)
    if isinstance(said, str):
        person.tick("Ý kiến của anh/chị", said)
    else:
        for name in said:
            person.page.get_by_role("group", name="Hồ sơ anh/chị đồng ý").get_by_label(name).check()
    person.press("Gửi phiếu kín" if secret else "Gửi phiếu")
    person.sees("Đã nhận phiếu của anh/chị.")
    looks_away(person)


def an_opinion_is_recorded(
    journey: Journey, secretary: Person, absent: str, said: str | Sequence[str], text: str
) -> None:
    secretary.go(journey.paths["motion"])
    secretary.follow("Ghi ý kiến của người vắng")
    secretary.choose("Thành viên vắng mặt", absent)
    if isinstance(said, str):
        secretary.tick("Ý kiến", said)
    else:
        for name in said:
            secretary.page.get_by_role("group", name="Hồ sơ đồng ý").get_by_label(name).check()
    secretary.page.get_by_label(re.compile("^Nội dung ý kiến")).fill(text)
    secretary.press("Ghi ý kiến")
    secretary.sees("Đã ghi ý kiến bằng văn bản.")


def hands_are_counted(journey: Journey, secretary: Person, shown: Mapping[str, str]) -> None:
    """As the secretary saw them, then the ballot is closed."""
    secretary.go(journey.paths["motion"])
    secretary.follow("Ghi phiếu giơ tay")
    for name, said in shown.items():
        secretary.tick(name, said)
    secretary.press("Lưu phiếu")
    the_ballot_is_closed(journey, secretary)


def the_ballot_is_closed(journey: Journey, secretary: Person) -> None:
    secretary.go(journey.paths["motion"])
    secretary.press("Đóng biểu quyết")
    secretary.page.locator(".count").first.wait_for()


def a_departure_is_moved(journey: Journey, secretary: Person, kind: str, entry: str, reason: str) -> None:
    """Put with its reason and opened; hands are counted apart."""
    secretary.go(journey.paths["meeting"])
    secretary.follow("Đề nghị làm khác thứ hạng")
    secretary.page.get_by_label(kind, exact=True).check()
    chosen = secretary.page.get_by_label("Hồ sơ", exact=True)
    chosen.select_option(chosen.locator("option", has_text=entry).get_attribute("value"))
    secretary.type({"Lý do": reason})
    secretary.press("Ghi đề nghị")
    secretary.press("Mở biểu quyết")
    secretary.sees("người đã biểu quyết")
    journey.paths["motion"] = journey.here(secretary)


def nothing_is_told_before_the_closing(journey: Journey, person: Person, voted: str) -> None:
    """How many have voted, and no more: on the ballot's page and on the wall."""
    for path in ("motion", "screen"):
        person.go(journey.paths[path])
        told = person.reads()
        assert voted in re.sub(r"\s*/\s*", "/", told)
        assert re.search(r"\d+ đồng ý|Được thông qua|Không được thông qua", told) is None
    looks_away(person)


def the_meeting_is_closed(journey: Journey, secretary: Person) -> str:
    """Gives back the minutes as they can be read."""
    secretary.go(journey.paths["meeting"])
    secretary.follow("Bế mạc phiên họp")
    secretary.sees("Mọi hồ sơ đã được quyết")
    secretary.press("Bế mạc, chốt kết quả")
    assert secretary.heading() == "Biên bản họp hội đồng"
    return secretary.reads()


def lacking(told: str, *wanted: str) -> list[str]:
    """What a page should say and does not."""
    flat = " ".join(told.split())
    return [words for words in wanted if words not in flat]
