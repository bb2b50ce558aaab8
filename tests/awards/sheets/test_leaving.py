"""A member joins or leaves in the middle of a round: the preview, what is done, and coming back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from awards.base import clock
from awards.base.database import db
from awards.base.errors import ConflictError, DomainError
from awards.base.transaction import transaction
from awards.conflicts import register
from awards.conflicts.inputs import RelationInput
from awards.conflicts.states import RelationKind
from awards.councils import membership, services
from awards.councils.inputs import JoinInput, LeaveInput, MemberInput
from awards.councils.models import Assignment, Council, CouncilMember, JudgingRound
from awards.councils.states import Post, Scope
from awards.notices.models import Notice
from awards.policy.actor import Actor
from awards.policy.permission_map import Forbidden
from awards.sheets import queries
from awards.sheets.leaving import leave_council, leaving_preview
from tests.cast import Cast, CastClient
from tests.judging import a_round, account_of, assignment_of, cast_by, close, saved
from tests.provincial import a_provincial_round, all_sheets
from tests.provincial import assignment_of as seat_of

REASON = "Nghỉ hưu theo Quyết định số 7/QĐ-MẪU"


def leaves(actor: Actor, member: CouncilMember, *, seen: str | None = None) -> None:
    entry = LeaveInput(clock.today(), REASON, seen or leaving_preview(member).fingerprint)
    with transaction():
        leave_council(actor, member, entry)


def numbers(member: CouncilMember) -> tuple[int, int, int, list[str]]:
    preview = leaving_preview(member)
    counts = [len(part) for part in (preview.handed_in, preview.begun, preview.unmarked)]
    return counts[0], counts[1], counts[2], sorted(one.reference for one in preview.short)


def states(judging_round: JudgingRound, number: int) -> list[str]:
    statement = (
        select(Assignment.state)
        .join(Assignment.member)
        .where(Assignment.round_id == judging_round.id, CouncilMember.judge_number == number)
    )
    return sorted(db.session.scalars(statement))


def seats(council: Council, user_id: int | None) -> CouncilMember:
    return next(member for member in council.members if member.user_id == user_id)


def test_a_sheet_already_cast_stays_in_the_count_and_what_was_begun_is_set_aside(cast: Cast) -> None:
    judging_round = a_round(cast)
    member = seats(judging_round.council, cast.judge.user_id)
    away, home = (assignment_of(judging_round, cast.judge, away=away) for away in (True, False))
    cast_by(cast.judge, away)
    saved(cast.judge, home)
    assert numbers(member) == (1, 1, 0, [home.nomination.reference])  # of four one is of home: two are left
    leaves(cast.office, member)
    assert (away.state, home.state, member.left_on, member.leave_reason) == (
        "assigned",
        "set_aside",
        clock.today(),
        REASON,
    )
    coverage = queries.coverage_of(judging_round)
    assert [(one.judge_number, one.assigned, one.cast) for one in coverage.members if one.judge_number == 2] == [
        (2, 1, 1)
    ]
    assert queries.get_visible_to(cast.judge, home.public_id) is None
    with pytest.raises(DomainError, match="không được phân công"):
        saved(cast.judge, home, base_version=1)
    told = db.session.scalars(select(Notice.kind).where(Notice.user_id == cast.judge.user_id)).all()
    assert told.count("left_council") == 1
    leaves(cast.office, member)  # a second click
    assert db.session.scalars(select(Notice.kind).where(Notice.kind == "left_council")).all() == ["left_council"]


def test_what_was_not_begun_falls_away_and_entries_that_stay_above_the_minimum_are_not_named(cast: Cast) -> None:
    judging_round = a_round(cast)
    member = seats(judging_round.council, cast.judge.user_id)
    away = assignment_of(judging_round, cast.judge)
    home = assignment_of(judging_round, cast.judge, away=False)
    assert numbers(member) == (0, 0, 2, [home.nomination.reference])
    leaves(cast.office, member)
    assert (away.state, home.state, states(judging_round, 2)) == ("set_aside", "set_aside", ["set_aside"] * 2)
    other = seats(judging_round.council, cast.other_judge.user_id)
    assert numbers(other)[3] == sorted([away.nomination.reference, home.nomination.reference])


def test_a_page_that_was_overtaken_by_a_sheet_is_read_again_first(cast: Cast) -> None:
    judging_round = a_round(cast)
    member = seats(judging_round.council, cast.judge.user_id)
    seen = leaving_preview(member).fingerprint
    cast_by(cast.judge, assignment_of(judging_round, cast.judge))
    with pytest.raises(ConflictError, match="vừa thay đổi"):
        leaves(cast.office, member, seen=seen)
    assert member.left_on is None


def test_the_day_and_the_reason_are_asked_for(cast: Cast) -> None:
    member = seats(a_round(cast).council, cast.judge.user_id)
    wrong = {(1, REASON): "left_on", (-400, REASON): "left_on", (0, ""): "reason"}
    found = {}
    for days, reason in wrong:
        entry = LeaveInput(clock.today() + timedelta(days=days), reason, leaving_preview(member).fingerprint)
        with pytest.raises(DomainError) as refused, transaction():
            leave_council(cast.office, member, entry)
        found[days, reason] = refused.value.field
    assert found == wrong


def test_who_comes_back_has_the_old_number_and_goes_on_with_the_begun_sheet(cast: Cast) -> None:
    judging_round = a_round(cast)
    council = judging_round.council
    member = seats(council, cast.judge.user_id)
    home = assignment_of(judging_round, cast.judge, away=False)
    saved(cast.judge, home)
    leaves(cast.office, member)
    entry = MemberInput(cast.judge.public_id, Post.MEMBER)
    preview = membership.joining_preview(council, account_of(cast.judge), entry)
    lacking = [pair.candidate.reference for pair in preview.lacking]
    assert (len(preview.everything), lacking) == (2, [home.nomination.reference])
    with transaction():
        again = membership.join(
            cast.office, council, account_of(cast.judge), entry, JoinInput(Scope.LACKING, "Trở lại công tác")
        )
    assert (again.id, again.judge_number, again.left_on, states(judging_round, 2)) == (
        member.id,
        2,
        None,
        ["assigned", "set_aside"],
    )
    assert saved(cast.judge, home, base_version=1).number == 2


@pytest.mark.parametrize(("scope", "given"), [(Scope.ALL, 2), (Scope.LACKING, 1), (Scope.NONE, 0)])
def test_a_newcomer_gets_what_was_chosen_with_recusals_by_rule(cast: Cast, scope: Scope, given: int) -> None:
    judging_round = a_round(cast)
    council = judging_round.council
    leaves(cast.office, seats(council, cast.judge.user_id))
    newcomer = a_new_judge(cast, council)
    entry = MemberInput(newcomer.public_id, Post.EXPERT, agency="Viện Mẫu")
    with pytest.raises(DomainError, match="xem trước"), transaction():
        services.add_member(cast.office, council, newcomer, Post.EXPERT, entry)
    with transaction():
        member = membership.join(cast.office, council, newcomer, entry, JoinInput(scope, "Quyết định bổ sung"))
        assert membership.join(cast.office, council, newcomer, entry, JoinInput(scope, "Bấm hai lần")) is member
    assert (member.judge_number, member.post, member.agency, states(judging_round, 6)) == (
        6,
        "expert",
        "Viện Mẫu",
        ["assigned"] * given,
    )
    assert db.session.scalars(select(Notice.kind).where(Notice.user_id == newcomer.id)).all() == ["joined_council"]


def a_new_judge(cast: Cast, council: Council):  # type: ignore[no-untyped-def]
    """Somebody of the centre who judges and was in no council yet: the second office account gets the role."""
    from_office = account_of(cast.second_office)
    with transaction():
        from_office.roles.append(next(role for role in account_of(cast.judge).roles if role.name == "judge"))
    return from_office


def test_a_province_s_member_without_an_account_joins_and_leaves_too(cast: Cast) -> None:
    judging_round, [nomination] = a_provincial_round(cast)
    council = judging_round.council
    entry = MemberInput("", Post.MEMBER, "Vi Văn Mới", "Sở Tài chính (mẫu)")
    for stranger in (cast.stranger_leader, cast.office):
        with pytest.raises(Forbidden):
            membership.join(stranger, council, None, entry, JoinInput(Scope.ALL, REASON))
    with transaction():
        member = membership.join(cast.leader, council, None, entry, JoinInput(Scope.ALL, REASON))
    assert seat_of(judging_round, member.judge_number, nomination).state == "assigned"
    with pytest.raises(Forbidden):
        leaves(cast.stranger_leader, member)
    leaves(cast.province_secretary, member)
    assert states(judging_round, member.judge_number) == ["set_aside"]


def test_a_discussion_asks_neither_who_has_left_nor_who_has_a_tie_known_since(cast: Cast) -> None:
    judging_round, [nomination] = a_provincial_round(cast)
    council = judging_round.council
    all_sheets(cast, judging_round, [nomination])
    close(judging_round)
    leaves(cast.leader, council.members[1])
    with transaction():
        entry = RelationInput(RelationKind.FAMILY, nomination.organisation.tax_code, "", "")
        register.record_relation(cast.leader, council.members[2], entry)
        following = services.open_next_round(cast.leader, judging_round, [nomination.id])
    assert [states(following, number) for number in (1, 2, 3, 4)] == [["assigned"], [], ["recused"], ["assigned"]]
    assert states(judging_round, 3) == ["assigned"]


def test_the_office_reads_the_consequences_before_it_writes_in_the_browser(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    judging_round = a_round(cast)
    council, newcomer = judging_round.council, a_new_judge(cast, judging_round.council)
    member = seats(council, cast.judge.user_id)
    home = assignment_of(judging_round, cast.judge, away=False).nomination.reference
    office = client_of(cast.office)
    path = f"/hoi-dong/uy-vien/{member.public_id}/thoi"
    page = office.get(path).text
    assert "1 hồ sơ sẽ không đủ phiếu" in page
    assert home in page
    seen = page.split('name="seen" type="hidden" value="')[1].split('"')[0]
    stale = office.post(path, data={"seen": "khác", "left_on": "1/1/2020", "reason": REASON})
    assert (stale.status_code, "vừa thay đổi" in stale.text, "1/1/2020" in stale.text) == (409, True, True)
    today = f"{clock.today():%d/%m/%Y}"
    assert office.post(path, data={"seen": seen, "left_on": today, "reason": REASON}).status_code == 302
    assert "Đã thôi tham gia" in office.get(path).text
    person = {"user": newcomer.public_id, "post": "member", "joined_on": today}
    add = f"/hoi-dong/{council.public_id}/uy-vien"
    preview = office.post(add, data=person)
    assert (preview.status_code, "Chưa ghi gì" in preview.text, home in preview.text) == (200, True, True)
    db.session.expire_all()
    assert len(council.members) == 5
    told = office.post(add, data={**person, "step": "confirm", "scope": "all", "reason": ""}).text
    assert "Ghi lý do tham gia giữa vòng chấm" in told
    done = office.post(add, data={**person, "step": "confirm", "scope": "all", "reason": "Quyết định bổ sung"})
    assert done.status_code == 302
    db.session.expire_all()
    assert (len(council.members), states(judging_round, 6)) == (6, ["assigned"] * 2)
