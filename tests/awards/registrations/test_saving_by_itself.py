"""The cooperative's pages save while somebody types; two windows are shown both texts and overwrite nothing."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask

from awards.base.database import db
from awards.base.transaction import transaction
from awards.nominations.models import Nomination
from awards.nominations.states import Part
from awards.registrations import queries, services
from awards.registrations.inputs import LinkInput
from tests.builders import a_draft, a_figure, an_open_season
from tests.cast import Cast, CastClient, client_for

BY_ITSELF = {"X-Autosave": "1"}


@pytest.fixture
def nomination(cast: Cast) -> Nomination:
    return a_draft(cast, an_open_season(cast))


@pytest.fixture
def browser(app: Flask, cast: Cast, nomination: Nomination) -> tuple[CastClient, str]:
    """A browser that came in by the link, and the address of the parts."""
    with transaction():
        issued = services.issue_link(cast.officer, nomination, LinkInput(10, "Hoàng Thị Hiền"))
    browser = client_for(app, cast.nobody)
    return browser, browser.get(f"/dang-ky/{issued.token}").location


def stored(nomination: Nomination, part: Part) -> object:
    db.session.expire_all()
    row = queries.entries_of(nomination).get(part)
    return row.body if row is not None else None


def figures(nomination: Nomination) -> dict[tuple[str, int], str | None]:
    """What the cooperative's figures are now, by figure and year."""
    rows = stored(nomination, Part.FIGURES)
    assert isinstance(rows, list)
    return {(name, year): value for name, _, year, value, _ in rows}


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the form that keeps the text just typed."""
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
    return {name: html.unescape(text) for name, text in fields}


def test_what_is_right_is_kept_at_once_and_what_is_wrong_is_told_beside_its_field(
    nomination: Nomination, browser: tuple[CastClient, str]
) -> None:
    client, home = browser
    revenue, members = a_figure("revenue", None), a_figure("member_count", None)
    right, wrong = f"figure_revenue_{revenue.year}", f"figure_member_count_{members.year}"
    first = client.post(f"{home}/so-lieu", data={"base": "", right: "1,5 tỷ", wrong: "nhiều"}, headers=BY_ITSELF)
    assert (first.status_code, first.json["state"], list(first.json["errors"])) == (200, "partly", [wrong])
    assert re.fullmatch(r"\d\d:\d\d:\d\d", first.json["at"])
    kept = figures(nomination)
    assert (kept["revenue", revenue.year], kept["member_count", members.year]) == ("1500000000", "120")
    data = {"base": first.json["base"], right: "1,5 tỷ", wrong: "130"}
    second = client.post(f"{home}/so-lieu", data=data, headers=BY_ITSELF)
    assert (second.json["state"], second.json["errors"]) == ("saved", {})
    third = {"base": second.json["base"], right: "1,5 tỷ", wrong: "rất nhiều"}
    client.post(f"{home}/so-lieu", data=third, headers=BY_ITSELF)
    assert figures(nomination)["member_count", members.year] == "130"


def test_a_wrong_answer_leaves_the_one_that_was_given(nomination: Nomination, browser: tuple[CastClient, str]) -> None:
    client, home = browser
    first = client.post(f"{home}/tu-khai", data={"figure_law_compliance": "yes"}, headers=BY_ITSELF)
    data = {"base": first.json["base"], "figure_law_compliance": "yes", "figure_highest_honour": "không có thật"}
    second = client.post(f"{home}/tu-khai", data=data, headers=BY_ITSELF)
    assert (second.json["state"], list(second.json["errors"])) == ("partly", ["figure_highest_honour"])
    assert stored(nomination, Part.DECLARATIONS)["law_compliance"] is True  # type: ignore[index]


def test_nobody_consents_by_typing(nomination: Nomination, browser: tuple[CastClient, str]) -> None:
    client, home = browser
    assert "data-autosave" not in client.get(f"{home}/dong-y").text
    typed = {"name": "Lò Thị Mẫu", "post": "Giám đốc", "day": "01/09/2026"}
    answer = client.post(f"{home}/dong-y", data=typed, headers=BY_ITSELF)
    assert (answer.status_code, answer.is_json, stored(nomination, Part.CONSENT)) == (200, False, None)


@pytest.mark.parametrize("mine", [True, False])
def test_two_windows_on_the_figures_are_shown_both_texts_and_the_person_chooses(
    nomination: Nomination, browser: tuple[CastClient, str], mine: bool
) -> None:
    client, home = browser
    year = a_figure("revenue", None).year
    name = f"figure_revenue_{year}"
    address = f"{home}/so-lieu"
    assert client.post(address, data={"base": "", name: "1,5 tỷ"}).status_code == 302
    by_itself = client.post(address, data={"base": "", name: "2 tỷ"}, headers=BY_ITSELF)
    assert by_itself.json["state"] == "conflict"
    both = client.post(address, data={"base": "", name: "2 tỷ"})
    assert (both.status_code, "1.500.000.000 đồng" in both.text, "2.000.000.000 đồng" in both.text) == (409, True, True)
    assert "Giữ bản đã lưu" in both.text
    if mine:
        kept = hidden(both.text)
        assert kept[name] == "2 tỷ"
        assert client.post(address, data=kept).status_code == 302
    assert figures(nomination)["revenue", year] == ("2000000000" if mine else "1500000000")


def test_a_page_that_cannot_save_any_more_says_so_and_keeps_the_text(
    cast: Cast, nomination: Nomination, browser: tuple[CastClient, str]
) -> None:
    client, home = browser
    page = client.get(f"{home}/thanh-tich").text
    assert ("data-autosave" in page, "Chưa lưu lần nào" in page, "js/autosave.js" in page) == (True, True, True)
    with transaction():
        services.revoke_link(cast.officer, nomination)
    answer = client.post(f"{home}/thanh-tich", data={"achievements": "Đang viết dở."}, headers=BY_ITSELF)
    assert (answer.status_code, answer.is_json) == (302, False)
