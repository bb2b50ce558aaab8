"""A province's council: founded and run by the province itself, judging dossiers frozen as they were put before it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from awards.base import clock
from awards.base.database import db
from awards.base.errors import DomainError
from awards.base.transaction import transaction
from awards.councils import queries, services
from awards.councils.inputs import MemberInput
from awards.councils.models import Assignment, Council
from awards.councils.states import AssignmentState, Post
from awards.nominations import services as nominations
from awards.nominations.inputs import AchievementsInput
from awards.nominations.models import Nomination
from awards.policy.permission_map import Forbidden
from awards.seasons.states import SeasonState
from tests.builders import a_draft, an_open_season
from tests.cast import Cast
from tests.provincial import (
    FOUNDED,
    ON_PAPER,
    a_provincial_council,
    a_provincial_round,
    a_two_level_season,
    account,
)


def change(cast: Cast, nomination: Nomination) -> None:
    with transaction():
        nominations.save_section(cast.officer, nomination, AchievementsInput("Viết lại sau khi hội đồng đã nhận."))


def test_members_need_no_account_and_the_secretary_does_not_mark(cast: Cast) -> None:
    judging_round, [nomination] = a_provincial_round(cast)
    members = [(one.judge_number, one.full_name, one.post, one.user_id) for one in judging_round.council.members]
    assert members == [
        *((number, name, post, None) for number, (name, post, _) in enumerate(ON_PAPER, 1)),
        (4, cast.province_member.name, Post.MEMBER, cast.province_member.user_id),
        (5, cast.province_secretary.name, Post.SECRETARY, cast.province_secretary.user_id),
    ]
    shares = queries.shares_of(judging_round)
    assert [(one.member.judge_number, one.assigned, one.recused) for one in shares] == [
        (1, 1, 0), (2, 1, 0), (3, 1, 0), (4, 1, 0),
    ]  # fmt: skip
    assert db.session.get_one(Nomination, nomination.id).province_revisions[0].stage == "province"


def test_everybody_is_of_that_province_so_nobody_is_recused_for_it_and_the_season_stays_open(cast: Cast) -> None:
    judging_round, _ = a_provincial_round(cast)
    states = set(db.session.scalars(select(Assignment.state).where(Assignment.round_id == judging_round.id)))
    assert (states, judging_round.council.season.state) == ({AssignmentState.ASSIGNED.value}, SeasonState.OPEN)


def test_a_province_founds_its_own_council_beside_the_centre_s_and_no_other_s(cast: Cast) -> None:
    season = a_two_level_season(cast)
    home = a_provincial_council(cast, season)
    away = a_provincial_council(cast, season, away=True)
    with transaction():
        central = services.appoint_council(cast.office, season, FOUNDED)
    alliance = account(cast.stranger).alliance
    for actor in (cast.leader, cast.office, cast.province_secretary):
        with pytest.raises(Forbidden):
            services.appoint_council(actor, season, FOUNDED, alliance)
    with pytest.raises(Forbidden):
        services.add_member(cast.leader, away, None, Post.MEMBER, MemberInput("", Post.MEMBER, "Người lạ"))
    seen = {
        role: [one.id for one in queries.list_visible_to(getattr(cast, role))]
        for role in ("leader", "province_member", "stranger", "office", "auditor", "screener", "home_judge")
    }
    assert seen == {
        "leader": [home.id],
        "province_member": [home.id],
        "stranger": [away.id],
        "office": [central.id],
        "auditor": [central.id],
        "screener": [],
        "home_judge": [],
    }


def test_founding_twice_gives_one_council_and_another_decision_is_refused(cast: Cast) -> None:
    season, alliance = a_two_level_season(cast), account(cast.leader).alliance
    with transaction():
        first = services.appoint_council(cast.leader, season, FOUNDED, alliance)
        again = services.appoint_council(cast.leader, season, FOUNDED, alliance)
    other = type(FOUNDED)(FOUNDED.name, "19/QĐ-MẪU", FOUNDED.founded_on)
    with pytest.raises(DomainError, match="đã có hội đồng"):
        services.appoint_council(cast.leader, season, other, alliance)
    assert (first.id, len(db.session.scalars(select(Council)).all())) == (again.id, 1)


def test_a_rulebook_without_that_level_has_no_provincial_council(cast: Cast) -> None:
    season = an_open_season(cast)
    assert queries.seasons_to_found_in(cast.leader, queries.founding_of(cast.leader)) == []
    with pytest.raises(DomainError, match="không có cấp tỉnh"):
        services.appoint_council(cast.leader, season, FOUNDED, account(cast.leader).alliance)


def test_only_an_account_of_the_province_with_the_role_marks_online(cast: Cast) -> None:
    council = a_provincial_council(cast, a_two_level_season(cast), away=True)
    for actor, post, sentence in (
        (cast.province_member, Post.MEMBER, "của tỉnh mình"),
        (cast.stranger, Post.MEMBER, "không có vai trò ủy viên hội đồng cấp tỉnh"),
        (cast.stranger, Post.SECRETARY, "không có vai trò thư ký hội đồng cấp tỉnh"),
    ):
        with pytest.raises(DomainError, match=sentence):
            services.add_member(cast.stranger_leader, council, account(actor), post)


def test_a_dossier_with_gaps_of_another_province_or_already_sent_is_not_put_before_the_council(cast: Cast) -> None:
    season = a_two_level_season(cast)
    council = a_provincial_council(cast, season)
    unfinished = a_draft(cast, season)
    foreign = a_draft(cast, season, by=cast.stranger)
    for nomination, sentence in ((unfinished, "chưa đủ"), (foreign, "trong danh sách")):
        with pytest.raises(DomainError, match=sentence):
            services.put_before_council(cast.leader, council, [nomination])
    with pytest.raises(DomainError, match="ít nhất một hồ sơ"):
        services.put_before_council(cast.leader, council, [])
    db.session.rollback()
    assert [(one.nomination.id, one.may_be_put) for one in queries.dossiers_of(council)] == [(unfinished.id, False)]


def test_putting_a_dossier_twice_freezes_it_once_and_a_later_change_is_told(cast: Cast) -> None:
    judging_round, [nomination] = a_provincial_round(cast)
    council = judging_round.council
    with transaction():
        services.put_before_council(cast.province_secretary, council, [nomination])
    [before] = queries.dossiers_of(council)
    change(cast, nomination)
    db.session.expire_all()
    [after] = queries.dossiers_of(council)
    assert len(nomination.province_revisions) == 1
    assert (before.has_changed, after.has_changed) == (False, True)


def test_the_day_a_member_joins_is_kept(cast: Cast) -> None:
    council = a_provincial_council(cast, a_two_level_season(cast), away=True)
    with transaction():
        entry = MemberInput("", Post.MEMBER, "Hà Thị Sau", "Sở Tài chính (mẫu)", clock.today())
        member = services.add_member(cast.stranger_leader, council, None, Post.MEMBER, entry)
    assert (member.full_name, member.agency, member.joined_on, member.left_on) == (
        "Hà Thị Sau", "Sở Tài chính (mẫu)", clock.today(), None,
    )  # fmt: skip
