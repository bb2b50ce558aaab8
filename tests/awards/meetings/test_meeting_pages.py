"""A meeting from its pages: run by the secretary, voted in by members, shown on a screen, closed, written down."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from awards.base import clock
from awards.base.database import db
from awards.base.dates import format_day
from awards.base.transaction import transaction
from awards.councils.models import Council
from awards.meetings import ballots, queries, services
from awards.meetings.inputs import OpinionInput, PlanInput
from awards.meetings.models import Meeting
from awards.meetings.queries import Sitting
from awards.meetings.states import MeetingState
from awards.meetings.wording import NO_CHAIR
from awards.policy.actor import Actor
from tests.cast import Cast, CastClient
from tests.met import (
    a_counted_council,
    an_open_ballot,
    an_open_meeting,
    ballot,
    closed,
    in_secret,
    voting_rules,
)

Browser = Callable[[Actor], CastClient]
RULES = voting_rules(ballot("approval", secret=True), ballot("departures"))


def test_a_council_meets_from_its_pages_and_double_clicks_do_a_thing_once(
    cast: Cast, client_of: Browser, count_queries: Callable[[], list[str]]
) -> None:
    council, judged = a_counted_council(cast, RULES)
    secretary = client_of(cast.secretary)
    plan = {"held_on": format_day(clock.today()), "venue": "Hội trường", "councils": council.public_id}
    places = {secretary.post(f"/phien-hop/moi/{council.public_id}", data=plan).location for _ in range(2)}
    [place] = places
    meeting = _meeting()
    seats = [member.public_id for member in queries.voting_members(meeting, meeting.councils[0])]
    roll = {"held_on": format_day(clock.today()), "venue": "Hội trường", "seen": "1", "open": "1", "notes": ""}
    roll |= {f"present_{one}": "y" for one in seats}
    assert secretary.post(f"{place}/diem-danh", data=roll).location == place
    stale = secretary.post(f"{place}/diem-danh", data=roll | {"notes": "Ghi ở cửa sổ cũ."}).get_data(as_text=True)
    assert ("Bản người khác vừa lưu" in stale, "Ghi ở cửa sổ cũ." in stale) == (True, True)
    first, second, _ = [one.public_id for one in judged.nominations]
    secretary.post(f"{place}/ho-so", data={"nomination": first, "seen": ""})
    moved = secretary.post(f"{place}/ho-so", data={"nomination": second, "seen": ""}, follow_redirects=True)
    assert "Cửa sổ khác vừa chuyển phiên họp" in moved.get_data(as_text=True)
    put = {"council": council.public_id, "nomination": first}
    address = f"/phien-hop/noi-dung/moi/{place.rpartition('/')[2]}/bo-phieu"
    [motion] = {secretary.post(address, data=put).location for _ in range(2)}
    judge = client_of(cast.judge)
    page = judge.get(f"{motion}/phieu").get_data(as_text=True)
    found = re.search(r'name="page_key" type="hidden" value="([^"]+)"', page)
    assert found is not None
    for _ in range(2):
        assert judge.post(f"{motion}/phieu", data={"page_key": found[1], "vote": "yes"}).location == place
    # A window that only asks again what there is to see leaves the word of thanks to the one that voted.
    told = [judge.get(place, headers=headers).text for headers in ({"X-Live": "1"}, {}, {})]
    assert ["Đã nhận phiếu của anh/chị." in page for page in told] == [False, True, False]
    assert "Anh/chị đã bỏ phiếu." in judge.get(f"{motion}/phieu").get_data(as_text=True)
    again = {"page_key": "trang-khác-đủ-hai-mươi-chữ", "vote": "no"}
    assert "đã bỏ phiếu nội dung này" in judge.post(f"{motion}/phieu", data=again).get_data(as_text=True)
    assert client_of(cast.home_judge).get(f"{motion}/phieu").status_code == 403
    screen = judge.get(f"{place}/man-chieu").get_data(as_text=True)
    assert ("<strong>1</strong> / 4 người đã biểu quyết" in screen, cast.judge.name in screen) == (True, False)
    assert 'http-equiv="refresh"' in screen
    for _ in range(2):
        assert secretary.post(f"{motion}/dong").location == motion
    assert "Mọi lá phiếu giống nhau" in secretary.get(motion).get_data(as_text=True)
    refused = secretary.post(f"{place}/be-mac", data={}).get_data(as_text=True)
    assert "Ghi lý do để lại" in refused
    left = {f"left_{one.id}": "Chờ phiên sau." for one in judged.nominations}
    assert secretary.post(f"{place}/be-mac", data=left).location == f"{place}/bien-ban"
    minutes = secretary.get(f"{place}/bien-ban").get_data(as_text=True)
    wanted = ("1 đồng ý, 0 không đồng ý, 3 không có ý kiến", "Chờ phiên sau.", "Mốc nhật ký lúc bế mạc", "Ủy viên số 1")
    assert [one in minutes for one in (*wanted, "<p>Để lại, chưa quyết.</p>", NO_CHAIR)] == [True] * 5 + [False]
    assert "Được biểu quyết: 4 người" in secretary.get(f"{place}/kiem-phieu").get_data(as_text=True)
    db.session.expire_all()
    assert _meeting().state == MeetingState.CLOSED
    _its_list_takes_as_many_queries_for_three_meetings(cast, client_of(cast.auditor), count_queries(), council)


def _its_list_takes_as_many_queries_for_three_meetings(
    cast: Cast, auditor: CastClient, seen: list[str], council: Council
) -> None:
    auditor.get("/phien-hop/")  # the first page of a browser asks who this is
    asked = []
    for days in (0, 1, 2):
        if days:
            entry = PlanInput("Nơi khác", clock.today() + timedelta(days=days), (council.public_id,))
            with transaction():
                services.plan_meeting(cast.secretary, Sitting(council, (council,)), entry)
        seen.clear()
        assert auditor.get("/phien-hop/").get_data(as_text=True).count("<tr>") == days + 2
        asked.append(len(seen))
    assert asked == [asked[0]] * 3


def _meeting() -> Meeting:
    return db.session.scalars(select(Meeting)).one()


def test_what_the_absent_wrote_is_told_to_members_when_a_secret_ballot_is_closed(
    cast: Cast, client_of: Browser
) -> None:
    rules = voting_rules(ballot("approval", secret=True, written_opinions=True), ballot("departures"))
    council, judged = a_counted_council(cast, rules)
    meeting = an_open_meeting(cast.secretary, [council], absent=[2])
    motion = an_open_ballot(cast.secretary, meeting, judged.nominations[1].public_id)
    writer = next(one for one in council.members if one.id in motion.electorate.writers)
    with transaction():
        written = OpinionInput(writer.public_id, "no", "Chưa thuyết phục")
        ballots.record_opinion(cast.secretary, motion, written, None)
    path = f"/phien-hop/noi-dung/{motion.public_id}"
    told = [("Chưa thuyết phục" in client_of(one).get(path).text) for one in (cast.secretary, cast.chair, cast.judge)]
    assert told == [True, True, False]
    assert "đã gửi, hiện khi đóng biểu quyết" in client_of(cast.judge).get(path).text
    in_secret(cast.chair, motion, "yes")
    closed(cast.secretary, motion)
    assert "Chưa thuyết phục" in client_of(cast.judge).get(path).text
