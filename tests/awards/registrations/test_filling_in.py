"""The cooperative fills in its part, hands it in, mends what comes back; the officer takes it over, once."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from awards.base.database import db
from awards.base.errors import ConflictError, DomainError
from awards.base.transaction import transaction
from awards.nominations.dossier import live_content
from awards.nominations.inputs import AchievementsInput, DeclarationsInput
from awards.nominations.models import DossierFile, Nomination
from awards.nominations.services import save_section
from awards.nominations.states import Part
from awards.nominees.inputs import FiguresInput, FigureValue
from awards.notices.models import Notice
from awards.policy.actor import Actor
from awards.policy.permission_map import Forbidden
from awards.registrations import queries, services
from awards.registrations.identity import contact_of
from awards.registrations.inputs import ContactConsent, LinkInput, OrganisationWords
from awards.registrations.models import ContactEntry, ContactLink
from awards.registrations.review import review_of
from awards.registrations.stored_text import canonical, digest, read_entry
from awards.registrations.taking_over import take_over
from awards.registrations.wording import consent_words
from tests.builders import a_draft, a_figure, an_open_season, pdf_bytes
from tests.cast import Cast, CastClient, client_for

TYPED = "Hợp tác xã tự viết về mình."
CONSENT = {"name": "Lò Thị Mẫu", "post": "Giám đốc", "day": "01/09/2026", "agreed": "y"}


@dataclass
class Cooperative:
    """A browser that came in by the link, on its own pages."""

    browser: CastClient
    link_id: int
    home: str

    @property
    def link(self) -> ContactLink:
        return db.session.get_one(ContactLink, self.link_id, populate_existing=True)

    def save(self, section: str, base: str = "", **data: str) -> tuple[int, str]:
        answer = self.browser.post(f"{self.home}/{section}", data={"base": base, **data})
        return answer.status_code, answer.text

    def hand_in(self) -> str:
        address = self.home.replace("/phan/", "/gui/")
        return self.browser.post(address, follow_redirects=True).text


@pytest.fixture
def nomination(cast: Cast) -> Nomination:
    return a_draft(cast, an_open_season(cast))


@pytest.fixture
def cooperative(app: Flask, cast: Cast, nomination: Nomination) -> Cooperative:
    with transaction():
        issued = services.issue_link(cast.officer, nomination, LinkInput(10, "Hoàng Thị Hiền"))
    browser = client_for(app, cast.nobody)
    return Cooperative(browser, issued.link.id, browser.get(f"/dang-ky/{issued.token}").location)


def handed_in(cooperative: Cooperative) -> None:
    """The achievements and the consent, handed in."""
    assert cooperative.save("thanh-tich", achievements=TYPED)[0] == 302
    assert cooperative.save("dong-y", **CONSENT)[0] == 302
    assert "Đã gửi cho cán bộ" in cooperative.hand_in()


def entries(nomination: Nomination) -> dict[Part, ContactEntry]:
    db.session.expire_all()
    return dict(queries.entries_of(nomination))


def seen(nomination: Nomination, *parts: Part) -> dict[Part, str]:
    return {one.part: one.seen for one in review_of(nomination) if one.part in parts}


def source_box(page: str, year: int) -> str | None:
    """What the box for the source of a year's figures holds."""
    box = re.search(rf'<input[^>]*name="source_{year}"[^>]*>', page)
    value = re.search(r'value="([^"]*)"', box.group()) if box else None
    return value[1] if value else None


def test_the_papers_behind_the_figures_stand_on_the_cooperatives_page_and_stay(
    cast: Cast, cooperative: Cooperative, nomination: Nomination
) -> None:
    """A cooperative that leaves them as they are never wipes out what the officer has written."""
    figure = replace(a_figure("revenue", "12000000000"), source="Báo cáo tài chính")
    with transaction():
        save_section(cast.officer, nomination, FiguresInput((figure,)))
    address = f"{cooperative.home}/so-lieu"
    assert source_box(cooperative.browser.get(address).text, figure.year) == "Báo cáo tài chính"
    assert cooperative.save("so-lieu", **{f"source_{figure.year}": "Sổ kế toán"})[0] == 302
    assert source_box(cooperative.browser.get(address).text, figure.year) == "Sổ kế toán"


