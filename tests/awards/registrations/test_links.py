"""A link for one cooperative and one nomination: it ends, it can be taken back, and it shows nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from awards.accounts.models import ServerSession
from awards.base import clock
from awards.base.database import db
from awards.base.errors import DomainError
from awards.base.transaction import transaction
from awards.nominations.models import Nomination
from awards.policy.actor import Actor
from awards.policy.permission_map import Forbidden
from awards.registrations import queries, services
from awards.registrations.identity import contact_of
from awards.registrations.inputs import LinkInput
from awards.registrations.models import ContactLink
from tests.builders import a_complete_draft, a_draft, a_forwarded, an_open_season
from tests.cast import Cast, CastClient, client_for

HELPER = "Hoàng Thị Hiền, 0912 345 678"
LOST = "Liên kết này không dùng được"


def issue(cast: Cast, nomination: Nomination, days: int = 10) -> services.IssuedLink:
    with transaction():
        return services.issue_link(cast.officer, nomination, LinkInput(days, HELPER))


def test_a_link_keeps_only_the_digest_of_its_token_and_the_token_is_long(cast: Cast) -> None:
    issued = issue(cast, a_draft(cast, an_open_season(cast)))
    stored = hashlib.sha256(issued.token.encode()).hexdigest()
    assert (issued.link.token_hash, len(issued.token) * 6 >= 128, queries.link_behind(issued.token)) == (
        stored,
        True,
        issued.link,
    )
    assert queries.link_behind(stored) is None


def test_a_new_link_takes_the_place_of_the_old_one(cast: Cast) -> None:
    nomination = a_draft(cast, an_open_season(cast))
    first, second = issue(cast, nomination), issue(cast, nomination)
    assert (queries.link_behind(first.token), queries.link_behind(second.token)) == (None, second.link)


def test_a_link_ends_after_its_days_or_with_the_deadline(cast: Cast) -> None:
    nomination = a_draft(cast, an_open_season(cast))  # nominations close in twenty days
    short, long = issue(cast, nomination, 3), issue(cast, nomination, 60)
    assert short.link.expires_at - short.link.issued_at == timedelta(days=3)
    assert long.link.expires_at == nomination.season.nominations_close_at
    later = long.link.expires_at
    with clock.told_by(lambda: later):
        assert queries.link_behind(long.token) is None
    with clock.told_by(lambda: later - timedelta(seconds=1)):
        assert queries.link_behind(long.token) == long.link


@pytest.mark.parametrize("days", [0, 61, -1])
def test_days_outside_the_bounds_are_refused_beside_their_field(cast: Cast, days: int) -> None:
    nomination = a_draft(cast, an_open_season(cast))
    with pytest.raises(DomainError, match="từ 1 đến 60 ngày") as refused, transaction():
        services.issue_link(cast.officer, nomination, LinkInput(days, HELPER))
    assert refused.value.field == "days"


def test_nobody_but_the_own_officer_issues_or_revokes(cast: Cast) -> None:
    nomination = a_draft(cast, an_open_season(cast))
    for actor in (cast.leader, cast.stranger, cast.office, cast.contact):
        with pytest.raises(Forbidden), transaction():
            services.issue_link(actor, nomination, LinkInput(10, HELPER))
        with pytest.raises(Forbidden), transaction():
            services.revoke_link(actor, nomination)


def test_a_dossier_that_was_sent_gets_no_link(cast: Cast) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    with pytest.raises(DomainError, match="đã gửi"), transaction():
        services.issue_link(cast.officer, nomination, LinkInput(10, HELPER))


def test_the_page_shows_the_token_once_with_words_for_zalo(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    nomination = a_draft(cast, an_open_season(cast))
    officer, path = client_of(cast.officer), f"/ho-so/{nomination.public_id}/lien-ket"
    page = officer.post(path, data={"days": "5", "helper": HELPER}).text
    address = page.split("/dang-ky/")[1].split('"')[0]
    assert queries.link_behind(address) is not None
    assert page.count(address) == 2  # the address to copy, and the text for Zalo
    assert HELPER in page
    assert address not in officer.get(path).text


def test_the_token_leaves_the_address_at_once_and_tells_nobody(app: Flask, cast: Cast) -> None:
    nomination = a_draft(cast, an_open_season(cast))
    issued = issue(cast, nomination)
    browser = client_for(app, cast.nobody)
    opened = browser.get(f"/dang-ky/{issued.token}")
    assert (opened.status_code, opened.location) == (302, f"/dang-ky/phan/{issued.link.public_id}")
    page = browser.get(opened.location)
    heads = [(one.headers["Referrer-Policy"], one.headers["Cache-Control"]) for one in (opened, page)]
    assert heads == [("no-referrer", "no-store"), ("same-origin", "no-store")]
    assert (issued.token in page.text, nomination.organisation.name in page.text) == (False, True)
    stored = db.session.scalars(select(ServerSession.contents)).all()
    assert [issued.token.encode() in contents for contents in stored] == [False] * len(stored)


def test_a_wrong_an_ended_and_a_revoked_link_get_one_and_the_same_page(app: Flask, cast: Cast) -> None:
    season = an_open_season(cast)
    revoked, ended = issue(cast, a_draft(cast, season)), issue(cast, a_draft(cast, season), 1)
    with transaction():
        services.revoke_link(cast.officer, revoked.link.nomination)
    browser, end = client_for(app, cast.nobody), ended.link.expires_at
    answers = [browser.get(f"/dang-ky/{token}") for token in ("never-issued", revoked.token)]
    with clock.told_by(lambda: end):
        answers.append(browser.get(f"/dang-ky/{ended.token}"))
    assert [answer.status_code for answer in answers] == [404] * 3
    assert len({answer.text for answer in answers}) == 1
    assert LOST in answers[0].text


def test_a_session_dies_with_its_link(app: Flask, cast: Cast) -> None:
    issued = issue(cast, a_draft(cast, an_open_season(cast)))
    browser = client_for(app, cast.nobody)
    page = browser.get(f"/dang-ky/{issued.token}").location
    assert browser.get(page).status_code == 200
    with transaction():
        services.revoke_link(cast.officer, issued.link.nomination)
    after = browser.get(page)
    assert (after.status_code, after.location) == (302, "/dang-ky/lien-ket-khong-dung-duoc")


def test_a_contact_meets_nothing_but_its_own_pages(app: Flask, cast: Cast) -> None:
    season = an_open_season(cast)
    mine, other = issue(cast, a_complete_draft(cast, season)), issue(cast, a_complete_draft(cast, season))
    browser = client_for(app, cast.nobody)
    browser.get(f"/dang-ky/{mine.token}")
    here, there = mine.link.public_id, other.link.public_id
    draft = mine.link.nomination.public_id
    asked = [f"/dang-ky/phan/{there}", f"/dang-ky/phan/{there}/so-lieu", f"/ho-so/{draft}", "/ho-so/", "/ban-lam-viec/"]
    statuses = {path: browser.get(path).status_code for path in asked}
    assert list(statuses.values()) == [404, 404, 404, 403, 403]
    assert browser.get(f"/dang-ky/phan/{here}/so-lieu").status_code == 200


def test_an_account_with_the_role_but_without_a_link_gets_nowhere(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    issued = issue(cast, a_draft(cast, an_open_season(cast)))
    assert client_of(cast.contact).get(f"/dang-ky/phan/{issued.link.public_id}").status_code == 404
    posing = replace(cast.contact, contact_link_id=issued.link.id + 1)
    with pytest.raises(Forbidden):
        services.hand_in(posing, issued.link)


def test_a_contact_works_for_hours_without_losing_the_session(app: Flask, cast: Cast) -> None:
    issued = issue(cast, a_draft(cast, an_open_season(cast)))
    browser = client_for(app, cast.nobody)
    page = browser.get(f"/dang-ky/{issued.token}").location
    later = clock.now() + timedelta(hours=7)
    with clock.told_by(lambda: later):
        assert browser.get(page).status_code == 200


def test_the_first_opening_is_noted_once(app: Flask, cast: Cast) -> None:
    issued = issue(cast, a_draft(cast, an_open_season(cast)))
    link_id = issued.link.id
    for _ in range(2):
        client_for(app, cast.nobody).get(f"/dang-ky/{issued.token}")
    link = db.session.get_one(ContactLink, link_id, populate_existing=True)
    assert link.opened_at is not None
    assert contact_of(link).public_id == f"contact:{link.public_id}"
