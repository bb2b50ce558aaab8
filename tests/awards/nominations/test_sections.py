"""Each section is saved alone: what is right is kept, what two windows say is laid side by side, nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from awards.audit.models import AuditEntry
from awards.base import clock
from awards.base.database import db
from awards.base.errors import DomainError
from awards.base.transaction import transaction
from awards.nominations import services
from awards.nominations.inputs import AchievementsInput, ConsentInput, DeclarationsInput, OwnMark, SelfScoreInput
from awards.nominations.models import Nomination
from awards.nominations.report_text import clean_report
from awards.nominations.section_content import base_of
from awards.nominations.services import Opened
from awards.nominations.states import Part
from awards.policy.actor import Actor
from awards.policy.permission_map import Forbidden
from tests.builders import a_draft, a_forwarded, an_open_season, close_nominations
from tests.cast import Cast, CastClient

ClientOf = Callable[[Actor], CastClient]
ITSELF = {"X-Autosave": "1"}


def address(nomination: Nomination, section: str = "thanh-tich") -> str:
    return f"/ho-so/{nomination.public_id}/muc/{section}"


def hidden(page: str, name: str) -> str:
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', page)
    assert found is not None, name
    return found.group(1)


def report_of(nomination: Nomination) -> str:
    db.session.expire_all()
    return nomination.achievements


def entries() -> int:
    return db.session.scalar(select(func.count(AuditEntry.number))) or 0


def test_two_windows_on_one_section_are_laid_side_by_side_and_the_person_chooses(
    cast: Cast, client_of: ClientOf
) -> None:
    nomination, officer = a_draft(cast, an_open_season(cast)), client_of(cast.officer)
    path = address(nomination)
    base = hidden(officer.get(path).text, "base")
    first = officer.post(path, data={"base": base, "achievements": "cửa sổ thứ nhất"})
    second = officer.post(path, data={"base": base, "achievements": "cửa sổ thứ hai\ncó hai dòng"})
    assert (first.status_code, second.status_code, report_of(nomination)) == (302, 409, "cửa sổ thứ nhất")
    assert all(words in second.text for words in ("cửa sổ thứ nhất", "cửa sổ thứ hai\ncó hai dòng", "Giữ bản đã lưu"))
    chosen = officer.post(
        path, data={"base": hidden(second.text, "base"), "achievements": "cửa sổ thứ hai\ncó hai dòng"}
    )
    assert (chosen.status_code, report_of(nomination)) == (302, "cửa sổ thứ hai\ncó hai dòng")


def test_the_same_text_sent_twice_is_stored_once_whatever_the_page_had_read(cast: Cast, client_of: ClientOf) -> None:
    nomination, officer = a_draft(cast, an_open_season(cast)), client_of(cast.officer)
    data = {"base": base_of(nomination, Part.ACHIEVEMENTS), "achievements": "gửi hai lần"}
    before = entries()
    answers = [officer.post(address(nomination), data=data).status_code for _ in range(3)]
    assert (answers, report_of(nomination), entries() - before) == ([302] * 3, "gửi hai lần", 1)


def test_a_page_whose_answer_got_lost_does_not_conflict_with_itself(cast: Cast) -> None:
    nomination = a_draft(cast, an_open_season(cast))
    base = base_of(nomination, Part.ACHIEVEMENTS)
    with transaction():
        services.save_section(cast.officer, nomination, AchievementsInput("một"), opened=Opened(base, "trang-a"))
        services.save_section(cast.officer, nomination, AchievementsInput("một hai"), opened=Opened(base, "trang-a"))
    with pytest.raises(services.SectionConflict), transaction():
        services.save_section(cast.officer, nomination, AchievementsInput("khác"), opened=Opened(base, "trang-b"))
    assert report_of(nomination) == "một hai"


def test_two_officers_on_two_sections_never_disturb_one_another(cast: Cast) -> None:
    nomination = a_draft(cast, an_open_season(cast))
    bases = {part: base_of(nomination, part) for part in (Part.ACHIEVEMENTS, Part.CONSENT)}
    with transaction():
        services.save_section(
            cast.officer, nomination, AchievementsInput("báo cáo"), opened=Opened(bases[Part.ACHIEVEMENTS])
        )
    with transaction():
        services.save_section(
            cast.officer, nomination, ConsentInput(None, "Trần Mẫu"), opened=Opened(bases[Part.CONSENT])
        )
    assert (report_of(nomination), nomination.consent_by) == ("báo cáo", "Trần Mẫu")


def test_a_wrong_value_stays_on_the_page_and_the_right_ones_are_stored(cast: Cast, client_of: ClientOf) -> None:
    nomination, officer = a_draft(cast, an_open_season(cast)), client_of(cast.officer)
    path, tomorrow = address(nomination, "dong-y"), (clock.today() + timedelta(days=1)).strftime("%d/%m/%Y")
    data = {"base": base_of(nomination, Part.CONSENT), "consent_on": tomorrow, "consent_by": "Lê Thị Ưởng"}
    page = officer.post(path, data=data)
    db.session.expire_all()
    assert (page.status_code, nomination.consent_on, nomination.consent_by) == (200, None, "Lê Thị Ưởng")
    assert f'value="{tomorrow}"' in page.text
    assert "Ngày ký không thể sau hôm nay." in page.text
    assert "Những ô đúng đã được lưu lúc" in page.text
    again = officer.post(path, data={**data, "base": hidden(page.text, "base"), "consent_on": "01/02/2026"})
    db.session.expire_all()
    assert (again.status_code, nomination.consent_on) == (302, date(2026, 2, 1))


def test_a_wrong_figure_leaves_the_stored_one_and_keeps_the_others(cast: Cast, client_of: ClientOf) -> None:
    nomination, officer = a_draft(cast, an_open_season(cast)), client_of(cast.officer)
    year = nomination.season.basis_year
    stored = {row.figure: row.value for row in nomination.organisation.figures if row.year == year}
    typed = {f"figure_{name}_{year}": value for name, value in stored.items()}
    data = {**typed, f"figure_revenue_{year}": "1.5", f"figure_member_count_{year}": "131"}
    page = officer.post(
        address(nomination, "so-lieu"), data={**data, "base": base_of(nomination, Part.FIGURES)}, headers=ITSELF
    ).get_json()
    db.session.expire_all()
    now = {row.figure: row.value for row in nomination.organisation.figures if row.year == year}
    assert now == {**stored, "member_count": "131"}
    assert (page["state"], list(page["errors"])) == ("partly", [f"figure_revenue_{year}"])
    assert page["base"] == base_of(nomination, Part.FIGURES)


def test_a_page_that_saves_by_itself_is_told_the_time_and_the_conditions(cast: Cast, client_of: ClientOf) -> None:
    nomination, officer = a_draft(cast, an_open_season(cast)), client_of(cast.officer)
    path, base = address(nomination, "tu-khai"), base_of(nomination, Part.DECLARATIONS)
    told = officer.post(path, data={"base": base, "figure_law_compliance": "no"}, headers=ITSELF).get_json()
    assert (told["state"], told["errors"]) == ("saved", {})
    assert re.fullmatch(r"\d\d:\d\d:\d\d", told["at"])
    assert "không, nên không đạt điều kiện" in told["fragments"]["kiem-tra-muc"]
    other = {"base": base, "figure_law_compliance": "yes"}
    assert officer.post(path, data=other, headers=ITSELF).get_json()["state"] == "conflict"
    db.session.expire_all()
    (row,) = nomination.sections
    assert (row.section, row.finished_at, row.saved_by_id) == ("declarations", None, cast.officer.user_id)


def test_after_the_deadline_the_typed_text_stays_on_the_page(cast: Cast, client_of: ClientOf) -> None:
    season = an_open_season(cast)
    nomination, officer = a_draft(cast, season), client_of(cast.officer)
    close_nominations(cast, season)
    data = {"base": base_of(nomination, Part.ACHIEVEMENTS), "achievements": "viết thêm lúc nửa đêm"}
    page = officer.post(address(nomination), data=data)
    told = officer.post(address(nomination), data=data, headers=ITSELF).get_json()
    assert (page.status_code, report_of(nomination), told["state"]) == (200, "", "refused")
    assert all(words in page.text for words in ("Đã hết hạn nhận hồ sơ", "viết thêm lúc nửa đêm"))
    assert "Lưu và tiếp tục" not in page.text


def test_only_the_parts_asked_for_stand_open(cast: Cast, client_of: ClientOf) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    with transaction():
        services.reopen_parts(cast.screener, nomination, {"achievements": "Thiếu phần lợi ích thành viên."})
        nomination.state = "returned"
    officer = client_of(cast.officer)
    pages = {section: officer.get(address(nomination, section)).text for section in ("thanh-tich", "so-lieu")}
    assert {section: "Lưu và tiếp tục" in page for section, page in pages.items()} == {
        "thanh-tich": True,
        "so-lieu": False,
    }
    assert "Thiếu phần lợi ích thành viên." in pages["thanh-tich"]
    assert "Mục này không nằm trong các mục được yêu cầu bổ sung" in pages["so-lieu"]
    with pytest.raises(DomainError, match="không nằm trong các mục"), transaction():
        services.save_section(cast.officer, nomination, ConsentInput(None, None))
    tasks = officer.get(f"/ho-so/{nomination.public_id}").text
    assert "Cần bổ sung" in tasks
    with transaction():
        services.save_section(cast.officer, nomination, AchievementsInput("Đã thêm phần lợi ích thành viên."))
    assert "<strong>Lý do:</strong> Thiếu phần lợi ích" in officer.get(f"/ho-so/{nomination.public_id}").text


def test_only_the_own_officer_saves(cast: Cast) -> None:
    nomination = a_draft(cast, an_open_season(cast))
    for actor in (cast.leader, cast.stranger, cast.screener):
        with pytest.raises(Forbidden), transaction():
            services.save_section(actor, nomination, AchievementsInput("không phải của tôi"))


def test_a_mark_outside_the_scale_is_refused_and_a_question_nobody_asks_too(cast: Cast, client_of: ClientOf) -> None:
    nomination, officer = a_draft(cast, an_open_season(cast)), client_of(cast.officer)
    path, base = address(nomination, "tu-cham"), base_of(nomination, Part.SELF_SCORE)
    names = re.findall(r'name="mark_([^"]+)"', officer.get(path).text)
    wrong, right = names[0], names[1]
    data = {"base": base, f"mark_{wrong}": "99", f"mark_{right}": "1,5", f"note_{right}": "Có biên bản đại hội."}
    told = officer.post(path, data=data, headers=ITSELF).get_json()
    db.session.expire_all()
    assert [(row.criterion, row.mark, row.note) for row in nomination.self_marks] == [
        (right, "1.5", "Có biên bản đại hội.")
    ]
    assert list(told["errors"]) == [f"mark_{wrong}"]
    assert "Tổng tự chấm" in told["fragments"]["bang-diem"]
    for entry in (SelfScoreInput({"không có": OwnMark("1")}), DeclarationsInput({"không có": "1"})):
        with pytest.raises(DomainError, match="không hỏi mục này"), transaction():
            services.save_section(cast.officer, nomination, entry)


def test_a_section_the_rulebook_does_not_have_does_not_exist(cast: Cast, client_of: ClientOf) -> None:
    nomination, officer = a_draft(cast, an_open_season(cast)), client_of(cast.officer)
    sections = ("thanh-tich", "giay-to", "ban-ky", "khong-co")
    assert [officer.get(address(nomination, one)).status_code for one in sections] == [200, 404, 404, 404]


def test_without_a_session_a_page_that_saves_by_itself_is_told_so(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    nomination = a_draft(cast, an_open_season(cast))
    answer = client_of(cast.nobody).post(address(nomination), data={"achievements": "x"}, headers=ITSELF)
    assert (answer.status_code, answer.location) == (302, "/dang-nhap")


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("Một.\r\n\r\n\r\n\r\nHai.", "Một.\n\nHai."),
        ("\uf0b7\tLiên kết\n•\u00a0 Bao tiêu\n§ Khác", "- Liên kết\n- Bao tiêu\n- Khác"),
        ("Doanh\u00a0thu\ttăng \ue000 20%", "Doanh thu tăng 20%"),
        ("Hợp tác\u200b xã\u2028Dòng hai", "Hợp tác xã\nDòng hai"),
    ],
)
def test_a_report_pasted_from_word_keeps_its_paragraphs_and_bullets(pasted: str, kept: str) -> None:
    assert clean_report(pasted) == kept
