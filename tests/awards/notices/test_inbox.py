"""Everybody's own inbox: told once, unread first, read by nobody else."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from awards.accounts.models import User
from awards.base import clock
from awards.base.database import db
from awards.base.transaction import transaction
from awards.notices import wording
from awards.notices.inputs import Message
from awards.notices.models import Notice, OutgoingMail
from awards.notices.services import tell
from awards.policy.actor import Actor
from tests.awards.public_site.test_honours import statements
from tests.cast import Cast, CastClient

ClientOf = Callable[[Actor], CastClient]
DEADLINE = clock.now() + timedelta(days=7)
PATH = "/ho-so/AAAAAAAAAAAAAAAAAAAAAA"

EVERY_MESSAGE = {
    "opened": wording.opened("Mùa mẫu", DEADLINE, PATH),
    "deadline_near": wording.deadline_near("Mùa mẫu", "chưa đầy 7 ngày", DEADLINE, ["Hồ sơ A: thiếu B."], PATH),
    "sign_off_asked": wording.sign_off_asked("HS-1", "Mùa mẫu", PATH),
    "signed_off": wording.signed_off("HS-1", "Mùa mẫu", PATH),
    "declined": wording.declined("HS-1", "Mùa mẫu", PATH),
    "received": wording.received("HS-1", "ABCD-EFGH", "Mùa mẫu", PATH),
    "returned": wording.returned("HS-1", "Mùa mẫu", DEADLINE, PATH),
    "returned without a last day": wording.returned("HS-1", "Mùa mẫu", None, PATH),
    "accepted": wording.accepted("HS-1", "Mùa mẫu", PATH),
    "refused": wording.refused("HS-1", "Mùa mẫu", PATH),
    "put_on_hold": wording.put_on_hold("HS-1", "Mùa mẫu", PATH),
    "link_filled": wording.link_filled("HS-1", "Mùa mẫu", PATH),
    "deadline_extended": wording.deadline_extended("Mùa mẫu", "hạn gửi hồ sơ", DEADLINE, PATH),
    "extension_withdrawn": wording.extension_withdrawn("Mùa mẫu", "hạn gửi hồ sơ", DEADLINE, PATH),
}


def told(actor: Actor, *messages: Message) -> None:
    user = db.session.get_one(User, actor.user_id)
    for message in messages:
        with transaction():
            tell([user, user], message)


def titles(page: str) -> list[str]:
    return re.findall(r'inbox__title"><a href="[^"]+">([^<]+)</a>', page)


def test_a_person_told_twice_over_is_told_once(app: Flask, cast: Cast) -> None:
    told(cast.officer, wording.accepted("HS-1", "Mùa mẫu", PATH))
    (notice,) = db.session.scalars(select(Notice)).all()
    (mail,) = db.session.scalars(select(OutgoingMail)).all()
    assert (notice.user_id, notice.read_at, mail.subject) == (cast.officer.user_id, None, notice.title)
    assert mail.body == f"{notice.body}\n\nhttp://localhost{PATH}\n"


def test_unread_ones_come_first_and_reading_leads_to_the_page(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    for reference in ("HS-1", "HS-2", "HS-3"):
        told(cast.officer, wording.accepted(reference, "Mùa mẫu", PATH))
    officer = client_of(cast.officer)
    newest = db.session.scalars(select(Notice).where(Notice.title.contains("HS-3"))).one()
    address = f"/thong-bao/{newest.public_id}"
    before = officer.get(address)
    assert ["Hồ sơ HS-3 hợp lệ" in before.text, "Đã đọc" in before.text] == [True, True]
    assert db.session.scalars(select(Notice.read_at).where(Notice.id == newest.id)).one() is None
    assert officer.post(f"{address}/da-doc").location == PATH
    page = officer.get("/thong-bao/").text
    assert titles(page) == ["Hồ sơ HS-2 hợp lệ", "Hồ sơ HS-1 hợp lệ", "Hồ sơ HS-3 hợp lệ"]
    assert '<span class="topbar__count">2</span>' in page
    assert officer.post("/thong-bao/da-doc").location == "/thong-bao/"
    assert "topbar__count" not in officer.get("/thong-bao/").text


def test_the_top_of_a_page_is_everybody_s_own_and_as_of_now(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    officer, leader = client_of(cast.officer), client_of(cast.leader)

    def tops() -> list[tuple[bool, list[str], int]]:
        pages = [officer.get("/thong-bao/").text, leader.get("/thong-bao/").text]
        tokens = [re.findall(r'name="csrf_token" value="([^"]+)"', page) for page in pages]
        assert tokens[0][0] != tokens[1][0]
        return [
            (
                f"<strong>{one.name}</strong>" in page,
                re.findall(r'topbar__count">(\d+)<', page),
                page.count('aria-current="page"'),
            )
            for one, page in zip((cast.officer, cast.leader), pages, strict=True)
        ]

    assert tops() == [(True, [], 0)] * 2
    told(cast.officer, wording.accepted("HS-1", "Mùa mẫu", PATH))
    assert tops() == [(True, ["1"], 0), (True, [], 0)]
    told(cast.leader, wording.accepted("HS-1", "Mùa mẫu", PATH), wording.accepted("HS-2", "Mùa mẫu", PATH))
    assert tops() == [(True, ["1"], 0), (True, ["2"], 0)]
    officer.post("/thong-bao/da-doc")
    assert tops() == [(True, [], 0), (True, ["2"], 0)]
    user = db.session.get_one(User, cast.officer.user_id)
    with transaction():
        user.full_name, user.roles = "Tên Mới", [one for one in user.roles if one.name != "officer"]
    page = officer.get("/thong-bao/").text
    assert ("<strong>Tên Mới</strong>" in page, cast.officer.name in page, "/ho-so/" in page) == (True, False, False)


def test_nobody_sees_or_marks_somebody_else_s(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    told(cast.officer, wording.received("HS-1", "ABCD", "Mùa mẫu", PATH))
    notice = db.session.scalars(select(Notice)).one()
    for actor in (cast.leader, cast.stranger, cast.office, cast.sysadmin):
        other = client_of(actor)
        answers = [other.get(f"/thong-bao/{notice.public_id}"), other.post(f"/thong-bao/{notice.public_id}/da-doc")]
        assert [one.status_code for one in answers] == [404, 404]
        assert "HS-1" not in other.get("/thong-bao/").text
        other.post("/thong-bao/da-doc")
    db.session.expire_all()
    assert notice.read_at is None


def test_the_inbox_takes_the_same_queries_however_full_it_is(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    officer, counts = client_of(cast.officer), []
    officer.get("/thong-bao/")
    for number in (1, 39):
        told(cast.officer, *(wording.accepted(f"HS-{one}", "Mùa mẫu", PATH) for one in range(number)))
        with statements() as sent:
            page = officer.get("/thong-bao/")
        counts.append(len(sent))
    assert counts[0] == counts[1]
    assert "Trang 1/2" in page.text


@pytest.mark.parametrize("name", EVERY_MESSAGE)
def test_every_message_fits_a_subject_and_zalo(name: str) -> None:
    message = EVERY_MESSAGE[name]
    address = f"https://binhchon.lienminh.example{message.path}"
    zalo = wording.as_zalo(message.title, message.body, address)
    assert (len(message.title) <= 200, "\n" in message.title, len(zalo) <= 400) == (True, False, True)
    assert (zalo.splitlines()[0], zalo.splitlines()[-1]) == (message.title, address)
    assert not re.search(r"điểm số|\bđiểm\b|thứ hạng|xếp hạng|mật khẩu", f"{message.title} {message.body}")
    assert message.body in zalo  # nothing had to be left out


def test_a_message_of_any_area_has_a_title_of_one_line_that_fits_a_subject() -> None:
    """Areas after this one write their own words; a season's title alone may be 200 letters long."""
    message = Message("round_closed", "Đã đóng vòng chấm:\n" + "dài " * 60, "Nội dung", PATH)
    assert (len(message.title), "\n" in message.title, message.title[:18]) == (200, False, "Đã đóng vòng chấm:")


