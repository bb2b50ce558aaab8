"""The judge's word per dossier: needed first, undone both ways, never above rule and register; recusals recorded."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from awards.base.database import db
from awards.base.errors import ConflictError, DomainError
from awards.base.transaction import transaction
from awards.conflicts import queries, services
from awards.conflicts.errors import MustStayOut, NotDeclared
from awards.conflicts.inputs import NO_TIE, DeclarationInput
from awards.conflicts.models import Declaration
from awards.conflicts.states import Stand
from awards.councils import services as councils
from awards.councils.models import Assignment, JudgingRound
from awards.councils.states import AssignmentState, RecusalKind
from awards.notices.models import Notice
from awards.policy.actor import Actor
from awards.policy.permission_map import Forbidden
from awards.sheets import queries as sheets
from tests.builders import an_open_season
from tests.cast import Cast
from tests.judging import a_council, a_round, an_accepted, assignment_of, cast_by, close
from tests.provincial import a_provincial_round
from tests.provincial import assignment_of as seat_of

TIED = DeclarationInput(concerned=True, reason="Em trai làm kế toán ở đây")


def an_undeclared_round(cast: Cast) -> JudgingRound:
    season = an_open_season(cast)
    an_accepted(cast, season)
    an_accepted(cast, season, away=True)
    council = a_council(cast, season)
    with transaction():
        return councils.assign_judges(cast.office, council)


def say(actor: Actor, assignment: Assignment, entry: DeclarationInput) -> None:
    with transaction():
        services.declare(actor, assignment, entry)


def facts(assignment: Assignment) -> tuple[str, str | None, Stand]:
    return assignment.state, assignment.recusal_kind, queries.stand_of(assignment).stand


def kinds_told(actor: Actor) -> list[str]:
    return list(db.session.scalars(select(Notice.kind).where(Notice.user_id == actor.user_id).order_by(Notice.id)))


def test_nothing_opens_before_the_word_is_given_and_paper_needs_none(cast: Cast) -> None:
    assignment = assignment_of(an_undeclared_round(cast), cast.judge)
    with pytest.raises(NotDeclared):
        services.refuse_when_out(assignment)
    assert services.refuse_when_concerned(assignment).stand is Stand.NOT_DECLARED
    say(cast.judge, assignment, NO_TIE)
    services.refuse_when_out(assignment)


def test_the_word_is_undone_both_ways_until_the_round_closes_and_a_cast_sheet_follows_it(cast: Cast) -> None:
    judging_round = a_round(cast)
    assignment = assignment_of(judging_round, cast.judge)
    cast_by(cast.judge, assignment)
    found = []
    for entry in (TIED, NO_TIE, TIED):
        say(cast.judge, assignment, entry)
        found.append((*facts(assignment), sheets.coverage_of(judging_round).cast))
    assert found == [
        ("recused", "declared", Stand.OUT, 0),
        ("assigned", None, Stand.FREE, 1),
        ("recused", "declared", Stand.OUT, 0),
    ]
    close(judging_round)
    with pytest.raises(DomainError, match="đã đóng"):
        say(cast.judge, assignment, NO_TIE)
    assert kinds_told(cast.chair).count("conflict_declared") == 2
    assert TIED.reason not in str(db.session.scalars(select(Notice.body)).all())


def test_the_same_word_twice_is_one_row_and_rows_are_never_changed(cast: Cast) -> None:
    assignment = assignment_of(an_undeclared_round(cast), cast.judge)
    for _ in range(2):
        say(cast.judge, assignment, TIED)
    assert [(one.concerned, one.reason) for one in db.session.scalars(select(Declaration))] == [(True, TIED.reason)]
    for change in ("UPDATE declaration SET concerned = NOT concerned", "DELETE FROM declaration"):
        with pytest.raises(DatabaseError, match="append-only"), transaction():
            db.session.execute(text(change))


def test_a_second_window_does_not_overwrite_the_first(cast: Cast) -> None:
    assignment = assignment_of(an_undeclared_round(cast), cast.judge)
    say(cast.judge, assignment, DeclarationInput(True, TIED.reason, seen=0))
    with pytest.raises(ConflictError, match=TIED.reason):
        say(cast.judge, assignment, DeclarationInput(False, seen=0))
    assert facts(assignment) == ("recused", "declared", Stand.OUT)
    say(cast.judge, assignment, DeclarationInput(True, TIED.reason, seen=0))  # the same word needs no look


def test_a_tie_needs_its_reason_and_then_nothing_of_the_page_is_stored(cast: Cast) -> None:
    judging_round = an_undeclared_round(cast)
    first, second = (assignment_of(judging_round, cast.judge, away=away) for away in (True, False))
    with pytest.raises(DomainError) as refused, transaction():
        services.declare_all(cast.judge, judging_round, [(first, NO_TIE), (second, DeclarationInput(concerned=True))])
    assert (refused.value.field, db.session.scalars(select(Declaration)).all()) == (second.public_id, [])


def test_the_own_word_does_not_stand_above_the_rule_or_the_council_s_record(cast: Cast) -> None:
    judging_round = a_round(cast)
    home = assignment_of(judging_round, cast.home_judge, away=False)
    with pytest.raises(MustStayOut, match="địa phương"):
        say(cast.home_judge, home, NO_TIE)
    assignment = assignment_of(judging_round, cast.judge)
    with transaction():
        services.recuse(cast.office, assignment, "Là cố vấn của đơn vị.")
        services.recuse(cast.office, assignment, "Lần thứ hai.")
    assert (assignment.recusal_reason, facts(assignment)) == (
        "Là cố vấn của đơn vị.",
        ("recused", "recorded", Stand.OUT),
    )
    with pytest.raises(MustStayOut, match="cố vấn"):
        say(cast.judge, assignment, NO_TIE)
    with transaction():
        services.take_back(cast.office, assignment)
    assert facts(assignment) == ("assigned", None, Stand.FREE)
    assert [kind for kind in kinds_told(cast.judge) if kind.startswith("judge_")] == [
        "judge_taken_out",
        "judge_let_back",
    ]


def test_a_member_without_an_account_is_recused_with_a_reason_by_those_who_run_the_council(cast: Cast) -> None:
    judging_round, [nomination] = a_provincial_round(cast)
    assignment = seat_of(judging_round, 2, nomination)
    for stranger in (cast.stranger_leader, cast.office, cast.officer):
        with pytest.raises(Forbidden):
            services.recuse(stranger, assignment, "Là Giám đốc hợp tác xã.")
    with transaction():
        services.recuse(cast.province_secretary, assignment, "Là Giám đốc hợp tác xã.")
        services.recuse(cast.province_secretary, assignment, "Lần thứ hai.")
    assert (assignment.recusal_reason, facts(assignment)) == (
        "Là Giám đốc hợp tác xã.",
        ("recused", "recorded", Stand.OUT),
    )
    with transaction():
        services.take_back(cast.leader, assignment)
    assert facts(assignment) == ("assigned", None, Stand.NOT_DECLARED)


def test_nobody_declares_for_another(cast: Cast) -> None:
    assignment = assignment_of(an_undeclared_round(cast), cast.judge)
    for other in (cast.other_judge, cast.office, cast.secretary, cast.sysadmin):
        with pytest.raises(Forbidden):
            say(other, assignment, NO_TIE)


def test_the_word_holds_in_the_next_round_of_the_council_too(cast: Cast) -> None:
    judging_round, [nomination] = a_provincial_round(cast)
    first = seat_of(judging_round, 4, nomination)
    close(judging_round)
    with transaction():
        following = councils.open_next_round(cast.leader, judging_round, [nomination.id])
    again = seat_of(following, 4, nomination)
    assert queries.stand_of(again).stand is Stand.FREE
    say(cast.province_member, again, TIED)
    assert (first.state, again.state) == (AssignmentState.ASSIGNED, AssignmentState.RECUSED)


def test_recusals_of_a_season_are_counted_by_kind_once_for_all_rounds(cast: Cast) -> None:
    judging_round = a_round(cast)
    season = judging_round.council.season
    say(cast.judge, assignment_of(judging_round, cast.judge), TIED)
    with transaction():
        services.recuse(cast.office, assignment_of(judging_round, cast.chair), "Đã ký hợp đồng tư vấn.")
        services.recuse(cast.office, assignment_of(judging_round, cast.chair, away=False), "Đã ký hợp đồng tư vấn.")
    assert queries.count_by_kind(season) == {
        RecusalKind.OWN_PROVINCE: 1,
        RecusalKind.DECLARED: 1,
        RecusalKind.RECORDED: 2,
    }
    assert queries.count_by_kind(season, cast.leader.alliance_id) == {}


def test_where_the_chair_has_a_tie_the_vice_chair_chairs_that_entry(cast: Cast) -> None:
    judging_round, [nomination] = a_provincial_round(cast)
    council = judging_round.council
    chair, vice = council.members[0], council.members[1]
    with transaction():
        vice.post = "vice_chair"
    assert queries.acting_chair(council, nomination.id) is chair
    with transaction():
        services.recuse(cast.leader, seat_of(judging_round, 1, nomination), "Người nhà.")
    assert queries.acting_chair(council, nomination.id) is vice
    with transaction():
        services.recuse(cast.leader, seat_of(judging_round, 2, nomination), "Người nhà.")
    assert queries.acting_chair(council, nomination.id) is None
