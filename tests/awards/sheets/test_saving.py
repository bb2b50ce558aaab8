"""A sheet's versions: one act one version, two windows both kept, nothing after casting or closing."""

from __future__ import annotations

from fractions import Fraction

import pytest
from sqlalchemy import func, select

from awards.audit.models import AuditEntry
from awards.base.database import db
from awards.base.errors import ConflictError, DomainError
from awards.base.transaction import transaction
from awards.policy.permission_map import Forbidden
from awards.sheets import queries, services
from awards.sheets.errors import MarksRefused, SheetConflict
from awards.sheets.marks import read_marks
from awards.sheets.models import Sheet, SheetVersion
from awards.sheets.wording import ALREADY_CAST, CLOSED
from tests.cast import Cast
from tests.judging import a_round, assignment_of, cast_by, close, marks_for, saved


def versions() -> int:
    return db.session.scalar(select(func.count(SheetVersion.id))) or 0


def test_each_save_is_a_new_version_that_names_the_rules_and_the_dossier(cast: Cast) -> None:
    assignment = assignment_of(a_round(cast), cast.judge)
    marks = marks_for(assignment)
    first = saved(cast.judge, assignment, {**marks, "A3": None}, remark="Xem thêm báo cáo tài chính.")
    second = saved(cast.judge, assignment, marks, base_version=1)
    assert [
        (one.number, read_marks(one.marks), one.remark, one.rulebook_digest, one.dossier_digest)
        for one in (first, second)
    ] == [
        (
            number,
            given,
            remark,
            assignment.nomination.season.rulebook.digest,
            assignment.revision.digest,
        )
        for number, given, remark in (
            (1, {**marks, "A3": None}, "Xem thêm báo cáo tài chính."),
            (2, marks, ""),
        )
    ]
    assert db.session.scalars(select(Sheet)).one().version == 2


def test_the_same_act_sent_twice_makes_one_version(cast: Cast) -> None:
    assignment = assignment_of(a_round(cast), cast.judge)
    first = saved(cast.judge, assignment, key="một lần bấm")
    again = saved(cast.judge, assignment, key="một lần bấm")
    assert (again.number, versions()) == (first.number, 1)


def test_the_same_act_is_acknowledged_even_after_the_round_closed(cast: Cast) -> None:
    judging_round = a_round(cast)
    assignment = assignment_of(judging_round, cast.judge)
    saved(cast.judge, assignment, key="gửi chậm")
    close(judging_round)
    assert saved(cast.judge, assignment, key="gửi chậm").number == 1


def test_a_used_key_with_other_marks_is_a_conflict_and_not_a_loss(cast: Cast) -> None:
    assignment = assignment_of(a_round(cast), cast.judge)
    saved(cast.judge, assignment, key="trang cũ")
    with pytest.raises(SheetConflict):
        saved(cast.judge, assignment, marks_for(assignment, Fraction(1)), key="trang cũ")
    assert versions() == 1


def test_a_window_that_did_not_see_the_last_save_overwrites_nothing(cast: Cast) -> None:
    assignment = assignment_of(a_round(cast), cast.judge)
    saved(cast.judge, assignment)
    with pytest.raises(ConflictError, match="vừa được lưu ở cửa sổ khác lúc"):
        saved(cast.judge, assignment, marks_for(assignment, Fraction(1)), base_version=0)
    assert versions() == 1


@pytest.mark.parametrize(
    ("mark", "sentence"),
    [
        (Fraction(-1), "không được nhỏ hơn 0"),
        (Fraction(13, 2), "không được lớn hơn 6"),
        (Fraction(1, 4), "phải theo bước 0,5"),
    ],
)
def test_a_mark_outside_the_rulebook_is_refused(cast: Cast, mark: Fraction, sentence: str) -> None:
    assignment = assignment_of(a_round(cast), cast.judge)
    with pytest.raises(MarksRefused, match=sentence):
        saved(cast.judge, assignment, {**marks_for(assignment), "A3": mark})
    assert versions() == 0


def test_a_mark_for_a_criterion_the_system_computes_is_refused(cast: Cast) -> None:
    assignment = assignment_of(a_round(cast), cast.judge)
    with pytest.raises(MarksRefused, match="A2"):
        saved(cast.judge, assignment, {"A2": Fraction(8)})


def test_casting_an_incomplete_sheet_names_every_gap(cast: Cast) -> None:
    assignment = assignment_of(a_round(cast), cast.judge)
    saved(cast.judge, assignment, {**marks_for(assignment), "A3": None, "D2": None})
    with pytest.raises(MarksRefused) as refused, transaction():
        services.cast_sheet(cast.judge, assignment, 1)
    assert [problem.criterion for problem in refused.value.problems] == ["A3", "D2"]
    assert db.session.scalars(select(Sheet.cast_at)).one() is None


