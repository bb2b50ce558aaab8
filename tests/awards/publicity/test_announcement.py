"""Two persons and an instant: before it nothing of a result can be found by the public, in any page, header or file."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import quote, quote_plus

import pytest
import time_machine
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from awards.base import clock
from awards.base.database import db
from awards.base.errors import ConflictError, DomainError
from awards.base.identifiers import grouped, new_code
from awards.base.transaction import transaction
from awards.decisions.models import Decision
from awards.honours.models import Honour
from awards.policy.actor import OPERATOR, Actor
from awards.policy.permission_map import Forbidden
from awards.publicity import services, staff_queries
from awards.publicity.models import Announcement, PublicHonour, PublicNominee
from tests.cast import Cast, CastClient
from tests.judged import PLACES, a_decided_season, a_planned_announcement, in_an_hour

LINK = re.compile(r'(?:href|src|action)="(/[^"#]*)')
NAMES = tuple(name for _, name in PLACES)


def rows() -> tuple[int, ...]:
    """Public honours, public nominees, honours of the register."""
    kept = (PublicHonour, PublicNominee, Honour)
    return tuple(db.session.scalar(select(func.count(model.id))) or 0 for model in kept)


def fetched(client: CastClient, path: str) -> str:
    """Status, headers and body of an address."""
    with client.get(path) as answer:
        return f"{answer.status}\n{answer.headers}\n{answer.get_data(as_text=True)}"


def crawl(client: CastClient) -> dict[str, str]:
    """Every page and file a stranger can reach by links, with its headers."""
    waiting = ["/", "/robots.txt", "/sitemap.xml", "/khong-co-trang-nay", "/vinh-danh/mau?q=mau", "/dang-nhap"]
    seen: dict[str, str] = {}
    while waiting:
        path = waiting.pop()
        if path not in seen:
            seen[path] = fetched(client, path)
            waiting += [html.unescape(link) for link in LINK.findall(seen[path])]
    return seen


def secrets_of(decision: Decision) -> list[str]:
    """What nobody may find: names, codes, golden book numbers, the decision's number."""
    codes = [entry.certificate_code for entry in decision.entries]
    numbers = [entry.golden_book_number for entry in decision.entries]
    return [*NAMES, *codes, *(grouped(code) for code in codes), *numbers, decision.number]


def answer_without_question(client: CastClient, path: str, asked: str) -> str:
    """What an address tells of what was asked, without repeating it."""
    told = fetched(client, path + quote(asked))
    for spelling in (asked, quote(asked), quote_plus(asked), html.escape(asked)):
        told = told.replace(spelling, "?")
    return re.sub(r"Content-Length: \d+", "", told)


