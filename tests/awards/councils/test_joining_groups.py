"""Joining and leaving in the middle of a round where the rulebook weighs groups: previews, and who then marks what."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from awards.accounts.models import User
from awards.base import clock
from awards.base.database import db
from awards.base.errors import DomainError
from awards.base.transaction import transaction
from awards.councils import membership, services
from awards.councils.inputs import CouncilInput, JoinInput, LeaveInput, MemberInput
from awards.councils.models import Assignment, Council, CouncilMember, JudgingRound
from awards.councils.states import Post, Scope
from awards.nominations.models import Nomination
from awards.policy.actor import Actor
from awards.sheets.leaving import leave_council, leaving_preview
from tests.builders import an_open_season
from tests.cast import Cast, CastClient
from tests.judging import account_of, an_accepted, close, under_rules

ClientOf = Callable[[Actor], CastClient]
MEAN = 'method = "mean"\nminimum_sheets = 3\n'
GROUPS = f"""{MEAN}member_groups = [
  {{ key = "experts", label = "Tổ chuyên gia", weight = 0.6, origin = "tự đặt" }},
  {{ key = "council", label = "Hội đồng", weight = 0.4, origin = "tự đặt" }},
]
"""
REASON = "Quyết định bổ sung số 9/QĐ-MẪU"


def a_council_of_groups(cast: Cast) -> tuple[Council, Nomination, Nomination]:
    """Two experts, one of them from home, a chair and a member; an entry of home and one of the other province."""
    under_rules(cast, (MEAN, GROUPS))
    season = an_open_season(cast)
    home, away = an_accepted(cast, season), an_accepted(cast, season, away=True)
    with transaction():
        founding = CouncilInput("Hội đồng mẫu", "01/QĐ-MAU", clock.today())
        council = services.appoint_council(cast.office, season, founding)
        for actor, post, group in (
            (cast.chair, Post.CHAIR, "council"),
            (cast.judge, Post.MEMBER, "council"),
            (cast.other_judge, Post.EXPERT, "experts"),
            (cast.home_judge, Post.EXPERT, "experts"),
            (cast.secretary, Post.SECRETARY, ""),
        ):
            services.add_member(cast.office, council, account_of(actor), post, MemberInput("", post, group=group))
    return council, home, away


def an_experts_round(cast: Cast, council: Council) -> JudgingRound:
    with transaction():
        return services.open_experts_round(cast.office, council)


def a_newcomer(cast: Cast) -> User:
    """Somebody of the centre who judges and was in no council yet."""
    user = account_of(cast.second_office)
    with transaction():
        user.roles.append(next(role for role in account_of(cast.judge).roles if role.name == "judge"))
    return user


def expert(user: User) -> MemberInput:
    return MemberInput(user.public_id, Post.EXPERT, group="experts")


def member(user: User) -> MemberInput:
    return MemberInput(user.public_id, Post.MEMBER, group="council")


def previewed(council: Council, user: User, entry: MemberInput) -> tuple[list[int], list[int]]:
    """Entries (row ids) of the open round the newcomer would join, and those that lack sheets of the group."""
    preview = membership.joining_preview(council, user, entry)
    parts = (preview.everything, preview.lacking)
    return tuple(sorted(one.candidate.nomination_id for one in part) for part in parts)  # type: ignore[return-value]


def marked_by(number: int) -> list[tuple[str, int]]:
    """Kind of the round and entry (row id) of all that a member has to mark."""
    statement = (
        select(JudgingRound.kind, Assignment.nomination_id)
        .join(Assignment.judging_round)
        .join(Assignment.member)
        .where(CouncilMember.judge_number == number, Assignment.state == "assigned")
    )
    return sorted((kind, nomination_id) for kind, nomination_id in db.session.execute(statement))


def leaves(cast: Cast, council: Council, actor: Actor) -> list[int]:
    """The member leaves; gives back the entries (row ids) the preview said would be short."""
    leaving = next(one for one in council.members if one.user_id == actor.user_id)
    preview = leaving_preview(leaving)
    with transaction():
        leave_council(cast.office, leaving, LeaveInput(clock.today(), "Nghỉ hưu", preview.fingerprint))
    return sorted(one.nomination_id for one in preview.short)


def test_an_expert_joins_for_what_the_experts_lack_and_marks_it_in_their_round(cast: Cast) -> None:
    council, home, away = a_council_of_groups(cast)
    an_experts_round(cast, council)
    newcomer = a_newcomer(cast)
    assert previewed(council, newcomer, expert(newcomer)) == ([home.id, away.id], [])
    assert leaves(cast, council, cast.other_judge) == [home.id]  # the other expert is from home and marks away alone
    assert previewed(council, newcomer, expert(newcomer)) == ([home.id, away.id], [home.id])
    with transaction():
        joined = membership.join(cast.office, council, newcomer, expert(newcomer), JoinInput(Scope.LACKING, REASON))
    assert (joined.judge_number, joined.group, marked_by(6)) == (6, "experts", [("experts", home.id)])
    assert (marked_by(3), marked_by(4)) == ([], [("experts", away.id)])


def test_a_member_who_is_no_expert_has_no_part_in_the_experts_round(cast: Cast) -> None:
    council, *_ = a_council_of_groups(cast)
    an_experts_round(cast, council)
    newcomer = a_newcomer(cast)
    assert previewed(council, newcomer, member(newcomer)) == ([], [])
    with transaction():
        membership.join(cast.office, council, newcomer, member(newcomer), JoinInput(Scope.ALL, REASON))
    assert marked_by(6) == []
    with pytest.raises(DomainError, match="nhóm"):
        membership.joining_preview(council, account_of(cast.office), MemberInput("", Post.EXPERT, group=""))


def test_what_the_experts_have_marked_does_not_count_as_lacking_in_the_round_of_the_council(cast: Cast) -> None:
    council, home, away = a_council_of_groups(cast)
    close(an_experts_round(cast, council))
    with transaction():
        services.assign_judges(cast.office, council)
    newcomer = a_newcomer(cast)
    assert previewed(council, newcomer, member(newcomer)) == ([home.id, away.id], [])
    assert leaves(cast, council, cast.judge) == []  # the chair marks both
    assert leaves(cast, council, cast.chair) == [home.id, away.id]
    assert previewed(council, newcomer, member(newcomer)) == ([home.id, away.id], [home.id, away.id])
    with transaction():
        membership.join(cast.office, council, newcomer, member(newcomer), JoinInput(Scope.LACKING, REASON))
    assert marked_by(6) == [("council", home.id), ("council", away.id)]


def test_the_page_of_joining_shows_the_group_and_what_follows(cast: Cast, client_of: ClientOf) -> None:
    council, home, _ = a_council_of_groups(cast)
    an_experts_round(cast, council)
    newcomer = a_newcomer(cast)
    leaves(cast, council, cast.other_judge)
    office, page = client_of(cast.office), f"/hoi-dong/{council.public_id}/uy-vien"
    typed = {"user": newcomer.public_id, "post": "expert", "group": "experts", "joined_on": f"{clock.today():%d/%m/%Y}"}
    preview = office.post(page, data=typed).text
    assert "Giao tất cả: 2 hồ sơ. Giao hồ sơ chưa đủ người chấm: 1 hồ sơ." in preview
    assert home.reference in preview
    assert "Chuyên gia, Tổ chuyên gia" in preview
    sent = typed | {"step": "confirm", "scope": "lacking", "reason": REASON}
    assert office.post(page, data=sent).status_code == 302
    assert marked_by(6) == [("experts", home.id)]
