"""From a draft to a receipt: completeness, conditions, quota, deadline, and the second click."""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from awards.audit.models import AuditEntry
from awards.base import clock
from awards.base.database import db
from awards.base.errors import ConflictError, DomainError
from awards.base.transaction import transaction
from awards.nominations import services
from awards.nominations.dossier import DossierContent, live_content
from awards.nominations.inputs import PaperInput
from awards.nominations.models import DossierFile, DossierRevision, Nomination
from awards.nominations.states import MOVES, NominationState
from awards.nominees import services as nominees
from awards.nominees.inputs import FiguresInput
from awards.policy.actor import Actor
from awards.policy.permission_map import Forbidden
from awards.screening import services as screening
from awards.seasons import services as seasons
from awards.seasons.inputs import ExtensionInput
from tests.builders import (
    a_complete_draft,
    a_complete_entry,
    a_draft,
    a_figure,
    a_forwarded,
    a_pdf,
    an_open_season,
    an_organisation,
    close_nominations,
    pdf_bytes,
)
from tests.cast import Cast, CastClient


def revisions() -> int:
    return db.session.scalar(select(func.count(DossierRevision.id))) or 0


def test_a_leader_forwards_a_complete_dossier_and_gets_a_receipt(cast: Cast) -> None:
    nomination = a_complete_draft(cast, an_open_season(cast))
    with transaction():
        revision = services.forward(cast.leader, nomination)
    assert (nomination.state, revision.number, len(revision.receipt_code)) == (NominationState.FORWARDED, 1, 12)
    assert DossierContent.read(revision.content) == live_content(nomination)
    assert DossierContent.read(revision.content).digest() == revision.digest


