"""A round that is voted on has two results: of the sheets, and with the votes; the page says which one it shows."""

from __future__ import annotations

from collections.abc import Callable

from awards.base.transaction import transaction
from awards.meetings import services
from awards.policy.actor import Actor
from awards.results import queries
from awards.results.states import ResultStage
from tests.cast import Cast, CastClient
from tests.met import a_counted_council, an_open_ballot, an_open_meeting, ballot, closed, hands, voting_rules

BY_SHEETS = "Kết quả theo phiếu chấm, chưa có biểu quyết của hội đồng."
WITH_VOTES = "Kết quả theo phiếu chấm và biểu quyết của hội đồng."
NOT_THE_LAST = "đây chưa phải kết quả cuối cùng"


def test_the_page_shows_the_sheets_until_the_council_has_voted_and_keeps_them_after(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    council, judged = a_counted_council(cast, voting_rules(ballot("approval")), [("away", "Hợp tác xã Mẫu Ưu Đàm")])
    office, path = client_of(cast.office), f"/ket-qua/{judged.judging_round.public_id}"
    before = office.get(path).text
    assert [words in before for words in (BY_SHEETS, NOT_THE_LAST, "Đưa ra bỏ phiếu", "Ghi quyết định")] == [
        True,
        True,
        True,
        False,
    ]
    assert queries.official_result(judged.season) is None
    meeting = an_open_meeting(cast.secretary, [council])
    motion = an_open_ballot(cast.secretary, meeting, judged.nominations[0].public_id)
    hands(cast.secretary, motion, {1: "yes", 2: "yes", 3: "yes", 4: "yes", 5: "no"})
    closed(cast.secretary, motion)
    with transaction():
        services.close_meeting(cast.secretary, meeting, {})
    official = queries.official_result(judged.season)
    assert official is not None
    assert official.stage == ResultStage.MEETING
    after = office.get(path).text
    assert [words in after for words in (WITH_VOTES, NOT_THE_LAST, "Đề nghị tôn vinh", "Ghi quyết định")] == [
        True,
        False,
        True,
        True,
    ]
    earlier = office.get(f"{path}?theo=phieu").text
    assert [words in earlier for words in (BY_SHEETS, "Xem kết quả sau phiên họp", "Đưa ra bỏ phiếu")] == [True] * 3
    for page in ("", "/tinh-lai", "/tham-khao", f"/ho-so/{judged.nominations[0].public_id}"):
        assert office.get(f"{path}{page}").status_code == 200
