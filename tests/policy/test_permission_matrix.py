"""Every address x method x role x {own, foreign, missing}: asked of the running app, compared with `expected.py`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from flask import Flask, url_for
from jinja2 import FileSystemBytecodeCache
from werkzeug.test import TestResponse

from tests.cast import CastClient, client_for
from tests.policy.expected import ASKED, EXPECTED, LIBRARY, PUBLISHING
from tests.policy.expected_judging import JUDGING
from tests.policy.expected_nominating import NOMINATING
from tests.policy.inhabited import Inhabited, inhabited_in
from tests.policy.rows import ROLES, Row, Scope
from tests.policy.world import (
    DRAFT_CANARY,
    FLAG_CANARY,
    MARK_CANARY,
    MISSING,
    PROVINCE_FLAG_CANARY,
    REMARK_CANARY,
    World,
)

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
HARDLY_USED = ("PUT", "PATCH", "DELETE")
THINGS = ("own", "foreign", "missing")
READERS = {
    DRAFT_CANARY: {"officer", "leader", "contact"},
    REMARK_CANARY: set(),
    MARK_CANARY: {"screener", "office"},
    FLAG_CANARY: {"screener", "office"},
    PROVINCE_FLAG_CANARY: {"leader", "province_secretary"},
}
"""Words somebody typed, and the roles that read them on some page: a draft's its own province and cooperative, a
judge's remark nobody else while the round is open, what the desk marks and flags the desk."""
SIGN_IN = "/dang-nhap"
NO_LINK = "/dang-ky/lien-ket-khong-dung-duoc"
"""Where a visitor nobody knows is sent from a cooperative's pages."""
CAME_IN = "/dang-ky/phan/"
OPENS_A_LINK = "contact.open_link"
"""Whoever opens a link is its contact from then on, so each asks with a browser of its own."""
LET_IN_BY_POST = frozenset({200, 302, 400, 409, 422})
"""An empty form that was let in: shown again, refused with a sentence, or (where there is nothing to fill in) done."""


@pytest.fixture(scope="module")
def inhabited(
    tmp_path_factory: pytest.TempPathFactory, compiled_templates: FileSystemBytecodeCache
) -> Iterator[Inhabited]:
    """The same for every role: an empty form changes nothing, for a form without a token is never valid."""
    with inhabited_in(tmp_path_factory.mktemp("inhabited"), compiled_templates) as world:
        yield world


def addressed(row: Row, names: dict[str, dict[str, str | int]], role: str) -> dict[str, str | int]:
    """The address parts of the thing a row is about; a judge's sheet is the role's own."""
    if row.names.startswith("sheet") and row.names not in names:
        return names[f"{row.names} of {role if role == 'chair' else 'judge'}"]
    return names[row.names]


def missing(parts: dict[str, str | int]) -> dict[str, str | int]:
    return {name: 99 if isinstance(value, int) else MISSING for name, value in parts.items()}


def expected_answer(row: Row, scope: Scope | None, role: str, method: str) -> str:
    """What the table says, in one word; ``scope`` is None for a thing that does not exist."""
    if row.is_public:
        if method not in row.methods.split():
            return "405"
        return "404" if scope is None else "in"
    if role == "anonymous":
        return "sign in"
    if scope is None:
        return "404"
    if role in scope.into.split():
        return "in" if method in row.methods.split() else "405"
    return "403" if role in scope.seen.split() or not row.names else "404"


def answer(response: TestResponse, method: str) -> str:
    if response.status_code == 302 and response.location.startswith((SIGN_IN, NO_LINK)):
        return "sign in"
    if response.status_code == 302 and response.location.startswith(CAME_IN):
        return "in"
    let_in = {200} if method == "GET" else LET_IN_BY_POST
    return "in" if response.status_code in let_in else str(response.status_code)


def cells(row: Row, world: World, role: str) -> Iterator[tuple[str, Scope | None, dict[str, str | int]]]:
    """The things a page is asked for: own, foreign and missing where its address names one."""
    if not row.names:
        yield THINGS[0], row.own, {}
        return
    own = addressed(row, world.own, role)
    foreign = addressed(row, world.foreign, role)
    yield from zip(THINGS, (row.own, row.foreign, None), (own, foreign, missing(own)), strict=True)


