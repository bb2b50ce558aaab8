"""The pages around a second meeting: its agenda, the counts of a round, a province's package, what comes too late."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import pytest
from openpyxl import load_workbook

from awards.base import clock
from awards.base.dates import format_day
from awards.base.errors import DomainError
from awards.base.transaction import transaction
from awards.exports.score_summary import score_summary
from awards.meetings import services
from awards.meetings.models import Meeting
from awards.meetings.package import package_of
from awards.meetings.preview import forecast
from awards.meetings.waiting import councils_to_meet_again
from awards.nominations.models import Nomination
from awards.policy.actor import Actor
from awards.results import queries as results
from awards.results import services as counting
from awards.results.models import Result
from awards.results.provinces import ProvinceStage
from scoring.decision import Outcome
from tests.cast import Cast, CastClient
from tests.met import a_counted_council, an_open_ballot, an_open_meeting, ballot, closed, hands, publish, voting_rules
from tests.provincial import a_provincial_result, a_recognition, a_two_level_season
from tests.sevens import two_levels

Browser = Callable[[Actor], CastClient]
TWO = (("away", "Hợp tác xã Mẫu Bình Minh"), ("away", "Hợp tác xã Mẫu Ưu Đàm"))
LATER = "Chờ kết luận của tỉnh."
WARNING = "1 hồ sơ hội đồng để lại, chưa quyết."


def a_meeting_about(actor: Actor, result: Result, nomination: Nomination) -> tuple[Meeting, Result]:
    """Everybody agrees to one entry, the others are left open."""
    council = result.judging_round.council
    meeting = an_open_meeting(actor, [council])
    motion = an_open_ballot(actor, meeting, nomination.public_id)
    hands(actor, motion, dict.fromkeys(range(1, 6), "yes"))
    closed(actor, motion)
    left = {one.row.entry.nomination_id: LATER for one in forecast(meeting).waiting}
    with transaction():
        services.close_meeting(actor, meeting, left)
    found = results.count_of_meeting(council, meeting.id)
    assert found is not None
    return meeting, found


def test_the_pages_of_a_rehearsed_second_meeting_tell_what_stands_and_older_counts_can_still_be_repeated(
    cast: Cast, client_of: Browser
) -> None:
    council, judged = a_counted_council(cast, voting_rules(ballot("approval")), TWO)
    with transaction():
        council.season.is_rehearsal = True
    sheets = results.latest_count(council)
    assert sheets is not None
    best, second = judged.nominations
    secretary, page = client_of(cast.secretary), f"/ket-qua/{judged.judging_round.public_id}"
    met, first = a_meeting_about(cast.secretary, sheets, best)
    assert "1 hồ sơ phiên họp để lại, chưa quyết" in secretary.get(page).text
    assert "Hồ sơ phiên họp trước để lại, chưa quyết" in secretary.get("/ban-lam-viec/").text
    assert [councils_to_meet_again(one) for one in (cast.secretary, cast.judge)] == [[(council, 1)], []]
    meeting = an_open_meeting(cast.secretary, [council])
    assert councils_to_meet_again(cast.secretary) == []
    shown = secretary.get(f"/phien-hop/{meeting.public_id}").text
    day = format_day(met.held_on)
    told = ("Đã quyết ở phiên trước", f"phiên ngày {day}, nội dung 1", f"Để lại ở phiên {day}: {LATER}", "TẬP DƯỢT")
    assert [one for one in told if one not in shown] == []
    # What is decided is read only: nothing on the page acts on it.
    assert [f'name="nomination" value="{one.public_id}"' in shown for one in (best, second)] == [False, True]
    form = {"council": council.public_id, "nomination": best.public_id}
    put = f"/phien-hop/noi-dung/moi/{meeting.public_id}/bo-phieu"
    again = secretary.post(put, data=form, follow_redirects=True).text
    assert f"Hồ sơ này đã được quyết ở phiên họp ngày {day}, nên không biểu quyết lại." in again
    motion = an_open_ballot(cast.secretary, meeting, second.public_id)
    hands(cast.secretary, motion, dict.fromkeys(range(1, 6), "yes"))
    closed(cast.secretary, motion)
    assert secretary.post(f"/phien-hop/{meeting.public_id}/be-mac", data={}).location.endswith("/bien-ban")
    written = secretary.get(f"/phien-hop/{meeting.public_id}/bien-ban").text
    assert [words in written for words in ("Tiếp các phiên họp trước", "được thông qua", LATER)] == [True] * 3
    last = results.count_of_meeting(council, meeting.id)
    assert last is not None
    _the_page_of_the_round_lists_every_count(client_of(cast.office), page, [last, first, sheets], best)
    assert client_of(cast.stranger).get(f"/ket-qua/{first.public_id}/tinh-lai").status_code == 404


def _the_page_of_the_round_lists_every_count(
    office: CastClient, page: str, counts: list[Result], nomination: Nomination
) -> None:
    shown = office.get(page).text
    assert [one.record_digest in shown for one in counts] == [True] * 3
    last, first, sheets = counts
    named = {one.public_id: office.get(f"{page}?theo={one.public_id}").text for one in (first, sheets)}
    assert ["hội đồng đã họp tiếp nên đây không phải kết quả đang dùng" in one for one in named.values()] == [
        True,
        False,
    ]
    for one in (first, sheets):
        # What the page of an older count leads to is about that count.
        ways = [f"/ket-qua/{one.public_id}/{way}" for way in ("tinh-lai", "tham-khao", f"ho-so/{nomination.public_id}")]
        assert [way in named[one.public_id] for way in ways] == [True] * 3
        assert ["Đây không phải kết quả đang dùng" in office.get(way).text for way in ways] == [True] * 3
        repeated = office.get(ways[0]).text
        assert ("khớp hoàn toàn" in repeated, one.record_digest in repeated) == (True, True)
        assert json.loads(office.post(f"/ket-qua/{one.public_id}/ban-ghi").data) == json.loads(one.record)
    assert "Đây không phải kết quả đang dùng" not in office.get(f"/ket-qua/{last.public_id}/tinh-lai").text


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_the_package_of_a_province_follows_its_last_meeting_until_it_has_recognised(
    cast: Cast, client_of: Browser
) -> None:
    publish(cast, two_levels(ballot("approval")))
    sheets, [best, second] = a_provincial_result(cast, a_two_level_season(cast), dossiers=2)
    council = sheets.judging_round.council
    assert council.alliance is not None
    stage = ProvinceStage(council.season, council.alliance)
    recognition = f"/ket-qua-cap-tinh/{council.season.public_id}/{council.alliance.public_id}/cong-nhan"
    secretary, seen, warned = cast.province_secretary, [], []
    for nomination in (best, second):
        _, result = a_meeting_about(secretary, sheets, nomination)
        seen.append([(row.reference, row.outcome) for row in package_of(stage).rows])
        warned.append(WARNING in client_of(cast.leader).get(recognition).text)
        assert results.result_of_province(stage.season, stage.alliance) == result
    assert seen == [
        [(best.reference, Outcome.FORWARDED), (second.reference, Outcome.PROPOSED)],
        [(best.reference, Outcome.FORWARDED), (second.reference, Outcome.FORWARDED)],
    ]
    assert (len(package_of(stage).meetings), warned) == (2, [True, False])
    cells = {
        cell
        for row in load_workbook(io.BytesIO(score_summary(package_of(stage), clock.today()))).active.values
        for cell in row
    }
    assert "Đưa ra bỏ phiếu" not in cells
    a_recognition(cast.leader, result, best)
    meeting = an_open_meeting(secretary, [council])
    with pytest.raises(DomainError, match="Tỉnh đã ghi quyết định công nhận"):
        an_open_ballot(secretary, meeting, second.public_id)
    with pytest.raises(DomainError, match="Hủy các kết quả biểu quyết của phiên này"), transaction():
        counting.count_with_votes(secretary, council, [], meeting.id, meeting.held_on)