def test_a_long_zalo_text_loses_whole_lines_and_never_its_link() -> None:
    lines = [
        f"- Hồ sơ HS2026-{number:06d}: Chưa có: tóm tắt thành tích; Thiếu giấy tờ: báo cáo." for number in range(9)
    ]
    message = wording.deadline_near("Mùa mẫu " + "dài " * 45, "chưa đầy 2 ngày", DEADLINE, lines, PATH)
    zalo = wording.as_zalo(message.title, message.body, f"https://giai.example{PATH}")
    kept = zalo.splitlines()
    assert (len(message.title), len(zalo) <= 400) == (200, True)
    assert (kept[-1], kept[-2]) == (f"https://giai.example{PATH}", "…")
    assert set(kept[1:-2]) <= set(message.body.splitlines())


@pytest.mark.parametrize("length", [120, 200, 400, 900])
def test_one_endless_line_is_cut_to_fit(length: int) -> None:
    zalo = wording.as_zalo("Tiêu đề", "x" * 2000, "https://giai.example/", longest=length)
    assert (len(zalo) <= length, zalo.endswith("…\nhttps://giai.example/")) == (True, True)


def test_an_address_that_is_not_ours_is_never_linked(app: Flask, cast: Cast) -> None:
    user = db.session.get_one(User, cast.officer.user_id)
    for path in ("https://example.org/", "//example.org/", "ho-so"):
        with pytest.raises(ValueError, match="not an address of ours"):
            tell([user], Message("x", "Tiêu đề", "Nội dung", path))