@pytest.mark.parametrize(
    ("part", "entry"),
    [
        (Part.ORGANISATION, OrganisationWords(False, "Địa chỉ mới: thôn 2.")),
        (Part.FIGURES, FiguresInput((FigureValue("revenue", "đồng", 2025, "1500000000"),))),
        (Part.DECLARATIONS, DeclarationsInput({"a": True, "b": ("x", "y"), "c": "1.5", "d": None})),
        (Part.ACHIEVEMENTS, AchievementsInput("Một.\n\nHai.")),
        (Part.CONSENT, ContactConsent("Lò Thị Mẫu", "Giám đốc", date(2026, 9, 1), "w")),
    ],
)
def test_what_is_typed_comes_back_as_it_was(part: Part, entry: object) -> None:
    assert read_entry(part, canonical(entry)) == entry  # type: ignore[arg-type]


def test_what_the_contact_types_stays_out_of_the_dossier_until_it_is_taken_over(
    cast: Cast, nomination: Nomination, cooperative: Cooperative
) -> None:
    before = live_content(nomination)
    handed_in(cooperative)
    db.session.expire_all()
    assert live_content(nomination) == before
    with transaction():
        taken = take_over(cast.officer, nomination, seen(nomination, Part.ACHIEVEMENTS, Part.CONSENT))
    assert taken == (Part.ACHIEVEMENTS, Part.CONSENT)
    assert (nomination.achievements, nomination.consent_by) == (TYPED, "Lò Thị Mẫu, Giám đốc")


def test_taking_over_twice_changes_nothing_the_second_time(
    cast: Cast, nomination: Nomination, cooperative: Cooperative
) -> None:
    handed_in(cooperative)
    shown = seen(nomination, Part.ACHIEVEMENTS)
    with transaction():
        take_over(cast.officer, nomination, shown)
    with transaction():
        save_section(cast.officer, nomination, AchievementsInput("Cán bộ sửa lại sau."))
    with transaction():
        assert take_over(cast.officer, nomination, shown) == ()
    assert nomination.achievements == "Cán bộ sửa lại sau."


def test_a_dossier_changed_since_the_page_was_read_is_not_overwritten(
    cast: Cast, nomination: Nomination, cooperative: Cooperative
) -> None:
    handed_in(cooperative)
    shown = seen(nomination, Part.ACHIEVEMENTS)
    with transaction():
        save_section(cast.officer, nomination, AchievementsInput("Đồng nghiệp vừa viết."))
    with pytest.raises(ConflictError, match="vừa thay đổi"), transaction():
        take_over(cast.officer, nomination, shown)
    assert nomination.achievements == "Đồng nghiệp vừa viết."


def test_nothing_is_taken_before_it_is_handed_in_and_never_by_somebody_else(
    cast: Cast, nomination: Nomination, cooperative: Cooperative
) -> None:
    cooperative.save("thanh-tich", achievements=TYPED)
    db.session.expire_all()
    with transaction():
        assert take_over(cast.officer, nomination, seen(nomination, Part.ACHIEVEMENTS)) == ()
    for actor in (cast.leader, cast.stranger, cast.office, contact_of(cooperative.link)):
        with pytest.raises(Forbidden), transaction():
            take_over(actor, nomination, {})


