"""From a signed-off dossier to a receipt, and back again: deadline, second click, withdrawal, log."""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import func, select

from awards.audit.models import AuditEntry
from awards.base import clock
from awards.base.database import db
from awards.base.dates import format_day
from awards.base.errors import DomainError
from awards.base.identifiers import grouped
from awards.base.transaction import transaction
from awards.forwarding import paths, services
from awards.forwarding.models import NominationEvent
from awards.nominations.dossier import DossierContent, live_content
from awards.nominations.models import DossierRevision, Nomination
from awards.nominations.states import MOVES, NominationState
from awards.nominees import services as nominees
from awards.nominees.inputs import FiguresInput
from awards.notices.models import Notice
from awards.policy.actor import Actor
from awards.policy.permission_map import Forbidden
from awards.screening import services as screening
from awards.seasons import services as seasons
from awards.seasons.inputs import ExtensionInput
from awards.seasons.models import Season
from awards.seasons.states import SeasonState
from tests.builders import (
    a_complete_draft,
    a_draft,
    a_figure,
    a_forwarded,
    an_open_season,
    close_nominations,
    forward,
)
from tests.cast import Cast, CastClient

WHY = "Hợp tác xã xin thôi."


def revisions() -> int:
    return db.session.scalar(select(func.count(DossierRevision.id))) or 0


def a_signed_off(cast: Cast, season: Season | None = None, *, away: bool = False) -> Nomination:
    officer, leader = (cast.stranger, cast.stranger_leader) if away else (cast.officer, cast.leader)
    nomination = a_complete_draft(cast, season or an_open_season(cast), by=officer)
    with transaction():
        services.ask_for_sign_off(officer, nomination)
        services.sign_off(leader, nomination)
    return nomination


def test_a_leader_forwards_a_signed_off_dossier_and_gets_a_receipt(cast: Cast) -> None:
    nomination = a_complete_draft(cast, an_open_season(cast))
    revision = forward(cast.officer, cast.leader, nomination)
    assert (nomination.state, revision.number, len(revision.receipt_code)) == (NominationState.FORWARDED, 1, 12)
    assert DossierContent.read(revision.content) == live_content(nomination)
    assert DossierContent.read(revision.content).digest() == revision.digest


def test_the_whole_province_is_told_with_the_code(cast: Cast) -> None:
    revision = a_forwarded(cast, an_open_season(cast)).revisions[0]
    notices = db.session.scalars(select(Notice).where(Notice.kind == "received").order_by(Notice.user_id)).all()
    told = {notice.user.public_id for notice in notices}
    assert told == {cast.officer.public_id, cast.leader.public_id}
    assert {(revision.receipt_code in notice.body, notice.path) for notice in notices} == {
        (True, paths.receipt_page(revision.nomination, revision))
    }


def test_the_addresses_in_messages_are_those_of_the_pages(app: Flask, cast: Cast) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    with app.test_request_context():
        by_name = [
            app.url_for("forwarding.sign_off", public_id=nomination.public_id),
            app.url_for("forwarding.show_history", public_id=nomination.public_id),
            app.url_for("forwarding.show_receipt", public_id=nomination.public_id, number=1),
            app.url_for("forwarding.show_province", season_public_id=nomination.season.public_id),
        ]
    assert by_name == [
        paths.sign_off_page(nomination),
        paths.history_page(nomination),
        paths.receipt_page(nomination, nomination.revisions[0]),
        paths.province_page(nomination.season),
    ]


