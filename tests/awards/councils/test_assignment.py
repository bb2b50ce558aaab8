"""Who judges what: the rulebook's recusal, the minimum of sheets, and assigning twice."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from sqlalchemy import func, select

from awards.base import clock
from awards.base.database import db
from awards.base.errors import DomainError
from awards.base.transaction import transaction
from awards.councils import services
from awards.councils.assignment import Candidate, Judge, Pair, Recusal, is_short, left_short, pairs
from awards.councils.inputs import CouncilInput
from awards.councils.models import Assignment, Council, CouncilMember, JudgingRound
from awards.councils.states import Post, RecusalKind
from awards.policy.actor import Actor
from awards.policy.permission_map import Forbidden
from awards.seasons.states import SeasonState
from scoring.levels import Aggregation, MemberGroup
from tests.builders import an_open_season
from tests.cast import Cast, CastClient
from tests.judging import a_council, a_round, account_of, an_accepted, close

ENTRY = CouncilInput("Hội đồng mẫu", "01/QĐ-MAU", clock.today())
HERE, THERE = Judge(1, 10), Judge(2, None)
HOME = Candidate(5, 50, "HS-1")
AWAY = Candidate(6, 60, "HS-2")
OWN = Recusal(RecusalKind.OWN_PROVINCE, "Cùng địa phương.")


def assignments() -> int:
    return db.session.scalar(select(func.count(Assignment.id))) or 0


def at_least(sheets: int, **groups: int) -> Aggregation:
    weighed = tuple(
        MemberGroup(key=key, label=key, weight=Fraction(1, len(groups)), minimum_sheets=least, origin="model")
        for key, least in groups.items()
    )
    return Aggregation(method="mean", minimum_sheets=sheets, member_groups=weighed, origin="model")


def test_every_judge_gets_every_entry_but_those_with_a_ground_of_recusal() -> None:
    assert list(pairs([HERE, THERE], [HOME, AWAY], {(1, 5): OWN})) == [
        Pair(HERE, HOME, OWN),
        Pair(THERE, HOME, None),
        Pair(HERE, AWAY, None),
        Pair(THERE, AWAY, None),
    ]


def test_entries_with_too_few_judges_are_named() -> None:
    found = list(pairs([HERE, THERE], [HOME, AWAY], {(1, 5): OWN}))
    assert [left_short(found, at_least(sheets)) for sheets in (1, 2, 3)] == [[], [HOME], [HOME, AWAY]]


def test_where_the_rulebook_has_groups_each_group_needs_its_own_sheets() -> None:
    rule = at_least(99, experts=1, council=2)
    counts = ({"experts": 1, "council": 2}, {"experts": 5, "council": 1}, {"council": 9}, {"experts": 1, "council": 3})
    assert [is_short(groups, rule) for groups in counts] == [False, True, True, False]


def test_assigning_opens_the_round_and_moves_the_season(cast: Cast) -> None:
    judging_round = a_round(cast)
    rows = db.session.execute(
        select(CouncilMember.judge_number, Assignment.state, func.count())
        .join(Assignment.member)
        .group_by(CouncilMember.judge_number, Assignment.state)
        .order_by(CouncilMember.judge_number, Assignment.state)
    ).all()
    assert [tuple(row) for row in rows] == [
        (1, "assigned", 2),
        (2, "assigned", 2),
        (3, "assigned", 2),
        (4, "assigned", 1),
        (4, "recused", 1),
    ]
    assert (judging_round.number, judging_round.state, judging_round.council.season.state) == (1, "open", "judging")


def test_assigning_again_adds_only_what_was_accepted_since(cast: Cast) -> None:
    judging_round = a_round(cast)
    council = judging_round.council
    with transaction():
        assert services.assign_judges(cast.office, council) is judging_round
    assert assignments() == 8
    an_accepted_late = _accept_while_judging(cast, council)
    with transaction():
        services.assign_judges(cast.office, council)
    late = select(func.count(Assignment.id)).where(Assignment.nomination_id == an_accepted_late)
    assert (assignments(), db.session.scalar(late), db.session.scalar(select(func.count(JudgingRound.id)))) == (
        12,
        4,
        1,
    )


def _accept_while_judging(cast: Cast, council: Council) -> int:
    """A nomination forwarded in time whose screening ended after judging began."""
    season = council.season
    with transaction():
        season.state = SeasonState.OPEN.value
    nomination = an_accepted(cast, season)
    with transaction():
        season.state = SeasonState.JUDGING.value
    return nomination.id


def test_a_closed_round_is_not_assigned_again(cast: Cast) -> None:
    judging_round = a_round(cast)
    close(judging_round)
    with pytest.raises(DomainError, match="đã đóng"), transaction():
        services.assign_judges(cast.office, judging_round.council)


def test_too_few_judges_for_the_rulebook_are_refused(cast: Cast) -> None:
    season = an_open_season(cast)
    nomination = an_accepted(cast, season)
    with transaction():
        council = services.appoint_council(cast.office, season, ENTRY)
        for actor in (cast.judge, cast.other_judge, cast.home_judge):
            services.add_member(cast.office, council, account_of(actor), Post.MEMBER)
    with pytest.raises(DomainError, match=nomination.reference), transaction():
        services.assign_judges(cast.office, council)
    assert (assignments(), season.state) == (0, "open")


def test_nothing_accepted_nothing_assigned(cast: Cast) -> None:
    council = a_council(cast, an_open_season(cast))
    with pytest.raises(DomainError, match="Chưa có hồ sơ hợp lệ"), transaction():
        services.assign_judges(cast.office, council)


def test_the_same_council_and_member_are_appointed_once(cast: Cast) -> None:
    season = an_open_season(cast)
    with transaction():
        council = services.appoint_council(cast.office, season, ENTRY)
        assert services.appoint_council(cast.office, season, ENTRY) is council
        member = services.add_member(cast.office, council, account_of(cast.chair), Post.CHAIR)
        assert services.add_member(cast.office, council, account_of(cast.chair), Post.CHAIR) is member
    other = CouncilInput("Hội đồng khác", "02/QĐ-MAU", clock.today())
    with pytest.raises(DomainError, match="đã có hội đồng"), transaction():
        services.appoint_council(cast.office, season, other)


@pytest.mark.parametrize(
    ("who", "post", "sentence"),
    [
        ("judge", Post.SECRETARY, "không có vai trò thư ký"),
        ("secretary", Post.MEMBER, "không chấm điểm được"),
        ("chair", Post.MEMBER, "với chức danh khác"),
        ("other_judge", Post.CHAIR, "đã có Chủ tịch"),
    ],
)
def test_a_post_needs_its_role_and_one_chair_is_enough(cast: Cast, who: str, post: Post, sentence: str) -> None:
    with transaction():
        council = services.appoint_council(cast.office, an_open_season(cast), ENTRY)
        services.add_member(cast.office, council, account_of(cast.chair), Post.CHAIR)
    with pytest.raises(DomainError, match=sentence), transaction():
        services.add_member(cast.office, council, account_of(getattr(cast, who)), post)


def an_empty_round(cast: Cast) -> tuple[JudgingRound, dict[str, int], list[int]]:
    """An open round without assignments: its members by part in the cast, and the entries of home and away."""
    season = an_open_season(cast)
    entries = [an_accepted(cast, season).id, an_accepted(cast, season, away=True).id]
    council = a_council(cast, season)
    with transaction():
        judging_round = services.open_round(cast.office, council)
    seats = {member.user_id: member.id for member in council.members}
    parts = ("chair", "judge", "other_judge", "home_judge", "secretary")
    return judging_round, {part: seats[getattr(cast, part).user_id] for part in parts}, entries


def test_pairs_of_a_plan_are_assigned_once_each(cast: Cast) -> None:
    judging_round, member, [home, away] = an_empty_round(cast)
    plan = [(member["judge"], home), (member["judge"], away), (member["home_judge"], away)]
    with transaction():
        assert services.assign_pairs(cast.office, judging_round, [*plan, plan[0]]) == 3
        assert services.assign_pairs(cast.office, judging_round, plan) == 0
        assert services.assign_pairs(cast.office, judging_round, [*plan, (member["chair"], home)]) == 1
    found = {(one.member_id, one.nomination_id, one.state) for one in judging_round.assignments}
    assert found == {(*pair, "assigned") for pair in [*plan, (member["chair"], home)]}
    assert judging_round.council.season.state == SeasonState.JUDGING


def test_a_plan_with_an_impossible_pair_is_refused_as_a_whole(cast: Cast) -> None:
    judging_round, member, [home, away] = an_empty_round(cast)
    wrong = {
        (member["home_judge"], home): "Bàn Thị Xuân không chấm được hồ sơ .*địa phương",
        (member["secretary"], away): "không chấm điểm trong hội đồng này",
        (member["judge"], 999_999): "hồ sơ mà hội đồng không chấm",
    }
    for pair, sentence in wrong.items():
        with pytest.raises(DomainError, match=sentence), transaction():
            services.assign_pairs(cast.office, judging_round, [(member["judge"], away), pair])
    assert assignments() == 0


def test_nothing_is_added_to_a_closed_round_by_a_plan_and_only_by_those_who_run_the_council(cast: Cast) -> None:
    judging_round, member, [_, away] = an_empty_round(cast)
    with pytest.raises(Forbidden):
        services.assign_pairs(cast.chair, judging_round, [(member["judge"], away)])
    close(judging_round)
    with pytest.raises(DomainError, match="đã đóng"), transaction():
        services.assign_pairs(cast.office, judging_round, [(member["judge"], away)])


def test_nobody_joins_a_council_that_is_judging_without_a_look_at_the_consequences(cast: Cast) -> None:
    council = a_round(cast).council
    newcomer = account_of(cast.officer)
    with pytest.raises(DomainError, match="đã bắt đầu chấm"), transaction():
        services.add_member(cast.office, council, newcomer, Post.MEMBER)


def test_only_the_office_appoints_and_assigns(cast: Cast) -> None:
    council = a_council(cast, an_open_season(cast))
    for actor in (cast.chair, cast.secretary, cast.screener, cast.sysadmin):
        with pytest.raises(Forbidden):
            services.assign_judges(actor, council)


def test_the_office_appoints_a_council_in_the_browser(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    season = an_open_season(cast)
    an_accepted(cast, season)
    office = client_of(cast.office)
    data = {"season": season.public_id, "name": "Hội đồng mẫu", "founding_number": "01/QĐ", "founded_on": "1/9/2025"}
    wrong = office.post("/hoi-dong/thanh-lap", data={**data, "founded_on": "31/2/2025"}).text
    assert "Không có ngày 31/2/2025." in wrong
    assert 'value="31/2/2025"' in wrong
    path = office.post("/hoi-dong/thanh-lap", data=data).location or ""
    for actor, post in ((cast.chair, "chair"), (cast.judge, "member"), (cast.other_judge, "member")):
        member = {"user": actor.public_id, "post": post}
        assert [office.post(f"{path}/uy-vien", data=member).location for _ in range(2)] == [path] * 2
    assert "Chọn người trong danh sách." in office.post(f"{path}/uy-vien", data={"user": "x", "post": "member"}).text
    assert [office.post(f"{path}/phan-cong").location for _ in range(2)] == [path] * 2
    assert (assignments(), db.session.scalar(select(func.count(CouncilMember.id)))) == (3, 3)
    assert "3 phiếu phải chấm, 0 trường hợp không chấm" in office.get(path).text


def test_a_council_is_seen_by_those_who_sit_in_it_and_those_who_inspect(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    council = a_council(cast, an_open_season(cast))
    answers = {
        name: client_of(getattr(cast, name)).get(f"/hoi-dong/{council.public_id}").status_code
        for name in ("office", "auditor", "standing", "chair", "secretary", "judge", "officer", "screener")
    }
    assert answers == {
        "office": 200,
        "auditor": 200,
        "standing": 200,
        "chair": 200,
        "secretary": 200,
        "judge": 404,
        "officer": 404,
        "screener": 404,
    }