def test_before_the_instant_nothing_can_be_found_and_after_it_all(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    decision = a_decided_season(cast)
    secrets, instant = secrets_of(decision), in_an_hour()
    codes = [entry.certificate_code for entry in decision.entries]
    a_planned_announcement(cast, decision, instant)
    stranger = client_of(cast.nobody)
    for moment in (clock.now(), instant - timedelta(seconds=1)):
        with time_machine.travel(moment, tick=False):
            pages = crawl(stranger)
            assert {path for path, told in pages.items() for secret in secrets if secret in told} == set()
            assert len(pages) > 12
            for code in codes:
                unknown = answer_without_question(stranger, "/xac-minh/", grouped(new_code(28)))
                assert answer_without_question(stranger, "/xac-minh/", grouped(code)) == unknown
            for name in NAMES:
                unknown = answer_without_question(stranger, "/vinh-danh/mau?q=", "Hợp tác xã Mẫu không ai biết")
                assert answer_without_question(stranger, "/vinh-danh/mau?q=", name) == unknown
    with time_machine.travel(instant, tick=False):
        told = "\n".join(crawl(stranger).values())
        assert [name for name in NAMES if name not in told] == []
        assert [decision.number in fetched(stranger, f"/xac-minh/{grouped(code)}") for code in codes] == [True] * 3


def test_whoever_proposed_cannot_approve(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    decision = a_decided_season(cast)
    with transaction():
        announcement = services.propose_announcement(cast.office, decision, in_an_hour())
    with pytest.raises(Forbidden), transaction():
        services.approve_announcement(cast.office, announcement)
    seen = {"seen": announcement.announced_at.isoformat()}
    path = f"/cong-bo/dot/{announcement.public_id}/duyet"
    assert client_of(cast.office).post(path, data=seen).status_code == 403
    assert client_of(cast.standing).post(path, data=seen).status_code == 403
    assert rows() == (0, 0, 0)
    with pytest.raises(IntegrityError):
        db.session.execute(text("UPDATE announcement SET approved_by_id = proposed_by_id, approved_at = proposed_at"))
    db.session.rollback()


def test_two_clicks_of_the_second_person_give_one_set_of_rows(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    decision = a_decided_season(cast)
    with transaction():
        announcement = services.propose_announcement(cast.office, decision, in_an_hour())
    seen = {"seen": announcement.announced_at.isoformat()}
    second, path = client_of(cast.second_office), f"/cong-bo/dot/{announcement.public_id}/duyet"
    assert [second.post(path, data=seen).status_code for _ in range(2)] == [302, 302]
    assert rows() == (3, 3, 3)
    with pytest.raises(ConflictError, match="đã được duyệt"), transaction():
        services.approve_announcement(cast.second_office, announcement)


def test_the_public_copy_holds_what_the_decision_says(cast: Cast) -> None:
    decision = a_decided_season(cast)
    announcement = a_planned_announcement(cast, decision, in_an_hour())
    copies = db.session.scalars(select(PublicHonour).order_by(PublicHonour.golden_book_number)).all()
    assert [(one.name, one.province_name, one.certificate_code, one.announced_at) for one in copies] == [
        (name, province, entry.certificate_code, announcement.announced_at)
        for (name, province), entry in zip(
            [(NAMES[1], "Cà Mau"), (NAMES[2], "Cà Mau"), (NAMES[0], "Tuyên Quang")], decision.entries, strict=True
        )
    ]
    facts = {(one.is_sample, one.decision_number, one.season_public_id, one.year) for one in copies}
    assert facts == {(True, decision.number, decision.season.public_id, decision.season.year)}


def test_another_instant_needs_another_approval(cast: Cast) -> None:
    decision = a_decided_season(cast)
    announcement = a_planned_announcement(cast, decision, in_an_hour())
    later = in_an_hour() + timedelta(days=1)
    with transaction():
        services.reschedule_announcement(cast.second_office, announcement, later)
    assert (announcement.announced_at, announcement.approved_at, rows()) == (later, None, (0, 0, 0))
    with pytest.raises(Forbidden), transaction():
        services.approve_announcement(cast.second_office, announcement)
    with transaction():
        services.approve_announcement(cast.office, announcement)
    assert rows() == (3, 3, 3)


def test_what_is_out_stays_out(cast: Cast) -> None:
    decision = a_decided_season(cast)
    instant = in_an_hour()
    announcement = a_planned_announcement(cast, decision, instant)
    with time_machine.travel(instant, tick=False), pytest.raises(DomainError, match="đã được công bố"), transaction():
        services.reschedule_announcement(cast.office, announcement, instant + timedelta(days=1))
    assert rows() == (3, 3, 3)


def test_an_instant_already_past_becomes_the_moment_of_approval(cast: Cast) -> None:
    decision = a_decided_season(cast)
    with transaction():
        announcement = services.propose_announcement(cast.office, decision, clock.now() - timedelta(hours=2))
    before = clock.now()
    with transaction():
        services.approve_announcement(cast.second_office, announcement)
    assert announcement.announced_at == announcement.approved_at
    assert announcement.announced_at >= before
    assert staff_queries.is_out(announcement)


def test_who_approves_approves_the_instant_on_the_screen(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    decision = a_decided_season(cast)
    with transaction():
        announcement = services.propose_announcement(cast.office, decision, in_an_hour())
    seen = {"seen": announcement.announced_at.isoformat()}
    with transaction():
        services.reschedule_announcement(cast.office, announcement, in_an_hour() + timedelta(days=9))
    second = client_of(cast.second_office)
    answer = second.post(f"/cong-bo/dot/{announcement.public_id}/duyet", data=seen)
    page = second.get(answer.location)
    assert "Thời điểm công bố vừa được đổi. Hãy xem lại rồi duyệt." in page.text
    assert rows() == (0, 0, 0)


def test_two_clicks_of_the_first_person_give_one_proposal(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    decision = a_decided_season(cast)
    path = f"/cong-bo/quyet-dinh/{decision.public_id}/de-nghi"
    office, typed = client_of(cast.office), {"announced_at": "17:00 31/12/2099"}
    assert [office.post(path, data=typed).status_code for _ in range(2)] == [302, 302]
    assert db.session.scalar(select(func.count(Announcement.id))) == 1


def test_a_bad_instant_is_told_and_kept(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    decision = a_decided_season(cast)
    office, path = client_of(cast.office), f"/cong-bo/quyet-dinh/{decision.public_id}/de-nghi"
    for typed, sentence in (
        ("", "Nhập thời điểm công bố."),
        ("mai", "Nhập giờ và ngày, ví dụ 17:00 31/12/2026."),
        ("17:00 31/12/2001", "Thời điểm 17 giờ 00 ngày 31/12/2001 đã qua."),
    ):
        page = office.post(path, data={"announced_at": typed})
        assert page.status_code == 200
        assert sentence in page.text
        assert f'value="{typed}"' in page.text
    assert db.session.scalar(select(func.count(Announcement.id))) == 0


def test_a_command_without_a_person_publishes_nothing(cast: Cast) -> None:
    decision = a_decided_season(cast)
    with pytest.raises(DomainError, match="đăng nhập bằng tài khoản"), transaction():
        services.propose_announcement(OPERATOR, decision, in_an_hour())


def test_the_pages_tell_each_person_what_waits(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    decision = a_decided_season(cast)
    path, first, second = (
        f"/cong-bo/quyet-dinh/{decision.public_id}",
        client_of(cast.office),
        client_of(cast.second_office),
    )
    assert "Đề nghị thời điểm công bố" in first.get(path).text
    with transaction():
        services.propose_announcement(cast.office, decision, in_an_hour())
    assert "Cần một người khác của Thường trực" in first.get(path).text
    assert "<h2>Duyệt công bố</h2>" in second.get(path).text
    assert "Chờ người thứ hai duyệt" in first.get("/cong-bo/").text
    assert client_of(cast.judge).get(path).status_code == 404
