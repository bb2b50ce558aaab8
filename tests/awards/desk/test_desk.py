"""The first page after sign-in says what waits for this person, and nothing of what waits for others."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

from flask import Flask

from awards.base import clock
from awards.base.transaction import transaction
from awards.councils import services as councils
from awards.desk import queries
from awards.nominations.states import NominationState
from awards.policy.actor import Actor
from tests.awards.public_site.honoured import entered, row
from tests.awards.public_site.test_honours import statements
from tests.builders import a_draft, a_draft_season, a_forwarded, a_rulebook, an_open_season, close_nominations
from tests.cast import Cast, CastClient
from tests.council_builders import (
    a_council,
    a_decision,
    a_nomination,
    a_proposal,
    a_round,
    accepted,
    announced,
    assignments,
    counted,
    mark,
)
from tests.met import a_counted_council, an_open_ballot, an_open_meeting, ballot, in_secret, voting_rules

ClientOf = Callable[[Actor], CastClient]
INVITED = ("Tài khoản chưa dùng được", 18)
"""The cast signs in without passphrases, so all its accounts count as unused."""


def tasks(actor: Actor) -> list[tuple[str, int]]:
    return [(task.title, task.count) for task in queries.waiting_for(actor)]


def test_a_visitor_is_sent_to_sign_in(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    answer = client_of(cast.nobody).get("/ban-lam-viec/")
    assert (answer.status_code, answer.location) == (302, "/dang-nhap?next=/ban-lam-viec/")


def test_on_an_empty_day_nobody_has_anything_to_do(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    idle = [cast.officer, cast.leader, cast.screener, cast.judge, cast.chair, cast.standing, cast.auditor, cast.contact]
    assert [tasks(actor) for actor in idle] == [[]] * len(idle)
    assert [tasks(actor) for actor in (cast.office, cast.sysadmin)] == [[INVITED]] * 2
    assert "Không có việc nào đang chờ anh/chị" in client_of(cast.judge).get("/ban-lam-viec/").text


def test_a_province_sees_its_own_dossiers_and_the_desk_those_forwarded(app: Flask, cast: Cast) -> None:
    season = an_open_season(cast)
    a_draft(cast, season)
    a_nomination(cast, season, NominationState.RETURNED)
    a_forwarded(cast, season, away=True)
    own = [("Hồ sơ bị trả lại, cần bổ sung", 1), ("Hồ sơ chưa gửi lên Trung ương", 1)]
    assert tasks(cast.officer) == [*own, ("Chỉ tiêu còn lại của tỉnh", 2)]
    assert tasks(cast.leader) == own
    assert tasks(cast.stranger) == [("Chỉ tiêu còn lại của tỉnh", 3)]
    assert tasks(cast.screener) == [("Hồ sơ chờ thẩm tra", 1)]


def test_after_the_deadline_the_desk_says_that_the_form_is_shut(app: Flask, cast: Cast) -> None:
    season = an_open_season(cast)
    a_draft(cast, season)
    close_nominations(cast, season)
    (task,) = queries.waiting_for(cast.officer)
    assert (task.title, task.note.startswith("Mùa giải mẫu. Đã hết hạn nhận hồ sơ")) == (
        "Hồ sơ chưa gửi lên Trung ương",
        True,
    )


def test_a_judge_sees_how_many_sheets_are_left_and_the_office_how_many_of_all(app: Flask, cast: Cast) -> None:
    season = an_open_season(cast)
    for away in (False, True):
        accepted(cast, a_forwarded(cast, season, away=away))
    judging_round = a_round(cast, a_council(cast, season))
    assert [tasks(judge) for judge in (cast.judge, cast.home_judge, cast.chair)] == [
        [("Phiếu chưa gửi", 2)],
        [("Phiếu chưa gửi", 1)],
        [("Phiếu chưa gửi", 2)],
    ]
    first, *others = assignments(judging_round, cast.judge)
    mark(first)
    mark(*others, cast_it=False)
    (task,) = queries.waiting_for(cast.judge)
    assert (task.count, "Đã gửi 1/2 phiếu" in task.note) == (1, True)
    assert tasks(cast.office) == [INVITED, ("Phiếu hội đồng chưa gửi", 6)]


def test_a_judge_is_asked_to_declare_first_and_the_office_is_shown_who_is_late_near_the_deadline(
    app: Flask, cast: Cast
) -> None:
    season = an_open_season(cast)
    for away in (False, True):
        accepted(cast, a_forwarded(cast, season, away=away))
    council = a_council(cast, season)
    with transaction():
        councils.assign_judges(cast.office, council)
    assert tasks(cast.judge) == [("Hồ sơ chưa kê khai liên quan", 2), ("Phiếu chưa gửi", 2)]
    assert tasks(cast.office) == [INVITED, ("Phiếu hội đồng chưa gửi", 7)]
    near = season.judging_close_at - timedelta(days=2)
    with clock.told_by(lambda: near):
        late = [("Phiếu hội đồng chưa gửi", 7), ("Giám khảo còn phiếu khi sắp hết hạn", 4)]
        assert tasks(cast.office) == [INVITED, *late]


def test_an_open_ballot_waits_for_each_member_who_may_vote_until_they_have(app: Flask, cast: Cast) -> None:
    council, judged = a_counted_council(cast, voting_rules(ballot("approval", secret=True), ballot("departures")))
    meeting = an_open_meeting(cast.secretary, [council])
    motion = an_open_ballot(cast.secretary, meeting, judged.nominations[0].public_id)
    asked = [("Nội dung đang mời anh/chị biểu quyết", 1)]
    voters = (cast.judge, cast.home_judge, cast.chair, cast.secretary)
    assert [tasks(one) for one in voters] == [asked, [], asked, asked]
    in_secret(cast.judge, motion, "yes")
    assert [tasks(one) for one in voters] == [[], [], asked, asked]


def test_the_office_is_led_from_a_draft_season_to_the_announcement(app: Flask, cast: Cast) -> None:
    a_rulebook(cast, confirmed=False)
    assert tasks(cast.office) == [INVITED, ("Thể lệ chưa đối chiếu", 1)]
    a_draft_season(cast, title="Mùa giải chưa mở")
    season = an_open_season(cast)
    accepted(cast, a_forwarded(cast, season))
    close_nominations(cast, season)
    waiting = [INVITED, ("Mùa giải chưa mở", 1)]
    assert tasks(cast.office) == [*waiting, ("Mùa giải chưa có hội đồng", 1)]
    judging_round = a_round(cast, a_council(cast, season))
    for assignment in assignments(judging_round):
        mark(assignment)
    assert tasks(cast.office) == [*waiting, ("Vòng chấm đã đủ phiếu, chờ đóng", 1)]


def test_two_persons_announce_and_each_sees_what_is_theirs(app: Flask, cast: Cast) -> None:
    season = an_open_season(cast)
    accepted(cast, a_forwarded(cast, season))
    counted(cast, a_round(cast, a_council(cast, season)))
    assert tasks(cast.office) == [INVITED, ("Kết quả chờ ghi quyết định", 1)]
    decision = a_decision(cast, season)
    assert tasks(cast.second_office) == [INVITED, ("Quyết định chưa đặt thời điểm công bố", 1)]
    a_proposal(decision, cast.office)
    assert tasks(cast.office) == [INVITED, ("Việc công bố chờ người thứ hai duyệt", 1)]
    assert tasks(cast.second_office) == [INVITED, ("Việc công bố chờ anh/chị duyệt", 1)]


def test_an_announced_season_leaves_nothing_to_do(app: Flask, cast: Cast) -> None:
    season = an_open_season(cast)
    accepted(cast, a_forwarded(cast, season))
    counted(cast, a_round(cast, a_council(cast, season)))
    announced(cast, a_decision(cast, season))
    assert tasks(cast.office) == [INVITED]
    assert queries.seasons_under_way(cast.office) == []


def test_imported_honours_wait_until_they_are_shown(app: Flask, cast: Cast) -> None:
    entered(cast.office, row("HTX Sông Mẫu"), row("HTX Núi Mẫu"), is_sample=False)
    assert tasks(cast.office) == [INVITED, ("Vinh danh đã nhập, chưa hiện công khai", 2)]


def opened(client: CastClient) -> dict[str, int]:
    """The addresses of the person's tasks, and how each answers."""
    links = re.findall(r'waiting__title"><a href="([^"]+)"', client.get("/ban-lam-viec/").text)
    return {link: client.get(unescape(link)).status_code for link in links}


def test_every_task_leads_to_a_page_its_person_may_open(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    season = an_open_season(cast)
    a_draft_season(cast, title="Mùa giải chưa mở")
    a_draft(cast, season)
    a_nomination(cast, season, NominationState.ON_HOLD)
    accepted(cast, a_forwarded(cast, season, away=True))
    answers = [opened(client_of(actor)) for actor in (cast.officer, cast.leader, cast.screener)]
    a_round(cast, a_council(cast, season))
    answers += [opened(client_of(actor)) for actor in (cast.judge, cast.office, cast.sysadmin)]
    assert [len(answer) for answer in answers] == [2, 1, 1, 1, 3, 1]
    assert {status for answer in answers for status in answer.values()} == {200}


def test_the_desk_costs_the_same_with_one_dossier_and_with_three(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    season, client = an_open_season(cast), client_of(cast.officer)
    counts: list[int] = []
    client.get("/ban-lam-viec/")  # reads the rulebook, which is then kept
    for more in (1, 2):
        for _ in range(more):
            a_draft(cast, season)
        with statements() as sent:
            client.get("/ban-lam-viec/")
        counts.append(len(sent))
    assert counts[0] == counts[1]
