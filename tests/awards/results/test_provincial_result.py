"""The province's result: counted at its own level, marked again after a discussion, recognised by its own decision."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from awards.base import clock
from awards.base.database import db
from awards.base.errors import DomainError
from awards.base.transaction import transaction
from awards.exports.score_summary import score_summary
from awards.meetings.package import package_of
from awards.policy.permission_map import Forbidden
from awards.results import provinces, queries, services
from awards.results.inputs import RecognitionInput
from awards.results.provinces import ProvinceStage
from awards.seasons.states import SeasonState
from scoring.decision import Outcome
from scoring.record import recount
from tests import screened
from tests.builders import a_complete_draft, a_pdf, forward
from tests.cast import Cast, CastClient
from tests.provincial import (
    a_provincial_result,
    a_provincial_round,
    a_two_level_season,
    account,
    all_sheets,
    assignment_of,
    marks,
    on_paper,
    online,
)

Browser = Callable[..., CastClient]


def stage_of(cast: Cast, season: object) -> ProvinceStage:
    alliance = account(cast.leader).alliance
    assert alliance is not None
    return ProvinceStage(season, alliance)  # type: ignore[arg-type]


def a_recognition(*nominations: str, number: str = "25/QĐ-MẪU") -> RecognitionInput:
    return RecognitionInput(number, clock.today(), nominations)


def test_closing_counts_at_the_level_of_the_province_and_the_record_can_be_recounted(cast: Cast) -> None:
    result, nominations = a_provincial_result(cast, dossiers=2)
    record = json.loads(result.record)
    rows = [(row.entry.nomination_id, row.entry.rank, row.outcome) for row in queries.ranking_of(result)]
    assert (record["level"], recount(record)) == ("province", ())
    assert rows == [(nominations[0].id, 1, Outcome.FORWARDED), (nominations[1].id, 2, Outcome.FORWARDED)]
    season = result.judging_round.council.season
    assert (season.state, queries.official_result(season)) == (SeasonState.OPEN, None)


def test_who_reads_a_provincial_round_before_and_after_it_is_closed(cast: Cast) -> None:
    judging_round, nominations = a_provincial_round(cast)
    people = ("officer", "leader", "province_secretary", "province_member", "stranger", "office", "auditor",
              "standing", "screener", "chair", "judge", "home_judge", "sysadmin")  # fmt: skip

    def readers() -> list[str]:
        public_id = judging_round.public_id
        return [one for one in people if queries.get_round_visible_to(getattr(cast, one), public_id) is not None]

    before = readers()
    all_sheets(cast, judging_round, nominations)
    with transaction():
        services.close_and_count(cast.province_secretary, judging_round)
    assert (before, readers()) == (
        ["officer", "leader", "province_secretary"],
        ["officer", "leader", "province_secretary", "province_member", "office", "auditor"],
    )
    for actor in (cast.office, cast.stranger_leader, cast.officer):
        with pytest.raises(Forbidden):
            services.close_and_count(actor, judging_round)


def test_sheets_too_far_apart_are_marked_again_and_the_last_round_stands(cast: Cast) -> None:
    judging_round, [apart, close] = a_provincial_round(cast, dossiers=2)
    stage = stage_of(cast, judging_round.council.season)
    for number in (1, 2, 3):
        for nomination in (apart, close):
            assignment = assignment_of(judging_round, number, nomination)
            on_paper(cast, assignment, marks(assignment, 0 if number < 3 or nomination is close else 10))
    for nomination in (apart, close):
        online(cast.province_member, assignment_of(judging_round, 4, nomination), marks(assignment))
    with transaction():
        first = services.close_and_count(cast.leader, judging_round)
    assert queries.to_discuss(first) == [apart.id]
    assert provinces.recognisable(stage).refusal is not None
    with transaction():
        again = services.open_next_round(cast.leader, first)
        assert services.open_next_round(cast.leader, first).id == again.id
    assert (again.number, {one.nomination_id for one in again.assignments}) == (2, {apart.id})
    all_sheets(cast, again, [apart])
    with transaction():
        second = services.close_and_count(cast.leader, again)
    rows = {row.entry.nomination_id: (row.outcome, row.entry.sheet_count) for row in queries.ranking_of(second)}
    assert rows == {apart.id: (Outcome.FORWARDED, 4), close.id: (Outcome.FORWARDED, 4)}
    assert (recount(json.loads(second.record)), queries.result_of_province(stage.season, stage.alliance)) == (
        (),
        second,
    )
    assert {row.reference: row.round for row in package_of(stage).rows} == {apart.reference: 2, close.reference: 1}


def test_recognition_is_the_leader_s_act_and_stays_when_the_centre_refuses(cast: Cast) -> None:
    result, [nomination] = a_provincial_result(cast)
    stage = stage_of(cast, result.judging_round.council.season)
    entry = a_recognition(nomination.public_id)
    with pytest.raises(Forbidden):
        services.record_recognition(cast.province_secretary, stage, entry, None)
    with transaction():
        first = services.record_recognition(cast.leader, stage, entry, None)
        assert services.record_recognition(cast.leader, stage, entry, None) is first
    with pytest.raises(DomainError, match="trong danh sách"):
        services.record_recognition(cast.leader, stage, a_recognition(nomination.public_id, number="26"), None)
    db.session.rollback()
    forward(cast.officer, cast.leader, nomination)
    screened.refuse(cast, nomination, "Không đúng đối tượng.", "Điều 1")
    readers = {
        role: provinces.get_nominee_visible_to(getattr(cast, role), nomination.public_id)
        for role in ("officer", "province_member", "screener", "office", "auditor", "stranger", "judge", "standing")
    }
    assert {role: one and one.recognition for role, one in readers.items()} == {
        "officer": first, "province_member": first, "screener": first, "office": first, "auditor": first,
        "stranger": None, "judge": None, "standing": None,
    }  # fmt: skip


def test_a_province_that_does_it_on_paper_records_its_decision_with_a_scan(cast: Cast) -> None:
    season = a_two_level_season(cast)
    stage, nomination = stage_of(cast, season), a_complete_draft(cast, season)
    with pytest.raises(DomainError, match="bản quét"):
        services.record_recognition(cast.leader, stage, a_recognition(nomination.public_id), None)
    late = RecognitionInput("25", clock.today() + timedelta(days=1), (nomination.public_id,))
    with pytest.raises(DomainError, match="sau hôm nay"):
        services.record_recognition(cast.leader, stage, late, a_pdf())
    db.session.rollback()
    with transaction():
        kept = services.record_recognition(cast.leader, stage, a_recognition(nomination.public_id), a_pdf("qd.pdf"))
    named = [(one.position, one.name) for one in kept.nominees]
    assert (kept.result, kept.scan_name, named) == (None, "qd.pdf", [(1, nomination.organisation.name)])


def test_the_score_summary_names_every_judge_s_total_mean_spread_and_rank(cast: Cast, client_of: Browser) -> None:
    result, [best, second] = a_provincial_result(cast, dossiers=2)
    stage = stage_of(cast, result.judging_round.council.season)
    book = load_workbook(io.BytesIO(score_summary(package_of(stage), clock.today())))
    page = book["Bảng tổng hợp điểm"]
    assert [cell.value for cell in page[7]] == [
        "STT", "Mã hồ sơ", "Đơn vị", "Bảng tiêu chí", "Số 1\nLý Văn Chủ", "Số 2\nTô Thị Viên", "Số 3\nMã Văn Nông",
        f"Số 4\n{cast.province_member.name}", "Trung bình phiếu", "Chênh lệch", "Tổng điểm", "Hạng", "Kết quả",
    ]  # fmt: skip
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=8)]
    assert [(row[0], row[1], row[9], row[11], row[12]) for row in rows] == [
        (1, best.reference, 0, 1, "Đề nghị lên cấp trên"),
        (2, second.reference, 0, 2, "Đề nghị lên cấp trên"),
    ]
    assert [row[4:9] for row in rows] == [[row[8]] * 5 for row in rows]
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    counted = f"/ket-qua/{result.judging_round.public_id}"
    shown = {role: client_of(getattr(cast, role)).get(counted).get_data(as_text=True) for role in ("leader", "office")}
    assert {role: "Lý Văn Chủ" in body for role, body in shown.items()} == {"leader": True, "office": False}
    address = f"/tai-ve/cap-tinh/{stage.season.public_id}/{stage.alliance.public_id}/bang-diem"
    answers = {
        role: client_of(getattr(cast, role)).post(address).status_code
        for role in ("officer", "leader", "province_secretary", "province_member", "stranger", "office")
    }
    assert answers == {
        "officer": 200, "leader": 200, "province_secretary": 200,
        "province_member": 403, "stranger": 404, "office": 403,
    }  # fmt: skip
