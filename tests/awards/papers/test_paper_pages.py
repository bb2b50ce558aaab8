"""Pages about papers: several files at once, what is missing, and papers read as pictures."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable

import pytest
from PIL import Image
from sqlalchemy import select
from werkzeug.test import TestResponse

from awards.audit.models import AuditEntry
from awards.base.database import db
from awards.base.transaction import transaction
from awards.nominations.models import Nomination
from awards.papers import services
from awards.papers.inputs import PaperInput
from awards.policy.actor import Actor
from awards.seasons.models import Season
from tests.awards.papers.attaching import PAPER, attached, incoming, lying, names_of
from tests.builders import a_draft, a_forwarded
from tests.cast import Cast, CastClient
from tests.file_makers import GOOD, office, pdf, picture

ClientOf = Callable[[Actor], CastClient]
pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)  # the services are tried on both databases


def post(client: CastClient, nomination: Nomination, *files: tuple[str, bytes], **more: object) -> TestResponse:
    sent = [(io.BytesIO(content), name) for name, content in files]
    path = f"/ho-so/{nomination.public_id}/giay-to"
    return client.post(path, data={"paper": PAPER, "file": sent, **more}, content_type="multipart/form-data")


def words(answer: TestResponse) -> str:
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


def test_several_files_of_all_kinds_are_taken_at_once(client_of: ClientOf, draft: Nomination, cast: Cast) -> None:
    client = client_of(cast.officer)
    sent = [(f"đề nghị {kind}.{kind}", make()) for kind, make in GOOD.items()]
    answer = post(client, draft, *sent)
    assert (answer.status_code, answer.location) == (302, f"/ho-so/{draft.public_id}/giay-to#muc-{PAPER}")
    page = words(client.get(answer.location))
    assert names_of(draft) == [name for name, _ in sent]
    for name, _ in sent:
        assert name in page
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "nomination.file_add")).all()
    assert len(entries) == len(sent)


def test_a_name_in_pieces_of_letters_comes_back_whole(client_of: ClientOf, draft: Nomination, cast: Cast) -> None:
    client = client_of(cast.officer)
    post(client, draft, (unicodedata.normalize("NFD", "đề nghị.pdf"), pdf()))
    file = draft.kept_files[0]
    answer = client.get(f"/ho-so/{draft.public_id}/tep/{file.public_id}")
    told = "attachment; filename=de-nghi.pdf; filename*=UTF-8''%C4%91%E1%BB%81%20ngh%E1%BB%8B.pdf"
    assert (file.name, answer.headers["Content-Disposition"], answer.data) == ("đề nghị.pdf", told, pdf())
    assert (answer.headers["X-Content-Type-Options"], answer.headers["Content-Security-Policy"]) == (
        "nosniff",
        "sandbox; default-src 'none'",
    )


def test_good_files_stay_when_one_beside_them_is_bad(client_of: ClientOf, draft: Nomination, cast: Cast) -> None:
    client = client_of(cast.officer)
    page = words(post(client, draft, ("tốt.pdf", pdf()), ("xấu.pdf", b"<html>"), ("rỗng.png", b"")))
    assert (names_of(draft), len(lying())) == (["tốt.pdf"], 1)
    assert "xấu.pdf: Tệp phải là PDF, Word, Excel, JPG hoặc PNG." in page
    assert "rỗng.png: Tệp không có nội dung." in page
    assert "Đã thêm vào hồ sơ: tốt.pdf." in page
    assert "<title>Lỗi: Giấy tờ của hồ sơ" in page


def test_a_form_without_a_file_says_so(client_of: ClientOf, draft: Nomination, cast: Cast) -> None:
    assert "Chọn tệp cần tải lên." in words(post(client_of(cast.officer), draft))


def test_files_sent_in_pieces_are_added_by_their_names_only(client_of: ClientOf, draft: Nomination, cast: Cast) -> None:
    client = client_of(cast.officer)
    content = pdf(2)
    started = client.post("/tai-len/", data={"name": "từng phần.pdf", "size": str(len(content))}).get_json()
    path = f"/tai-len/{started['id']}"
    client.patch(path, data=content, content_type="application/octet-stream", headers={"Upload-Offset": "0"})
    client.post(f"{path}/xong")
    for _ in range(2):  # the second time it is no longer there
        answer = post(client, draft, upload=started["id"])
    assert "Tệp đã tải lên không còn chờ trên máy chủ. Hãy chọn lại tệp." in words(answer)
    assert (names_of(draft), len(lying())) == (["từng phần.pdf"], 1)


def test_the_page_says_what_is_missing(client_of: ClientOf, draft: Nomination, cast: Cast) -> None:
    client = client_of(cast.officer)
    page = words(client.get(f"/ho-so/{draft.public_id}/giay-to"))
    assert "Còn thiếu <strong>2</strong> trong 2 giấy tờ bắt buộc" in page
    attached(cast, draft, "1.pdf", paper="registration")
    attached(cast, draft, "2.pdf", paper=PAPER)
    page = words(client.get(f"/ho-so/{draft.public_id}/giay-to"))
    assert "Đã đủ 2 giấy tờ bắt buộc." in page


def test_the_page_asks_the_database_no_more_with_more_files(
    client_of: ClientOf, draft: Nomination, cast: Cast, count_queries: Callable[[], list[str]]
) -> None:
    client, path = client_of(cast.officer), f"/ho-so/{draft.public_id}/giay-to"
    attached(cast, draft, "1.pdf")
    seen = count_queries()
    client.get(path)
    seen.clear()
    client.get(path)
    few = len(seen)
    attached(cast, draft, *(f"{number}.pdf" for number in range(12)), paper="registration")
    seen.clear()
    client.get(path)
    assert len(seen) == few


def test_moving_and_replacing_work_by_plain_forms(client_of: ClientOf, draft: Nomination, cast: Cast) -> None:
    client = client_of(cast.officer)
    one, two = attached(cast, draft, "1.pdf", "2.pdf")
    path = f"/ho-so/{draft.public_id}/tep"
    assert client.post(f"{path}/{two.public_id}/chuyen", data={"to": "up"}).status_code == 302
    assert names_of(draft) == ["2.pdf", "1.pdf"]
    page = client.post(f"{path}/{one.public_id}/thay", data={"file": (io.BytesIO(b"<svg>"), "x.png")})
    assert "Tệp phải là PDF, Word, Excel, JPG hoặc PNG." in words(page)
    assert "Chọn tệp cần tải lên." in words(client.post(f"{path}/{one.public_id}/thay", data={}))
    client.post(f"{path}/{one.public_id}/thay", data={"file": (io.BytesIO(picture()), "ảnh.jpg")})
    assert names_of(draft) == ["2.pdf", "ảnh.jpg"]


def test_a_paper_is_read_as_pictures_of_its_pages(client_of: ClientOf, draft: Nomination, cast: Cast) -> None:
    client = client_of(cast.officer)
    with transaction():
        file = services.attach(cast.officer, draft, PaperInput(PAPER), incoming("dài.pdf", pdf(45)))
    path = f"/ho-so/{draft.public_id}/tep/{file.public_id}"
    page = client.get(f"{path}/xem?phan=3").get_data(as_text=True)
    assert re.findall(r'<img src="([^"]+)" width="(\d+)" height="(\d+)"', page) == [
        (f"{path}/trang/{number}", "1100", "1557") for number in range(41, 46)
    ]
    assert "Trang 41 đến 45 trong 45 trang" in page
    answer = client.get(f"{path}/trang/45")
    assert Image.open(io.BytesIO(answer.data)).size == (1100, 1557)
    told = ("Content-Disposition", "Content-Security-Policy", "Cache-Control", "X-Content-Type-Options", "Content-Type")
    assert [answer.headers[name] for name in told] == [
        "inline; filename=trang-45.webp; filename*=UTF-8''trang-45.webp",
        "sandbox; default-src 'none'",
        "no-store",
        "nosniff",
        "image/webp",
    ]
    assert [client.get(f"{path}/trang/{number}").status_code for number in (0, 46, 999_999)] == [404, 404, 404]


def test_a_small_picture_stands_for_each_paper_that_can_be_drawn(
    client_of: ClientOf, draft: Nomination, cast: Cast
) -> None:
    client = client_of(cast.officer)
    post(client, draft, ("a.pdf", pdf()), ("b.jpg", picture(3000, 2000)), ("c.docx", office("word")))
    shown, photo, word = (f"/ho-so/{draft.public_id}/tep/{file.public_id}" for file in draft.kept_files)
    sizes = [Image.open(io.BytesIO(client.get(f"{path}/anh-nho").data)).size for path in (shown, photo)]
    assert sizes == [(240, 340), (240, 160)]
    assert client.get(f"{word}/anh-nho").status_code == 404
    assert "Tệp Word không xem được ngay trên trang." in words(client.get(f"{word}/xem"))


def test_the_centre_reads_the_pages_of_what_was_forwarded_only(client_of: ClientOf, cast: Cast, season: Season) -> None:
    nomination, draft = a_forwarded(cast, season), a_draft(cast, season)
    (hidden,) = attached(cast, draft, "nháp.pdf")
    seen = nomination.kept_files[0]
    places = [
        f"/ho-so/{one.nomination.public_id}/tep/{one.public_id}/{page}"
        for one in (seen, hidden)
        for page in ("xem", "trang/1", "anh-nho")
    ]
    for actor, statuses in (
        (cast.officer, [200] * 6),
        (cast.screener, [200] * 3 + [404] * 3),
        (cast.stranger, [404] * 6),
        (cast.judge, [404] * 6),
    ):
        client = client_of(actor)
        assert [client.get(place).status_code for place in places] == statuses
