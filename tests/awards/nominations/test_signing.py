"""The print for signature carries the code of its content; a scan is taken only with the code of what stands now."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest

from awards.base.database import db
from awards.base.errors import DomainError
from awards.base.transaction import transaction
from awards.forwarding import services as forwarding
from awards.nominations import services, signing
from awards.nominations.dossier import DossierContent, live_content
from awards.nominations.inputs import AchievementsInput
from awards.nominations.models import DossierFile, Nomination
from awards.policy.actor import Actor
from tests.builders import a_complete_draft, a_draft, a_forwarded, a_pdf, an_open_season, pdf_bytes
from tests.cast import Cast, CastClient

ClientOf = Callable[[Actor], CastClient]


def scans(nomination: Nomination) -> list[tuple[str, str | None]]:
    db.session.expire_all()
    return [(file.name, file.signed_digest) for file in nomination.kept_files if file.paper == "signed_copy"]


def hand_in(client: CastClient, nomination: Nomination, code: str, name: str = "ban-ky.pdf") -> tuple[int, str]:
    data = {"code": code, "file": (io.BytesIO(pdf_bytes()), name)}
    answer = client.post(f"/ho-so/{nomination.public_id}/ban-ky", data=data)
    return answer.status_code, answer.text


def test_a_signed_scan_is_matched_by_the_code_on_its_paper(cast: Cast, client_of: ClientOf) -> None:
    nomination, officer = a_complete_draft(cast, an_open_season(cast)), client_of(cast.officer)
    page = officer.get(f"/ho-so/{nomination.public_id}/in").text
    found = re.search(r"HS\d{4}-\w{6}-[0-9A-F]{8}-\w\w", page)
    assert found is not None
    assert "BẢN NHÁP" in page
    assert 'src="data:image/svg+xml' in page
    code = found.group()
    assert hand_in(officer, nomination, code.lower().replace("-", " "))[0] == 302
    assert scans(nomination) == [("ban-ky.pdf", live_content(nomination).printed_digest())]
    assert signing.printed_code(live_content(nomination)) == code
    with transaction():
        services.save_section(cast.officer, nomination, AchievementsInput("Sửa sau khi in."))
    db.session.expire_all()
    assert "In từ nội dung cũ" in officer.get(f"/ho-so/{nomination.public_id}/ban-ky").text
    assert "Bản ký được in từ nội dung cũ." in officer.get(f"/ho-so/{nomination.public_id}").text
    status, refused = hand_in(officer, nomination, code)
    assert (status, "Bản ký này in từ nội dung cũ" in refused, len(scans(nomination))) == (200, True, 1)
    newer = signing.printed_code(live_content(nomination))
    assert [hand_in(officer, nomination, newer, "ban-moi.pdf")[0] for _ in range(2)] == [302, 302]
    assert scans(nomination) == [("ban-moi.pdf", live_content(nomination).printed_digest())]


def test_a_mistyped_code_and_the_code_of_another_dossier_are_told_apart(cast: Cast) -> None:
    season = an_open_season(cast)
    one, other = (live_content(a_draft(cast, season)) for _ in range(2))
    code = signing.printed_code(one)
    last = "2" if code[-1] != "2" else "3"
    assert [
        signing.refusal_of(text, one)
        for text in (code, code[:-1] + last, code[:-3], "", "HS2026", signing.printed_code(other), "ｘ" * 22)
    ] == [
        None,
        signing.WRONG_CODE,
        signing.WRONG_CODE,
        signing.WRONG_CODE,
        signing.WRONG_CODE,
        signing.OTHER_DOSSIER,
        signing.WRONG_CODE,
    ]


def test_every_wrong_character_and_swap_of_neighbours_in_a_code_is_found(cast: Cast) -> None:
    content = live_content(a_draft(cast, an_open_season(cast)))
    code = signing.printed_code(content)
    wrong = [
        code[:place] + letter + code[place + 1 :]
        for place in range(len(code))
        for letter in "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
        if code[place] != "-" and code[place].translate(signing.LOOKALIKES) != letter
    ]
    whole = code.replace("-", "")
    swapped = [whole[:at] + whole[at + 1] + whole[at] + whole[at + 2 :] for at in range(len(whole) - 1)]
    wrong += [text for text in swapped if text != whole]
    assert {signing.refusal_of(text, content) for text in wrong} == {signing.WRONG_CODE}


def test_the_signed_scan_may_come_while_the_leader_reads_and_not_after_sending(cast: Cast) -> None:
    nomination = a_complete_draft(cast, an_open_season(cast))
    with transaction():
        forwarding.ask_for_sign_off(cast.officer, nomination)
    with transaction():
        code = signing.printed_code(live_content(nomination))
        signing.attach_signed_copy(cast.officer, nomination, code, a_pdf("Bản ký.pdf"))
    with transaction():
        forwarding.sign_off(cast.leader, nomination)
        revision = forwarding.forward(cast.leader, nomination)
    content = DossierContent.read(revision.content)
    assert [paper.name for paper in content.signed_copies] == ["Bản ký.pdf"]
    assert signing.printed_code(content) == code
    with pytest.raises(DomainError, match="Hồ sơ đã gửi"), transaction():
        signing.attach_signed_copy(cast.officer, nomination, code, a_pdf("Muộn.pdf"))


def test_the_print_of_a_sent_dossier_is_no_draft_and_keeps_its_code(cast: Cast, client_of: ClientOf) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    pages = [client_of(person).get(f"/ho-so/{nomination.public_id}/in") for person in (cast.leader, cast.screener)]
    code = signing.printed_code(DossierContent.read(nomination.revisions[-1].content))
    assert [(page.status_code, code in page.text, "BẢN NHÁP" in page.text) for page in pages] == [
        (200, True, False)
    ] * 2


def test_a_picture_of_another_kind_is_refused_beside_its_field(cast: Cast, client_of: ClientOf) -> None:
    nomination, officer = a_complete_draft(cast, an_open_season(cast)), client_of(cast.officer)
    code = signing.printed_code(live_content(nomination))
    data = {"code": code, "file": (io.BytesIO(b"\x89PNG\r\n\x1a\n" + b"0" * 40), "anh.png")}
    page = officer.post(f"/ho-so/{nomination.public_id}/ban-ky", data=data)
    empty = officer.post(f"/ho-so/{nomination.public_id}/ban-ky", data={"code": code})
    assert [(one.status_code, "Lỗi: </span>" in one.text) for one in (page, empty)] == [(200, True)] * 2
    assert "Chọn tệp bản quét cần tải lên." in empty.text
    assert db.session.query(DossierFile).filter_by(paper="signed_copy").count() == 0