def test_a_sheet_never_saved_cannot_be_cast(cast: Cast) -> None:
    assignment = assignment_of(a_round(cast), cast.judge)
    with pytest.raises(MarksRefused), transaction():
        services.cast_sheet(cast.judge, assignment, 0)
    assert db.session.scalars(select(Sheet)).all() == []


def test_casting_twice_gives_one_receipt(cast: Cast) -> None:
    assignment = assignment_of(a_round(cast), cast.judge)
    sheet = cast_by(cast.judge, assignment)
    receipt = sheet.receipt_code
    with transaction():
        again = services.cast_sheet(cast.judge, assignment, 1)
    assert (again.receipt_code, len(receipt or "")) == (receipt, 10)
    casts = select(func.count(AuditEntry.number)).where(AuditEntry.action == "sheet.cast")
    assert db.session.scalar(casts) == 1


def test_casting_another_version_than_the_one_read_is_refused(cast: Cast) -> None:
    assignment = assignment_of(a_round(cast), cast.judge)
    saved(cast.judge, assignment)
    saved(cast.judge, assignment, marks_for(assignment, Fraction(1)), base_version=1)
    with pytest.raises(SheetConflict), transaction():
        services.cast_sheet(cast.judge, assignment, 1)


def test_a_cast_sheet_is_read_only(cast: Cast) -> None:
    assignment = assignment_of(a_round(cast), cast.judge)
    cast_by(cast.judge, assignment)
    with pytest.raises(DomainError) as refused:
        saved(cast.judge, assignment, base_version=1)
    assert (refused.value.sentence, versions()) == (ALREADY_CAST, 1)


def test_a_closed_round_takes_neither_marks_nor_sheets(cast: Cast) -> None:
    judging_round = a_round(cast)
    assignment = assignment_of(judging_round, cast.judge)
    saved(cast.judge, assignment)
    close(judging_round)
    with pytest.raises(DomainError) as save_refused:
        saved(cast.judge, assignment, base_version=1)
    with pytest.raises(DomainError) as cast_refused, transaction():
        services.cast_sheet(cast.judge, assignment, 1)
    assert (save_refused.value.sentence, cast_refused.value.sentence, versions()) == (CLOSED, CLOSED, 1)


def test_nobody_writes_on_another_judges_sheet(cast: Cast) -> None:
    assignment = assignment_of(a_round(cast), cast.judge)
    for actor in (cast.other_judge, cast.chair, cast.office, cast.secretary, cast.sysadmin):
        with pytest.raises(Forbidden):
            saved(actor, assignment)
    assert versions() == 0


def test_a_recused_judge_cannot_save(cast: Cast) -> None:
    recused = assignment_of(a_round(cast), cast.home_judge, away=False)
    with pytest.raises(DomainError, match="không chấm hồ sơ này"):
        saved(cast.home_judge, recused)


def test_the_log_of_a_save_holds_no_marks_and_no_name(cast: Cast) -> None:
    assignment = assignment_of(a_round(cast), cast.judge)
    saved(cast.judge, assignment, remark="Nhận xét riêng")
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "sheet.save")).one()
    sheet = db.session.scalars(select(Sheet)).one()
    assert (entry.actor, entry.subject, len(entry.digest)) == (cast.judge.public_id, f"sheet:{sheet.public_id}", 64)


def test_marks_leave_the_area_only_when_the_round_is_closed(cast: Cast) -> None:
    judging_round = a_round(cast)
    assignment = assignment_of(judging_round, cast.judge)
    cast_by(cast.judge, assignment)
    saved(cast.other_judge, assignment_of(judging_round, cast.other_judge))
    with pytest.raises(ValueError, match="open"):
        queries.cast_sheets_of(judging_round)
    close(judging_round)
    assert queries.cast_sheets_of(judging_round) == [
        queries.CastMarks(
            assignment.nomination_id, assignment.member.judge_number, "", marks_for(assignment), abstained=False
        )
    ]


def test_coverage_counts_what_is_owed_recused_and_cast(cast: Cast) -> None:
    judging_round = a_round(cast)
    cast_by(cast.judge, assignment_of(judging_round, cast.judge))
    saved(cast.other_judge, assignment_of(judging_round, cast.other_judge))
    coverage = queries.coverage_of(judging_round)
    assert [(one.judge_number, one.post, one.assigned, one.recused, one.cast) for one in coverage.members] == [
        (1, "chair", 2, 0, 0),
        (2, "member", 2, 0, 1),
        (3, "member", 2, 0, 0),
        (4, "member", 1, 1, 0),
    ]
    assert (coverage.assigned, coverage.recused, coverage.cast, coverage.missing) == (7, 1, 1, 6)