def test_the_second_click_gives_the_same_receipt(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    nomination = a_signed_off(cast)
    leader, path = client_of(cast.leader), f"/ho-so/{nomination.public_id}/gui"
    answers = [leader.post(path) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert {answer.location for answer in answers} == {f"/ho-so/{nomination.public_id}/bien-nhan/1"}
    assert revisions() == 1


def test_what_nobody_signed_off_is_not_sent(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    nomination = a_complete_draft(cast, an_open_season(cast))
    page = client_of(cast.leader).post(f"/ho-so/{nomination.public_id}/gui")
    assert (page.status_code, "chưa được lãnh đạo duyệt" in page.text, revisions()) == (200, True, 0)


def test_gaps_are_named_and_nothing_is_sent(cast: Cast) -> None:
    nomination = a_draft(cast, an_open_season(cast))
    with pytest.raises(DomainError) as refused:
        forward(cast.officer, cast.leader, nomination)
    for gap in ("người đại diện hợp tác xã ký", "tóm tắt thành tích", "Thiếu giấy tờ: Bản đăng ký tham gia."):
        assert gap in refused.value.sentence
    assert (nomination.state, revisions()) == (NominationState.DRAFT, 0)


def test_figures_that_changed_after_the_sign_off_are_looked_at_again(cast: Cast) -> None:
    nomination = a_signed_off(cast)
    with transaction():
        figures = FiguresInput((a_figure("revenue", "1499999999"),))
        nominees.save_figures(cast.officer, nomination.organisation, figures)
    with pytest.raises(DomainError, match=r"1\.499\.999\.999.*1\.500\.000\.000") as refused, transaction():
        services.forward(cast.leader, nomination)
    assert (refused.value.field, revisions()) == (None, 0)


def test_after_the_deadline_nothing_is_sent_but_what_the_province_was_given_more_time_for(cast: Cast) -> None:
    season = an_open_season(cast)
    home, away = a_signed_off(cast, season), a_signed_off(cast, season, away=True)
    close_nominations(cast, season)
    with transaction():
        entry = ExtensionInput(home.alliance.public_id, clock.now() + timedelta(days=2), "Bão lũ")
        seasons.record_extension(cast.office, season, home.alliance, entry)
        services.forward(cast.leader, home)
    with pytest.raises(DomainError, match="hết hạn"), transaction():
        services.forward(cast.stranger_leader, away)
    assert (home.state, away.state) == (NominationState.FORWARDED, NominationState.SIGNED_OFF)


def test_an_officer_may_not_send_and_a_stranger_neither(cast: Cast) -> None:
    nomination = a_signed_off(cast)
    for actor in (cast.officer, cast.stranger_leader, cast.screener):
        with pytest.raises(Forbidden), transaction():
            services.forward(actor, nomination)


def test_withdrawing_needs_a_reason_and_happens_once(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    leader, path = client_of(cast.leader), f"/ho-so/{nomination.public_id}/rut"
    assert "Ghi lý do." in leader.post(path, data={"reason": ""}).text
    assert [leader.post(path, data={"reason": WHY}).status_code for _ in range(2)] == [302, 302]
    db.session.expire_all()
    kinds = db.session.scalars(select(NominationEvent.kind).order_by(NominationEvent.id)).all()
    assert (nomination.state, kinds[-2:]) == (NominationState.WITHDRAWN, ["forwarded", "withdrawn"])
    assert "Đã rút" in leader.get(f"/ho-so/{nomination.public_id}").text


def test_an_accepted_nomination_stays_once_the_council_judges(cast: Cast) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    with transaction():
        nomination.state, nomination.season.state = NominationState.ACCEPTED.value, SeasonState.JUDGING.value
    with pytest.raises(DomainError, match="đã bắt đầu chấm"), transaction():
        services.withdraw(cast.leader, nomination, WHY)


def test_a_stranger_meets_404_on_every_page_of_a_foreign_nomination(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    pages = ("chuyen-duyet", "duyet", "chua-duyet", "mo-lai", "gui", "rut", "thay-the", "dien-bien", "bien-nhan/1")
    for person in (cast.stranger, cast.stranger_leader):
        client = client_of(person)
        statuses = [client.get(f"/ho-so/{nomination.public_id}/{page}").status_code for page in pages]
        assert statuses == [404] * len(pages)


def test_the_centre_sees_nothing_before_sending(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    nomination = a_signed_off(cast)
    path = f"/ho-so/{nomination.public_id}/dien-bien"
    before = client_of(cast.screener).get(path).status_code
    with transaction():
        services.forward(cast.leader, nomination)
    assert (before, client_of(cast.screener).get(path).status_code) == (404, 200)


def test_what_the_province_says_among_itself_stays_there(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    nomination = a_complete_draft(cast, an_open_season(cast))
    with transaction():
        services.ask_for_sign_off(cast.officer, nomination)
        services.decline_sign_off(cast.leader, nomination, "lời chỉ trong tỉnh")
    forward(cast.officer, cast.leader, nomination)
    with transaction():
        screening.hold(cast.screener, nomination, "Chờ xác minh.")
    path = f"/ho-so/{nomination.public_id}/dien-bien"
    province, centre = client_of(cast.officer).get(path).text, client_of(cast.screener).get(path).text
    assert ("lời chỉ trong tỉnh" in province, "lời chỉ trong tỉnh" in centre) == (True, False)
    assert cast.screener.name not in province


def test_every_move_of_the_table_is_between_known_states_and_ends_are_ends() -> None:
    assert set(MOVES) == set(NominationState)
    assert {state for state, nexts in MOVES.items() if not nexts} == {
        NominationState.INELIGIBLE,
        NominationState.WITHDRAWN,
        NominationState.REPLACED,
    }


def test_each_act_leaves_one_line_in_the_log(cast: Cast) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    subject = f"nomination:{nomination.public_id}"
    statement = select(AuditEntry.action).where(AuditEntry.subject == subject).order_by(AuditEntry.number)
    lines = db.session.scalars(statement).all()
    assert lines[-3:] == ["nomination.sign_off_ask", "nomination.sign_off", "nomination.forward"]


@pytest.mark.parametrize(("table", "column"), [(DossierRevision, "content"), (NominationEvent, "reason")])
def test_what_was_sent_and_what_happened_cannot_be_changed_in_the_database(
    cast: Cast, table: type, column: str
) -> None:
    a_forwarded(cast, an_open_season(cast))
    row = db.session.scalars(select(table)).first()
    setattr(row, column, "khác")
    with pytest.raises(Exception, match="append-only"):
        db.session.flush()


def test_two_clicks_at_the_same_moment_give_one_receipt(
    app: Flask, cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    path = f"/ho-so/{a_signed_off(cast).public_id}/gui"
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


def test_the_receipt_names_every_file_with_its_digest_on_the_page_and_on_paper(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    revision = nomination.revisions[0]
    content = DossierContent.read(revision.content)
    leader = client_of(cast.leader)
    page = leader.get(f"/ho-so/{nomination.public_id}/bien-nhan/1").text
    answer = leader.get(f"/tai-ve/bien-nhan/{nomination.public_id}/1")
    paper = "".join(one.extract_text() for one in PdfReader(io.BytesIO(answer.data)).pages)
    flat = "".join(paper.split())
    words = [grouped(revision.receipt_code), content.reference, revision.digest, cast.leader.name]
    words += [word for one in content.papers for word in (one.name, one.sha256)]
    assert [word for word in words if word not in page] == []
    assert [word for word in words if "".join(word.split()) not in flat.replace("\u200b", "")] == []
    assert format_day(revision.forwarded_at) in flat
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=bien-nhan-")
    assert leader.get(f"/tai-ve/bien-nhan/{nomination.public_id}/1").data == answer.data
    assert client_of(cast.stranger_leader).get(f"/tai-ve/bien-nhan/{nomination.public_id}/1").status_code == 404
