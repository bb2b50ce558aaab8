"""A province's leader looks after the accounts of the own staff, and knows of no other account."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from awards.accounts import queries, services
from awards.accounts.inputs import AccountInput
from awards.accounts.models import User
from awards.audit.models import AuditEntry
from awards.base.database import db
from awards.base.errors import DomainError
from awards.base.transaction import transaction
from awards.policy.actor import PROVINCIAL_ROLES, Actor, Role
from awards.policy.permission_map import Forbidden
from awards.units.models import Alliance
from tests.cast import AWAY, HOME, Cast, CastClient

ClientOf = Callable[[Actor], CastClient]
STAFF = ["Hoàng Thị Hiền", "Lê Đức Thắng", "Ma Văn Quyết", "Nông Thị Ngọc"]


def alliance(name: str) -> Alliance:
    return db.session.scalars(select(Alliance).where(Alliance.province_name == name)).one()


def account(actor: Actor) -> User:
    return db.session.get_one(User, actor.user_id)


def create(client: CastClient, **changes: object) -> TestResponse:
    typed: dict[str, object] = {
        "full_name": "Vi Thị Mới",
        "email": "vi.thi.moi@mau.example",
        "roles": ["officer"],
        "alliance": alliance(HOME).public_id,
    }
    return client.post("/tai-khoan/them", data=typed | changes)


def test_a_leader_sees_the_own_staff_and_nobody_else(app: Flask, cast: Cast) -> None:
    """The judge of the same province is not the leader's to look after."""
    assert sorted(user.full_name for user in queries.list_visible_to(cast.leader, 1).rows) == STAFF
    assert queries.list_visible_to(cast.officer, 1).rows == ()
    seen = [queries.get_visible_to(cast.leader, one.public_id) for one in (cast.home_judge, cast.stranger, cast.office)]
    assert seen == [None, None, None]


@pytest.mark.parametrize("page", ["", "/moi", "/khoa", "/mo-lai", "/go-buoc-hai"])
@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_accounts_of_another_province_do_not_exist_for_a_leader(client_of: ClientOf, cast: Cast, page: str) -> None:
    client = client_of(cast.leader)
    for other in (cast.stranger, cast.stranger_leader, cast.home_judge, cast.office):
        path = f"/tai-khoan/{other.public_id}{page}"
        assert {client.get(path).status_code, client.post(path).status_code} == {404}


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_a_leader_opens_an_account_of_the_own_alliance(client_of: ClientOf, cast: Cast) -> None:
    page = client_of(cast.leader).get("/tai-khoan/them").get_data(as_text=True)
    offered = [role.value for role in Role if f'value="{role.value}"' in page]
    assert sorted(offered) == sorted(role.value for role in PROVINCIAL_ROLES)
    assert ("Liên minh Hợp tác xã tỉnh Tuyên Quang" in page, "Cà Mau" in page) == (True, False)
    assert create(client_of(cast.leader)).status_code == 302
    made = db.session.scalars(select(User).where(User.email == "vi.thi.moi@mau.example")).one()
    assert (made.role_names, made.alliance_id) == ({Role.OFFICER}, cast.leader.alliance_id)


@pytest.mark.parametrize(
    "changes", [{"roles": ["office"]}, {"roles": ["officer", "judge"]}, {"alliance": ""}, {"alliance": "away"}]
)
@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_a_leader_gives_nothing_beyond_the_province(
    client_of: ClientOf, cast: Cast, changes: dict[str, object]
) -> None:
    if changes.get("alliance") == "away":
        changes = {"alliance": alliance(AWAY).public_id}
    assert create(client_of(cast.leader), **changes).status_code == 200
    assert db.session.scalars(select(User).where(User.email == "vi.thi.moi@mau.example")).all() == []


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_the_service_refuses_what_the_form_does_not_offer(app: Flask, cast: Cast) -> None:
    wishes = [({Role.OFFICE}, HOME, "roles"), ({Role.OFFICER}, AWAY, "alliance")]
    for roles, place, field in wishes:
        entry = AccountInput("a@mau.example", "A", "", frozenset(roles))
        with pytest.raises(DomainError) as refused:
            services.create_account(cast.leader, entry, alliance(place))
        assert refused.value.field == field
    with pytest.raises(Forbidden):
        services.close_account(cast.leader, account(cast.stranger), "không phải việc của mình", None)


def test_closing_says_who_goes_on_and_the_log_shows_it(client_of: ClientOf, cast: Cast) -> None:
    page = f"/tai-khoan/{cast.officer.public_id}"
    client = client_of(cast.leader)
    typed = {"reason": "Chuyển công tác", "successor": cast.province_secretary.public_id}
    assert client.post(f"{page}/khoa", data=typed).status_code == 302
    closed = account(cast.officer)
    assert (closed.active, closed.closed_reason, closed.replaced_by_id) == (
        False,
        "Chuyển công tác",
        cast.province_secretary.user_id,
    )
    shown = client.get(page).get_data(as_text=True)
    assert [word in shown for word in ("Đã khóa", "Chuyển công tác", "Nông Thị Ngọc")] == [True, True, True]
    handed = f"user:{cast.officer.public_id}>user:{cast.province_secretary.public_id}"
    rows = db.session.execute(select(AuditEntry.action, AuditEntry.actor, AuditEntry.subject)).all()
    assert tuple(rows[-1]) == ("account.hand_over", cast.leader.public_id, handed)


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_a_closed_account_s_sessions_end_at_once_and_it_can_be_opened_again(client_of: ClientOf, cast: Cast) -> None:
    officer, leader = client_of(cast.officer), client_of(cast.leader)
    assert officer.get("/ban-lam-viec/").status_code == 200
    leader.post(f"/tai-khoan/{cast.officer.public_id}/khoa", data={"reason": "Nghỉ thai sản", "successor": ""})
    assert officer.get("/ban-lam-viec/").status_code == 302
    leader.post(f"/tai-khoan/{cast.officer.public_id}/mo-lai", data={"reason": "Đi làm lại"})
    assert officer.get("/ban-lam-viec/").status_code == 302  # the old session stays dead
    assert client_of(cast.officer).get("/ban-lam-viec/").status_code == 200


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_nobody_closes_the_own_account_nor_the_last_one_of_the_office(app: Flask, cast: Cast) -> None:
    with pytest.raises(DomainError, match="không tự khóa"):
        services.close_account(cast.office, account(cast.office), "thử", None)
    with transaction():
        services.close_account(cast.office, account(cast.second_office), "Nghỉ hưu", None)
    with pytest.raises(DomainError, match="tài khoản cuối cùng"):
        services.close_account(cast.sysadmin, account(cast.office), "thử", None)


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_a_closed_account_gets_no_link(client_of: ClientOf, cast: Cast) -> None:
    leader, page = client_of(cast.leader), f"/tai-khoan/{cast.officer.public_id}"
    leader.post(f"{page}/khoa", data={"reason": "Nghỉ việc", "successor": ""})
    answer = leader.post(f"{page}/moi", follow_redirects=True).get_data(as_text=True)
    assert ("Tài khoản này đang khóa." in answer, "/dat-mat-khau/" in answer) == (True, False)


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_the_list_of_accounts_asks_a_fixed_number_of_questions(
    client_of: ClientOf, cast: Cast, count_queries: Callable[[], list[str]]
) -> None:
    counts = []
    for actor in (cast.leader, cast.office):
        client = client_of(actor)
        seen = count_queries()
        before = len(seen)
        client.get("/tai-khoan/")
        counts.append(len(seen) - before)
    assert counts[0] == counts[1]
