"""Two persons of a province look at every dossier before it can be sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from awards.base.database import db
from awards.base.errors import ConflictError, DomainError
from awards.base.transaction import transaction
from awards.forwarding import services
from awards.nominations import services as nominations
from awards.nominations.inputs import AchievementsInput, ConsentInput
from awards.nominations.models import Nomination
from awards.nominations.states import NominationState
from awards.notices.models import Notice
from awards.policy.actor import Actor, Role
from awards.policy.permission_map import Forbidden
from awards.screening import services as screening
from tests.builders import a_complete_draft, a_draft, a_forwarded, an_open_season
from tests.cast import Cast, CastClient


def asked(cast: Cast) -> Nomination:
    """A complete dossier the officer has given to the leader."""
    nomination = a_complete_draft(cast, an_open_season(cast))
    with transaction():
        services.ask_for_sign_off(cast.officer, nomination)
    return nomination


def told(kind: str) -> list[str]:
    """Who was told so, by account."""
    rows = db.session.scalars(select(Notice).where(Notice.kind == kind).order_by(Notice.id))
    return [row.user.public_id for row in rows]


def test_the_officer_asks_and_the_leader_approves(cast: Cast) -> None:
    nomination = asked(cast)
    assert (nomination.state, told("sign_off_asked")) == (NominationState.AWAITING_SIGN_OFF, [cast.leader.public_id])
    with transaction():
        services.sign_off(cast.leader, nomination)
    assert (nomination.state, told("signed_off")) == (NominationState.SIGNED_OFF, [cast.officer.public_id])


def test_a_dossier_with_gaps_is_not_asked_for(cast: Cast) -> None:
    nomination = a_draft(cast, an_open_season(cast))
    with pytest.raises(DomainError, match=r"Thiếu giấy tờ: Bản đăng ký tham gia\."), transaction():
        services.ask_for_sign_off(cast.officer, nomination)
    assert nomination.state == NominationState.DRAFT


def test_whoever_asked_never_signs_off_also_when_holding_both_roles(cast: Cast) -> None:
    nomination = a_complete_draft(cast, an_open_season(cast))
    both = replace(cast.officer, roles=frozenset({Role.OFFICER, Role.LEADER}))
    with transaction():
        services.ask_for_sign_off(both, nomination)
    with pytest.raises(Forbidden), transaction():
        services.sign_off(both, nomination)
    with transaction():
        services.sign_off(cast.leader, nomination)
    assert nomination.state == NominationState.SIGNED_OFF


def test_an_officer_never_signs_off_and_a_stranger_does_nothing(cast: Cast) -> None:
    nomination = asked(cast)
    for actor, act in (
        (cast.officer, services.sign_off),
        (cast.stranger_leader, services.sign_off),
        (cast.stranger, services.take_back),
        (cast.leader, services.take_back),
    ):
        with pytest.raises(Forbidden), transaction():
            act(actor, nomination)
    assert nomination.state == NominationState.AWAITING_SIGN_OFF


def test_while_the_leader_looks_nothing_can_be_typed(cast: Cast) -> None:
    nomination = asked(cast)
    with pytest.raises(DomainError, match="chờ lãnh đạo"), transaction():
        nominations.save_section(cast.officer, nomination, AchievementsInput("sửa lén"))


def test_the_officer_takes_it_back_until_it_is_signed_off(cast: Cast) -> None:
    nomination = asked(cast)
    for _ in range(2):
        with transaction():
            services.take_back(cast.officer, nomination)
    assert nomination.state == NominationState.DRAFT
    with transaction():
        services.ask_for_sign_off(cast.officer, nomination)
        services.sign_off(cast.leader, nomination)
    with pytest.raises(ConflictError, match="đã duyệt"), transaction():
        services.take_back(cast.officer, nomination)


def test_a_refusal_has_a_reason_and_opens_everything(cast: Cast) -> None:
    nomination = asked(cast)
    with pytest.raises(DomainError, match="Ghi lý do") as refused, transaction():
        services.decline_sign_off(cast.leader, nomination, "  ")
    assert refused.value.field == "reason"
    with transaction():
        services.reopen_section(cast.leader, nomination, {"consent": "Người ký chưa đúng."})
        nominations.save_section(cast.officer, nomination, ConsentInput(nomination.consent_on, "Người Ký Đúng"))
        services.ask_for_sign_off(cast.officer, nomination)
        services.decline_sign_off(cast.leader, nomination, "Xem lại toàn bộ.")
        nominations.save_section(cast.officer, nomination, AchievementsInput("Viết lại."))
    assert (nomination.state, nomination.achievements) == (NominationState.DRAFT, "Viết lại.")
    assert told("sign_off_declined") == [cast.officer.public_id]


def test_only_the_parts_the_leader_opens_stand_open(cast: Cast) -> None:
    nomination = asked(cast)
    with transaction():
        services.reopen_section(cast.leader, nomination, {"achievements": "Viết rõ hơn."})
        nominations.save_section(cast.officer, nomination, AchievementsInput("Viết rõ hơn rồi."))
    with pytest.raises(DomainError, match="không nằm trong các mục"), transaction():
        nominations.save_section(cast.officer, nomination, ConsentInput(None, None))
    assert told("sign_off_reopened") == [cast.officer.public_id]


def test_a_part_nobody_knows_or_without_a_reason_is_not_opened(cast: Cast) -> None:
    nomination = asked(cast)
    for parts, sentence in (
        ({"no such part": "?"}, "không mở lại được"),
        ({"consent": " "}, "Ghi lý do"),
        ({}, "Ghi lý do"),
    ):
        with pytest.raises(DomainError, match=sentence), transaction():
            services.reopen_section(cast.leader, nomination, parts)
    assert nomination.state == NominationState.AWAITING_SIGN_OFF


def test_of_a_returned_dossier_the_leader_opens_only_what_the_centre_named(cast: Cast) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    with transaction():
        screening.return_to_province(cast.screener, nomination, {"achievements": "Viết rõ hơn."})
    with transaction():
        nominations.save_section(cast.officer, nomination, AchievementsInput("Viết rõ hơn rồi."))
        services.ask_for_sign_off(cast.officer, nomination)
    with pytest.raises(DomainError, match="không mở lại được"), transaction():
        services.reopen_section(cast.leader, nomination, {"consent": "Người ký chưa đúng."})
    with transaction():
        services.reopen_section(cast.leader, nomination, {"achievements": "Thêm số liệu."})
    assert nomination.state == NominationState.RETURNED


def test_the_leader_reads_the_whole_dossier_before_deciding(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    nomination = asked(cast)
    path, leader = f"/ho-so/{nomination.public_id}", client_of(cast.leader)
    page = leader.get(f"{path}/duyet").text
    for words in (cast.officer.name, "Nguyễn Văn Mẫu", "registration.pdf", "12.000.000.000", nomination.achievements):
        assert words in page
    assert leader.post(f"{path}/duyet").location == f"{path}/gui"
    assert client_of(cast.officer).get(f"{path}/duyet").status_code == 403


def test_a_reason_is_asked_for_beside_its_field_and_typed_words_stay(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    nomination = asked(cast)
    path, leader = f"/ho-so/{nomination.public_id}", client_of(cast.leader)
    empty = leader.post(f"{path}/chua-duyet", data={"reason": ""}).text
    assert 'href="#reason">Ghi lý do.' in empty
    long = leader.post(f"{path}/chua-duyet", data={"reason": "d" * 1001}).text
    assert "dài 1001 ký tự, tối đa 1000" in long
    assert "d" * 1001 in long
    parts = leader.post(f"{path}/mo-lai", data={}).text
    assert "Ghi lý do cho ít nhất một mục cần sửa." in parts
