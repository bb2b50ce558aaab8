"""The checklist: a line for everything the rulebook asks, kept per revision, carried over where nothing changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from awards.base.database import db
from awards.base.errors import ConflictError, DomainError
from awards.base.transaction import transaction
from awards.nominations.dossier import DossierContent
from awards.nominations.models import Nomination
from awards.policy.permission_map import Forbidden
from awards.screening import marking, proposals, services
from awards.screening.inputs import MarkInput
from awards.screening.models import ChecklistMark
from awards.screening.states import Verdict
from tests import screened
from tests.builders import a_forwarded, an_open_season
from tests.cast import Cast
from tests.screened import revised

REGISTRATION, REVENUE, HONOUR = "paper:registration", "condition:EL01", "declaration:highest_honour"


def mark(cast: Cast, nomination: Nomination, **marks: MarkInput) -> tuple[str, ...]:
    keys = {"registration": REGISTRATION, "revenue": REVENUE, "honour": HONOUR}
    with transaction():
        return marking.save_marks(cast.screener, nomination, {keys[name]: entry for name, entry in marks.items()})


def met(base: int = 0, note: str = "") -> MarkInput:
    return MarkInput(Verdict.MET, note, base)


def shown(nomination: Nomination) -> dict[str, tuple[str, str, bool]]:
    """Verdict, note and whether carried over, of the lines that are marked."""
    lines = marking.marked_lines_of(nomination, nomination.revisions[-1])
    return {one.line.key: (one.mark.verdict, one.mark.note, one.carried) for one in lines if one.mark is not None}


def test_there_is_a_line_for_each_condition_paper_and_declaration_with_what_was_computed(cast: Cast) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    lines = [one.line for one in marking.marked_lines_of(nomination, nomination.revisions[0])]
    assert [line.key for line in lines] == [
        *(f"condition:EL0{number}" for number in (1, 2, 3, 6, 7, 8)),
        "condition:EL11",
        *(f"paper:{paper}" for paper in ("registration", "criteria_report", "finance_report")),
        *(f"declaration:{key}" for key in ("highest_honour", "law_compliance", "open_inquiry", "consent")),
    ]
    revenue = lines[0]
    assert (revenue.automatic, revenue.figure, revenue.limit) == ("Đạt", "12.000.000.000", "1.500.000.000")
    assert revenue.clause.startswith("Ngưỡng năm 2024")
    assert [line.automatic for line in lines[7:9]] == ["Có tệp", "Có tệp"]


def test_a_mark_is_kept_and_what_did_not_change_is_not_written_again(cast: Cast) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    assert mark(cast, nomination, registration=met(), revenue=met()) == (REGISTRATION, REVENUE)
    assert mark(cast, nomination, registration=met(1), revenue=met(1, "Khớp báo cáo.")) == (REVENUE,)
    assert shown(nomination) == {REGISTRATION: ("met", "", False), REVENUE: ("met", "Khớp báo cáo.", False)}
    versions = db.session.execute(select(ChecklistMark.item, ChecklistMark.version).order_by(ChecklistMark.item))
    assert [tuple(row) for row in versions] == [(REVENUE, 2), (REGISTRATION, 1)]


def test_a_verdict_against_the_automatic_result_needs_a_reason(cast: Cast) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    for verdict in (Verdict.NOT_MET, Verdict.INCOMPLETE, Verdict.NOT_APPLICABLE):
        with pytest.raises(DomainError, match="Kết quả tự động là “Đạt”"):
            mark(cast, nomination, revenue=MarkInput(verdict, " ", 0))
    mark(cast, nomination, revenue=MarkInput(Verdict.NOT_MET, "Báo cáo tài chính ghi 1,2 tỷ.", 0))
    assert shown(nomination) == {REVENUE: ("not_met", "Báo cáo tài chính ghi 1,2 tỷ.", False)}


def test_whoever_saves_second_is_told_and_nothing_is_overwritten(cast: Cast) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    mark(cast, nomination, registration=met(0, "Đã xem bản gốc."))
    with pytest.raises(marking.MarkedMeanwhile) as refused:
        mark(cast, nomination, registration=met(0, "Chưa xem bản gốc."), revenue=met())
    assert refused.value.lines == (REGISTRATION,)
    assert shown(nomination) == {REGISTRATION: ("met", "Đã xem bản gốc.", False)}


def test_marks_are_carried_to_a_new_revision_where_it_holds_the_same(cast: Cast) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    mark(cast, nomination, registration=met(), revenue=met(), honour=met(0, "Đã đối chiếu."))

    def richer(content: DossierContent) -> DossierContent:
        return replace(content, series={**content.series, "revenue": {**content.series["revenue"], 0: "13000000000"}})

    revised(cast, nomination, richer)
    assert shown(nomination) == {REGISTRATION: ("met", "", True), HONOUR: ("met", "Đã đối chiếu.", True)}
    mark(cast, nomination, registration=met(0, "Xem lại."))
    assert shown(nomination)[REGISTRATION] == ("met", "Xem lại.", False)


def test_a_line_marked_as_lacking_stands_in_the_way_of_acceptance(cast: Cast) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    mark(cast, nomination, registration=MarkInput(Verdict.INCOMPLETE, "Thiếu chữ ký.", 0))
    with pytest.raises(DomainError, match="Bản đăng ký tham gia"), transaction():
        proposals.propose_acceptance(cast.screener, nomination)
    mark(cast, nomination, registration=met(1))
    screened.accept(cast, nomination)
    with pytest.raises(ConflictError, match="không còn ở bước thẩm tra"):
        mark(cast, nomination, revenue=met())


def test_only_a_screener_marks_and_only_lines_of_the_checklist(cast: Cast) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    for actor in (cast.office, cast.leader, cast.judge, cast.auditor):
        with pytest.raises(Forbidden):
            marking.save_marks(actor, nomination, {REVENUE: met()})
    with pytest.raises(DomainError, match="không thuộc phiếu"), transaction():
        marking.save_marks(cast.screener, nomination, {"condition:EL99": met()})
    with transaction():
        services.hold(cast.screener, nomination, "Chờ kết luận.")
    assert mark(cast, nomination, revenue=met()) == (REVENUE,)