def test_handing_in_needs_consent_tells_the_officer_and_shuts_the_part(
    cast: Cast, nomination: Nomination, cooperative: Cooperative
) -> None:
    cooperative.save("thanh-tich", achievements=TYPED)
    assert "chưa xác nhận đồng ý" in cooperative.hand_in()
    assert not cooperative.link.is_handed_in
    handed_in_twice = [cooperative.save("dong-y", **CONSENT)[0], *(cooperative.hand_in() for _ in range(2))]
    assert (handed_in_twice[0], cooperative.link.is_handed_in) == (302, True)
    notices = db.session.scalars(select(Notice).where(Notice.kind == "link_filled")).all()
    assert [notice.user.public_id for notice in notices] == [cast.officer.public_id]
    saved = entries(nomination)[Part.ACHIEVEMENTS]
    status, page = cooperative.save("thanh-tich", base=digest(saved.content), achievements="sửa sau khi gửi")
    assert (status, "không sửa được nữa" in page, "sửa sau khi gửi" in page) == (200, True, True)
    assert "sửa sau khi gửi" not in entries(nomination)[Part.ACHIEVEMENTS].content


def test_the_consent_keeps_who_when_and_to_which_text(nomination: Nomination, cooperative: Cooperative) -> None:
    status, page = cooperative.save("dong-y", **(CONSENT | {"agreed": "", "post": "", "day": "01/09/2199"}))
    assert (status, Part.CONSENT in entries(nomination)) == (200, False)
    for sentence in (
        "Nhập chức vụ",
        "không thể sau hôm nay",
        "Đánh dấu vào ô đồng ý",
        "Luật Bảo vệ dữ liệu cá nhân số 91/2025",
    ):
        assert sentence in page
    cooperative.save("dong-y", **CONSENT)
    assert entries(nomination)[Part.CONSENT].body == {
        "name": "Lò Thị Mẫu",
        "post": "Giám đốc",
        "day": "2026-09-01",
        "words": consent_words(),
    }


def test_a_part_sent_back_is_the_only_one_open_and_shows_why(
    cast: Cast, nomination: Nomination, cooperative: Cooperative
) -> None:
    handed_in(cooperative)
    with transaction():
        take_over(cast.officer, nomination, seen(nomination, Part.ACHIEVEMENTS))
        services.send_back(cast.officer, nomination, Part.ACHIEVEMENTS, "Thêm kết quả năm nay.")
    assert "Thêm kết quả năm nay." in cooperative.browser.get(f"{cooperative.home}/thanh-tich").text
    assert "không sửa được nữa" in cooperative.save("dong-y", **CONSENT | {"name": "Người khác"})[1]
    base = digest(entries(nomination)[Part.ACHIEVEMENTS].content)
    assert cooperative.save("thanh-tich", base=base, achievements="Đã thêm.")[0] == 302
    with transaction():  # not handed in again yet
        assert take_over(cast.officer, nomination, seen(nomination, Part.ACHIEVEMENTS)) == ()
    cooperative.hand_in()
    db.session.expire_all()
    with transaction():
        assert take_over(cast.officer, nomination, seen(nomination, Part.ACHIEVEMENTS)) == (Part.ACHIEVEMENTS,)
    assert nomination.achievements == "Đã thêm."


def test_sending_back_needs_a_reason_and_a_link_that_works(
    cast: Cast, nomination: Nomination, cooperative: Cooperative
) -> None:
    handed_in(cooperative)
    with pytest.raises(DomainError, match="Ghi điều cần sửa"), transaction():
        services.send_back(cast.officer, nomination, Part.FIGURES, " ")
    with transaction():
        services.revoke_link(cast.officer, nomination)
    with pytest.raises(DomainError, match="tạo liên kết mới"), transaction():
        services.send_back(cast.officer, nomination, Part.FIGURES, "Thiếu năm 2024.")


def test_two_devices_are_shown_both_texts_and_overwrite_nothing(
    nomination: Nomination, cooperative: Cooperative
) -> None:
    cooperative.save("thanh-tich", achievements="máy thứ nhất")
    status, page = cooperative.save("thanh-tich", achievements="máy thứ hai")
    assert (status, "máy thứ nhất" in page, "máy thứ hai" in page) == (409, True, True)
    assert entries(nomination)[Part.ACHIEVEMENTS].body == {"achievements": "máy thứ nhất"}


