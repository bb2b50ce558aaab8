"""A province enters many and sends what its quota allows; the rest waits in the leader's order."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from awards.base.database import db
from awards.base.errors import DomainError
from awards.base.transaction import transaction
from awards.forwarding import places, services
from awards.forwarding.models import WaitingPlace
from awards.nominations.models import DossierRevision, Nomination
from awards.nominations.states import NominationState
from awards.notices.models import Notice
from awards.policy.actor import Actor
from awards.policy.permission_map import Forbidden
from awards.seasons.models import Season
from tests.builders import a_complete_draft, a_forwarded, an_open_season
from tests.cast import Cast, CastClient

QUOTA = 4


def a_signed_off(cast: Cast, season: Season) -> Nomination:
    nomination = a_complete_draft(cast, season)
    with transaction():
        services.ask_for_sign_off(cast.officer, nomination)
        services.sign_off(cast.leader, nomination)
    return nomination


def a_full_season(cast: Cast) -> tuple[Season, list[Nomination]]:
    season = an_open_season(cast)
    return season, [a_forwarded(cast, season) for _ in range(QUOTA)]


def line(season: Season, cast: Cast) -> list[str]:
    assert cast.leader.alliance_id is not None
    return [place.nomination.reference for place in places.waiting(season.id, cast.leader.alliance_id)]


def test_over_the_quota_is_refused_with_the_clause(cast: Cast) -> None:
    season, _ = a_full_season(cast)
    fifth = a_signed_off(cast, season)
    with pytest.raises(DomainError, match=r"đủ 4 hồ sơ.*“Chỉ tiêu mỗi tỉnh, thành phố”.*tự đặt.*danh sách chờ"):
        services.forward(cast.leader, fifth)
    db.session.rollback()
    assert fifth.state == NominationState.SIGNED_OFF


def test_what_is_signed_off_over_the_quota_waits_in_line_and_is_sent_when_a_place_falls_free(cast: Cast) -> None:
    season, sent = a_full_season(cast)
    fifth, sixth = a_signed_off(cast, season), a_signed_off(cast, season)
    assert line(season, cast) == [fifth.reference, sixth.reference]
    with transaction():
        services.withdraw(cast.leader, sent[0], "Hợp tác xã xin thôi.")
    notice = db.session.scalars(select(Notice).where(Notice.kind == "place_free")).one()
    assert (notice.user.public_id, fifth.reference in notice.body) == (cast.leader.public_id, True)
    with pytest.raises(DomainError, match=f"Hồ sơ {fifth.reference} đứng trước"), transaction():
        services.forward(cast.leader, sixth)
    with transaction():
        services.forward(cast.leader, fifth)
    assert (fifth.state, line(season, cast)) == (NominationState.FORWARDED, [sixth.reference])


def test_the_leader_orders_the_line(cast: Cast) -> None:
    season, sent = a_full_season(cast)
    fifth, sixth, seventh = (a_signed_off(cast, season) for _ in range(3))
    with transaction():
        services.move_in_line(cast.leader, seventh, -1)
        services.move_in_line(cast.leader, seventh, -1)
        services.move_in_line(cast.leader, seventh, -1)  # at the top already
        services.move_in_line(cast.leader, fifth, 1)
    assert line(season, cast) == [seventh.reference, sixth.reference, fifth.reference]
    with transaction():
        services.withdraw(cast.leader, sent[0], "Hợp tác xã xin thôi.")
        services.forward(cast.leader, seventh)
    for actor in (cast.officer, cast.stranger_leader):
        with pytest.raises(Forbidden), transaction():
            services.move_in_line(actor, fifth, -1)


def test_whoever_goes_back_to_the_officer_leaves_the_line(cast: Cast) -> None:
    season, _ = a_full_season(cast)
    fifth = a_signed_off(cast, season)
    with transaction():
        services.decline_sign_off(cast.leader, fifth, "Xem lại.")
    assert line(season, cast) == []
    with pytest.raises(DomainError, match="đã duyệt và chưa gửi"), transaction():
        services.queue_up(cast.leader, fifth)


def test_joining_twice_keeps_one_place(cast: Cast) -> None:
    season = an_open_season(cast)
    nomination = a_signed_off(cast, season)
    assert line(season, cast) == []  # a place is free, so nobody has to wait
    for _ in range(2):
        with transaction():
            services.queue_up(cast.leader, nomination)
    assert line(season, cast) == [nomination.reference]


def test_another_province_has_places_of_its_own(cast: Cast) -> None:
    season, _ = a_full_season(cast)
    assert a_forwarded(cast, season, away=True).state == NominationState.FORWARDED


def test_the_last_place_is_given_once(app: Flask, cast: Cast) -> None:
    season = an_open_season(cast)
    for _ in range(QUOTA - 1):
        a_forwarded(cast, season)
    waiting = [a_signed_off(cast, season) for _ in range(4)]
    with transaction():  # nobody stands in line: every one of them could be the last
        for nomination in waiting:
            places.leave(nomination)
    ids, ready = [nomination.id for nomination in waiting], Barrier(len(waiting))
    db.session.rollback()

    def send(nomination_id: int) -> str:
        with app.app_context():
            ready.wait()
            try:
                with transaction():
                    services.forward(cast.leader, db.session.get_one(Nomination, nomination_id))
                return "sent"
            except DomainError as error:
                return error.sentence.split(".")[0]

    with ThreadPoolExecutor(len(ids)) as hands:
        answers = sorted(hands.map(send, ids))
    assert answers == ["Tỉnh đã gửi đủ 4 hồ sơ theo chỉ tiêu"] * 3 + ["sent"]
    assert db.session.scalar(select(func.count(DossierRevision.id))) == QUOTA


def test_the_province_s_page_counts_and_offers_the_first_in_line(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    season, sent = a_full_season(cast)
    fifth, sixth = a_signed_off(cast, season), a_signed_off(cast, season)
    path, leader = f"/ho-so/cua-tinh/{season.public_id}", client_of(cast.leader)
    full = leader.get(path).text
    assert "Gửi hồ sơ đứng đầu" not in full
    assert [words in full for words in ("4/4", "Còn 0 chỗ", fifth.reference, sixth.reference)] == [True] * 4
    leader.post(f"/ho-so/{sixth.public_id}/cho-cho/len")
    leader.post(f"/ho-so/{sent[1].public_id}/rut", data={"reason": "Hợp tác xã xin thôi."})
    page = leader.get(path).text
    assert "Gửi hồ sơ đứng đầu" in page
    assert f'action="/ho-so/{sixth.public_id}/gui"' in page
    assert "Gửi hồ sơ đứng đầu" not in client_of(cast.officer).get(path).text
    assert fifth.reference not in client_of(cast.stranger_leader).get(path).text


def test_the_province_s_page_asks_the_same_number_of_questions_however_many_it_lists(
    cast: Cast, client_of: Callable[[Actor], CastClient], count_queries: Callable[[], list[str]]
) -> None:
    season = an_open_season(cast)
    a_complete_draft(cast, season)
    path, leader = f"/ho-so/cua-tinh/{season.public_id}", client_of(cast.leader)
    leader.get(path)
    counts = []
    for _ in range(2):
        seen = count_queries()
        before = len(seen)
        leader.get(path)
        counts.append(len(seen) - before)
        for _ in range(QUOTA):
            a_signed_off(cast, season)
            a_complete_draft(cast, season)
    assert counts[0] == counts[1]
    assert db.session.scalar(select(func.count(WaitingPlace.id))) == QUOTA
