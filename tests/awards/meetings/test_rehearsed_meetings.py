"""Minutes of a rehearsal can never be taken for real ones: every page says what they are, nobody is asked to sign."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from awards.base import clock
from awards.base.errors import DomainError
from awards.base.transaction import transaction
from awards.meetings import queries, services
from awards.meetings.inputs import PlanInput
from awards.meetings.queries import Sitting
from awards.policy.actor import Actor
from tests.cast import Cast, CastClient
from tests.met import a_counted_council, an_open_ballot, an_open_meeting, ballot, voting_rules
from tests.provincial import a_provincial_council, a_two_level_season

RULES = voting_rules(ballot("approval", secret=True))


def test_a_rehearsal_says_so_on_the_wall_on_the_ballot_and_across_its_minutes(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    council, judged = a_counted_council(cast, RULES, [("away", "Hợp tác xã Mẫu Ưu Đàm")])
    with transaction():
        council.season.is_rehearsal = True
    meeting = an_open_meeting(cast.secretary, [council])
    motion = an_open_ballot(cast.secretary, meeting, judged.nominations[0].public_id)
    path, secretary = f"/phien-hop/{meeting.public_id}", client_of(cast.secretary)
    pages = ("", "/man-chieu", "/diem-danh", "/be-mac")
    assert [one for one in pages if "TẬP DƯỢT" not in secretary.get(path + one).text] == []
    assert "TẬP DƯỢT" in client_of(cast.judge).get(f"/phien-hop/noi-dung/{motion.public_id}/phieu").text
    for written in ("/bien-ban", "/kiem-phieu"):
        page = secretary.get(path + written).text
        assert '<p class="minutes__stamp" aria-hidden="true">TẬP DƯỢT</p>' in page
        told = ("không phải biên bản thật, không ký, không dùng", "(Không ký)", "(Ký, ghi rõ họ tên)")
        assert [words in page for words in told] == [True, True, False]


def test_a_rehearsal_and_a_real_season_never_share_a_meeting(cast: Cast) -> None:
    found = [a_provincial_council(cast, a_two_level_season(cast, title=title)) for title in ("Làm thử", "Thật")]
    with transaction():
        found[0].season.is_rehearsal = True
    entry = PlanInput("Hội trường", clock.today(), tuple(one.public_id for one in found))
    with pytest.raises(DomainError, match="không họp chung"), transaction():
        services.plan_meeting(cast.province_secretary, Sitting(found[0], tuple(found)), entry)
    offered = [queries.sitting_of(cast.province_secretary, one.public_id) for one in found]
    assert [sitting.councils if sitting is not None else None for sitting in offered] == [(one,) for one in found]