def test_the_second_click_gives_the_same_receipt(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    nomination = a_complete_draft(cast, an_open_season(cast))
    leader, path = client_of(cast.leader), f"/ho-so/{nomination.public_id}/gui"
    answers = [leader.post(path) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert {answer.location for answer in answers} == {f"/ho-so/{nomination.public_id}/bien-nhan/1"}
    assert revisions() == 1


def test_gaps_are_named_and_nothing_is_sent(cast: Cast) -> None:
    nomination = a_draft(cast, an_open_season(cast))
    with pytest.raises(DomainError) as refused, transaction():
        services.forward(cast.leader, nomination)
    for gap in ("người đại diện hợp tác xã ký", "tóm tắt thành tích", "Thiếu giấy tờ: Bản đăng ký tham gia."):
        assert gap in refused.value.sentence
    assert (nomination.state, revisions()) == (NominationState.DRAFT, 0)


def test_a_failed_condition_is_told_with_figure_and_limit(cast: Cast) -> None:
    nomination = a_complete_draft(cast, an_open_season(cast))
    with transaction():
        figures = FiguresInput((a_figure("revenue", "1499999999"),))
        nominees.save_figures(cast.officer, nomination.organisation, figures)
    with pytest.raises(DomainError, match=r"1\.499\.999\.999.*1\.500\.000\.000") as refused, transaction():
        services.forward(cast.leader, nomination)
    assert refused.value.field is None


def test_the_quota_of_the_rulebook_is_refused_beyond_and_freed_by_withdrawal(cast: Cast) -> None:
    season = an_open_season(cast)
    sent = [a_forwarded(cast, season) for _ in range(4)]
    fifth = a_complete_draft(cast, season)
    with pytest.raises(DomainError, match="đủ 4 hồ sơ theo chỉ tiêu"), transaction():
        services.forward(cast.leader, fifth)
    with transaction():
        services.withdraw(cast.leader, sent[0])
        services.forward(cast.leader, fifth)
    assert fifth.state == NominationState.FORWARDED


def test_another_province_has_a_quota_of_its_own(cast: Cast) -> None:
    season = an_open_season(cast)
    for _ in range(4):
        a_forwarded(cast, season)
    assert a_forwarded(cast, season, away=True).state == NominationState.FORWARDED


def test_after_the_deadline_the_form_is_shut_and_the_draft_is_kept(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    season = an_open_season(cast)
    nomination = a_complete_draft(cast, season)
    close_nominations(cast, season)
    officer = client_of(cast.officer)
    path = f"/ho-so/{nomination.public_id}"
    answer = officer.post(f"{path}/sua", data={"base_version": "99", "achievements": "viết thêm lúc nửa đêm"})
    assert "Đã hết hạn nhận hồ sơ" in answer.text
    assert "viết thêm lúc nửa đêm" in answer.text
    assert "Lưu nháp" not in answer.text
    assert "liên kết tiêu thụ nông sản" in officer.get(path).text
    with pytest.raises(DomainError, match="Đã hết hạn nhận hồ sơ"), transaction():
        services.forward(cast.leader, nomination)


def test_an_extension_opens_the_form_again_for_that_province_only(cast: Cast) -> None:
    season = an_open_season(cast)
    home, away = a_complete_draft(cast, season), a_complete_draft(cast, season, by=cast.stranger)
    close_nominations(cast, season)
    with transaction():
        entry = ExtensionInput(home.alliance.public_id, clock.now() + timedelta(days=2), "Bão lũ")
        seasons.record_extension(cast.office, season, home.alliance, entry)
        services.forward(cast.leader, home)
    with pytest.raises(DomainError, match="hết hạn"), transaction():
        services.forward(cast.stranger_leader, away)


def test_an_officer_may_not_forward_and_a_leader_may_not_edit(cast: Cast) -> None:
    nomination = a_complete_draft(cast, an_open_season(cast))
    with pytest.raises(Forbidden):
        services.forward(cast.officer, nomination)
    with pytest.raises(Forbidden):
        services.save_draft(cast.leader, nomination, a_complete_entry(), nomination.lock_version)
    with pytest.raises(Forbidden):
        services.forward(cast.stranger_leader, nomination)


def test_a_second_window_is_shown_both_texts_and_overwrites_nothing(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    nomination = a_draft(cast, an_open_season(cast))
    officer, path = client_of(cast.officer), f"/ho-so/{nomination.public_id}/sua"
    base = str(nomination.lock_version)
    first = officer.post(path, data={"base_version": base, "achievements": "cửa sổ thứ nhất"})
    second = officer.post(path, data={"base_version": base, "achievements": "cửa sổ thứ hai"})
    assert (first.status_code, second.status_code) == (302, 409)
    assert "cửa sổ thứ nhất" in second.text
    assert "cửa sổ thứ hai" in second.text
    db.session.expire_all()
    assert nomination.achievements == "cửa sổ thứ nhất"


def test_a_stale_version_is_a_conflict_for_the_service_too(cast: Cast) -> None:
    nomination = a_draft(cast, an_open_season(cast))
    with pytest.raises(ConflictError), transaction():
        services.save_draft(cast.officer, nomination, a_complete_entry(), nomination.lock_version + 1)


def test_one_live_nomination_per_organisation_and_season(cast: Cast) -> None:
    season, organisation = an_open_season(cast), an_organisation(cast.officer)
    first = a_draft(cast, season, organisation=organisation)
    with pytest.raises(DomainError, match="đã có hồ sơ đề cử"):
        a_draft(cast, season, organisation=organisation)
    with transaction():
        services.withdraw(cast.leader, first)
    assert a_draft(cast, season, organisation=organisation).state == NominationState.DRAFT


def test_a_sector_without_a_table_of_criteria_is_refused(cast: Cast) -> None:
    season = an_open_season(cast)
    fund = an_organisation(cast.officer, sector="credit_fund")
    with pytest.raises(DomainError, match="không có bảng tiêu chí"):
        a_draft(cast, season, organisation=fund)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.pdf", b"", "Tệp không có nội dung."),
        ("a.pdf", b"<html>%PDF-1.7</html>", "Tệp phải là PDF."),
        ("a.docx", pdf_bytes(), "Tệp phải là PDF."),
        ("a.pdf", b"%PDF-1.7 cut off", "Không mở được tệp PDF này."),
        ("a.pdf", pdf_bytes() + b"\0" * (25 * 1024 * 1024), "Tệp phải nhỏ hơn 25 MB."),
    ],
)
def test_a_file_that_is_not_a_readable_pdf_is_refused_beside_its_field(
    cast: Cast, client_of: Callable[[Actor], CastClient], name: str, content: bytes, sentence: str
) -> None:
    nomination = a_draft(cast, an_open_season(cast))
    answer = client_of(cast.officer).post(
        f"/ho-so/{nomination.public_id}/giay-to",
        data={"paper": "registration", "file": (io.BytesIO(content), name)},
    )
    assert (answer.status_code, db.session.scalar(select(func.count(DossierFile.id)))) == (200, 0)
    assert sentence in answer.text


def test_a_file_comes_back_under_its_own_name_and_never_runs(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    nomination = a_draft(cast, an_open_season(cast))
    officer, path = client_of(cast.officer), f"/ho-so/{nomination.public_id}"
    officer.post(f"{path}/giay-to", data={"paper": "registration", "file": (io.BytesIO(pdf_bytes()), "đề nghị.pdf")})
    stored = db.session.scalars(select(DossierFile)).one()
    answer = officer.get(f"{path}/tep/{stored.public_id}")
    assert answer.data == pdf_bytes()
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=de-nghi.pdf; filename*=UTF-8''%C4%91%E1%BB%81%20ngh%E1%BB%8B.pdf"
    )
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert client_of(cast.stranger).get(f"{path}/tep/{stored.public_id}").status_code == 404


def test_the_same_file_twice_is_kept_once(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    nomination = a_draft(cast, an_open_season(cast))
    for _ in range(2):
        client_of(cast.officer).post(
            f"/ho-so/{nomination.public_id}/giay-to",
            data={"paper": "registration", "file": (io.BytesIO(pdf_bytes()), "bản đăng ký.pdf")},
        )
    assert db.session.scalar(select(func.count(DossierFile.id))) == 1


def test_a_stranger_meets_404_on_every_page_of_a_foreign_nomination(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    pages = ("", "/sua", "/giay-to", "/gui", "/rut", "/bien-nhan/1")
    for person in (cast.stranger, cast.stranger_leader):
        client = client_of(person)
        statuses = [client.get(f"/ho-so/{nomination.public_id}{page}").status_code for page in pages]
        assert statuses == [404] * len(pages)


def test_the_centre_sees_nothing_before_forwarding(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    nomination = a_complete_draft(cast, an_open_season(cast))
    before = client_of(cast.screener).get(f"/ho-so/{nomination.public_id}").status_code
    with transaction():
        services.forward(cast.leader, nomination)
    after = client_of(cast.screener).get(f"/ho-so/{nomination.public_id}").status_code
    assert (before, after) == (404, 200)


def test_every_move_of_the_table_is_between_known_states_and_ends_are_ends() -> None:
    assert set(MOVES) == set(NominationState)
    assert {state for state, nexts in MOVES.items() if not nexts} == {
        NominationState.ACCEPTED,
        NominationState.INELIGIBLE,
        NominationState.WITHDRAWN,
    }


def test_each_act_leaves_one_line_in_the_log(cast: Cast) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    subject = f"nomination:{nomination.public_id}"
    lines = db.session.scalars(
        select(AuditEntry.action).where(AuditEntry.subject == subject).order_by(AuditEntry.number)
    ).all()
    assert lines == [
        "nomination.create",
        "nomination.edit",
        "nomination.file_add",
        "nomination.file_add",
        "nomination.forward",
    ]


def test_a_revision_cannot_be_changed_in_the_database(cast: Cast) -> None:
    a_forwarded(cast, an_open_season(cast))
    revision = db.session.scalars(select(DossierRevision)).one()
    with pytest.raises(Exception, match="append-only"), transaction():
        revision.content = "{}"


def test_withdrawn_nominations_stay_readable(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    leader = client_of(cast.leader)
    assert leader.post(f"/ho-so/{nomination.public_id}/rut").status_code == 302
    assert "Đã rút" in leader.get(f"/ho-so/{nomination.public_id}").text
    assert db.session.get_one(Nomination, nomination.id).state == NominationState.WITHDRAWN


def test_two_clicks_at_the_same_moment_give_one_receipt(
    app: Flask, cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    path = f"/ho-so/{a_complete_draft(cast, an_open_season(cast)).public_id}/gui"
    leaders, ready = [client_of(cast.leader) for _ in range(4)], Barrier(4)

    def click(leader: CastClient) -> tuple[int, str | None]:
        with app.app_context():
            ready.wait()
            answer = leader.post(path)
            return answer.status_code, answer.location

    with ThreadPoolExecutor(4) as hands:
        answers = set(hands.map(click, leaders))
    assert answers == {(302, path.replace("/gui", "/bien-nhan/1"))}
    assert revisions() == 1


def test_two_clicks_at_the_same_moment_begin_one_nomination(
    app: Flask, cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    season, organisation = an_open_season(cast), an_organisation(cast.officer)
    path, data = f"/ho-so/de-cu/{season.public_id}", {"organisation": organisation.public_id}
    officers, ready = [client_of(cast.officer) for _ in range(4)], Barrier(4)

    def click(officer: CastClient) -> int:
        with app.app_context():
            ready.wait()
            return officer.post(path, data=data).status_code

    with ThreadPoolExecutor(4) as hands:
        assert sorted(hands.map(click, officers)) == [200, 200, 200, 302]
    assert db.session.scalar(select(func.count(Nomination.id))) == 1


def test_the_centre_reads_what_was_forwarded_and_never_a_correction_in_progress(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    with transaction():
        screening.return_to_province(cast.screener, nomination, {"achievements": "Viết rõ hơn."})
    with transaction():
        correction = replace(a_complete_entry(), achievements="Bản đang sửa dở", consent_by="Người mới")
        services.save_draft(cast.officer, nomination, correction, nomination.lock_version)
        added = services.attach_file(cast.officer, nomination, PaperInput("finance_report"), a_pdf("mới thêm.pdf"))
    path = f"/ho-so/{nomination.public_id}"
    file_path = f"{path}/tep/{added.public_id}"
    for person, reads in ((cast.officer, True), (cast.screener, False), (cast.office, False), (cast.auditor, False)):
        client = client_of(person)
        page = client.get(path).text
        assert [words in page for words in ("Bản đang sửa dở", "Người mới", "mới thêm.pdf")] == [reads] * 3
        assert client.get(file_path).status_code == (200 if reads else 404)