def methods_to_try(row: Row, thing: str, turn: int) -> list[str]:
    """GET, POST, whatever the page takes besides, and of one thing one of the rest, all in turn: a door answers before
    it looks at the method (`docs/decisions/0014`), and from role to role every page is asked with every method."""
    which, hardly_used = divmod(turn % 9, 3)
    in_turn = {HARDLY_USED[hardly_used]} if not row.names or thing == THINGS[which] else set()
    return [method for method in METHODS if method in {"GET", "POST", *row.methods.split(), *in_turn}]


def person(client_role: str, inhabited: Inhabited) -> CastClient:
    """A browser of somebody with the role; a contact has no account and came in by a link."""
    if client_role == "contact":
        client = client_for(inhabited.app, inhabited.cast.nobody)
        client.get(address(inhabited.app, OPENS_A_LINK, inhabited.world.own["link token"]))
        return client
    actor = inhabited.cast.nobody if client_role == "anonymous" else getattr(inhabited.cast, client_role)
    return client_for(inhabited.app, actor)


def address(app: Flask, endpoint: str, parts: dict[str, str | int]) -> str:
    with app.test_request_context():
        return url_for(endpoint, **parts)


def test_every_address_has_its_row_and_every_row_its_address(inhabited: Inhabited) -> None:
    endpoints = {rule.endpoint for rule in inhabited.app.url_map.iter_rules()}
    assert (
        sorted(endpoints - EXPECTED.keys() - LIBRARY.keys()),
        sorted((EXPECTED.keys() | LIBRARY.keys()) - endpoints),
    ) == ([], [])


def test_no_page_has_two_rows() -> None:
    rows = (*NOMINATING, *JUDGING, *PUBLISHING)
    assert [endpoint for endpoint, times in Counter(rows).items() if times > 1] == []


def test_from_role_to_role_every_page_is_asked_with_every_method() -> None:
    """So asking one hardly used method at a time leaves none out."""
    for turn, (_, row) in enumerate(ASKED):
        for thing in THINGS:
            asked = {method for number in range(len(ROLES)) for method in methods_to_try(row, thing, turn + number)}
            assert asked == set(METHODS)


@pytest.mark.parametrize("role", ROLES)
def test_every_page_answers_every_role_as_the_table_says_and_tells_no_words_it_must_not(
    role: str, inhabited: Inhabited, record_property: Callable[[str, object], None]
) -> None:
    client = person(role, inhabited)
    wrong: dict[str, str] = {}
    told: set[str] = set()
    count = 0
    for turn, (endpoint, row) in enumerate(ASKED, start=ROLES.index(role)):
        for which, scope, parts in cells(row, inhabited.world, role):
            path = address(inhabited.app, endpoint, parts)
            for method in methods_to_try(row, which, turn):
                browser = person(role, inhabited) if endpoint == OPENS_A_LINK else client
                response = browser.open(path, method=method)
                got = answer(response, method)
                count += 1
                told |= words_in(response)
                assert "default-src 'none'" in response.headers["Content-Security-Policy"], (method, path)
                if got != expected_answer(row, scope, role, method):
                    wrong[f"{method} {endpoint} ({which} {row.names})"] = (
                        f"{got}, not {expected_answer(row, scope, role, method)}"
                    )
    record_property("matrix", (count, len(wrong)))
    for path in other_things(inhabited, role):
        told |= words_in(client.get(path))
    assert (wrong, told) == ({}, {word for word, readers in READERS.items() if role in readers})


def words_in(response: TestResponse) -> set[str]:
    body = response.get_data()
    return {word for word in READERS if word.encode() in body}


def other_things(inhabited: Inhabited, role: str) -> Iterator[str]:
    """Pages of the draft, and of the sheets that are neither the role's own nor the foreign one."""
    world = inhabited.world
    for endpoint, row in ASKED:
        things: list[dict[str, str | int]] = []
        if row.names in ("nomination", "section"):
            things.append(world.own["draft" if row.names == "nomination" else "draft section"])
        if row.names == "sheet":
            things += [world.own["sheet of chair"], world.own["sheet of judge"]]
        if "GET" in row.methods.split():
            yield from (address(inhabited.app, endpoint, parts) for parts in things)


@pytest.mark.parametrize("role", ["anonymous", "officer"])
def test_the_pages_of_libraries_answer_as_the_table_says(role: str, inhabited: Inhabited) -> None:
    got, wanted = {}, {}
    for endpoint, row in LIBRARY.items():
        path = address(inhabited.app, endpoint, dict(row.address))
        got[endpoint] = tuple(person(role, inhabited).open(path, method=method).status_code for method in METHODS)
        wanted[endpoint] = row.stranger if role == "anonymous" else row.signed_in
    assert got == wanted
