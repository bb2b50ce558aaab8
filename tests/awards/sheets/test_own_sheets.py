"""A judge reads the own sheets for ever, checks the own receipts, and never those of anybody else."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from awards.base.database import db
from awards.base.identifiers import grouped
from awards.policy.actor import Actor
from awards.sheets import own_sheets
from awards.sheets.own_sheets import Colleague
from tests.cast import Cast, CastClient
from tests.judging import a_round, assignment_of, cast_by, close, marks_for, saved, under_rules

ClientOf = Callable[[Actor], CastClient]


def test_the_table_has_the_own_marks_only_in_a_fixed_number_of_queries(
    cast: Cast, count_queries: Callable[[], list[str]]
) -> None:
    judging_round = a_round(cast)
    first = assignment_of(judging_round, cast.judge)
    saved(cast.judge, first)
    cast_by(cast.other_judge, assignment_of(judging_round, cast.other_judge))
    [table] = own_sheets.table_of(cast.judge, judging_round)
    assert {row.assignment.id: row.content.marks for row in table.rows} == {
        first.id: marks_for(first),
        assignment_of(judging_round, cast.judge, away=False).id: {},
    }
    assert [one.key for one in table.criteria] == list(marks_for(first))
    seen = count_queries()
    db.session.expire_all()
    public_id = judging_round.public_id
    own = own_sheets.get_round_visible_to(cast.judge, public_id)
    assert own is not None
    seen.clear()
    own_sheets.table_of(cast.judge, own.judging_round)
    assert len([one for one in seen if "BEGIN" not in one]) == 2


def test_a_receipt_is_found_by_its_owner_however_it_is_typed(cast: Cast, client_of: ClientOf) -> None:
    judging_round = a_round(cast)
    assignment = assignment_of(judging_round, cast.judge)
    code = grouped(cast_by(cast.judge, assignment).receipt_code or "")
    close(judging_round)
    found = own_sheets.own_by_receipt(cast.judge, f" {code.lower()} ")
    assert found is not None
    assert (found.assignment.id, found.version, found.counts) == (assignment.id, 1, True)
    assert [own_sheets.own_by_receipt(one, code) for one in (cast.other_judge, cast.chair, cast.office)] == [None] * 3
    title = assignment.nomination.title
    page = client_of(cast.judge).get(f"/phieu-cham/bien-nhan?code={code}").get_data(as_text=True)
    assert (f"Mã {code} là của phiếu anh/chị đã gửi" in page, title in page) == (True, True)
    other = client_of(cast.other_judge).get(f"/phieu-cham/bien-nhan?code={code}").get_data(as_text=True)
    assert (f"Mã {code} không phải của phiếu nào" in other, title in other) == (True, False)


def test_colleagues_read_each_other_after_closing_and_where_the_rulebook_says_so(cast: Cast) -> None:
    judging_round = a_round(cast)
    mine, theirs = assignment_of(judging_round, cast.judge), assignment_of(judging_round, cast.other_judge)
    cast_by(cast.other_judge, theirs)
    close(judging_round)
    assert own_sheets.colleagues_of(mine) == []


def test_shared_sheets_are_shared_when_the_round_is_closed_and_not_before(cast: Cast) -> None:
    under_rules(cast, ("[levels.aggregation]", "shares_sheets = true\n\n[levels.aggregation]"))
    judging_round = a_round(cast)
    mine, theirs = assignment_of(judging_round, cast.judge), assignment_of(judging_round, cast.other_judge)
    cast_by(cast.other_judge, theirs)
    before = own_sheets.colleagues_of(mine)
    close(judging_round)
    after = own_sheets.colleagues_of(mine)
    total = after[0].total
    assert (before, [(one.judge_number, one.name, one.content.marks) for one in after]) == (
        [],
        [(theirs.member.judge_number, theirs.member.full_name, marks_for(theirs))],
    )
    assert isinstance(after[0], Colleague)
    assert total > sum((mark for mark in marks_for(theirs).values() if mark is not None), Fraction(0))