def test_figures_are_read_as_people_write_them_and_a_wrong_one_is_told_in_its_place(
    cast: Cast, nomination: Nomination, cooperative: Cooperative
) -> None:
    figure = a_figure("revenue", None)
    name = f"figure_revenue_{figure.year}"
    status, page = cooperative.save("so-lieu", **{name: "nhiều lắm"})
    assert (status, "nhiều lắm" in page, f'href="#{name}"' in page) == (200, True, True)
    assert cooperative.save("so-lieu", **{name: "1,5 tỷ"})[0] == 302
    values = {(row[0], row[2]): row[3] for row in entries(nomination)[Part.FIGURES].body}
    assert values["revenue", figure.year] == "1500000000"
    cooperative.save("dong-y", **CONSENT)
    cooperative.hand_in()
    db.session.expire_all()
    lines = {
        line.label: line.offered for one in review_of(nomination) for line in one.lines if one.part is Part.FIGURES
    }
    assert "1.500.000.000 đồng" in "".join(lines.values())


def test_papers_go_to_the_dossier_only_when_taken_over_and_once(
    cast: Cast, nomination: Nomination, cooperative: Cooperative, client_of: Callable[[Actor], CastClient]
) -> None:
    for _ in range(2):
        answer = cooperative.browser.post(
            f"{cooperative.home}/giay-to",
            data={"paper": "registration", "file": (io.BytesIO(pdf_bytes()), "bản đăng ký.pdf")},
        )
        assert answer.status_code == 302
    handed_in(cooperative)
    db.session.expire_all()
    assert db.session.scalar(select(func.count(DossierFile.id))) == 0
    for _ in range(2):
        with transaction():
            take_over(cast.officer, nomination, seen(nomination, Part.PAPERS))
    kept = db.session.scalars(select(DossierFile)).all()
    assert [(file.paper, file.name, file.uploaded_by.public_id) for file in kept] == [
        ("registration", "bản đăng ký.pdf", cast.officer.public_id)
    ]
    officer, path = client_of(cast.officer), f"/ho-so/{nomination.public_id}/phan-hop-tac-xa"
    file = queries.files_of(nomination)[0]
    assert officer.get(f"{path}/tep/{file.public_id}").data == pdf_bytes()
    assert client_of(cast.stranger).get(f"{path}/tep/{file.public_id}").status_code == 404


def test_a_bad_file_is_refused_beside_its_field(nomination: Nomination, cooperative: Cooperative) -> None:
    data = {"paper": "registration", "file": (io.BytesIO(b"<html>"), "a.pdf")}
    answer = cooperative.browser.post(f"{cooperative.home}/giay-to", data=data)
    assert (answer.status_code, queries.files_of(nomination)) == (200, [])
    assert "field__error" in answer.text


def test_the_officer_s_page_shows_both_sides_and_takes_what_is_ticked(
    cast: Cast, nomination: Nomination, cooperative: Cooperative, client_of: Callable[[Actor], CastClient]
) -> None:
    cooperative.save("don-vi", is_right="no", correction="Đã đổi sang <b>thôn 2</b>.")
    handed_in(cooperative)
    officer, path = client_of(cast.officer), f"/ho-so/{nomination.public_id}/phan-hop-tac-xa"
    page = officer.get(path).text
    assert (TYPED in page, "&lt;b&gt;thôn 2&lt;/b&gt;" in page, "<b>thôn 2" in page) == (True, True, False)
    shown = seen(nomination, Part.ACHIEVEMENTS)[Part.ACHIEVEMENTS]
    ticked = {"take_achievements": "y", "seen_achievements": shown}
    assert (
        "Đã nhận vào hồ sơ: Tóm tắt thành tích."
        in officer.post(f"{path}/nhan", data=ticked, follow_redirects=True).text
    )
    assert "đã được nhận trước đó" in officer.post(f"{path}/nhan", data=ticked, follow_redirects=True).text
    assert (
        "Chọn ít nhất một mục"
        in officer.post(f"{path}/nhan", data={"seen_achievements": shown}, follow_redirects=True).text
    )
    db.session.expire_all()
    assert (nomination.achievements, nomination.consent_by) == (TYPED, None)
