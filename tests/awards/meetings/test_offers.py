"""The pages of a meeting offer what the service accepts, and say why not where it would refuse."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from awards.base.transaction import transaction
from awards.meetings import motions, services
from awards.meetings.inputs import MotionInput
from awards.meetings.models import Meeting
from awards.meetings.offers import why_no_list
from awards.meetings.queries import agendas_of
from awards.meetings.states import MotionKind
from awards.policy.actor import Actor
from awards.seasons.states import SeasonState
from tests.cast import Cast, CastClient
from tests.met import (
    a_counted_council,
    a_roll,
    an_open_ballot,
    an_open_meeting,
    ballot,
    closed,
    hands,
    in_secret,
    voting_rules,
)

Browser = Callable[[Actor], CastClient]
pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
OFFERS = (
    "Mở bỏ phiếu hồ sơ này", "Mở biểu quyết", "Đề nghị làm khác thứ hạng", "Thêm nội dung biểu quyết",
)  # fmt: skip
TOO_LATE = "Quyết định của mùa giải đã được ghi theo kết quả trước"


def offered(client: CastClient, meeting: Meeting) -> list[str]:
    shown = client.get(f"/phien-hop/{meeting.public_id}").text
    return [one for one in OFFERS if one in shown]


def test_once_the_decision_is_written_no_ballot_is_offered_and_the_page_says_why(
    cast: Cast, client_of: Browser
) -> None:
    council, judged = a_counted_council(cast, voting_rules(ballot("approval"), ballot("departures")))
    best, second, third = judged.nominations
    meeting, client = an_open_meeting(cast.secretary, [council]), client_of(cast.secretary)
    counted = an_open_ballot(cast.secretary, meeting, best.public_id)
    hands(cast.secretary, counted, dict.fromkeys((1, 2, 3, 5), "yes"))
    closed(cast.secretary, counted)
    with transaction():
        drafted = motions.put_motion(
            cast.secretary, meeting, MotionInput(MotionKind.APPROVE, council.public_id, third.public_id)
        )
        services.give_floor(cast.secretary, meeting, second.id, None)
    assert offered(client, meeting) == list(OFFERS)
    with transaction():
        council.season.state = SeasonState.DECIDED.value
    assert offered(client, meeting) == ["Thêm nội dung biểu quyết"]
    pages = {
        "phien-hop": f"/phien-hop/{meeting.public_id}",
        "noi-dung": f"/phien-hop/noi-dung/{drafted.public_id}",
        "khac-thu-hang": f"/phien-hop/noi-dung/moi/{meeting.public_id}/khac-thu-hang",
        "be-mac": f"/phien-hop/{meeting.public_id}/be-mac",
    }
    shown = {name: client.get(address).text for name, address in pages.items()}
    assert {name: TOO_LATE in text for name, text in shown.items()} == dict.fromkeys(pages, True)
    buttons = {"noi-dung": "Mở biểu quyết", "khac-thu-hang": "Ghi đề nghị", "be-mac": "Bế mạc, chốt kết quả"}
    assert [name for name, words in buttons.items() if words in shown[name]] == []


def test_an_entry_voted_on_and_a_council_without_a_quorum_are_offered_no_ballot(cast: Cast, client_of: Browser) -> None:
    council, judged = a_counted_council(cast, voting_rules(ballot("approval")))
    _, second, third = judged.nominations
    meeting, client = an_open_meeting(cast.secretary, [council]), client_of(cast.secretary)
    motion = an_open_ballot(cast.secretary, meeting, second.public_id)
    hands(cast.secretary, motion, dict.fromkeys(range(1, 6), "no"))
    closed(cast.secretary, motion)
    seen = []
    for nomination, before, absent in ((second, None, ()), (third, second.id, (2, 3))):
        with transaction():
            services.give_floor(cast.secretary, meeting, nomination.id, before)
            services.record_roll(cast.secretary, meeting, a_roll(meeting, absent))
        shown = client.get(f"/phien-hop/{meeting.public_id}").text
        words = ("Mở bỏ phiếu hồ sơ này", "ở nội dung số 1; mỗi hồ sơ bỏ phiếu một lần", "Chưa đủ điều kiện biểu quyết")
        seen.append([one in shown for one in words])
    assert seen == [[False, True, False], [False, False, True]]


def test_a_whole_list_is_voted_on_once_and_again_only_after_a_mistake_in_the_procedure(
    cast: Cast, client_of: Browser
) -> None:
    rules = voting_rules(ballot("approval", kind="approve_k", most=2, secret=True, threshold="1/2"), places=2)
    council, judged = a_counted_council(cast, rules)
    names = json.dumps(sorted(one.id for one in judged.nominations[1:]))
    meeting, client = an_open_meeting(cast.secretary, [council]), client_of(cast.secretary)
    page = f"/phien-hop/{meeting.public_id}"

    def voted() -> None:
        motion = an_open_ballot(cast.secretary, meeting, "")
        assert "Cả danh sách đang được đưa ra bỏ phiếu" in client.get(page).text
        for actor in (cast.chair, cast.judge, cast.other_judge, cast.secretary):
            in_secret(actor, motion, names, f"{actor.public_id}-{motion.public_id}")
        closed(cast.secretary, motion)

    button, once = "Mở bỏ phiếu cả danh sách", "không bỏ phiếu lần hai"
    seen = [[words in client.get(page).text for words in (button, once)]]
    voted()
    seen.append([words in client.get(page).text for words in (button, once)])
    with transaction():
        motions.annul_motion(cast.secretary, meeting.motions[0], "Phát nhầm phiếu của hội đồng khác.")
    seen.append([words in client.get(page).text for words in (button, once)])
    voted()
    with transaction():
        services.close_meeting(cast.secretary, meeting, {})
    later = an_open_meeting(cast.secretary, [council])
    [agenda] = agendas_of(later)
    assert seen == [[True, False], [False, True], [True, False]]
    assert why_no_list(later, agenda).startswith("Hội đồng đã bỏ phiếu cả danh sách ở phiên họp ngày ")
